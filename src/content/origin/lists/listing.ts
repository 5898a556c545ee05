// Listing: which article an item of a list is of, by the addresses it carries, and what is known of that article.
import type { KnownArticle, LookUp, SiteAddresses } from '../../../core/origin.ts'
import { articlePath } from '../page/facts-path.ts'
import { isTracking } from '../routes/everywhere.ts'

export type Listing =
  | { readonly kind: 'free' }
  | { readonly kind: 'gated'; readonly known: KnownArticle }
  /** Not read yet, or of nobody knows what. `where` undefined: it carries no address of the site. */
  | { readonly kind: 'unknown'; readonly where: Place | undefined }

export interface Place {
  /** As in an article's path. */
  readonly path: string
  /** Path and query at the public address, encoded, as the list links to it. */
  readonly address: string
}

export const FREE: Listing = { kind: 'free' }

/** Files that pages show or hand out, and no pages. */
const FILE =
  /\.(?:png|jpe?g|gif|webp|avif|svg|ico|bmp|tiff?|mp[34]|m4[av]|ogg|oga|opus|wav|webm|mov|pdf|zip|css|m?js|woff2?)$/i
/** A comment's own address: what it says is a reader's word. */
const COMMENT = /#comment-?\d+$/i

/**
 * `links` in the order in which they say what an item is; the first of the site's own counts. Gated if any of them is,
 * so that no second link opens what the first one closes.
 */
export function listingOf(
  links: readonly string[],
  lookUp: LookUp,
  addresses: SiteAddresses,
  base: string = addresses.public,
): Listing {
  if (COMMENT.test(links[0]?.trim() ?? '')) return FREE
  const places = links.flatMap((link) => placeOf(link, addresses, base) ?? [])
  const known = places.map(({ path }) => lookUp(path))
  const gated = known.find((one) => one?.gated)
  if (gated !== undefined) return { kind: 'gated', known: gated }
  const [first] = places
  if (first !== undefined && known[0] !== undefined) return FREE
  return { kind: 'unknown', where: first }
}

/** Whether an address can be one of the site's pages, its front page apart. */
export function isOfSite(link: string, addresses: SiteAddresses): boolean {
  return placeOf(link, addresses, addresses.public) !== undefined
}

/** Undefined for what is not of the site, for its front page, and for files. */
function placeOf(link: string, addresses: SiteAddresses, base: string): Place | undefined {
  const address = link.trim()
  // A bare word is a name or a number, and no address.
  if (address.length > 2000 || !/^(?:https?:\/)?\.{0,2}\/\S*$/i.test(address)) return undefined
  const path = articlePath(address, addresses, base)
  if (path === undefined || path === '/') return undefined
  const url = URL.parse(address, base)
  if (url === null || FILE.test(url.pathname)) return undefined
  for (const name of [...url.searchParams.keys()])
    if (isTracking(name)) url.searchParams.delete(name)
  return { path, address: url.pathname + url.search }
}
