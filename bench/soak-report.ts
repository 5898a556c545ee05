// Soak report: what a soak came to, as a table, as data, and as lines for the document.
import { median } from './report.ts'
import { type Held, type Sample, WORKERS } from './soak-crew.ts'
import { type KindTally, Times } from './soak-load.ts'

/** From the second minute to the tenth memory may grow by so much. */
const MOST_GROWTH = 1.1
/** A shorter soak ends before caches are full: its memory is told and not judged. */
const JUDGED_FROM_MINUTES = 10

export interface Soaked {
  readonly minutes: number
  /** Requests a second: the most there could be, and what was sent. */
  readonly most: number
  readonly rate: number
  readonly seconds: number
  /** Requests that were not sent within five seconds of when they were due. */
  readonly unsent: number
  readonly kinds: ReadonlyMap<string, KindTally>
  readonly held: readonly Held[]
  /** The worker that nobody killed while memory was watched. */
  readonly spared: number
  readonly kills: number
  readonly reloads: number
  readonly logIns: number
  readonly saves: number
  readonly saveDelays: readonly number[]
  /** Seconds of work while memory was watched. */
  readonly serverWorked: number
  readonly loadWorked: number
  /** What else went wrong. */
  readonly wrongs: readonly string[]
}

interface Growth {
  readonly what: string
  readonly early: number
  readonly late: number
}

export function isBad(soaked: Soaked): boolean {
  return reasons(soaked).length > 0
}

/** Why a soak was not passed. */
function reasons(soaked: Soaked): readonly string[] {
  const { failed } = total(soaked.kinds)
  return [
    ...soaked.wrongs,
    ...(soaked.unsent > 0
      ? [`the load was not borne: ${soaked.unsent} requests were not sent`]
      : []),
    ...(failed > 0 ? [`${failed} requests failed`] : []),
    ...(soaked.kills === 0 || soaked.reloads === 0
      ? ['nobody was killed or nothing reloaded']
      : []),
    ...(soaked.logIns === 0 || soaked.saveDelays.length === 0 ? ['nobody logged in or saved'] : []),
    ...(soaked.minutes >= JUDGED_FROM_MINUTES ? tooMuch(soaked) : []),
  ]
}

/** Of the owner and of the worker that was spared. */
function tooMuch(soaked: Soaked): readonly string[] {
  const found = growths(soaked)
  const unknown = found.some(({ early, late }) => early === 0 || late === 0)
  return [
    ...(unknown || found.length < 2 ? ['memory was not weighed to the end'] : []),
    ...found
      .filter(({ early, late }) => late > early * MOST_GROWTH)
      .map(({ what }) => `memory of the ${what} grew by more than 10 %`),
  ]
}

/** Around the second of ten minutes, and in the tenth. */
function growths({ held, spared, seconds }: Soaked): readonly Growth[] {
  const of = (samples: readonly Sample[], from: number, to: number) =>
    median(
      samples
        .filter(({ at }) => at >= from * seconds && at <= to * seconds)
        .map(({ megabytes }) => megabytes),
    )
  return held
    .filter(({ what, pid }) => what === 'owner' || pid === spared)
    .map(({ what, samples }) => ({
      what: what === 'owner' ? 'owner' : 'worker that was never killed',
      early: of(samples, 0.15, 0.25),
      late: of(samples, 0.9, 1),
    }))
}

function total(kinds: ReadonlyMap<string, KindTally>): KindTally {
  const sum = { asked: 0, answered: 0, putOff: 0, cut: 0, failed: 0, examples: [] }
  const all: KindTally = { ...sum, times: new Times() }
  for (const one of kinds.values()) {
    all.asked += one.asked
    all.answered += one.answered
    all.putOff += one.putOff
    all.cut += one.cut
    all.failed += one.failed
    all.times.add(one.times)
  }
  return all
}

export function soakText(soaked: Soaked): string {
  const rows = [...soaked.kinds, ['together', total(soaked.kinds)] as const]
  const named = [...soaked.kinds].flatMap(([kind, { examples }]) =>
    examples.map((words) => `  ${kind}: ${words}`),
  )
  const failed = reasons(soaked)
  return [
    `${'kind'.padEnd(32)}  asked  answered  put off    cut  failed     p50      p99     most`,
    ...rows.map(([name, one]) => rowOf(name, one)),
    '',
    'process    lived, s       MB: first   2/10   last   most',
    ...soaked.held.map((one) => heldOf(one, soaked)),
    '',
    ...soakLines(soaked),
    ...(named.length > 0 ? ['', 'failed:', ...named] : []),
    '',
    failed.length === 0 ? 'passed' : `NOT PASSED: ${failed.join('; ')}`,
  ].join('\n')
}

