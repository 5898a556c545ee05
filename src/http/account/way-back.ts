// Way back: where a reader may be led after log-in or payment. Only into this publication, whatever a link says.
import type { Paths } from '../../core/publication.ts'
import { articleOf } from '../../pages/addresses.ts'
import { encodePath, normalPath } from '../normal-path.ts'

/**
 * A path of this publication in its normal form; or the page of an offer with the article to come back to from there,
 * as `offerHref` writes it. Undefined for anything else: it leads nowhere.
 */
export function safeReturn(value: string | null, { account }: Paths): string | undefined {
  if (value === null) return undefined
  const [path = '', query] = value.split('?')
  const own = normalOf(path)
  if (own === undefined || query === undefined) return own
  if (!own.startsWith(`${account}/subscribe/`)) return undefined
  const back = normalOf(articleOf(value) ?? '')
  return back === undefined ? own : `${own}?return_to=${encodeURIComponent(back)}`
}

/** The article that a link says it leads back to in the end. */
export function safeArticle(value: string | null, paths: Paths): string | undefined {
  return articleOf(safeReturn(value, paths))
}

function normalOf(path: string): string | undefined {
  const normal = normalPath(encodePath(path))
  return normal.kind === 'normal' ? normal.path : undefined
}
