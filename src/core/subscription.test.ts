// Periods at month ends, in leap years and through daylight saving; prices in their order; and what is open until when.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { instants, ZONES } from '../../test/support/arbitraries.ts'
import { localDates, type Step, steps } from './calendar.ts'
import type { Offer } from './publication.ts'
import {
  entitlementOf,
  fullPricePeriod,
  nextPeriod,
  offerOf,
  PAST_DUE_MS,
  periodOf,
  type Subscription,
  stateOf,
  type Terms,
} from './subscription.ts'

const DAY = 86_400_000
const iso = (instant: number | undefined) =>
  instant === undefined ? undefined : new Date(instant).toISOString()

const MONTHLY: Offer = {
  id: 'monthly',
  price: 900,
  currency: 'GBP',
  every: 'month',
  days: undefined,
  trialDays: undefined,
  introductory: undefined,
}

function termsOf(changed: Partial<Offer> = {}, timeZone = 'Europe/London'): Terms {
  return { plan: 'digital', planName: 'Digital', offer: { ...MONTHLY, ...changed }, timeZone }
}

function subscriptionOf(terms: Terms, started: number, period = 0): Subscription {
  const running = periodOf(terms, started, period)
  if (running === undefined) throw new Error('there is no such period')
  const known = { id: 's', reader: 'r', consent: undefined, canceled: undefined, ended: undefined }
  return { ...known, terms, started, period, until: running.until }
}

describe('steps', () => {
  test.each<[Step, string, string, readonly string[]]>([
    [
      'month',
      'UTC',
      '2026-01-31T09:30:00.000Z',
      ['2026-02-28T09:30:00.000Z', '2026-03-31T09:30:00.000Z', '2026-04-30T09:30:00.000Z'],
    ],
    ['month', 'UTC', '2028-01-31T00:00:00.000Z', ['2028-02-29T00:00:00.000Z']],
    ['month', 'UTC', '2026-12-31T00:00:00.000Z', ['2027-01-31T00:00:00.000Z']],
    ['year', 'UTC', '2028-02-29T12:00:00.000Z', ['2029-02-28T12:00:00.000Z']],
    // The same time on the clocks, an hour earlier or later in the world.
    ['month', 'Europe/London', '2026-03-20T09:00:00.000Z', ['2026-04-20T08:00:00.000Z']],
    ['week', 'Europe/Berlin', '2026-10-20T22:30:00.000Z', ['2026-10-27T23:30:00.000Z']],
    // In Berlin it is 31 January already when it is 30 January in the world.
    ['month', 'Europe/Berlin', '2026-01-30T23:30:00.000Z', ['2026-02-27T23:30:00.000Z']],
    // A quarter past one does not exist in London on 29 March 2026, and comes twice on 25 October.
    ['month', 'Europe/London', '2026-02-28T01:15:00.000Z', ['2026-03-28T01:15:00.000Z']],
    ['week', 'Europe/London', '2026-03-22T01:15:00.000Z', ['2026-03-29T01:15:00.000Z']],
    ['week', 'Europe/London', '2026-10-18T00:15:00.000Z', ['2026-10-25T00:15:00.000Z']],
    // There was no 30 December 2011 in Samoa.
    ['month', 'Pacific/Apia', '2011-11-30T22:00:00.000Z', ['2011-12-30T22:00:00.000Z']],
  ])('by %s in %s from %s', (step, timeZone, start, expected) => {
    const stepOn = steps(timeZone)
    const made = expected.map((_, index) => stepOn(Date.parse(start), step, index + 1))
    expect(made.map(iso)).toEqual(expected)
  })

  test('a month later is the same day or the last of a shorter month, however many months on', () => {
    fc.assert(
      fc.property(
        instants,
        fc.constantFrom(...ZONES),
        fc.integer({ min: 1, max: 60 }),
        (start, timeZone, count) => {
          const [date, later] = [start, steps(timeZone)(start, 'month', count)].map(
            localDates(timeZone),
          )
          const [year = 0, month = 0, day = 0] = (date ?? '').split('-').map(Number)
          const last = new Date(Date.UTC(year, month + count, 0)).getUTCDate()
          const wanted = new Date(Date.UTC(year, month - 1 + count, Math.min(day, last)))
          // Samoa had no such day: its clocks went on to the next.
          if (timeZone === 'Pacific/Apia' && later?.startsWith('2011-12-31')) return
          expect(later).toBe(wanted.toISOString().slice(0, 10))
        },
      ),
    )
  })

  test('of an hour that comes twice, the second is where its own steps begin', () => {
    const start = Date.parse('2026-10-25T01:15:00Z')
    expect(iso(steps('Europe/London')(start, 'week', 0))).toBe('2026-10-25T01:15:00.000Z')
    expect(iso(steps('Europe/London')(start, 'week', 1))).toBe('2026-11-01T01:15:00.000Z')
  })

  test('a step leads on, and a longer one further', () => {
    fc.assert(
      fc.property(
        instants,
        fc.constantFrom(...ZONES),
        fc.constantFrom<Step>('week', 'month', 'year'),
        fc.integer({ min: 0, max: 40 }),
        (start, timeZone, step, count) => {
          const stepOn = steps(timeZone)
          expect(stepOn(start, step, count + 1)).toBeGreaterThan(stepOn(start, step, count))
          expect(stepOn(start, step, 0)).toBe(start)
        },
      ),
    )
  })
})

