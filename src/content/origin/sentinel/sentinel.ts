// Sentinel: knows every gated text by its hashes, and finds passages of them in whatever is about to go out without a
// grant. The last look, when all that closes a page has been done.
import type { Trace } from '../../../core/origin.ts'
import { isUnspaced } from './letters.ts'
import { packedIn } from './packed.ts'
import { Passages } from './passages.ts'
import { Scan } from './scan.ts'
import { OPEN, Shelves } from './shelves.ts'
import { Signs } from './signs.ts'
import type { Stretch } from './stretch.ts'
import { Windows } from './windows.ts'

/** Fewer words are a phrase that anybody may write. */
const LEAST_WORDS = 5
/** What stands in so many articles, unlike each other, is nobody's secret: an author's note, what a series begins with. */
const BOILERPLATE = 5
/** An article that shares more of its text with others than this is one of them at another address. */
const COPY = 0.5
/** Texts in base64 in a text in base64, and one more. */
const MOST_PACKED = 3
/** Shelves that are swept with each article that is learned, while articles are forgotten. */
const SWEPT = 512

export interface Sentinel {
  /** Learns a version of an article: `gatedTexts` block by block; `openText` is no secret. Versions add up. */
  /** False where there is no room for one more article: nothing of it will be met. */
  learn(path: string, gatedTexts: readonly string[], openText: string): boolean
  /** What everybody may read anyway, though it may stand in gated texts: a free article, a list, what all pages share. */
  noteOpen(text: string): void
  /** The article is free now, or gone. */
  forget(path: string): void
  /**
   * Every passage of a gated article that stands in a text, whatever its format. Takes time by its length alone. What
   * stands in the article `except` as well is none: its own page, for whoever may read it, holds all of it.
   */
  look(text: string, except?: string): readonly Trace[]
  /** Grows whenever something is learned or forgotten: what was said of a text may be another now. */
  readonly generation: number
  readonly articles: number
  /** Hashes that are kept. */
  readonly hashes: number
  /** Memory that they take. */
  readonly bytes: number
}

export function createSentinel(): KnowingSentinel {
  return new KnowingSentinel()
}

interface Hash {
  readonly high: number
  readonly low: number
}

export class KnowingSentinel implements Sentinel {
  #shelves = new Shelves()
  /** By owner; 0 is nobody. */
  #paths: (string | undefined)[] = [undefined]
  #owners = new Map<string, number>()
  /** Owners that are forgotten and stand on shelves yet; those of them that every sweep has passed are free. */
  #gone = new Set<number>()
  #sweeping = new Set<number>()
  #sweptTo = 0
  #free: number[] = []
  /** While what it knows is copied no number goes to another article: half of its hashes would be the other's. */
  #copies = 0
  /** By owner, whether it is one of those with which it was begun. */
  #known = new Uint8Array(0)
  #take: (stretch: Stretch) => void = () => undefined
  readonly #scan = new Scan((stretch) => this.#take(stretch))
  readonly #windows = new Windows()
  readonly #passages = new Passages()
  /** Of what was forgotten; what was learned is counted on the shelves. */
  #turns = 0

  get generation(): number {
    return this.#turns + this.#shelves.changes
  }

  get articles(): number {
    return this.#owners.size
  }

  get hashes(): number {
    return this.#shelves.size
  }

  get bytes(): number {
    return this.#shelves.bytes
  }

