// Texts that carry articles and are no pages: feeds, maps, interfaces. Each is closed by what it turns out to be, not by
// its address; one that cannot be read for certain does not go out.
import type { ClosedText, LookUp, PageSettings } from '../../../core/origin.ts'
import { failed, type Result } from '../../../core/result.ts'
import { rewriteText } from '../addresses.ts'
import { closeJson } from './close-json.ts'
import { closePlain } from './close-plain.ts'
import { closeXml } from './close-xml.ts'
import { type JsonNode, jsonTree } from './json-tree.ts'
import { type ListReading, notedPlaces } from './reading.ts'
import { type Splice, spliced } from './splices.ts'
import { xmlTree } from './xml-tree.ts'

export type TextReading =
  | (ClosedText & { readonly kind: 'closed' })
  /** It says that it carries articles and cannot be read. */
  | { readonly kind: 'refused'; readonly why: string }
  /** It carries none. Addresses are the public ones all the same. */
  | { readonly kind: 'untouched'; readonly text: string }

/**
 * Closes a text by its media type (a Content-Type header) and by itself. Articles that may be read whole stay, gated
 * ones have their preview, and those that `lookUp` does not know have no text.
 */
export function closeText(
  text: string,
  type: string,
  lookUp: LookUp,
  settings: Pick<PageSettings, 'cms' | 'addresses'>,
): TextReading {
  const { addresses, cms } = settings
  const noted = notedPlaces()
  const reading: ListReading = { cms, addresses, lookUp, note: noted.note }
  // A space before an XML declaration, as careless plugins leave it, makes XML of nothing.
  const list = text.trimStart()
  const format = formatOf(list, type)
  if (format === undefined) return { kind: 'untouched', text: rewriteText(text, addresses) }
  const splices = CLOSERS[format](list, reading)
  if (!splices.ok) return { kind: 'refused', why: splices.detail }
  const unknown = noted.places()
  return {
    kind: 'closed',
    text: rewriteText(spliced(list, splices.value), addresses),
    unknown,
  }
}

type Format = 'xml' | 'json' | 'lines' | 'script' | 'plain'
type Closed = Result<readonly Splice[], 'broken'>

const CLOSERS: Readonly<Record<Format, (text: string, reading: ListReading) => Closed>> = {
  xml(text, reading) {
    const tree = xmlTree(text)
    if (!tree.ok) return tree
    return { ok: true, value: [...inUtf8(text), ...closeXml(text, tree.value, reading)] }
  },
  json: closedDocument,
  lines(text, reading) {
    const splices: Splice[] = []
    for (const { 0: line, index } of text.matchAll(/[^\r\n]*\S[^\r\n]*/g)) {
      const closed = closedDocument(line, reading)
      if (!closed.ok) return closed
      for (const one of closed.value) splices.push(moved(one, index))
    }
    return { ok: true, value: splices }
  },
  script: closedScript,
  plain: (text, reading) => ({ ok: true, value: closePlain(text, reading) }),
}

/** What it was written in is not what it is sent in. */
function inUtf8(text: string): readonly Splice[] {
  const declared = /^<\?xml\s[^>]*?encoding\s*=\s*["']([^"']+)(?=["'])/.exec(text)
  const [whole, encoding = ''] = declared ?? []
  if (whole === undefined || /^utf-?8$/i.test(encoding)) return []
  return [{ from: whole.length - encoding.length, to: whole.length, text: 'UTF-8' }]
}

/** Behind what some write before JSON so that no script can include it. */
function closedDocument(text: string, reading: ListReading): Closed {
  const before = /^(?:\)\]\}',?|while\(1\);|for\(;;\);)\s*/.exec(text)?.[0].length ?? 0
  const tree = jsonTree(text.slice(before))
  if (!tree.ok) return tree
  if (isWordIndex(tree.value)) return failed('broken', 'it says which words stand where')
  return { ok: true, value: closeJson(tree.value, reading).map((one) => moved(one, before)) }
}

/** Of whole texts, with the place of every word in it (lunr, elasticlunr). */
function isWordIndex(tree: JsonNode): boolean {
  if (tree.kind !== 'object') return false
  const has = (name: string) => tree.entries.some(([key]) => key === name)
  return has('invertedIndex') || (has('documentStore') && has('pipeline'))
}

/** Before data that a script is: a name that it is assigned to, or that it is handed to. */
const BEFORE_DATA = /^(?:\/\*[\s*]*\*\/)?[\s\w$.;='"[\](&|?!,-]*$/
const LONGEST_BEFORE = 300

/** Data alone, in a script so that another site's page may have them. Programs are no texts. */
function closedScript(text: string, reading: ListReading): Closed {
  const end = Math.max(text.lastIndexOf('}'), text.lastIndexOf(']')) + 1
  for (const { index } of text.slice(0, LONGEST_BEFORE).matchAll(/[{[](?=\s*["{[])/g)) {
    if (!BEFORE_DATA.test(text.slice(0, index))) break
    const data = text.slice(index, end)
    if (!isJson(data)) continue
    const closed = closedDocument(data, reading)
    return closed.ok ? { ok: true, value: closed.value.map((one) => moved(one, index)) } : closed
  }
  return { ok: true, value: [] }
}

function moved({ from, to, text }: Splice, by: number): Splice {
  return { from: from + by, to: to + by, text }
}

const SCRIPT = /^(?:text|application)\/(?:x-)?(?:java|ecma)script$/
/** Their lines are no prose of an article, and would not be what they are without one. */
const NO_PROSE = /^(?:text\/(?:vtt|calendar|x-vcard|vcard|css)|image\/svg\+xml)$/

/** Undefined for what is neither: programs, styles, pictures. */
function formatOf(text: string, contentType: string): Format | undefined {
  const type = contentType.split(';')[0]?.trim().toLowerCase() ?? ''
  if (/^(?:text|application)\/(?:x-)?(?:ndjson|jsonl|jsonlines|json-seq)$/.test(type))
    return 'lines'
  if (/[/+]json$/.test(type)) return text === '' ? undefined : 'json'
  if (/[/+]xml$/.test(type) && type !== 'image/svg+xml') return text === '' ? undefined : 'xml'
  // Types say little: feeds are sent as pages, interfaces as plain texts.
  if (isList(text)) return 'xml'
  if (SCRIPT.test(type)) return 'script'
  if (NO_PROSE.test(type)) return undefined
  return /^[[{]/.test(text) && isJson(text) ? 'json' : 'plain'
}

/** Whether a text begins like a feed or a map, whatever it is sent as. */
export function isList(text: string): boolean {
  return FEED.test(text)
}

/** Comments have one reading alone, or many of them would be read in all combinations. */
const FEED =
  /^(?:<!--(?:(?!-->)[\s\S]){0,2000}-->\s*|<[?!](?!--|doctype html)[^>]*>\s*)*<(?:rss|feed|rdf:RDF|urlset|sitemapindex)\b/i

function isJson(text: string): boolean {
  return jsonTree(text).ok
}
