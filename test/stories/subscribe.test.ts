// A reader subscribes: from the wall to the payment and back to the cut, without script; and everything that goes wrong
// on the way, by chance or on purpose.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { mailTo } from '../support/mails.ts'
import { type Answer, browse } from '../support/publication.ts'
import {
  agree,
  type Browser,
  LAST,
  logIn,
  offerForm,
  openShop,
  type Shop,
} from '../support/shop.ts'

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop.close())

const opens = async (read: Browser) => (await read('/town/paid')).text.includes(LAST)
const location = (answer: Answer) => answer.headers.get('location') ?? ''

async function subscriptionsOf(address: string) {
  const { store } = shop.accounts
  const account = await store.accountOf(address)
  const all = account.ok ? await store.subscriptionsOf(account.value.reader) : account
  if (!all.ok) throw new Error(all.reason)
  return all.value
}

describe('from the wall to the cut', () => {
  test('subscribe, log in on the way, agree, pay, and read on where the wall stood, with every page led to by a link', async () => {
    const read = browse(shop)
    const wall = await read('/town/paid')
    expect(wall.text).not.toContain(LAST)
    const toPlans = /href="(\/account\/subscribe\?return_to=[^"]+)"/.exec(wall.text)?.[1] ?? ''
    const plans = await read(toPlans)
    const toOffer = /href="(\/account\/subscribe\/monthly\?[^"]+)"/.exec(plans.text)?.[1] ?? ''
    const away = await read(toOffer)
    expect(away.status).toBe(303)
    const logInPage = await read(location(away))
    const returnTo = /name="return_to" value="([^"]+)"/.exec(logInPage.text)?.[1] ?? ''
    await read('/account/log-in', { form: { address: 'ada@example.org', return_to: returnTo } })
    const { code } = await mailTo(shop, 'ada@example.org')
    const back = await read('/account/code', { form: { code } })
    expect(location(back)).toBe('/account/subscribe/monthly?return_to=%2Ftown%2Fpaid')
    const offer = await read(location(back))
    expect(offer.text).toContain('You pay £6 today.')
    expect(offer.text).toContain('It renews on 23 December 2026 for £6, and so on every month.')
    expect(offer.text).toContain('From 23 January 2027 it costs £9 a month.')
    expect(offer.text).toMatch(/<input type="checkbox" id="consent" name="consent" value="yes">/)
    const checkout = await read('/account/subscribe/monthly', { form: agree(offer) })
    expect(location(checkout)).toMatch(/^\/account\/practice\/[\w-]{22}$/)
    const practice = await read(location(checkout))
    expect(practice.text).toContain('No money moves here')
    expect(await opens(read)).toBe(false)
    const paid = await read(location(checkout), { form: { answer: 'accept' } })
    expect([paid.status, location(paid)]).toEqual([303, '/town/paid#read-on'])
    const article = await read('/town/paid')
    expect(article.text).toContain(LAST)
    expect(article.text).toMatch(
      /Thank you: your subscription is open\.<\/span><\/aside><[^>]*id="read-on"/,
    )
    expect((await read('/town/paid')).text).not.toContain('Thank you')
    expect(article.text).toContain('id="read-on"')
    expect(article.headers.get('standfirst-decision')).toContain('grant; reason=subscription')
  })

  test('a second device reads on as well, with nothing to do there', async () => {
    const phone = await logIn(shop, 'two@example.org')
    const laptop = await logIn(shop, 'two@example.org', 2)
    shop.now += 11_000
    expect(await opens(laptop)).toBe(false)
    await shop.buy(phone, 'monthly')
    expect(await opens(phone)).toBe(true)
    shop.now += 11_000
    expect(await opens(laptop)).toBe(true)
  })

  test('what was agreed to is kept, word by word, with its time', async () => {
    const read = await logIn(shop, 'consent@example.org')
    await shop.buy(read, 'monthly')
    const [bought] = await subscriptionsOf('consent@example.org')
    expect(bought?.consent).toEqual({
      text: 'I agree that this subscription renews every month until I cancel it. The price: £6 a month for the first 2 months, then £9 a month.',
      at: shop.now,
    })
    const offer = await (await logIn(shop, 'other@example.org'))('/account/subscribe/monthly')
    expect(offer.text).toContain(bought?.consent?.text)
  })

  test('without the consent nothing is begun, and the page says what is missing at its box', async () => {
    const read = await logIn(shop, 'no-consent@example.org')
    const { consent: _, ...form } = agree(await read('/account/subscribe/monthly'))
    const refused = await read('/account/subscribe/monthly', { form })
    expect(refused.status).toBe(422)
    expect(refused.text).toContain('aria-describedby="consent-error"')
    expect(refused.text).toContain('href="#consent"')
    expect(await subscriptionsOf('no-consent@example.org')).toEqual([])
  })

  test('a price that changed since the page was opened is shown once more before anything is bought', async () => {
    const read = await logIn(shop, 'old-price@example.org')
    const form = agree(await read('/account/subscribe/monthly'))
    const old = { ...form, shown: form['shown']?.replace('£6', '£5') ?? '' }
    const again = await read('/account/subscribe/monthly', { form: old })
    expect([again.status, again.text.includes('has changed')]).toEqual([422, true])
  })
})

