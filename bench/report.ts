// Report: medians of the runs, how they stand to the peers and to what is aimed at, as a table and as data.
import type { Case } from './cases.ts'
import { isDisturbed, kept, type PacedRun, type Run } from './load.ts'

export interface Measured {
  readonly runs: readonly Run[]
  /** At half of the rate. */
  readonly halves: readonly PacedRun[]
}

export interface Row extends Measured, Pick<Case, 'name' | 'against'> {
  /** Medians of the runs that were not disturbed. */
  readonly perSecond: number
  readonly perBusySecond: number
  readonly busy: number
  readonly p50: number
  readonly p99: number
  readonly megabytes: number
  /** Requests a second ÷ those of the peer's case; undefined without it. */
  readonly ofNginx: number | undefined
  readonly ofVarnish: number | undefined
  /** That with the median p99 of those at half of the rate that were not disturbed. */
  readonly half: PacedRun | undefined
}

export interface Aim {
  readonly what: string
  readonly value: number
  /** At least this; of times at most. */
  readonly aim: number
  readonly reached: boolean
}

/** The middle one, or the lower of the two in the middle; 0 of nothing. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0
}

export function rowsOf(
  cases: readonly Case[],
  measured: ReadonlyMap<string, Measured>,
): readonly Row[] {
  const speedOf = (name: string) => middle(measured.get(name)?.runs ?? [], 'perSecond')
  return cases.map(({ name, against }) => {
    const { runs, halves } = measured.get(name) ?? { runs: [], halves: [] }
    const of = (field: keyof Run) => middle(runs, field)
    const ratioTo = (peer: string) => {
      return against && ratio(of('perSecond'), speedOf(`${peer}, ${against}`))
    }
    return {
      ...{ name, against, perSecond: of('perSecond'), perBusySecond: of('perBusySecond') },
      ...{ busy: of('busy'), p50: of('p50'), p99: of('p99'), megabytes: of('megabytes') },
      ...{ ofNginx: ratioTo('nginx'), ofVarnish: ratioTo('Varnish'), runs, halves },
      half: middleOf(halves),
    }
  })
}

function middleOf(halves: readonly PacedRun[]): PacedRun | undefined {
  const calm = kept(halves)
  const p99 = median(calm.map((half) => half.p99))
  return calm.find((half) => half.p99 === p99)
}

function middle(runs: readonly Run[], field: keyof Run): number {
  return median(kept(runs).map((run) => run[field]))
}

/** undefined of nothing. */
function ratio(value: number, base: number): number | undefined {
  return base === 0 ? undefined : value / base
}

/** How the cases in front of a site begin. */
const GATE = 'in front of a site'

/** What issue and documents ask of this bench, and whether this run has it. Aims whose cases are missing are left out. */
export function aimsOf(rows: readonly Row[]): readonly Aim[] {
  const row = (start: string) => rows.find(({ name }) => name.startsWith(start))
  const least = (what: string, value: number | undefined, aim: number): readonly Aim[] =>
    value === undefined ? [] : [{ what, value, aim, reached: value >= aim }]
  const over = (start: string, base: string) => {
    const [one, other] = [row(start), row(base)]
    return one && other && ratio(one.perSecond, other.perSecond)
  }
  const readers = ['(a)', '(b)', '(c) subscribers, 1,000', '(c) subscribers, 100,000'] as const
  const paced = [...readers, '(e)', '(f)'].flatMap((start) => row(start) ?? [])
  return [
    ...readers.flatMap((start) => least(`${start} ÷ Varnish`, row(start)?.ofVarnish, 1)),
    ...readers.flatMap((start) => least(`${start} ÷ nginx`, row(start)?.ofNginx, 0.6)),
    ...least('(d) requests a second', row('(d)')?.perSecond, 10_000),
    ...least('(e) ÷ (a)', over('(e)', '(a)'), 0.8),
    ...least('(f) ÷ (a)', over('(f)', '(a)'), 1.2),
    ...least(`${GATE}, subscribers ÷ (c) 1,000`, over(`${GATE}, subscribers`, readers[2]), 0.9),
    ...least(`${GATE}, at the wall ÷ (b)`, over(`${GATE}, at the wall`, '(b)'), 0.9),
    ...paced.flatMap(({ name, half }) => {
      if (half === undefined) return []
      const what = `${name}: p99 at half of the rate, ms`
      return [{ what, value: half.p99, aim: 5, reached: half.p99 <= 5 }]
    }),
  ]
}