const offers = fc.record({
  every: fc.constantFrom('week' as const, 'month' as const, 'year' as const),
  trialDays: fc.option(fc.integer({ min: 1, max: 60 }), { nil: undefined }),
  introductory: fc.option(
    fc.record({
      price: fc.integer({ min: 0, max: 899 }),
      periods: fc.integer({ min: 1, max: 14 }),
    }),
    { nil: undefined },
  ),
})

describe('periods', () => {
  test('each begins where the one before it ends; first the trial, then the introductory price, then the full one', () => {
    fc.assert(
      fc.property(instants, offers, fc.constantFrom(...ZONES), (started, offer, timeZone) => {
        const terms = termsOf(offer, timeZone)
        const all = Array.from({ length: 18 }, (_, number) => periodOf(terms, started, number))
        const prices: number[] = []
        for (const [number, period] of all.entries()) {
          if (period === undefined) throw new Error('what renews has periods without end')
          expect(period.until).toBeGreaterThan(period.from)
          expect(period.from).toBe(number === 0 ? period.from : all[number - 1]?.until)
          prices.push(period.price)
        }
        const { trialDays, introductory } = offer
        const trial = trialDays === undefined ? [] : [0]
        const low = Array(introductory?.periods ?? 0).fill(introductory?.price)
        const full = Array(18 - trial.length - low.length).fill(900)
        expect(prices).toEqual([...trial, ...low, ...full])
        const first = fullPricePeriod(terms, started)
        expect(first).toEqual(
          trial.length + low.length > 0 ? all[trial.length + low.length] : undefined,
        )
      }),
    )
  })

  test('a day pass has one, of whole days of 24 hours', () => {
    const started = Date.parse('2026-03-28T12:00:00Z')
    const terms = termsOf({ every: 'once', days: 1 })
    expect(periodOf(terms, started, 0)).toEqual({ from: started, until: started + DAY, price: 900 })
    expect(periodOf(terms, started, 1)).toBeUndefined()
    expect(nextPeriod(subscriptionOf(terms, started))).toBeUndefined()
    expect(fullPricePeriod(terms, started)).toBeUndefined()
  })

  test('months are counted from the first, so that none of them loses the day', () => {
    const terms = termsOf({ trialDays: 14 }, 'UTC')
    const started = Date.parse('2026-01-17T08:00:00Z')
    const ends = [0, 1, 2, 3].map((number) => iso(periodOf(terms, started, number)?.until))
    expect(ends.map((end) => end?.slice(0, 10))).toEqual([
      '2026-01-31',
      '2026-02-28',
      '2026-03-31',
      '2026-04-30',
    ])
  })
})

describe('what is open', () => {
  const started = Date.parse('2026-11-23T09:00:00Z')
  const monthly = subscriptionOf(termsOf(), started)
  const { until } = monthly

  test('until the end of the period, and for some days more while the next is not paid', () => {
    expect(entitlementOf(monthly, until - 1)).toEqual({ plan: 'digital', until })
    expect(entitlementOf(monthly, until)).toEqual({ plan: 'digital', until: until + PAST_DUE_MS })
    expect(entitlementOf(monthly, until + PAST_DUE_MS)).toBeUndefined()
    const states = [started, until, until + PAST_DUE_MS].map((now) => stateOf(monthly, now))
    expect(states).toEqual(['active', 'past_due', 'lapsed'])
  })

  test('once canceled, until the end of the period and not longer', () => {
    const canceled = { ...monthly, canceled: started + DAY }
    expect(entitlementOf(canceled, until - 1)).toEqual({ plan: 'digital', until })
    expect(entitlementOf(canceled, until)).toBeUndefined()
    expect([stateOf(canceled, until - 1), stateOf(canceled, until)]).toEqual(['canceled', 'lapsed'])
  })

  test('a day pass ends by itself, and what has ended opens nothing', () => {
    const pass = subscriptionOf(termsOf({ every: 'once', days: 1 }), started)
    expect([stateOf(pass, started), stateOf(pass, started + DAY)]).toEqual(['active', 'lapsed'])
    expect(entitlementOf({ ...monthly, ended: started }, started)).toBeUndefined()
  })

  test('a trial is one until its first payment', () => {
    const terms = termsOf({ trialDays: 14 })
    expect(stateOf(subscriptionOf(terms, started), started)).toBe('trialing')
    expect(stateOf(subscriptionOf(terms, started, 1), started + 14 * DAY)).toBe('active')
  })

  test('what is open always ends after now, and never opens again by waiting', () => {
    fc.assert(
      fc.property(
        instants,
        offers,
        fc.boolean(),
        fc.array(fc.integer({ min: 0, max: 60 * DAY }), { minLength: 1, maxLength: 8 }),
        (from, offer, isCanceled, waits) => {
          const bought = subscriptionOf(termsOf(offer), from)
          const subscription = { ...bought, canceled: isCanceled ? from : undefined }
          let now = from
          let wasOpen = true
          for (const wait of waits) {
            now += wait
            const open = entitlementOf(subscription, now)
            if (open !== undefined) expect(open.until).toBeGreaterThan(now)
            expect(open !== undefined && !wasOpen).toBe(false)
            wasOpen = open !== undefined
          }
        },
      ),
    )
  })
})

test('an offer is found with the plan that sells it', () => {
  const plan = { id: 'digital', name: 'Digital', description: '', offers: [MONTHLY] }
  expect(offerOf([plan], 'monthly')).toEqual({ plan, offer: MONTHLY })
  expect(offerOf([plan], 'weekly')).toBeUndefined()
})
