// The gauge on the quay in section: the float in its well, the wheel, the pen, the drum.
import { box, chance, disc, gouge, path, polygon, water } from './marks.ts'
import { byDay, byNight, cut, type Drawing, rule, type Sheet } from './print.ts'

const sheet: Sheet = {
  title: 'The tide gauge on the east quay',
  width: 1200,
  height: 900,
  tone: 'purple',
}

const deck = 470
const level = 640

function draw(): string[] {
  return [...outside(), ...sea(), ...quay(), ...well(), ...hut(), ...works(), ...trace()]
}

function outside(): string[] {
  const at = chance(14)
  let wind = ''
  for (let y = 20; y < deck; y += 21)
    for (let x = -at() * 160; x < 1200; x += 150 + at() * 120) {
      const share = 1 - y / deck
      wind += gouge(x, y + x * 0.03, 150 + at() * 110, 6 + share * 14)
    }
  return [cut('deep', wind)]
}

function sea(): string[] {
  const at = chance(58)
  let foam = ''
  for (let i = 0; i < 9; i++) {
    const reach = 190 + i * 26
    foam += path`M1210 ${452 + i * 24}q-70 ${-40 - at() * 12} ${-reach} ${26 + i * 6}q${reach * 0.55} -30 ${reach} ${at() * 8 - 12}z`
  }
  return [
    cut('wave', path`M800 900V668Q880 640 906 540Q944 376 1110 350Q1180 340 1200 346V900z`),
    cut('lit', path`M1110 350Q1030 380 1016 436q-16 -14 -34 4q-2 -20 -22 -12Q1010 366 1110 350z`),
    cut('lit', foam),
    cut('paper', path`M786 ${level + 30}Q900 ${level - 20} 1200 ${level + 6}V900H786z`),
    water(
      { left: 780, right: 1200, from: level + 34, to: 920, grow: 0.9 },
      () => (at() < 0.36 ? 'wave' : 'tone'),
      at,
    ),
  ]
}

function quay(): string[] {
  let joints = ''
  for (let y = deck + 60, i = 0; y < 900; y += 52, i++)
    for (let x = -40 + (i % 2) * 70; x < 800; x += 140) {
      if (x + 120 > 330 && x < 540) continue
      joints += gouge(x, y, 122, 6)
    }
  return [
    cut(
      'ink',
      `${polygon([0, deck], [800, deck], [786, 900], [0, 900])}${box(0, deck - 14, 830, 30)}`,
    ),
    cut('paper', joints),
    cut('lit', gouge(8, deck - 2, 810, 7)),
    cut('ink', `${box(742, deck - 66, 44, 60)}${box(732, deck - 76, 64, 18)}`),
  ]
}

function well(): string[] {
  const at = chance(77)
  let ripples = ''
  for (let y = level + 18; y < 846; y += 19)
    for (let x = 352; x < 440; x += 62) ripples += gouge(x + at() * 8, y, 44 + at() * 10, 8)
  return [
    cut('paper', box(340, deck - 14, 180, 400)),
    cut('tone', `${box(340, level, 180, 5)}${ripples}`),
    cut('paper', path`M514 800h280v30h-280z`),
    cut('tone', [0, 1, 2, 3].map((i) => gouge(524 + i * 64, 816, 56, 9)).join('')),
    cut('ink', path`M376 ${level - 34}h108v52q-54 26 -108 0z`),
    cut('lit', gouge(384, level - 16, 92, 7)),
  ]
}

/** Walls and roof of the hut; the front is taken off. */
function hut(): string[] {
  let boards = ''
  for (let y = 150; y < deck - 20; y += 30) boards += gouge(196, y, 60, 4) + gouge(682, y, 40, 4)
  return [
    cut('paper', polygon([252, 120], [690, 120], [690, deck - 14], [252, deck - 14])),
    byNight(cut('ink', polygon([252, 120], [690, 120], [690, deck - 14], [252, deck - 14]))),
    byDay(
      cut('tone', [0, 1, 2, 3, 4, 5, 6].map((i) => box(252, 128 + i * 14, 438, 7 - i)).join('')),
    ),
    cut(
      'ink',
      `${polygon([150, 150], [460, 26], [780, 150], [780, 174], [150, 174])}${box(190, 150, 66, deck - 160)}${box(676, 150, 50, deck - 160)}`,
    ),
    cut('paper', boards),
    cut('lit', gouge(176, 160, 580, 6)),
  ]
}

function works(): string[] {
  let spokes = ''
  for (let i = 0; i < 6; i++) {
    const angle = (i / 6) * Math.PI * 2 + 0.26
    spokes += path`M372 248L${372 + Math.cos(angle) * 52} ${248 + Math.sin(angle) * 52}`
  }
  return [
    rule('edge', 12, path`M314 248a58 58 0 1 0 116 0a58 58 0 1 0 -116 0`),
    rule('edge', 6, spokes),
    rule(
      'edge',
      4,
      path`M430 ${level - 34}V248M430 ${level - 34}l-20 -20M430 ${level - 34}l20 -20`,
    ),
    cut('edge', disc(372, 248, 14)),
    rule('edge', 4, 'M314 248V384'),
    cut('edge', polygon([300, 384], [328, 384], [332, 424], [296, 424])),
    rule('edge', 7, 'M386 248H470M470 236V262'),
  ]
}

/** The paper: one tide risen and fallen, the next risen too far, and then a straight line. */
function trace(): string[] {
  let grid = ''
  for (let x = 492; x < 650; x += 20) grid += path`M${x} 206V396`
  for (let y = 216; y < 396; y += 20) grid += path`M478 ${y}H656`
  return [
    cut('edge', `${box(470, 188, 194, 14)}${box(470, 400, 194, 14)}${box(556, 410, 22, 48)}`),
    byDay(cut('paper', box(478, 202, 178, 198))),
    byNight(cut('paper', box(478, 202, 178, 198))),
    rule('tone', 2, grid),
    rule('edge', 6, 'M480 330C500 250 520 250 540 316S572 384 588 330S606 240 624 226H656'),
    cut('edge', polygon([470, 240], [470, 256], [628, 230], [628, 224])),
    rule('edge', 6, 'M520 458H620'),
  ]
}

export const tideGauge: Drawing = { sheet, draw }
