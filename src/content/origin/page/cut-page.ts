// Cut page: where the preview of a page's article ends, and which nodes of the page stand below it.
import type { Root } from 'hast'
import { cut } from '../../../core/cut.ts'
import type { CutPolicy } from '../../../core/policy.ts'
import { gatedBlocksIn, markIn, marksIn } from './cut-page-marks.ts'
import { isAllLinks, textOf, weighableBlocks, wordsIn } from './cut-page-texts.ts'
import {
  attributeOf,
  type Element,
  isElement,
  type Node,
  nodesIn,
  type ParentNode,
  parentOf,
} from './parse-page.ts'

export interface PageCut {
  /** The element whose children are the blocks: the body, or what wraps all of its text. */
  readonly blocks: Element
  /** Index of the first child of `blocks` below the cut. */
  readonly at: number
  /** What everybody may read, in its order. */
  readonly above: readonly Node[]
  /** All that a reader of the preview does not get, no node within another, in its order. */
  readonly below: readonly Node[]
  readonly words: number
  readonly wordsBefore: number
}

/** What is cut, and in what. */
export interface Cuttable {
  readonly body: Element
  /** The body, or what it stands in: what stands behind the body there is of the article too. */
  readonly container: Element
  /** Whether an end tag near it is misplaced, so that the article may go on behind its container. */
  readonly isMisnested: boolean
  /** Whether all of it stands below a cut on an earlier page. */
  readonly continues: boolean
  /** Classes that the page's structured data calls gated. */
  readonly gatedClasses: ReadonlySet<string>
}

const WRAPS = /^(?:div|section|article|main)$/
/** Of the words, in a wrapper. */
const NEARLY_ALL = 0.9
const MOST_WRAPPERS = 8

export function cutPage(found: Cuttable, policy: CutPolicy): PageCut {
  const mark = found.continues ? undefined : markOf(found.container)
  const isInBody = mark !== undefined && standsIn(mark, new Set([found.body]))
  const isAround = !isInBody && mark !== undefined && standsIn(mark, new Set([found.container]))
  const cuttable = isAround ? { ...found, body: found.container } : found
  const { body } = cuttable
  const words = wordsIn(body)
  const { blocks, at } = placeOfCut(cuttable, mark, words, policy)
  const from = beginOf(mark === undefined ? blocks.childNodes.slice(at) : [mark])
  const gatedBlocks = new Set([...gatedBlocksIn(body), ...writtenBehind(cuttable, from)])
  const upper = upTo(body, blocks)
  const before = [...upper.before, ...blocks.childNodes.slice(0, at)]
  const above = before.filter((node) => !gatedBlocks.has(node))
  const below = [...blocks.childNodes.slice(at), ...upper.after, ...behind(cuttable)]
  const after = new Set<Node | ParentNode>(below)
  const taken = [...gatedBlocks].filter((node) => !standsIn(node, after))
  const wordsOf = (nodes: readonly Node[]) => nodes.reduce((sum, node) => sum + wordsIn(node), 0)
  return {
    blocks,
    at,
    above,
    below: [...taken, ...below],
    words,
    wordsBefore: Math.max(0, wordsOf(before) - wordsOf(taken)),
  }
}

/** Where the first of them is written that is written at all: some are what browsers make of a stray end tag. */
function beginOf(nodes: readonly Node[]): number | undefined {
  return nodes.find((node) => node.sourceCodeLocation)?.sourceCodeLocation?.startOffset
}

/**
 * What is written behind the cut and stands elsewhere: browsers put what is misplaced in a table before the table, and
 * comments behind `</body>` behind everything. On a page with misplaced end tags nobody knows where the text ends.
 */
function writtenBehind({ body, isMisnested }: Cuttable, from: number | undefined): readonly Node[] {
  if (from === undefined) return []
  const end = endOf(body)
  return nodesIn(rootOf(body)).filter((node) => {
    const place = node.sourceCodeLocation
    if (!place || place.endOffset <= from) return false
    if (isElement(node)) return node.childNodes.length === 0 && place.startOffset < end
    return place.startOffset < end || (isMisnested && node.nodeName === '#comment')
  })
}

function markOf(container: Element): Node | undefined {
  return markIn(container, new Set()) ?? markWrittenIn(container)
}

/** A mark that is written in the container, and stands behind everything, for `</body>` is written before it. */
function markWrittenIn(container: Element): Node | undefined {
  const from = container.sourceCodeLocation?.startOffset ?? 0
  const end = endOf(container)
  return marksIn(rootOf(container)).find((mark) => {
    const at = mark.sourceCodeLocation?.startOffset ?? -1
    return at > from && at < end
  })
}

function rootOf(element: Element): ParentNode {
  let root: ParentNode = element
  for (let at: ParentNode | null = element; at !== null; at = parentOf(at)) root = at
  return root
}

/** Where an element that is closed ends in the text; of one that is not, nobody knows. */
function endOf({ sourceCodeLocation: place }: Element): number {
  const isClosed = place && place.endOffset > (place.startTag?.endOffset ?? 0)
  return isClosed ? place.endOffset : Number.POSITIVE_INFINITY
}

interface Place {
  readonly blocks: Element
  readonly at: number
}

