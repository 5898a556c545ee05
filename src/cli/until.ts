// Until: what a publisher in a hurry means by a time to come.
import { instants } from '../content/folder/instant.ts'
import { localDates } from '../core/calendar.ts'

const UNITS = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const

/**
 * Epoch milliseconds of `3h` (90m, 2d), of a date with a time (`2026-11-24 06:00`, with or without an offset) or of
 * `23:00`, the next time the clocks of `timeZone` show it after `now`. Undefined for anything else.
 */
export function untilOf(written: string, now: number, timeZone: string): number | undefined {
  const [, amount, unit] = /^(\d{1,4})([mhd])$/.exec(written) ?? []
  if (unit === 'm' || unit === 'h' || unit === 'd') return now + Number(amount) * UNITS[unit]
  const instantOf = instants(timeZone)
  const [, hour] = /^(\d{1,2}):\d\d$/.exec(written) ?? []
  if (hour === undefined) return instantOf(written)
  const time = written.padStart(5, '0')
  const dateOf = localDates(timeZone)
  return [0, 1, 2]
    .map((days) => instantOf(`${dateOf(now + days * UNITS.d)} ${time}`))
    .find((instant) => instant !== undefined && instant > now)
}

/** `2026-11-24 06:00 (Europe/London)`. */
export function instantInWords(instant: number, timeZone: string): string {
  const time = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(instant)
  return `${localDates(timeZone)(instant)} ${time} (${timeZone})`
}

/** When something ends: `the end of 2026-12-31 (Europe/London)` for what ends at midnight, else the instant. */
export function endInWords(end: number, timeZone: string): string {
  const dateOf = localDates(timeZone)
  const day = dateOf(end - 1)
  return day === dateOf(end) ? instantInWords(end, timeZone) : `the end of ${day} (${timeZone})`
}
