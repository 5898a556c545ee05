// Close, files: the pictures, sounds and documents of the gated part, found again in whatever size and wherever written.
import { addressesIn, familyOf, ownAddress } from './cut-page-texts.ts'

export class GatedFiles {
  readonly #families: ReadonlySet<string>
  /** The last names of their paths: most addresses are told from them by these. */
  readonly #names: ReadonlySet<string>
  readonly #base: URL

  /** `open`: files that everybody may have, though they stand below the cut too. */
  constructor(gated: Iterable<string>, open: Iterable<string>, base: URL) {
    const openFamilies = new Set([...open].map(familyOf))
    this.#families = new Set([...gated].map(familyOf).filter((family) => !openFamilies.has(family)))
    this.#names = new Set([...this.#families].map(nameOf))
    this.#base = base
  }

  isIn(value: string): boolean {
    if (this.#families.size === 0) return false
    return addressesIn(value).some((address) => {
      const url = this.#mayBe(address) ? ownAddress(address, this.#base) : undefined
      return url !== undefined && this.#families.has(familyOf(url.pathname))
    })
  }

  #mayBe(address: string): boolean {
    return this.#names.has(nameOf(familyOf(address))) || IS_WRITTEN_OTHERWISE.test(address)
  }
}

/** The same name may be written in letters, or with percent signs. */
const IS_WRITTEN_OTHERWISE = /%|[^\x21-\x7e]/

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}
