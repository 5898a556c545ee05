// Remembered: what answers for a short while for a key of which nothing is kept, so that the next ask does not go to
// the origin too. Bounded: anybody can invent addresses.

import { LRUCache } from 'lru-cache'
import { addressPath } from '../../../core/address-path.ts'
import type { Found } from './found.ts'

export type Short = {
  /** Epoch ms. */
  readonly until: number
} & (Exclude<Found<never>, { kind: 'stream' | 'kept' }> | { readonly kind: 'pass' })

type Noted = Short & { readonly since: number }

/** Roughly what an entry takes beside its page. */
const OVERHEAD_BYTES = 500

export class Remembered {
  readonly #now: () => number
  readonly #entries: LRUCache<string, Noted>

  constructor(budgetBytes: number, now: () => number) {
    this.#now = now
    this.#entries = new LRUCache({
      maxSize: Math.max(1, Math.floor(budgetBytes)),
      sizeCalculation: (short, key) =>
        OVERHEAD_BYTES +
        key.length +
        (short.kind === 'gone' && short.copy ? short.copy.bytes.length : 0),
    })
  }

  at(key: string): Short | undefined {
    const short = this.#entries.get(key)
    const now = this.#now()
    // A clock that was set back does not make it last.
    return short !== undefined && now < short.until && now >= short.since ? short : undefined
  }

  put(key: string, short: Short): void {
    this.#entries.set(key, { ...short, since: this.#now() })
  }

  remove(key: string): void {
    this.#entries.delete(key)
  }

  /** As articles have it. */
  removePath(path: string): void {
    for (const key of [...this.#entries.keys()])
      if (addressPath(key) === path) this.#entries.delete(key)
  }

  clear(): void {
    this.#entries.clear()
  }
}
