// The 14 at its stop on the causeway, with the creeks of the salt marsh before it.
import { box, chance, disc, gouge, path, polygon, sky, spike } from './marks.ts'
import { byNight, cut, type Drawing, rule, type Sheet } from './print.ts'
import { person, skein } from './things.ts'

const sheet: Sheet = {
  title: 'The 14 at Marsh Lane End',
  width: 1200,
  height: 800,
  tone: 'blue',
}

const road = 470

function draw(): string[] {
  const at = chance(39)
  return [
    sky({ from: 4, to: road - 20, width: 1200, step: 13, first: 9, last: 1.3 }, 'tone', at),
    cut('paper', disc(930, 372, 84)),
    cut('lit', disc(930, 372, 74)),
    cut('ink', skein(230, 140, 9, 27, at) + skein(700, 120, 5, 18, at)),
    ...farShore(),
    ...marsh(),
    ...creeks(),
    ...causeway(),
    ...bus(),
    ...stop(),
    ...reeds(),
  ]
}

function farShore(): string[] {
  return [
    cut(
      'deep',
      path`M0 ${road}V${road - 34}Q200 ${road - 52} 420 ${road - 36}T820 ${road - 42}T1200 ${road - 30}V${road}z`,
    ),
    cut(
      'ink',
      `${polygon([90, road - 20], [90, 402], [104, 372], [118, 402], [118, 418], [178, 418], [190, 438], [190, road - 20])}`,
    ),
  ]
}

/** Saltings: short marks that darken towards the reader. */
function marsh(): string[] {
  const at = chance(64)
  let tone = ''
  let dark = ''
  for (let y = road + 50; y < 810; y += 11 + (y - road) * 0.03) {
    const share = (y - road) / 330
    for (let x = -at() * 60; x < 1200; x += 44 + share * 60) {
      const mark = gouge(x, y + at() * 6, 34 + at() * 30 + share * 36, 5 + share * 9)
      if (at() < 0.3 + share * 0.3) dark += mark
      else tone += mark
    }
  }
  return [cut('paper', box(0, road + 30, 1200, 320)), cut('tone', tone), cut('wave', dark)]
}

/** Water that winds in towards the causeway, wide in front and a thread behind. */
function creeks(): string[] {
  const winding = path`M470 806C380 740 640 706 700 672S470 622 520 594S690 566 640 546S560 532 566 522L574 522C576 534 664 530 676 548S560 582 566 598S850 640 800 690S600 750 760 806z`
  const side = path`M-10 700C110 690 130 640 60 620S-10 600 -10 600V612Q40 616 50 628T-10 668z`
  const right = path`M1210 640C1080 640 1040 610 1096 588S1150 560 1120 546L1126 544C1166 556 1140 580 1110 596S1120 622 1210 620z`
  let gleam = ''
  for (const [x, y, length] of [
    [520, 776, 150],
    [560, 742, 120],
    [640, 712, 110],
    [690, 680, 90],
    [620, 652, 80],
    [530, 606, 40],
    [600, 578, 50],
  ] as const)
    gleam += gouge(x, y, length, 8)
  return [
    cut('ink', winding + side + right),
    cut(
      'paper',
      `${path`M500 806C410 744 660 712 716 676S490 624 532 594S680 566 644 548L650 548C690 566 556 582 556 600S830 642 784 692S590 752 736 806z`}`,
    ),
    byNight(cut('lit', gleam)),
    cut('tone', [0, 1, 2, 3].map((i) => gouge(560 + i * 22, 790 - i * 34, 110, 7)).join('')),
  ]
}

function causeway(): string[] {
  let stakes = ''
  for (let x = 14; x < 1200; x += 58) stakes += box(x, road + 4, 6, 40)
  return [
    cut(
      'ink',
      path`M0 ${road}Q600 ${road - 10} 1200 ${road}V${road + 46}Q600 ${road + 30} 0 ${road + 50}z`,
    ),
    cut('paper', gouge(-100, road + 16, 1400, 5)),
    cut('wave', stakes),
  ]
}

function bus(): string[] {
  let windows = ''
  for (let x = 404; x < 700; x += 58) windows += box(x, 320, 46, 58)
  return [
    cut('ink', path`M366 466V304q2 -26 28 -28H762q30 2 36 36l14 78v76z`),
    cut(
      'lit',
      `${windows}${polygon([714, 320], [774, 320], [792, 392], [714, 392])}${box(404, 290, 150, 18)}`,
    ),
    cut('tone', box(374, 400, 430, 26)),
    cut('lit', box(374, 392, 332, 4)),
    cut(
      'ink',
      `${[426, 470, 532, 600, 646].map((x) => path`M${x} 380v-22q0 -12 11 -12t11 12v22z`).join('')}${[437, 481, 543, 611, 657].map((x) => disc(x, 338, 9)).join('')}`,
    ),
    cut('ink', `${disc(456, 466, 36)}${disc(716, 466, 36)}`),
    cut('lit', `${disc(456, 466, 14)}${disc(716, 466, 14)}${box(800, 424, 14, 14)}`),
    rule('ink', 3, 'M706 320V392'),
  ]
}

function stop(): string[] {
  return [
    cut('ink', person(890, 474, 128, 0.04)),
    cut('ink', person(944, 474, 108, 0.05)),
    cut(
      'ink',
      path`M828 348q62 -74 124 0q-18 -12 -30 0q-16 -12 -32 0q-16 -12 -32 0q-14 -12 -30 0z`,
    ),
    rule('ink', 4, 'M890 300V400'),
    rule('ink', 8, 'M1010 476V262'),
    cut('ink', `${box(1010, 262, 74, 52)}${box(1000, 356, 20, 44)}`),
    cut(
      'lit',
      `${polygon([1026, 276], [1036, 270], [1036, 304], [1028, 304], [1028, 280])}${path`M1046 294l16 -24h8v22h6v7h-6v6h-8v-6h-16zM1062 280l-8 12h8z`}`,
    ),
    cut('ink', `${box(1050, 440, 110, 9)}${box(1060, 440, 8, 36)}${box(1142, 440, 8, 36)}`),
  ]
}

function reeds(): string[] {
  const at = chance(85)
  let stalks = ''
  for (let i = 0; i < 44; i++) {
    const left = i % 2 === 0
    const x = left ? at() * 330 : 900 + at() * 310
    const height = 120 + at() * 170
    const lean = 12 + at() * 40
    stalks += spike(x, 812, lean, -height, 9)
    if (i % 3 === 0) stalks += gouge(x + lean - 14, 812 - height + 8, 34, 16)
  }
  return [cut('ink', stalks)]
}

export const theFourteen: Drawing = { sheet, draw }
