// Cut: where the preview ends. Always between blocks; what stands below it is dropped here and nowhere later.
import type { Element, ElementContent, Root, RootContent } from 'hast'
import type { CutPolicy } from './policy.ts'

/** Id of the place where the preview ends: who comes back from logging in goes on reading there. */
export const READ_ON = 'read-on'

export interface Cut {
  /** What everybody may read: whole blocks, with the footnotes they refer to. */
  readonly before: Root
  /** Everything, as the author wrote it. */
  readonly whole: Root
  readonly wordsBefore: number
  readonly words: number
  readonly by: 'author' | 'length'
  /** How many children of `whole` stand before the cut. */
  readonly at: number
}

/** A preview is never more than this part of an article that its author did not cut. */
const LARGEST_SHARE = 1 / 3
/** What a picture weighs against words, so that a gallery is not given away for having none. */
const PICTURE = 40

/**
 * Cuts a body after the blocks that the author's mark stands behind (`authorCut`, an index in `body.children`), else
 * after the first whole blocks that reach about `policy.words` words, down to no block at all.
 */
export function cut(body: Root, authorCut: number | undefined, policy: CutPolicy): Cut {
  const notes = footnotesOf(body)
  const counts = body.children.map((block) =>
    block === notes.section ? 0 : wordsWith(block, notes),
  )
  const words = sumOf(counts)
  const weights = counts.map((count, index) => count + PICTURE * picturesIn(body.children[index]))
  const at = authorCut ?? automaticCut(body.children, weights, policy)
  const wordsBefore = sumOf(counts.slice(0, at))
  return {
    before: preview(body, at, notes),
    whole: body,
    wordsBefore,
    words,
    by: authorCut === undefined ? 'length' : 'author',
    at,
  }
}

function automaticCut(
  blocks: readonly RootContent[],
  weights: readonly number[],
  policy: CutPolicy,
): number {
  const most = sumOf(weights) * LARGEST_SHARE
  let taken = 0
  let at = 0
  for (const [index, weight] of weights.entries()) {
    if (taken >= policy.words || taken + weight > most) break
    taken += weight
    at = index + 1
  }
  while (at > 0 && !endsWell(blocks[at - 1])) at--
  return at
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0)
}

function picturesIn(block: RootContent | undefined): number {
  let pictures = 0
  if (block !== undefined)
    visit(block, ({ tagName }) => {
      if (tagName === 'img') pictures++
    })
  return pictures
}

/** A preview does not end on a heading, a rule, a picture or the white space between blocks. */
function endsWell(block: RootContent | undefined): boolean {
  return block?.type === 'element' && !/^(?:h[1-6]|hr|figure|img)$/.test(block.tagName)
}

interface Footnotes {
  readonly section: RootContent | undefined
  readonly byId: ReadonlyMap<string, Element>
}

function footnotesOf(body: Root): Footnotes {
  const section = body.children.find(
    (block) => block.type === 'element' && block.properties['dataFootnotes'] !== undefined,
  )
  const byId = new Map<string, Element>()
  const twice = new Set<string>()
  for (const note of notesIn(section)) {
    const id = note.properties['id']
    if (typeof id !== 'string') continue
    if (byId.has(id)) twice.add(id)
    byId.set(id, note)
  }
  // Nobody can say which of two a reference means: neither travels.
  for (const id of twice) byId.delete(id)
  return { section, byId }
}

/** The notes themselves: the items of the lists that stand in the section, and no list within a note. */
function notesIn(section: RootContent | undefined): readonly Element[] {
  if (section?.type !== 'element') return []
  return section.children.flatMap((list) =>
    list.type === 'element' && list.tagName === 'ol'
      ? list.children.filter((item): item is Element => item.type === 'element')
      : [],
  )
}

/** The notes that a node refers to, and those that the notes refer to. */
function notesOf(node: RootContent, notes: Footnotes, found = new Set<string>()): Set<string> {
  visit(node, (element) => {
    const target = fragmentOf(element)
    if (element.properties['dataFootnoteRef'] === undefined || target === undefined) return
    const note = notes.byId.get(target)
    if (note === undefined || found.has(target)) return
    found.add(target)
    notesOf(note, notes, found)
  })
  return found
}

function wordsWith(block: RootContent, notes: Footnotes): number {
  let words = countWords(textOf(block))
  for (const id of notesOf(block, notes)) {
    const note = notes.byId.get(id)
    if (note !== undefined) words += countWords(textOf(note))
  }
  return words
}

