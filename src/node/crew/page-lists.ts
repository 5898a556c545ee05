// Page lists: for a worker that begins, the owner asks one that serves which pages it keeps.
import type { Worker } from 'node:cluster'
import { tell } from './generation.ts'

/** Within what a worker waits for an answer itself. */
const TOLD_WITHIN_MS = 2000

export class PageLists {
  readonly #waiting = new Map<number, (text: string) => void>()
  #lastId = 0

  /** Of the one that has served for the longest; empty where nobody serves or it does not answer in time. */
  async of([oldest]: readonly Worker[]): Promise<string> {
    if (oldest === undefined) return ''
    this.#lastId++
    const id = this.#lastId
    const { promise, resolve } = Promise.withResolvers<string>()
    const late = setTimeout(() => resolve(''), TOLD_WITHIN_MS)
    this.#waiting.set(id, resolve)
    tell(oldest, { kind: 'list-pages', id })
    const text = await promise
    clearTimeout(late)
    this.#waiting.delete(id)
    return text
  }

  hear(id: number, text: string): void {
    this.#waiting.get(id)?.(text)
  }
}
