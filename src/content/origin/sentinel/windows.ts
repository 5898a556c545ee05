// Windows: which parts of a text are kept by their hash. A window is chosen by the letters around it alone, so that of
// a text that is learned and of one that is looked through the same are chosen, and any run of `spanOf` letters holds one.
// (Minimizers: Schleimer, Wilkerson and Aiken, "Winnowing", SIGMOD 2003; of them the sparser choice by the place of the
// smallest part modulo `step`: Groot Koerkamp and Pibiri, "The mod-minimizer", WABI 2024.)
import { isUnspaced } from './letters.ts'
import type { Stretch } from './stretch.ts'

/** In letters. `part` is some `step`s less than `window`: only then are the chosen windows about `step` apart. */
export interface Measure {
  readonly window: number
  readonly step: number
  readonly part: number
  /** A sentence of fewer letters is a phrase that anybody may write. */
  readonly shortest: number
}

const SPACED: Measure = { window: 32, step: 24, part: 8, shortest: 20 }
const UNSPACED: Measure = { window: 12, step: 5, part: 2, shortest: 8 }

/** Any run of so many letters holds a window that is kept. */
function spanOf({ window, step }: Measure): number {
  return window + step - 1
}

/**
 * Told of each: the first half of its hash, the number of its first letter and of the one behind its last. `low` of the
 * windows is its other half meanwhile, which is asked for of few of them.
 */
export type Meet = (high: number, from: number, to: number, isSentence: boolean) => void

const HIGH_BASE = 0x01000193
const LOW_BASE = 0x2c1b3c6d
const SENTENCE = 0x5bd1e995
const MOST_KEPT = 1 << 20

/** Letters of one kind, out of a stretch, and where they stand in it. */
interface Kind {
  readonly letters: Int32Array
  readonly count: number
  readonly breaks: Int32Array
  readonly breakCount: number
  readonly places: Int32Array | undefined
}

export class Windows {
  /** Hashes of all letters before each: of any part of them two numbers give the hash. */
  #high = new Int32Array(1)
  #parts = new Int32Array(0)
  /** The window that is told of. */
  #letters: Int32Array = new Int32Array(0)
  #from = 0
  #to = 0

  get low(): number {
    let low = 0
    for (let at = this.#from; at < this.#to; at++)
      low = (Math.imul(low, LOW_BASE) + (this.#letters[at] ?? 0)) | 0
    return mixed(low)
  }

  meet(stretch: Stretch, meet: Meet): void {
    if (stretch.hasUnspaced) {
      this.#meet(kindOf(stretch, false), SPACED, meet)
      this.#meet(kindOf(stretch, true), UNSPACED, meet)
    } else if (stretch.count >= SPACED.shortest)
      this.#meet({ ...stretch, places: undefined }, SPACED, meet)
  }

  #meet(kind: Kind, measure: Measure, meet: Meet): void {
    if (kind.count < measure.shortest) return
    this.#sum(kind)
    this.#meetWindows(kind, measure, meet)
    this.#meetSentences(kind, measure, meet)
    if (this.#high.length > MOST_KEPT) this.#makeRoom(0)
  }

  #sum({ letters, count }: Kind): void {
    if (this.#high.length <= count) this.#makeRoom(count)
    const highs = this.#high
    let high = 0
    for (let at = 0; at < count; at++) {
      const letter = letters[at] ?? 0
      high = (Math.imul(high, HIGH_BASE) + letter) | 0
      highs[at + 1] = high
    }
  }

  #meetWindows(kind: Kind, measure: Measure, meet: Meet): void {
    const { count } = kind
    const { window, step, part } = measure
    const span = spanOf(measure)
    if (count < span) return
    const highs = this.#high
    const parts = this.#parts
    const power = HIGH_POWERS[part] ?? 0
    let smallest = 0x7fffffff
    let smallestAt = -1
    let before = -1
    let chosen = -1
    for (let newest = 0; newest + part <= count; newest++) {
      const sum = ((highs[newest + part] ?? 0) - Math.imul(highs[newest] ?? 0, power)) | 0
      const hash = Math.imul(sum ^ (sum >>> 15), 0x2c1b3c6d)
      parts[newest] = hash
      const first = newest + part - span
      if (hash < smallest || smallestAt < 0) {
        smallest = hash
        smallestAt = newest
      } else if (smallestAt < first) {
        smallestAt = smallestIn(parts, first, newest)
        smallest = parts[smallestAt] ?? 0
      }
      if (first < 0 || (smallestAt === before && first <= chosen)) continue
      before = smallestAt
      const at = first + ((smallestAt - first) % step)
      if (at === chosen) continue
      chosen = at
      this.#tell(kind, at, at + window, 0, meet)
    }
  }

  /** Sentences that a window may pass by. */
  #meetSentences(kind: Kind, measure: Measure, meet: Meet): void {
    const { breaks, breakCount, count } = kind
    const span = spanOf(measure)
    let from = 0
    for (let index = 0; index <= breakCount; index++) {
      const to = index < breakCount ? (breaks[index] ?? 0) : count
      if (to - from >= measure.shortest && to - from < span)
        this.#tell(kind, from, to, SENTENCE, meet)
      from = to
    }
  }

  #tell({ letters, places }: Kind, from: number, to: number, seed: number, meet: Meet): void {
    const high = this.#high
    const length = to - from
    const a = (high[to] ?? 0) - Math.imul(high[from] ?? 0, HIGH_POWERS[length] ?? 0)
    this.#letters = letters
    this.#from = from
    this.#to = to
    const first = places === undefined ? from : (places[from] ?? 0)
    const end = places === undefined ? to : (places[to - 1] ?? 0) + 1
    meet(mixed(a ^ seed ^ length), first, end, seed !== 0)
  }

  #makeRoom(count: number): void {
    this.#high = new Int32Array(count + 1)
    this.#parts = new Int32Array(count)
  }
}

function smallestIn(parts: Int32Array, first: number, last: number): number {
  let at = first
  let smallest = parts[first] ?? 0
  for (let index = first + 1; index <= last; index++) {
    const hash = parts[index] ?? 0
    if (hash >= smallest) continue
    smallest = hash
    at = index
  }
  return at
}

function kindOf(stretch: Stretch, unspaced: boolean): Kind {
  const { count, breakCount } = stretch
  const letters = new Int32Array(count)
  const places = new Int32Array(count)
  const breaks = new Int32Array(breakCount)
  let kept = 0
  let broken = 0
  for (let at = 0; at < count; at++) {
    while (broken < breakCount && (stretch.breaks[broken] ?? 0) <= at) breaks[broken++] = kept
    const letter = stretch.letters[at] ?? 0
    if (isUnspaced(letter) !== unspaced) continue
    letters[kept] = letter
    places[kept++] = at
  }
  breaks.fill(kept, broken)
  return { letters, count: kept, breaks, breakCount, places }
}

/** Spreads what a hash has in some of its bits over all (the end of MurmurHash3, in public domain). */
function mixed(hash: number): number {
  let out = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  out = Math.imul(out ^ (out >>> 13), 0xc2b2ae35)
  return (out ^ (out >>> 16)) >>> 0
}

const MOST_POWERS = Math.max(spanOf(SPACED), spanOf(UNSPACED)) + 1
const HIGH_POWERS = powersOf(HIGH_BASE)

function powersOf(base: number): Int32Array {
  const powers = new Int32Array(MOST_POWERS).fill(1)
  for (let at = 1; at < MOST_POWERS; at++) powers[at] = Math.imul(powers[at - 1] ?? 1, base)
  return powers
}
