// A subscription's life: renewed, canceled, resumed and ended; what its reader sees of it; and the ways out of it, also
// without logging in.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { renewPractice } from '../../src/payments/practice.ts'
import { mailsTo, mailTo } from '../support/mails.ts'
import { type Answer, browse, NOW, publish } from '../support/publication.ts'
import { agree, type Browser, LAST, logIn, openShop, type Shop } from '../support/shop.ts'

const DAY = 86_400_000
const MONTH_ON = Date.parse('2026-12-23T09:00:00Z')

let shop: Shop
beforeEach(async () => {
  shop = await openShop()
})
afterEach(() => shop.close())

const opens = async (read: Browser) => (await read('/town/paid')).text.includes(LAST)
const location = (answer: Answer) => answer.headers.get('location') ?? ''

/** Time passes, and the publication notices. */
async function wait(until: number): Promise<void> {
  shop.now = until
  await renewPractice(shop.accounts.store, until)
}

async function subscriber(address: string, offer = 'monthly'): Promise<Browser> {
  const read = await logIn(shop, address)
  await shop.buy(read, offer)
  return read
}

/** Follows the account page's link to cancel, and presses the button. */
async function cancel(read: Browser): Promise<Answer> {
  const account = await read('/account')
  const page = await read(/href="(\/account\/cancel\?id=[\w-]+)"/.exec(account.text)?.[1] ?? '')
  const id = /name="id" value="([\w-]+)"/.exec(page.text)?.[1] ?? ''
  return read('/account/cancel', { form: { id } })
}

describe('renewal', () => {
  test('a month ends and the next begins by itself: first the introductory price, then the full one', async () => {
    const read = await subscriber('renews@example.org')
    shop.now = MONTH_ON
    expect(await opens(read)).toBe(true)
    expect((await read('/account')).text).toContain('The renewal has not been paid yet.')
    await wait(MONTH_ON)
    expect((await read('/account')).text).toContain('Renews on 23 January 2027 for £9.')
    await wait(Date.parse('2027-02-24T09:00:00Z'))
    expect(await opens(read)).toBe(true)
    expect(await shop.amountsOf('renews@example.org')).toEqual([900, 900, 600, 600])
  })

  test('a trial is free, and then its price is paid', async () => {
    const read = await subscriber('trial@example.org', 'yearly')
    expect((await read('/account')).text).toContain('Free until 7 December 2026, then £90.')
    expect(await shop.amountsOf('trial@example.org')).toEqual([])
    await wait(NOW + 14 * DAY)
    expect((await read('/account')).text).toContain('Renews on 7 December 2027 for £90.')
    expect(await shop.amountsOf('trial@example.org')).toEqual([9000])
  })

  test('a day pass ends by itself, and can be bought again', async () => {
    const read = await subscriber('day@example.org', 'day-pass')
    expect((await read('/account')).text).toContain('Open until 24 November 2026, 09:00.')
    shop.now = NOW + DAY - 1
    expect(await opens(read)).toBe(true)
    shop.now = NOW + DAY
    expect(await opens(read)).toBe(false)
    await shop.buy(read, 'day-pass')
    expect(await opens(read)).toBe(true)
    expect(await shop.amountsOf('day@example.org')).toEqual([150, 150])
  })
})

