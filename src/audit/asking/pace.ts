// Pace: how many requests are under way, and how soon the next one may begin. A site that asks for a pause gets it.
import { setTimeout as wait } from 'node:timers/promises'

/** A site that asks for a longer pause than this is not waited for: what it refuses is said. */
const LONGEST_PAUSE_MS = 60_000
/** All pauses of an audit together: a site that asks for one after the other does not want to be audited. */
const ALL_PAUSES_MS = 10 * 60_000
const SLOWEST_RATE = 0.25

export class Pace {
  readonly #atOnce: number
  /** Requests a second; undefined: as fast as it answers. */
  #rate: number | undefined
  #underWay = 0
  /** Epoch of `performance.now` before which nothing begins. */
  #next = 0
  /** Until when the last pause lasts, and how much was waited already. */
  #pauseEnds = 0
  #paused = 0
  #isOver = false
  readonly #waiting: (() => void)[] = []

  constructor(rate: number | undefined, atOnce: number) {
    this.#rate = rate
    this.#atOnce = atOnce
  }

  /** Runs `work` in its turn. Rejects when `stop` aborts before it begins, and with what `work` rejects. */
  async run<Value>(work: () => Promise<Value>, stop: AbortSignal | undefined): Promise<Value> {
    await this.#enter()
    try {
      await this.#turn(stop)
      return await work()
    } finally {
      this.#leave()
    }
  }

  /** The site has asked for more pauses than anybody waits for, and is to be left alone. */
  get isOver(): boolean {
    return this.#isOver
  }

  /** What a 429 or 503 asks for, in milliseconds from now; false when that is longer than anybody waits. */
  pauseFor(retryAfter: string | undefined): boolean {
    const ms = retryAfter === undefined ? 2000 : retryAfterMs(retryAfter)
    if (ms > LONGEST_PAUSE_MS) return false
    if (this.#paused + ms > ALL_PAUSES_MS) this.#isOver = true
    if (this.#isOver) return false
    const now = performance.now()
    const isSamePause = now < this.#pauseEnds
    this.#paused += Math.max(0, now + ms - Math.max(now, this.#pauseEnds))
    this.#pauseEnds = Math.max(this.#pauseEnds, now + ms)
    this.#next = Math.max(this.#next, this.#pauseEnds)
    // Those that were under way together are answered alike, and that is one plea.
    if (!isSamePause) this.#rate = Math.max(SLOWEST_RATE, (this.#rate ?? 8) / 2)
    return true
  }

  async #enter(): Promise<void> {
    if (this.#underWay >= this.#atOnce)
      await new Promise<void>((resolve) => this.#waiting.push(resolve))
    else this.#underWay++
  }

  /** Whoever waits next takes the place over. */
  #leave(): void {
    const next = this.#waiting.shift()
    if (next === undefined) this.#underWay--
    else next()
  }

  async #turn(stop: AbortSignal | undefined): Promise<void> {
    const now = performance.now()
    const at = Math.max(now, this.#next)
    this.#next = at + (this.#rate === undefined ? 0 : 1000 / this.#rate)
    if (at > now) await wait(at - now, undefined, stop && { signal: stop })
    else stop?.throwIfAborted()
  }
}

/** RFC 9110 §10.2.3: seconds or a date. What is neither counts as two seconds. */
function retryAfterMs(written: string): number {
  if (/^\s*\d+\s*$/.test(written)) return Number(written) * 1000
  const date = Date.parse(written)
  return Number.isNaN(date) ? 2000 : Math.max(0, date - Date.now())
}
