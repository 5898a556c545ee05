// Requests: which of them are told. All, or under load a sample of at most so many a second, of which each says for how
// many it stands: added up, they are all that there were.
import type { RequestLog, ToldRequest } from '../core/log.ts'

export interface Sampling {
  readonly requests: 'sampled' | 'all'
  /** What takes as long or longer is slow. Milliseconds. */
  readonly slowMs: number
  /** Of each of three kinds: those that failed, that were slow, and all others. */
  readonly perSecond: number
}

export interface Telling {
  /** One, and for how many it stands. */
  one(request: ToldRequest, sampled: number): void
  /** How many nothing else is said of: nobody came after them whose record they could have been counted to. */
  rest(sampled: number): void
}

const SECOND = 1000
/** More than come in a second, and a small integer to the engine. */
const NEVER = 2 ** 30

export function openRequestLog(
  { requests, slowMs, perSecond }: Sampling,
  telling: Telling,
): RequestLog & { close(): void } {
  const most = requests === 'all' ? NEVER : perSecond
  const failed = new Sample(most)
  const slow = new Sample(most)
  const others = new Sample(most)
  const kindOf = (status: number, ms: number) =>
    status >= 500 ? failed : ms >= slowMs ? slow : others
  const giveRest = (rest: number) => {
    if (rest > 0) telling.rest(rest)
  }
  const timer = setInterval(() => {
    for (const kind of [failed, slow, others]) giveRest(kind.nextSecond())
  }, SECOND)
  timer.unref()
  return {
    isDue: (status, ms) => kindOf(status, ms).isDue(),
    tell: (request) => telling.one(request, kindOf(request.status, request.ms).take()),
    close() {
      clearInterval(timer)
      giveRest(failed.takeRest() + slow.takeRest() + others.takeRest())
    },
  }
}

/** One record for every `stride` requests on average, and never more than `most` in a second. */
class Sample {
  readonly #most: number
  #stride = 1
  /** Requests until the next record, and how many these were when it was begun to count them. */
  #left = 1
  #from = 1
  /** In this second. */
  #records = 0
  #requests = 0

  constructor(most: number) {
    this.#most = most
  }

  isDue(): boolean {
    this.#left--
    return this.#left <= 0
  }

  /** For how many the record stands that is written now. */
  take(): number {
    const sampled = this.takeRest()
    this.#records++
    // More come than a moment ago: the second half of the records has to last longer.
    if (this.#records > this.#most / 2) this.#stride *= 2
    this.#begin(this.#records < this.#most ? this.#next() : NEVER, 0)
    return sampled
  }

  /** How many no record stands for. */
  takeRest(): number {
    const untold = this.#from - this.#left
    this.#requests += untold
    this.#begin(this.#left, 0)
    return untold
  }

  /** Gives how many the next record is too far away for: in this second nobody came. */
  nextSecond(): number {
    const untold = this.#from - this.#left
    const requests = this.#requests + untold
    this.#stride = Math.max(1, Math.ceil((2 * requests) / this.#most))
    this.#records = 0
    this.#requests = -untold
    const rest = requests === 0 ? this.takeRest() : 0
    this.#begin(this.#next(), this.#from - this.#left)
    return rest
  }

  /** By chance: each third request of a browser may be for a style sheet. */
  #next(): number {
    return 1 + Math.floor(Math.random() * (2 * this.#stride - 1))
  }

  /** `untold` are counted already. */
  #begin(left: number, untold: number): void {
    this.#left = Math.max(1, Math.min(left, NEVER) - untold)
    this.#from = this.#left + untold
  }
}
