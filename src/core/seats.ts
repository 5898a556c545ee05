// Seats: how much of what has to be made may wait at once, and how much of that for one who asks. Whoever asks without
// end fills a portion of the seats, and not all of them. Pure counting, in memory.

/** Who asks for what has to be made: a network, or one reader who has a plan or is of the staff. */
export interface Asker {
  /** Tells this one from all others without saying who it is. */
  readonly name: string
  /** Has a plan, or is of the staff: gets the last seats too. */
  readonly isKnown: boolean
}

/** `taken`: no seat is left. `portion`: those that are left are for others. */
export type PutOff = 'taken' | 'portion'

/** Is told of each that is put off, and at which of the seats. */
export type SayPutOff = (seats: 'texts' | 'pages' | 'feeds' | 'site', why: PutOff) => void

/**
 * One who asks may hold so many times what is left. Alone that is three quarters of all; the more ask, the less each may
 * hold, and something is left for whoever comes next (Choudhury and Hahne, Dynamic Queue Length
 * Thresholds, 1998).
 */
const TIMES_WHAT_IS_LEFT = 3
/** Of all seats, for readers with a plan and staff alone. */
const LAST = 1 / 16

export class Seats {
  readonly #most: number
  readonly #last: number
  readonly #putOff: ((why: PutOff) => void) | undefined
  readonly #held = new Map<string, number>()
  #taken = 0

  constructor(most: number, putOff?: (why: PutOff) => void) {
    this.#most = most
    this.#last = Math.floor(most * LAST)
    this.#putOff = putOff
  }

  get taken(): number {
    return this.#taken
  }

  /** Gives what has to be called, once, to give the seat back; undefined: put off. Without an asker any seat will do. */
  take(asker: Asker | undefined): (() => void) | undefined {
    const why = this.#whyNot(asker)
    if (why !== undefined) {
      this.#putOff?.(why)
      return undefined
    }
    this.#count(asker, 1)
    return () => this.#count(asker, -1)
  }

  #whyNot(asker: Asker | undefined): PutOff | undefined {
    const isStranger = asker?.isKnown === false
    const left = this.#most - this.#taken - (isStranger ? this.#last : 0)
    if (left <= 0) return 'taken'
    if (asker === undefined) return undefined
    const held = this.#held.get(asker.name) ?? 0
    return held < TIMES_WHAT_IS_LEFT * left ? undefined : 'portion'
  }

  #count(asker: Asker | undefined, by: 1 | -1): void {
    this.#taken += by
    if (asker === undefined) return
    const held = (this.#held.get(asker.name) ?? 0) + by
    if (held === 0) this.#held.delete(asker.name)
    else this.#held.set(asker.name, held)
  }
}
