// Arrange: how the blocks of an article are made up: figures, tables, pull quotes, headings, links.
// Everything here comes after the sanitiser, and adds only what is written here.
import type { Element, ElementContent, Root, RootContent } from 'hast'
import { visit } from 'unist-util-visit'
import { isContent } from './markdown.ts'
import { ID_PREFIX, isOwnId } from './sanitise.ts'

export interface Arranging {
  readonly tableLabel: string
  /** How many tables there were so far: each region has its own name. */
  tables: number
  /** Pictures that cannot be shown. */
  readonly missing: ReadonlySet<Element>
}

/** The blocks as they are shown; white space between them is dropped. */
export function arrangeBlocks(blocks: readonly RootContent[], how: Arranging): ElementContent[] {
  return arrange(blocks.filter(isContent), how).filter((block) => !isBlank(block))
}

function arrange(children: readonly ElementContent[], how: Arranging): ElementContent[] {
  const out: ElementContent[] = []
  for (const child of children) {
    if (child.type !== 'element') {
      out.push(child)
      continue
    }
    const caption = captionFor(child, out)
    if (caption !== undefined) {
      addCaption(caption.table, child)
      continue
    }
    const made = arrangeElement(child, how)
    if (made !== undefined) out.push(made)
  }
  return out
}

/** Undefined when nothing of it is left to show. */
function arrangeElement(element: Element, how: Arranging): Element | undefined {
  if (how.missing.has(element)) return undefined
  if (element.tagName === 'p') {
    const figure = figureOf(element, how)
    if (figure !== undefined) return figure.children.length > 0 ? figure : undefined
  }
  const before = element.children.length
  const pull = element.tagName === 'blockquote' && takePullMark(element)
  const children = arrange(element.children, how)
  if (children.length === 0 && before > 0 && /^(?:p|a|figure)$/.test(element.tagName))
    return undefined
  const made: Element = { ...element, children }
  if (pull) made.properties = { ...made.properties, className: ['pull'] }
  if (made.tagName === 'td' || made.tagName === 'th') align(made)
  if (made.tagName === 'input') return checkbox(made)
  return made.tagName === 'table' ? scrolling(made, how) : made
}

/** A picture alone in its paragraph is a figure; its title, if it has one, is the caption. */
function figureOf(paragraph: Element, how: Arranging): Element | undefined {
  const [picture, ...others] = paragraph.children.filter((child) => !isBlank(child))
  if (picture?.type !== 'element' || picture.tagName !== 'img' || others.length > 0)
    return undefined
  const { title, ...properties } = picture.properties
  const children: ElementContent[] = how.missing.has(picture) ? [] : [{ ...picture, properties }]
  if (typeof title === 'string' && title !== '')
    children.push({
      type: 'element',
      tagName: 'figcaption',
      properties: {},
      children: [{ type: 'text', value: title }],
    })
  return { type: 'element', tagName: 'figure', properties: {}, children }
}

/** A wide table scrolls by itself; whoever scrolls with the keyboard has to reach it and hear what it is. */
function scrolling(table: Element, how: Arranging): Element {
  how.tables++
  return {
    type: 'element',
    tagName: 'div',
    properties: {
      className: ['table'],
      role: 'region',
      tabIndex: 0,
      ariaLabel: `${how.tableLabel} ${how.tables}`,
    },
    children: [table],
  }
}

const CAPTION = /^Table:\s+/

/** The table that a paragraph beginning `Table: ` stands straight after. */
function captionFor(
  element: Element,
  above: readonly ElementContent[],
): { readonly table: Element } | undefined {
  const [first] = element.children
  if (element.tagName !== 'p' || first?.type !== 'text' || !CAPTION.test(first.value))
    return undefined
  const last = above.findLast((child) => !isBlank(child))
  if (last?.type !== 'element' || last.properties['role'] !== 'region') return undefined
  return { table: last }
}

