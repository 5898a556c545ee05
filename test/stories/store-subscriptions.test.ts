// What every store says of sales: a checkout opens one subscription however often it is answered, and money that came in
// is noted once.
import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { NewCheckout } from '../../src/core/payments.ts'
import type { Offer } from '../../src/core/publication.ts'
import { PAST_DUE_MS } from '../../src/core/subscription.ts'
import { ask, DAY, enter, given, HOUR, NOW } from '../support/account-facts.ts'
import { implementations, type TestStore } from '../support/account-stores.ts'

const MONTHLY: Offer = {
  id: 'monthly',
  price: 900,
  currency: 'GBP',
  every: 'month',
  days: undefined,
  trialDays: undefined,
  introductory: undefined,
}
const CONSENT = { text: 'It renews every month for £9 until I cancel.', at: NOW }
const MONTH_ON = Date.parse('2026-12-23T12:00:00Z')
const TWO_ON = Date.parse('2027-01-23T12:00:00Z')

function checkoutOf(reader: string, offer: Partial<Offer> = {}, plan = 'digital'): NewCheckout {
  const terms = {
    plan,
    planName: 'Digital',
    offer: { ...MONTHLY, ...offer },
    timeZone: 'Europe/London',
  }
  return { id: randomUUID(), reader, terms, consent: CONSENT, returnTo: '/sea/tide' }
}

const paid = (checkout: string, id: string = randomUUID()) =>
  ({ id, checkout, kind: 'paid' }) as const

