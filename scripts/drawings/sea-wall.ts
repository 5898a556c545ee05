// The sea wall to Fleet End: marsh on one side, beet on the other, geese over both.
import { box, chance, gouge, path, polygon, sky, spike } from './marks.ts'
import { byNight, cut, type Drawing, rule, type Sheet } from './print.ts'
import { bareTree, person, skein } from './things.ts'

const sheet: Sheet = {
  title: 'The sea wall to Fleet End',
  width: 1200,
  height: 800,
  tone: 'purple',
}

const far = 400

function draw(): string[] {
  const at = chance(83)
  return [
    sky({ from: 4, to: far - 8, width: 1200, step: 13, first: 9, last: 1.3 }, 'tone', at),
    byNight(cut('lit', path`M180 150a62 62 0 1 0 62 84a54 54 0 0 1 -62 -84z`)),
    cut(
      'ink',
      skein(520, 70, 15, 30, at) + skein(300, 214, 9, 21, at) + skein(800, 262, 6, 14, at),
    ),
    cut(
      'deep',
      path`M0 ${far}V${far - 16}Q300 ${far - 34} 620 ${far - 14}T1200 ${far - 24}V${far}z`,
    ),
    cut('ink', bareTree(1060, far, 120, at) + bareTree(1120, far, 84, at)),
    ...saltings(),
    ...field(),
    ...wall(),
    ...sluice(),
    ...walkers(),
    ...grass(),
  ]
}

/** The open side: marks with winding water between them. */
function saltings(): string[] {
  const at = chance(22)
  let tone = ''
  let dark = ''
  for (let y = far + 12; y < 810; y += 11 + (y - far) * 0.05) {
    const share = (y - far) / 400
    for (let x = -at() * 70; x < 900; x += 40 + share * 70) {
      const creek = 210 + Math.sin(y / 34) * (40 + share * 120)
      if (Math.abs(x + 20 - creek) < 16 + share * 70) continue
      const mark = gouge(x, y + at() * 5, 32 + at() * 24 + share * 50, 4 + share * 12)
      if (at() < 0.35) dark += mark
      else tone += mark
    }
  }
  let gleam = ''
  for (let y = far + 18; y < 800; y += 22) {
    const share = (y - far) / 400
    gleam += gouge(
      180 + Math.sin(y / 34) * (40 + share * 120) - share * 40,
      y,
      20 + share * 80,
      4 + share * 5,
    )
  }
  return [
    cut('ink', box(0, far - 2, 1200, 7)),
    cut('tone', tone),
    cut('wave', dark),
    byNight(cut('lit', gleam)),
  ]
}

/** Beyond the wall: drowned rows, running away to the trees. */
function field(): string[] {
  let rows = ''
  for (let i = 2; i < 17; i++)
    rows += polygon(
      [880 + i * 9, far + 8],
      [884 + i * 9, far + 8],
      [830 + i * 120, 810],
      [776 + i * 120, 810],
    )
  return [
    cut(
      'paper',
      polygon(
        [505, far + 4],
        [700, 455],
        [800, 520],
        [840, 640],
        [900, 800],
        [1200, 800],
        [1200, far + 4],
      ),
    ),
    cut('ink', rows),
    cut(
      'tone',
      [0, 1, 2, 3, 4, 5, 6].map((i) => gouge(860 + i * 30, 430 + i * 46, 400, 5 + i)).join(''),
    ),
  ]
}

/** The bank bends away: a dark flank, and the pale path along its top. */
function wall(): string[] {
  return [
    cut(
      'ink',
      path`M250 810C420 690 760 610 700 520S470 440 476 404L520 402C540 430 800 450 846 540S900 700 980 810z`,
    ),
    cut(
      'paper',
      path`M420 810C560 690 800 620 740 526S488 440 490 404L500 403C512 440 740 450 784 534S720 690 640 810z`,
    ),
    rule(
      'tone',
      5,
      'M514 405C530 434 776 452 818 540S826 690 884 810M508 405C528 440 766 462 800 538S760 700 780 810',
    ),
    rule('tone', 4, 'M484 406C486 440 690 500 710 520S560 690 340 810'),
    rule('tone', 4, 'M530 806C610 700 780 620 758 540S520 450 496 408'),
  ]
}

function sluice(): string[] {
  return [
    cut(
      'ink',
      `${polygon([446, 408], [446, 352], [488, 322], [530, 352], [530, 408])}${box(508, 312, 11, 30)}${box(410, 402, 150, 12)}`,
    ),
    cut('lit', `${box(462, 364, 16, 22)}${box(498, 364, 16, 22)}`),
    rule('ink', 5, 'M418 402V372H446M556 402V372H530'),
  ]
}

function walkers(): string[] {
  return [
    cut('ink', person(676, 668, 150, 0.1) + person(742, 664, 138, 0.08)),
    cut('ink', path`M658 536q18 -22 38 0l-2 6h-34z`),
    rule('ink', 4, 'M764 606L792 670'),
    cut(
      'ink',
      path`M560 764v-34q-18 -8 -26 -30q16 14 32 11h60l19 -20l8 14l22 6l-3 13l-22 6l-8 13v31h-10l-6 -28h-40l-10 28h-11z`,
    ),
    cut(
      'lit',
      `${gouge(656, 556, 40, 5)}${gouge(724, 560, 36, 5)}${path`M690 572q9 24 8 46l5 -2q2 -26 -6 -46z`}`,
    ),
  ]
}

function grass(): string[] {
  const at = chance(50)
  let blades = ''
  for (let i = 0; i < 28; i++) {
    const x = i < 15 ? at() * 360 : 960 + at() * 250
    blades += spike(x, 812, 10 + at() * 34, -60 - at() * 100, 9)
  }
  return [cut('ink', blades)]
}

export const seaWall: Drawing = { sheet, draw }
