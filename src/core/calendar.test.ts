// Periods through daylight saving, month ends, leap years and zones that skip a midnight or a day.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { instants, meterPeriods, ZONES } from '../../test/support/arbitraries.ts'
import { localDates, periods } from './calendar.ts'

const iso = (instant: number) => new Date(instant).toISOString()

describe('periods', () => {
  test.each([
    [
      'month',
      'Europe/London',
      '2026-10-31T23:59:59.999Z',
      '2026-09-30T23:00:00.000Z',
      '2026-11-01T00:00:00.000Z',
    ],
    [
      'month',
      'Europe/London',
      '2026-03-31T22:59:59.999Z',
      '2026-03-01T00:00:00.000Z',
      '2026-03-31T23:00:00.000Z',
    ],
    [
      'month',
      'America/New_York',
      '2024-02-29T12:00:00.000Z',
      '2024-02-01T05:00:00.000Z',
      '2024-03-01T05:00:00.000Z',
    ],
    [
      'day',
      'Europe/Berlin',
      '2026-03-29T12:00:00.000Z',
      '2026-03-28T23:00:00.000Z',
      '2026-03-29T22:00:00.000Z',
    ],
    [
      'day',
      'Europe/Berlin',
      '2026-10-25T12:00:00.000Z',
      '2026-10-24T22:00:00.000Z',
      '2026-10-25T23:00:00.000Z',
    ],
    [
      'week',
      'UTC',
      '2026-11-22T23:59:59.999Z',
      '2026-11-16T00:00:00.000Z',
      '2026-11-23T00:00:00.000Z',
    ],
    // Midnight of 4 November 2018 did not exist in São Paulo: the day began at one o'clock.
    [
      'day',
      'America/Sao_Paulo',
      '2018-11-04T12:00:00.000Z',
      '2018-11-04T03:00:00.000Z',
      '2018-11-05T02:00:00.000Z',
    ],
    // Samoa had no 30 December 2011.
    [
      'day',
      'Pacific/Apia',
      '2011-12-30T09:00:00.000Z',
      '2011-12-29T10:00:00.000Z',
      '2011-12-30T10:00:00.000Z',
    ],
    [
      'month',
      'UTC',
      '2026-12-31T23:00:00.000Z',
      '2026-12-01T00:00:00.000Z',
      '2027-01-01T00:00:00.000Z',
    ],
  ] as const)('the %s in %s around %s', (period, zone, now, start, end) => {
    const found = periods(period, zone)(Date.parse(now))
    expect([iso(found.start), iso(found.end)]).toEqual([start, end])
  })

  test('every instant is inside its period, and periods meet without gap or overlap', () => {
    fc.assert(
      fc.property(instants, meterPeriods, fc.constantFrom(...ZONES), (now, period, zone) => {
        const at = periods(period, zone)
        const found = at(now)
        expect(found.start).toBeLessThanOrEqual(now)
        expect(found.end).toBeGreaterThan(now)
        if (found.rolling !== undefined) return
        expect(at(found.end).start).toBe(found.end)
        expect(at(found.start - 1).end).toBe(found.start)
      }),
    )
  })

  test('a local date is what the zone’s own clock shows', () => {
    fc.assert(
      fc.property(instants, fc.constantFrom(...ZONES), (now, zone) => {
        const shown = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' })
        expect(localDates(zone)(now)).toBe(shown.format(now))
      }),
    )
  })
})