const HEAD = [
  ...['', 'Requests/s', '÷ nginx', '÷ Varnish', 'Core busy', 'Per CPU s'],
  ...['p50 ms', 'p99 ms', 'p99 at half ms', 'MB'],
]

/** A table in Markdown that can be read as it stands. */
export function table(rows: readonly Row[]): string {
  return aligned([
    HEAD,
    ...rows.map((row) => [
      row.name,
      whole(row.perSecond),
      part(row.ofNginx),
      part(row.ofVarnish),
      `${whole(row.busy * 100)} %`,
      whole(row.perBusySecond),
      row.p50.toFixed(2),
      row.p99.toFixed(1),
      row.half === undefined ? '–' : row.half.p99.toFixed(1),
      whole(row.megabytes),
    ]),
  ])
}

export function aimsTable(aims: readonly Aim[]): string {
  return aligned([
    ['Aim', 'Is', 'Should be', ''],
    ...aims.map(({ what, value, aim, reached }) => [
      ...[what, figure(value), figure(aim), reached ? 'reached' : 'missed'],
    ]),
  ])
}

function aligned(lines: readonly (readonly string[])[]): string {
  const widths = (lines[0] ?? []).map((_, at) =>
    Math.max(3, ...lines.map((line) => line[at]?.length ?? 0)),
  )
  const text = (line: readonly string[]) => {
    const cells = line.map((cell, at) =>
      at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0),
    )
    return `| ${cells.join(' | ')} |`
  }
  const rule = widths.map((width, at) =>
    at === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`,
  )
  const [head = [], ...rest] = lines
  return [text(head), `| ${rule.join(' | ')} |`, ...rest.map(text)].join('\n')
}

function figure(value: number): string {
  return value >= 100 ? whole(value) : value.toFixed(2)
}

function whole(value: number): string {
  return Math.round(value).toLocaleString('en')
}

function part(ratio: number | undefined): string {
  return ratio === undefined ? '–' : ratio.toFixed(2)
}

/** What should make the reader of the table doubt it. `missing`: peers that are not installed. */
export function doubts(rows: readonly Row[], missing: readonly string[]): readonly string[] {
  const all = rows.flatMap(({ runs, halves }) => [...runs, ...halves])
  const dropped = all.length - rows.flatMap(countedOf).length
  const isNoneCalm = all.length > 0 && all.every(isDisturbed)
  return [
    ...(dropped > 0
      ? [
          `${dropped} of ${all.length} runs were disturbed by other work on this machine and do not count.`,
        ]
      : []),
    ...(isNoneCalm
      ? ['Every run was disturbed by other work: compare the column “Per CPU s” alone.']
      : []),
    ...rows.flatMap((row) => [...failuresOf(row), ...(isNoneCalm ? [] : doubtsOf(row))]),
    ...missing.map(
      (peer) =>
        `${peer} was left out, for it is not installed: apt-get install nginx-light varnish`,
    ),
  ]
}

function countedOf({ runs, halves }: Measured): readonly (Run | PacedRun)[] {
  return [...kept(runs), ...kept(halves)]
}

function failuresOf(row: Row): readonly string[] {
  const failed = countedOf(row).reduce((sum, run) => sum + run.failed, 0)
  return failed > 0 ? [`${row.name}: ${whole(failed)} requests failed.`] : []
}

function doubtsOf({ name, runs, busy, half }: Row): readonly string[] {
  const said: string[] = []
  if (runs.every(isDisturbed)) said.push(`${name}: every run was disturbed; all count.`)
  else if (busy < 0.9) said.push(`${name}: wrk was at its limit, not the server.`)
  if (half && isDisturbed(half)) said.push(`${name}: the run at half of the rate was disturbed.`)
  if (half && half.late > 1)
    said.push(`${name}: at half, the generator was late itself (p99 ${half.late.toFixed(1)} ms).`)
  if (half && half.waited > 0.01)
    said.push(
      `${name}: at half, ${whole(half.waited * 100)} % had to wait for one of the generator's connections.`,
    )
  return said
}
