// Discover: where the site's articles are. Feeds say it best, then site maps, then the front page; what they lead to is
// taken for an article when it says so itself, or when nothing else is left.
import type { Asker } from './asking/asker.ts'
import type { Channel } from './channels.ts'
import { PERSONAS } from './personas.ts'
import type { Read, Reading } from './reading.ts'
import type { FeedItem, PageFacts } from './texts/apart.ts'

/** A page of the site that shows something of many articles. */
export interface SharedPage {
  readonly channel: Extract<Channel, 'feed' | 'list' | 'sitemap'>
  readonly read: Read
}

interface Candidate {
  readonly url: string
  /** A feed, a news map or a truth calls it an article. */
  readonly certain: boolean
}

export interface Discovered {
  readonly candidates: readonly Candidate[]
  readonly shared: readonly SharedPage[]
}

export interface DiscoverOptions {
  readonly reading: Reading
  readonly front: Read | undefined
  /** From robots.txt. */
  readonly sitemaps: readonly string[]
  /** The only site map to be read, when one was named. */
  readonly sitemap: string | undefined
  readonly known: readonly string[]
}

const FEEDS = [
  ...['/feed', '/rss', '/rss.xml', '/feed.xml', '/atom.xml', '/index.xml', '/feed.json'],
  '/?feed=rss2',
]
const SITEMAPS = ['/sitemap.xml', '/sitemap_index.xml', '/wp-sitemap.xml', '/news-sitemap.xml']
const MOST_FEEDS = 8
const MOST_SITEMAPS = 12
const MOST_FRONT_LINKS = 300
/** Addresses at which it is looked, whether something stands there or not. */
const MOST_ASKED = 40

export async function discover(options: DiscoverOptions): Promise<Discovered> {
  const { reading, front, known } = options
  const { asker } = reading
  const named = options.sitemap === undefined
  const feeds = await readFeeds(reading, front)
  const maps = await readSitemaps(options)
  const found: Candidate[] = known.map((url) => ({ url, certain: true }))
  if (named) {
    const items = feeds.flatMap(({ read }) => read.apart.items)
    found.push(...newest(items).map(({ link }) => ({ url: link, certain: true })))
  }
  const mapped = maps.flatMap(({ read }) => (read.apart.root === 'urlset' ? read.apart.items : []))
  found.push(...newest(mapped).map(({ link }) => ({ url: link, certain: false })))
  if (named && front?.apart.page !== undefined) found.push(...frontLinks(front.apart.page))
  const shared: SharedPage[] = [...feeds, ...maps]
  if (front !== undefined) shared.push({ channel: 'list', read: front })
  return { candidates: ofThisSite(found, asker), shared }
}

async function readFeeds(reading: Reading, front: Read | undefined): Promise<SharedPage[]> {
  const linked = (front?.apart.page?.alternates ?? [])
    .filter(({ rel, type }) => /\balternate\b/.test(rel) && /rss|atom|feed\+json/.test(type))
    .map(({ href }) => href)
  const paths = pathsOf([...linked.slice(0, 2 * MOST_FEEDS), ...FEEDS], reading.asker)
  const found: SharedPage[] = []
  const digests = new Set<string>()
  for (const path of paths) {
    if (found.length >= MOST_FEEDS) break
    const read = await reading.read({ path, agent: PERSONAS['feed-reader'].agent })
    if (!read.ok || read.value.answer.status !== 200) continue
    const { answer, apart } = read.value
    const isFeed =
      /^(?:rss|feed|rdf)$/i.test(apart.root) || (apart.kind === 'json' && apart.items.length > 0)
    if (!isFeed || digests.has(answer.digest)) continue
    digests.add(answer.digest)
    found.push({ channel: 'feed', read: read.value })
  }
  return found
}

async function readSitemaps({
  reading,
  sitemaps,
  sitemap,
}: DiscoverOptions): Promise<SharedPage[]> {
  const said = sitemaps.slice(0, 2 * MOST_SITEMAPS)
  const start = sitemap === undefined ? [...said, ...SITEMAPS] : [sitemap]
  const waiting = [...pathsOf(start, reading.asker)]
  const asked = new Set<string>()
  const found: SharedPage[] = []
  while (waiting.length > 0 && found.length < MOST_SITEMAPS && asked.size < MOST_ASKED) {
    const path = waiting.shift()
    if (path === undefined || asked.has(path)) continue
    asked.add(path)
    const read = await reading.read({ path, agent: PERSONAS.crawler.agent })
    if (!read.ok || read.value.answer.status !== 200) continue
    const { apart } = read.value
    if (apart.root !== 'urlset' && apart.root !== 'sitemapindex') continue
    found.push({ channel: 'sitemap', read: read.value })
    if (apart.root === 'sitemapindex')
      waiting.unshift(
        ...pathsOf(
          newest(apart.items).map(({ link }) => link),
          reading.asker,
        ).slice(0, MOST_SITEMAPS),
      )
  }
  return found
}

/** What has no date stands behind what has one, in its order. */
function newest(items: readonly FeedItem[]): readonly FeedItem[] {
  return items.toSorted((one, other) => (other.date ?? 0) - (one.date ?? 0))
}

function frontLinks(page: PageFacts): readonly Candidate[] {
  return page.links
    .filter(({ text }) => text.split(/\s+/).length >= 3)
    .slice(0, MOST_FRONT_LINKS)
    .map(({ href }) => ({ url: href, certain: false }))
}

function pathsOf(addresses: readonly string[], { origin }: Asker): readonly string[] {
  const paths = addresses.flatMap((address) => {
    const url = URL.parse(address, origin.href)
    return url !== null && url.origin === origin.origin ? [url.pathname + url.search] : []
  })
  return [...new Set(paths)]
}

/** Longer ones are answered by hardly any server. */
const LONGEST_ADDRESS = 2000

const NO_ARTICLE =
  /\.(?:xml|rss|json|js|css|png|jpe?g|gif|svg|webp|pdf|ico|txt|zip|mp[34])$|^\/$|\/(?:tag|tags|category|categories|author|authors|topic|topics|page|feed|search|account|login|log-in|wp-admin|wp-content|cdn-cgi)(?:\/|$)/i

function ofThisSite(candidates: readonly Candidate[], { origin }: Asker): readonly Candidate[] {
  const byAddress = new Map<string, Candidate>()
  for (const { url, certain } of candidates) {
    const address = URL.parse(url, origin.href)
    if (address === null || address.origin !== origin.origin) continue
    if (address.href.length > LONGEST_ADDRESS) continue
    address.hash = ''
    // What only counts readers makes no other article.
    for (const name of [...address.searchParams.keys()])
      if (name.startsWith('utm_')) address.searchParams.delete(name)
    if (!certain && NO_ARTICLE.test(address.pathname)) continue
    const known = byAddress.get(address.href)
    if (known === undefined || (certain && !known.certain))
      byAddress.set(address.href, { url: address.href, certain })
  }
  return [...byAddress.values()]
}

const ARTICLE_TYPE = /Article$|^BlogPosting$|^Report$/

/** What a page says of itself: `article`, or `page` when it only has text, or neither. */
export function isArticle(page: PageFacts | undefined): 'article' | 'page' | undefined {
  if (page === undefined) return undefined
  if (page.openGraphType === 'article' || page.data.types.some((type) => ARTICLE_TYPE.test(type)))
    return 'article'
  return page.body.split(/\s+/).length >= 60 ? 'page' : undefined
}
