// Sugar beet standing in water, row upon row, and a harvester that cannot get at it.
import { chance, disc, gouge, path, polygon, sky } from './marks.ts'
import { byDay, byNight, cut, type Drawing, rule, type Sheet } from './print.ts'
import { bareTree } from './things.ts'

const sheet: Sheet = {
  title: 'Sugar beet standing in water',
  width: 1200,
  height: 800,
  tone: 'green',
}

const far = 318
const vanishing = 690

function draw(): string[] {
  const at = chance(13)
  return [
    leaf,
    sky({ from: 4, to: far - 10, width: 1200, step: 13, first: 8.5, last: 1.4 }, 'tone', at),
    ...rain(),
    ...bank(),
    ...harvester(),
    ...furrows(),
  ]
}

const leaf =
  '<defs><path id="leaf" d="M-4 4C-30 2-70-2-74-26C-58-48-22-28-5-8C-30-30-52-62-34-84C-8-88-2-40-1-12C0-46 14-92 40-84C58-62 26-26 7-8C26-28 64-44 76-22C68 2 28 4 4 4z"/></defs>'

function rain(): string[] {
  const at = chance(6)
  let d = ''
  for (let i = 0; i < 13; i++) {
    const x = 20 + i * 56 + at() * 30
    const y = 24 + at() * 60
    d += path`M${x} ${y}l${-40 - at() * 22} ${130 + at() * 70}`
  }
  return [byDay(rule('paper', 6, d)), byNight(cut('lit', disc(1010, 104, 46)))]
}

function bank(): string[] {
  const at = chance(29)
  let trees = ''
  for (const [x, height] of [
    [742, 120],
    [806, 168],
    [868, 110],
    [1046, 196],
    [1112, 150],
    [1170, 120],
  ] as const)
    trees += bareTree(x, far, height, at)
  return [
    cut(
      'deep',
      path`M0 ${far + 14}V${far - 22}Q220 ${far - 42} 470 ${far - 18}T900 ${far - 24}T1200 ${far - 12}V${far + 14}z`,
    ),
    cut('ink', trees),
    cut('ink', path`M0 ${far + 2}Q600 ${far - 10} 1200 ${far}V${far + 16}H0z`),
  ]
}

function harvester(): string[] {
  let teeth = ''
  for (let x = 372; x < 470; x += 24) teeth += disc(x, 306, 13)
  return [
    '<g transform="translate(40 60) scale(0.82)">',
    cut(
      'ink',
      `${polygon([96, 292], [84, 168], [290, 168], [284, 292])}${polygon([284, 292], [284, 178], [296, 150], [356, 150], [372, 222], [372, 292])}${polygon([360, 262], [452, 236], [480, 300], [360, 312])}${teeth}`,
    ),
    rule('ink', 10, 'M84 172L30 216V262M60 190L96 250'),
    cut('ink', `${disc(150, 282, 52)}${disc(302, 286, 46)}`),
    cut(
      'lit',
      `${polygon([304, 166], [346, 166], [356, 216], [300, 216])}${disc(150, 282, 18)}${disc(302, 286, 15)}`,
    ),
    cut('tone', [184, 204, 224].map((y) => gouge(104, y, 166, 8)).join('')),
    rule('ink', 4, 'M330 150V122'),
    '</g>',
  ]
}

/** Every other strip is a bank of earth with beet on it; water stands in the ones between. */
function furrows(): string[] {
  const at = chance(17)
  let earth = ''
  let pools = ''
  let glints = ''
  const tops: string[] = []
  for (let k = -12; k < 11; k++) {
    const centre = vanishing - 40 + k * 236
    earth += polygon([vanishing + k * 4, far + 8], [centre - 82, 806], [centre + 70, 806])
    for (let y = far + 26, i = 0; y < 820; y += 14 + (y - far) * 0.075, i++) {
      const share = (y - far) / (800 - far)
      const x = vanishing + (centre + 118 - vanishing) * share
      const width = 148 * share
      if (x < -90 || x > 1320) continue
      const mark = gouge(
        x - width * (0.45 + at() * 0.1),
        y,
        width * (0.6 + at() * 0.34),
        3 + share * 8,
      )
      if (i % 5 === 3) glints += mark
      else pools += mark
    }
  }
  for (let step = 0, share = 0.07; share < 1.16; share *= 1.3, step++)
    for (let k = -15; k < 13; k++) {
      const x = vanishing + (vanishing - 46 + k * 236 - vanishing) * share
      const tilt = (step * 7 + k * 13) % 9
      if (x < -60 || x > 1260 || (share < 0.1 && k % 2 === 0)) continue
      const place = path`translate(${x} ${far + share * 482})`
      tops.push(
        `<use href="#leaf" transform="${place} scale(${(share * 1.12).toFixed(2)}) rotate(${tilt - 4})"/>`,
      )
    }
  return [
    cut('tone', pools),
    byNight(cut('lit', glints)),
    byDay(cut('ink', glints)),
    cut('ink', earth),
    `<g class="tone">${tops.join('')}</g>`,
  ]
}

export const beetFields: Drawing = { sheet, draw }
