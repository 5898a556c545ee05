// The workshop in Ropewalk Passage: the old cylinder press, and the woman who feeds it.
import { box, chance, disc, gouge, path, polygon } from './marks.ts'
import { byDay, byNight, cut, type Drawing, rule, type Sheet } from './print.ts'
import { person } from './things.ts'

const sheet: Sheet = {
  title: 'The press in Ropewalk Passage',
  width: 1200,
  height: 800,
  tone: 'purple',
}

const floor = 676

function draw(): string[] {
  return [
    ...wall(),
    ...window(),
    ...dryingSheets(),
    ...typeCases(),
    ...ground(),
    ...frame(),
    ...cylinder(),
    ...flywheel(),
    ...feeder(),
    ...lamp(),
  ]
}

/** Boards whose weight grows away from the window. */
function wall(): string[] {
  const at = chance(18)
  let d = ''
  for (let x = 0; x < 1200; x += 17) {
    const weight = 2.5 + Math.min(11, Math.abs(x - 250) * 0.016)
    d += path`M${x} 0h`
    d += `${weight.toFixed(1)}${path`L${x + weight + at() * 2} ${floor}H${x}z`}`
  }
  return [cut('deep', d)]
}

function window(): string[] {
  let panes = ''
  for (let row = 0; row < 3; row++)
    for (let column = 0; column < 4; column++) panes += box(92 + column * 78, 96 + row * 96, 66, 84)
  return [
    cut('ink', box(66, 72, 348, 322)),
    byDay(cut('lit', panes)),
    byNight(cut('deep', panes), cut('lit', `${disc(366, 138, 22)}`)),
    cut(
      'ink',
      `${path`M92 372v-40l24 -18l24 18v14h34v-24l18 -16l18 16v30h110v-34h12v24h34l24 18h16v12z`}`,
    ),
    cut('ink', box(50, 388, 380, 16)),
  ]
}

function dryingSheets(): string[] {
  const at = chance(26)
  let sheets = ''
  let figures = ''
  for (let i = 0; i < 9; i++) {
    const x = 470 + i * 82
    if (i === 1) continue
    const y = 62 + Math.sin(i / 2.6) * 12
    sheets += polygon([x, y], [x + 62, y + 2], [x + 60 + at() * 4, y + 88], [x + 2, y + 84])
    for (let row = 0; row < 5; row++) figures += gouge(x + 9, y + 18 + row * 13, 44, 4)
  }
  return [rule('ink', 4, 'M430 56Q820 96 1200 52'), cut('lit', sheets), cut('ink', figures)]
}

function typeCases(): string[] {
  let slots = ''
  for (let row = 0; row < 5; row++)
    for (let column = 0; column < 4; column++)
      slots += box(1098 + column * 31, 432 + row * 46, 24, 8)
  return [
    cut(
      'ink',
      `${box(1084, 410, 140, 270)}${polygon([1070, 410], [1086, 350], [1220, 350], [1220, 410])}`,
    ),
    cut('paper', slots),
    rule('paper', 3, 'M1094 372H1200M1090 392H1200M1122 352L1118 408M1160 352V408'),
  ]
}

function ground(): string[] {
  const at = chance(35)
  let d = ''
  for (let y = floor + 10; y < 800; y += 17)
    for (let x = -at() * 120; x < 1200; x += 210) d += gouge(x, y, 190, 6 + (y - floor) * 0.05)
  return [cut('ink', box(0, floor, 1200, 130)), cut('tone', d)]
}

/** Side frame, the sliding bed with its type, and the feed board above. */
function frame(): string[] {
  let type = ''
  for (let x = 236; x < 520; x += 12) type += box(x, 522, 8, 12)
  return [
    cut(
      'ink',
      `${path`M330 676q20 -90 60 -112h440q46 24 64 112h-70q-14 -60 -60 -66h-308q-44 8 -56 66z`}${box(180, 548, 760, 26)}${box(214, 532, 340, 20)}`,
    ),
    cut('lit', type),
    cut('tone', path`M476 676v-44q60 -26 140 -26t140 26v44h-24q-10 -40 -116 -40t-116 40z`),
    cut('lit', gouge(190, 556, 740, 7)),
    cut('ink', polygon([318, 410], [560, 336], [578, 350], [330, 432])),
    cut('lit', polygon([330, 404], [540, 340], [562, 342], [342, 412])),
    rule('ink', 9, 'M372 428V548M500 388V500'),
  ]
}

