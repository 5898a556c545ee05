// Metadata of an article: NewsArticle (schema.org), OpenGraph and Twitter card.
// Made of the article's open facts; of its text nothing at all goes in.
import type { Article, Picture } from '../core/article.ts'
import { absolute, authorPath, href } from './addresses.ts'
import { GATED } from './body.ts'
import type { Frame } from './frame.ts'
import { html, type Markup, trusted } from './html.ts'
import { sectionOf } from './stories.ts'

export interface ArticleMeta {
  readonly article: Article
  readonly picture: Picture | undefined
  readonly gated: boolean
  /** Whether an element with the gated class is on the page. */
  readonly marked: boolean
}

export function metadata(frame: Frame, meta: ArticleMeta): Markup {
  return html`${openGraph(frame, meta)}
<script type="application/ld+json">${structured(frame, meta)}</script>`
}

function openGraph(frame: Frame, { article, picture }: ArticleMeta): Markup {
  const { site } = frame
  const section = sectionOf(frame, article.section)
  const properties: [string, string | number | undefined][] = [
    ['og:type', 'article'],
    ['og:title', article.title],
    ['og:description', article.summary || undefined],
    ['og:url', absolute(site, href(article.path))],
    ['og:site_name', site.publication.name],
    ['og:image', picture && absolute(site, picture.src)],
    ['og:image:alt', picture?.alt || undefined],
    ['og:image:width', picture?.width],
    ['og:image:height', picture?.height],
    ['article:published_time', iso(article.published)],
    ['article:modified_time', article.updated === undefined ? undefined : iso(article.updated)],
    ['article:section', section?.name],
  ]
  return html`${properties.map(([property, content]) =>
    content === undefined
      ? undefined
      : html`<meta property="${property}" content="${content}">
`,
  )}${article.bylines.map(
    (name) => html`<meta name="author" content="${name}">
`,
  )}<meta name="twitter:card" content="${picture ? 'summary_large_image' : 'summary'}">`
}

/** JSON for a script element: no `<`, so that no text can end the element. */
function structured(frame: Frame, meta: ArticleMeta): Markup {
  return trusted(JSON.stringify(newsArticle(frame, meta)).replace(/</g, '\\u003c'))
}

function newsArticle(frame: Frame, { article, picture, gated, marked }: ArticleMeta): object {
  const { site } = frame
  const { publication } = site
  const address = absolute(site, href(article.path))
  return {
    '@context': 'https://schema.org',
    '@type': 'NewsArticle',
    mainEntityOfPage: address,
    url: address,
    headline: article.title,
    description: article.summary || undefined,
    inLanguage: publication.language,
    datePublished: iso(article.published),
    dateModified: iso(article.updated ?? article.published),
    author:
      article.bylines.length === 0
        ? { '@type': 'NewsMediaOrganization', name: publication.name, url: absolute(site, '/') }
        : article.bylines.map((name) => ({
            '@type': 'Person',
            name,
            url: absolute(site, href(authorPath(name))),
          })),
    articleSection: sectionOf(frame, article.section)?.name,
    keywords: article.tags.length > 0 ? article.tags : undefined,
    image: picture && {
      '@type': 'ImageObject',
      url: absolute(site, picture.src),
      width: picture.width,
      height: picture.height,
    },
    publisher: {
      '@type': 'NewsMediaOrganization',
      name: publication.name,
      url: absolute(site, '/'),
      logo: publication.logo && absolute(site, publication.logo),
    },
    isAccessibleForFree: !gated,
    hasPart: marked
      ? { '@type': 'WebPageElement', isAccessibleForFree: false, cssSelector: `.${GATED}` }
      : undefined,
  }
}

/** ISO 8601 in UTC of epoch milliseconds. */
export function iso(instant: number): string {
  return new Date(instant).toISOString()
}
