// A chart: fish landed at Saltmarsh, year by year, as hatched bars with the quay's closing marked.
import { box, path } from './marks.ts'
import { cut, type Drawing, type Ink, rule, type Sheet } from './print.ts'

const sheet: Sheet = {
  title: 'Fish landed at Saltmarsh, 2014 to 2025',
  width: 1200,
  height: 770,
  tone: 'blue',
  words: true,
}

const tonnesByYear: [number, number][] = [
  [2014, 1910],
  [2015, 1870],
  [2016, 1940],
  [2017, 1120],
  [2018, 860],
  [2019, 790],
  [2020, 610],
  [2021, 680],
  [2022, 720],
  [2023, 700],
  [2024, 660],
  [2025, 640],
]

const left = 128
const foot = 690
const pitch = 87
const barWidth = 58
const perTonne = 0.27

type Setting = { size?: number; anchor?: string; ink?: Ink; bold?: boolean }

/** A line of lettering; nothing on the chart is set smaller than 32. */
function text(x: number, y: number, words: string | number, setting: Setting = {}): string {
  const { size = 34, anchor = 'middle', ink = 'edge', bold = false } = setting
  const weight = bold ? ' font-weight="700"' : ''
  return `<text class="sans ${ink}" x="${Math.round(x)}" y="${Math.round(y)}" font-size="${size}" text-anchor="${anchor}"${weight}>${words}</text>`
}

function draw(): string[] {
  return [...axis(), ...bars(), ...closing(), ...years()]
}

function axis(): string[] {
  const parts: string[] = []
  for (const tonnes of [500, 1000, 1500, 2000]) {
    const y = foot - tonnes * perTonne
    parts.push(rule('wave', 1.5, path`M${left} ${y}H1180`))
    parts.push(text(left - 16, y + 12, tonnes.toLocaleString('en-GB'), { anchor: 'end' }))
  }
  return [
    ...parts,
    text(left - 16, foot + 12, '0', { anchor: 'end' }),
    text(20, 84, 'Tonnes a year', { anchor: 'start', bold: true }),
  ]
}

const barAt = (index: number) => left + 16 + index * pitch

/** Solid while the quay was open; ruled, and so paler, since. */
function bars(): string[] {
  let open = ''
  let since = ''
  const values: string[] = []
  for (const [i, [year, tonnes]] of tonnesByYear.entries()) {
    const top = Math.round(foot - tonnes * perTonne)
    const x = barAt(i)
    if (year < 2017) open += box(x, top, barWidth, foot - top)
    else {
      since += box(x, top, barWidth, 5)
      for (let y = top + 10; y < foot; y += 12) since += box(x, y, barWidth, 7)
    }
    if (year === 2016 || year === 2025)
      values.push(
        text(x + barWidth + 3, top - 14, tonnes.toLocaleString('en-GB'), {
          anchor: 'end',
          bold: true,
        }),
      )
  }
  return [cut('edge', open), cut('tone', since), ...values]
}

function closing(): string[] {
  const x = (barAt(2) + barWidth + barAt(3)) / 2
  return [
    rule('edge', 3, path`M${x} ${foot}V112`),
    text(x + 18, 140, 'East quay closed,', { anchor: 'start', bold: true }),
    text(x + 18, 182, '14 January 2017', { anchor: 'start' }),
  ]
}

/** Every second year is named, so that the names are large enough for a telephone. */
function years(): string[] {
  const names = tonnesByYear.map(([year], i) =>
    year % 2 === 0 ? text(barAt(i) + barWidth / 2, foot + 48, year) : '',
  )
  return [rule('edge', 5, path`M${left} ${foot + 2}H1180`), ...names]
}

export const landings: Drawing = { sheet, draw }
