// Cut page, marks: what authors and systems write into a text to say where it is cut, or which parts are not for all.
import { attributeOf, isElement, type Node, nodesIn, type ParentNode } from './parse-page.ts'

/** Of WordPress (`<!--more-->`, and what it makes of it), of Ghost, of Zephr. */
const MARK = /^\s*(?:more(?:\s[\s\S]*)?|members-only|ZEPHR_FEATURE\s[\s\S]*)$/
const MORE_ID = /^more-\d+$/
const BLOCK_BEGINS = /^\s*kg-gated-block:begin\b/
const BLOCK_ENDS = /^\s*kg-gated-block:end\b/

/** The first mark in a body, in the order in which it is written; `classes`: what the page's structured data calls gated. */
export function markIn(body: ParentNode, classes: ReadonlySet<string>): Node | undefined {
  for (const node of nodesIn(body)) if (isMark(node) || isOfClass(node, classes)) return node
  return undefined
}

/** All of them, wherever they stand. */
export function marksIn(root: ParentNode): readonly Node[] {
  return nodesIn(root).filter(isMark)
}

function isMark(node: Node): boolean {
  if (node.nodeName === '#comment' && 'data' in node) return MARK.test(node.data)
  return isElement(node) && MORE_ID.test(attributeOf(node, 'id') ?? '')
}

function isOfClass(node: Node, classes: ReadonlySet<string>): boolean {
  if (classes.size === 0 || !isElement(node)) return false
  return (attributeOf(node, 'class') ?? '').split(/\s+/).some((name) => classes.has(name))
}

/** What stands in Ghost's gated blocks, but for those that are meant for whoever is not logged in. */
export function gatedBlocksIn(body: ParentNode): readonly Node[] {
  const gated: Node[] = []
  const parents = new Set<ParentNode>()
  for (const node of nodesIn(body))
    if (node.nodeName === '#comment' && 'data' in node && BLOCK_BEGINS.test(node.data))
      if (node.parentNode !== null) parents.add(node.parentNode)
  for (const parent of parents) gated.push(...gatedChildrenOf(parent))
  return gated
}

/** A block without an end goes on to the end of what it stands in. */
function gatedChildrenOf(parent: ParentNode): readonly Node[] {
  let isGated = false
  return parent.childNodes.filter((node) => {
    const words = node.nodeName === '#comment' && 'data' in node ? node.data : ''
    if (BLOCK_BEGINS.test(words)) isGated = !/\bnonMember\s*:\s*true\b/i.test(words)
    else if (BLOCK_ENDS.test(words)) isGated = false
    else return isGated
    return false
  })
}
