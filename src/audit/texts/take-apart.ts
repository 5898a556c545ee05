// Take apart: whatever a site answered, into pieces of text. What it says of its type is believed less than its bytes.
import { gunzipSync } from 'node:zlib'
import type { Apart, Piece, ToTakeApart } from './apart.ts'
import { jsonTexts, parseJson } from './json-texts.ts'
import { readPage } from './read-page.ts'
import { xmlTexts } from './xml-texts.ts'

/** A packed site map (RFC 1952) unpacks to no more than this. */
const MOST_UNPACKED = 10 * 1024 * 1024

/**
 * Hundreds of addresses would cross from the thread with every answer. Without any, equal bodies say the same wherever
 * they come from.
 */
const NOWHERE = {
  ...{ alternates: [], links: [], stylesheets: [], scripts: [], loads: [], pictures: [] },
  ...{ canonical: undefined, search: undefined },
}

/** Of more texts than any page has in different places, the longest: each costs memory beyond its letters. */
const MOST_PIECES = 10_000

export function takeApart(asked: ToTakeApart): Apart {
  const apart = takeWhole(asked)
  if (apart.pieces.length <= MOST_PIECES) return apart
  const longest = apart.pieces.toSorted((one, other) => other.text.length - one.text.length)
  return { ...apart, pieces: longest.slice(0, MOST_PIECES) }
}

function takeWhole(asked: ToTakeApart): Apart {
  const bytes = unpacked(asked.bytes)
  const text = decode(bytes, asked.charset)
  const kind = kindOf(asked.type, text)
  if (kind === 'other') return { kind, root: '', pieces: [], page: undefined, items: [] }
  if (kind === 'page') {
    const { page, pieces } = readPage(text, asked.url, asked.styles, asked.readerMode)
    return {
      kind,
      root: 'html',
      pieces,
      page: { ...page, ...(asked.textsOnly && NOWHERE) },
      items: [],
    }
  }
  if (kind === 'xml') {
    return { kind, page: undefined, ...xmlTexts(text) }
  }
  const value = kind === 'json' ? parseJson(text) : undefined
  if (value !== undefined)
    return { kind: 'json', root: '', page: undefined, ...jsonTexts(value, 'field', '') }
  const whole: Piece = { place: 'field', at: 'the text', text, of: undefined }
  return { kind: 'text', root: '', pieces: [whole], page: undefined, items: [] }
}

function unpacked(bytes: Uint8Array): Uint8Array {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes
  try {
    return gunzipSync(bytes, { maxOutputLength: MOST_UNPACKED })
  } catch {
    return bytes
  }
}

/** RFC 9110 §8.3.2 and the HTML standard's prescan, as far as newspapers need it. */
function decode(bytes: Uint8Array, charset: string | undefined): string {
  const head = Buffer.from(
    bytes.buffer,
    bytes.byteOffset,
    Math.min(1024, bytes.byteLength),
  ).toString('latin1')
  const written =
    charset ??
    /<(?:meta[^>]{0,200}charset|\?xml[^>]{0,200}encoding)\s*=\s*["']?([\w-]+)/i.exec(head)?.[1]
  const marked =
    bytes[0] === 0xfe && bytes[1] === 0xff
      ? 'utf-16be'
      : bytes[0] === 0xff && bytes[1] === 0xfe
        ? 'utf-16le'
        : bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf
          ? 'utf-8'
          : undefined
  try {
    return new TextDecoder(marked ?? written ?? 'utf-8').decode(bytes)
  } catch {
    return new TextDecoder().decode(bytes)
  }
}

function kindOf(type: string, text: string): Apart['kind'] {
  const start = text.slice(0, 2000).replace(/^\uFEFF?\s*/, '')
  if (/^(?:image|audio|video|font)\/(?!svg)/.test(type) || start.includes('\u0000')) return 'other'
  if (/^<(?:!doctype html|html)/i.test(start)) return 'page'
  if (/^<\?xml|^<(?:rss|feed|urlset|sitemapindex|rdf:RDF)\b/i.test(start))
    return /<html\b/i.test(start) ? 'page' : 'xml'
  if (/json/.test(type) || /^(?:\)\]\}'|[[{])/.test(start)) return 'json'
  if (/html/.test(type)) return 'page'
  if (/xml/.test(type)) return 'xml'
  return /^<[a-z!]/i.test(start) && /<(?:p|div|article|body)\b/i.test(start) ? 'page' : 'text'
}
