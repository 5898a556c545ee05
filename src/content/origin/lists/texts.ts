// Texts: how many words a value has, whatever it is written in, and whether all of it is open anyway.
import { type DefaultTreeAdapterMap, parseFragment } from 'parse5'
import type { KnownArticle } from '../../../core/origin.ts'

type Node = DefaultTreeAdapterMap['node']

/** Fewer words than these say nothing: a name, a number, a state. */
export const FEW_WORDS = 5
/** As many as a headline has. */
export const TITLE_WORDS = 30

const MARKUP = /<[a-z!/?]|&(?:[a-z][a-z0-9]{1,30}|#\d{1,7}|#x[0-9a-f]{1,6});/i
const BLOCK =
  /^(?:p|div|h[1-6]|li|ul|ol|dl|dt|dd|table|tr|td|th|blockquote|figure|figcaption|pre|section|article|aside|header|footer|br|hr|form|iframe)$/
const UNSEEN = /^(?:script|style|template|noscript|title)$/
/** Their values are names of classes and addresses of pictures. */
const NO_TEXT =
  /^(?:class|style|sizes|srcset|src|href|id|rel|sandbox|allow|d|viewbox|points|transform)$/
/** Scripts that put no spaces between words; two signs are about a word. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/gu

export function isMarkup(value: string): boolean {
  return MARKUP.test(value)
}

/** All that a text holds, and what of it is not shown: comments, scripts, alternative texts. */
interface Read {
  readonly shown: string
  readonly unseen: readonly string[]
}

function read(value: string): Read {
  if (!isMarkup(value)) return { shown: value, unseen: [] }
  let shown = ''
  const unseen: string[] = []
  const waiting: (Node | string)[] = [parseFragment(value)]
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (typeof node === 'string') shown += node
    else if ('value' in node) shown += node.value
    else if (node.nodeName === '#comment') unseen.push('data' in node ? node.data : '')
    else if ('childNodes' in node) {
      if ('attrs' in node)
        for (const { name, value: text } of node.attrs) if (!NO_TEXT.test(name)) unseen.push(text)
      if (UNSEEN.test(node.nodeName)) unseen.push(allText(node))
      else {
        const space = BLOCK.test(node.nodeName) ? '\n' : ''
        waiting.push(space)
        for (const child of node.childNodes.toReversed()) waiting.push(child)
        waiting.push(space)
      }
    }
  }
  return { shown, unseen: unseen.filter((text) => text.trim() !== '') }
}

/** Of what browsers do not show at all: a template's children stand apart from it. */
function allText(node: Node): string {
  const parts: string[] = []
  const waiting: Node[] = [node]
  for (let one = waiting.pop(); one !== undefined; one = waiting.pop()) {
    if ('value' in one) parts.push(one.value)
    if ('data' in one) parts.push(one.data)
    if ('content' in one) waiting.push(one.content)
    if ('childNodes' in one) for (const child of one.childNodes.toReversed()) waiting.push(child)
  }
  return parts.join(' ')
}

/** Shown words, and those of prose in what is not shown. */
export function wordsIn(value: string): number {
  const { shown, unseen } = read(value)
  const hidden = unseen.reduce((sum, text) => sum + (isProse(text) ? countWords(text) : 0), 0)
  return countWords(shown) + hidden
}

/** What has no spaces at all and is longer than an address is a packed text. */
const LONGEST_WORD = 600

function countWords(text: string): number {
  const unspaced = text.match(UNSPACED)?.length ?? 0
  let words = Math.ceil(unspaced / 2)
  for (const word of text.split(/\s+/)) {
    if (/[\p{L}\p{N}]/u.test(word)) words += word.length > LONGEST_WORD ? word.length / 10 : 1
  }
  return Math.ceil(words)
}

/** A run of words beside each other, which programs and lists of settings do not have. */
function isProse(text: string): boolean {
  let run = 0
  for (const word of text.split(/\s+/)) {
    run = WORD.test(word.slice(0, LONGEST_WORD)) ? run + 1 : 0
    if (run > FEW_WORDS || word.length > LONGEST_WORD) return true
  }
  return (text.match(UNSPACED)?.length ?? 0) > 2 * FEW_WORDS
}

const WORD = /^["'“‘«(]?[\p{L}\p{N}][\p{L}\p{N}.,:;!?’'”"»)-]*$/u

/** As it is read: what is between two blocks is a line's end. */
export function textOf(html: string): string {
  return read(html)
    .shown.replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n[ \n]*/g, '\n')
    .trim()
}

const letters = new WeakMap<KnownArticle, string>()

function openLetters(known: KnownArticle): string {
  const kept = letters.get(known)
  if (kept !== undefined) return kept
  const made = lettersOf(`${known.article.title} ${known.article.summary} ${known.openText}`)
  letters.set(known, made)
  return made
}

/** Each of its sentences stands in what everybody may read, and so does what it does not show. */
export function isOpen(value: string, known: KnownArticle): boolean {
  const { shown, unseen } = read(value)
  const open = openLetters(known)
  return (
    sentencesOf(shown).every((sentence) => open.includes(lettersOf(sentence))) &&
    unseen.every((text) => !isProse(text) || open.includes(lettersOf(text)))
  )
}

/** Its first sentences, as far as they are open. Plain text. */
export function openBeginning(value: string, known: KnownArticle): string {
  const open = openLetters(known)
  const sentences = sentencesOf(read(value).shown)
  const end = sentences.findIndex((sentence) => !open.includes(lettersOf(sentence)))
  const kept = end < 0 ? sentences : sentences.slice(0, end)
  return kept.join(' ').replace(/\s+/g, ' ').trim()
}

function sentencesOf(text: string): readonly string[] {
  return text
    .split(/(?<=[.!?。！？…]["'”’»)\]]{0,3})\s+|(?<=[。！？])|\n+/u)
    .filter((one) => lettersOf(one) !== '')
}

/** Marks upon one letter beyond what any language writes: to bring them into order takes time that grows with their square. */
const HEAPS = /(\p{M}{30})\p{M}+/gu

function lettersOf(text: string): string {
  return text
    .replace(HEAPS, '$1')
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '')
}
