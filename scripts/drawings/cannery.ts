// The cannery at night over the water: saw-tooth roofs, lit windows and the tall chimney.
import { box, chance, disc, gouge, path, polygon, sky, water } from './marks.ts'
import { byNight, cut, type Drawing, rule, type Sheet } from './print.ts'
import { houses } from './things.ts'

const sheet: Sheet = {
  title: 'The cannery from the water',
  width: 1200,
  height: 800,
  tone: 'green',
}

const quay = 540

function draw(): string[] {
  const at = chance(67)
  return [
    sky({ from: 3, to: quay - 40, width: 1200, step: 13, first: 11, last: 2 }, 'tone', at),
    ...smoke(),
    ...neighbours(),
    ...works(),
    ...chimney(),
    ...reflections(),
    ...lorry(),
    ...dinghy(),
  ]
}

/** The plume: long gouges that lean downwind, widen and come apart. */
function smoke(): string[] {
  const at = chance(12)
  let light = ''
  let dark = ''
  for (let i = 0; i < 15; i++) {
    const x = 838 - i * 56
    const y = 92 + Math.sin(i * 0.8) * 16 - i * 2
    light += gouge(x - 110, y + 8 + at() * 10, 190 + i * 5, 30 + i * 3.4)
    dark += gouge(x - 84, y + 14 + at() * 14, 120, 8)
  }
  return [cut('paper', light), cut('wave', dark)]
}

function neighbours(): string[] {
  const left = houses({ from: -20, to: 190, base: quay, low: 70, high: 120 }, chance(21))
  const right = houses({ from: 1000, to: 1230, base: quay, low: 60, high: 110 }, chance(33))
  return [cut('deep', left.walls + right.walls), cut('lit', left.windows + right.windows)]
}

function works(): string[] {
  const at = chance(7)
  let roof = path`M150 ${quay}V400`
  let glass = ''
  for (let x = 150; x < 770; x += 124) {
    roof += path`L${x + 22} 318L${x + 124} 400`
    glass += polygon([x + 26, 338], [x + 26, 386], [x + 84, 386])
  }
  let panes = ''
  for (let y = 424; y < 510; y += 46)
    for (let x = 172; x < 760; x += 31) if (at() < 0.84) panes += box(x, y, 19, 30)
  const house = `${box(770, 330, 190, 212)}${polygon([760, 332], [865, 268], [970, 332])}`
  let tall = ''
  for (const x of [792, 848, 904]) tall += path`M${x} 480v-90q17 -24 34 0v90z`
  return [
    cut('ink', `${roof}${path`V${quay}z`}${house}`),
    cut('lit', panes + tall + disc(865, 312, 14)),
    cut('tone', glass),
    rule('ink', 5, 'M809 376V482M865 376V482M921 376V482M792 424H938'),
    cut('ink', path`M0 ${quay - 4}H1200V${quay + 40}H0z`),
    cut(
      'paper',
      [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]
        .map((i) => gouge(10 + i * 122, quay + 14 + (i % 2) * 12, 96, 4))
        .join(''),
    ),
  ]
}

function chimney(): string[] {
  let bands = ''
  for (let y = 150; y < 330; y += 26)
    bands += gouge(842 - (y - 150) * 0.03, y, 44 + (y - 150) * 0.06, 4)
  return [
    cut(
      'ink',
      `${polygon([842, 112], [886, 112], [902, 340], [826, 340])}${polygon([832, 96], [896, 96], [890, 122], [838, 122])}`,
    ),
    cut('paper', bands),
    cut('lit', path`M877 134l6 120h-8l-6 -120z`),
  ]
}

/** The lit windows again, broken, below the quay. */
function reflections(): string[] {
  const at = chance(44)
  const under = (x: number) => x > 150 && x < 970
  const inkAt = (x: number, _y: number, share: number) => {
    if (under(x)) return at() < 0.76 - share * 0.2 ? 'wave' : 'tone'
    return at() < 0.3 ? 'wave' : 'tone'
  }
  const columns = [190, 284, 378, 440, 534, 627, 690, 808, 865, 921]
  let broken = ''
  for (const x of columns)
    for (let y = quay + 56; y < 790; y += 20 + at() * 14)
      broken += gouge(
        x - 24 + at() * 18,
        y,
        30 + at() * 30 + (y - quay) * 0.1,
        9 + (y - quay) * 0.02,
      )
  return [
    water({ left: 0, right: 1200, from: quay + 48, to: 826, grow: 1 }, inkAt, at),
    cut('paper', broken),
    byNight(cut('lit', broken)),
  ]
}

function lorry(): string[] {
  return [
    cut(
      'ink',
      `${box(1010, 470, 110, 62)}${polygon([1122, 492], [1150, 492], [1168, 512], [1168, 534], [1122, 534])}${disc(1036, 534, 13)}${disc(1096, 534, 13)}${disc(1148, 534, 13)}`,
    ),
    cut(
      'lit',
      `${polygon([1134, 498], [1149, 498], [1158, 511], [1134, 511])}${box(1018, 482, 90, 6)}`,
    ),
    byNight(cut('lit', polygon([1168, 522], [1200, 512], [1200, 536], [1168, 530]))),
  ]
}

function dinghy(): string[] {
  return [
    rule('ink', 6, 'M946 706Q880 760 836 820'),
    cut(
      'ink',
      `${path`M930 690q120 34 250 0q-14 66 -46 78h-150q-40 -14 -54 -78z`}${polygon([1092, 640], [1104, 640], [1108, 700], [1088, 700])}`,
    ),
    cut('lit', path`M944 704q110 26 222 0l-3 8q-108 24 -216 0z`),
    cut('wave', `${gouge(920, 776, 270, 16)}`),
  ]
}

export const cannery: Drawing = { sheet, draw }
