// The football ground at dusk: two old pylons, the stand, the players' long shadows, the rail.
import { box, chance, disc, gouge, path, polygon, sky } from './marks.ts'
import { byDay, cut, type Drawing, rule, type Sheet } from './print.ts'
import { houses, lattice, person } from './things.ts'

const sheet: Sheet = {
  title: 'The Ropewalk under its floodlights',
  width: 1200,
  height: 800,
  tone: 'green',
}

const touchline = 466

function draw(): string[] {
  const at = chance(37)
  return [
    sky({ from: 3, to: 420, width: 1200, step: 13, first: 11, last: 2.6 }, 'tone', at),
    ...town(),
    ...beams(),
    ...pylon(300, 78),
    ...stand(),
    ...pylon(962, 60),
    ...pitch(),
    ...players(),
    ...rail(),
  ]
}

function town(): string[] {
  const row = houses({ from: 620, to: 1230, base: 452, low: 26, high: 60 }, chance(61))
  return [
    cut('ink', row.walls),
    cut('lit', row.windows),
    cut(
      'ink',
      `${polygon([824, 450], [829, 300], [845, 300], [850, 450])}${box(825, 294, 24, 10)}`,
    ),
  ]
}

/** Light falls from each set of lamps in a fan of long wedges. */
function beams(): string[] {
  const wedge = (x: number, y: number, foot: number, width: number) =>
    polygon([x - 2, y], [x + 2, y], [foot + width, touchline + 30], [foot - width, touchline + 30])
  let d = ''
  for (let i = 0; i < 7; i++) d += wedge(312 + i * 6, 112, 330 + i * 92, 15)
  for (let i = 0; i < 7; i++) d += wedge(954 - i * 6, 94, 1010 - i * 92, 15)
  return [cut('lit', d)]
}

function pylon(x: number, top: number): string[] {
  const lamps = [0, 1, 2].flatMap((i) => [
    disc(x - 30 + i * 30, top + 12, 11),
    disc(x - 30 + i * 30, top + 40, 11),
  ])
  return [
    rule('ink', 7, lattice([x, 470, 62], [x, top + 40, 20], 13)),
    cut(
      'ink',
      polygon([x - 52, top - 8], [x + 52, top - 8], [x + 48, top + 58], [x - 48, top + 58]),
    ),
    cut('lit', lamps.join('')),
  ]
}

function stand(): string[] {
  const at = chance(10)
  let heads = ''
  for (let row = 0; row < 3; row++)
    for (let x = 30 + row * 7; x < 560; x += 21)
      if (at() < 0.8) heads += disc(x + at() * 6, 402 + row * 22, 8)
  let posts = ''
  for (let x = 24; x < 580; x += 134) posts += box(x, 350, 9, 112)
  return [
    cut(
      'ink',
      `${polygon([-10, 364], [40, 282], [548, 282], [606, 364])}${polygon([236, 284], [290, 238], [344, 284])}${box(0, 362, 590, 104)}`,
    ),
    cut('deep', box(0, 372, 584, 90)),
    cut('ink', posts),
    cut('lit', heads),
    cut('ink', box(0, 450, 600, 26)),
    cut('lit', `${gouge(26, 346, 520, 6)}${gouge(40, 318, 500, 5)}`),
    rule('edge', 4, 'M290 238V196'),
    cut('tone', 'M292 196q24 10 44 0v22q-20 10 -44 0z'),
  ]
}

function pitch(): string[] {
  let mown = ''
  for (let i = -6; i < 8; i++) {
    const near = 578 + i * 250
    const far = 614 + i * 106
    mown += polygon([far, touchline + 8], [far + 53, touchline + 8], [near + 125, 720], [near, 720])
  }
  return [
    cut('paper', box(0, touchline, 1200, 340)),
    cut('deep', mown),
    rule('lit', 5, path`M0 ${touchline + 24}H1200M0 690H1200M641 ${touchline + 24}V690`),
    rule('lit', 4, 'M480 560a182 44 0 1 0 364 0a182 44 0 1 0 -364 0'),
    rule('edge', 7, 'M1096 566V452L1190 476V606M1096 452L1130 446L1222 468'),
    byDay(
      rule(
        'ink',
        1.5,
        'M1104 470L1200 494M1104 492L1200 518M1104 514L1200 542M1104 536L1200 568M1118 456V570M1140 462V582M1162 468V594',
      ),
    ),
  ]
}

/** Each player stands where two shadows meet. */
function players(): string[] {
  const at = chance(2)
  let figures = ''
  let shadows = ''
  for (const [x, y, height, step] of [
    [132, 560, 84, 0.16],
    [300, 524, 66, 0.1],
    [404, 612, 104, 0.2],
    [566, 540, 74, 0.06],
    [716, 520, 62, 0.14],
    [790, 624, 112, 0.24],
    [902, 556, 82, 0.1],
    [1010, 528, 68, 0.08],
    [1066, 596, 96, 0.18],
  ] as const) {
    figures += person(x, y, height, step, 0.46)
    shadows +=
      gouge(x, y, height * (1.1 + at() * 0.3), 9) + gouge(x - height * 1.2, y, height * 1.2, 9)
  }
  return [cut('ink', shadows + figures), cut('lit', disc(858, 606, 9))]
}

function rail(): string[] {
  const at = chance(53)
  let backs = ''
  let caps = ''
  let lit = ''
  for (let x = -20, i = 0; x < 1220; x += 74 + at() * 34, i++) {
    const r = 26 + at() * 7
    const y = 718 + at() * 26
    backs +=
      disc(x, y, r) +
      path`M${x - r * 2} 830q2 ${-(820 - y - r * 0.8)} ${r * 2} ${-(822 - y - r)}q${r * 2} 4 ${r * 2} ${822 - y - r}z`
    lit += path`M${x - r * 0.8} ${y - r * 0.65}q${r * 0.8} ${-r * 0.6} ${r * 1.6} 0q${-r * 0.8} ${-r * 0.26} ${-r * 1.6} 0z`
    if (i % 3 === 1)
      caps += path`M${x - r} ${y - 4}q${r} ${-r * 2} ${r * 2} 0z` + disc(x, y - r - 6, 8)
  }
  return [rule('edge', 9, 'M0 706H1200'), cut('ink', backs), cut('tone', caps), cut('lit', lit)]
}

export const ropewalk: Drawing = { sheet, draw }
