// XML elements: a feed as its reader takes it apart.
import { type XmlElement, xmlTree } from '../../src/content/origin/lists/xml-tree.ts'

/** Throws where it is no XML. */
export function treeOf(text: string): XmlElement {
  const tree = xmlTree(text)
  if (!tree.ok) throw new Error(`${tree.detail} in ${text}`)
  return tree.value
}

/** Elements of this name, with its prefix, wherever they stand. */
export function named(element: XmlElement, name: string): readonly XmlElement[] {
  const own = element.qualified === name ? [element] : []
  return [...own, ...element.children.flatMap((child) => named(child, name))]
}
