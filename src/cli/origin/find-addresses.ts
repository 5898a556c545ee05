// Find addresses: where the articles of a site are. Feeds name the newest, site maps all of them, and the front page
// what is left.
import { gunzipSync } from 'node:zlib'
import { xmlTexts } from '../../audit/texts/xml-texts.ts'
import { decodePage } from '../../content/origin/page/decode.ts'
import type { AskedSite, SiteAnswer } from './ask-site.ts'
import type { PageSigns } from './page-signs.ts'

export interface FoundAddresses {
  /** Paths with their queries, the likeliest articles first, none twice. */
  readonly paths: readonly string[]
  /** Those of them that are articles by what names them: a feed, or a site map of posts. */
  readonly posts: ReadonlySet<string>
  /** Feeds and site maps that were read, as paths. */
  readonly feeds: readonly string[]
  readonly sitemaps: readonly string[]
}

export interface ToFind {
  readonly site: AskedSite
  /** Every scheme and authority that the site names itself by. */
  readonly own: readonly string[]
  readonly signs: PageSigns
  /** How many are wanted. */
  readonly most: number
}

const FEEDS = ['/feed/', '/rss/', '/rss.xml', '/feed.xml', '/atom.xml', '/index.xml']
const SITEMAPS = ['/sitemap.xml', '/sitemap_index.xml', '/wp-sitemap.xml']
const MOST_FEEDS = 2
/** A large site has hundreds; each of these names up to 50,000 addresses (sitemaps.org). */
const MOST_SITEMAPS = 6
const MOST_UNPACKED = 20 * 1024 * 1024

export async function findAddresses(to: ToFind): Promise<FoundAddresses> {
  const feeds = await readFeeds(to)
  const fromFeeds = feeds.flatMap(({ items }) => items)
  const maps = await readSitemaps(to)
  const mapped = spread(newest(maps.flatMap(({ items }) => items)), to.most)
  const all = [
    ...fromFeeds.map(({ link }) => link),
    ...mapped.map(({ link }) => link),
    ...to.signs.links,
  ]
  const mayBe = (addresses: readonly string[]) =>
    addresses.flatMap((address) => pathOf(address, to.own) ?? []).filter(mayBeArticle)
  const ofPosts = maps.filter(({ path }) => likeliness(path) === 2).flatMap(({ items }) => items)
  return {
    paths: [...new Set(mayBe(all))].slice(0, to.most),
    posts: new Set(mayBe([...fromFeeds, ...ofPosts].map(({ link }) => link))),
    feeds: feeds.map(({ path }) => path),
    sitemaps: maps.map(({ path }) => path),
  }
}

interface Item {
  readonly link: string
  readonly date: number | undefined
}

interface ReadList {
  readonly path: string
  readonly items: readonly Item[]
}

async function readFeeds({ site, own, signs }: ToFind): Promise<readonly ReadList[]> {
  const linked = signs.feeds
    .flatMap((address) => pathOf(address, own) ?? [])
    .filter((path) => !/comments?\//.test(path))
  const found: ReadList[] = []
  for (const path of linked.length > 0 ? linked : FEEDS) {
    if (found.length >= MOST_FEEDS || (linked.length === 0 && found.length > 0)) break
    const read = await readXml(site, path)
    if (read !== undefined && /^(?:rss|feed|rdf:rdf)$/i.test(read.root))
      found.push({ path, items: read.items })
  }
  return found
}

async function readSitemaps({ site, own, most }: ToFind): Promise<readonly ReadList[]> {
  const robots = await site.ask('/robots.txt')
  const said = robots.ok && robots.value.status === 200 ? sitemapsIn(robots.value) : []
  const named = said.flatMap((address) => pathOf(address, own) ?? [])
  const waiting = named.length > 0 ? [...named] : [...SITEMAPS]
  const found: ReadList[] = []
  const asked = new Set<string>()
  while (waiting.length > 0 && asked.size < MOST_SITEMAPS) {
    const path = waiting.shift() ?? ''
    if (asked.has(path)) continue
    asked.add(path)
    const read = await readXml(site, path)
    if (read?.root === 'sitemapindex') {
      const inner = read.items.flatMap(({ link }) => pathOf(link, own) ?? [])
      waiting.splice(0, waiting.length, ...inner.toSorted((a, b) => likeliness(b) - likeliness(a)))
    } else if (read?.root === 'urlset') {
      found.push({ path, items: read.items })
      if (named.length === 0 && waiting.every((one) => SITEMAPS.includes(one))) break
      if (found.flatMap(({ items }) => items).length >= most * 4) break
    }
  }
  return found
}

function sitemapsIn({ body }: SiteAnswer): readonly string[] {
  return [...body.toString('utf8').matchAll(/^\s*sitemap\s*:\s*(\S+)/gim)].map(
    ([, address = '']) => address,
  )
}

/** Which of many site maps hold articles, by their names: WordPress, its plugins and Ghost call them so. */
function likeliness(path: string): number {
  if (/news|post|article/i.test(path)) return 2
  return /tag|categor|author|user|page|image|video|taxonom/i.test(path) ? 0 : 1
}

async function readXml(
  site: AskedSite,
  path: string,
): Promise<{ readonly root: string; readonly items: readonly Item[] } | undefined> {
  const asked = await site.ask(path)
  if (!asked.ok || asked.value.status !== 200) return undefined
  const { body, type } = asked.value
  const text = decodePage(unpacked(body), type)
  return /^\s*<(?!!doctype html|html)/i.test(text) ? xmlTexts(text) : undefined
}

function unpacked(body: Buffer): Buffer {
  if (body[0] !== 0x1f || body[1] !== 0x8b) return body
  try {
    return gunzipSync(body, { maxOutputLength: MOST_UNPACKED })
  } catch {
    return body
  }
}

function newest(items: readonly Item[]): readonly Item[] {
  return items.toSorted((one, other) => (other.date ?? 0) - (one.date ?? 0))
}

/** The newest half, and the other half from all over the rest: an old article is often made by another template. */
function spread(items: readonly Item[], most: number): readonly Item[] {
  if (items.length <= most) return items
  const first = Math.ceil(most / 2)
  const rest = items.slice(first)
  const step = rest.length / (most - first || 1)
  const others = Array.from({ length: most - first }, (_, index) => rest[Math.floor(index * step)])
  return [...items.slice(0, first), ...others.filter((one) => one !== undefined)]
}

/** The path of an address of this site, without what only counts readers; undefined for others. */
function pathOf(address: string, own: readonly string[]): string | undefined {
  const url = URL.parse(address, own[0])
  if (url === null || !own.includes(url.origin)) return undefined
  for (const name of [...url.searchParams.keys()])
    if (/^(?:utm_|fbclid$|gclid$)/.test(name)) url.searchParams.delete(name)
  return url.pathname + url.search
}

/** Without pretty addresses, the articles of a WordPress stand at `/?p=123`. */
function mayBeArticle(path: string): boolean {
  return path.startsWith('/?')
    ? /[?&](?:p|name|id|article|story)=/.test(path)
    : !NO_ARTICLE.test(path)
}

const NO_ARTICLE =
  /^\/$|\.(?:xml|rss|json|js|css|png|jpe?g|gif|svg|webp|avif|pdf|ico|txt|zip|mp[34])(?:\?|$)|^\/(?:[a-z]{2}\/)?(?:tag|tags|category|categories|author|authors|topic|topics|page|feed|search|account|login|log-in|members|crew|subscribe|wp-admin|wp-content|wp-login\.php|ghost|cdn-cgi)(?:\/|$)|\/(?:feed|comments|page\/\d+)\/?$/i
