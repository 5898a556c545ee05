// Range: a part of a file that is kept (RFC 9110 §14). One range; whoever asks for several gets the whole.
import { headerOf } from '../client/header-list.ts'
import type { Copy } from './copy.ts'

export type Slice =
  | { readonly kind: 'whole' }
  | {
      readonly kind: 'part'
      readonly bytes: Uint8Array<ArrayBuffer>
      readonly contentRange: string
    }
  /** 416, with this Content-Range. */
  | { readonly kind: 'none'; readonly contentRange: string }

/** `ifRange` as it came: a part is given only of the very version that it names. */
export function sliceOf(
  { bytes, headers }: Pick<Copy, 'bytes' | 'headers'>,
  range: string | undefined,
  ifRange: string | undefined,
): Slice {
  const whole: Slice = { kind: 'whole' }
  const parts = /^bytes=\s*(\d{0,15})-(\d{0,15})\s*$/.exec(range ?? '')
  if (parts === null) return whole
  const [, from = '', to = ''] = parts
  if (from === '' && to === '') return whole
  if (ifRange !== undefined && !isThisVersion(headers, ifRange)) return whole
  const size = bytes.length
  const first = from === '' ? Math.max(0, size - Number(to)) : Number(from)
  const last = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1)
  if (from !== '' && to !== '' && Number(to) < Number(from)) return whole
  if (first >= size || last < first) return { kind: 'none', contentRange: `bytes */${size}` }
  return {
    kind: 'part',
    bytes: bytes.subarray(first, last + 1),
    contentRange: `bytes ${first}-${last}/${size}`,
  }
}

/** Strong comparison alone (RFC 9110 §13.1.5). */
function isThisVersion(headers: Copy['headers'], ifRange: string): boolean {
  const said = ifRange.trim()
  if (said.startsWith('"')) return headerOf(headers, 'etag') === said
  return !said.startsWith('W/') && headerOf(headers, 'last-modified') === said
}
