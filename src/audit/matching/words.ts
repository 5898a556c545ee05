// Words: a text as its letters alone, and where its words begin in them. Two texts that read alike have the same
// letters, however they were spaced, hyphenated, punctuated or escaped.
import { readable } from './readable.ts'

const NO_LETTER = /[^\p{L}\p{N}\p{M}]+|[\ufe00-\ufe0f\u200d]+/gu
/** Marks upon one letter beyond what any language writes: to bring them into order takes time that grows with their square. */
const HEAPS = /(\p{M}{30})\p{M}+/gu
/** Scripts that put no spaces between words. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u

const segmenter = new Intl.Segmenter(undefined, { granularity: 'word' })

export interface Words {
  readonly letters: string
  /** As they were written, for an excerpt. */
  readonly written: readonly string[]
  /** Where each word begins in the letters; one more at the end, for where the last one ends. */
  readonly starts: Int32Array
  /** Mostly of a script that puts no spaces between words. */
  readonly unspaced: boolean
}

export function lettersOf(text: string): string {
  return bare(readable(text))
}

export function wordsOf(text: string): Words {
  const written: string[] = []
  const starts: number[] = []
  const parts: string[] = []
  let length = 0
  let unspacedLetters = 0
  for (const token of readable(text).split(/\s+/)) {
    const isUnspaced = UNSPACED.test(token)
    for (const word of isUnspaced ? segmentsOf(token) : [token]) {
      const letters = bare(word)
      if (letters === '') continue
      written.push(word)
      starts.push(length)
      parts.push(letters)
      length += letters.length
      if (isUnspaced) unspacedLetters += letters.length
    }
  }
  starts.push(length)
  return {
    letters: parts.join(''),
    written,
    starts: Int32Array.from(starts),
    unspaced: unspacedLetters > length / 2,
  }
}

function bare(text: string): string {
  return text.replace(HEAPS, '$1').normalize('NFKC').toLowerCase().replace(NO_LETTER, '')
}

function segmentsOf(token: string): readonly string[] {
  return [...segmenter.segment(token)].map(({ segment }) => segment)
}
