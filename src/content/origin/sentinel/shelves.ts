// Shelves: which hash is of which articles. Sorted arrays of numbers, 65,536 of them by the first bits of the hash: 8
// bytes a hash, no stop to grow, and what is taken away is swept out a few shelves at a time.

const SHELVES = 0x10000
/** Articles at a time, and bits of a number that are left for the hash: with the shelf's 16 they are 51. */
const OWNERS = 0x40000
const REST_OF_HIGH = 16
const LOW_BITS = 19

/** Not an article: what everybody may read, or what stands in so many articles that it is no secret of any. */
export const OPEN = 0

/** A bit for each of so many parts that hashes may be in: most that are asked for are known by it to be none. 8 MB. */
const BITS = 26

/** Shelves that are kept and read again together. */
const IN_BLOCK = 256

type Shelf = Float64Array<ArrayBuffer>

export class Shelves {
  readonly #shelves = new Array<Shelf | undefined>(SHELVES)
  readonly #counts = new Int32Array(SHELVES)
  readonly #maybe = new Uint32Array(2 ** (BITS - 5))
  #size = 0
  /** Grows with every number that is put on or taken off. */
  changes = 0

  get size(): number {
    return this.#size
  }

  get bytes(): number {
    let bytes = this.#counts.byteLength + this.#maybe.byteLength + SHELVES * 8
    // What V8 keeps for an array beside its numbers.
    for (const shelf of this.#shelves) if (shelf !== undefined) bytes += shelf.byteLength + 180
    return bytes
  }

  static get mostOwners(): number {
    return OWNERS
  }

  /** Whether there may be anything of a hash. Most that are asked for are none, and this says so of nearly all of them. */
  mayHave(high: number): boolean {
    const bit = bitOf(high)
    return ((this.#maybe[bit >>> 5] ?? 0) & (1 << (bit & 31))) !== 0
  }

  /** Of which articles a hash is. */
  ownersOf(high: number, low: number): readonly number[] {
    const at = high & 0xffff
    const shelf = this.#shelves[at]
    const owners: number[] = []
    if (shelf === undefined) return owners
    const least = leastOf(high, low)
    const count = this.#counts[at] ?? 0
    for (let index = lowerBound(shelf, count, least); index < count; index++) {
      const owner = (shelf[index] ?? 0) - least
      if (owner >= OWNERS) break
      owners.push(owner)
    }
    return owners
  }

  /** Nothing happens when it is there. */
  add(high: number, low: number, owner: number): void {
    const at = high & 0xffff
    const key = leastOf(high, low) + owner
    const count = this.#counts[at] ?? 0
    const shelf = this.#withRoom(at, count)
    const index = lowerBound(shelf, count, key)
    if (index < count && shelf[index] === key) return
    this.#mark(high)
    shelf.copyWithin(index + 1, index, count)
    shelf[index] = key
    this.#counts[at] = count + 1
    this.#size++
    this.changes++
  }

  /** From now on it is open, and nobody's. */
  open(high: number, low: number): void {
    for (const owner of this.ownersOf(high, low))
      if (owner !== OPEN) this.#remove(high & 0xffff, leastOf(high, low) + owner)
    this.add(high, low, OPEN)
  }

  /** Takes out of `count` shelves from `from` on what is of owners that are no more. */
  sweep(from: number, count: number, isGone: (owner: number) => boolean): void {
    for (let at = from; at < Math.min(from + count, SHELVES); at++) {
      const shelf = this.#shelves[at]
      if (shelf === undefined) continue
      const kept = shelf.subarray(0, this.#counts[at] ?? 0).filter((key) => !isGone(key % OWNERS))
      this.#size -= (this.#counts[at] ?? 0) - kept.length
      this.#counts[at] = kept.length
      this.#shelves[at] = kept.length === 0 ? undefined : kept
    }
  }

  static get count(): number {
    return SHELVES
  }

  static get blocks(): number {
    return SHELVES / IN_BLOCK
  }

  /** All that stands on the shelves of a block: how many on each, then the numbers themselves, as this machine writes them. */
  bytesOf(block: number): Uint8Array {
    const counts = this.#counts.subarray(block * IN_BLOCK, (block + 1) * IN_BLOCK)
    const all = counts.reduce((sum, count) => sum + count, 0)
    const bytes = new Uint8Array(counts.byteLength + all * 8)
    bytes.set(new Uint8Array(counts.buffer, counts.byteOffset, counts.byteLength))
    let at = counts.byteLength
    for (let index = 0; index < IN_BLOCK; index++) {
      const shelf = this.#shelves[block * IN_BLOCK + index]
      const size = (counts[index] ?? 0) * 8
      if (shelf !== undefined) bytes.set(new Uint8Array(shelf.buffer, 0, size), at)
      at += size
    }
    return bytes
  }

  /** Puts them on empty shelves, those of owners that are marked in `known`. False: these are no such bytes. */
  restore(block: number, bytes: Uint8Array, known: Uint8Array): boolean {
    const head = IN_BLOCK * 4
    if (bytes.byteLength < head || bytes.byteLength % 8 !== 0) return false
    const whole = bytes.slice().buffer
    const counts = new Int32Array(whole, 0, IN_BLOCK)
    const keys = new Float64Array(whole, head)
    if (counts.reduce((sum, count) => sum + count, 0) !== keys.length) return false
    let from = 0
    for (let index = 0; index < IN_BLOCK; index++) {
      const to = from + (counts[index] ?? 0)
      this.#fill(block * IN_BLOCK + index, keys, from, to, known)
      from = to
    }
    return true
  }

  /** Millions of them are put back at a start. */
  #fill(at: number, keys: Float64Array, from: number, to: number, known: Uint8Array): void {
    const shelf = new Float64Array(to - from)
    let kept = 0
    for (let index = from; index < to; index++) {
      const key = keys[index] ?? 0
      const hash = Math.floor(key / OWNERS)
      if (known[key - hash * OWNERS] !== 1) continue
      shelf[kept++] = key
      this.#mark(highOf(at, hash))
    }
    this.#shelves[at] = kept === 0 ? undefined : shelf
    this.#counts[at] = kept
    this.#size += kept
  }

  #withRoom(at: number, count: number): Shelf {
    const shelf = this.#shelves[at]
    if (shelf !== undefined && count < shelf.length) return shelf
    const larger = new Float64Array(count + 2 + (count >> 3))
    if (shelf !== undefined) larger.set(shelf)
    this.#shelves[at] = larger
    return larger
  }

  #mark(high: number): void {
    const bit = bitOf(high)
    this.#maybe[bit >>> 5] = (this.#maybe[bit >>> 5] ?? 0) | (1 << (bit & 31))
  }

  #remove(at: number, key: number): void {
    const shelf = this.#shelves[at]
    const count = this.#counts[at] ?? 0
    if (shelf === undefined) return
    const index = lowerBound(shelf, count, key)
    if (shelf[index] !== key || index >= count) return
    shelf.copyWithin(index, index + 1, count)
    this.#counts[at] = count - 1
    this.#size--
    this.changes++
  }
}

/** The first half of a hash, by the shelf it stands on and its number there without an owner. */
function highOf(shelf: number, hash: number): number {
  return ((Math.floor(hash / 2 ** LOW_BITS) << REST_OF_HIGH) | shelf) >>> 0
}

function bitOf(high: number): number {
  return high >>> (32 - BITS)
}

/** The number of a hash on its shelf, with the owner 0. */
function leastOf(high: number, low: number): number {
  const rest = (high >>> REST_OF_HIGH) * 2 ** LOW_BITS + (low >>> (32 - LOW_BITS))
  return rest * OWNERS
}

/** The first index whose number is not below `key`. */
function lowerBound(shelf: Shelf, count: number, key: number): number {
  let from = 0
  let to = count
  while (from < to) {
    const middle = (from + to) >>> 1
    if ((shelf[middle] ?? 0) < key) from = middle + 1
    else to = middle
  }
  return from
}