function cylinder(): string[] {
  let teeth = ''
  for (let i = 0; i < 40; i++) {
    const angle = (i / 40) * Math.PI * 2
    const [x, y] = [Math.cos(angle), Math.sin(angle)]
    teeth += path`M${640 + x * 128} ${444 + y * 128}L${640 + x * 144} ${444 + y * 144}`
  }
  let spokes = ''
  for (let i = 0; i < 6; i++) {
    const angle = (i / 6) * Math.PI * 2 + 0.3
    const [x, y] = [Math.cos(angle), Math.sin(angle)]
    spokes += path`M${640 + x * 26} ${444 + y * 26}L${640 + x * 88} ${444 + y * 88}`
  }
  return [
    cut('ink', disc(640, 444, 132)),
    rule('ink', 10, teeth),
    cut('tone', disc(640, 444, 112)),
    cut('ink', disc(640, 444, 96)),
    rule('lit', 9, spokes),
    cut('lit', disc(640, 444, 20)),
    cut('ink', disc(640, 444, 10)),
  ]
}

function flywheel(): string[] {
  let spokes = ''
  for (let i = 0; i < 8; i++) {
    const angle = (i / 8) * Math.PI * 2 + 0.18
    spokes += path`M888 506L${888 + Math.cos(angle) * 166} ${506 + Math.sin(angle) * 166}`
  }
  return [
    rule('ink', 34, path`M714 506a174 174 0 1 0 348 0a174 174 0 1 0 -348 0`),
    rule('lit', 4, path`M726 506a162 162 0 0 1 260 -130M1050 506a162 162 0 0 1 -100 150`),
    rule('ink', 15, spokes),
    cut('ink', disc(888, 506, 34)),
    cut('lit', disc(888, 506, 12)),
  ]
}

/** She stands on her father's step, a sheet in both hands. */
function feeder(): string[] {
  const x = 268
  return [
    cut('ink', `${box(196, 642, 150, 36)}${person(x, 644, 372, 0.05)}`),
    cut(
      'ink',
      `${path`M228 292q-22 -14 -12 -38q14 -18 34 -10z`}${polygon([290, 352], [314, 346], [400, 388], [404, 404], [386, 404], [296, 378])}${polygon([224, 440], [316, 440], [338, 560], [200, 560])}`,
    ),
    cut(
      'tone',
      `${polygon([246, 376], [302, 376], [322, 552], [224, 552])}${path`M246 380q26 -40 50 0z`}`,
    ),
    cut('lit', polygon([380, 396], [396, 318], [478, 300], [468, 378])),
    cut('ink', [0, 1, 2, 3].map((i) => gouge(404, 336 + i * 13, 54, 4)).join('')),
    cut('lit', `${path`M304 354q14 -2 24 8l-6 4q-10 -8 -18 -6z`}${gouge(202, 652, 136, 6)}`),
  ]
}

function lamp(): string[] {
  return [
    byNight(
      cut(
        'tone',
        [-3, -2, -1, 0, 1, 2, 3]
          .map((i) =>
            polygon(
              [560 + i * 12, 226],
              [564 + i * 12, 226],
              [572 + i * 62, 330],
              [552 + i * 62, 330],
            ),
          )
          .join(''),
      ),
    ),
    rule('ink', 5, 'M562 0V176'),
    cut('ink', polygon([548, 172], [576, 172], [624, 222], [500, 222])),
    cut('lit', path`M534 222q28 30 56 0z`),
  ]
}

export const theWharfedale: Drawing = { sheet, draw }
