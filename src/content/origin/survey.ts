// Survey: after a start the articles that the site's maps name and that nobody has read yet are read, one after the
// other, so that lists, excerpts and files are known for what they are before a reader asks for one.
import { setTimeout as wait } from 'node:timers/promises'
import type { Report } from '../../core/log.ts'
import type { Named, SiteAddresses } from '../../core/origin.ts'
import { decodePage } from './page/decode.ts'
import { articlePath } from './page/facts-path.ts'

export interface SurveyParts {
  readonly addresses: SiteAddresses
  /** The bytes of what stands at an address of the site, as it came; undefined where there is nothing. */
  readonly fetch: (address: string) => Promise<Uint8Array | undefined>
  /** Reads what is not known yet. */
  readonly read: (article: Named) => Promise<unknown>
  readonly isKnown: (path: string) => boolean
  readonly signal: AbortSignal
  readonly report: Report
}

/** Where systems keep their maps, for a site whose robots.txt names none. */
const USUAL = ['/sitemap.xml', '/wp-sitemap.xml', '/sitemap_index.xml', '/news-sitemap.xml']
const MOST_MAPS = 200
const MOST_ARTICLES = 20_000
/** Readers go before it. */
const PAUSE_MS = 100

/** Ends when all is read, or when it is asked to. Rejects with what `fetch` and `read` throw. */
export async function surveySite(parts: SurveyParts): Promise<void> {
  let read = 0
  for await (const article of articlesIn(parts)) {
    if (parts.signal.aborted || read >= MOST_ARTICLES) break
    if (parts.isKnown(article.path)) continue
    await parts.read(article)
    read++
    await wait(PAUSE_MS, undefined, { ref: false })
  }
  if (read > 0) parts.report(`${read} articles that the site’s maps name were read.`, 'info')
}

async function* articlesIn(parts: SurveyParts): AsyncGenerator<Named> {
  const waiting = await mapsOf(parts)
  const seen = new Set(waiting)
  for (let map = waiting.shift(); map !== undefined; map = waiting.shift()) {
    const bytes = await parts.fetch(map)
    if (bytes === undefined || parts.signal.aborted) continue
    const text = decodePage(bytes, undefined)
    const isIndex = /<sitemapindex[\s>]/i.test(text)
    for (const place of placesIn(text)) {
      const named = namedAt(place, parts.addresses)
      if (named === undefined) continue
      if (!isIndex) yield named
      else if (!seen.has(named.address) && seen.size < MOST_MAPS) {
        seen.add(named.address)
        waiting.push(named.address)
      }
    }
  }
}

async function mapsOf({ fetch, addresses }: SurveyParts): Promise<string[]> {
  const robots = await fetch('/robots.txt')
  const text = robots === undefined ? '' : decodePage(robots, 'text/plain; charset=utf-8')
  const said = [...text.matchAll(/^\s*sitemap\s*:\s*(\S+)/gim)].flatMap(
    ([, url = '']) => namedAt(url, addresses)?.address ?? [],
  )
  return said.length > 0 ? [...new Set(said)] : [...USUAL]
}

/** Of `<loc>` (sitemaps.org); its text is an address, in which only `&` can be written otherwise. */
function placesIn(map: string): readonly string[] {
  const places = map.matchAll(
    /<loc>\s*(?:<!\[CDATA\[)?\s*([^<\]\s]{1,2000})\s*(?:\]\]>)?\s*<\/loc>/gi,
  )
  return [...places].map(([, place = '']) => place.replaceAll('&amp;', '&'))
}

/** Undefined for what is no address of the site. */
function namedAt(place: string, addresses: SiteAddresses): Named | undefined {
  const path = articlePath(place, addresses)
  const url = URL.parse(place, addresses.public)
  return path === undefined || url === null
    ? undefined
    : { path, address: url.pathname + url.search }
}
