// Remembered: signed cookies that have opened, so that the next request with one costs a look instead of a MAC. Only
// what did open is kept: rubbish cannot push out what is good. A key that is taken away takes with it what it opened.
import type { Seals } from './seal.ts'

export interface Remembering<Value> {
  readonly seals: Seals
  /** Undefined for what is not ours. The text that it gets is a copy, which may be kept. */
  readonly open: (text: string) => Value | undefined
  /** About how many bytes of memory a value takes, without the text. */
  readonly sizeOf: (value: Value) => number
  /** Bytes that are kept at most. */
  readonly budget: number
}

/** Gives the function that opens a text, or remembers what it opened to. */
export function remember<Value>(
  remembering: Remembering<Value>,
): (text: string | undefined) => Value | undefined {
  const { seals, open } = remembering
  let memory = new Memory(remembering)
  let ring = seals.ring()
  return (text) => {
    if (text === undefined) return undefined
    if (seals.ring() !== ring) {
      ring = seals.ring()
      memory = new Memory(remembering)
    }
    const place = placeOf(text)
    const found = memory.at(place, text)
    if (found !== undefined) return found
    const own = detached(text)
    const value = open(own)
    if (value !== undefined) memory.keep(place, own, value)
    return value
  }
}

/**
 * A text's place in the map and on the ring, and what it takes beside its characters: at most, which is just after the map
 * has grown. Measured.
 */
const ENTRY_BYTES = 180

/** What is looked at together stands together: where there are many, none of it is in a cache of the processor. */
interface Kept<Value> {
  readonly text: string
  readonly value: Value
  readonly place: number
  /** Where it stands on the ring. */
  readonly slot: number
  wasAsked: boolean
}

/**
 * Texts are looked up by some characters of the MAC at their end, because the hash of a whole text, which is new with
 * every request, costs five times as much. What is found there counts only where the whole text is the same. When there
 * is no room, a hand goes round: what was asked for since it last came by stays once more, the rest goes.
 */
class Memory<Value> {
  readonly #sizeOf: (value: Value) => number
  readonly #budget: number
  readonly #kept = new Map<number, Kept<Value>>()
  readonly #ring: (Kept<Value> | undefined)[] = []
  readonly #free: number[] = []
  #size = 0
  #hand = 0

  constructor({ sizeOf, budget }: Pick<Remembering<Value>, 'sizeOf' | 'budget'>) {
    this.#sizeOf = sizeOf
    this.#budget = budget
  }

  at(place: number, text: string): Value | undefined {
    const found = this.#kept.get(place)
    if (found?.text !== text) return undefined
    found.wasAsked = true
    return found.value
  }

  /** Of two texts with the same place, the later one is remembered. */
  keep(place: number, text: string, value: Value): void {
    this.#forget(this.#kept.get(place))
    this.#size += this.#bytesOf(text, value)
    while (this.#size > this.#budget && this.#kept.size > 0) this.#turn()
    const slot = this.#free.pop() ?? this.#ring.length
    const kept = { text, value, place, slot, wasAsked: false }
    this.#kept.set(place, kept)
    this.#ring[slot] = kept
  }

  #turn(): void {
    this.#hand = (this.#hand + 1) % this.#ring.length
    const kept = this.#ring[this.#hand]
    if (kept?.wasAsked) kept.wasAsked = false
    else this.#forget(kept)
  }

  #forget(kept: Kept<Value> | undefined): void {
    if (kept === undefined) return
    this.#size -= this.#bytesOf(kept.text, kept.value)
    this.#kept.delete(kept.place)
    this.#ring[kept.slot] = undefined
    this.#free.push(kept.slot)
  }

  #bytesOf(text: string, value: Value): number {
    return ENTRY_BYTES + text.length + this.#sizeOf(value)
  }
}

/** 32 of the bits of the MAC at its end. */
function placeOf(text: string): number {
  let place = 0
  for (let at = text.length - 7; at < text.length; at++)
    place = (Math.imul(place, 31) + text.charCodeAt(at)) | 0
  return place
}

/** The same text without the header that it was cut out of, which would be kept in memory as a whole. */
export function detached(text: string): string {
  return Buffer.from(text, 'latin1').toString('latin1')
}
