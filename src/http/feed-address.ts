// Feed address: the secret address of a private feed, sealed of the feed's id. It can be made again from what the store
// keeps, and from that alone it cannot.
import { randomBytes } from 'node:crypto'
import type { FeedId } from '../core/account.ts'
import type { Site } from '../core/publication.ts'
import { absolute, type FeedKind, feedPath, href } from '../pages/addresses.ts'
import type { Seals } from './seal.ts'

export function newFeedId(): FeedId {
  return randomBytes(16).toString('base64url')
}

/** Where private feeds are, each with its secret behind it. */
export function feedsPath({ paths }: Pick<Site, 'paths'>): string {
  return `${paths.account}/feed`
}

/** Whole address of a private feed, of the whole publication or of one section. */
export function feedAddress(
  id: FeedId,
  place: { readonly kind: FeedKind; readonly section: string | undefined },
  site: Site,
  seals: Seals,
): string {
  const file = href(feedPath(place.kind, place.section))
  return absolute(site, `${href(feedsPath(site))}/${seals.seal('feed', id)}${file}`)
}

/** The id in the secret of an address, or undefined for what we did not make. */
export function openFeedSecret(text: string, seals: Seals): FeedId | undefined {
  return seals.open('feed', text)
}
