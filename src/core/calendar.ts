// Calendar: when a meter's period begins and ends, in the publication's own time zone, through daylight saving.
// Times are epoch milliseconds. Intl knows the zones; no clock is read here.
import type { MeterPeriod } from './policy.ts'

export interface Period {
  /** First instant that belongs to it. */
  readonly start: number
  /** First instant that no longer does; for a rolling period, when what is read now is forgotten. */
  readonly end: number
  /** Milliseconds after which a read is forgotten; undefined in a calendar period, which forgets all at its end. */
  readonly rolling: number | undefined
}

const HOUR = 3_600_000
const DAY = 24 * HOUR

/** Gives `(now) => Period` that remembers the running period, so that asking costs a comparison. */
export function periods(period: MeterPeriod, timeZone: string): (now: number) => Period {
  if (typeof period === 'object') {
    const length = period.days * DAY
    return (now) => ({
      start: now - length,
      // A meter notes the minute of a read, and forgets it that minute.
      end: now - (now % 60_000) + length,
      rolling: length,
    })
  }
  const dayOf = localDays(timeZone)
  let current: Period = { start: 0, end: 0, rolling: undefined }
  return (now) => {
    if (now < current.start || now >= current.end) {
      const [first, next] = bounds(period, dayOf(now))
      current = {
        start: startOfDay(first, dayOf),
        end: startOfDay(next, dayOf),
        rolling: undefined,
      }
    }
    return current
  }
}

/** Gives the local date of an instant as `2026-12-01`. */
export function localDates(timeZone: string): (now: number) => string {
  const dayOf = localDays(timeZone)
  return (now) => isoDate(dayOf(now))
}

export type Step = 'week' | 'month' | 'year'

/**
 * Gives the function that goes `count` steps on from an instant, to the same local time of day. A month without that day
 * ends the step on its last one; counted from the same start, the next step has the day again: 31 January, 28 February,
 * 31 March. A time that a zone's clocks skip is as much later; of one that comes twice it is the first.
 */
export function steps(timeZone: string): (start: number, step: Step, count: number) => number {
  const localOf = localInstants(timeZone)
  return (start, step, count) => {
    if (count === 0) return start
    const local = localOf(start)
    const day = Math.floor(local / DAY)
    return instantOf(dayAfter(day, step, count) * DAY + (local - day * DAY), localOf)
  }
}

function dayAfter(start: number, step: Step, count: number): number {
  if (step === 'week') return start + 7 * count
  const { year, month, day } = civil(start)
  const months = year * 12 + month - 1 + (step === 'year' ? 12 * count : count)
  const first = (at: number) => daysFromCivil(Math.floor(at / 12), (at % 12) + 1, 1)
  return Math.min(first(months) + day - 1, first(months + 1) - 1)
}

/** The instant of a local time, as RFC 5545 §3.3.5 reads it. A day before and after, a zone's clocks go steadily. */
function instantOf(local: number, localOf: (instant: number) => number): number {
  const offsetAt = (instant: number) => localOf(instant) - instant
  const [before, after] = [offsetAt(local - DAY), offsetAt(local + DAY)]
  const found = [before, after].find((offset) => localOf(local - offset) === local)
  return local - (found ?? before)
}

/** Gives the local time of an instant, as milliseconds since 1970-01-01 on the clocks there. */
export function localInstants(timeZone: string): (instant: number) => number {
  const format = new Intl.DateTimeFormat('en-US-u-ca-iso8601-nu-latn', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  })
  return (instant) => {
    const parts = new Map(format.formatToParts(instant).map(({ type, value }) => [type, value]))
    const of = (type: Intl.DateTimeFormatPartTypes) => Number(parts.get(type) ?? 0)
    const seconds = (of('hour') * 60 + of('minute')) * 60 + of('second')
    const within = ((instant % 1000) + 1000) % 1000
    return daysFromCivil(of('year'), of('month'), of('day')) * DAY + seconds * 1000 + within
  }
}

/** First and following first day (days since 1970-01-01) of the period around a day. Weeks begin on Monday (ISO 8601). */
function bounds(period: 'day' | 'week' | 'month', day: number): readonly [number, number] {
  if (period === 'day') return [day, day + 1]
  if (period === 'week') {
    const monday = day - ((((day + 3) % 7) + 7) % 7)
    return [monday, monday + 7]
  }
  const { year, month } = civil(day)
  const next = month === 12 ? daysFromCivil(year + 1, 1, 1) : daysFromCivil(year, month + 1, 1)
  return [daysFromCivil(year, month, 1), next]
}

/**
 * The first instant whose local date is `day` or later. Clocks never step back over a date that has begun and a zone
 * may skip a midnight or a whole day (Samoa, 2011), so a search finds it where arithmetic with offsets would not.
 */
function startOfDay(day: number, dayOf: (instant: number) => number): number {
  let low = day * DAY - 27 * HOUR
  let high = day * DAY + 27 * HOUR
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (dayOf(middle) >= day) high = middle
    else low = middle
  }
  return high
}

/** Gives the local day of an instant, in days since 1970-01-01. */
function localDays(timeZone: string): (instant: number) => number {
  const format = new Intl.DateTimeFormat('en-US-u-ca-iso8601-nu-latn', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  })
  return (instant) => {
    const found = { year: 0, month: 0, day: 0 }
    for (const part of format.formatToParts(instant)) {
      if (part.type === 'year' || part.type === 'month' || part.type === 'day')
        found[part.type] = Number(part.value)
    }
    return daysFromCivil(found.year, found.month, found.day)
  }
}

/** Days since 1970-01-01 of a date of the Gregorian calendar (Howard Hinnant, "chrono-compatible date algorithms"). */
function daysFromCivil(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year
  const era = Math.floor(y / 400)
  const yearOfEra = y - era * 400
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1
  const dayOfEra =
    yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return era * 146_097 + dayOfEra - 719_468
}

function civil(days: number): { year: number; month: number; day: number } {
  const z = days + 719_468
  const era = Math.floor(z / 146_097)
  const dayOfEra = z - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  )
  const dayOfYear =
    dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const shifted = Math.floor((5 * dayOfYear + 2) / 153)
  const month = shifted < 10 ? shifted + 3 : shifted - 9
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1,
  }
}

function isoDate(days: number): string {
  const { year, month, day } = civil(days)
  const two = (value: number) => String(value).padStart(2, '0')
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`
}
