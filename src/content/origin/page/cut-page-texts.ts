// Cut page, texts: what is read in a part of a page, what the cut weighs of it, and the files that it shows.
import type { ElementContent, RootContent } from 'hast'
import { countWords } from '../../../core/cut.ts'
import { withoutTags } from './close-readable.ts'
import {
  attributeOf,
  childrenOf,
  type Element,
  isElement,
  type Node,
  nodesIn,
  parsedWithoutScripts,
} from './parse-page.ts'

/** What a reader does not read, whatever is written in it. */
const SILENT = /^(?:script|style|template|noscript|noembed|noframes|iframe|title)$/
const BLOCK =
  /^(?:address|article|aside|blockquote|br|caption|d[dlt]|details|div|fieldset|fig(?:caption|ure)|footer|form|h[1-6r]|header|li|main|nav|[ou]l|p|pre|section|summary|t(?:able|body|d|foot|h|head|r))$/

function isSilent(element: Element): boolean {
  return SILENT.test(element.tagName) && attributeOf(element, 'shadowrootmode') === undefined
}

/** As it is read, with alternative texts: a space between blocks, so that words do not run together. */
export function textOf(node: Node): string {
  return gathered(node, true)
}

/** What stands in a template, or for browsers without scripts. */
export function unseenTextOf(element: Element): string {
  const parts: string[] = []
  for (const node of nodesIn(element)) if ('value' in node) parts.push(withoutTags(node.value))
  return parts.join(' ').trim()
}

const HOLDS_BLOCKS = /^(?:div|section|article|main)$/

/** Block by block, what wraps blocks taken apart; a line that stands in no paragraph is a block. */
export function blockTextsOf(nodes: readonly Node[]): readonly string[] {
  const texts: string[] = []
  let line = ''
  const endLine = () => {
    texts.push(line.replace(/\s+/g, ' ').trim())
    line = ''
  }
  for (const node of nodes) {
    if ('value' in node) line += node.value
    else if (isInline(node)) line += ` ${textOf(node)} `
    else if (isElement(node)) {
      endLine()
      if (HOLDS_BLOCKS.test(node.tagName)) texts.push(...blockTextsOf(node.childNodes))
      else texts.push(textOf(node))
    }
  }
  endLine()
  return texts.filter((text) => text !== '')
}

/** What pictures and other parts are called, each alone. */
export function captionsIn(nodes: readonly Node[]): readonly string[] {
  const captions: string[] = []
  const see = (node: Node) => {
    if (!isElement(node)) return
    if (node.tagName === 'figcaption') captions.push(textOf(node))
    for (const { name, value } of node.attrs)
      if (/^(?:alt|title|aria-label|data-[\w-]*caption)$/.test(name)) captions.push(value.trim())
  }
  for (const node of nodes) {
    see(node)
    if (isElement(node)) for (const inner of nodesIn(node)) see(inner)
  }
  return captions
}

export function wordsIn(node: Node): number {
  return countWords(gathered(node, false))
}

function gathered(node: Node, withAlternatives: boolean): string {
  const parts: string[] = []
  const gather = (inner: Node): void => {
    if ('value' in inner) parts.push(inner.value)
    if (!isElement(inner) || isSilent(inner)) return
    const isBlock = BLOCK.test(inner.tagName)
    if (isBlock) parts.push(' ')
    if (withAlternatives && /^(?:img|area)$/.test(inner.tagName))
      parts.push(` ${attributeOf(inner, 'alt') ?? ''} `)
    for (const child of childrenOf(inner)) gather(child)
    if (isBlock) parts.push(' ')
  }
  gather(node)
  return parts.join('').replace(/\s+/g, ' ').trim()
}

/** What the cut weighs of a block, and nothing else of it: words and pictures, and of what kind the block is. */
function weighable(node: Node): RootContent & ElementContent {
  if ('value' in node) return { type: 'text', value: node.value }
  if (!isElement(node)) return { type: 'comment', value: '' }
  const children = isSilent(node) ? [] : childrenOf(node).map(weighable)
  return { type: 'element', tagName: node.tagName, properties: {}, children }
}

const INLINE =
  /^(?:a|abbr|b|bdi|bdo|cite|code|del|dfn|em|font|i|ins|kbd|mark|q|ruby|s|samp|small|span|strike|strong|sub|sup|time|tt|u|var)$/

/** What the cut weighs of blocks, one for each. Of lines that stand in no paragraph each is one, and never cut within. */
export function weighableBlocks(nodes: readonly Node[]): RootContent[] {
  const written = nodes.map(isInline)
  return nodes.map((node, index): RootContent => {
    if (written[index] !== true) return weighable(node)
    const goesOn = written[nextWritten(nodes, index)] === true
    // A preview ends on a paragraph, and on no picture.
    const tagName = goesOn ? 'figure' : 'p'
    return { type: 'element', tagName, properties: {}, children: [weighable(node)] }
  })
}

function nextWritten(nodes: readonly Node[], index: number): number {
  const isBlank = (node: Node | undefined) =>
    node !== undefined && !isElement(node) && textOf(node) === ''
  let next = index + 1
  while (isBlank(nodes[next])) next++
  return next
}

function isInline(node: Node): boolean {
  return isElement(node) ? INLINE.test(node.tagName) : textOf(node) !== ''
}

