// Memory: what was read lately, within a budget of bytes. Addresses that anybody can invent have a small part of it.

import { LRUCache } from 'lru-cache'
import { addressPath } from '../../../core/address-path.ts'
import type { HeaderList } from '../client/header-list.ts'
import { holdsFor, type Kept, MOST_VARIANTS } from './copy.ts'
import { exactPathOf } from './key.ts'

/** Map entries, objects, headers: roughly what a copy takes beside its bytes. */
const OVERHEAD_BYTES = 2048

/** Of the whole budget, for what is not shared. */
const SMALL_PART = 1 / 16

/** Newest first. */
type Variants<Reading> = readonly Kept<Reading>[]

export class Memory<Reading> {
  readonly #shared: LRUCache<string, Variants<Reading>>
  readonly #small: LRUCache<string, Variants<Reading>>
  readonly #keysAt = new Map<string, Set<string>>()

  constructor(budgetBytes: number, sizeOf: (reading: Reading) => number) {
    const open = (maxSize: number) =>
      new LRUCache<string, Variants<Reading>>({
        maxSize: Math.max(1, Math.floor(maxSize)),
        sizeCalculation: (variants) =>
          variants.reduce(
            (sum, { copy, reading }) =>
              sum + copy.bytes.length + Math.ceil(sizeOf(reading)) + OVERHEAD_BYTES,
            0,
          ),
        disposeAfter: (_, key, why) => {
          if (why !== 'set') this.#leave(key)
        },
      })
    this.#shared = open(budgetBytes * (1 - SMALL_PART))
    this.#small = open(budgetBytes * SMALL_PART)
  }

  get bytes(): number {
    return this.#shared.calculatedSize + this.#small.calculatedSize
  }

  variants(key: string): Variants<Reading> {
    return this.#shared.get(key) ?? this.#small.get(key) ?? []
  }

  find(key: string, asked: HeaderList): Kept<Reading> | undefined {
    return this.variants(key).find(({ copy }) => holdsFor(copy, asked))
  }

  /** In the place of the one that holds for the same readers. */
  put(kept: Kept<Reading>): void {
    const { key, varying } = kept.copy
    const segment = kept.shared ? this.#shared : this.#small
    const others = (segment.peek(key) ?? []).filter(({ copy }) => !holdsFor(copy, varying))
    segment.set(key, [kept, ...others].slice(0, MOST_VARIANTS))
    if (!segment.has(key)) return
    const path = addressPath(key)
    const keys = this.#keysAt.get(path)
    if (keys === undefined) this.#keysAt.set(path, new Set([key]))
    else keys.add(key)
  }

  /** Headers that what is kept of a key varies by. */
  variesBy(key: string): readonly string[] {
    const names = this.variants(key).flatMap(({ copy }) => copy.varying.map(([name]) => name))
    return names.length < 2 ? names : [...new Set(names)].sort()
  }

  /** Each says how many there were. */
  remove(key: string): number {
    const removed = this.variants(key).length
    this.#shared.delete(key)
    this.#small.delete(key)
    return removed
  }

  /** As articles have their path. */
  removePath(path: string): number {
    const keys = [...(this.#keysAt.get(path) ?? [])]
    return keys.reduce((sum, key) => sum + this.remove(key), 0)
  }

  removeExactPath(exact: string): void {
    for (const key of [...(this.#keysAt.get(addressPath(exact)) ?? [])])
      if (exactPathOf(key) === exact) this.remove(key)
  }

  clear(): number {
    const removed = this.#shared.size + this.#small.size
    this.#shared.clear()
    this.#small.clear()
    this.#keysAt.clear()
    return removed
  }

  #leave(key: string): void {
    if (this.#shared.has(key) || this.#small.has(key)) return
    const path = addressPath(key)
    const keys = this.#keysAt.get(path)
    keys?.delete(key)
    if (keys?.size === 0) this.#keysAt.delete(path)
  }
}
