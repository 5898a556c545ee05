// Calls: a worker's questions to the owner of the site, each answered once, or refused when the owner does not answer.
import type { FromOwner, FromWorker, SiteCall, SiteCalls } from './messages.ts'

/** Longer than the owner ever lets anybody wait for the site. */
const ANSWER_MS = 120_000

interface Waiting {
  /** Before anything that is told after it. */
  readonly take: (given: unknown) => void
  readonly fail: (error: Error) => void
}

export class Calls {
  readonly #say: (message: FromWorker) => void
  readonly #waiting = new Map<number, Waiting>()
  #last = 0

  constructor(say: (message: FromWorker) => void) {
    this.#say = say
  }

  /** Gives what `taken` makes of the answer in the very moment in which it comes. Rejects when there is none. */
  ask<Name extends SiteCall['name'], Value = SiteCalls[Name]['given']>(
    call: Extract<SiteCall, { name: Name }>,
    taken: (given: SiteCalls[Name]['given']) => Value,
  ): Promise<Value> {
    this.#last++
    const id = this.#last
    const { promise, resolve, reject } = Promise.withResolvers<Value>()
    const late = setTimeout(() => fail(new Error('The owner does not answer.')), ANSWER_MS)
    const over = () => {
      clearTimeout(late)
      this.#waiting.delete(id)
    }
    const fail = (error: Error) => {
      over()
      reject(error)
    }
    // What the owner answers a call with is what this call is given.
    const take = (given: unknown) => {
      over()
      resolve(taken(given as SiteCalls[Name]['given']))
    }
    this.#waiting.set(id, { take, fail })
    this.#say({ what: 'call', id, call })
    return promise
  }

  hear(message: Extract<FromOwner, { what: 'given' | 'failed' }>): void {
    const waiting = this.#waiting.get(message.id)
    if (message.what === 'given') waiting?.take(message.given)
    else waiting?.fail(new Error(message.detail))
  }

  close(): void {
    for (const { fail } of [...this.#waiting.values()]) fail(new Error('It ends.'))
  }
}