const ENDINGS =
  '(?:jpe?g|png|gif|webp|avif|svg|bmp|tiff?|heic|jxl|mp[34]|m4[av]|aac|og[agv]|opus|wav|flac|webm|mov|m3u8|mpd|vtt|srt|pdf|epub|mobi|docx?|xlsx?|pptx?|od[tsp]|csv|zip)'
const FILE = new RegExp(`\\.${ENDINGS}$`, 'i')
/** Of most addresses this says what FILE would say of their path; a query alone has the path of its page. */
const MAY_BE_FILE = new RegExp(`^[?#]|(?:\\.|%2e)${ENDINGS}(?![a-z0-9])`, 'i')
/** The same of a text that addresses stand in. */
const MAY_HOLD_FILE = new RegExp(`[?#]|(?:\\.|%2e)${ENDINGS}(?![a-z0-9])`, 'i')
const SHOWS = new Set('img source video audio track embed amp-img image'.split(' '))
const SHOWN_BY = new Set('src poster data-src data-lazy-src'.split(' '))

/**
 * Paths and queries of the pictures, sounds and files that stand in nodes, wherever they are written: `base` is the
 * public address of the page. What stands at other addresses is nothing that this site serves.
 */
export function filesIn(nodes: Iterable<Node>, base: URL): Set<string> {
  const files = new Set<string>()
  for (const node of nodes) {
    if (!isElement(node)) continue
    collectFiles(node, base, files)
    for (const inner of nodesIn(node)) if (isElement(inner)) collectFiles(inner, base, files)
  }
  return files
}

function collectFiles(element: Element, base: URL, files: Set<string>): void {
  for (const { name, value } of element.attrs) {
    const always = SHOWN_BY.has(name) && SHOWS.has(element.tagName)
    if (!always && !MAY_HOLD_FILE.test(value)) continue
    for (const address of addressesIn(value)) {
      if (!always && !MAY_BE_FILE.test(address)) continue
      const url = ownAddress(address, base)
      if (url === undefined) continue
      if (always || FILE.test(url.pathname)) files.add(url.pathname + url.search)
      // A viewer is told which file to show.
      for (const inner of url.searchParams.values()) {
        const shown = FILE.test(inner) ? ownAddress(inner, base) : undefined
        if (shown !== undefined) files.add(shown.pathname + shown.search)
      }
    }
  }
  if (element.tagName === 'noscript')
    for (const file of filesIn(parsedWithoutScripts(element).childNodes, base)) files.add(file)
}

/** Those that only styles, programs and comments in nodes name. */
export function namedFilesIn(nodes: Iterable<Node>, base: URL): Set<string> {
  const files = new Set<string>()
  const see = (node: Node) => {
    const isRaw = isElement(node) && /^(?:script|style)$/.test(node.tagName)
    const text = isRaw ? unseenTextOf(node) : 'data' in node ? node.data : ''
    for (const address of addressesIn(text)) {
      const url = FILE.test(address) ? ownAddress(address, base) : undefined
      if (url !== undefined) files.add(url.pathname)
    }
  }
  for (const node of nodes) {
    see(node)
    if (isElement(node)) for (const inner of nodesIn(node)) see(inner)
  }
  return files
}

/** An address alone, several of a `srcset`, one in `url()` or in JSON. */
export function addressesIn(value: string): readonly string[] {
  if (!/[./]/.test(value)) return []
  const plain = value.includes('\\/') ? value.replaceAll('\\/', '/') : value
  return plain.match(/[^\s"'<>()\\]*[^\s"'<>()\\,;]/g)?.filter((word) => /[./]/.test(word)) ?? []
}

export function ownAddress(address: string, base: URL): URL | undefined {
  const url = URL.parse(address, base.href)
  return url?.host === base.host && /^https?:$/.test(url.protocol) ? url : undefined
}

/** The same picture in another size has the same name: `a-300x200.jpg`, `a-scaled.jpg`, `/size/w600/` are all of one. */
export function familyOf(file: string): string {
  return file
    .replace(/[?#].*$/s, '')
    .replace(/-(?:\d+x\d+|scaled)(?=\.\w+$)/, '')
    .replace(/\/size\/[wh\d]+(?:\/format\/\w+)?(?=\/)/, '')
}

/** Longer ones are paragraphs in a link that nobody closed. */
const MOST_LINK_WORDS = 12

/** Whether a part of a page has nothing in it but links, forms and what is not read. */
export function isAllLinks(node: Node): boolean {
  if ('value' in node) return node.value.trim() === ''
  if ('data' in node) return countWords(node.data) <= MOST_LINK_WORDS
  if (!isElement(node) || node.tagName === 'nav') return true
  if (node.tagName === 'noscript') return parsedWithoutScripts(node).childNodes.every(isAllLinks)
  if (/^(?:a|button|time|select|label|svg)$/.test(node.tagName) || isSilent(node))
    return isBrief(node)
  if (/^(?:img|picture|video|audio|embed|canvas)$/.test(node.tagName)) return false
  return childrenOf(node).every(isAllLinks)
}

function isBrief(element: Element): boolean {
  if (/^(?:script|style)$/.test(element.tagName)) return true
  if (isSilent(element)) return countWords(unseenTextOf(element)) <= MOST_LINK_WORDS
  const silent = nodesIn(element).filter((node) => isElement(node) && isSilent(node))
  return countWords(textOf(element)) <= MOST_LINK_WORDS && silent.every(isAllLinks)
}
