// Close, runs: which texts hold a run of words of what is gated. What also stands where everybody may read it does not
// count.
import { lettersOf, unpackedLettersOf } from './close-readable.ts'

/** Letters of a window and from one window to the next: of `size + step` letters in a row some window is whole. */
interface Windows {
  readonly size: number
  readonly step: number
}

/** Five or six words; in scripts that write no spaces a letter says as much as half a word. */
const SPACED: Windows = { size: 20, step: 8 }
const UNSPACED: Windows = { size: 8, step: 3 }
const WRITES_NO_SPACES = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u
/** Shorter texts say too little to be taken for copies: `Read more`. */
const LEAST_LETTERS = 12
const LEAST_WORDS = 3

/** What is read of an article, block by block. */
export interface ArticleTexts {
  readonly gated: readonly string[]
  /** What pictures below the cut are called, each alone. */
  readonly captions: readonly string[]
  readonly above: readonly string[]
  /** What else everybody may read. */
  readonly open: readonly string[]
}

export class GatedRuns {
  readonly #letters: string
  /** All of the article: the open part, and behind it what is gated. */
  readonly #whole: string
  readonly #openLength: number
  readonly #tables: readonly WindowTable[]
  /** Captions and other texts that are too short for a window, as they are whole. */
  readonly #short: ReadonlySet<string>

  constructor({ gated, captions, above, open }: ArticleTexts) {
    this.#letters = lettersOf(gated.join(' '))
    const openBody = lettersOf(above.join(' '))
    this.#whole = openBody + this.#letters
    this.#openLength = openBody.length
    const openLetters = [openBody, ...open.map(lettersOf)]
    const kinds = WRITES_NO_SPACES.test(this.#letters) ? [SPACED, UNSPACED] : [SPACED]
    this.#tables = kinds.map((kind) => new WindowTable(this.#letters, openLetters, kind))
    this.#short = new Set(
      [...gated, ...captions].filter(isShort).map(lettersOf).filter(notIn(openLetters)),
    )
  }

  get isEmpty(): boolean {
    return this.#letters === ''
  }

  /** Begin and end of each run in letters. */
  runsIn(letters: string): readonly (readonly [number, number])[] {
    return this.#tables.flatMap((table) => table.runsIn(letters))
  }

  /** Whether a text, packed in any way, holds a run, or is a caption or the like as a whole. */
  isIn(text: string): boolean {
    if (text.length < Math.min(LEAST_LETTERS, UNSPACED.size)) return false
    const letters = unpackedLettersOf(text)
    return this.#short.has(letters) || this.#tables.some((table) => table.isIn(letters))
  }

  /** A text that begins like what stands above the cut, down to the cut where it goes on below it. Any other as it is. */
  shortened(text: string): string {
    const letters = lettersOf(text)
    if (letters.length < SPACED.size) return text
    const start = this.#whole.indexOf(letters.slice(0, SPACED.size))
    if (start < 0 || start >= this.#openLength) return text
    let same = SPACED.size
    while (same < letters.length && letters[same] === this.#whole[start + same]) same++
    return start + same <= this.#openLength ? text : ellipsed(text, this.#openLength - start)
  }
}

const BITS = 1 << 16

class WindowTable {
  readonly #letters: string
  readonly #size: number
  readonly #first: number
  readonly #places = new Map<number, number>()
  /** A bit for each hash that is among the places, by its last bits: most are told by it alone that they are not. */
  readonly #perhaps = new Uint8Array(BITS / 8)

  constructor(letters: string, open: readonly string[], { size, step }: Windows) {
    this.#letters = letters
    this.#size = size
    this.#first = Array.from({ length: size - 1 }).reduce<number>((power) => times(power), 1)
    this.#roll(letters, (hash, at) => {
      if (at % step !== 0 && at !== letters.length - size) return true
      this.#places.set(hash, at)
      this.#perhaps[(hash & (BITS - 1)) >> 3] =
        (this.#perhaps[(hash & (BITS - 1)) >> 3] ?? 0) | (1 << (hash & 7))
      return true
    })
    for (const text of open)
      this.#roll(text, (hash, at) => {
        const place = this.#placeOf(hash)
        if (place !== undefined && this.#isAt(text, at, place)) this.#places.delete(hash)
        return true
      })
  }

  isIn(text: string): boolean {
    let found = false
    this.#roll(text, (hash, at) => {
      const place = this.#placeOf(hash)
      found = place !== undefined && this.#isAt(text, at, place)
      return !found
    })
    return found
  }

  runsIn(text: string): readonly (readonly [number, number])[] {
    const runs: [number, number][] = []
    let done = 0
    this.#roll(text, (hash, at) => {
      const place = at < done ? undefined : this.#placeOf(hash)
      if (place === undefined || !this.#isAt(text, at, place)) return true
      let end = at + this.#size
      while (end < text.length && text[end] === this.#letters[place + end - at]) end++
      let start = at
      while (start > done && text[start - 1] === this.#letters[place + start - 1 - at]) start--
      runs.push([start, end])
      done = end
      return true
    })
    return runs
  }

  #placeOf(hash: number): number | undefined {
    const isPerhaps = ((this.#perhaps[(hash & (BITS - 1)) >> 3] ?? 0) >> (hash & 7)) & 1
    return isPerhaps === 0 ? undefined : this.#places.get(hash)
  }

  #isAt(text: string, at: number, place: number): boolean {
    return text.startsWith(this.#letters.slice(place, place + this.#size), at)
  }

  /** Every window of a text with its hash, from its beginning, until `see` says that it is enough. */
  #roll(text: string, see: (hash: number, at: number) => boolean): void {
    let hash = 0
    for (let at = 0; at < text.length; at++) {
      if (at >= this.#size)
        hash = (hash - Math.imul(text.charCodeAt(at - this.#size), this.#first)) | 0
      hash = (times(hash) + text.charCodeAt(at)) | 0
      if (at >= this.#size - 1 && !see(hash, at - this.#size + 1)) return
    }
  }
}

function times(hash: number): number {
  return Math.imul(hash, 0x01000193)
}

function isShort(text: string): boolean {
  const letters = lettersOf(text).length
  return (
    letters >= LEAST_LETTERS &&
    letters < SPACED.size + SPACED.step &&
    text.split(/\s+/).length >= LEAST_WORDS
  )
}

function notIn(texts: readonly string[]): (letters: string) => boolean {
  return (letters) => !texts.some((text) => text.includes(letters))
}

/** The words that lie whole in the first `allowed` letters of a text. */
function ellipsed(text: string, allowed: number): string {
  let taken = 0
  let kept = ''
  for (const word of text.split(/(?<=\s)/)) {
    taken += lettersOf(word).length
    if (taken > allowed) break
    kept += word
  }
  return `${kept.trim()} …`.trim()
}
