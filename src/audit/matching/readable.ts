// Readable: undoes the ways in which a text is packed on its way into pages and data: entities, escapes of JSON, of
// scripts and of addresses, base64, markup; several of them around each other.
import { gunzipSync } from 'node:zlib'
import { decodeHTML } from 'entities'

/** As deep as texts were seen to be packed: a page's HTML as a string of JSON in an attribute. */
const MOST_LAYERS = 4
/** Shorter runs are names and hashes. */
const BASE64 = /[A-Za-z0-9+/_-]{60,}={0,2}/g
const MOST_UNPACKED = 5 * 1024 * 1024

export function readable(text: string): string {
  return unpack(text, MOST_LAYERS, { left: MOST_UNPACKED })
}

/** Characters that may still come out of packed ones: a page may hold the same bomb a thousand times. */
interface Room {
  left: number
}

function unpack(packed: string, layers: number, room: Room): string {
  let text = packed
  for (let layer = 0; layer < layers; layer++) {
    const before = text
    if (text.includes('\\')) text = withoutEscapes(text)
    if (text.includes('%')) text = withoutPercents(text)
    if (text.includes('&')) text = decodeHTML(text)
    if (text === before) break
  }
  if (layers > 0)
    text = text.replace(BASE64, (run) => {
      const inner = room.left > 0 ? fromBase64(run, room) : undefined
      return inner === undefined ? run : ` ${unpack(inner, layers - 1, room)} `
    })
  return text.includes('<') ? withoutTags(text) : text
}

const NAMED: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  b: ' ',
  f: ' ',
  v: ' ',
}

function withoutEscapes(text: string): string {
  return text.replace(
    /\\(?:u([0-9a-fA-F]{4})|u\{([0-9a-fA-F]{1,6})\}|x([0-9a-fA-F]{2})|([^ux]))/g,
    (whole, four?: string, braced?: string, two?: string, sign?: string) => {
      const code = four ?? braced ?? two
      if (code === undefined) return NAMED[sign ?? ''] ?? sign ?? whole
      const point = Number.parseInt(code, 16)
      // Halves of a pair are put beside each other, and are one sign again.
      return point > 0xffff
        ? String.fromCodePoint(Math.min(point, 0x10ffff))
        : String.fromCharCode(point)
    },
  )
}

function withoutPercents(text: string): string {
  return text.replace(/(?:%[0-9a-fA-F]{2})+|%u[0-9a-fA-F]{4}/g, (run) => {
    if (run.startsWith('%u')) return String.fromCharCode(Number.parseInt(run.slice(2), 16))
    try {
      return decodeURIComponent(run)
    } catch {
      return run
    }
  })
}

/** Undefined when what comes out is no text. */
function fromBase64(run: string, room: Room): string | undefined {
  const bytes = Buffer.from(run, 'base64')
  const plain = bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipped(bytes, room) : bytes
  if (plain === undefined) return undefined
  const text = plain.toString('utf8', 0, room.left)
  const start = text.slice(0, 400)
  const odd = start.match(/[\u0000-\u0008\u000e-\u001f\ufffd]/g)?.length ?? 0
  if (start.length === 0 || odd / start.length >= 0.03) return undefined
  room.left -= text.length
  return text
}

function gunzipped(bytes: Buffer, room: Room): Buffer | undefined {
  try {
    return gunzipSync(bytes, { maxOutputLength: room.left })
  } catch (error) {
    if (error instanceof RangeError) room.left = 0
    return undefined
  }
}

/** Linear, whatever is written: each sign is looked at once. */
function withoutTags(text: string): string {
  let out = ''
  let at = 0
  for (;;) {
    const open = text.indexOf('<', at)
    if (open < 0) return out + text.slice(at)
    out += text.slice(at, open)
    const next = text[open + 1] ?? ''
    const close = /[a-zA-Z/!?]/.test(next) ? text.indexOf('>', open) : -1
    if (close < 0) {
      out += ' '
      at = open + 1
    } else {
      // Tags within a line stand within words as well; between blocks there is white space or an end anyway.
      if (!INLINE.test(text.slice(open, Math.min(close + 1, open + 20)))) out += ' '
      at = close + 1
    }
  }
}

const INLINE =
  /^<\/?(?:a|abbr|b|bdi|bdo|cite|code|data|dfn|em|i|kbd|mark|q|s|small|span|strong|sub|sup|time|u|var|wbr|!--)\b/i
