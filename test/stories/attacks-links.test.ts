// Mailed links as weapons, pressed on one page and meant by another; and the ways out: an address taken back, a log-out
// while nobody can write it down.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { hashOf } from '../../src/http/session.ts'
import { attackedFiles, MINUTE, opens, victimOf } from '../support/attacked.ts'
import { mailTo } from '../support/mails.ts'
import { browse, type Published, publish } from '../support/publication.ts'
import { logIn, offerForm } from '../support/shop.ts'

let published: Published
beforeAll(async () => {
  published = await publish(attackedFiles())
})
afterAll(() => published.close())
beforeEach(() => {
  // Whoever asked for mails before asks for no more of them within the limits' time.
  published.now += 61 * MINUTE
})

async function linkOf(address: string): Promise<string> {
  await browse(published)('/account/log-in', { form: { address } })
  return (await mailTo(published, address)).link
}

test('a button logs in as whom its page names, also when another link was opened in another tab meanwhile', async () => {
  const [mine, evil] = [await linkOf('ada@example.org'), await linkOf('mallory@example.org')]
  const ada = browse(published)
  await ada(mine)
  const asking = await ada('/account/link')
  expect(asking.text).toContain('ada@example.org')
  await ada(evil)
  const pressed = await ada('/account/link', { form: offerForm(asking) })
  expect(pressed.headers.getSetCookie()).toEqual([])
  expect(pressed.text).toContain('mallory@example.org')
  expect((await ada('/account')).status).toBe(303)
  await ada(mine)
  const again = await ada('/account/link')
  expect((await ada('/account/link', { form: offerForm(again) })).status).toBe(303)
  expect((await ada('/account')).text).toContain('ada@example.org')
})

test('an address that a thief took is taken back by its owner, who in the meantime has logged in with it', async () => {
  const owner = await logIn(published, 'bea@example.org')
  const thief = owner
  await thief('/account/address', { form: { wanted: 'thief@example.org' } })
  const changed = await mailTo(published, 'thief@example.org')
  await thief(changed.link)
  await thief('/account/link', { form: {} })
  const undo = await mailTo(published, 'bea@example.org', 2)
  const bea = await logIn(published, 'bea@example.org', 3)
  expect((await bea('/account')).text).toContain('bea@example.org')
  await bea(undo.link)
  const undone = await bea('/account/link', { form: {} })
  expect([undone.status, undone.text.includes('back')]).toEqual([200, true])
  expect((await thief('/account')).status).toBe(303)
  const after = await logIn(published, 'bea@example.org', 4)
  expect((await after('/account')).text).toContain('bea@example.org')
})

test('who logs out while the accounts cannot be reached leaves nothing behind in this browser', async () => {
  const away = await publish(attackedFiles())
  try {
    const read = await logIn(away, 'cy@example.org')
    expect(await opens(read, '/town/registered')).toBe(true)
    await away.accounts.close()
    away.now += 6 * MINUTE
    expect(await opens(read, '/town/registered')).toBe(true)
    const left = await read('/account/log-out', { form: {} })
    expect(left.status).toBe(503)
    expect(left.headers.get('clear-site-data')).toBe('"cache"')
    expect(await opens(read, '/town/registered')).toBe(false)
  } finally {
    await away.close()
  }
})

test('who ends sessions that are not theirs ends none, in an outage neither, and pushes none out of memory', async () => {
  const away = await publish(attackedFiles())
  try {
    const [eve, dan] = [
      await victimOf(away, 'eve@example.org'),
      await victimOf(away, 'dan@example.org'),
    ]
    const id = hashOf(away.seals.open('session', dan.session) ?? '').slice(0, 12)
    await eve.read('/account/sessions/end', { form: { id } })
    expect((await dan.read('/account')).status).toBe(200)
    await away.accounts.close()
    away.now += 6 * MINUTE
    expect(await opens(dan.read, '/town/registered')).toBe(true)
  } finally {
    await away.close()
  }
})

test.each(['/account/sessions/end', '/account/sessions/end-all'])(
  'whoever is logged out by %s cannot take the account by a change of address that they asked for before',
  async (path) => {
    const owner = `owner${path.length}@example.org`
    const thief = await victimOf(published, owner)
    const id = hashOf(published.seals.open('session', thief.session) ?? '').slice(0, 12)
    const wanted = `thief${path.length}@example.org`
    await thief.read('/account/address', { form: { wanted } })
    const { link } = await mailTo(published, wanted)
    const read = await logIn(published, owner, 2)
    await read(path, { form: { id } })
    const late = browse(published)
    await late(link)
    expect((await late('/account/link', { form: {} })).status).toBe(422)
    expect((await published.accounts.store.accountOf(owner)).ok).toBe(true)
  },
)
