// Shelves: memory and disk as one. What is not in memory is brought from the disk and read anew, once for all who
// wait; what is removed is removed from both, and from what is on its way between them.

import { LRUCache } from 'lru-cache'
import { addressPath } from '../../../core/address-path.ts'
import { failed, type Result } from '../../../core/result.ts'
import type { HeaderList } from '../client/header-list.ts'
import { type Copy, type Kept, saysTheSame } from './copy.ts'
import type { Disk } from './disk.ts'
import { type Flight, Flights } from './flights.ts'
import type { CacheOptions } from './found.ts'
import { exactPathOf, hasQuery } from './key.ts'
import { Memory } from './memory.ts'

/** What could not be read from the disk is not tried again for each reader. */
const UNREAD_MS = 5000

type ShelvesOptions<Reading> = Pick<
  CacheOptions<Reading>,
  'now' | 'read' | 'sizeOf' | 'isLasting' | 'settings' | 'changed'
>

export class Shelves<Reading> {
  readonly memory: Memory<Reading>
  readonly #options: ShelvesOptions<Reading>
  readonly #disk: Disk | undefined
  readonly #loads = new Flights<Kept<Reading> | undefined>()
  /** Until when, by what was looked for. */
  readonly #unread = new LRUCache<string, number>({ max: 1000 })

  constructor(options: ShelvesOptions<Reading>, disk: Disk | undefined) {
    this.#options = options
    this.#disk = disk
    this.memory = new Memory(options.settings.memoryBytes, options.sizeOf)
  }

  /** The one that holds for whoever asks so. */
  async find(key: string, asked: HeaderList): Promise<Kept<Reading> | undefined> {
    return this.memory.find(key, asked) ?? (await this.#loaded(key, asked, false))
  }

  /** The same or, where there is none, another variant of it. */
  async findAny(key: string, asked: HeaderList): Promise<Kept<Reading> | undefined> {
    const [any] = this.memory.variants(key)
    return this.memory.find(key, asked) ?? any ?? (await this.#loaded(key, asked, true))
  }

  /** `before`: what stood in its place. */
  async put(kept: Kept<Reading>, before: Copy | undefined): Promise<void> {
    this.memory.put(kept)
    if (before?.version !== kept.copy.version) this.#changed(kept.copy.key)
    if (!kept.shared || this.#disk === undefined) return
    const { copy, reading, shared: _, ...lifetime } = kept
    if (before !== undefined && saysTheSame(before, copy) && this.#disk.confirm(copy)) return
    await this.#disk.put({ copy, lifetime }, this.#options.isLasting(reading))
  }

  /** Stands for longer than it would, because what came after it must not go out. */
  prolong(last: Kept<Reading>, until: number): Kept<Reading> {
    const stale = until + this.#options.settings.staleIfErrorSeconds * 1000
    const kept: Kept<Reading> = {
      ...last,
      freshUntil: until,
      whileAskingUntil: Math.max(last.whileAskingUntil, stale),
      onErrorUntil: Math.max(last.onErrorUntil, stale),
    }
    if (this.#stands(last)) this.memory.put(kept)
    return kept
  }

  async readAgain(kept: Kept<Reading>): Promise<Kept<Reading> | undefined> {
    const { key, version, varying } = kept.copy
    const again = async (flight: Flight) => {
      const reading = await this.read(kept.copy, undefined)
      // What was taken away meanwhile, or gave way to another version, is not put back.
      if (flight.revoked) return undefined
      if (!reading.ok) {
        if (this.#stands(kept)) await this.remove(key)
        return undefined
      }
      const made = { ...kept, reading: reading.value }
      if (this.#stands(kept)) this.memory.put(made)
      this.#changed(key)
      return made
    }
    const id = JSON.stringify(['again', key, version, varying])
    return await (this.#loads.running(id) ?? this.#loads.start(id, key, again))
  }

  async read(copy: Copy, last: Kept<Reading> | undefined): Promise<Result<Reading, 'refused'>> {
    try {
      return await this.#options.read(copy, last)
    } catch (error) {
      // Whatever could not be looked at does not go out.
      return failed('refused', error instanceof Error ? error.message : String(error))
    }
  }

  /** Whether what stands at `key` is gone when `gone` is: an address with every query, one with a query alone. */
  goesWith(key: string, gone: string): boolean {
    return key === gone || (!hasQuery(gone) && exactPathOf(key) === gone)
  }

  /** The origin has it no more. Returns when it is off the disk, too. */
  async gone(key: string): Promise<void> {
    this.#loads.revoke((load) => this.goesWith(load.key, key))
    this.#changed(key)
    if (hasQuery(key)) {
      await this.remove(key)
      return
    }
    this.memory.removeExactPath(key)
    await this.#disk?.removeExactPath(key)
  }

  /** How many were removed, when they are off the disk. */
  async remove(key: string): Promise<number> {
    this.#loads.revoke((load) => load.key === key)
    this.#changed(key)
    return await this.#count(this.memory.remove(key), this.#disk?.removeKey(key))
  }

  /** As articles have it. */
  async removePath(path: string): Promise<number> {
    this.#loads.revoke((load) => addressPath(load.key) === path)
    this.#options.changed?.({ path })
    return await this.#count(this.memory.removePath(path), this.#disk?.removePath(path))
  }

  async clear(): Promise<number> {
    this.#loads.revoke(() => true)
    this.#options.changed?.('all')
    return await this.#count(this.memory.clear(), this.#disk?.clear())
  }

  held() {
    return {
      memoryBytes: this.memory.bytes,
      diskBytes: this.#disk?.bytes ?? 0,
      diskFiles: this.#disk?.size ?? 0,
    }
  }

  async close(): Promise<void> {
    await this.#disk?.close()
  }

  /** Nearly everything in memory is on the disk as well. */
  async #count(inMemory: number, onDisk: Promise<number> | undefined): Promise<number> {
    return Math.max(inMemory, (await onDisk) ?? 0)
  }

  #changed(key: string): void {
    this.#options.changed?.({ path: addressPath(key) })
  }

  #stands(kept: Kept<Reading>): boolean {
    return this.memory.variants(kept.copy.key).some(({ copy }) => copy === kept.copy)
  }

  async #loaded(key: string, asked: HeaderList, any: boolean): Promise<Kept<Reading> | undefined> {
    const disk = this.#disk
    if (disk === undefined || !disk.has(key)) return undefined
    const id = JSON.stringify([key, any, asked])
    const now = this.#options.now()
    if (now < (this.#unread.get(id) ?? 0)) return undefined
    const load = async (flight: Flight) => {
      const stored = await disk.find(key, asked, any)
      if (stored === undefined || flight.revoked) return undefined
      const reading = await this.read(stored.copy, undefined)
      if (flight.revoked) return undefined
      if (!reading.ok) {
        this.#unread.set(id, now + UNREAD_MS)
        return undefined
      }
      const kept = { copy: stored.copy, reading: reading.value, shared: true, ...stored.lifetime }
      this.memory.put(kept)
      return kept
    }
    return await (this.#loads.running(id) ?? this.#loads.start(id, key, load))
  }
}