describe('what comes of a payment', () => {
  test('declined: back at the offer with plain words; then another try', async () => {
    const read = await logIn(shop, 'declined@example.org')
    const checkout = await shop.begin(read, 'monthly')
    const answer = await read(checkout, { form: { answer: 'decline' } })
    expect(location(answer)).toBe(
      '/account/subscribe/monthly?return_to=%2Ftown%2Fpaid&said=declined',
    )
    expect((await read(location(answer))).text).toContain('The payment was declined.')
    expect(await opens(read)).toBe(false)
    expect(location(await shop.buy(read, 'monthly'))).toBe('/town/paid#read-on')
    expect(await opens(read)).toBe(true)
  })

  test('abandoned: nothing happened, and the link back leads to the offer', async () => {
    const read = await logIn(shop, 'abandoned@example.org')
    const page = await read(await shop.begin(read, 'monthly'))
    const back = '/account/subscribe/monthly?return_to=%2Ftown%2Fpaid'
    expect(page.text).toContain(`href="${back}"`)
    expect((await read(back)).status).toBe(200)
    expect(await subscriptionsOf('abandoned@example.org')).toEqual([])
    expect(await opens(read)).toBe(false)
  })

  test('said twice, pressed twice, and pressed again by the back button: one subscription, one receipt', async () => {
    const read = await logIn(shop, 'twice@example.org')
    const checkout = await shop.begin(read, 'monthly')
    const answers = await Promise.all(
      ['twice', 'accept', 'twice'].map((answer) => read(checkout, { form: { answer } })),
    )
    expect(answers.map(location)).toEqual(Array(3).fill('/town/paid#read-on'))
    expect(location(await read(checkout))).toBe('/town/paid#read-on')
    expect(location(await read(checkout, { form: { answer: 'decline' } }))).toBe(
      '/town/paid#read-on',
    )
    expect(await subscriptionsOf('twice@example.org')).toHaveLength(1)
    expect(await shop.amountsOf('twice@example.org')).toEqual([600])
  })

  test('two tabs race to pay for one plan: one pays, the other says what the reader has', async () => {
    const read = await logIn(shop, 'tabs@example.org')
    const [one, two] = [await shop.begin(read, 'monthly'), await shop.begin(read, 'yearly')]
    const answers = await Promise.all(
      [one, two].map((tab) => read(tab, { form: { answer: 'accept' } })),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 303])
    const told = answers.find(({ status }) => status === 200)
    expect(told?.text).toContain('You have Digital')
    expect(await subscriptionsOf('tabs@example.org')).toHaveLength(1)
    expect(await shop.amountsOf('tabs@example.org')).toHaveLength(1)
  })

  test('who has the plan is told so at every step instead of buying twice', async () => {
    const read = await logIn(shop, 'owner@example.org')
    const form = agree(await read('/account/subscribe/yearly'))
    await shop.buy(read, 'monthly')
    const page = await read('/account/subscribe/yearly')
    expect(page.text).toContain('You have Digital')
    expect(page.text).toContain('Renews on')
    const posted = await read('/account/subscribe/yearly', { form })
    expect([posted.status, posted.text.includes('You have Digital')]).toEqual([200, true])
    const plans = await read('/account/subscribe')
    expect(plans.text).not.toContain('/account/subscribe/monthly')
    expect(plans.text).toContain('/account/subscribe/day-pass')
  })

  test('another plan, or an offer that is gone, leads to what there is', async () => {
    const read = await logIn(shop, 'gone@example.org')
    const gone = await read('/account/subscribe/weekly?return_to=/town/paid')
    expect(location(gone)).toBe('/account/subscribe?return_to=%2Ftown%2Fpaid&said=gone')
    expect((await read(location(gone))).text).toContain('not sold any more')
  })
})

