// Gated: the text of one article that stands below its cut, and how much of it stands in another text.
import { RunIndex } from './runs.ts'
import { type Words, wordsOf } from './words.ts'

/** Fewer words in a row are a phrase that anybody may write. */
const SHORTEST_RUN = 8
/** About as many words as that, in letters. */
const LEAST_LETTERS = 40
const LEAST_UNSPACED_LETTERS = 14
const MOST_OF_EXCERPT = 12
/** Letters: what has no space in it is one word, however much it says. */
const LONGEST_EXCERPT = 200

/** Which words of a gated text got out. */
export class Coverage {
  readonly words: Uint8Array
  count = 0
  /** Where the first run begins. */
  first: number | undefined

  constructor(words: number) {
    this.words = new Uint8Array(words)
  }

  add(from: number, to: number): void {
    this.first ??= from
    for (let at = from; at < to; at++)
      if (this.words[at] === 0) {
        this.words[at] = 1
        this.count++
      }
  }

  merge(other: Coverage): void {
    if (other.count === 0) return
    this.first ??= other.first
    for (const [at, is] of other.words.entries())
      if (is === 1 && this.words[at] === 0) {
        this.words[at] = 1
        this.count++
      }
  }

  /** How many words it holds that the other does not. */
  beyond(other: Coverage): number {
    let more = 0
    for (const [at, is] of this.words.entries()) if (is === 1 && other.words[at] === 0) more++
    return more
  }
}

export class Gated {
  readonly #words: Words
  /** 1 where a word counts; 0 where it also stands where everybody may read it. */
  readonly #counts: Uint8Array
  readonly #index = new RunIndex<undefined>()
  #size: number

  constructor(text: string) {
    this.#words = wordsOf(text)
    this.#size = this.#words.written.length
    this.#counts = new Uint8Array(this.#size).fill(1)
    this.#index.add(undefined, this.#words.letters, this.#words.unspaced)
  }

  /** How many words count. */
  get size(): number {
    return this.#size
  }

  get letters(): string {
    return this.#words.letters
  }

  get unspaced(): boolean {
    return this.#words.unspaced
  }

  /** What stands in this text as well is no secret: a quote, a caption, what all articles end in. */
  except(letters: string): void {
    for (const run of this.#index.runsIn(letters)) this.exceptRun(run.of, run.length)
  }

  /** The same, of text that everybody may read of this article: there a few words are enough. */
  exceptOwn(letters: string): void {
    for (const run of this.#index.runsIn(letters)) this.#except(run.of, run.length)
  }

  /** A place in its own letters that stands elsewhere. Turns of phrase that two texts share are left in. */
  exceptRun(of: number, length: number): void {
    if (length >= (this.unspaced ? LEAST_UNSPACED_LETTERS : LEAST_LETTERS)) this.#except(of, length)
  }

  #except(of: number, length: number): void {
    const [from, to] = this.#wordsIn(of, of + length)
    for (let at = from; at < to; at++)
      if (this.#counts[at] === 1) {
        this.#counts[at] = 0
        this.#size--
      }
  }

  /** Which words of it stand in a text, given as its letters. */
  coverage(letters: string): Coverage {
    const covered = new Coverage(this.#counts.length)
    const shortest = Math.max(1, Math.min(SHORTEST_RUN, this.#size))
    for (const run of this.#index.runsIn(letters)) {
      const [from, to] = this.#wordsIn(run.of, run.of + run.length)
      let fresh = 0
      for (let at = from; at < to; at++) fresh += this.#counts[at] ?? 0
      if (fresh < shortest) continue
      for (let at = from; at < to; at++) if (this.#counts[at] === 1) covered.add(at, at + 1)
    }
    return covered
  }

  /** Words that count, in a row. */
  longestStretch(): number {
    let longest = 0
    let stretch = 0
    for (const counts of this.#counts) {
      stretch = counts === 1 ? stretch + 1 : 0
      longest = Math.max(longest, stretch)
    }
    return longest
  }

  nothing(): Coverage {
    return new Coverage(this.#counts.length)
  }

  excerpt({ first = 0 }: Coverage): string {
    const words = this.#words.written.slice(first, first + MOST_OF_EXCERPT).join(' ')
    return words.slice(0, LONGEST_EXCERPT)
  }

  /** Long words that stand nowhere in the open text: who finds the article by them has searched what is gated. */
  rareWords(open: string, count: number): readonly string[] {
    const seen = new Map<string, number>()
    for (const word of this.#words.written) {
      const plain = word.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '')
      if (!/^[\p{L}]{6,24}$/u.test(plain)) continue
      const lower = plain.toLowerCase()
      if (!open.includes(lower)) seen.set(lower, (seen.get(lower) ?? 0) + 1)
    }
    const once = [...seen].sort(
      (one, other) => one[1] - other[1] || other[0].length - one[0].length,
    )
    return once.slice(0, count).map(([word]) => word)
  }

  /** The words that lie whole in a stretch of the letters. */
  #wordsIn(from: number, to: number): readonly [number, number] {
    const { starts } = this.#words
    let first = firstAtLeast(starts, from)
    let last = firstAtLeast(starts, to)
    if ((starts[last] ?? 0) > to) last--
    if (first > last) first = last
    return [first, last]
  }
}

function firstAtLeast(starts: Int32Array, letter: number): number {
  let low = 0
  let high = starts.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if ((starts[middle] ?? 0) < letter) low = middle + 1
    else high = middle
  }
  return low
}
