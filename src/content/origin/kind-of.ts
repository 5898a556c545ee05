// Kind of: whether the bytes of an answer are a page, another text, or a file.
// What calls itself a file and is a text is read as a text.

import { isList } from './lists/close-text.ts'

export type Kind = 'page' | 'text' | 'file'

const PAGE = /^(?:text\/html|application\/xhtml\+xml)\b/i
const TEXT =
  /^(?:text\/|application\/(?:[\w.-]+\+)?(?:json|xml)\b|application\/(?:x-ndjson|graphql|rss|atom|(?:x-)?(?:java|ecma)script))/i
/** Types behind which nobody should hide a text: browsers never show them as one. */
const FILE =
  /^(?:image\/(?!svg)|audio\/|video\/|font\/|application\/(?:pdf|wasm|zip|epub\+zip|gzip|x-font|font))/i
const LOOKED_AT = 512
/** White space and the mark of UTF-8, read as latin1. */
const BEFORE = /^(?:\s|\ufeff|ï»¿)+/

export function kindOf(type: string | undefined, bytes: Uint8Array): Kind {
  const said = kindByType(type)
  if (said !== undefined && said !== 'page') return said
  const head = headOf(bytes).replace(BEFORE, '')
  // A feed that is sent as a page would be read as one, and its texts not be seen for what they are.
  if (said === 'page') return isList(head) ? 'text' : 'page'
  if (/^<(?:!doctype html|html|head|body)\b/i.test(head)) return 'page'
  return head.includes('\u0000') ? 'file' : 'text'
}

/** What is written in two bytes a sign and says so has a zero in each, and is a text all the same. */
function headOf(bytes: Uint8Array): string {
  const [first, second] = bytes
  const wide = first === 0xff && second === 0xfe ? 'utf-16le' : undefined
  const encoding = first === 0xfe && second === 0xff ? 'utf-16be' : (wide ?? 'latin1')
  return new TextDecoder(encoding).decode(bytes.subarray(0, LOOKED_AT))
}

/** Undefined where only the bytes can say. */
export function kindByType(type: string | undefined): Kind | undefined {
  if (type === undefined || type === '') return undefined
  if (PAGE.test(type)) return 'page'
  if (TEXT.test(type) || /^image\/svg/i.test(type)) return 'text'
  return FILE.test(type) ? 'file' : undefined
}
