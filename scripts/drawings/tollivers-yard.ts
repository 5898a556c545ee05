// A hull in frame on the slip: bare ribs, shores, a ladder, two people and the sheds behind.
import { box, chance, disc, gouge, path, polygon, sky } from './marks.ts'
import { byNight, cut, type Drawing, rule, type Sheet } from './print.ts'
import { houses, person } from './things.ts'

const sheet: Sheet = {
  title: 'A hull in frame at Tolliver’s Yard',
  width: 1200,
  height: 800,
  tone: 'green',
}

type Point = [number, number]

const ground = 560
const stations = 15

function draw(): string[] {
  const at = chance(52)
  return [
    sky({ from: 4, to: 480, width: 1200, step: 13, first: 8.5, last: 1.4 }, 'tone', at),
    byNight(cut('lit', disc(880, 130, 50))),
    ...sheds(),
    ...slip(),
    ...hull(),
    ...shores(),
    ...hands(),
  ]
}

function sheds(): string[] {
  const row = houses({ from: 820, to: 1230, base: 500, low: 40, high: 80 }, chance(28))
  let boards = ''
  for (let x = -6; x < 318; x += 15)
    boards += path`M${x} ${330 + Math.abs(x - 120) * 0.42}h6V500h-6z`
  return [
    cut('deep', row.walls),
    cut('lit', row.windows),
    cut('ink', polygon([-40, 350], [120, 250], [340, 370], [340, 520], [-40, 520])),
    cut('deep', boards),
    cut(
      'ink',
      `${box(60, 396, 150, 130)}${polygon([-40, 330], [120, 232], [352, 362], [352, 380], [120, 256], [-40, 356])}`,
    ),
    cut('lit', box(74, 410, 54, 100)),
    rule('ink', 8, 'M1010 500V180M1126 500V226'),
    rule(
      'ink',
      4,
      'M972 250H1050M1010 184L940 498M1010 184L1084 498M1096 286H1158M1126 230L1170 498',
    ),
  ]
}

function slip(): string[] {
  const at = chance(16)
  let planks = ''
  let chips = ''
  for (let y = ground - 30; y < 810; y += 13 + (y - ground) * 0.08)
    planks += gouge(-20 - at() * 60, y, 1320, 4 + (y - 500) * 0.02)
  for (let i = 0; i < 46; i++) chips += gouge(at() * 1180, 640 + at() * 150, 16 + at() * 22, 6)
  return [
    cut('paper', path`M0 500H1200V800H0z`),
    cut('ink', path`M0 496H1200V512L640 530L0 520z`),
    cut('tone', planks),
    cut('wave', chips),
  ]
}

/** Where rib `i` stands: foot on the keel, and its head on either side. */
function rib(i: number): { foot: Point; near: Point; far: Point; round: number } {
  const share = i / (stations - 1)
  const breadth = Math.sin(Math.PI * (0.035 + share * 0.845)) ** 0.75
  const size = 1.24 - share * 0.46
  const foot: Point = [330 + share * 610, 690 - share * 116]
  const height = (300 + 130 * (share - 0.46) ** 2 * 4) * size
  return {
    foot,
    near: [foot[0] - 150 * breadth * size, foot[1] - height + 52 * breadth],
    far: [foot[0] + 132 * breadth * size, foot[1] - height - 34 * breadth],
    round: breadth * size,
  }
}

const curve = ([fx, fy]: Point, [hx, hy]: Point, round: number) =>
  path`M${fx} ${fy}C${fx + (hx - fx) * 1.1} ${fy - 30 - 30 * round} ${hx + (hx - fx) * 0.12} ${fy - 120} ${hx} ${hy}`

