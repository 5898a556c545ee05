// The marks a cutter makes, each an SVG path in whole numbers: gouges, spikes, ruled skies, water.
import { byDay, byNight, cut, type Ink } from './print.ts'

/** Always the same sequence for the same seed: numbers from 0 up to 1. */
export type Chance = () => number

export function chance(seed: number): Chance {
  let state = seed
  return () => {
    state = (state * 16807) % 2147483647
    return state / 2147483647
  }
}

/** Path data with every number rounded: path`M${x} ${y}h${width}`. */
export const path = (words: TemplateStringsArray, ...values: (number | string)[]) =>
  words.reduce((text, word, i) => {
    const value = values[i - 1] ?? ''
    return text + (typeof value === 'number' ? Math.round(value) : value) + word
  })

export const box = (x: number, y: number, width: number, height: number) =>
  path`M${x} ${y}h${width}v${height}h${-width}z`

export const disc = (x: number, y: number, r: number) =>
  path`M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`

/** A lens lying flat, as one push of the tool leaves it. */
export const gouge = (x: number, y: number, length: number, width: number) =>
  path`M${x} ${y}q${length / 2} ${-width} ${length} 0q${-length / 2} ${width} ${-length} 0z`

/** A line that starts broad at a foot and ends in a point at (x + dx, y + dy). */
export function spike(x: number, y: number, dx: number, dy: number, width: number): string {
  const length = Math.hypot(dx, dy) || 1
  const nx = (-dy / length) * (width / 2)
  const ny = (dx / length) * (width / 2)
  return path`M${x - nx} ${y - ny}L${x + dx} ${y + dy}L${x + nx} ${y + ny}z`
}

/** A polygon from pairs of numbers. */
export const polygon = (...points: [number, number][]) =>
  `M${points.map(([x, y]) => path`${x} ${y}`).join('L')}z`

export type Ruling = {
  from: number
  to: number
  width: number
  step: number
  first: number
  last: number
}

/** Ruled lines across a sheet, whose weight goes from `first` to `last` on the way down. */
function ruled({ from, to, width, step, first, last }: Ruling, at: Chance): string {
  let d = ''
  for (let y = from; y < to; y += step) {
    const share = (y - from) / (to - from)
    const weight = Math.max(1, first + (last - first) * share)
    const tilt = Math.round((at() - 0.5) * 3)
    d += `M0 ${Math.round(y)}l${width} ${tilt}v${weight.toFixed(1)}L0 ${(y + weight + at()).toFixed(1)}z`
  }
  return d
}

/** A sky that is dark above and light at the horizon by day, and the other way about by night. */
export function sky(ruling: Ruling, ink: Ink, at: Chance): string {
  const { first, last } = ruling
  return (
    byDay(cut(ink, ruled(ruling, at))) +
    byNight(cut(ink, ruled({ ...ruling, first: last, last: first * 0.62 }, at)))
  )
}

export type Water = { left: number; right: number; from: number; to: number; grow: number }

/** Rows of gouges that lengthen towards the reader; `inkAt` says what is printed where. */
export function water(
  { left, right, from, to, grow }: Water,
  inkAt: (x: number, y: number, share: number) => Ink | undefined,
  at: Chance,
): string {
  const inks = new Map<Ink, string>()
  for (let y = from; y < to; y += 9 + ((y - from) / (to - from)) * 13 * grow) {
    const share = (y - from) / (to - from)
    for (let x = left - at() * 90; x < right; ) {
      const length = (34 + at() * 70) * (0.7 + share * 1.9 * grow)
      const ink = inkAt(x + length / 2, y, share)
      const mark = gouge(x, y + at() * 4, length, 4.5 + share * 14 * grow)
      if (ink !== undefined) inks.set(ink, (inks.get(ink) ?? '') + mark)
      x += length + (8 + at() * 26) * (0.7 + share)
    }
  }
  return [...inks].map(([ink, d]) => cut(ink, d)).join('')
}
