// Pending: calls that were sent to the thread of the database and are not answered yet. None waits longer than its
// limit, and only so many wait at once: an overdue answer is worth less to a reader than a quick refusal.
import { failed } from '../../core/result.ts'
import type { Store } from '../../core/store.ts'
import type { Bundle } from './bundle.ts'
import type { Answered, Call, Method } from './calls.ts'

type Answer = Answered['result']

export interface Limits {
  /** Milliseconds that `standing` may take, on the path of an article, and `standingOfFeed`. */
  readonly standingMs: number
  /** Milliseconds that every other call may take. */
  readonly callMs: number
  /** How many calls may wait at once. */
  readonly mostWaiting: number
}

/** The passes of all who come back. */
const GATHERED: Method = 'standing'

const BRIEF: readonly Method[] = ['standing', 'standingOfFeed']

export class PendingCalls {
  readonly #limits: Limits
  readonly #waiting = new Map<
    number,
    { readonly answer: (result: Answer) => void; readonly timer: NodeJS.Timeout }
  >()
  /** Calls that the thread has not answered, those among them that nobody waits for any more. */
  #unanswered = 0
  #lastId = 0

  constructor(limits: Limits) {
    this.#limits = limits
  }

  /**
   * Sends a call with `calls` and gives its answer, or `unavailable` once its time is over. What is asked for by many at a time
   * waits for the others of its turn; everything else goes at once, and so does what nothing waits before.
   */
  ask<Name extends Method>(
    calls: Bundle<Call>,
    method: Name,
    args: Parameters<Store[Name]>,
  ): Promise<Answer> {
    const { standingMs, callMs, mostWaiting } = this.#limits
    if (this.#unanswered >= mostWaiting)
      return Promise.resolve(failed('unavailable', `${mostWaiting} calls wait for the accounts`))
    const limit = BRIEF.includes(method) ? standingMs : callMs
    const { promise, resolve } = Promise.withResolvers<Answer>()
    this.#lastId++
    const id = this.#lastId
    const timer = setTimeout(() => {
      this.#waiting.delete(id)
      resolve(failed('unavailable', `The accounts did not answer within ${limit} ms`))
    }, limit)
    this.#waiting.set(id, { answer: resolve, timer })
    this.#unanswered++
    calls.add({ kind: 'call', id, deadline: Date.now() + limit, method, args } as Call)
    if (method !== GATHERED || this.#unanswered === 1) calls.flush()
    return promise
  }

  /** Hands an answer of the thread to whoever waits for it still. */
  answer({ id, result }: Answered): void {
    this.#unanswered--
    const waiting = this.#waiting.get(id)
    if (waiting === undefined) return
    this.#waiting.delete(id)
    clearTimeout(waiting.timer)
    waiting.answer(result)
  }

  /** The thread is gone and will answer nothing: whoever waits is told so. */
  failAll(detail: string): void {
    for (const { answer, timer } of this.#waiting.values()) {
      clearTimeout(timer)
      answer(failed('unavailable', detail))
    }
    this.#waiting.clear()
    this.#unanswered = 0
  }
}
