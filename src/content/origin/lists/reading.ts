// Reading: what is at hand while a list is closed, and what is to be read before it can be made in full.
import type { Cms, LookUp, SiteAddresses } from '../../../core/origin.ts'
import type { Place } from './listing.ts'

export interface ListReading {
  readonly cms: Cms
  readonly addresses: SiteAddresses
  readonly lookUp: LookUp
  /** Something was taken from an item whose article was not read yet. */
  note(place: Place | undefined): void
}

/** Each place once, in the order in which they stand in the list. */
export function notedPlaces(): {
  note(place: Place | undefined): void
  places(): readonly Place[]
} {
  const noted = new Map<string, Place>()
  return {
    note(place) {
      if (place !== undefined && !noted.has(place.path)) noted.set(place.path, place)
    },
    places: () => [...noted.values()],
  }
}
