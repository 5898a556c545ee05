// A map of the harbour: the quays along the north shore and the two places full of mud.
import { box, chance, gouge, path, polygon } from './marks.ts'
import { cut, type Drawing, type Ink, rule, type Sheet } from './print.ts'

const sheet: Sheet = {
  title: 'Saltmarsh harbour',
  width: 1200,
  height: 900,
  tone: 'blue',
  words: true,
}

type Setting = { size?: number; anchor?: string; italic?: boolean; ink?: Ink; turn?: number }

function text(x: number, y: number, words: string, setting: Setting = {}): string {
  const { size = 36, anchor = 'middle', italic = false, ink = 'edge', turn = 0 } = setting
  const face = italic ? ink : `sans ${ink}`
  const place = `transform="translate(${x} ${y})${turn === 0 ? '' : ` rotate(${turn})`}"`
  return `<text class="${face}" ${place} font-size="${size}" text-anchor="${anchor}"${italic ? ' font-style="italic"' : ''}>${words}</text>`
}

function draw(): string[] {
  return [
    ...river(),
    ...dredging(),
    ...land(),
    ...streets(),
    ...harbourWorks(),
    ...names(),
    ...furniture(),
  ]
}

function river(): string[] {
  const at = chance(20)
  let lines = ''
  for (let y = 300; y < 900; y += 24)
    for (let x = -at() * 90; x < 1200; x += 120 + at() * 90) lines += gouge(x, y, 60 + at() * 50, 5)
  return [cut('wave', lines)]
}

const berth = polygon([570, 352], [950, 352], [950, 418], [570, 418])
const channel = 'M640 418L820 418Q860 560 1010 640T1200 716V786Q1080 760 960 700Q740 590 640 418z'

/** Both are ruled across, close enough to be told from open water at any size. */
function dredging(): string[] {
  let rules = ''
  for (let y = 356; y < 418; y += 13) rules += box(570, y, 380, 7)
  let cross = ''
  for (let i = 0; i < 30; i++) {
    const t = i / 29
    const x = 648 + t * 552
    const y = 424 + 300 * Math.sin((t * Math.PI) / 2) ** 1.15
    cross += path`M${x - 14} ${y + 44 + t * 14}l${150 - t * 96} ${-58 - t * 14}`
  }
  return [
    cut('paper', `${berth}${channel}`),
    cut('tone', rules),
    `<clipPath id="c"><path d="${channel}"/></clipPath>`,
    `<g clip-path="url(#c)">${rule('tone', 8, cross)}</g>`,
    rule('tone', 5, berth + channel),
  ]
}

function land(): string[] {
  return [
    cut(
      'paper',
      'M0 0H1200V214L1130 250L1060 300L1000 352H540L516 318H396L372 352H120L60 330L0 344z',
    ),
    rule(
      'edge',
      7,
      'M0 344L60 330L120 352H372L396 318H516L540 352H1000L1060 300L1130 250L1200 214',
    ),
  ]
}

function streets(): string[] {
  let blocks = ''
  for (const [x, y, width, height] of [
    [20, 190, 90, 56],
    [282, 168, 84, 78],
    [130, 190, 130, 56],
    [30, 30, 150, 44],
    [206, 30, 160, 44],
    [410, 96, 96, 60],
    [410, 180, 96, 78],
    [548, 70, 130, 80],
    [548, 176, 130, 60],
    [700, 60, 110, 84],
    [700, 170, 110, 66],
    [838, 90, 120, 60],
    [838, 176, 96, 56],
  ] as const)
    for (let rowY = y; rowY < y + height; rowY += 12) blocks += box(x, rowY, width, 7)
  return [
    cut('wave', blocks),
    cut('edge', `${box(440, 112, 40, 70)}${polygon([436, 116], [460, 70], [484, 116])}`),
  ]
}

function harbourWorks(): string[] {
  return [
    cut('edge', `${box(150, 330, 214, 24)}${box(560, 326, 392, 26)}`),
    cut('edge', polygon([404, 318], [508, 318], [490, 372], [422, 372])),
    cut('edge', polygon([964, 330], [1022, 322], [1046, 356], [1000, 396])),
    cut('tone', polygon([962, 372], [1046, 318], [1056, 332], [972, 386])),
    rule('edge', 4, 'M456 400Q450 640 380 836'),
    cut('edge', polygon([370, 866], [364, 826], [396, 836])),
  ]
}

/** Lettering stands on a strip of paper, so that no line runs through it. */
function label(x: number, y: number, words: string, setting: Setting = {}): string {
  const { anchor = 'middle', size = 36 } = setting
  const width = words.length * size * 0.56 + 16
  const start = anchor === 'start' ? x - 8 : anchor === 'end' ? x - width + 8 : x - width / 2
  return cut('paper', box(start, y - size + 2, width, size + 10)) + text(x, y, words, setting)
}

function names(): string[] {
  return [
    label(250, 306, 'Fish market'),
    label(456, 300, 'Town Slip'),
    label(752, 304, 'EAST QUAY'),
    label(1116, 222, 'East slip', { anchor: 'end' }),
    label(1062, 420, 'Barge', { anchor: 'start' }),
    label(200, 142, 'SALTMARSH', { size: 44 }),
    label(480, 470, 'Berth', { anchor: 'middle' }),
    label(560, 600, 'Channel', { anchor: 'middle' }),
    label(220, 600, 'River Wend', { italic: true, size: 46 }),
    label(420, 860, 'To Holm, 1.4 miles', { anchor: 'start' }),
    rule('edge', 3, 'M532 456L588 420M636 590L744 560M1080 388L1040 356M1040 236L1020 318'),
  ]
}

function furniture(): string[] {
  return [
    rule('edge', 5, 'M1136 180V60M1136 60L1116 100M1136 60L1156 100'),
    text(1136, 46, 'N'),
    rule('edge', 5, 'M896 868H1140M896 854V882M1018 858V878M1140 854V882'),
    label(1018, 846, '100 metres', { size: 34 }),
  ]
}

export const harbourMap: Drawing = { sheet, draw }