function placeOfCut(
  { body, gatedClasses, continues }: Cuttable,
  mark: Node | undefined,
  words: number,
  policy: CutPolicy,
): Place {
  if (continues) return { blocks: body, at: 0 }
  if (mark !== undefined) return placeOfMark(body, mark) ?? placeOfOffset(body, mark)
  const declared = gatedClasses.size > 0 ? markIn(body, gatedClasses) : undefined
  const place = declared && placeOfMark(body, declared)
  // What declares the whole body gated says nothing of where a preview ends.
  if (place !== undefined && (place.at > 0 || place.blocks !== body)) {
    const { before } = upTo(body, place.blocks)
    const open = [...before, ...place.blocks.childNodes.slice(0, place.at)]
    if (open.some((node) => textOf(node) !== '')) return place
  }
  const blocks = wrapperOf(body, words)
  const root: Root = { type: 'root', children: weighableBlocks(blocks.childNodes) }
  return { blocks, at: cut(root, undefined, policy).at }
}

/** By what is written behind a mark that does not stand in the body. */
function placeOfOffset(body: Element, mark: Node): Place {
  const from = mark.sourceCodeLocation?.startOffset ?? 0
  const at = body.childNodes.findIndex(
    ({ sourceCodeLocation: place }) => place && place.endOffset > from,
  )
  return { blocks: body, at: at < 0 ? body.childNodes.length : at }
}

/**
 * Between blocks: one that the mark stands within goes below, unless nothing stands behind the mark in it. Undefined for
 * one that does not stand in the body.
 */
function placeOfMark(body: Element, mark: Node): Place | undefined {
  const chain: Node[] = [mark]
  let above = parentOf(mark)
  for (; above !== null && above !== body && isChild(above); above = parentOf(above))
    chain.unshift(above)
  if (above !== body) return undefined
  let blocks = body
  let block = chain.shift() ?? mark
  while (chain.length > 0 && isElement(block) && WRAPS.test(block.tagName)) {
    blocks = block
    block = chain.shift() ?? mark
  }
  const index = blocks.childNodes.indexOf(block)
  if (block === mark || textBefore(block, mark) === '') return { blocks, at: index }
  return { blocks, at: textBehind(block, mark) === '' ? index + 1 : index }
}

function isChild(node: ParentNode): node is Element {
  return 'tagName' in node
}

function textBefore(block: Node, mark: Node): string {
  return sidesOf(block, mark, (index, nodes) => nodes.slice(0, index))
}

function textBehind(block: Node, mark: Node): string {
  const within = isElement(mark) ? textOf(mark) : ''
  return within + sidesOf(block, mark, (index, nodes) => nodes.slice(index + 1))
}

function sidesOf(
  block: Node,
  mark: Node,
  side: (index: number, siblings: readonly Node[]) => readonly Node[],
): string {
  let text = ''
  for (let at: Node = mark; at !== block; ) {
    const parent = parentOf(at)
    if (parent === null || !isChild(parent)) break
    text += side(parent.childNodes.indexOf(at), parent.childNodes).map(textOf).join('')
    at = parent
  }
  return text
}

/** Down to the element that the blocks stand in: a body of one box that holds nearly all of it has no blocks to cut at. */
function wrapperOf(body: Element, words: number): Element {
  let blocks = body
  for (let level = 0; level < MOST_WRAPPERS; level++) {
    const wrapper = blocks.childNodes.find(
      (node): node is Element =>
        isElement(node) &&
        WRAPS.test(node.tagName) &&
        wordsIn(node) >= Math.max(1, words * NEARLY_ALL),
    )
    if (wrapper === undefined) break
    blocks = wrapper
  }
  return blocks
}

/** What stands in `body` before and behind an element in it. */
function upTo(body: Element, inner: Element): { before: readonly Node[]; after: readonly Node[] } {
  let before: Node[] = []
  const after: Node[] = []
  for (let at: Element = inner; at !== body; ) {
    const parent = parentOf(at)
    if (parent === null || !isChild(parent)) break
    const index = parent.childNodes.indexOf(at)
    before = [...parent.childNodes.slice(0, index), ...before]
    after.push(...parent.childNodes.slice(index + 1))
    at = parent
  }
  return { before, after }
}

/**
 * What stands behind the body and is or may be of the article: in its container all but what every page has there;
 * on a page with misplaced end tags, to its end.
 */
function behind({ body, container, isMisnested }: Cuttable): readonly Node[] {
  const found: Node[] = []
  let isInside = true
  for (let at: Element = body; ; ) {
    if (at === container) isInside = false
    if (!isInside && !isMisnested) return found
    const parent = parentOf(at)
    if (parent === null || !isChild(parent)) return found
    const siblings = parent.childNodes.slice(parent.childNodes.indexOf(at) + 1)
    found.push(...siblings.filter((node) => !isFurniture(node, isInside)))
    at = parent
  }
}

const FURNITURE_TAG = /^(?:footer|nav|form|script|style|link|meta)$/
const FURNITURE_OUTSIDE = /^(?:aside|header|dialog|iframe)$/
const FURNITURE_NAME =
  /(?:^|[\s_-])(?:ads?|advert\w*|author|banner|breadcrumbs?|byline|comments?|consent|cookie\w*|footer|header|menu|meta|modal|more|nav\w*|newsletter|pagination|popup|related|respond|search|share\w*|sharing|sidebar|social|tags?|toolbar|widget\w*)(?=$|[\s_-])/i

function isFurniture(node: Node, isInside: boolean): boolean {
  if (!isElement(node)) return node.nodeName === '#text' && textOf(node) === ''
  if (FURNITURE_TAG.test(node.tagName)) return true
  if (!isInside && FURNITURE_OUTSIDE.test(node.tagName)) return true
  const names = `${attributeOf(node, 'class') ?? ''} ${attributeOf(node, 'id') ?? ''}`
  return FURNITURE_NAME.test(names) || isAllLinks(node)
}

function standsIn(node: Node, others: ReadonlySet<Node | ParentNode>): boolean {
  for (let at: Node | ParentNode | null = node; at !== null; at = parentOf(at))
    if (others.has(at)) return true
  return false
}
