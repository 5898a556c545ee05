// Close, page: after a page was cut, every copy of what was cut off is taken out of what remains: texts and hidden
// texts, attributes, comments, templates, what stands for browsers without scripts, states and data of scripts.
import type { GatedFiles } from './close-files.ts'
import { lettersOf } from './close-readable.ts'
import type { GatedRuns } from './close-runs.ts'
import { textsOfData } from './close-script-data.ts'
import {
  attributeOf,
  type Document,
  type Element,
  isElement,
  type Node,
  nodesIn,
  parentOf,
  parsedWithoutScripts,
  rawTextOf,
  removeAll,
  type TextNode,
} from './parse-page.ts'

export interface Closing {
  readonly runs: GatedRuns
  readonly files: GatedFiles
}

/** Text in these is no text of the page: it is looked at as a whole. */
const RAW = /^(?:script|style|noscript|noembed|noframes|iframe)$/

export function closePage(document: Document, closing: Closing): void {
  const gone: Node[] = []
  const texts: TextNode[] = []
  for (const node of nodesIn(document)) {
    const parent = parentOf(node)
    if (node.nodeName === '#comment' && 'data' in node) {
      if (closing.runs.isIn(node.data)) gone.push(node)
    } else if ('value' in node) {
      if (parent === null || !RAW.test(parent.nodeName)) texts.push(node)
    } else if (isElement(node) && !closeElement(node, closing)) gone.push(node)
  }
  removeAll(gone)
  removeAll(copiesIn(texts, closing.runs))
}

/** What links lead to other views of the same text: data, other formats, interfaces. Feeds stay. */
export function closeOtherViews(document: Document): void {
  const gone: Node[] = []
  for (const node of nodesIn(document))
    if (isElement(node) && node.tagName === 'link' && leadsToOtherView(node)) gone.push(node)
  removeAll(gone)
}

const OTHER_VIEW = /^(?:amphtml|shortlink|edituri|wlwmanifest|pingback|https:\/\/api\.w\.org\/)$/i
const FEED = /\b(?:rss|atom|feed)\b/i

function leadsToOtherView(link: Element): boolean {
  const rels = (attributeOf(link, 'rel') ?? '').split(/\s+/)
  if (rels.some((rel) => OTHER_VIEW.test(rel))) return true
  const type = attributeOf(link, 'type') ?? ''
  return rels.some((rel) => /^alternate$/i.test(rel)) && type !== '' && !FEED.test(type)
}

/** False when the element holds what has to go and nothing is left of it without. */
function closeElement(element: Element, closing: Closing): boolean {
  if (RAW.test(element.tagName) && !isRawTextOpen(element, closing)) return false
  if (element.tagName === 'meta') shortenContent(element, closing)
  const isGone = ({ name, value }: Element['attrs'][number]) =>
    closing.files.isIn(value) || isCopy(name, value, closing)
  if (!element.attrs.some(isGone)) return true
  element.attrs = element.attrs.filter((attribute) => !isGone(attribute))
  return !/^(?:link|meta|img|source|track|embed)$/.test(element.tagName)
}

const SAYS_NOTHING = new Set(
  'class d points viewbox integrity nonce width height rel target lang sizes'.split(' '),
)
const ADDRESS = new Set('href src srcset action formaction poster cite'.split(' '))
const CARRIES_TEXT = /[?#]|^\s*(?:data|javascript|mailto|sms|tel|whatsapp):/i

function isCopy(name: string, value: string, { runs }: Closing): boolean {
  const known = name.toLowerCase()
  if (SAYS_NOTHING.has(known)) return false
  if (ADDRESS.has(known) && !CARRIES_TEXT.test(value)) return false
  return runs.isIn(value)
}

/** A description that goes on below the cut is cut there as well. */
function shortenContent(meta: Element, { runs }: Closing): void {
  const content = meta.attrs.find(({ name }) => name === 'content')
  if (content !== undefined) content.value = runs.shortened(content.value)
}

function isRawTextOpen(element: Element, closing: Closing): boolean {
  const text = rawTextOf(element)
  if (text.trim() === '') return true
  // Styles say something in `content` alone.
  if (element.tagName === 'style') return !text.includes('content') || !closing.runs.isIn(text)
  if (closing.runs.isIn(text)) return false
  if (element.tagName !== 'script') return isMarkupOpen(element, closing)
  const data = textsOfData(text)
  if (data === undefined) return true
  const isJson = /json/i.test(attributeOf(element, 'type') ?? '')
  return !data.some((one) => closing.runs.isIn(one) || (isJson && closing.files.isIn(one)))
}

/** What a browser without scripts makes elements of. */
function isMarkupOpen(element: Element, closing: Closing): boolean {
  for (const node of nodesIn(parsedWithoutScripts(element))) {
    if (node.nodeName === '#comment' && 'data' in node && closing.runs.isIn(node.data)) return false
    if (!isElement(node)) continue
    if (node.attrs.some(({ name, value }) => isCopy(name, value, closing))) return false
    if (node.attrs.some(({ value }) => closing.files.isIn(value))) return false
  }
  return true
}

/** Fewer letters of a copy in a text are those that two words have in common by chance. */
const BY_CHANCE = 8

/** The texts that a copy stands in, also one that is spread over many. */
function copiesIn(texts: readonly TextNode[], runs: GatedRuns): readonly TextNode[] {
  const letters = texts.map(({ value }) => lettersOf(value))
  const copies: TextNode[] = []
  const found = runs.runsIn(letters.join('')).toSorted(([one], [other]) => one - other)
  let run = 0
  let start = 0
  for (const [index, text] of texts.entries()) {
    const own = letters[index]?.length ?? 0
    const end = start + own
    while (run < found.length && (found[run]?.[1] ?? 0) <= start) run++
    for (let at = run; at < found.length; at++) {
      const [from, to] = found[at] ?? [end, end]
      if (from >= end) break
      const shared = Math.min(to, end) - Math.max(from, start)
      if (shared >= BY_CHANCE || shared * 2 > own) {
        copies.push(text)
        break
      }
    }
    start = end
  }
  return copies
}
