// Market day: striped awnings to left and right, shoppers between them, the Corn Hall behind.
import { box, chance, disc, gouge, path, polygon, sky } from './marks.ts'
import { byDay, byNight, cut, type Drawing, rule, type Sheet } from './print.ts'
import { houses, person } from './things.ts'

const sheet: Sheet = {
  title: 'Market day in the square',
  width: 1200,
  height: 800,
  tone: 'green',
}

type Point = [number, number]
type Awning = { back: [Point, Point]; front: [Point, Point]; stripes: number; fringe: number }

const ground = 520

function draw(): string[] {
  const at = chance(41)
  return [
    sky({ from: 4, to: 400, width: 1200, step: 13, first: 8, last: 1.2 }, 'tone', at),
    ...cornHall(),
    ...cobbles(),
    ...farStalls(),
    ...crowd(),
    ...stall(
      {
        back: [
          [-40, 250],
          [392, 306],
        ],
        front: [
          [-60, 352],
          [470, 392],
        ],
        stripes: 9,
        fringe: 34,
      },
      'left',
    ),
    ...stall(
      {
        back: [
          [822, 296],
          [1240, 232],
        ],
        front: [
          [756, 384],
          [1270, 344],
        ],
        stripes: 9,
        fringe: 34,
      },
      'right',
    ),
    ...goods(),
    ...lamps(),
    ...shoppers(),
  ]
}

function cornHall(): string[] {
  const at = chance(4)
  const left = houses({ from: -20, to: 500, base: ground, low: 190, high: 250 }, at)
  const right = houses({ from: 706, to: 1230, base: ground, low: 180, high: 250 }, at)
  let columns = ''
  for (let x = 498; x < 706; x += 34) columns += box(x, 330, 16, 150)
  return [
    cut('deep', left.walls + right.walls),
    cut('lit', left.windows + right.windows),
    cut(
      'ink',
      `${polygon([474, 300], [603, 226], [732, 300])}${box(484, 298, 238, 224)}${polygon([572, 246], [572, 132], [634, 132], [634, 246])}${path`M564 134q39 -60 78 0z`}${box(600, 62, 6, 40)}`,
    ),
    cut('lit', `${disc(603, 176, 23)}${columns}`),
    rule('ink', 4, 'M603 160V177L613 184'),
    cut('lit', gouge(520, 286, 166, 7)),
  ]
}

function cobbles(): string[] {
  const at = chance(9)
  let light = ''
  let dark = ''
  for (let y = ground + 10; y < 800; y += 11 + (y - ground) * 0.05) {
    const share = (y - ground) / 280
    for (let x = -20 - at() * 40; x < 1200; x += 30 + share * 34) {
      const mark = gouge(x, y + Math.abs(x - 600) * 0.02, 22 + share * 26, 4 + share * 8)
      if (at() < 0.32) dark += mark
      else if (at() < 0.8) light += mark
    }
  }
  return [cut('paper', box(0, ground, 1200, 280)), cut('tone', light), cut('wave', dark)]
}

/** A striped cloth between two edges, with a scalloped fringe along the front one. */
function cloth({ back, front, stripes, fringe }: Awning) {
  const on = ([[ax, ay], [bx, by]]: [Point, Point], share: number): Point => [
    ax + (bx - ax) * share,
    ay + (by - ay) * share,
  ]
  const flat = { dark: '', light: '' }
  for (let i = 0; i < stripes; i++) {
    const [a, b] = [on(back, i / stripes), on(back, (i + 1) / stripes)]
    const [c, d] = [on(front, (i + 1) / stripes), on(front, i / stripes)]
    const half = (c[0] - d[0]) / 2
    const scallop = path`M${d[0]} ${d[1]}v${fringe * 0.5}q${half} ${fringe} ${half * 2} 0L${c[0]} ${c[1]}z`
    flat[i % 2 === 0 ? 'dark' : 'light'] += polygon(a, b, c, d) + scallop
  }
  return flat
}

function stall(awning: Awning, side: 'left' | 'right'): string[] {
  const { dark, light } = cloth(awning)
  const [[x1, y1], [x2, y2]] = awning.front
  const inner = side === 'left' ? x2 - 26 : x1 + 26
  const from = side === 'left' ? -20 : inner - 8
  const width = side === 'left' ? inner + 28 : 1200 - inner + 28
  return [
    cut('ink', `${polygon([x1, y1], [x2, y2], [x2, y2 + 60], [x1, y1 + 60])}`),
    cut(
      'ink',
      `${box(inner - 7, y2 - 10, 14, 340)}${box(from, 566, width, 22)}${box(from, 586, width, 130)}`,
    ),
    cut('lit', light),
    cut('tone', dark),
    rule('edge', 3, path`M${x1} ${y1}L${x2} ${y2}`),
  ]
}

