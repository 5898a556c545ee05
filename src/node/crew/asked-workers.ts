// Asked workers: the owner asks one of its workers and waits for so long and no longer.
import type { Worker } from 'node:cluster'
import { tell } from './generation.ts'
import type { ToWorker } from './messages.ts'

export class AskedWorkers<Value> {
  readonly #waiting = new Map<number, (value: Value | undefined) => void>()
  #lastId = 0

  /** `question` makes the message of a number that the answer has to bear. Undefined when none comes within `ms`. */
  ask(worker: Worker, question: (id: number) => ToWorker, ms: number): Promise<Value | undefined> {
    this.#lastId++
    const id = this.#lastId
    const { promise, resolve } = Promise.withResolvers<Value | undefined>()
    const late = setTimeout(() => resolve(undefined), ms)
    this.#waiting.set(id, resolve)
    tell(worker, question(id))
    return promise.finally(() => {
      clearTimeout(late)
      this.#waiting.delete(id)
    })
  }

  hear(id: number, value: Value): void {
    this.#waiting.get(id)?.(value)
  }
}
