// Formats: dates, numbers and money in the publication's language. Intl's formatters are costly to make and kept.

export interface Formats {
  readonly locale: string
  number(value: number): string
  /** `price` in minor units of an ISO 4217 currency: 600 EUR → €6. */
  money(price: number, currency: string): string
  /** An instant in epoch milliseconds as a date with its year. */
  date(instant: number, timeZone: string): string
  /** The last day of what ends at an instant: what ends at midnight is open to the end of the day before. */
  lastDay(end: number, timeZone: string): string
  time(instant: number, timeZone: string): string
  /** A local date such as 2026-12-01, with its year. */
  fullDate(date: string): string
  weekdayName(date: string): string
  /** A local date without its year. */
  day(date: string): string
  /** A local date with its weekday, without its year. */
  weekday(date: string): string
  /** The names of a list and what stands between them. */
  list(names: readonly string[]): readonly { readonly name: boolean; readonly text: string }[]
}

export function formats(locale: string): Formats {
  const kept = new Map<string, Intl.DateTimeFormat>()
  const dated = (options: Intl.DateTimeFormatOptions) => {
    const key = JSON.stringify(options)
    const known = kept.get(key)
    if (known !== undefined) return known
    const made = new Intl.DateTimeFormat(locale, options)
    kept.set(key, made)
    return made
  }
  const date = (instant: number, timeZone: string) =>
    dated({ dateStyle: 'long', timeZone }).format(instant)
  const numbers = new Intl.NumberFormat(locale)
  const lists = new Intl.ListFormat(locale)
  return {
    locale,
    number: (value) => numbers.format(value),
    money: (price, currency) => money(locale, price, currency),
    date,
    lastDay: (end, timeZone) => date(end - 1, timeZone),
    time: (instant, timeZone) => dated({ timeStyle: 'short', timeZone }).format(instant),
    fullDate: (date) => dated({ dateStyle: 'long', timeZone: 'UTC' }).format(noon(date)),
    weekdayName: (date) => dated({ weekday: 'long', timeZone: 'UTC' }).format(noon(date)),
    day: (date) => dated({ day: 'numeric', month: 'long', timeZone: 'UTC' }).format(noon(date)),
    weekday: (date) =>
      dated({ weekday: 'long', day: 'numeric', month: 'long', timeZone: 'UTC' }).format(noon(date)),
    list: (names) =>
      lists
        .formatToParts(names)
        .map(({ type, value }) => ({ name: type === 'element', text: value })),
  }
}

function noon(date: string): number {
  return Date.parse(`${date}T12:00:00Z`)
}

function money(locale: string, price: number, currency: string): string {
  const format = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    trailingZeroDisplay: 'stripIfInteger',
  })
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2
  return format.format(price / 10 ** digits)
}
