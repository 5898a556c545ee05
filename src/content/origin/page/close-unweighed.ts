// Close, unweighed: what stands above the cut and weighs nothing there, for readers do not see it. Where an end tag, a
// quotation mark or the end of a comment is missing, it has swallowed the text that follows it.
import { countWords } from '../../../core/cut.ts'
import { withoutTags } from './close-readable.ts'
import { unseenTextOf } from './cut-page-texts.ts'
import {
  attributeOf,
  type Element,
  isElement,
  type Node,
  nodesIn,
  rawTextOf,
  removeAll,
} from './parse-page.ts'

/** More are text, and no label, notice or name. */
const MOST_WORDS = 12
const UNSEEN = /^(?:noscript|noembed|noframes|iframe|title|template)$/
const BLOCKS = /<\/?(?:p|div|h[1-6]|li|blockquote|figure|article|section)\b[^>]*>/gi

/** Takes it out of the parts of the page that `above` is, where it is longer than such things are. */
export function closeUnweighed(above: readonly Node[]): void {
  const gone: Node[] = []
  const see = (node: Node) => {
    if (isElement(node)) {
      node.attrs = node.attrs.filter(({ name, value }) => name === 'srcdoc' || !hasBlocks(value))
      if (isLong(node)) gone.push(node)
    } else if ('data' in node && countWords(withoutTags(node.data)) > MOST_WORDS) gone.push(node)
  }
  for (const node of above) {
    see(node)
    if (isElement(node)) for (const inner of nodesIn(node)) see(inner)
  }
  removeAll(gone)
}

function isLong(element: Element): boolean {
  const { tagName } = element
  if (/^(?:script|style)$/.test(tagName)) return hasBlocks(rawTextOf(element))
  if (attributeOf(element, 'shadowrootmode') !== undefined) return false
  return UNSEEN.test(tagName) && countWords(unseenTextOf(element)) > MOST_WORDS
}

/** Two of them: one is the name of what a program makes. */
function hasBlocks(text: string): boolean {
  if (!text.includes('<')) return false
  return (text.match(BLOCKS)?.length ?? 0) > 1 && countWords(withoutTags(text)) > MOST_WORDS
}