function preview(body: Root, at: number, notes: Footnotes): Root {
  const blocks = body.children.slice(0, at).filter((block) => block !== notes.section)
  const wanted = new Set<string>()
  for (const block of blocks) notesOf(block, notes, wanted)
  if (wanted.size === 0 || notes.section === undefined) return { type: 'root', children: blocks }
  const kept = [...wanted].flatMap((id) => notes.byId.get(id) ?? [])
  const ids = new Set<string>()
  for (const block of [...blocks, ...kept]) visit(block, (element) => collectId(element, ids))
  const section = keepNotes(notes.section, kept, ids)
  return { type: 'root', children: section === undefined ? blocks : [...blocks, section] }
}

/** A copy of the notes' section with its heading and the wanted notes alone, and no way back to what is not there. */
function keepNotes(
  section: RootContent,
  wanted: readonly Element[],
  ids: ReadonlySet<string>,
): RootContent | undefined {
  if (section.type !== 'element') return undefined
  const children = section.children.flatMap((child): ElementContent[] => {
    if (child.type !== 'element') return []
    if (/^h[1-6]$/.test(child.tagName)) return [child]
    if (child.tagName !== 'ol') return []
    const kept = child.children.filter((item) => wanted.some((note) => note === item))
    return [{ ...child, children: kept.map((note) => withoutDeadBackrefs(note, ids)) }]
  })
  return { ...section, children }
}

function withoutDeadBackrefs(node: ElementContent, ids: ReadonlySet<string>): ElementContent {
  if (node.type !== 'element') return node
  const children = node.children
    .filter((child) => !isDeadBackref(child, ids))
    .map((child) => withoutDeadBackrefs(child, ids))
  return { ...node, children }
}

function isDeadBackref(node: ElementContent, ids: ReadonlySet<string>): boolean {
  return (
    node.type === 'element' &&
    node.properties['dataFootnoteBackref'] !== undefined &&
    !ids.has(fragmentOf(node) ?? '')
  )
}

function collectId(element: Element, ids: Set<string>): void {
  const id = element.properties['id']
  if (typeof id === 'string') ids.add(id)
}

function fragmentOf(element: Element): string | undefined {
  const href = element.properties['href']
  return typeof href === 'string' && href.startsWith('#')
    ? decodeFragment(href.slice(1))
    : undefined
}

function decodeFragment(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function visit(node: RootContent | ElementContent, see: (element: Element) => void): void {
  if (node.type !== 'element') return
  see(node)
  for (const child of node.children) visit(child, see)
}

/** All text of a node, a space between blocks so that words do not run together. */
function textOf(node: RootContent | ElementContent): string {
  if (node.type === 'text') return node.value
  if (node.type !== 'element' || node.properties['dataFootnoteBackref'] !== undefined) return ''
  return node.children.map(textOf).join(HOLDS_BLOCKS.test(node.tagName) ? ' ' : '')
}

const HOLDS_BLOCKS = /^(?:[uod]l|li|table|t(?:head|body|foot|r)|blockquote|figure|section|div)$/

const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u

type Sign = 'space' | 'mark' | 'letter' | 'unspaced'

const SIGNS: readonly (Sign | undefined)[] = [undefined, 'space', 'mark', 'letter', 'unspaced']
/** The place in SIGNS of each sign of the basic plane, once it was met; 0 before. */
const known = new Uint8Array(0x10000)

function signOf(point: number): Sign {
  const met = SIGNS[known[point] ?? 0]
  if (met !== undefined) return met
  const sign = lookAt(String.fromCodePoint(point))
  if (point < known.length) known[point] = SIGNS.indexOf(sign)
  return sign
}

function lookAt(text: string): Sign {
  if (UNSPACED.test(text)) return 'unspaced'
  if (/\s/.test(text)) return 'space'
  return /[\p{L}\p{N}]/u.test(text) ? 'letter' : 'mark'
}

/**
 * Words are runs without white space that hold a letter or a digit; scripts without spaces count two letters a word. Sign by
 * sign: the pieces of a whole article would be a third of all that making a page leaves to collect.
 */
export function countWords(text: string): number {
  let [words, unspaced] = [0, 0]
  let isWord = false
  for (let at = 0; at < text.length; at++) {
    const point = text.codePointAt(at) ?? 0
    if (point > 0xffff) at++
    const sign = signOf(point)
    if (sign === 'unspaced') unspaced++
    if (sign === 'letter' && !isWord) words++
    if (sign !== 'mark') isWord = sign === 'letter'
  }
  return words + Math.ceil(unspaced / 2)
}
