// Selectors: CSS on the tree that parse5 makes, and the few questions that all who read that tree ask of an element.
import { compile, type Options } from 'css-select'
import type { DefaultTreeAdapterTypes } from 'parse5'

export type Node = DefaultTreeAdapterTypes.Node
export type Element = DefaultTreeAdapterTypes.Element

/** No template or plugin writes a longer one; what is longer was not meant. */
const LONGEST = 1000

/** Whether an element is meant by a selector; undefined for what is no selector. */
export function matcher(selector: string): ((element: Element) => boolean) | undefined {
  if (selector.trim() === '' || selector.length > LONGEST) return undefined
  try {
    return compile(selector, OPTIONS)
  } catch {
    return undefined
  }
}

const OPTIONS: Options<Node, Element> = {
  adapter: {
    isTag: isElement,
    getAttributeValue: attribute,
    hasAttrib: (element, name) => attribute(element, name) !== undefined,
    getName: ({ tagName }) => tagName,
    getChildren: childrenOf,
    getParent: ({ parentNode }) => parentNode,
    getSiblings: (node) =>
      'parentNode' in node && node.parentNode !== null ? childrenOf(node.parentNode) : [node],
    getText: textOf,
    removeSubsets: (nodes) => nodes.filter((node) => !hasAncestorIn(node, new Set(nodes))),
  },
}

export function isElement(node: Node): node is Element {
  return 'tagName' in node
}

export function attribute(element: Element, name: string): string | undefined {
  for (const one of element.attrs) if (one.name === name) return one.value
  return undefined
}

const NO_CLASSES: readonly string[] = []

export function classesOf(element: Element): readonly string[] {
  const written = attribute(element, 'class')
  if (written === undefined) return NO_CLASSES
  return written.split(/\s+/).filter(Boolean)
}

/** All text in it, as it stands in the source. */
export function textOf(node: Node): string {
  const texts: string[] = []
  const open: Node[] = [node]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next.nodeName === '#text' && 'value' in next) texts.push(next.value)
    const children = childrenOf(next)
    for (let at = children.length - 1; at >= 0; at--) {
      const child = children[at]
      if (child !== undefined) open.push(child)
    }
  }
  return texts.join('')
}

function childrenOf(node: Node): Node[] {
  return 'childNodes' in node ? node.childNodes : []
}

function hasAncestorIn(node: Node, nodes: ReadonlySet<Node>): boolean {
  let at: Node | null = 'parentNode' in node ? node.parentNode : null
  while (at !== null) {
    if (nodes.has(at)) return true
    at = 'parentNode' in at ? at.parentNode : null
  }
  return false
}