function farStalls(): string[] {
  let dark = ''
  let light = ''
  let posts = ''
  for (const [x, y, width] of [
    [446, 452, 120],
    [640, 446, 132],
  ] as const) {
    for (let i = 0; i < 6; i++) {
      const step = width / 6
      const stripe = polygon(
        [x + 10 + i * (step - 3), y - 34],
        [x + 10 + (i + 1) * (step - 3), y - 34],
        [x + (i + 1) * step, y + 12],
        [x + i * step, y + 12],
      )
      if (i % 2 === 0) dark += stripe
      else light += stripe
    }
    posts +=
      box(x + 4, y + 10, 5, 88) + box(x + width - 9, y + 10, 5, 88) + box(x, y + 56, width, 40)
  }
  return [cut('ink', posts), cut('tone', dark), cut('lit', light)]
}

function crowd(): string[] {
  const at = chance(15)
  let d = ''
  for (let i = 0; i < 12; i++)
    d += person(430 + i * 31 + at() * 18, 548 + at() * 22, 76 + at() * 16, at() * 0.1)
  return [cut('ink', d)]
}

/** Cheeses on the left, cabbages and crates on the right. */
function goods(): string[] {
  let wheels = ''
  let slots = ''
  let heads = ''
  for (let i = 0; i < 5; i++) wheels += path`M${8 + i * 84} 566v-26q34 -16 68 0v26z`
  for (let i = 0; i < 4; i++) wheels += path`M${46 + i * 84} 536v-22q30 -14 60 0v22z`
  for (let i = 0; i < 9; i++) heads += disc(806 + i * 46, 552 - (i % 2) * 6, 23)
  for (let i = 0; i < 8; i++) heads += disc(832 + i * 46, 522, 20)
  for (let i = 0; i < 6; i++) slots += gouge(i * 74, 622, 60, 5) + gouge(i * 74, 664, 60, 5)
  for (let i = 0; i < 6; i++)
    slots += gouge(800 + i * 70, 622, 56, 5) + gouge(800 + i * 70, 664, 56, 5)
  let veins = ''
  for (let i = 0; i < 9; i++) veins += gouge(792 + i * 46, 548 - (i % 2) * 6, 28, 5)
  for (let i = 0; i < 5; i++) veins += gouge(14 + i * 84, 548, 56, 5)
  return [cut('tone', heads), cut('lit', wheels), cut('paper', slots), cut('ink', veins)]
}

/** The string of bulbs that is only worth drawing when it is dark. */
function lamps(): string[] {
  let bulbs = ''
  for (let i = 0; i <= 10; i++) {
    const x = 392 + i * 43
    bulbs += disc(x, 316 + 70 * (1 - ((i - 5) / 5) ** 2) * 0.8, 8)
  }
  return [
    byDay(rule('ink', 3, 'M392 310Q607 420 822 300')),
    byNight(rule('tone', 2, 'M392 310Q607 420 822 300'), cut('lit', bulbs)),
  ]
}

function shoppers(): string[] {
  const bags = `${path`M396 742l54 -4l8 52h-70z`}${path`M708 690l40 2l4 48h-52z`}`
  const hats = path`M262 466q30 -10 30 -36q28 -22 58 0q0 26 30 36q-58 22 -118 0z`
  return [
    cut(
      'ink',
      person(316, 812, 370, 0.1) + person(668, 760, 262, 0.09) + person(548, 672, 176, 0.1),
    ),
    cut('ink', hats),
    cut('ink', bags),
    rule('ink', 6, 'M402 744q20 -60 40 -4M712 692q16 -40 30 0'),
    cut(
      'lit',
      `${gouge(282, 520, 76, 9)}${path`M366 560q10 60 8 120l8 -4q2 -70 -8 -120z`}${gouge(644, 556, 48, 7)}${path`M700 580q10 50 6 100l7 -4q4 -60 -6 -98z`}${path`M568 556q8 30 6 66l6 -2q2 -40 -6 -66z`}`,
    ),
  ]
}

export const marketSquare: Drawing = { sheet, draw }
