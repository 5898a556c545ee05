// Crew counts: what all processes have counted together. What has ended counts on: a sum that falls is read as a restart,
// and what is left of it is counted a second time.
import type { Worker } from 'node:cluster'
import { type Counts, openCounts, sumOf, textOfAll } from '../../counts/counts.ts'
import { tell } from './generation.ts'

const COUNTED_WITHIN_MS = 800

export class CrewCounts {
  /** What this process has counted itself. */
  readonly own: Counts = openCounts()
  /** What each worker has said last. */
  readonly #last = new Map<Worker, object[]>()
  #ended: Promise<object[]> = Promise.resolve([])
  readonly #waiting = new Map<number, () => void>()
  #lastId = 0

  /** `id`: of the question; undefined where it was said without one. */
  hear(worker: Worker, id: number | undefined, values: object[]): void {
    // All that it says is heard before its line breaks; it may have ended before.
    if (!this.#last.has(worker)) worker.once('disconnect', () => this.#keep(worker))
    this.#last.set(worker, values)
    if (id !== undefined) this.#waiting.get(id)?.()
  }

  /** Of a worker that does not answer in time what it said last. */
  async text(asked: readonly Worker[]): Promise<string> {
    await Promise.all(asked.map((worker) => this.#ask(worker)))
    // Both at one instant: a worker that ends is in one of them.
    const said = [...this.#last.values()]
    const ended = this.#ended
    return textOfAll([await this.own.values(), await ended, ...said])
  }

  #ask(worker: Worker): Promise<void> {
    this.#lastId++
    const id = this.#lastId
    const { promise, resolve } = Promise.withResolvers<void>()
    const late = setTimeout(resolve, COUNTED_WITHIN_MS)
    this.#waiting.set(id, resolve)
    tell(worker, { kind: 'count', id })
    return promise.finally(() => {
      clearTimeout(late)
      this.#waiting.delete(id)
    })
  }

  #keep(worker: Worker): void {
    const last = this.#last.get(worker) ?? []
    this.#last.delete(worker)
    this.#ended = this.#ended.then((before) => sumOf([before, last]))
  }
}
