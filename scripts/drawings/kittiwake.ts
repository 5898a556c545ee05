// The ferry in mid-crossing, with Holm behind her and the swell of the Wend in front.
import { box, chance, disc, gouge, path, polygon, sky, spike, water } from './marks.ts'
import { byDay, byNight, cut, type Drawing, rule, type Sheet } from './print.ts'
import { bird, person } from './things.ts'

const sheet: Sheet = {
  title: 'The Kittiwake in mid-crossing',
  width: 1200,
  height: 800,
  tone: 'blue',
}

const shore = 392

function draw(): string[] {
  const at = chance(11)
  return [
    sky({ from: 4, to: shore, width: 1200, step: 13, first: 9, last: 1.2 }, 'tone', at),
    ...clouds(),
    ...holm(),
    ...sea(),
    ...smoke(),
    ...deckhouse(),
    ...hull(),
    ...swell(),
    ...buoy(),
    cut('ink', `${bird(150, 300, 40)}${bird(92, 392, 26)}${bird(248, 236, 24)}`),
  ]
}

function clouds(): string[] {
  const at = chance(8)
  let d = ''
  for (const [x, y, length] of [
    [610, 96, 420],
    [700, 122, 520],
    [560, 148, 300],
    [830, 148, 420],
    [20, 196, 300],
    [-60, 222, 330],
  ] as const)
    d += gouge(x, y + at() * 6, length, 26)
  return [
    byDay(cut('paper', d)),
    byNight(cut('lit', path`M986 96a60 60 0 1 0 52 92a52 52 0 0 1 -52 -92z`)),
  ]
}

function holm(): string[] {
  const at = chance(31)
  let trees = ''
  for (let x = 770; x < 905; x += 17) trees += spike(x, shore + 4, at() * 3, -62 - at() * 34, 17)
  return [
    cut(
      'deep',
      path`M0 ${shore + 6}V${shore - 16}Q180 ${shore - 42} 380 ${shore - 20}T760 ${shore - 34}T1200 ${shore - 22}V${shore + 6}z`,
    ),
    cut(
      'ink',
      `${trees}${box(1010, 318, 34, 80)}${polygon([1008, 320], [1008, 304], [1016, 304], [1016, 312], [1038, 312], [1038, 304], [1046, 304], [1046, 320])}${polygon([1044, 362], [1052, 348], [1100, 348], [1110, 366], [1110, 398], [1044, 398])}`,
    ),
    cut('lit', box(1022, 332, 9, 20)),
    cut('ink', path`M700 ${shore + 8}q240 -12 500 -2v4H700z`),
  ]
}

function sea(): string[] {
  const at = chance(47)
  return [
    water(
      { left: 0, right: 1200, from: shore + 16, to: 590, grow: 0.7 },
      (x, y) => {
        if (x > 320 && x < 880 && y > 480) return undefined
        return at() < 0.24 ? 'wave' : 'tone'
      },
      at,
    ),
  ]
}

function smoke(): string[] {
  const at = chance(3)
  let d = ''
  for (let i = 0; i < 9; i++) d += gouge(60 + i * 42, 214 + i * 5 + at() * 26, 170 - i * 8, 15)
  return [cut('wave', d)]
}

function deckhouse(): string[] {
  let windows = ''
  for (let x = 354; x < 690; x += 42) windows += box(x, 424, 27, 28)
  for (let x = 618; x < 710; x += 33) windows += box(x, 330, 22, 30)
  const walls = `${box(330, 404, 398, 90)}${polygon([604, 404], [608, 312], [724, 312], [744, 404])}`
  const roofs = `${box(316, 396, 430, 11)}${polygon([594, 304], [740, 304], [744, 316], [594, 316])}`
  const people = [352, 378, 424, 556, 578].map((x, i) => person(x, 398, 50 + (i % 3) * 6)).join('')
  return [
    rule('ink', 6, 'M668 304V206M640 236H698'),
    rule('ink', 3, 'M668 210L930 440M668 210L260 452M330 372H600'),
    cut('ink', people),
    byDay(cut('paper', walls)),
    byNight(cut('ink', walls)),
    cut('edge', windows),
    cut('ink', roofs),
    cut('tone', polygon([456, 396], [470, 288], [532, 288], [526, 396])),
    cut('ink', `${polygon([468, 300], [471, 276], [534, 276], [531, 300])}`),
    rule('lit', 7, 'M466 326L530 326'),
  ]
}

function hull(): string[] {
  return [
    rule(
      'ink',
      4,
      'M250 474V440H330M728 436Q840 436 950 392M286 440V474M780 436V476M836 430V468M892 418V458M944 396V432',
    ),
    cut('ink', path`M236 470Q560 506 790 474Q900 456 976 412Q956 540 884 604H286Q244 560 236 470z`),
    cut(
      'lit',
      path`M241 498Q560 532 794 502Q896 486 966 448L962 462Q896 500 794 515Q560 545 244 511z`,
    ),
    cut('tone', path`M262 568Q560 580 902 566L890 588Q560 600 276 590z`),
    cut(
      'lit',
      `${disc(420, 548, 11)}${disc(500, 551, 11)}${disc(580, 551, 11)}${disc(660, 549, 11)}`,
    ),
  ]
}

function swell(): string[] {
  const at = chance(19)
  return [
    cut(
      'paper',
      path`M190 612Q240 580 300 594Q560 616 840 590Q930 560 1010 606Q1040 624 1100 628L1100 640H150z`,
    ),
    cut(
      'edge',
      `${gouge(872, 596, 170, 14)}${gouge(930, 618, 200, 12)}${gouge(90, 606, 170, 12)}${gouge(40, 628, 190, 12)}`,
    ),
    water(
      { left: -20, right: 1200, from: 626, to: 840, grow: 1.5 },
      (x, _y, share) => {
        if (x > 250 && x < 940 && share < 0.6) return at() < 0.75 ? 'wave' : 'tone'
        return at() < 0.34 ? 'wave' : 'tone'
      },
      at,
    ),
    byNight(
      cut(
        'lit',
        `${gouge(930, 660, 120, 9)}${gouge(960, 700, 170, 12)}${gouge(900, 748, 200, 16)}${gouge(340, 632, 90, 6)}${gouge(560, 636, 120, 6)}`,
      ),
    ),
  ]
}

/** The channel mark, near enough to touch. */
function buoy(): string[] {
  return [
    '<g transform="translate(1046 640) rotate(9)">',
    rule('ink', 7, 'M-34 40L-12 -110M34 40L12 -110M-24 -30H24M-30 10L22 -40M30 10L-18 -70'),
    cut(
      'ink',
      `${polygon([0, -186], [-28, -136], [28, -136])}${box(-18, -126, 36, 20)}${path`M-66 40h132q-6 70 -40 84h-52q-34 -14 -40 -84z`}`,
    ),
    cut('lit', path`M-62 58h124l-3 14h-118z`),
    '</g>',
    cut('wave', `${gouge(930, 752, 220, 16)}${gouge(970, 786, 190, 14)}`),
  ]
}

export const kittiwake: Drawing = { sheet, draw }
