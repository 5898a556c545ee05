// Carried: texts of other articles on a page. A list that shows whole articles, an endless page that holds the next one.
import { type Ground, knownContainers } from './find-body.ts'
import { proseOf } from './find-body-prose.ts'
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

/** Running texts of more letters than `longest`: of units, and in elements that texts of articles stand in. */
export function carriedBy(
  ground: Ground,
  asked: Asked,
  pathOf: Self['pathOf'],
  longest: number,
): readonly CarriedPlace[] {
  const { survey, units } = ground
  const prose = proseOf(survey, [])
  const containers = knownContainers(survey)
  const { inUnits, alone } = byUnit(containers, units)
  const ownProse = withoutInner(units, prose.of)
  const found = units.flatMap((unit): readonly CarriedPlace[] => {
    const { place, path, isForeign } = unit
    const all = ownProse.get(unit) ?? 0
    const text = inUnits.get(unit)?.find((one) => prose.of(one) * 2 > all)
    const held = text === undefined ? all : prose.of(text)
    if (held <= longest || !isAsked(place, isForeign, asked)) return []
    return [{ place: text ?? place, around: place, path }]
  })
  const rest = alone.flatMap((place, index) =>
    prose.of(place) > longest && isAsked(place, false, asked)
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

/** What units hold, less what units within them hold. */
function withoutInner(
  units: readonly Unit[],
  of: (place: Place) => number,
): ReadonlyMap<Unit, number> {
  const held = new Map(units.map((unit) => [unit, of(unit.place)]))
  for (const unit of units)
    if (unit.within !== undefined)
      held.set(unit.within, (held.get(unit.within) ?? 0) - of(unit.place))
  return held
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
