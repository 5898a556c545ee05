// Elements: what a page is made of, as a browser reads it.
import type { Element, ElementContent, RootContent } from 'hast'
import { fromParse5 } from 'hast-util-from-parse5'
import { toString as plainText } from 'hast-util-to-string'
import { parse } from 'parse5'

/** Every element of a page that `wanted` says yes to, in order. */
export function find(html: string, wanted: (element: Element) => boolean): readonly Element[] {
  const found: Element[] = []
  const see = (node: RootContent | ElementContent) => {
    if (node.type !== 'element') return
    if (wanted(node)) found.push(node)
    node.children.forEach(see)
  }
  const tree = fromParse5(parse(html))
  if (tree.type === 'root') tree.children.forEach(see)
  return found
}

export const tagged = (name: string) => (element: Element) => element.tagName === name
export const identified = (id: unknown) => (element: Element) => element.properties['id'] === id
export const textOf = (elements: readonly Element[]) => elements.map((one) => plainText(one))
export const valuesOf = (html: string, name: string) =>
  find(html, (one) => one.properties['name'] === name).map(({ properties }) => properties['value'])

/** Of the main part: the pages' frame is tested with the articles. */
export function main(html: string): string {
  return /<main[\s\S]*<\/main>/.exec(html)?.[0] ?? ''
}
