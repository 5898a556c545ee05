// Report: medians of the runs and how they stand to nginx.
import { isDisturbed, type Run } from './load.ts'

export interface Row {
  readonly name: string
  readonly versus: string | undefined
  readonly runs: readonly Run[]
  /** Requests a second ÷ those of `versus`, and the same for each second that the core worked. */
  readonly ratio: number | undefined
  readonly busyRatio: number | undefined
}

export function medianOf(runs: readonly Run[], field: keyof Run): number {
  return median(runs.map((run) => run[field]))
}

/** The middle one, or the lower of the two in the middle; 0 of nothing. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0
}

/** A table for the terminal, and below it what should make its reader doubt. */
export function table(rows: readonly Row[]): string {
  const width = Math.max(...rows.map(({ name }) => name.length))
  const head = `${'median of the runs'.padEnd(width)}  requests/s  ÷ nginx  core busy  per busy s  ÷ nginx  p50 ms  p99 ms`
  const lines = rows.map(({ name, runs, ratio, busyRatio }) => {
    const median = (field: keyof Run) => medianOf(runs, field)
    return [
      name.padEnd(width),
      whole(median('perSecond')).padStart(10),
      part(ratio).padStart(7),
      `${whole(median('busy') * 100)} %`.padStart(9),
      whole(median('perBusySecond')).padStart(10),
      part(busyRatio).padStart(7),
      median('p50').toFixed(2).padStart(6),
      median('p99').toFixed(2).padStart(6),
    ].join('  ')
  })
  return [head, ...lines, ...doubts(rows)].join('\n')
}

function whole(value: number): string {
  return Math.round(value).toLocaleString('en')
}

function part(ratio: number | undefined): string {
  return ratio === undefined ? '–' : ratio.toFixed(2)
}

function doubts(rows: readonly Row[]): readonly string[] {
  const said: string[] = []
  const all = rows.flatMap(({ runs }) => runs)
  const disturbed = all.filter(isDisturbed).length
  if (disturbed > 0)
    said.push(`${disturbed} of ${all.length} runs were disturbed by other work on this machine.`)
  const failed = all.reduce((sum, run) => sum + run.failed, 0)
  if (failed > 0) said.push(`${failed} requests failed.`)
  for (const { name, runs } of rows)
    if (medianOf(runs, 'busy') < 0.9)
      said.push(`${name}: the server was not at its limit, wrk or the machine was.`)
  if (!rows.some(({ ratio }) => ratio !== undefined))
    said.push('nginx was left out, for it is not installed: apt-get install nginx-light')
  return said
}
