// Decode: from the bytes of a page to its text, as a browser would read them (HTML standard, encoding sniffing).
import { TextDecoder } from 'node:util'
import { type DefaultTreeAdapterTypes, parse } from 'parse5'

/** How far into a page browsers look for a declaration, in bytes. */
const LOOKED_THROUGH = 1024

/**
 * The byte order mark decides, else the Content-Type header, else what the page declares; a name that nobody knows
 * declares nothing. Without any, UTF-8 where the bytes are that, else windows-1252. Never throws.
 */
export function decodePage(bytes: Uint8Array, contentType: string | undefined): string {
  const marked = markedEncoding(bytes)
  if (marked !== undefined) return new TextDecoder(marked).decode(bytes)
  const declared = knownDecoder(charsetIn(contentType ?? '')) ?? declaredDecoder(bytes)
  if (declared !== undefined) return declared.decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}

function markedEncoding([first, second, third]: Uint8Array): string | undefined {
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8'
  if (first === 0xfe && second === 0xff) return 'utf-16be'
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  return undefined
}

/** What stands behind `charset=`, in a header as in a meta element. */
function charsetIn(text: string): string | undefined {
  const found = /charset\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s;"']+))/i.exec(text)
  return found?.[1] ?? found?.[2] ?? found?.[3]
}

/** Undefined also for the encodings that the standard replaces: nobody can read those. */
function knownDecoder(label: string | undefined): TextDecoder | undefined {
  if (label === undefined) return undefined
  try {
    return new TextDecoder(label)
  } catch {
    return undefined
  }
}

function declaredDecoder(bytes: Uint8Array): TextDecoder | undefined {
  const start = new TextDecoder('windows-1252').decode(bytes.subarray(0, LOOKED_THROUGH))
  const open: DefaultTreeAdapterTypes.Node[] = [parse(start)]
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if ('tagName' in node && node.tagName === 'meta') {
      const decoder = knownDecoder(labelOf(node))
      // Whoever can read this declaration is not reading UTF-16 (HTML standard, prescan).
      if (decoder?.encoding.startsWith('utf-16')) return new TextDecoder('utf-8')
      if (decoder?.encoding === 'x-user-defined') return new TextDecoder('windows-1252')
      if (decoder !== undefined) return decoder
    }
    if ('childNodes' in node) open.push(...node.childNodes.toReversed())
  }
  return undefined
}

function labelOf(meta: DefaultTreeAdapterTypes.Element): string | undefined {
  const values = new Map(meta.attrs.map(({ name, value }) => [name, value]))
  if (values.has('charset')) return values.get('charset')
  const isPragma = values.get('http-equiv')?.toLowerCase() === 'content-type'
  return isPragma ? charsetIn(values.get('content') ?? '') : undefined
}
