// Instant: what an editor means by a date, in the publication's own time where no offset is written.
import { localInstants } from '../../core/calendar.ts'

const SHAPE =
  /^(\d{4})-(\d{2})-(\d{2})(?:[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{3})\d*)?)?\s?([Zz]|[+-]\d{2}:?\d{2})?)?$/

/**
 * Gives `(text) => epoch milliseconds` for `2026-11-23`, `2026-11-23 07:30` and `2026-11-23T07:30:00+01:00`;
 * undefined for anything else. A date alone is that day's midnight.
 */
export function instants(timeZone: string): (text: string) => number | undefined {
  let localOf: ((instant: number) => number) | undefined
  return (text) => {
    const found = SHAPE.exec(text)
    if (found === null) return undefined
    const [year, month, day, hour, minute, second, milli] = found
      .slice(1, 8)
      .map((digits) => Number(digits ?? 0))
    const local = Date.UTC(year ?? 0, (month ?? 0) - 1, day, hour, minute, second, milli)
    if (!isThatDate(local, [year, (month ?? 0) - 1, day, hour, minute, second])) return undefined
    const zone = found[8]
    if (zone !== undefined) return local - offsetOf(zone)
    localOf ??= localInstants(timeZone)
    const near = local - (localOf(local) - local)
    return local - (localOf(near) - near)
  }
}

/** Date.UTC carries the 31st of February over into March; here it is no date. */
function isThatDate(instant: number, fields: readonly (number | undefined)[]): boolean {
  const date = new Date(instant)
  const real = [
    date.getUTCFullYear(),
    date.getUTCMonth(),
    date.getUTCDate(),
    date.getUTCHours(),
    date.getUTCMinutes(),
    date.getUTCSeconds(),
  ]
  return fields.every((field, index) => field === real[index])
}

/** Milliseconds that a zone written as `+01:00` is ahead of UTC. */
function offsetOf(zone: string): number {
  if (/^z$/i.test(zone)) return 0
  const hours = Number(zone.slice(1, 3))
  const minutes = Number(zone.slice(-2))
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000
}
