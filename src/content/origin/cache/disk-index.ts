// Disk index: what the names of the files say, in memory, in the order in which they go when there is no room.
import { MOST_VARIANTS } from './copy.ts'
import { type FileName, nameText } from './copy-file.ts'

export type Indexed = FileName

export class DiskIndex {
  readonly #byKey = new Map<string, readonly Indexed[]>()
  /** Most paths have one key. */
  readonly #keysAt = new Map<string, string | Set<string>>()
  /** Least lately used first. */
  readonly #lasting = new Set<Indexed>()
  readonly #others = new Set<Indexed>()
  #bytes = 0

  get bytes(): number {
    return this.#bytes
  }

  get size(): number {
    return this.#lasting.size + this.#others.size
  }

  ofKey(key: string): readonly Indexed[] {
    return this.#byKey.get(key) ?? []
  }

  ofPath(path: string): readonly Indexed[] {
    const keys = this.#keysAt.get(path)
    if (keys === undefined) return []
    return (typeof keys === 'string' ? [keys] : [...keys]).flatMap((key) => this.ofKey(key))
  }

  all(): readonly Indexed[] {
    return [...this.#lasting, ...this.#others]
  }

  /** The first to go. */
  first(): Indexed | undefined {
    const [other] = this.#others
    const [lasting] = this.#lasting
    return other ?? lasting
  }

  /** Gives those whose place it takes; they are taken out. */
  add(entry: Indexed): readonly Indexed[] {
    const before = this.ofKey(entry.key).filter((one) => one.variant === entry.variant)
    // The same name is the same file.
    const superseded = before.filter((one) => nameText(one) !== nameText(entry))
    for (const one of before) this.remove(one)
    const crowded = this.ofKey(entry.key).slice(MOST_VARIANTS - 1)
    for (const one of crowded) this.remove(one)
    this.#byKey.set(entry.key, [entry, ...this.ofKey(entry.key)])
    this.#enter(entry)
    this.#partOf(entry).add(entry)
    this.#bytes += entry.bytes
    return [...superseded, ...crowded]
  }

  touch(entry: Indexed): void {
    if (this.#partOf(entry).delete(entry)) this.#partOf(entry).add(entry)
  }

  remove(entry: Indexed): void {
    if (!this.#partOf(entry).delete(entry)) return
    this.#bytes -= entry.bytes
    const left = this.ofKey(entry.key).filter((one) => one !== entry)
    if (left.length > 0) {
      this.#byKey.set(entry.key, left)
      return
    }
    this.#byKey.delete(entry.key)
    const keys = this.#keysAt.get(entry.path)
    if (typeof keys === 'string') this.#keysAt.delete(entry.path)
    else if (keys?.delete(entry.key) && keys.size === 0) this.#keysAt.delete(entry.path)
  }

  #enter({ path, key }: Indexed): void {
    const keys = this.#keysAt.get(path)
    if (keys === undefined || keys === key) this.#keysAt.set(path, key)
    else if (typeof keys === 'string') this.#keysAt.set(path, new Set([keys, key]))
    else keys.add(key)
  }

  #partOf({ lasting }: Indexed): Set<Indexed> {
    return lasting ? this.#lasting : this.#others
  }
}
