// Close, files: the pictures, sounds and documents of the gated part, found again in whatever size and wherever written.
import { addressesIn, familyOf, ownAddress } from './cut-page-texts.ts'

export class GatedFiles {
  readonly #families: ReadonlySet<string>
  readonly #base: URL

  /** `open`: files that everybody may have, though they stand below the cut too. */
  constructor(gated: Iterable<string>, open: Iterable<string>, base: URL) {
    const openFamilies = new Set([...open].map(familyOf))
    this.#families = new Set([...gated].map(familyOf).filter((family) => !openFamilies.has(family)))
    this.#base = base
  }

  isIn(value: string): boolean {
    if (this.#families.size === 0) return false
    return addressesIn(value).some((address) => {
      const url = ownAddress(address, this.#base)
      return url !== undefined && this.#families.has(familyOf(url.pathname))
    })
  }
}
