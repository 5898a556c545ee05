// Page signs: what a page of a site says of the site: its name, language, own addresses, feeds, and what it runs on.
import { parseHTML } from 'linkedom'
import { decodePage } from '../../content/origin/page/decode.ts'
import type { Cms } from '../../core/origin.ts'
import type { SiteAnswer } from './ask-site.ts'
import { formsOn, type PageForms } from './closed-forms.ts'

export interface PageSigns {
  readonly title: string
  readonly siteName: string | undefined
  /** BCP 47, as the page says. */
  readonly language: string | undefined
  readonly generator: string | undefined
  readonly cms: Cms
  /** By which signs the CMS was recognised. */
  readonly cmsSigns: readonly string[]
  /** Scheme and authority that the page gives as its own: canonical, og:url, the link to the front page. */
  readonly own: readonly string[]
  /** Scheme and authority of every link and picture, with how often. */
  readonly origins: ReadonlyMap<string, number>
  /** Absolute. */
  readonly feeds: readonly string[]
  /** Absolute, of links with some words in them, in the page's order. */
  readonly links: readonly string[]
  readonly forms: PageForms
  /** Ghost's key for its content API, which it shows to everybody. */
  readonly ghostKey: string | undefined
}

/** `base`: the absolute address of the page. */
export function readSigns(answer: SiteAnswer, base: string): PageSigns {
  const html = decodePage(answer.body, answer.type)
  const { document } = parseHTML(html)
  const attribute = (selector: string, name: string) =>
    document.querySelector(selector)?.getAttribute(name)?.trim() || undefined
  const links = [...document.querySelectorAll('a[href]')].map((link) => ({
    address: URL.parse(link.getAttribute('href') ?? '', base)?.href ?? '',
    words: link.textContent.trim().split(/\s+/).length,
    isHome: /\bhome\b/.test(link.getAttribute('rel') ?? ''),
  }))
  const canonical = attribute('link[rel="canonical"]', 'href')
  const said = [canonical, attribute('meta[property="og:url"]', 'content')]
  const homes = links.filter(({ isHome }) => isHome).map(({ address }) => address)
  const generator = attribute('meta[name="generator" i]', 'content')
  const cmsSigns = signsOf(document, generator, answer)
  return {
    title: document.title.trim().replace(/\s+/g, ' '),
    siteName: attribute('meta[property="og:site_name"]', 'content'),
    language: document.documentElement?.getAttribute('lang')?.trim() || undefined,
    generator,
    cms: cmsSigns.cms,
    cmsSigns: cmsSigns.signs,
    own: originsOf([...said.flatMap((one) => one ?? []), ...homes], base),
    origins: countedOrigins(document, base),
    feeds: [...document.querySelectorAll('link[rel~="alternate"]')]
      .filter((link) => /rss|atom|feed\+json/.test(link.getAttribute('type') ?? ''))
      .flatMap((link) => URL.parse(link.getAttribute('href') ?? '', base)?.href ?? []),
    links: links.filter(({ words }) => words >= 3).map(({ address }) => address),
    forms: formsOn(html, base),
    ghostKey: attribute('script[data-ghost][data-key]', 'data-key'),
  }
}

type Document = ReturnType<typeof parseHTML>['document']

/** Two families of signs, so that a page that only mentions one of them is not taken for it. */
function signsOf(
  document: Document,
  generator: string | undefined,
  { headers }: SiteAnswer,
): { readonly cms: Cms; readonly signs: readonly string[] } {
  const has = (selector: string) => document.querySelector(selector) !== null
  const header = (name: string) => headers.get(name)?.join(', ') ?? ''
  const wordpress = [
    ...(/^WordPress\b/i.test(generator ?? '') ? [`generator ${generator}`] : []),
    ...(/rel="?https:\/\/api\.w\.org\//i.test(header('link')) ? ['header Link to wp-json'] : []),
    ...(has('link[rel="https://api.w.org/"]') ? ['link to wp-json'] : []),
    ...(has('script[src*="/wp-includes/"], link[href*="/wp-content/"], script[src*="/wp-content/"]')
      ? ['files under wp-content and wp-includes']
      : []),
  ]
  const ghost = [
    ...(/^Ghost\b/i.test(generator ?? '') ? [`generator ${generator}`] : []),
    ...(has('script[data-ghost]') ? ['Portal'] : []),
    ...(has('script[src*="/ghost/"], script[data-ghost-search], link[href*="/public/cards."]')
      ? ['files of Ghost']
      : []),
    ...(headers.has('ghost-age') || /ghost/i.test(header('x-powered-by')) ? ['its headers'] : []),
  ]
  if (ghost.length > 0 && ghost.length >= wordpress.length) return { cms: 'ghost', signs: ghost }
  if (wordpress.length > 0) return { cms: 'wordpress', signs: wordpress }
  return { cms: 'none', signs: [] }
}

function countedOrigins(document: Document, base: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  const addresses = [...document.querySelectorAll('[href], [src]')].map(
    (element) => element.getAttribute('href') ?? element.getAttribute('src') ?? '',
  )
  for (const address of addresses) {
    const url = URL.parse(address, base)
    if (url === null || !/^https?:$/.test(url.protocol)) continue
    counts.set(url.origin, (counts.get(url.origin) ?? 0) + 1)
  }
  return counts
}

function originsOf(addresses: readonly string[], base: string): readonly string[] {
  const origins = addresses.flatMap((address) => {
    const url = URL.parse(address, base)
    return url !== null && /^https?:$/.test(url.protocol) ? [url.origin] : []
  })
  return [...new Set(origins)]
}