describe('cancelling', () => {
  test('one page, one button; open to the end of the period, and not a moment longer', async () => {
    const read = await subscriber('cancels@example.org')
    const account = await read('/account')
    const page = await read(/href="(\/account\/cancel\?id=[\w-]+)"/.exec(account.text)?.[1] ?? '')
    expect(page.text).toContain('It stays open until 23 December 2026.')
    expect(page.text.match(/<button/g)).toHaveLength(1)
    const done = await cancel(read)
    expect(location(done)).toBe('/account?said=canceled')
    expect((await read('/account')).text).toContain('Cancelled. Open until 23 December 2026')
    const mail = await mailTo(shop, 'cancels@example.org', 2)
    expect(mail.text).toContain('23 December 2026')
    await wait(MONTH_ON - 1)
    expect(await opens(read)).toBe(true)
    await wait(MONTH_ON)
    expect(await opens(read)).toBe(false)
    expect((await read('/account')).text).toContain('You have no subscription.')
    expect(await shop.amountsOf('cancels@example.org')).toEqual([600])
    await shop.buy(read, 'monthly')
    expect(await opens(read)).toBe(true)
  })

  test('pressed twice it is canceled once, with one mail', async () => {
    const read = await subscriber('presses@example.org')
    const page = await read('/account/cancel')
    const id = /name="id" value="([\w-]+)"/.exec(page.text)?.[1] ?? ''
    await read('/account/cancel', { form: { id } })
    await read('/account/cancel', { form: { id } })
    await mailTo(shop, 'presses@example.org', 2)
    expect(await mailsTo(shop, 'presses@example.org')).toHaveLength(2)
    expect((await read('/account/cancel')).text).toContain('There is nothing to cancel')
  })

  test('taken back before the end, it renews as before', async () => {
    const read = await subscriber('resumes@example.org')
    await cancel(read)
    const account = await read('/account')
    const id = /name="id" value="([\w-]{22})"/.exec(account.text)?.[1] ?? ''
    const resumed = await read('/account/resume', { form: { id } })
    expect(location(resumed)).toBe('/account?said=resumed')
    expect((await read(location(resumed))).text).toContain('Renews on 23 December 2026 for £6.')
    await wait(MONTH_ON)
    expect(await opens(read)).toBe(true)
    expect(await shop.amountsOf('resumes@example.org')).toEqual([600, 600])
  })

  test('nobody cancels or resumes what is another reader’s', async () => {
    const ada = await subscriber('victim@example.org')
    const page = await ada('/account/cancel')
    const id = /name="id" value="([\w-]+)"/.exec(page.text)?.[1] ?? ''
    const eve = await logIn(shop, 'eve@example.org')
    await eve('/account/cancel', { form: { id } })
    expect((await ada('/account')).text).toContain('Renews on 23 December 2026')
    await ada('/account/cancel', { form: { id } })
    await eve('/account/resume', { form: { id } })
    expect((await ada('/account')).text).toContain('Cancelled.')
  })
})

describe('cancelling without logging in', () => {
  const ask = (address: string) => browse(shop)('/account/cancel', { form: { address } })

  test('by the link in the footer of every page: an address, a mail, a page that names it, a button', async () => {
    const owner = await subscriber('by-mail@example.org')
    const read = browse(shop)
    const article = await read('/town/paid')
    expect(article.text).toContain('href="/account/cancel"')
    const page = await read('/account/cancel')
    expect(page.text).toContain('You need not log in')
    const asked = await read('/account/cancel', { form: { address: 'By-Mail@Example.org' } })
    expect(asked.text).toContain('by-mail@example.org')
    const { link } = await mailTo(shop, 'by-mail@example.org', 2)
    for (const method of ['HEAD', 'GET']) await browse(shop)(link, { method })
    expect((await owner('/account')).text).toContain('Renews on')
    const phone = browse(shop)
    await phone(link)
    const named = await phone('/account/link')
    expect(named.text).toContain('by-mail@example.org')
    const done = await phone('/account/link', { form: {} })
    expect(done.text).toContain('Digital stays open until 23 December 2026.')
    expect((await owner('/account')).text).toContain('Cancelled.')
    expect(await opens(owner)).toBe(true)
    expect(await opens(phone)).toBe(false)
    expect((await mailTo(shop, 'by-mail@example.org', 3)).text).toContain('23 December 2026')
    expect((await phone('/account/link', { form: {} })).status).toBe(422)
    await wait(MONTH_ON)
    expect(await opens(owner)).toBe(false)
  })

  test('the answer is the same whether the address is known, and an unknown one comes to nothing', async () => {
    await subscriber('known@example.org')
    const [known, unknown] = [await ask('known@example.org'), await ask('nobody@example.org')]
    const plain = ({ text }: Answer) => text.replaceAll(/(?:known|nobody)@example\.org/g, '')
    expect([unknown.status, plain(unknown)]).toEqual([known.status, plain(known)])
    const { link } = await mailTo(shop, 'nobody@example.org')
    const read = browse(shop)
    await read(link)
    const done = await read('/account/link', { form: {} })
    expect([done.status, done.text.includes('There is nothing to cancel')]).toEqual([200, true])
    expect((await shop.accounts.store.accountOf('nobody@example.org')).ok).toBe(false)
  })

  test('what is no address is said so, and five mails an hour are enough', async () => {
    expect((await ask('')).status).toBe(422)
    expect((await ask('ada@')).status).toBe(422)
    const statuses: number[] = []
    for (let n = 0; n < 6; n++) statuses.push((await ask('often@example.org')).status)
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429])
  })

  test('whose session is over is asked for their address, and not to log in', async () => {
    const read = await subscriber('over@example.org')
    const account = await shop.accounts.store.accountOf('over@example.org')
    if (!account.ok) throw new Error('no account')
    await shop.accounts.store.endSessions(account.value.reader, undefined, shop.now)
    expect((await read('/account/cancel')).text).toContain('You need not log in')
  })
})

