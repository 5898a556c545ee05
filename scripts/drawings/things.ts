// Things that stand in more than one drawing: houses, people, birds, lattice work, bare trees.
import { box, type Chance, disc, path, polygon, spike } from './marks.ts'

/** Somebody `height` tall standing at (x, y): `step` spreads the feet, `hem` is how low the coat hangs. */
export function person(x: number, y: number, height: number, step = 0.06, hem = 0.34): string {
  const u = (part: number) => part * height
  const coat = path`M${x - u(0.13)} ${y - u(0.8)}q${u(0.13)} ${-u(0.07)} ${u(0.26)} 0L${x + u(0.17)} ${y - u(hem)}h${-u(0.06)}L${x + u(0.1 + step)} ${y}h${-u(0.1)}L${x} ${y - u(hem - 0.05)}L${x - u(step * 0.7)} ${y}h${-u(0.1)}L${x - u(0.11)} ${y - u(hem)}h${-u(0.06)}z`
  return disc(x, y - u(0.91), u(0.085)) + coat
}

/** A bird far off, both wings up. */
export const bird = (x: number, y: number, s: number) =>
  path`M${x} ${y}q${-s * 0.5} ${-s * 0.75} ${-s} ${-s * 0.45}q${s * 0.55} ${s * 0.1} ${s} ${s * 0.8}q${s * 0.45} ${-s * 0.7} ${s} ${-s * 0.8}q${-s * 0.5} ${-s * 0.3} ${-s} ${s * 0.45}z`

/** A straggling line of geese, led from (x, y), its two arms falling back to one side. */
export function skein(x: number, y: number, count: number, size: number, at: Chance): string {
  let d = bird(x, y, size)
  for (let i = 1; i < count; i++) {
    const arm = i % 3 === 0 ? -0.55 : 0.5
    d += bird(
      x + i * size * 1.5 + at() * 9,
      y + i * size * arm + at() * 9,
      size * (0.85 + at() * 0.25),
    )
  }
  return d
}

/** Two chords and the zigzag between them, as a path to be drawn with a line. */
export function lattice(
  [x1, y1, w1]: [number, number, number],
  [x2, y2, w2]: [number, number, number],
  bays: number,
): string {
  const length = Math.hypot(x2 - x1, y2 - y1)
  const nx = -(y2 - y1) / length / 2
  const ny = (x2 - x1) / length / 2
  const on = (share: number, side: number): [number, number] => {
    const w = (w1 + (w2 - w1) * share) * side
    return [x1 + (x2 - x1) * share + nx * w, y1 + (y2 - y1) * share + ny * w]
  }
  const point = ([x, y]: [number, number]) => path`${x} ${y}`
  let d = `M${point(on(0, 1))}L${point(on(1, 1))}M${point(on(0, -1))}L${point(on(1, -1))}`
  d += `M${point(on(0, 1))}`
  for (let i = 1; i <= bays; i++) d += `L${point(on(i / bays, i % 2 === 1 ? -1 : 1))}`
  return d
}

export type Row = { from: number; to: number; base: number; low: number; high: number }

/** A row of gabled fronts along a line, with chimneys, and the windows in them. */
export function houses({ from, to, base, low, high }: Row, at: Chance) {
  let walls = path`M${from} ${base}`
  let windows = ''
  for (let x = from; x < to; ) {
    const width = Math.min(to - x, 46 + at() * 44)
    const eaves = base - low - at() * (high - low)
    walls += path`L${x} ${eaves}` + gable(x, eaves, width, at)
    windows += panes(x, eaves, width, base, at)
    x += width
  }
  return { walls: `${walls}${path`V${base}z`}`, windows }
}

function gable(x: number, eaves: number, width: number, at: Chance): string {
  const kind = at()
  const half = width / 2
  if (kind < 0.5) return path`l${half} ${-half * 0.95}l${half} ${half * 0.95}`
  if (kind < 0.68) {
    const s = width / 6
    return path`v${-s}h${s}v${-s}h${s}v${-s}h${s * 2}v${s}h${s}v${s}h${s}v${s}`
  }
  if (kind < 0.84)
    return path`l${width * 0.2} ${-half * 0.7}h${width * 0.16}v-22h13v22L${x + width * 0.8} ${eaves - half * 0.7}l${width * 0.2} ${half * 0.7}`
  return path`q${half * 0.3} ${-half * 0.2} ${half * 0.35} ${-half * 0.7}q${half * 0.65} ${-half * 0.5} ${half * 1.3} 0q${half * 0.05} ${half * 0.5} ${half * 0.35} ${half * 0.7}`
}

function panes(x: number, eaves: number, width: number, base: number, at: Chance): string {
  const columns = Math.max(1, Math.floor((width - 14) / 19))
  const gap = width / columns
  let d = ''
  for (let y = eaves + 13; y < base - 24; y += 31)
    for (let i = 0; i < columns; i++) if (at() < 0.66) d += box(x + gap * (i + 0.5) - 4, y, 8, 14)
  return d
}

/** A bare tree: boughs that fork until they are twigs. */
export function bareTree(x: number, y: number, height: number, at: Chance): string {
  const bough = (fx: number, fy: number, angle: number, length: number, left: number): string => {
    const dx = Math.cos(angle) * length
    const dy = Math.sin(angle) * length
    let d = spike(fx, fy, dx * 1.15, dy * 1.15, Math.max(3, length * 0.13))
    if (left === 0) return d
    for (const turn of [-0.55, 0.5]) {
      const share = 0.55 + at() * 0.35
      const next = angle + turn + (at() - 0.5) * 0.4
      d += bough(fx + dx * share, fy + dy * share, next, length * (0.55 + at() * 0.15), left - 1)
    }
    return d
  }
  return bough(x, y, -Math.PI / 2, height * 0.62, 3)
}

/** A post with a flat top and a band, standing in water or ground. */
export const post = (x: number, top: number, width: number, foot: number) =>
  polygon([x, top], [x + width, top + 3], [x + width + 4, foot], [x - 4, foot])

/** A gull at rest, looking to the right, with its feet at (x, y). */
export const gull = (x: number, y: number, s: number) =>
  path`M${x - 5 * s} ${y}l${s} ${-3 * s}l${-9 * s} ${-s}L${x - 5 * s} ${y - 7 * s}q${7 * s} ${-3 * s} ${9 * s} ${-6 * s}q${s} ${-5 * s} ${5 * s} ${-5 * s}q${3 * s} 0 ${4 * s} ${3 * s}l${4 * s} ${s}l${-4 * s} ${s}q0 ${6 * s} ${-5 * s} ${9 * s}l${-s} ${4 * s}h${-2 * s}v${-3 * s}h${-3 * s}l${-s} ${3 * s}z`
