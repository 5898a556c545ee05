// Paid until: the instant at which something ends that is paid until a day.
import { instants } from '../content/folder/instant.ts'

const DAY = 86_400_000
const MOST_KNOWN = 10_000

/**
 * Gives `(text) => epoch milliseconds` for days, `2026-12-31` or `31.12.2026`, which count to their end in `timeZone`,
 * and for instants, `2026-12-31 18:00` or with an offset; undefined for anything else.
 */
export function paidUntil(timeZone: string): (text: string) => number | undefined {
  const instantOf = instants(timeZone)
  const known = new Map<string, number | undefined>()
  return (text) => {
    if (known.has(text)) return known.get(text)
    if (known.size >= MOST_KNOWN) known.clear()
    const end = endOf(text, instantOf)
    known.set(text, end)
    return end
  }
}

function endOf(text: string, instantOf: (text: string) => number | undefined): number | undefined {
  const [, day, month, year] = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(text) ?? []
  const date =
    day === undefined || month === undefined
      ? text
      : `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  if (!/^\d{4}-\d\d-\d\d$/.test(date) || instantOf(date) === undefined) return instantOf(date)
  return instantOf(new Date(Date.parse(date) + DAY).toISOString().slice(0, 10))
}
