// Variant shelf: the prepared variants of every article's current version, within a budget of bytes. The articles
// that were not asked for the longest go first.
import type { Prepared } from './prepare.ts'

interface Kept<Source> {
  /** What this was last found current for: an issue of the edition, an answer of a site. */
  source: Source
  /** Everything the bytes depend on besides the variant. */
  readonly version: string
  readonly variants: Map<string, Prepared>
  size: number
}

export class VariantShelf<Source> {
  readonly #budget: number
  readonly #kept = new Map<string, Kept<Source>>()
  #size = 0

  /** `budget` in bytes. */
  constructor(budget: number) {
    this.#budget = budget
  }

  /** The variant of the article at `path` if it was found current for this very source. */
  current(path: string, key: string, source: Source): Prepared | undefined {
    const entry = this.#kept.get(path)
    return entry?.source === source ? entry.variants.get(key) : undefined
  }

  /** The variant if its version is still the same; it is current for `source` from then on. */
  confirm(path: string, key: string, version: string, source: Source): Prepared | undefined {
    const entry = this.#kept.get(path)
    if (entry?.version !== version) return undefined
    entry.source = source
    return entry.variants.get(key)
  }

  put(path: string, key: string, version: string, source: Source, prepared: Prepared): void {
    if (this.#kept.get(path)?.version !== version) this.drop(path)
    const entry = this.#kept.get(path) ?? { source, version, variants: new Map(), size: 0 }
    const grown = prepared.size - (entry.variants.get(key)?.size ?? 0)
    entry.source = source
    entry.variants.set(key, prepared)
    entry.size += grown
    this.#size += grown
    this.#kept.delete(path)
    this.#kept.set(path, entry)
    for (const oldest of this.#kept.keys()) {
      if (this.#size <= this.#budget || oldest === path) break
      this.drop(oldest)
    }
  }

  drop(path: string): void {
    this.#size -= this.#kept.get(path)?.size ?? 0
    this.#kept.delete(path)
  }

  paths(): readonly string[] {
    return [...this.#kept.keys()]
  }
}
