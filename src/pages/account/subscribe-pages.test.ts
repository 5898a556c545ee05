// What is said of prices and dates before anything is bought, and of what was bought afterwards.
import { toString as plainText } from 'hast-util-to-string'
import { describe, expect, test } from 'vitest'
import { find, main, tagged, textOf } from '../../../test/support/elements.ts'
import { frameOf } from '../../../test/support/newspaper.ts'
import { OFFER, PLAN, PLANS, subscriptionOf, termsOf } from '../../../test/support/sold.ts'
import type { Offer } from '../../core/publication.ts'
import type { Subscription } from '../../core/subscription.ts'
import { accountPage } from './account-page.ts'
import { offerPage, plansPage } from './subscribe-pages.ts'

const BACK = '/harbour/east-quay'
const NOW = Date.UTC(2026, 10, 23, 9)

describe('subscribe', () => {
  const year = {
    ...OFFER,
    id: 'year',
    every: 'year',
    price: 9000,
    introductory: undefined,
  } as const
  const plans = [
    { ...PLAN, offers: [OFFER, year] },
    { ...PLAN, id: 'more', name: 'More' },
  ]
  const hrefsOf = (html: string) =>
    find(html, tagged('a')).map(({ properties }) => String(properties['href']))

  test('all plans stand on one page with all their offers, each with a way on; where there is none it says so', () => {
    const html = main(plansPage(frameOf({ plans }), { ...PLANS, returnTo: BACK }))
    expect(textOf(find(html, tagged('h2')))).toEqual(['Digital', 'More'])
    expect(html).toContain('£90 a year.')
    expect(hrefsOf(html)).toContain('/account/subscribe/year?return_to=%2Fharbour%2Feast-quay')
    expect(main(plansPage(frameOf({ plans: [] }), PLANS))).toContain(
      'No plan has been announced yet.',
    )
  })

  test('one plan stands alone when it was asked for, with a way to all; an unknown one shows all', () => {
    const one = main(plansPage(frameOf({ plans }), { ...PLANS, plan: 'more' }))
    expect(textOf(find(one, tagged('h2')))).toEqual(['More'])
    expect(hrefsOf(one)).toContain('/account/subscribe')
    const unknown = main(plansPage(frameOf({ plans }), { ...PLANS, plan: 'none' }))
    expect(textOf(find(unknown, tagged('h2')))).toHaveLength(2)
  })

  test('where nothing can be paid, nothing leads to a payment', () => {
    const html = main(plansPage(frameOf({ plans }), { ...PLANS, isOpen: false }))
    expect(html).toContain('Nothing can be bought just now')
    expect(hrefsOf(html)).toEqual(['/'])
  })

  const offer = (changed: Partial<Offer>) =>
    textOf(
      find(
        offerPage(frameOf(), {
          plan: PLAN,
          terms: termsOf('Digital', changed),
          returnTo: undefined,
          now: NOW,
        }),
        (one) => one.properties['className']?.toString() === 'total',
      ),
    )[0]?.replace(/\s+/g, ' ')

  test.each<[string, Partial<Offer>, readonly string[]]>([
    [
      'an introductory year',
      {},
      [
        'You pay £6 today.',
        'It renews on 23 December 2026 for £6, and so on every month.',
        'From 23 November 2027 it costs £9 a month.',
      ],
    ],
    [
      'an introductory month',
      { introductory: { price: 600, periods: 1 } },
      ['You pay £6 today.', 'It renews on 23 December 2026 for £9, and so on every month.'],
    ],
    [
      'a trial',
      { introductory: undefined, trialDays: 14 },
      ['You pay nothing today.', 'It renews on 7 December 2026 for £9, and so on every month.'],
    ],
    [
      'a day pass',
      { introductory: undefined, every: 'once', days: 1 },
      ['You pay £9 today.', 'It is open until 24 November 2026, 09:00.'],
    ],
  ])('%s says what is paid when', (_, changed, sentences) => {
    const text = offer(changed)
    for (const sentence of sentences) expect(text).toContain(sentence)
    expect(text?.includes('From ')).toBe(sentences.length === 3)
  })

  test('what renews asks for a consent that is not given beforehand; what is bought once for none', () => {
    const boxes = (changed: Partial<Offer>) =>
      find(
        offerPage(frameOf(), {
          plan: PLAN,
          terms: termsOf('Digital', changed),
          returnTo: undefined,
          now: NOW,
        }),
        (one) => one.properties['type'] === 'checkbox',
      )
    expect(boxes({}).map(({ properties }) => properties['checked'])).toEqual([undefined])
    expect(boxes({ every: 'once', days: 1 })).toEqual([])
  })
})

const NOTHING = { address: 'ada@example.org', entitlements: [], payments: [], sessions: [] }

test('each subscription says where it stands, and what can be done about it', () => {
  const until = Date.UTC(2026, 11, 23, 9)
  const once = termsOf('Digital', { introductory: undefined, every: 'once', days: 1 })
  const trial = termsOf('Digital', { trialDays: 30 })
  const rows = (one: Subscription, now = NOW) => {
    const html = main(accountPage(frameOf(), { ...NOTHING, subscriptions: [one], now }))
    const [row] = find(html, tagged('li'))
    return row && plainText(row).replace(/\s+/g, ' ').trim()
  }
  expect(rows(subscriptionOf())).toBe('Digital Renews on 23 December 2026 for £6.Cancel Digital')
  expect(rows(subscriptionOf({ terms: trial }))).toBe(
    'Digital Free until 23 December 2026, then £6.Cancel Digital',
  )
  expect(rows(subscriptionOf({ canceled: NOW }))).toContain(
    'Cancelled. Open until 23 December 2026; nothing more is charged.Let it renew again',
  )
  expect(rows(subscriptionOf(), until)).toContain('You can read on until 6 January 2027.')
  expect(rows(subscriptionOf({ terms: once }))).toBe(
    'Digital Open until 23 December 2026, 09:00. It ends by itself.',
  )
})
