// Meter: which metered articles were read in the running period, and by whom.
// Reading one again is free. Pure: where the entries are kept (a signed cookie, a pass) is not known here.
import type { ArticleId } from './article.ts'
import type { Period } from './calendar.ts'

export interface MeterEntry {
  readonly article: ArticleId
  /** When it was first read: epoch milliseconds, whole minutes. */
  readonly at: number
  /** The reader it was merged to at log-in; undefined while nobody was logged in. */
  readonly reader: string | undefined
}

export interface Meter {
  readonly entries: readonly MeterEntry[]
}

export const EMPTY_METER: Meter = { entries: [] }

/** A cookie holds at most 4 KB; the oldest entries beyond this go first. */
const MOST_ENTRIES = 200

/** What one reader has used of a period. */
export interface Reading {
  readonly used: number
  readonly has: boolean
  /** Epoch milliseconds: when the next read comes back. */
  readonly resets: number
}

/**
 * Counts what `reader` (undefined: anonymous) has read in `period`, and whether `article` is among it.
 * Entries of another reader do not count; an anonymous reader is counted all of the browser's entries.
 */
export function readingOf(
  meter: Meter,
  reader: string | undefined,
  article: ArticleId,
  period: Period,
): Reading {
  let used = 0
  let has = false
  let oldest = Number.POSITIVE_INFINITY
  const since = wholeMinute(period.start)
  // Mostly few, and nearly always different: no list of those that were seen.
  const seen = meter.entries.length > FEW ? new Set<ArticleId>() : undefined
  const counts = (entry: MeterEntry) => entry.at >= since && countsFor(entry, reader)
  for (let place = 0; place < meter.entries.length; place++) {
    const entry = meter.entries[place]
    if (entry === undefined || !counts(entry)) continue
    if (seen?.has(entry.article) ?? isSecond(entry, place, meter.entries, counts)) continue
    seen?.add(entry.article)
    used++
    if (entry.article === article) has = true
    if (entry.at < oldest) oldest = entry.at
  }
  const forgets = period.rolling !== undefined && used > 0 ? oldest + period.rolling : period.end
  return { used, has, resets: forgets }
}

/** Whether one before its place is of the same article. */
function isSecond(
  { article }: MeterEntry,
  place: number,
  entries: readonly MeterEntry[],
  counts: (entry: MeterEntry) => boolean,
): boolean {
  for (let before = 0; before < place; before++) {
    const other = entries[before]
    if (other?.article === article && counts(other)) return true
  }
  return false
}

/** The meter after `article` was read at `now`; entries from before the period are dropped. */
export function spend(
  meter: Meter,
  reader: string | undefined,
  article: ArticleId,
  now: number,
  period: Period,
): Meter {
  const live = meter.entries.filter((entry) => entry.at >= wholeMinute(period.start))
  const entry: MeterEntry = { article, at: wholeMinute(now), reader }
  return { entries: [...live, entry].slice(-MOST_ENTRIES) }
}

/** At log-in: what the browser read before becomes `reader`'s, once; what is already another's stays theirs. */
export function mergeInto(meter: Meter, reader: string): Meter {
  return {
    entries: meter.entries.map((entry) =>
      entry.reader === undefined ? { ...entry, reader } : entry,
    ),
  }
}

/**
 * The union of two meters: each article of a reader once, at its latest time, for an earlier one may belong to a period
 * that has ended. Order does not matter.
 */
export function union(one: Meter, other: Meter): Meter {
  const all = [...one.entries, ...other.entries]
  const entries = all.length <= FEW ? latestOfFew(all) : latestOfMany(all)
  return { entries: entries.sort(inOrder).slice(-MOST_ENTRIES) }
}

/** So few entries are compared with each other sooner than they are named. */
const FEW = 16

function latestOfFew(all: readonly MeterEntry[]): MeterEntry[] {
  const found: MeterEntry[] = []
  for (const entry of all) {
    const known = found.findIndex((one) => isOfSame(one, entry))
    if (known < 0) found.push(entry)
    else if (entry.at > (found[known]?.at ?? entry.at)) found[known] = entry
  }
  return found
}

function latestOfMany(all: readonly MeterEntry[]): MeterEntry[] {
  const found = new Map<string, MeterEntry>()
  for (const entry of all) {
    const key = keyOf(entry)
    const known = found.get(key)
    if (known === undefined || entry.at > known.at) found.set(key, entry)
  }
  return [...found.values()]
}

function isOfSame(one: MeterEntry, other: MeterEntry): boolean {
  return one.article === other.article && (one.reader ?? '') === (other.reader ?? '')
}

function inOrder(one: MeterEntry, other: MeterEntry): number {
  return one.at - other.at || (keyOf(one) < keyOf(other) ? -1 : 1)
}

function keyOf(entry: MeterEntry): string {
  return `${entry.reader ?? ''} ${entry.article}`
}

function countsFor(entry: MeterEntry, reader: string | undefined): boolean {
  return reader === undefined || entry.reader === undefined || entry.reader === reader
}

function wholeMinute(instant: number): number {
  return Math.floor(instant / 60_000) * 60_000
}
