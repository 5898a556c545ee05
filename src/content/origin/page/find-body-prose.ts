// Prose: how much running text each element holds, as reader modes see it, and which element holds the article's.
import type { Place, Survey } from './find-body-survey.ts'

/** Letters of running text, by the number of the place that they stand in. */
type Prose = (place: Place) => number

/** Characters that a block has at least before it counts as text. */
const LEAST_BLOCK = 40
/** When a page has less than this in its own places, its places cannot be told apart: an aside that nobody closed. */
const LEAST_PAGE = 200
/** What a block holds at least to be a whole text by itself: one that is parted by line breaks. */
const LEAST_ALONE = 500
const WORTH_ALONE = 1.2

export interface ProseMap {
  readonly of: Prose
  /** What stands in the block itself. */
  readonly own: Prose
}

/** `without`: places of other articles. */
export function proseOf(survey: Survey, without: readonly Place[]): ProseMap {
  const strict = measure(survey, without, true)
  const [root] = survey.places
  return root === undefined || strict.of(root) >= LEAST_PAGE
    ? strict
    : measure(survey, without, false)
}

function measure({ places }: Survey, without: readonly Place[], isStrict: boolean): ProseMap {
  const own = new Float64Array(places.length)
  const sums = new Float64Array(places.length)
  const skipped = [...without].sort((one, other) => one.at - other.at)
  let next = 0
  let end = 0
  for (const place of places) {
    for (let skip = skipped[next]; skip?.at === place.at; skip = skipped[++next])
      end = Math.max(end, skip.end)
    if (place.at < end || (isStrict && place.beside !== 'no')) continue
    if (place.direct < LEAST_BLOCK || place.linked * 2 > place.direct) continue
    if (NO_TEXT.has(place.element.tagName)) continue
    own[place.at] = place.direct - place.linked
  }
  for (const place of places.toReversed()) {
    const sum = (sums[place.at] ?? 0) + (own[place.at] ?? 0)
    sums[place.at] = sum
    if (place.parent !== undefined) sums[place.parent.at] = (sums[place.parent.at] ?? 0) + sum
  }
  return { of: ({ at }) => sums[at] ?? 0, own: ({ at }) => own[at] ?? 0 }
}

const NO_TEXT = new Set([
  'h1',
  'button',
  'option',
  'select',
  'textarea',
  'legend',
  'caption',
  'svg',
])

/** The element whose children, or their children, are most of the text; undefined when there is none on the page. */
export function richest({ places }: Survey, prose: ProseMap): Place | undefined {
  const scores = new Float64Array(places.length)
  const add = (place: Place | undefined, worth: number) => {
    if (place !== undefined) scores[place.at] = (scores[place.at] ?? 0) + worth
  }
  for (const place of places) {
    const worth = prose.own(place)
    if (worth === 0) continue
    if (worth > LEAST_ALONE && place.element.tagName !== 'p') add(place, worth * WORTH_ALONE)
    add(place.parent, worth)
    add(place.parent?.parent, worth * 0.6)
  }
  let best: Place | undefined
  let most = 0
  for (const place of places) {
    const score = scores[place.at] ?? 0
    if (score > most) {
      best = place
      most = score
    }
  }
  return best
}
