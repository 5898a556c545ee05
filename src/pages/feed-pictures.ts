// Feed pictures: what a feed that holds an article whole shows of its pictures. A feed reader has no cookies, so it gets
// only those that everybody gets; in place of each other one stands a link to the article.
import type { Element, ElementContent, Root } from 'hast'
import type { Picture } from '../core/article.ts'
import type { Cut } from '../core/cut.ts'

export interface FeedPictures {
  readonly lead: Picture | undefined
  /** Whole address of the article. */
  readonly link: string
  /** What stands in place of a picture; `alt` may be empty. */
  readonly say: (alt: string) => string
}

/** The whole of a gated article with links in place of the pictures that stand below its cut alone. */
export function linkGatedPictures({ before, whole }: Cut, { lead, link, say }: FeedPictures): Root {
  const open = new Set([...(lead ? [lead.src] : []), ...before.children.flatMap(sourcesIn)])
  const change = (node: ElementContent, inLink: boolean): ElementContent => {
    if (node.type !== 'element') return node
    if (node.tagName === 'img') {
      if (open.has(textIn(node, 'src'))) return node
      const text = { type: 'text', value: say(textIn(node, 'alt')) } as const
      if (inLink) return text
      return { type: 'element', tagName: 'a', properties: { href: link }, children: [text] }
    }
    const isLink = inLink || node.tagName === 'a'
    return { ...node, children: node.children.map((child) => change(child, isLink)) }
  }
  const blocks = whole.children.map((block) =>
    block.type === 'doctype' ? block : change(block, false),
  )
  return { type: 'root', children: blocks }
}

function sourcesIn(node: Root['children'][number]): readonly string[] {
  if (node.type !== 'element') return []
  if (node.tagName === 'img') return [textIn(node, 'src')]
  return node.children.flatMap(sourcesIn)
}

function textIn({ properties }: Element, name: 'src' | 'alt'): string {
  const value = properties[name]
  return typeof value === 'string' ? value : ''
}