function rowOf(name: string, { times, ...one }: KindTally): string {
  const numbers = [one.asked, one.answered, one.putOff, one.cut, one.failed]
  const widths = [7, 10, 9, 7, 8]
  const counts = numbers.map((number, place) => String(number).padStart(widths[place] ?? 0))
  const timed = [times.at(0.5), times.at(0.99), times.at(1)].map((ms) => ms.toFixed(1).padStart(8))
  return `${name.padEnd(32)}${counts.join('')}${timed.join(' ')} ms`
}

function heldOf({ what, pid, samples }: Held, { seconds, spared }: Soaked): string {
  const sizes = samples.map(({ megabytes }) => megabytes)
  const [first, last] = [samples[0], samples.at(-1)]
  const fifth = samples.filter(({ at }) => at >= 0.15 * seconds && at <= 0.25 * seconds)
  const middle =
    fifth.length === 0 ? '-' : median(fifth.map(({ megabytes }) => megabytes)).toFixed(0)
  const lived = `${first?.at.toFixed(0)}–${last?.at.toFixed(0)}`
  const columns = [
    sizes[0]?.toFixed(0),
    middle,
    sizes.at(-1)?.toFixed(0),
    Math.max(...sizes).toFixed(0),
  ]
  const name = pid === spared ? 'worker *' : what
  return `${name.padEnd(10)} ${lived.padEnd(14)} ${columns.map((text) => String(text).padStart(6)).join(' ')}`
}

/** For the document. */
export function soakLines(soaked: Soaked): readonly string[] {
  const { minutes, most, rate, kinds, kills, reloads, saveDelays, held, seconds, unsent } = soaked
  const wrong = reasons(soaked)
  const { asked, failed, cut, putOff, times } = total(kinds)
  const replaced = held.filter(({ what, pid }) => what === 'worker' && pid !== soaked.spared)
  const peak = Math.max(
    0,
    ...replaced.flatMap(({ samples }) => samples.map((one) => one.megabytes)),
  )
  const worked = (of: number) => (of / seconds).toFixed(2)
  return [
    `- ${minutes} minutes and a fifth more on ${WORKERS} workers: ${asked.toLocaleString('en')} requests of ${kinds.size} kinds at ${Math.round(rate).toLocaleString('en')} a second, ${Math.round((rate / most) * 100)} % of the ${Math.round(most).toLocaleString('en')} that this machine came to with the load on it (an open loop; p50 ${times.at(0.5).toFixed(1)} ms, p99 ${times.at(0.99).toFixed(1)} ms from when a request was due).`,
    `- ${kills} workers killed, ${reloads} reloads: **${failed} requests failed**; ${cut} broke off with a killed worker and were answered when asked again; ${putOff} account pages were put off with 503 and Retry-After.`,
    `- ${wrong.length === 0 ? 'Passed' : `**Not passed**: ${wrong.join('; ')}`}. ${unsent.toLocaleString('en')} requests were not sent within five seconds of when they were due.`,
    `- ${soaked.logIns} readers logged in by mail, made a private feed and logged out; ${soaked.saves} articles were saved, and served as saved after ${median(saveDelays).toFixed(0)} ms (median; ${Math.max(0, ...saveDelays).toFixed(0)} ms at most).`,
    ...growths(soaked).map(
      ({ what, early, late }) =>
        `- Memory of the ${what}: ${early.toFixed(0)} MB after a fifth of the time, ${late.toFixed(0)} MB at its end (${early === 0 ? '-' : (late / early).toFixed(2)}).`,
    ),
    `- The ${replaced.length} other workers held ${peak.toFixed(0)} MB at most. The server worked ${worked(soaked.serverWorked)} s a second, the load ${worked(soaked.loadWorked)}.`,
  ]
}

/** What the JSON holds. */
export function soakData(soaked: Soaked): object {
  const row = ([kind, { times, ...one }]: readonly [string, KindTally]) => ({
    ...{ kind, ...one, p50: times.at(0.5), p99: times.at(0.99), most: times.at(1) },
  })
  return {
    ...soaked,
    kinds: [...soaked.kinds].map(row),
    together: row(['together', total(soaked.kinds)]),
    memory: growths(soaked),
    notPassed: reasons(soaked),
  }
}
