// Path: the one normal form of an article's address, out of all the ways in which a site writes it.
import type { Named, SiteAddresses } from '../../../core/origin.ts'

/**
 * What `Article.path` is for an address: decoded, NFC, lower case, without a slash at its end. The query belongs to it
 * only where it alone tells articles apart: at `/`, at scripts, and a number that it calls one's. `address` may be
 * relative to `base`. Undefined for what is no address of the site.
 */
export function articlePath(
  address: string,
  addresses: SiteAddresses,
  base: string = addresses.public,
): string | undefined {
  if (address === '') return undefined
  const url = URL.parse(address, base)
  if (url === null || !/^https?:$/.test(url.protocol) || !isOnSite(url, addresses)) return undefined
  const path = normal(decoded(url.pathname)).replace(AFTER, '') || '/'
  return path + tellingQuery(url, path)
}

/** Path and query, encoded as in a request, of what an article's path names. */
export function addressOf(path: string): string {
  const [place = '', query] = path.split(/\?(.*)/s, 2)
  const encoded = place.split('/').map(encodeURIComponent).join('/')
  return query === undefined ? encoded : `${encoded}?${encodeURI(query).replaceAll('#', '%23')}`
}

/** An article of which nothing but its path is known. */
export function namedBy(path: string): Named {
  return { path, address: addressOf(path) }
}

/** Slashes at the end, and WordPress's pages of comments, which show the article again. */
const AFTER = /(?:\/comment-page-\d{1,4})?\/*$/

/** Hosts of the sites that were seen: there is one, and each of its pages has hundreds of links. */
const hosts = new WeakMap<SiteAddresses, ReadonlySet<string>>()

/** Sites name themselves by either scheme. */
function isOnSite(url: URL, addresses: SiteAddresses): boolean {
  const known = hosts.get(addresses)
  if (known !== undefined) return known.has(url.host)
  const own = [addresses.public, ...addresses.own].flatMap((one) => URL.parse(one)?.host ?? [])
  hosts.set(addresses, new Set(own))
  return own.includes(url.host)
}

const SCRIPT = /\.(?:php|aspx?|jsp|cfm|cgi|pl)$/
/** At `/` others are searches, campaigns and pages of lists. */
const NAMES_AN_ARTICLE = new Set(['p', 'page_id', 'name', 'id', 'article', 'story'])
/** At any path, where the page names none itself: `/article?id=7` is not `/article?id=8`. */
const NUMBERS_AN_ARTICLE = /^(?:id|[an]id|(?:article|story|post|news|item|content)_?(?:id)?)$/i
const TRACKING = /^(?:utm_.*|fbclid|gclid|msclkid|mc_[a-z]+|_ga|ref)$/i

function tellingQuery({ searchParams }: URL, path: string): string {
  const isTold = (name: string, value: string) => {
    if (path === '/') return NAMES_AN_ARTICLE.has(name)
    if (SCRIPT.test(path)) return !TRACKING.test(name)
    return NUMBERS_AN_ARTICLE.test(name) && /^\d{1,10}$/.test(value)
  }
  const told = [...searchParams].filter(([name, value]) => isTold(name, value))
  const query = told.map(([name, value]) => `${name}=${value}`).join('&')
  return query === '' ? '' : `?${normal(query)}`
}

function normal(text: string): string {
  return text.normalize('NFC').toLowerCase()
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}
