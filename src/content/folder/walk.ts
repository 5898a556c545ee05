// Walk: going through a hast tree in the order of its text.
import type { Element, Nodes } from 'hast'

/** Sees every element below and including a node, parents first. Trees are shallow: `depth.ts` saw to it. */
export function walk(node: Nodes, see: (element: Element) => void): void {
  if (node.type === 'element') see(node)
  if (!('children' in node)) return
  for (const child of node.children) walk(child, see)
}