describe('receipts', () => {
  test('each payment has one, on a page to be printed, for its reader alone', async () => {
    const read = await subscriber('receipts@example.org')
    await wait(MONTH_ON)
    const account = await read('/account')
    const links = [...account.text.matchAll(/href="(\/account\/receipts\/[\w-]+)"/g)]
    expect(links).toHaveLength(2)
    const path = links[0]?.[1] ?? ''
    const page = await read(path)
    for (const said of ['23 December 2026 to 23 January 2027', '£6', 'receipts@example.org'])
      expect(page.text).toContain(said)
    expect(page.text).toContain('no money moved')
    const eve = await logIn(shop, 'eve2@example.org')
    expect((await eve(path)).status).toBe(404)
    expect(location(await browse(shop)(path))).toContain('/account/log-in')
  })

  test('the reader takes what they bought along, and leaves the books without a name', async () => {
    const read = await subscriber('leaves@example.org')
    const data = JSON.parse((await read('/account/export', { form: {} })).text)
    expect(data.payments).toMatchObject([{ amount: 600, currency: 'GBP', plan: 'Digital' }])
    expect(data.checkouts[0].consent).toContain('renews every month')
    await read('/account/delete', { form: { address: 'leaves@example.org' } })
    expect(await opens(read)).toBe(false)
  })
})

test('a plan that support opened is said on the offer, so that nobody pays for what they have', async () => {
  const read = await logIn(shop, 'granted@example.org')
  const account = await shop.accounts.store.accountOf('granted@example.org')
  if (!account.ok) throw new Error('no account')
  const grant = { plan: 'digital', until: MONTH_ON, source: 'import' }
  await shop.accounts.store.grant(account.value.reader, grant, shop.now)
  const page = await read('/account/subscribe/monthly')
  expect(page.text).toContain('This is open to you until 23 December 2026 already')
})

test('where everybody could buy for nothing, nothing is sold and no payment can be practised', async () => {
  const config = {
    publication: { name: 'The Courier', address: 'https://courier.example' },
    plans: [
      {
        id: 'digital',
        name: 'Digital',
        offers: [{ id: 'monthly', price: 900, currency: 'GBP', every: 'month' }],
      },
    ],
  }
  const open = await publish({
    'standfirst.config.json': JSON.stringify(config),
    'articles/about.md':
      '---\ntitle: About\nsummary: Us.\npublished: 2026-11-20T06:00:00Z\n---\nUs.\n',
  })
  try {
    const plans = await browse(open)('/account/subscribe')
    expect(plans.text).toContain('Nothing can be bought just now')
    expect(plans.text).not.toContain('/account/subscribe/monthly')
    expect((await browse(open)('/account/practice/aaaaaaaaaaaaaaaaaaaaaa')).status).toBe(404)
  } finally {
    await open.close()
  }
})

test('with the store gone in the middle of a checkout nothing is half done, and every page says so', async () => {
  const read = await logIn(shop, 'ada@example.org')
  const offer = await read('/account/subscribe/monthly')
  const checkout = await shop.begin(read, 'monthly')
  await shop.accounts.close()
  for (const path of ['/account/subscribe/monthly', checkout, '/account/cancel', '/account'])
    expect([path, (await read(path)).status]).toEqual([path, 503])
  const answers = [
    await read(checkout, { form: { answer: 'accept' } }),
    await read('/account/subscribe/monthly', { form: agree(offer) }),
    await browse(shop)('/account/cancel', { form: { address: 'ada@example.org' } }),
  ]
  for (const answer of answers) expect(answer.status).toBe(503)
  expect(answers.map(({ text }) => text.includes('Nothing of yours is lost'))).toEqual([
    true,
    true,
    true,
  ])
  expect((await read('/account/subscribe')).status).toBe(200)
  expect(await opens(read)).toBe(false)
})