function addCaption(region: Element, paragraph: Element): void {
  const [table] = region.children
  if (table?.type !== 'element') return
  const children = structuredClone(paragraph.children)
  const [first] = children
  if (first?.type === 'text') first.value = first.value.replace(CAPTION, '')
  const number = String(region.properties['ariaLabel']).match(/\d+$/)?.[0] ?? ''
  const id = `${ID_PREFIX}table-${number}`
  const caption: Element = { type: 'element', tagName: 'caption', properties: { id }, children }
  const rest = table.children.filter(
    (child) => child.type !== 'element' || child.tagName !== 'caption',
  )
  const { ariaLabel: _, ...properties } = region.properties
  region.properties = { ...properties, ariaLabelledBy: [id] }
  region.children = [{ ...table, children: [caption, ...rest] }]
}

const PULL = /^\[!pull\][ \t]*\n?/

/** Takes the marker from the first line of a quote; true when it was there. */
function takePullMark(quote: Element): boolean {
  const paragraph = quote.children.find((child) => child.type === 'element')
  const [first] = paragraph?.tagName === 'p' ? paragraph.children : []
  if (first?.type !== 'text' || !PULL.test(first.value)) return false
  first.value = first.value.replace(PULL, '')
  if (first.value === '' && paragraph?.children.length === 1)
    quote.children = quote.children.filter((child) => child !== paragraph)
  return true
}

/** A style attribute would be refused by the pages' Content-Security-Policy; a class is not. */
function align(cell: Element): void {
  const { align: side, ...properties } = cell.properties
  cell.properties =
    side === 'left' || side === 'center' || side === 'right'
      ? { ...properties, className: [`align-${side}`] }
      : properties
}

/** A task's box, as a sign: a control that nobody may use is none. */
function checkbox({ properties }: Element): Element {
  const sign = properties['checked'] === undefined ? '☐' : '☑'
  return {
    type: 'element',
    tagName: 'span',
    properties: {},
    children: [{ type: 'text', value: sign }],
  }
}

function isBlank(node: ElementContent): boolean {
  return node.type === 'text' && node.value.trim() === ''
}

/** What needs the whole body in view: order of headings, ids used once, links that find them. Changes the body. */
export function finish(body: Root): void {
  const open: { readonly written: number; readonly shown: number }[] = []
  const ids = new Set<string>()
  visit(body, 'element', (element) => {
    const written = Number(/^h([1-6])$/.exec(element.tagName)?.[1] ?? 0)
    if (written > 0) element.tagName = `h${level(Math.max(2, written), open)}`
    onceOnly(element, ids)
    if (element.tagName === 'a') link(element)
    for (const child of element.children) delete child.position
  })
  for (const child of body.children) delete child.position
  delete body.position
}

/** The page has the h1: a body begins at h2 and never leaves a level out. */
function level(
  written: number,
  open: { readonly written: number; readonly shown: number }[],
): number {
  while ((open.at(-1)?.written ?? 0) >= written) open.pop()
  const shown = Math.min(6, (open.at(-1)?.shown ?? 1) + 1)
  open.push({ written, shown })
  return shown
}

/** Of two equal ids of an author's the first stays; those made here are unique, and no note ever loses its own. */
function onceOnly(element: Element, ids: Set<string>): void {
  const id = element.properties['id']
  if (typeof id !== 'string' || isOwnId(id)) return
  if (ids.has(id)) delete element.properties['id']
  ids.add(id)
}

function link(element: Element): void {
  const { properties } = element
  const href = properties['href']
  if (properties['dataFootnoteRef'] !== undefined) {
    properties['dataFootnoteRef'] = ''
    properties['ariaDescribedBy'] = [`${ID_PREFIX}footnote-label`]
  } else if (properties['dataFootnoteBackref'] !== undefined) properties['dataFootnoteBackref'] = ''
  if (typeof href !== 'string') return
  if (href.startsWith('#') && !href.startsWith(`#${ID_PREFIX}`))
    properties['href'] = `#${ID_PREFIX}${href.slice(1)}`
  if (/^(?:https?:)?\/\//i.test(href)) properties['rel'] = ['noopener']
}
