// Sheet: what all pages have around their own text: head, masthead, footer.
import { absolute, feedPath, href, MANIFEST_PATH } from './addresses.ts'
import type { Frame } from './frame.ts'
import { html, type Markup } from './html.ts'
import { type Masthead, masthead, pageFooter } from './masthead.ts'

export interface Sheet {
  /** Of the tab; the publication's name is put behind it unless it is the name. */
  readonly title: string
  readonly description: string | undefined
  /** Public address without the authority; undefined on pages that search engines must not keep. */
  readonly canonical: string | undefined
  /** What this kind of page adds to the head. */
  readonly head: Markup | undefined
  readonly masthead: Masthead
  /** Section whose feeds are announced beside the publication's. */
  readonly feedsOf: { readonly id: string; readonly name: string } | undefined
  readonly main: Markup
}

/** A whole HTML document as text. */
export function sheet(frame: Frame, page: Sheet): string {
  const { publication } = frame.site
  return html`<!doctype html>
<html lang="${publication.language}" dir="${direction(publication.language)}">
${head(frame, page)}
<body>
<a class="skip" href="#start">${frame.words.skip}</a>
${masthead(frame, page.masthead)}
<main id="start" tabindex="-1">
${page.main}
</main>
${pageFooter(frame)}
</body>
</html>
`.markup
}

function head(frame: Frame, page: Sheet): Markup {
  const { site, assets } = frame
  const { name } = site.publication
  const ofFolder = site.articlesFrom === 'folder'
  const title = page.title === name ? name : `${page.title} – ${name}`
  return html`<head>
<meta charset="utf-8">
<title>${title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="theme-color" content="#fdfcf9" media="(prefers-color-scheme: light)">
<meta name="theme-color" content="#151412" media="(prefers-color-scheme: dark)">
${assets.fonts.map((font) => html`<link rel="preload" href="${font}" as="font" type="font/woff2" crossorigin>`)}
<link rel="stylesheet" href="${assets.css}">
${ofFolder ? icons(frame) : undefined}
${page.description ? html`<meta name="description" content="${page.description}">` : undefined}
${
  page.canonical === undefined
    ? html`<meta name="robots" content="noindex">`
    : html`<link rel="canonical" href="${absolute(site, page.canonical)}">
<meta name="robots" content="max-image-preview:large">`
}
${ofFolder ? feedLinks(name, undefined) : undefined}${page.feedsOf && feedLinks(`${name}: ${page.feedsOf.name}`, page.feedsOf.id)}
${page.head}
${site.scripts.map((script) => html`<script src="${script}" defer></script>`)}
</head>`
}

/** A site that stands behind has its own, and browsers look for it by themselves. */
function icons({ assets }: Frame): Markup {
  return html`<link rel="icon" href="${assets.icon}" type="image/svg+xml">
<link rel="manifest" href="${MANIFEST_PATH}">`
}

function feedLinks(title: string, section: string | undefined): Markup {
  return html`<link rel="alternate" type="application/rss+xml" title="${title}" href="${href(feedPath('rss', section))}">
<link rel="alternate" type="application/atom+xml" title="${title}" href="${href(feedPath('atom', section))}">
<link rel="alternate" type="application/feed+json" title="${title}" href="${href(feedPath('json', section))}">
`
}

const RIGHT_TO_LEFT = new Set(['Arab', 'Hebr', 'Syrc', 'Thaa', 'Nkoo', 'Adlm'])

function direction(language: string): 'ltr' | 'rtl' {
  return RIGHT_TO_LEFT.has(new Intl.Locale(language).maximize().script ?? '') ? 'rtl' : 'ltr'
}