describe.each(implementations)('$name', ({ open }) => {
  let store: TestStore

  beforeEach(async () => {
    store = await open()
  })
  afterEach(() => store.end())

  const readerOf = async (address = 'ada@example.org') =>
    (await enter(store, address)).account.reader

  /** Begins a checkout and says it was paid. */
  async function buy(reader: string, offer: Partial<Offer> = {}, now = NOW, plan = 'digital') {
    const checkout = checkoutOf(reader, offer, plan)
    given(await store.beginCheckout(checkout, now))
    given(await store.settleCheckout(paid(checkout.id), now))
    return checkout
  }

  const amountsOf = async (reader: string) =>
    given(await store.paymentsOf(reader)).map(({ amount }) => amount)

  test('a checkout that is paid opens its plan, with the consent and the payment, and leads back', async () => {
    const { session, account } = await enter(store, 'ada@example.org')
    const checkout = checkoutOf(account.reader)
    given(await store.beginCheckout(checkout, NOW))
    expect(given(await store.checkout(checkout.id))).toEqual({
      ...checkout,
      created: NOW,
      outcome: undefined,
    })
    expect(given(await store.standing(session.hash, NOW)).entitlements).toEqual([])
    const settled = given(await store.settleCheckout(paid(checkout.id), NOW))
    expect(settled).toMatchObject({ outcome: 'paid', returnTo: '/sea/tide' })
    expect(given(await store.subscriptionsOf(account.reader))).toEqual([
      {
        id: checkout.id,
        reader: account.reader,
        terms: checkout.terms,
        consent: CONSENT,
        started: NOW,
        period: 0,
        until: MONTH_ON,
        canceled: undefined,
        ended: undefined,
      },
    ])
    expect(given(await store.standing(session.hash, NOW)).entitlements).toEqual([
      { plan: 'digital', until: MONTH_ON },
    ])
    expect(given(await store.paymentsOf(account.reader))).toMatchObject([
      { planName: 'Digital', amount: 900, currency: 'GBP', at: NOW, from: NOW, until: MONTH_ON },
    ])
  })

  test('answered twice, by the same event or another, at once or late, it has happened once', async () => {
    const reader = await readerOf()
    const checkout = checkoutOf(reader)
    given(await store.beginCheckout(checkout, NOW))
    const event = paid(checkout.id)
    const answers = await Promise.all(
      [event, event, paid(checkout.id), paid(checkout.id)].map((one) =>
        store.settleCheckout(one, NOW),
      ),
    )
    expect(answers.map((answer) => given(answer).outcome)).toEqual(Array(4).fill('paid'))
    for (const kind of ['declined', 'abandoned', 'paid'] as const) {
      const late = { id: randomUUID(), checkout: checkout.id, kind }
      expect(given(await store.settleCheckout(late, NOW + DAY)).outcome).toBe('paid')
    }
    expect(given(await store.subscriptionsOf(reader))).toHaveLength(1)
    expect(await amountsOf(reader)).toEqual([900])
  })

  test('of two tabs that pay for one plan, one opens it and the other is given back', async () => {
    const reader = await readerOf()
    const [one, two] = [checkoutOf(reader), checkoutOf(reader, { id: 'yearly', every: 'year' })]
    given(await store.beginCheckout(one, NOW))
    given(await store.beginCheckout(two, NOW))
    const settled = await Promise.all(
      [one, two].map(({ id }) => store.settleCheckout(paid(id), NOW)),
    )
    const outcomes = settled.map((answer) => given(answer).outcome)
    expect(outcomes.sort()).toEqual(['paid', 'superseded'])
    expect(given(await store.subscriptionsOf(reader))).toHaveLength(1)
    expect(await amountsOf(reader)).toEqual([900])
    expect(await store.beginCheckout(checkoutOf(reader), NOW)).toMatchObject({ reason: 'owned' })
    given(await store.beginCheckout(checkoutOf(reader, {}, 'weekend'), NOW))
  })

  test('a card that was declined may be followed by one that is not; a replay of the first changes nothing', async () => {
    const reader = await readerOf()
    const checkout = checkoutOf(reader)
    given(await store.beginCheckout(checkout, NOW))
    const declined = { id: randomUUID(), checkout: checkout.id, kind: 'declined' } as const
    expect(given(await store.settleCheckout(declined, NOW)).outcome).toBe('declined')
    const reused = paid(checkout.id, declined.id)
    expect(given(await store.settleCheckout(reused, NOW)).outcome).toBe('declined')
    expect(given(await store.subscriptionsOf(reader))).toEqual([])
    expect(given(await store.settleCheckout(paid(checkout.id), NOW)).outcome).toBe('paid')
    expect(given(await store.settleCheckout(declined, NOW)).outcome).toBe('paid')
    const forged = { id: declined.id, checkout: checkoutOf(reader).id, kind: 'paid' } as const
    expect(await store.settleCheckout(forged, NOW)).toMatchObject({ reason: 'unknown' })
  })

  test('what ends its period goes on by itself, first at the introductory price, then at the full one', async () => {
    const { session, account } = await enter(store, 'ada@example.org')
    await buy(account.reader, { introductory: { price: 600, periods: 2 } })
    expect(given(await store.renewDue(MONTH_ON - 1))).toBe(0)
    expect(given(await store.renewDue(MONTH_ON))).toBe(1)
    expect(given(await store.renewDue(MONTH_ON))).toBe(0)
    expect(await amountsOf(account.reader)).toEqual([600, 600])
    expect(given(await store.standing(session.hash, MONTH_ON)).entitlements).toEqual([
      { plan: 'digital', until: TWO_ON },
    ])
    const late = Date.parse('2027-03-24T12:00:00Z')
    expect([
      given(await store.renewDue(late)),
      given(await store.renewDue(late)),
      given(await store.renewDue(late)),
      given(await store.renewDue(late)),
    ]).toEqual([1, 1, 1, 0])
    expect(await amountsOf(account.reader)).toEqual([900, 900, 900, 600, 600])
  })

  test('a trial costs nothing until it is over, and nothing at all when it is canceled before', async () => {
    const reader = await readerOf()
    const { id } = await buy(reader, { trialDays: 14 })
    expect(await amountsOf(reader)).toEqual([])
    given(await store.cancel(reader, id, NOW + DAY))
    expect(given(await store.renewDue(NOW + 14 * DAY))).toBe(1)
    expect(await amountsOf(reader)).toEqual([])
    const [ended] = given(await store.subscriptionsOf(reader))
    expect(ended).toMatchObject({ ended: NOW + 14 * DAY })
    const again = await buy(await readerOf('ben@example.org'), { trialDays: 14 })
    given(await store.renewDue(NOW + 14 * DAY))
    expect(await amountsOf(again.reader)).toEqual([900])
  })

  test('canceled, it stays open to the end of its period; until then it can be resumed', async () => {
    const { session, account } = await enter(store, 'ada@example.org')
    const { reader } = account
    const { id } = await buy(reader)
    const opens = async (now: number) =>
      given(await store.standing(session.hash, now)).entitlements.length > 0
    expect(given(await store.cancel(reader, id, NOW + DAY)).canceled).toBe(NOW + DAY)
    expect(given(await store.cancel(reader, id, NOW + 2 * DAY)).canceled).toBe(NOW + DAY)
    expect(await opens(MONTH_ON - 1)).toBe(true)
    expect(await opens(MONTH_ON)).toBe(false)
    expect(given(await store.resume(reader, id, MONTH_ON - 1)).canceled).toBeUndefined()
    expect(await opens(MONTH_ON)).toBe(true)
    given(await store.cancel(reader, id, MONTH_ON - 1))
    given(await store.renewDue(MONTH_ON))
    expect(await store.resume(reader, id, MONTH_ON)).toMatchObject({ reason: 'unknown' })
    expect(await store.cancel(reader, id, MONTH_ON)).toMatchObject({ reason: 'unknown' })
    expect(await amountsOf(reader)).toEqual([900])
    await buy(reader, {}, MONTH_ON)
    expect(await opens(MONTH_ON)).toBe(true)
  })

  test('nobody cancels or resumes what is another reader’s, nor what was bought once', async () => {
    const [ada, ben] = [await readerOf(), await readerOf('ben@example.org')]
    const { id } = await buy(ada)
    expect(await store.cancel(ben, id, NOW)).toMatchObject({ reason: 'unknown' })
    expect(await store.resume(ben, id, NOW)).toMatchObject({ reason: 'unknown' })
    const pass = await buy(ben, { every: 'once', days: 1 })
    expect(await store.cancel(ben, pass.id, NOW)).toMatchObject({ reason: 'unknown' })
    expect(given(await store.subscriptionsOf(ada))).toMatchObject([{ canceled: undefined }])
  })

  test('a day pass ends by itself, and can be bought again before anybody has noted that', async () => {
    const { session, account } = await enter(store, 'ada@example.org')
    const once = { every: 'once', days: 1 } as const
    await buy(account.reader, once)
    expect(
      await store.beginCheckout(checkoutOf(account.reader, once), NOW + DAY - 1),
    ).toMatchObject({
      reason: 'owned',
    })
    expect(given(await store.standing(session.hash, NOW + DAY)).entitlements).toEqual([])
    await buy(account.reader, once, NOW + DAY)
    expect(given(await store.subscriptionsOf(account.reader))).toMatchObject([
      { ended: undefined },
      { ended: NOW + DAY },
    ])
  })

  test('what nobody renewed is open for some days more, and longest of all that opens a plan counts', async () => {
    const { session, account } = await enter(store, 'ada@example.org')
    await buy(account.reader)
    const open = async (now: number) => given(await store.standing(session.hash, now)).entitlements
    expect(await open(MONTH_ON)).toEqual([{ plan: 'digital', until: MONTH_ON + PAST_DUE_MS }])
    expect(await open(MONTH_ON + PAST_DUE_MS)).toEqual([])
    const grant = { plan: 'digital', until: MONTH_ON + 90 * DAY, source: 'support' }
    given(await store.grant(account.reader, grant, NOW))
    expect(await open(NOW)).toEqual([{ plan: 'digital', until: grant.until }])
  })

  test('a mailed link cancels all that renews, once, and nothing where there is no such reader', async () => {
    const reader = await readerOf()
    const [monthly] = [await buy(reader), await buy(reader, { every: 'once', days: 3 }, NOW, 'day')]
    const { linkHash } = await ask(store, 'ada@example.org', { purpose: 'cancel' })
    const confirmed = given(await store.confirmCancel(linkHash, NOW))
    expect(confirmed.canceled).toMatchObject([{ id: monthly.id, canceled: NOW, until: MONTH_ON }])
    expect(await store.confirmCancel(linkHash, NOW)).toMatchObject({ reason: 'worn' })
    const nobody = await ask(store, 'nobody@example.org', { purpose: 'cancel' })
    expect(given(await store.confirmCancel(nobody.linkHash, NOW)).canceled).toEqual([])
    expect(await store.accountOf('nobody@example.org')).toMatchObject({ reason: 'unknown' })
  })

  test('checkouts without end are not begun', async () => {
    const reader = await readerOf()
    for (let n = 0; n < 20; n++) given(await store.beginCheckout(checkoutOf(reader), NOW))
    expect(await store.beginCheckout(checkoutOf(reader), NOW)).toMatchObject({ reason: 'limited' })
    given(await store.beginCheckout(checkoutOf(reader), NOW + HOUR))
    const nobody = checkoutOf('nobody')
    expect(await store.beginCheckout(nobody, NOW)).toMatchObject({ reason: 'unknown' })
  })

  test('of an erased reader the books keep what was paid and not by whom, and a late event brings nothing back', async () => {
    const reader = await readerOf()
    const bought = await buy(reader)
    const waiting = checkoutOf(reader, {}, 'weekend')
    given(await store.beginCheckout(waiting, NOW))
    expect(given(await store.export(reader))).toMatchObject({
      checkouts: [
        { consent: CONSENT.text, outcome: 'paid', until: '2026-12-23T12:00:00.000Z' },
        { outcome: null },
      ],
      payments: [{ amount: 900, plan: 'Digital' }],
    })
    given(await store.erase(reader, NOW))
    for (const { id } of [bought, waiting])
      expect(await store.settleCheckout(paid(id), NOW)).toMatchObject({ reason: 'unknown' })
    expect(given(await store.paymentsOf(reader))).toEqual([])
    const again = await readerOf()
    expect(given(await store.subscriptionsOf(again))).toEqual([])
    expect(given(await store.renewDue(MONTH_ON))).toBe(0)
  })

  test('checkouts that came to nothing go after a month, subscriptions years after they ended', async () => {
    const reader = await readerOf()
    const { id } = await buy(reader, { every: 'once', days: 1 })
    const waiting = checkoutOf(reader, {}, 'weekend')
    given(await store.beginCheckout(waiting, NOW))
    given(await store.renewDue(NOW + DAY))
    given(await store.tidy(NOW + 31 * DAY))
    expect(await store.checkout(waiting.id)).toMatchObject({ reason: 'unknown' })
    given(await store.checkout(id))
    while (given(await store.tidy(NOW + 1462 * DAY)) > 0);
    expect(await store.checkout(id)).toMatchObject({ reason: 'unknown' })
    expect(await amountsOf(reader)).toEqual([900])
    while (given(await store.tidy(NOW + 3700 * DAY)) > 0);
    expect(await amountsOf(reader)).toEqual([])
  })
})
