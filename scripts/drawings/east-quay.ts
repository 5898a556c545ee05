// The lead picture: the town, the idle crane on the east quay and a low sun between them.
import { box, chance, disc, gouge, path, polygon, sky, water } from './marks.ts'
import { byNight, cut, type Drawing, rule, type Sheet } from './print.ts'
import { bird, gull, houses, lattice, post } from './things.ts'

const sheet: Sheet = {
  title: 'The harbour at daybreak',
  width: 1200,
  height: 800,
  tone: 'blue',
}

const sun = { x: 742, y: 344, r: 96 }
const shore = 470

function draw(): string[] {
  const at = chance(23)
  return [
    sky({ from: 6, to: shore - 6, width: 1200, step: 12, first: 9.5, last: 1.2 }, 'tone', at),
    cut('paper', disc(sun.x, sun.y, sun.r + 12)),
    cut('lit', disc(sun.x, sun.y, sun.r)),
    cut(
      'deep',
      path`M520 ${shore}C620 ${shore - 20} 700 ${shore - 62} 820 ${shore - 50}S1060 ${shore - 16} 1200 ${shore - 44}V${shore}z`,
    ),
    ...town(),
    ...sea(),
    ...crane(),
    ...boat(),
    ...foreground(),
  ]
}

function town(): string[] {
  const at = chance(5)
  const behind = houses({ from: -10, to: 520, base: shore, low: 150, high: 205 }, at)
  const front = houses({ from: -30, to: 606, base: shore, low: 58, high: 128 }, at)
  let stones = ''
  for (let y = shore + 14, i = 0; y < shore + 50; y += 14, i++)
    for (let x = -20 + (i % 2) * 34; x < 640 - i * 4; x += 68) stones += gouge(x, y, 58, 3)
  return [
    cut('deep', behind.walls),
    cut('ink', `${box(322, 190, 52, 200)}M316 192l32 -112l32 112z`),
    cut('lit', `${disc(348, 226, 13)}${box(338, 262, 7, 24)}${box(352, 262, 7, 24)}`),
    cut('ink', front.walls),
    cut('lit', front.windows),
    cut('ink', path`M0 ${shore - 1}H650l18 54H0z`),
    cut('paper', stones),
  ]
}

function sea(): string[] {
  const at = chance(71)
  const glint = (x: number, share: number) => Math.abs(x - sun.x) < 46 + share * 120
  return [
    water(
      { left: 0, right: 1200, from: 536, to: 812, grow: 1 },
      (x, _y, share) => {
        if (glint(x, share)) return at() < 0.22 ? 'tone' : undefined
        if (x < 640 - share * 140) return at() < 0.62 ? 'wave' : 'tone'
        return at() < 0.2 ? 'wave' : 'tone'
      },
      at,
    ),
    byNight(
      water(
        { left: sun.x - 150, right: sun.x + 120, from: 528, to: 800, grow: 1 },
        (x, _y, share) => (Math.abs(x - sun.x) < 40 + share * 90 && at() < 0.6 ? 'lit' : undefined),
        at,
      ),
    ),
  ]
}

function crane(): string[] {
  let piles = ''
  for (let x = 838; x < 1200; x += 40) piles += post(x, 512, 14, 590 - (x % 3) * 4)
  const legs = `${lattice([950, 512, 20], [974, 356, 12], 6)}${lattice([1078, 512, 20], [1054, 356, 12], 6)}`
  return [
    cut('ink', `${polygon([812, 500], [1200, 492], [1200, 536], [822, 532])}${piles}`),
    cut('paper', gouge(836, 515, 350, 4)),
    rule('ink', 7, `${legs}M944 430H1084M962 358H1066`),
    cut(
      'ink',
      `${polygon([952, 360], [952, 304], [1010, 270], [1092, 270], [1092, 360])}${box(1084, 292, 44, 66)}`,
    ),
    cut('lit', `${polygon([966, 318], [966, 342], [990, 342], [990, 304])}`),
    rule('ink', 6, lattice([982, 300, 34], [726, 84, 10], 15)),
    rule('ink', 3, 'M726 86L1040 196L1100 292M1040 196L1010 272M733 90V268'),
    cut('ink', `${box(722, 252, 22, 20)}`),
    rule('ink', 6, 'M733 272v12q16 4 14 18q-4 16 -24 8'),
  ]
}

function boat(): string[] {
  return [
    '<g transform="translate(206 48)">',
    cut('paper', path`M402 600h216l-20 46h-176z`),
    cut(
      'ink',
      `${path`M388 572q56 20 236 -6q-12 48 -34 62h-168q-24 -18 -34 -56z`}${polygon([512, 572], [516, 520], [566, 516], [572, 566])}${polygon([508, 522], [570, 514], [572, 506], [506, 514])}`,
    ),
    cut('lit', `${box(524, 528, 14, 16)}${box(545, 527, 14, 16)}`),
    cut('lit', path`M398 586q70 14 216 -4l-2 6q-130 16 -210 6z`),
    rule('ink', 6, 'M462 580V452M462 466L540 518M462 500L424 574'),
    rule('ink', 3, 'M462 452L616 566M462 452L392 572'),
    cut('wave', `${gouge(396, 640, 220, 10)}${gouge(430, 662, 150, 10)}${gouge(452, 686, 90, 8)}`),
    '</g>',
  ]
}

function foreground(): string[] {
  const rope = path`M196 618Q370 760 598 622`
  return [
    rule('ink', 5, rope),
    cut('ink', `${post(92, 560, 46, 820)}${post(150, 520, 50, 820)}${post(212, 588, 42, 820)}`),
    cut('ink', box(84, 610, 184, 26)),
    cut(
      'lit',
      `${gouge(92, 616, 40, 4)}${gouge(152, 616, 46, 4)}${gouge(214, 616, 44, 4)}${gouge(154, 532, 40, 4)}`,
    ),
    cut('ink', gull(176, 522, 3.6)),
    cut(
      'paper',
      `${gouge(100, 700, 30, 4)}${gouge(158, 680, 30, 4)}${gouge(160, 744, 34, 4)}${gouge(218, 716, 28, 4)}`,
    ),
    cut('ink', `${bird(560, 150, 26)}${bird(640, 206, 18)}${bird(498, 226, 15)}`),
  ]
}

export const eastQuay: Drawing = { sheet, draw }
