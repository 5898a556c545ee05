// Markdown: from an article's text to a clean hast tree, divided where the author put the cut. Comments end here.
import { randomUUID } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import type { Element, ElementContent, Root, RootContent } from 'hast'
import rehypeRaw from 'rehype-raw'
import remarkGfm from 'remark-gfm'
import remarkParse from 'remark-parse'
import remarkRehype from 'remark-rehype'
import { unified } from 'unified'
import { visit } from 'unist-util-visit'
import type { Fault } from '../../core/fault.ts'
import { isTooDeep } from './depth.ts'
import { first } from './first-faults.ts'
import { isMark, marksIn } from './marks.ts'
import { hides, ID_PREFIX, isAllowed, isOwnId, plainId, runs, sanitiser } from './sanitise.ts'

type BodyFault = Omit<Fault, 'file'>

/** A text in clean blocks. */
export interface Blocks {
  /** What stands before the author's mark; without one, nothing. */
  readonly before: readonly RootContent[]
  readonly after: readonly RootContent[]
  /** The footnotes' section, made here and never from an author's HTML. */
  readonly notes: Element | undefined
  /**
   * `good`: the cut is after `before`. `odd`: the author meant a cut but put it where it cannot be; the preview may
   * hold at most `before`.
   */
  readonly mark: 'none' | 'good' | 'odd'
  readonly markLine: number | undefined
  readonly faults: readonly BodyFault[]
}

export interface MarkdownWords {
  readonly footnoteLabel: string
  readonly footnoteBackLabel: string
}

const parser = unified().use(remarkParse).use(remarkGfm).freeze()

/** Gives `(text) => blocks`. Throws RangeError on a text that is nested too deeply. */
export function markdownReader(words: MarkdownWords): (text: string) => Blocks {
  const trust = randomUUID()
  const clean = sanitiser(trust)
  const toHast = unified()
    .use(remarkRehype, {
      allowDangerousHtml: true,
      // The sanitiser prefixes every id; remark-rehype doing so too would part references from their notes.
      clobberPrefix: '',
      footnoteBackLabel: (index, again) =>
        `${words.footnoteBackLabel} ${index + 1}${again > 1 ? `-${again}` : ''}`,
    })
    .freeze()
  const toElements = unified().use(rehypeRaw).freeze()
  return (text) => {
    const tree = parser.parse(text)
    if (isTooDeep(tree)) throw new RangeError('nested too deeply')
    numberNotes(tree)
    const rough = toHast.runSync(tree, text)
    visit(rough, 'element', (element) => sign(element, trust))
    const section = rough.children.find(isNotes)
    const blocks = rough.children.filter((block) => block !== section)
    const elements = (children: readonly RootContent[]): Root => {
      const made = toElements.runSync({ type: 'root', children: [...children] }, text)
      if (isTooDeep(made)) throw new RangeError('nested too deeply')
      return made
    }
    const faults: BodyFault[] = []
    const cleaned = (children: readonly RootContent[]): RootContent[] => {
      for (const child of children) visit(child, 'element', (element) => refuse(element, faults))
      const made = clean({ type: 'root', children: [...children] })
      visit(made, 'element', disown)
      return made.children
    }
    const whole = elements(blocks).children
    const { at, mark, markLine } = findMark(blocks, whole, elements)
    const notes =
      section && notesOf(section, words, (children) => cleaned(elements(children).children))
    return {
      before: cleaned(whole.slice(0, at)),
      after: cleaned(whole.slice(at)),
      notes,
      mark,
      markLine,
      faults: first([...faults, ...marksFaults(rough, mark)]),
    }
  }
}

/**
 * Where the first mark divides the blocks. What stands before it is parsed a second time by itself: only blocks that
 * come out the same both ways can hold nothing from below the mark, whatever unclosed or misnested HTML moved there.
 */
function findMark(
  blocks: readonly RootContent[],
  whole: readonly RootContent[],
  elements: (children: readonly RootContent[]) => Root,
): Pick<Blocks, 'mark' | 'markLine'> & { readonly at: number } {
  const first = blocks.findIndex(holdsMark)
  if (first < 0) return { at: 0, mark: 'none', markLine: undefined }
  const apart = elements(blocks.slice(0, first)).children
  let same = 0
  while (same < apart.length && isDeepStrictEqual(apart[same], whole[same])) same++
  const block = blocks[first]
  const found = whole[same]
  const good =
    block?.type === 'raw' &&
    isMarkAlone(block.value) &&
    same === apart.length &&
    found?.type === 'comment' &&
    isMark(found.value)
  return { at: same, mark: good ? 'good' : 'odd', markLine: block?.position?.start.line }
}

function isMarkAlone(html: string): boolean {
  const alone = html.trim()
  const [mark] = marksIn(alone)
  return mark?.isMisspelt === false && mark.start === 0 && mark.end === alone.length
}