  learn(path: string, gatedTexts: readonly string[], openText: string): boolean {
    this.#sweep()
    this.noteOpen(openText)
    const hashes = this.#hashesOf(gatedTexts)
    if (hashes.length === 0) return true
    const owner = this.#ownerOf(path)
    if (owner === undefined) return false
    const others = hashes.map(({ high, low }) => this.#othersOf(high, low, owner))
    const shared = others.filter((of) => of !== 'open' && of > 0).length
    const isCopy = shared > hashes.length * COPY
    for (const [index, { high, low }] of hashes.entries()) {
      const of = others[index] ?? 0
      if (of === 'open') continue
      if (of + 1 >= BOILERPLATE && !isCopy) this.#shelves.open(high, low)
      else this.#shelves.add(high, low, owner)
    }
    return true
  }

  noteOpen(text: string): void {
    for (const { high, low } of this.#hashesOf([text])) this.#shelves.open(high, low)
  }

  forget(path: string): void {
    const owner = this.#owners.get(path)
    if (owner === undefined) return
    this.#turns++
    this.#owners.delete(path)
    this.#paths[owner] = undefined
    this.#gone.add(owner)
  }

  /** Articles that it knows, by their numbers in `copied`. */
  get owners(): ReadonlyMap<string, number> {
    return this.#owners
  }

  /**
   * All that it knows, in so many blocks. What is learned while they are taken may be in some of them; what was known
   * before is in all.
   */
  *copied(): Generator<Uint8Array, void, undefined> {
    this.#copies++
    try {
      for (let block = 0; block < Shelves.blocks; block++) yield this.#shelves.bytesOf(block)
    } finally {
      this.#copies--
    }
  }

  /** Before `restore`: the articles to whom the numbers belong. */
  begin(owners: Iterable<readonly [string, number]>): void {
    this.#owners = new Map(owners)
    for (const [path, owner] of this.#owners) this.#paths[owner] = path
    this.#known = new Uint8Array(this.#paths.length).fill(1, OPEN, OPEN + 1)
    for (let owner = 1; owner < this.#paths.length; owner++)
      if (this.#paths[owner] === undefined) this.#free.push(owner)
      else this.#known[owner] = 1
  }

  /** The next block of those that `copied` gave, into one that knows nothing. False: it is none. */
  restore(block: number, bytes: Uint8Array): boolean {
    return this.#shelves.restore(block, bytes, this.#known)
  }

  /** Knows what the other one knows, and that alone. The other is of no use from then on. */
  become(other: KnowingSentinel): void {
    this.#turns = this.generation + 1
    this.#shelves = other.#shelves
    this.#paths = other.#paths
    this.#owners = other.#owners
    this.#gone = other.#gone
    this.#sweeping = other.#sweeping
    this.#sweptTo = other.#sweptTo
    this.#free = other.#free
  }

  look(text: string, except?: string): readonly Trace[] {
    return this.#look(text, except, 0)
  }

  #look(text: string, except: string | undefined, depth: number): readonly Trace[] {
    if (this.#owners.size === 0) return []
    const own = except === undefined ? undefined : this.#owners.get(except)
    const traces: Trace[] = []
    const passages = this.#passages
    const pathOf = (owner: number) => this.#paths[owner]
    const endOf = endsIn(text)
    this.#take = (stretch) => {
      this.#windows.meet(stretch, (high, from, to, isSentence) => {
        if (!this.#shelves.mayHave(high)) return
        const owner = this.#ownerOfHash(high, this.#windows.low, own)
        if (owner === OPEN) {
          if (isSentence) passages.meetOpen(from, to)
        } else if (owner !== undefined) passages.meet(owner, from, to, isSentence)
      })
      if (!passages.isEmpty) traces.push(...passages.tracesOf(stretch, pathOf, endOf))
    }
    this.#scan.read([text])
    if (depth < MOST_PACKED)
      for (const { from, to, unpacked } of packedIn(text)) {
        const [first] = this.#look(unpacked, except, depth + 1)
        if (first !== undefined) traces.push({ path: first.path, words: [[from, to]] })
      }
    return traces
  }

  /** Each once. */
  #hashesOf(texts: readonly string[]): readonly Hash[] {
    const hashes = new Map<string, Hash>()
    this.#take = (stretch) => {
      this.#windows.meet(stretch, (high, from, to, isSentence) => {
        if (isSentence && !isUnspaced(stretch.letters[from] ?? 0) && !hasWords(stretch, from, to))
          return
        const { low } = this.#windows
        hashes.set(`${high} ${low}`, { high, low })
      })
    }
    this.#scan.read(texts)
    return [...hashes.values()]
  }

  /** The first that is not forgotten, or OPEN; none where it is of the article that may stand here. */
  #ownerOfHash(high: number, low: number, own: number | undefined): number | undefined {
    const owners = this.#shelves.ownersOf(high, low)
    if (owners[0] === OPEN) return OPEN
    if (own !== undefined && owners.includes(own)) return undefined
    return owners.find((owner) => this.#paths[owner] !== undefined)
  }

  #othersOf(high: number, low: number, owner: number): number | 'open' {
    let others = 0
    for (const one of this.#shelves.ownersOf(high, low)) {
      if (one === OPEN) return 'open'
      if (one !== owner && this.#paths[one] !== undefined) others++
    }
    return others
  }

  /** Undefined when there is no room for one more article. */
  #ownerOf(path: string): number | undefined {
    const known = this.#owners.get(path)
    if (known !== undefined) return known
    const owner = (this.#copies === 0 ? this.#free.pop() : undefined) ?? this.#paths.length
    if (owner >= Shelves.mostOwners) return undefined
    this.#paths[owner] = path
    this.#owners.set(path, owner)
    return owner
  }

  /** A few shelves further; who was gone before the first of them was swept is free when the last one was. */
  #sweep(): void {
    if (this.#sweptTo === 0) {
      if (this.#gone.size === 0) return
      this.#sweeping = new Set(this.#gone)
    }
    this.#shelves.sweep(this.#sweptTo, SWEPT, (owner) => this.#sweeping.has(owner))
    this.#sweptTo += SWEPT
    if (this.#sweptTo < Shelves.count) return
    this.#sweptTo = 0
    for (const owner of this.#sweeping) {
      this.#gone.delete(owner)
      this.#free.push(owner)
    }
  }
}

/** Whether there are words enough in a plain text, from one letter on and up to another. */
function hasWords({ starts }: Stretch, from: number, to: number): boolean {
  let words = 1
  for (let at = from + 1; at < to; at++) if (starts[at] !== (starts[at - 1] ?? 0) + 1) words++
  return words >= LEAST_WORDS
}

/** Where the sign ends in a text that begins at a place of it; of one in two halves, the second. */
function endsIn(text: string): (start: number) => number {
  const signs = new Signs(text, new Map())
  return (start) => {
    signs.read(start)
    if (signs.code >= 0xd800 && signs.code < 0xdc00) signs.read(signs.end)
    return signs.end
  }
}