describe('attacks', () => {
  test('a checkout that was made up, or belongs to another reader, is unknown and stays as it is', async () => {
    const [eve, ada] = [await logIn(shop, 'eve@example.org'), await logIn(shop, 'adas@example.org')]
    const checkout = await shop.begin(ada, 'monthly')
    for (const path of ['/account/practice/AAAAAAAAAAAAAAAAAAAAAA', checkout]) {
      expect((await eve(path)).status).toBe(404)
      for (const answer of ['accept', 'decline', 'twice'])
        expect((await eve(path, { form: { answer } })).status).toBe(404)
    }
    expect((await ada(checkout)).status).toBe(200)
    expect(await subscriptionsOf('eve@example.org')).toEqual([])
    expect(await subscriptionsOf('adas@example.org')).toEqual([])
    const nobody = browse(shop)
    expect(location(await nobody(checkout, { form: { answer: 'accept' } }))).toContain('/log-in')
  })

  test('a replayed payment pays for nothing: not after the end, not for another reader', async () => {
    const read = await logIn(shop, 'replay@example.org')
    const checkout = await shop.begin(read, 'day-pass')
    await read(checkout, { form: { answer: 'accept' } })
    const id = checkout.split('/').at(-1) ?? ''
    const event = { id: `practice paid ${id}`, checkout: id, kind: 'paid' } as const
    shop.now += 25 * 3_600_000
    await shop.accounts.store.renewDue(shop.now)
    await shop.accounts.store.settleCheckout(event, shop.now)
    await shop.accounts.store.settleCheckout({ ...event, id: 'another' }, shop.now)
    await read(checkout, { form: { answer: 'twice' } })
    expect(await opens(read)).toBe(false)
    expect(await shop.amountsOf('replay@example.org')).toEqual([150])
  })

  test('a form from elsewhere buys, cancels and answers nothing', async () => {
    const read = await logIn(shop, 'forged@example.org')
    const offer = await read('/account/subscribe/monthly')
    const checkout = await shop.begin(read, 'monthly')
    const headers = { 'Sec-Fetch-Site': 'cross-site' }
    for (const [path, form] of [
      ['/account/subscribe/monthly', agree(offer)],
      [checkout, { answer: 'accept' }],
      ['/account/cancel', { id: 'x' }],
      ['/account/resume', { id: 'x' }],
    ] as const)
      expect((await read(path, { form, headers })).status).toBe(403)
    expect(await subscriptionsOf('forged@example.org')).toEqual([])
  })

  test('no answer that is none, and no way back out of the publication', async () => {
    const read = await logIn(shop, 'way@example.org')
    for (const evil of [
      'https://evil.example/',
      '//evil.example',
      '/\\evil',
      '/a?return_to=//evil',
    ]) {
      const page = await read(`/account/subscribe/monthly?return_to=${encodeURIComponent(evil)}`)
      expect(offerForm(page)['return_to']).toBeUndefined()
      const nested = `/account/subscribe/monthly?return_to=${encodeURIComponent(evil)}`
      const form = await read(`/account/log-in?return_to=${encodeURIComponent(nested)}`)
      expect(form.text).not.toContain('evil')
    }
    const form = { ...agree(await read('/account/subscribe/monthly')), return_to: '//evil.example' }
    const checkout = location(await read('/account/subscribe/monthly', { form }))
    expect((await read(checkout, { form: { answer: 'everything' } })).status).toBe(422)
    expect(location(await read(checkout, { form: { answer: 'accept' } }))).toBe(
      '/account?said=subscribed',
    )
  })

  test('a reader who is gone while their checkout waits brings nothing back', async () => {
    const read = await logIn(shop, 'leaves@example.org')
    const checkout = await shop.begin(read, 'monthly')
    const id = checkout.split('/').at(-1) ?? ''
    await read('/account/delete', { form: { address: 'leaves@example.org' } })
    const event = { id: 'late', checkout: id, kind: 'paid' } as const
    const late = await shop.accounts.store.settleCheckout(event, shop.now)
    expect(late).toMatchObject({ reason: 'unknown' })
  })
})
