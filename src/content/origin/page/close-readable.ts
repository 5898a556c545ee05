// Close, readable: letters of a text, whatever it is packed in: entities, escapes of JSON, of scripts and addresses,
// base64, markup; some of them around each other.
import { decodeHTML } from 'entities'

/** As deep as sites pack texts: HTML in a string of JSON in an attribute. */
const MOST_LAYERS = 4
/** A run of base64 that is shorter is a name or a hash. */
const BASE64 = /[A-Za-z0-9+/_-]{64,}={0,2}/g

/** Texts without accents, which are quicker to read. */
const IS_ASCII = /^[\x20-\x7e\s]*$/

/** Letters and digits alone, lower case, without accents: how two writings of a text are the same. */
export function lettersOf(text: string): string {
  if (IS_ASCII.test(text)) return text.toLowerCase().replace(/[^a-z0-9]+/g, '')
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '')
}

/** The same of a text that may be packed; once more what its base64 holds. */
export function unpackedLettersOf(packed: string): string {
  const text = unpacked(packed)
  const inner = text.match(BASE64)?.map(fromBase64) ?? []
  return lettersOf([text, ...inner].map(withoutTags).join(' '))
}

function unpacked(packed: string): string {
  let text = packed
  for (let layer = 0; layer < MOST_LAYERS; layer++) {
    const before = text
    if (text.includes('\\')) text = withoutEscapes(text)
    if (text.includes('%')) text = text.replace(/(?:%[0-9a-f]{2})+/gi, withoutPercents)
    if (text.includes('&')) text = decodeHTML(text)
    if (text === before) break
  }
  return text
}

const SHORT_ESCAPES: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['r', '\n'],
  ['t', '\t'],
  ['b', ' '],
  ['f', ' '],
  ['v', ' '],
])

function withoutEscapes(text: string): string {
  return text.replace(
    /\\(?:u([0-9a-f]{4})|x([0-9a-f]{2})|u\{([0-9a-f]{1,6})\}|([\s\S]))/gi,
    (_, unit?: string, byte?: string, point?: string, sign = '') => {
      const code = Number.parseInt(unit ?? byte ?? point ?? '', 16)
      if (Number.isNaN(code)) return SHORT_ESCAPES.get(sign) ?? sign
      return code > 0xffff
        ? String.fromCodePoint(Math.min(code, 0x10ffff))
        : String.fromCharCode(code)
    },
  )
}

function withoutPercents(run: string): string {
  try {
    return decodeURIComponent(run)
  } catch {
    return run
  }
}

/** Nothing, when what comes out is no text. */
function fromBase64(run: string): string {
  const text = Buffer.from(run, 'base64').toString()
  return /[\u0000-\u0008\u000e-\u001f\ufffd]/.test(text.slice(0, 200)) ? '' : unpacked(text)
}

/** Without markup. Each sign is looked at once, whatever is written. */
export function withoutTags(text: string): string {
  let out = ''
  let at = 0
  for (let open = text.indexOf('<'); open >= 0; open = text.indexOf('<', at)) {
    out += text.slice(at, open)
    const close = /[a-z/!?]/i.test(text[open + 1] ?? '') ? text.indexOf('>', open) : -1
    at = close < 0 ? open + 1 : close + 1
  }
  return out + text.slice(at)
}
