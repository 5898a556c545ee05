// Variant shelf: the prepared variants of every article's current version, within a budget of bytes. The articles
// that were not asked for the longest go first, about: one that was asked for since it was last looked at stays once more.
import type { Page } from './prepare.ts'

interface Kept<Source> {
  /** What this was last found current for: an issue of the edition, an answer of a site. */
  source: Source
  /** Everything the bytes depend on besides the variant. */
  readonly version: string
  /** Each key at the place of its page. Mostly few: a map would be three more places in memory to look at. */
  readonly keys: string[]
  readonly pages: Page[]
  /** The places of the keys, where these are many: a meter whose reads come back day by day makes hundreds. */
  places: Map<string, number> | undefined
  size: number
  /** How often it was asked for since it was last looked at for room. */
  asked: number
}

/** Counting further says nothing new, and V8 counts no further without an object for each number. */
const MOST_ASKED = 1_000_000_000

/** So few keys are compared one after the other sooner than one is looked up. */
const FEW = 16

export class VariantShelf<Source> {
  readonly #budget: number
  readonly #kept = new Map<string, Kept<Source>>()
  #size = 0

  /** `budget` in bytes. */
  constructor(budget: number) {
    this.#budget = budget
  }

  /** The variant of the article at `path` if it was found current for this very source. */
  current(path: string, key: string, source: Source): Page | undefined {
    const entry = this.#kept.get(path)
    if (entry?.source !== source) return undefined
    if (entry.asked < MOST_ASKED) entry.asked++
    return entry.pages[placeOf(entry, key)]
  }

  /** The variant if its version is still the same; it is current for `source` from then on. */
  confirm(path: string, key: string, version: string, source: Source): Page | undefined {
    const entry = this.#kept.get(path)
    if (entry?.version !== version) return undefined
    entry.source = source
    return entry.pages[placeOf(entry, key)]
  }

  put(path: string, key: string, version: string, source: Source, page: Page): void {
    if (this.#kept.get(path)?.version !== version) this.drop(path)
    const entry = this.#kept.get(path) ?? { source, version, ...fresh() }
    const known = placeOf(entry, key)
    const grown = page.size - (entry.pages[known]?.size ?? 0)
    entry.source = source
    if (known < 0) {
      entry.pages.push(page)
      add(entry, key)
    } else entry.pages[known] = page
    entry.size += grown
    this.#size += grown
    this.#kept.delete(path)
    this.#kept.set(path, entry)
    this.#makeRoom(path)
  }

  /** Never takes what has just been put. */
  #makeRoom(put: string): void {
    for (const [path, entry] of this.#kept) {
      if (this.#size <= this.#budget) break
      if (path === put) continue
      if (entry.asked === 0) this.drop(path)
      else {
        entry.asked = 0
        // To the end, where this comes by again.
        this.#kept.delete(path)
        this.#kept.set(path, entry)
      }
    }
  }

  drop(path: string): void {
    this.#size -= this.#kept.get(path)?.size ?? 0
    this.#kept.delete(path)
  }

  paths(): readonly string[] {
    return [...this.#kept.keys()]
  }

  /** The keys of what is kept of each path, what was asked for most first; in the order in which it was put where that is one. */
  keys(): readonly (readonly [path: string, keys: readonly string[]])[] {
    const all = [...this.#kept].sort(([, one], [, other]) => other.asked - one.asked)
    return all.map(([path, { keys }]) => [path, [...keys]])
  }
}

function fresh() {
  return { keys: [], pages: [], places: undefined, size: 0, asked: 0 }
}

/** Below zero for a key that is not there. */
function placeOf({ keys, places }: Kept<unknown>, key: string): number {
  return places === undefined ? keys.indexOf(key) : (places.get(key) ?? -1)
}

function add(entry: Kept<unknown>, key: string): void {
  const place = entry.keys.push(key) - 1
  if (entry.places !== undefined) entry.places.set(key, place)
  else if (entry.keys.length > FEW)
    entry.places = new Map(entry.keys.map((one, place) => [one, place]))
}
