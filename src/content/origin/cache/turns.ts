// Turns: so many at once, so many wait, the rest is refused. What anybody can ask for without end does not take the
// origin away from everybody.

export class Turns {
  #free: number
  readonly #mostWaiting: number
  readonly #waiting: (() => void)[] = []

  constructor(atOnce: number, mostWaiting: number) {
    this.#free = atOnce
    this.#mostWaiting = mostWaiting
  }

  /** What comes of `work` when its turn has come; undefined when too many wait already. */
  async during<Value>(work: () => Promise<Value>): Promise<Value | undefined> {
    if (this.#free > 0) this.#free--
    else {
      if (this.#waiting.length >= this.#mostWaiting) return undefined
      const { promise, resolve } = Promise.withResolvers<void>()
      this.#waiting.push(resolve)
      await promise
    }
    try {
      return await work()
    } finally {
      // The turn goes on to who waits longest.
      const next = this.#waiting.shift()
      if (next === undefined) this.#free++
      else next()
    }
  }
}
