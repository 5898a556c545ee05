// The barge across the slip at low tide, with her name, her garden and a gull.
import { box, chance, disc, gouge, path, polygon, sky, spike, water } from './marks.ts'
import { byNight, cut, type Drawing, rule, type Sheet } from './print.ts'
import { bird, gull, post } from './things.ts'

const sheet: Sheet = {
  title: 'The Patience on the east slip',
  width: 1200,
  height: 800,
  tone: 'purple',
  words: true,
}

const flats = 400
const sun = { x: 930, y: 300, r: 112 }

function draw(): string[] {
  const at = chance(91)
  return [
    sky({ from: 4, to: flats - 4, width: 1200, step: 13, first: 9, last: 1.4 }, 'tone', at),
    cut('paper', disc(sun.x, sun.y, sun.r + 12)),
    cut('lit', disc(sun.x, sun.y, sun.r)),
    cut(
      'deep',
      path`M0 ${flats}V${flats - 20}Q260 ${flats - 40} 560 ${flats - 18}T1200 ${flats - 26}V${flats}z`,
    ),
    ...mud(),
    ...slipway(),
    ...garden(),
    ...barge(),
    ...nearby(),
  ]
}

/** Wet flats: the light lies in the runnels between the marks. */
function mud(): string[] {
  const at = chance(27)
  return [
    cut('ink', box(0, flats - 2, 1200, 10)),
    water(
      { left: 0, right: 1200, from: flats + 18, to: 840, grow: 1.4 },
      (x, _y, share) => {
        if (Math.abs(x - sun.x) < 70 + share * 60) return at() < 0.2 ? 'tone' : undefined
        return at() < 0.5 ? 'wave' : 'tone'
      },
      at,
    ),
    byNight(
      water(
        { left: sun.x - 120, right: sun.x + 90, from: flats + 14, to: 800, grow: 0.8 },
        (x) => (Math.abs(x - sun.x) < 80 && at() < 0.6 ? 'lit' : undefined),
        at,
      ),
    ),
  ]
}

function slipway(): string[] {
  const at = chance(6)
  let setts = ''
  for (let i = 0; i < 8; i++)
    for (let x = -20 + at() * 30; x < 470 - i * 22; x += 82)
      setts += gouge(x, 560 + i * 34 + x * 0.24, 66, 7)
  return [cut('ink', polygon([0, 520], [240, 540], [640, 800], [0, 800])), cut('paper', setts)]
}

/** What has grown on the gravel: kale, poppies and the tamarisk. */
function garden(): string[] {
  const at = chance(70)
  let plants = ''
  for (let i = 0; i < 20; i++) {
    const x = 300 + at() * 420
    plants += spike(x, 412 + (x - 260) * 0.15, (at() - 0.5) * 34, -20 - at() * 30, 8)
  }
  for (let i = 0; i < 20; i++) {
    const angle = -Math.PI / 2 + (i / 19 - 0.5) * 2.3
    const length = 80 + at() * 64
    plants += spike(420, 424, Math.cos(angle) * length, Math.sin(angle) * length, 8)
    plants += gouge(
      420 + Math.cos(angle) * length * 0.8 - 15,
      424 + Math.sin(angle) * length * 0.8,
      30,
      11,
    )
  }
  return [cut('ink', plants), cut('ink', polygon([270, 404], [760, 474], [760, 500], [270, 440]))]
}

function barge(): string[] {
  let strakes = ''
  for (const y of [30, 64, 98])
    strakes += path`M150 ${426 + y}L930 ${552 + y * 0.86}v4L150 ${430 + y}z`
  return [
    cut('wave', `${gouge(180, 640, 800, 30)}${gouge(300, 690, 640, 24)}`),
    cut(
      'ink',
      `${polygon([132, 372], [160, 366], [300, 398], [780, 476], [992, 490], [984, 520], [936, 652], [252, 600], [160, 540])}`,
    ),
    cut('deep', strakes),
    cut(
      'lit',
      polygon(
        [138, 384],
        [160, 378],
        [300, 410],
        [780, 488],
        [988, 502],
        [986, 510],
        [780, 497],
        [300, 419],
        [160, 388],
        [139, 394],
      ),
    ),
    cut('ink', `${box(176, 330, 18, 60)}${box(206, 338, 18, 60)}${box(902, 440, 20, 60)}`),
    '<text class="lit" transform="translate(590 548) rotate(8.6)" font-size="50" letter-spacing="7">PATIENCE</text>',
    rule('ink', 6, 'M186 346Q110 470 60 548'),
    cut('ink', gull(914, 442, 4.4)),
  ]
}

function nearby(): string[] {
  return [
    cut('ink', `${post(42, 520, 34, 700)}${post(1086, 500, 40, 830)}${post(1140, 560, 34, 830)}`),
    cut('lit', `${gouge(1090, 512, 32, 5)}${gouge(1144, 572, 26, 5)}`),
    cut('ink', `${bird(640, 150, 30)}${bird(560, 210, 20)}${bird(720, 226, 16)}`),
  ]
}

export const patience: Drawing = { sheet, draw }
