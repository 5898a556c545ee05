// Close, unshown: what a page carries for its programs, for browsers without scripts or for nobody, and shows nowhere on
// itself. A text of an article's length is another article's, of which nothing was decided here.
import { roleOf } from '../lists/closing.ts'
import { type JsonNode, jsonTree } from '../lists/json-tree.ts'
import { type Splice, spliced } from '../lists/splices.ts'
import { FEW_WORDS, textOf as readIn, wordsIn } from '../lists/texts.ts'
import { lettersOf } from './close-readable.ts'
import { dataIn } from './close-script-data.ts'
import { textOf, unseenTextOf } from './cut-page-texts.ts'
import {
  attributeOf,
  type Document,
  type Element,
  isElement,
  type Node,
  nodesIn,
  rawTextOf,
  removeAll,
  setRawText,
} from './parse-page.ts'

/** No banner and no notice says as much; an article of fewer words has no preview to speak of. */
const MOST_WORDS = 100
/** An attribute that is shorter holds no such text. */
const LEAST_LETTERS = 400

export function closeUnshown(document: Document): void {
  const page = shownOn(document)
  const gone: Node[] = []
  for (const node of nodesIn(document))
    if ('data' in node ? page.lacks(node.data) : isElement(node) && !closed(node, page))
      gone.push(node)
  removeAll(gone)
}

/** False when nothing of it may stay. */
function closed(element: Element, page: Shown): boolean {
  for (const attribute of element.attrs) {
    const { name, value } = attribute
    if (value.length < LEAST_LETTERS) continue
    if (name === 'srcdoc' && page.lacks(value)) attribute.value = ''
    else if (/^\s*[{[]/.test(value)) attribute.value = closedData(value, page)
  }
  if (/^(?:noscript|noembed|noframes|template)$/.test(element.tagName))
    return (
      attributeOf(element, 'shadowrootmode') !== undefined || !page.lacks(unseenTextOf(element))
    )
  if (element.tagName !== 'script' || /ld\+json/i.test(attributeOf(element, 'type') ?? ''))
    return true
  const text = rawTextOf(element)
  const next = text.length < LEAST_LETTERS ? text : closedData(text, page)
  if (next !== text) setRawText(element, next)
  return true
}

interface Shown {
  /** How many words of a text, in markup or not, stand in sentences that the page does not show. */
  lacking(text: string): number
  lacks(text: string): boolean
}

/** So many letters in a row are on the page, or their sentence is not. Shorter ones say little. */
const SAME = 24
const PRIME = 0x01000193
/** What the first letter of as many has been multiplied by. */
const FIRST = Array.from({ length: SAME - 1 }).reduce<number>((power) => Math.imul(power, PRIME), 1)

function shownOn(document: Document): Shown {
  let places: Set<number> | undefined
  const isShown = (sentence: string) => {
    places ??= windowsOf(lettersOf(document.childNodes.map(textOf).join(' ')))
    const letters = lettersOf(sentence)
    if (letters.length < SAME) return true
    return places.has(hashOf(letters.slice(0, SAME))) && places.has(hashOf(letters.slice(-SAME)))
  }
  const known = new Map<string, number>()
  const lacking = (text: string) => {
    const before = known.get(text)
    if (before !== undefined) return before
    let words = 0
    for (const sentence of readIn(text).split(/(?<=[.!?。！？…])|\n/u)) {
      const own = wordsIn(sentence)
      if (own >= FEW_WORDS && !isShown(sentence)) words += own
    }
    known.set(text, words)
    return words
  }
  const lacks = (text: string) => text.length >= LEAST_LETTERS && lacking(text) > MOST_WORDS
  return { lacking, lacks }
}

/** Hashes of what stands on the page, from each of its letters on. */
function windowsOf(letters: string): Set<number> {
  const windows = new Set<number>()
  let hash = 0
  for (let at = 0; at < letters.length; at++) {
    if (at >= SAME) hash = (hash - Math.imul(letters.charCodeAt(at - SAME), FIRST)) | 0
    hash = (Math.imul(hash, PRIME) + letters.charCodeAt(at)) | 0
    if (at >= SAME - 1) windows.add(hash)
  }
  return windows
}

function hashOf(letters: string): number {
  let hash = 0
  for (let at = 0; at < letters.length; at++)
    hash = (Math.imul(hash, PRIME) + letters.charCodeAt(at)) | 0
  return hash
}

type JsonText = JsonNode & { readonly kind: 'text' }

/** Data alone, or as a value that is assigned, and what React streams; programs stay as they are. */
function closedData(text: string, page: Shown): string {
  const place = dataIn(text)
  const tree = place && jsonTree(text.slice(place.from, place.to))
  if (place === undefined || !tree?.ok)
    return STREAM.test(text) ? text.replace(LITERAL, (one) => closedLiteral(one, page)) : text
  const gone = longTexts(tree.value, page).map(
    ({ from, to }): Splice => ({ from: from + place.from, to: to + place.from, text: '""' }),
  )
  return gone.length === 0 ? text : spliced(text, gone)
}

const STREAM = /^[\s\w.|&=()[\]]{0,60}__next_f\b/
const LITERAL = /"[^"\\]*(?:\\.[^"\\]*)*"/gs
/** Its rows stand in literals; one of a text alone says first how many bytes it has. */
const ROW = /^(?:[\da-f]{1,6}:T[\da-f]{1,6},)?/

function closedLiteral(literal: string, page: Shown): string {
  const value = literal.length < LEAST_LETTERS ? undefined : textIn(literal)
  if (value === undefined || !page.lacks(value)) return literal
  const inner = value.replace(LITERAL, (one) => (page.lacks(textIn(one) ?? '') ? '""' : one))
  if (!page.lacks(inner)) return literalOf(inner)
  const row = ROW.exec(inner)?.[0] ?? ''
  return literalOf(row + ' '.repeat(Buffer.byteLength(inner) - Buffer.byteLength(row)))
}

/** No end tag stands in it, which was not to be one before. */
function literalOf(text: string): string {
  return JSON.stringify(text).replaceAll('<', '\\u003c')
}

function textIn(literal: string): string | undefined {
  try {
    return String(JSON.parse(literal))
  } catch {
    return undefined
  }
}

/** A text alone, and paragraphs that stand beside each other. */
function longTexts(node: JsonNode, page: Shown): readonly JsonText[] {
  switch (node.kind) {
    case 'text':
      return page.lacks(node.value) ? [node] : []
    case 'object':
      return node.entries.flatMap(([, value]) => longTexts(value, page))
    case 'array': {
      if (!node.items.some(isTitled)) {
        const texts = textsIn(node, '').filter(({ value }) => page.lacking(value) > 0)
        const words = texts.reduce((sum, { value }) => sum + page.lacking(value), 0)
        if (words > MOST_WORDS) return texts
      }
      return node.items.flatMap((item) => longTexts(item, page))
    }
    case 'other':
      return []
  }
}

/** Such are articles, each for itself, and no paragraphs of one. */
function isTitled(node: JsonNode): boolean {
  return (
    node.kind === 'object' && node.entries.some(([key]) => /^(?:title|headline|slug)s?$/i.test(key))
  )
}

/** What is called what texts are called. */
function textsIn(node: JsonNode, name: string): readonly JsonText[] {
  switch (node.kind) {
    case 'text':
      return name === '' || roleOf(name) === 'body' ? [node] : []
    case 'array':
      return node.items.flatMap((item) => textsIn(item, name))
    case 'object':
      return node.entries.flatMap(([key, value]) => textsIn(value, key))
    case 'other':
      return []
  }
}
