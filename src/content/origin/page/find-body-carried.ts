// Carried: texts of other articles on a page. A list that shows whole articles, an endless page that holds the next one.
import { type Ground, knownContainers } from './find-body.ts'
import { contains, type Place } from './find-body-survey.ts'
import { permalinkOf, type Self, type Unit } from './find-body-units.ts'

export interface CarriedPlace {
  readonly place: Place
  /** The part of the page that tells what is known of it. */
  readonly around: Place
  /** Of the article, where the page leads to it. */
  readonly path: string | undefined
}

/** `article`: but for what stands in or around the page's own text. `list`: all. `page`: what leads elsewhere. */
export type Asked =
  | { readonly kind: 'article'; readonly own: Place }
  | { readonly kind: 'list' }
  | { readonly kind: 'page' }

/** Texts of more letters than `longest`: of units, and in elements that texts of articles stand in. In document order. */
export function carriedBy(
  ground: Ground,
  asked: Asked,
  pathOf: Self['pathOf'],
  longest: number,
): readonly CarriedPlace[] {
  const { survey, units } = ground
  const containers = knownContainers(survey).filter(({ letters }) => letters > longest)
  const { inUnits, alone } = byUnit(containers, units)
  const letters = ownLetters(units)
  const found = units.flatMap((unit): readonly CarriedPlace[] => {
    const { place, path } = unit
    if ((letters.get(unit) ?? 0) <= longest || !isAsked(place, unit.isForeign, asked)) return []
    const text = inUnits.get(unit)?.find((one) => one.letters * 2 > place.letters)
    return [{ place: text ?? place, around: place, path }]
  })
  const rest = alone.flatMap((place, index) =>
    isAsked(place, false, asked)
      ? [announced(place, survey.places, [alone[index - 1], alone[index + 1]], pathOf)]
      : [],
  )
  return [...found, ...rest].toSorted((one, other) => one.place.at - other.place.at)
}

function isAsked(place: Place, isForeign: boolean, asked: Asked): boolean {
  if (asked.kind === 'page') return isForeign
  if (asked.kind === 'list') return true
  return !(contains(asked.own, place) || contains(place, asked.own))
}

function byUnit(containers: readonly Place[], units: readonly Unit[]) {
  const inUnits = new Map<Unit, Place[]>()
  const alone: Place[] = []
  let next = 0
  let around: Unit | undefined
  for (const place of containers) {
    for (
      let unit = units[next];
      unit !== undefined && unit.place.at <= place.at;
      unit = units[++next]
    )
      around = unit
    let unit = around
    while (unit !== undefined && !contains(unit.place, place)) unit = unit.within
    if (unit === undefined) alone.push(place)
    else inUnits.set(unit, [...(inUnits.get(unit) ?? []), place])
  }
  return { inUnits, alone }
}

/** Without those of units within. */
function ownLetters(units: readonly Unit[]): ReadonlyMap<Unit, number> {
  const letters = new Map(units.map((unit) => [unit, unit.place.letters]))
  for (const { place, within } of units)
    if (within !== undefined) letters.set(within, (letters.get(within) ?? 0) - place.letters)
  return letters
}

/** How far above a text its headline is looked for. */
const FARTHEST = 3

/** A text in no unit: its headline stands beside it, in something that holds no other text. */
function announced(
  place: Place,
  places: readonly Place[],
  neighbours: readonly (Place | undefined)[],
  pathOf: Self['pathOf'],
): CarriedPlace {
  let around = place
  for (
    let up = place.parent, steps = 0;
    up !== undefined && steps < FARTHEST;
    steps++, up = up.parent
  ) {
    const outer = up
    if (neighbours.some((one) => one !== undefined && contains(outer, one))) break
    around = outer
    const path = permalinkOf(outer, places, pathOf)
    if (path !== undefined) return { place, around, path }
  }
  return { place, around, path: undefined }
}
