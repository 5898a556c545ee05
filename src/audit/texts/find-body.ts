// Find body: the element of a page that the article's text stands in, found by its paragraphs, as reader modes do.
import type { DefaultTreeAdapterTypes } from 'parse5'
import { attribute, parentOf } from './styles.ts'

type Element = DefaultTreeAdapterTypes.Element
export type Node = DefaultTreeAdapterTypes.Node

/** Nothing in these is read as text by anybody. */
export const SILENT = new Set([
  'script',
  'style',
  'template',
  'noscript',
  'head',
  'iframe',
  'object',
  'svg',
  'math',
])

/** How far up it is looked for what an element stands in. */
const FARTHEST = 60

/** Undefined when no element holds text in paragraphs. */
export function findBody(elements: readonly Element[]): Element | undefined {
  const said = elements.find((one) => attribute(one, 'itemprop') === 'articleBody')
  if (said !== undefined) return said
  const scores = new Map<Element, number>()
  for (const element of elements) {
    if (!/^(?:p|blockquote|pre|li|h2)$/.test(element.tagName)) continue
    const length = textLength(element)
    if (length < 40 || isAside(element)) continue
    const worth = element.tagName === 'p' ? length : length / 3
    const parent = parentOf(element)
    if (parent === undefined) continue
    scores.set(parent, (scores.get(parent) ?? 0) + worth)
    const above = parentOf(parent)
    if (above !== undefined) scores.set(above, (scores.get(above) ?? 0) + worth * 0.6)
  }
  let best: Element | undefined
  let most = 0
  for (const [element, score] of scores)
    if (score > most) {
      best = element
      most = score
    }
  return best === undefined
    ? elements.find(({ tagName }) => tagName === 'article')
    : articleOf(best)
}

/** The article element around it, where there is one: the summary and what is hidden beside the text belong to it. */
function articleOf(element: Element): Element {
  for (let at: Element | undefined = element; at !== undefined; at = parentOf(at))
    if (at.tagName === 'article') return at
  return element
}

function isAside(element: Element): boolean {
  let at: Element | undefined = element
  for (let above = 0; at !== undefined && above < FARTHEST; above++, at = parentOf(at))
    if (/^(?:nav|footer|aside|dialog|form)$/.test(at.tagName)) return true
  return false
}

/** Characters without white space; of an element that holds thousands, no more are counted. */
function textLength(element: Element): number {
  let length = 0
  const open: Node[] = [...element.childNodes]
  while (open.length > 0 && length < 10_000) {
    const node = open.pop()
    if (node === undefined) break
    if (node.nodeName === '#text' && 'value' in node)
      length += node.value.replace(/\s+/g, '').length
    else if ('childNodes' in node && !SILENT.has(node.nodeName)) open.push(...node.childNodes)
  }
  return length
}
