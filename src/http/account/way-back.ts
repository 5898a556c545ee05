// Way back: where a reader may be led after log-in or payment. Only into this publication, whatever a link says.
import type { Paths } from '../../core/publication.ts'
import { articleOf, isOwn } from '../../pages/addresses.ts'
import { encodePath, normalPath } from '../normal-path.ts'

/** What may stand in a query that tells articles apart (RFC 3986 §3.4), as far as nothing but a CMS reads it. */
const QUERY = /^[\w.~%&=+,:@/-]{1,500}$/

/**
 * A path of this publication in its normal form, with the query of an article that is told apart by one; or the page of an
 * offer with the article to come back to from there, as `offerHref` writes it. Undefined for anything else: it leads
 * nowhere.
 */
export function safeReturn(value: string | null, paths: Paths): string | undefined {
  if (value === null) return undefined
  const [path = '', query] = value.split('?')
  const own = normalOf(path)
  if (own === undefined || query === undefined) return own
  if (!isOwn(own, paths)) return isTelling(query) ? `${own}?${query}` : undefined
  if (!own.startsWith(`${paths.account}/subscribe/`)) return undefined
  const back = articleAt(articleOf(value), paths)
  return back === undefined ? own : `${own}?return_to=${encodeURIComponent(back)}`
}

/** The article that a link says it leads back to in the end. */
export function safeArticle(value: string | null, paths: Paths): string | undefined {
  return articleOf(safeReturn(value, paths))
}

function articleAt(value: string | undefined, paths: Paths): string | undefined {
  const back = value === undefined ? undefined : safeReturn(value, paths)
  // A page of subscribing leads back to an article, never to one like itself.
  return back?.includes('return_to=') ? undefined : back
}

function isTelling(query: string): boolean {
  return QUERY.test(query) && !new URLSearchParams(query).has('return_to')
}

function normalOf(path: string): string | undefined {
  const normal = normalPath(encodePath(path))
  return normal.kind === 'normal' ? normal.path : undefined
}
