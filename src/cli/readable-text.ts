// Readable text: what a reader reads of a file with a full text, block by block, without marks and markup.
import type { Nodes } from 'hast'
import { fromParse5 } from 'hast-util-from-parse5'
import { parse } from 'parse5'
import remarkGfm from 'remark-gfm'
import remarkParse from 'remark-parse'
import remarkRehype from 'remark-rehype'
import { unified } from 'unified'

/** `kind`: the file's ending. What stands in another is text already. */
export function readableText(text: string, kind: string): string {
  if (kind === '.html' || kind === '.htm') return textOf(fromParse5(parse(text)))
  if (kind === '.md') return textOf(markdown.runSync(markdown.parse(withoutFrontMatter(text))))
  return text
}

const markdown = unified().use(remarkParse).use(remarkGfm).use(remarkRehype).freeze()

function withoutFrontMatter(text: string): string {
  return text.replace(/^\uFEFF?---\r?\n[\s\S]*?\r?\n---(?:\r?\n|$)/, '')
}

/** Elements that stand within a line; all others begin a new one. */
const INLINE = new Set([
  ...[
    'a',
    'abbr',
    'b',
    'bdi',
    'bdo',
    'cite',
    'code',
    'data',
    'del',
    'dfn',
    'em',
    'i',
    'ins',
    'kbd',
  ],
  ...['mark', 'q', 's', 'samp', 'small', 'span', 'strong', 'sub', 'sup', 'time', 'u', 'var', 'wbr'],
])
const UNREAD = new Set(['head', 'script', 'style', 'template', 'noscript', 'svg'])

function textOf(node: Nodes): string {
  if (node.type === 'text') return node.value
  if (!('children' in node)) return ''
  if (node.type === 'element' && UNREAD.has(node.tagName)) return ''
  const inside = node.children.map(textOf).join('')
  return node.type === 'element' && !INLINE.has(node.tagName) ? `${inside}\n` : inside
}
