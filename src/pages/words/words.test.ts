import { describe, expect, test } from 'vitest'
import type { MeterPeriod } from '../../core/policy.ts'
import type { Offer } from '../../core/publication.ts'
import { wordsFor } from './words.ts'

const en = wordsFor('en-GB')
const de = wordsFor('de-DE')
const meter = (period: MeterPeriod, limit = 3) => ({ limit, period, resets: '2026-12-01' })

describe('meter', () => {
  const cases: readonly [MeterPeriod, string, string][] = [
    [
      'month',
      '2 free articles left this month. You have 3 again from 1 December.',
      'Noch 2 freie Artikel in diesem Monat. Ab 1. Dezember haben Sie wieder 3.',
    ],
    [
      'week',
      '2 free articles left this week. You have 3 again from Tuesday 1 December.',
      'Noch 2 freie Artikel in dieser Woche. Ab Dienstag, 1. Dezember, haben Sie wieder 3.',
    ],
    [
      'day',
      '2 free articles left today. You have 3 again from Tuesday 1 December.',
      'Noch 2 freie Artikel heute. Ab Dienstag, 1. Dezember, haben Sie wieder 3.',
    ],
    [
      { days: 30 },
      '2 free articles left (3 every 30 days). One more on Tuesday 1 December.',
      'Noch 2 freie Artikel (3 alle 30 Tage). Einer kommt am Dienstag, 1. Dezember dazu.',
    ],
  ]
  for (const [period, english, german] of cases) {
    test(`what is left, by ${JSON.stringify(period)}`, () => {
      expect(en.left(2, meter(period)).replace(',', '')).toBe(english)
      expect(de.left(2, meter(period))).toBe(german)
    })
  }

  test('one is said in the singular, the last by itself', () => {
    expect(en.left(1, meter('month'))).toContain('1 free article left')
    expect(en.left(0, meter('month'))).toContain('This is your last free article this month.')
    expect(de.left(1, meter('month'))).toContain('Noch 1 freier Artikel')
    expect(en.spent(meter('month', 1))).toBe(
      'You have read your free article this month. The next one comes on 1 December.',
    )
    expect(de.spent(meter('month', 13))).toBe(
      'Sie haben Ihre 13 freien Artikel in diesem Monat gelesen. Ab 1. Dezember haben Sie wieder 13.',
    )
  })
})

describe('offer', () => {
  const offer: Offer = {
    id: 'one',
    price: 900,
    currency: 'EUR',
    every: 'month',
    days: undefined,
    trialDays: undefined,
    introductory: undefined,
  }
  const cases: readonly [string, Partial<Offer>, string, string][] = [
    ['plain', {}, '€9 a month.', 'Subscribe for €9 a month'],
    ['cents', { price: 950 }, '€9.50 a month.', 'Subscribe for €9.50 a month'],
    [
      'no minor unit',
      { price: 950, currency: 'JPY' },
      'JP¥950 a month.',
      'Subscribe for JP¥950 a month',
    ],
    [
      'introductory year',
      { introductory: { price: 600, periods: 12 } },
      '€6 a month for the first year, then €9 a month.',
      'Subscribe for €6 a month',
    ],
    [
      'introductory weeks',
      { every: 'week', introductory: { price: 100, periods: 4 } },
      '€1 a week for the first 4 weeks, then €9 a week.',
      'Subscribe for €1 a week',
    ],
    [
      'trial, then introductory',
      { trialDays: 14, introductory: { price: 600, periods: 1 } },
      'Free for 14 days, then €6 a month for the first month, then €9 a month.',
      'Start with 14 days free',
    ],
    [
      'free at first',
      { introductory: { price: 0, periods: 2 } },
      'Free for the first 2 months, then €9 a month.',
      'Start free',
    ],
    ['once', { every: 'once', days: 7 }, '€9, paid once, for 7 days.', 'Read 7 days for €9'],
  ]
  for (const [name, changed, price, button] of cases) {
    test(name, () => {
      expect(en.offer({ ...offer, ...changed })).toMatchObject({ price, button })
    })
  }

  test('says how it ends', () => {
    expect(en.offer({ ...offer, every: 'year' }).end).toContain('every year until you cancel')
    expect(en.offer({ ...offer, every: 'once' }).end).toBe('Nothing renews: it ends by itself.')
  })

  test('in German', () => {
    const words = de.offer({ ...offer, trialDays: 14, introductory: { price: 600, periods: 3 } })
    expect(words.price.replaceAll('\u00a0', ' ')).toBe(
      '14 Tage kostenlos, danach 6 € im Monat in den ersten 3 Monaten, danach 9 € im Monat.',
    )
    expect(words.button).toBe('Mit 14 Tagen kostenlos beginnen')
  })
})

test('a language nobody translated yet is served in English throughout', () => {
  const words = wordsFor('fr-FR')
  expect(words.fullDay('2026-11-23')).toMatch(/^Monday/)
  expect(words.logIn).toBe('Log in')
})

test('dates are those of the publication’s time zone', () => {
  const late = Date.UTC(2026, 10, 23, 23, 30)
  expect(en.published(late, 'Asia/Tokyo')).toContain('24 November 2026')
  expect(en.published(late, 'Europe/London')).toContain('23 November 2026')
})

test('what ends at midnight is open until the day before', () => {
  const midnight = Date.UTC(2026, 11, 31, 23)
  expect(en.accounts.own.until(midnight, 'Europe/Berlin')).toBe('until 31 December 2026')
  expect(de.accounts.own.until(midnight, 'Europe/Berlin')).toBe('bis 31. Dezember 2026')
  expect(en.accounts.own.until(midnight + 1, 'Europe/Berlin')).toBe('until 1 January 2027')
})

test('a page whose form has to be mended says so first', () => {
  expect(en.accounts.errorTitle('Log in')).toBe('Error: Log in')
  expect(de.accounts.errorTitle('Anmelden')).toBe('Fehler: Anmelden')
})

test('when a session was last used is a time of the publication’s time zone', () => {
  const noon = Date.UTC(2026, 10, 23, 12)
  expect(en.accounts.own.lastUsed(noon, 'Europe/Berlin')).toBe('Last used 23 November 2026, 13:00')
  expect(de.accounts.own.lastUsed(noon, 'Europe/Berlin')).toBe(
    'Zuletzt benutzt am 23. November 2026, 13:00 Uhr',
  )
})
