// Crew counts: what all processes have counted together. What has ended counts on: a sum that falls is read as a restart,
// and what is left of it is counted a second time.
import type { Worker } from 'node:cluster'
import { type Counts, openCounts, sumOf, textOfAll } from '../../counts/counts.ts'
import { AskedWorkers } from './asked-workers.ts'

const COUNTED_WITHIN_MS = 800

export class CrewCounts {
  /** What this process has counted itself. */
  readonly own: Counts = openCounts()
  /** What each worker has said last. */
  readonly #last = new Map<Worker, object[]>()
  #ended: Promise<object[]> = Promise.resolve([])
  readonly #asked = new AskedWorkers<true>()

  /** `id`: of the question; undefined where it was said without one. */
  hear(worker: Worker, id: number | undefined, values: object[]): void {
    // All that it says is heard before its line breaks; it may have ended before.
    if (!this.#last.has(worker)) worker.once('disconnect', () => this.#keep(worker))
    this.#last.set(worker, values)
    if (id !== undefined) this.#asked.hear(id, true)
  }

  /** Of a worker that does not answer in time what it said last. */
  async text(asked: readonly Worker[]): Promise<string> {
    const count = (id: number) => ({ kind: 'count', id }) as const
    await Promise.all(asked.map((worker) => this.#asked.ask(worker, count, COUNTED_WITHIN_MS)))
    // Both at one instant: a worker that ends is in one of them.
    const said = [...this.#last.values()]
    const ended = this.#ended
    return textOfAll([await this.own.values(), await ended, ...said])
  }

  #keep(worker: Worker): void {
    const last = this.#last.get(worker) ?? []
    this.#last.delete(worker)
    this.#ended = this.#ended.then((before) => sumOf([before, last]))
  }
}