function hull(): string[] {
  let near = ''
  let far = ''
  let nearSheer = ''
  let farSheer = ''
  for (let i = stations - 1; i >= 0; i--) {
    const { foot, near: left, far: right, round } = rib(i)
    near += curve(foot, left, round)
    far += curve(foot, right, round)
    nearSheer += path`${nearSheer === '' ? 'M' : 'L'}${left[0]} ${left[1] + 16}`
    farSheer += path`${farSheer === '' ? 'M' : 'L'}${right[0]} ${right[1] + 16}`
  }
  const bow = rib(0)
  const stern = rib(stations - 1)
  const stem = path`M${bow.foot[0] + 20} ${bow.foot[1] + 4}C${bow.foot[0] - 60} ${bow.foot[1] - 10} ${bow.foot[0] - 106} ${bow.foot[1] - 220} ${bow.foot[0] - 120} ${bow.near[1] - 60}`
  const head: Point = [bow.foot[0] - 116, bow.near[1] - 30]
  return [
    rule('ink', 9, far),
    rule('ink', 10, `${farSheer}${path`L${head[0]} ${head[1]}`}`),
    rule('ink', 14, near),
    rule('tone', 5, near),
    rule('ink', 13, `${nearSheer}${path`L${head[0]} ${head[1]}`}`),
    rule('ink', 22, stem),
    rule(
      'ink',
      26,
      path`M${bow.foot[0] - 14} ${bow.foot[1] + 4}L${stern.foot[0] + 34} ${stern.foot[1] + 2}`,
    ),
    rule(
      'ink',
      18,
      path`M${stern.foot[0] + 22} ${stern.foot[1]}L${stern.foot[0] + 70} ${stern.far[1] + 10}`,
    ),
    rule(
      'lit',
      4,
      path`M${bow.foot[0] - 6} ${bow.foot[1]}L${stern.foot[0] + 20} ${stern.foot[1] - 2}`,
    ),
    rule('lit', 4, stem),
    ...ribbands(),
  ]
}

/** Long battens bent round the ribs, and the first planks by the keel. */
function ribbands(): string[] {
  let battens = ''
  for (const up of [0.34, 0.66]) {
    let d = ''
    for (let i = stations - 1; i >= 0; i--) {
      const { foot, near } = rib(i)
      const x = foot[0] + (near[0] - foot[0]) * (0.72 + up * 0.36)
      const y = foot[1] + (near[1] - foot[1]) * up
      d += path`${d === '' ? 'M' : 'L'}${x} ${y}`
    }
    battens += d
  }
  return [rule('ink', 9, battens)]
}

function shores(): string[] {
  let blocks = ''
  for (let i = 0; i < 6; i++) blocks += box(340 + i * 116, 700 - i * 22, 46 - i * 3, 50 - i * 4)
  return [
    cut('ink', blocks),
    rule(
      'ink',
      10,
      'M226 474L96 706M330 470L246 742M520 440L470 700M1010 330L1098 560M920 330L1010 600',
    ),
    rule('ink', 7, 'M640 396L560 716M676 396L604 716'),
    rule(
      'ink',
      5,
      'M634 424H668M625 460H661M616 496H652M607 532H643M598 568H634M589 604H627M580 640H618M571 676H610',
    ),
  ]
}

function hands(): string[] {
  return [
    cut('ink', person(166, 764, 196, 0.08)),
    cut(
      'ink',
      `${polygon([180, 620], [196, 612], [250, 640], [246, 652])}${polygon([238, 622], [252, 616], [272, 668], [258, 672])}`,
    ),
    cut('ink', person(1046, 700, 158, 0.1)),
    cut('ink', `${polygon([964, 604], [1130, 586], [1130, 596], [964, 616])}`),
    cut('lit', `${gouge(140, 628, 50, 6)}${gouge(1024, 590, 42, 5)}`),
    cut(
      'ink',
      `${box(820, 712, 150, 14)}${polygon([834, 724], [850, 724], [836, 790], [822, 790])}${polygon([940, 724], [956, 724], [968, 790], [954, 790])}`,
    ),
    cut('tone', box(812, 700, 176, 13)),
  ]
}

export const tolliversYard: Drawing = { sheet, draw }
