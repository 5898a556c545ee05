// A reader's account: devices, log-out, data to take along, the end of it; and the pass that outlives the store.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { mailTo } from '../support/mails.ts'
import { type Answer, type Ask, browse, type Published, publish } from '../support/publication.ts'

const config = {
  publication: { name: 'The Courier', sections: [{ id: 'town', name: 'Town' }] },
  plans: [
    {
      id: 'digital',
      name: 'Digital',
      offers: [{ id: 'm', price: 900, currency: 'GBP', every: 'month' }],
    },
  ],
}
const LAST = 'And this is how it ended'
const HOUR = 3_600_000

let published: Published
beforeAll(async () => {
  const words = Array.from({ length: 60 }, (_, n) => `word${n}`).join(' ')
  const body = Array.from({ length: 6 }, (_, n) => `Paragraph ${n} ${words}.`).join('\n\n')
  const paid = `---\ntitle: A headline\nsummary: A summary.\npublished: 2026-11-20T06:00:00Z\nsection: town\naccess: subscribers\n---\n${body}\n\n${LAST}.\n`
  published = await publish({
    'standfirst.config.json': JSON.stringify(config),
    'articles/town/paid.md': paid,
  })
})
afterAll(() => published.close())

type Browser = (path: string, ask?: Ask) => Promise<Answer>

async function logIn(address: string, count = 1): Promise<Browser> {
  const read = browse(published)
  await read('/account/log-in', { form: { address, return_to: '/town/paid' } })
  const { code } = await mailTo(published, address, count)
  await read('/account/code', { form: { code } })
  return read
}

async function subscribe(address: string, until: number): Promise<void> {
  const account = await published.accounts.store.accountOf(address)
  if (!account.ok) throw new Error('no account')
  const grant = { plan: 'digital', until, source: 'support' }
  await published.accounts.store.grant(account.value.reader, grant, published.now)
}

const opens = async (read: Browser) => (await read('/town/paid')).text.includes(LAST)

test('who has just paid elsewhere never sees a wall: the pass is renewed first', async () => {
  const read = await logIn('ada@example.org')
  expect(await opens(read)).toBe(false)
  await subscribe('ada@example.org', published.now + 24 * HOUR)
  published.now += 11_000
  expect(await opens(read)).toBe(true)
})

test('a session that was ended elsewhere dies at the latest with its pass, and not a second later', async () => {
  const phone = await logIn('ben@example.org')
  await subscribe('ben@example.org', published.now + 1000 * HOUR)
  published.now += 11_000
  expect(await opens(phone)).toBe(true)
  const laptop = await logIn('ben@example.org', 2)
  const ended = await laptop('/account/sessions/end-all', { form: {} })
  expect(ended.headers.get('clear-site-data')).toBe('"cache"')
  expect(await opens(laptop)).toBe(false)
  expect(await opens(phone)).toBe(true)
  published.now += 5 * 60_000
  expect(await opens(phone)).toBe(false)
  expect((await phone('/account')).status).toBe(303)
})

test('devices are listed, and one can be logged out from another', async () => {
  const phone = await logIn('cleo@example.org')
  const laptop = await logIn('cleo@example.org', 2)
  const page = await laptop('/account')
  const ids = [...page.text.matchAll(/name="id" value="([^"]+)"/g)].map((found) => found[1] ?? '')
  expect(ids.length).toBeGreaterThanOrEqual(1)
  for (const id of ids) await laptop('/account/sessions/end', { form: { id } })
  published.now += 6 * 60_000
  expect((await phone('/account')).status).toBe(303)
})

test('data can be taken along, and an account ends without a trace in what is taken along after', async () => {
  const read = await logIn('dora@example.org')
  const data = await read('/account/export', { form: {} })
  expect(data.headers.get('content-disposition')).toContain('attachment')
  expect(data.text).toContain('dora@example.org')
  expect((await read('/account/delete', { form: { address: 'other@example.org' } })).status).toBe(
    422,
  )
  const gone = await read('/account/delete', { form: { address: 'Dora@Example.ORG' } })
  expect(gone.status).toBe(200)
  expect((await read('/account')).status).toBe(303)
  expect((await published.accounts.store.accountOf('dora@example.org')).ok).toBe(false)
})

test('an address changes when the new one confirms, and the old one can take it back', async () => {
  const read = await logIn('old@example.org')
  expect((await read('/account/address', { form: { wanted: 'new@example.org' } })).status).toBe(200)
  const confirm = await mailTo(published, 'new@example.org')
  await read(confirm.link)
  expect((await read('/account/link', { form: {} })).headers.get('location')).toContain(
    'address-changed',
  )
  expect((await read('/account')).text).toContain('new@example.org')
  const undo = await mailTo(published, 'old@example.org', 2)
  const owner = browse(published)
  await owner(undo.link)
  expect((await owner('/account/link', { form: {} })).status).toBe(200)
  published.now += 6 * 60_000
  expect((await read('/account')).status).toBe(303)
  expect((await published.accounts.store.accountOf('old@example.org')).ok).toBe(true)
})

test('with the store gone subscribers read on for a day with one quiet notice, and nobody else gets in', async () => {
  const payer = await logIn('payer@example.org')
  await subscribe('payer@example.org', published.now + 2 * HOUR)
  published.now += 11_000
  expect(await opens(payer)).toBe(true)
  await published.accounts.close()
  published.now += 23 * HOUR
  const page = await payer('/town/paid')
  expect(page.text).toContain(LAST)
  expect(page.text.match(/class="notice"/g)).toHaveLength(1)
  expect(await opens(browse(published))).toBe(false)
  expect((await payer('/account')).status).toBe(503)
  expect(
    (await browse(published)('/account/log-in', { form: { address: 'x@example.org' } })).status,
  ).toBe(503)
  published.now += 2 * HOUR
  expect(await opens(payer)).toBe(false)
})