function holdsMark(node: RootContent): boolean {
  if (node.type === 'raw') return marksIn(node.value).length > 0
  return node.type === 'element' && node.children.some(holdsMark)
}

/** The first mark, unless it is a good one, and all the others. */
function marksFaults(rough: Root, mark: Blocks['mark']): readonly BodyFault[] {
  const faults: BodyFault[] = []
  let isFirst = true
  const see = (node: RootContent): void => {
    if (node.type === 'element') node.children.forEach(see)
    if (node.type !== 'raw') return
    let line = node.position?.start.line
    let seen = 0
    for (const { start, isMisspelt } of marksIn(node.value)) {
      if (line !== undefined) line += node.value.slice(seen, start).split('\n').length - 1
      seen = start
      if (isMisspelt) faults.push({ line, ...MISSPELT_MARK })
      else if (!isFirst) faults.push({ line, ...SECOND_MARK })
      else if (mark !== 'good') faults.push({ line, ...ODD_MARK })
      isFirst = false
    }
  }
  rough.children.forEach(see)
  return faults
}

const MISSPELT_MARK = {
  what: 'a comment that seems meant for the mark of the cut, and is not it',
  mend: 'write <!--more-->, or begin the comment with another word',
}
const ODD_MARK = {
  what: 'the mark of the cut stands inside something else',
  mend: 'put <!--more--> on a line by itself between two blocks, and close every HTML element above it',
}
const SECOND_MARK = {
  what: 'a second mark of the cut, which is not heeded',
  mend: 'keep one <!--more-->',
}

/** Footnote links made from Markdown are signed, so that no HTML of an author passes for one. */
function sign(element: Element, trust: string): void {
  const { properties } = element
  if (properties['dataFootnoteRef'] !== undefined) properties['dataFootnoteRef'] = trust
  if (properties['dataFootnoteBackref'] !== undefined) properties['dataFootnoteBackref'] = trust
}

/**
 * Notes go by numbers, never by their authors' labels: two labels that differ may make one id once they are decoded,
 * and the reference to one note would then stand for the other.
 */
function numberNotes(tree: ReturnType<typeof parser.parse>): void {
  const numbers = new Map<string, string>()
  visit(tree, ['footnoteReference', 'footnoteDefinition'], (node) => {
    if (node.type !== 'footnoteReference' && node.type !== 'footnoteDefinition') return
    const label = node.identifier.toUpperCase()
    const number = numbers.get(label) ?? String(numbers.size + 1)
    numbers.set(label, number)
    node.identifier = number
  })
}

/** Ids that are made here are not an author's to give: a note found by a forged one would be the wrong note. */
function disown({ properties }: Element): void {
  const id = properties['id']
  if (typeof id !== 'string' || properties['dataFootnoteRef'] !== undefined) return
  if (isOwnId(id)) delete properties['id']
  else properties['id'] = plainId(id)
}

function isNotes(block: RootContent): block is Element {
  return block.type === 'element' && block.properties['dataFootnotes'] !== undefined
}

/** The footnotes' section with each note cleaned by itself, so that none can break out of its place. */
function notesOf(
  section: Element,
  words: MarkdownWords,
  clean: (children: readonly RootContent[]) => RootContent[],
): Element {
  const items: Element[] = []
  visit(section, 'element', (element) => {
    const id = element.properties['id']
    if (element.tagName !== 'li' || typeof id !== 'string' || !id.startsWith('fn-')) return
    items.push({
      type: 'element',
      tagName: 'li',
      properties: { id: ID_PREFIX + id },
      children: clean(element.children).filter(isContent),
    })
  })
  const heading: Element = {
    type: 'element',
    tagName: 'h2',
    properties: { id: `${ID_PREFIX}footnote-label`, className: ['sr-only'] },
    children: [{ type: 'text', value: words.footnoteLabel }],
  }
  const list: Element = { type: 'element', tagName: 'ol', properties: {}, children: items }
  return {
    type: 'element',
    tagName: 'section',
    properties: { dataFootnotes: '', className: ['footnotes'] },
    children: [heading, list],
  }
}

export function isContent(node: RootContent): node is ElementContent {
  return node.type === 'element' || node.type === 'text'
}

function refuse(element: Element, faults: BodyFault[]): void {
  const { tagName, position } = element
  const line = position?.start.line
  if (!isAllowed(tagName)) {
    const what = `<${tagName}> may not stand in an article and was left out`
    faults.push({ line, what, mend: 'take it out' })
    return
  }
  if (hides(element))
    faults.push({
      line,
      what: `<${tagName}> is to be hidden and is shown`,
      mend: 'take out the text that nobody is to see, or what hides it',
    })
  if (runs(element)) {
    const what = `<${tagName}> holds a script, which was left out`
    faults.push({ line, what, mend: 'take it out' })
  }
}
