// Breaker: when an origin has failed several times in a row it is left alone for a while, then one request tries it.
import type { Report } from '../../../core/log.ts'

export interface BreakerOptions {
  readonly now: () => number
  /** How many failures in a row open it. */
  readonly failures: number
  /** For how long it is open at first, and at most: it doubles while the origin stays away. */
  readonly restMs: number
  readonly longestRestMs: number
  readonly report: Report
}

/** A single slow page is no origin that is down: that many different ones have to be late before that counts. */
const LATE_PATHS = 3

export class Breaker {
  readonly #options: BreakerOptions
  #failures = 0
  readonly #late = new Set<string>()
  #restMs: number
  /** Epoch ms; undefined while it is closed. */
  #openUntil: number | undefined
  #trying = false

  constructor(options: BreakerOptions) {
    this.#options = options
    this.#restMs = options.restMs
  }

  isOpen(): boolean {
    return this.#openUntil !== undefined
  }

  /** Whether to ask now. Who is told yes says `answered`, `failed` or `leftAlone` afterwards. */
  mayAsk(): boolean {
    if (this.#openUntil === undefined) return true
    const rest = this.#openUntil - this.#options.now()
    // Longer than it ever rests: the clock was set back since.
    if (this.#trying || (rest > 0 && rest <= this.#options.longestRestMs)) return false
    this.#trying = true
    return true
  }

  answered(): void {
    if (this.#openUntil !== undefined) this.#options.report('The origin answers again.', 'info')
    this.#openUntil = undefined
    this.#trying = false
    this.#restMs = this.#options.restMs
    this.#failures = 0
    this.#late.clear()
  }

  /** `late`: the path of what was not answered in time, although it took the connection. */
  failed(why: string, late?: string): void {
    if (this.#openUntil !== undefined) {
      if (this.#trying) this.#rest()
      return
    }
    this.#failures++
    // A path that is there already, or a failure of another kind, adds nothing to the paths that are late.
    if (late !== undefined && this.#late.size < LATE_PATHS) this.#late.add(late)
    const counts = late === undefined || this.#late.size >= LATE_PATHS
    if (this.#failures < this.#options.failures || !counts) return
    this.#options.report(`The origin is left alone for a while: ${why}`)
    this.#rest()
  }

  /** Nobody waited for the answer: it says nothing of the origin. */
  leftAlone(): void {
    this.#trying = false
  }

  #rest(): void {
    this.#openUntil = this.#options.now() + this.#restMs
    this.#restMs = Math.min(this.#restMs * 2, this.#options.longestRestMs)
    this.#trying = false
  }
}
