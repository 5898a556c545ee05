// Passkeys: added by a reader who has just logged in, used in a browser that knows nobody, removed; and everything that a
// thief, a copy or another page could try with one.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { given } from '../support/account-facts.ts'
import { attackedFiles, grant, kept, LAST, MINUTE, opens } from '../support/attacked.ts'
import { Authenticator, type Lies, type Options } from '../support/authenticator.ts'
import { mailsTo, mailTo } from '../support/mails.ts'
import { type Answer, browse, type Published, publish } from '../support/publication.ts'
import { type Browser, logIn } from '../support/shop.ts'

const PAID = '/town/paid'
const REFUSED = 'That passkey did not log you in.'

const open = () => publish(attackedFiles(), {}, undefined, 'localhost')

let published: Published
let [ANNA, BEN, count] = ['', '', 0]
beforeAll(async () => {
  published = await open()
})
afterAll(() => published.close())
beforeEach(() => {
  // Readers and limits of their own for each story.
  published.now += 16 * MINUTE
  count++
  ANNA = `anna-${count}@example.org`
  BEN = `ben-${count}@example.org`
})

async function asked(read: Browser, place: 'log-in' | 'passkeys'): Promise<Options> {
  const answer = await read(`/account/${place}/question`, { form: {} })
  return JSON.parse(answer.text)
}

/** A reader who is logged in and has a passkey. */
async function withPasskey(address: string, count = 0) {
  const read = await logIn(published, address)
  const device = new Authenticator(published.address, count)
  expect((await add(read, device)).headers.get('location')).toBe('/account/passkeys?said=added')
  return { read, device }
}

async function add(read: Browser, device: Authenticator, lies: Lies = {}): Promise<Answer> {
  const answer = device.create(await asked(read, 'passkeys'), lies)
  return read('/account/passkeys', { form: { answer } })
}

function post(read: Browser, answer: string, return_to = PAID): Promise<Answer> {
  return read('/account/log-in/passkey', { form: { answer, return_to } })
}

/** Logs in with what a device answers, in a browser that knows nobody unless it is given. */
async function enter(device: Authenticator, lies: Lies = {}, read = browse(published)) {
  return post(read, device.get(await asked(read, 'log-in'), lies))
}

function expectRefused(answer: Answer): void {
  expect([answer.status, answer.text.includes(REFUSED)]).toEqual([422, true])
  expect(kept(answer, 'session')).toBe('')
  expect(answer.text).toContain('Mail me a code')
}

describe('a passkey', () => {
  test('logs in where nobody is known, back to the article at its cut, with what was read there', async () => {
    const { device } = await withPasskey(ANNA)
    await grant(published, ANNA)
    const read = browse(published)
    await read('/town/m0')
    expect(await opens(read, PAID)).toBe(false)
    const entered = await enter(device, {}, read)
    expect([entered.status, entered.headers.get('location')]).toEqual([303, `${PAID}#read-on`])
    expect((await read(PAID)).text).toContain(LAST)
    expect((await read('/account')).text).toContain(ANNA)
    const { store } = published.accounts
    const data = given(await store.export(given(await store.accountOf(ANNA)).reader))
    expect(data).toMatchObject({ reads: [{}], passkeys: [{ device: '' }] })
  })

  test('is told to the address, and is seen and removed without script', async () => {
    const { read, device } = await withPasskey(ANNA)
    const letter = await mailTo(published, ANNA, 2)
    expect(letter.subject).toBe('A passkey was added to your account at The Courier')
    expect(letter.text).toContain(`${published.address}/account/passkeys`)
    const { text } = await read('/account/passkeys?said=added')
    expect(text).toContain('We have mailed you this as well.')
    expect(text).toContain('Added November 23, 2026')
    expect((await read('/account')).text).toContain('You have one passkey.')
    const removed = await read('/account/passkeys/remove', { form: { id: device.id } })
    expect(removed.headers.get('location')).toBe('/account/passkeys?said=removed')
    expect((await read('/account/passkeys')).text).toContain('You have no passkey yet.')
    expectRefused(await enter(device))
  })

  test('is asked for by a page whose only script is ours, and by no article', async () => {
    const page = await published.read('/account/log-in')
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self';")
    const [, script = ''] = /<script type="module" src="([^"]+)"><\/script>/.exec(page.text) ?? []
    const file = await published.read(script)
    expect(file.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
    expect(file.headers.get('cache-control')).toContain('immutable')
    expect(file.text).toContain('navigator.credentials')
    for (const path of [PAID, '/', '/account/cancel']) {
      const other = await published.read(path)
      expect(other.headers.get('content-security-policy')).toContain("script-src 'none';")
      expect(other.text).not.toContain(script)
    }
  })

  test('is asked for without a look into the store, also when that is gone', async () => {
    const closing = await open()
    try {
      await closing.accounts.close()
      const read = browse(closing)
      const options = await asked(read, 'log-in')
      expect(options.rpId).toBe('localhost')
      const device = new Authenticator(closing.address)
      const answer = await post(read, device.get(options, { reader: 'A'.repeat(22) }))
      expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '120'])
      const invented = { ...options, challenge: 'A'.repeat(options.challenge.length) }
      expectRefused(await post(read, device.get(invented, { reader: 'A'.repeat(22) })))
    } finally {
      await closing.close()
    }
  })

  test('may vouch for itself', async () => {
    const read = await logIn(published, ANNA)
    const device = new Authenticator(published.address)
    expect((await add(read, device, { format: 'packed' })).status).toBe(303)
    expect((await enter(device)).status).toBe(303)
  })

  test('belongs to the host of the configured address, and its cookie to that alone', async () => {
    const address = 'https://courier.example'
    const secure = await publish(attackedFiles(), { STANDFIRST_ADDRESS: address })
    try {
      const anna = await logIn(secure, ANNA)
      const device = new Authenticator(address)
      expect((await add(anna, device)).status).toBe(303)
      const read = browse(secure)
      const question = await read('/account/log-in/question', { form: {} })
      expect(question.headers.getSetCookie()[0]).toMatch(
        /^__Host-standfirst-passkey=\S+; Path=\/; Max-Age=300; HttpOnly; SameSite=Lax; Secure$/,
      )
      const options = JSON.parse(question.text)
      expect(options.rpId).toBe('courier.example')
      expect((await post(read, device.get(options))).status).toBe(303)
    } finally {
      await secure.close()
    }
  })

  test('can be had ten times, added ten times an hour, and not on a log-in of a quarter of an hour ago', async () => {
    const read = await logIn(published, ANNA)
    for (let count = 0; count < 10; count++) {
      const added = await add(read, new Authenticator(published.address))
      expect(added.status).toBe(303)
    }
    expect((await read('/account/passkeys')).text).toContain('You have 10 passkeys')
    const full = await read('/account/passkeys/question', { form: {} })
    expect([full.status, full.text]).toEqual([403, '{}'])
    const [, id = ''] =
      /name="id" value="([^"]+)"/.exec((await read('/account/passkeys')).text) ?? []
    await read('/account/passkeys/remove', { form: { id } })
    const another = await add(read, new Authenticator(published.address))
    expect([another.status, another.text.includes('That was tried too often.')]).toEqual([
      429,
      true,
    ])

    const ben = await logIn(published, BEN)
    const device = new Authenticator(published.address)
    const options = await asked(ben, 'passkeys')
    published.now += 15 * MINUTE + 1
    const stale = await ben('/account/passkeys')
    expect(stale.text).toMatch(/the last 15 minutes[\s\S]*log-in\?return_to=%2Faccount%2Fpasskeys/)
    expect(stale.text).not.toContain('<script')
    expect((await ben('/account/passkeys/question', { form: {} })).status).toBe(403)
    const late = await ben('/account/passkeys', { form: { answer: device.create(options) } })
    expect(late.status).toBe(422)
    expect((await mailsTo(published, BEN)).length).toBe(1)
  })
})

describe('refused, in the same words each time, is', () => {
  const LIES: readonly (readonly [string, Lies])[] = [
    ['the answer to another page', { origin: 'https://courier.example.com' }],
    ['the answer to another port', { origin: 'http://localhost:1' }],
    ['a passkey for another host', { host: 'example.com' }],
    ['an answer that makes one', { type: 'webauthn.create' }],
    ['a device that has not verified its reader', { flags: 0x01 }],
    ['a device at which nobody was', { flags: 0x04 }],
    ['a passkey of nobody', { reader: Buffer.alloc(16).toString('base64url') }],
    ['a passkey that nobody knows', { id: Buffer.alloc(16).toString('base64url') }],
    ['a question that nobody asked', { challenge: 'AAAAAAAAAAAAAAAAAAAAAA' }],
  ]
  test.each(LIES)('%s', async (_, lies) => {
    const { device } = await withPasskey(ANNA)
    expectRefused(await enter(device, lies))
    expect((await enter(device)).status).toBe(303)
  })

  test('an answer that was given before, in the same browser or with its cookies in another', async () => {
    const { device } = await withPasskey(ANNA)
    const read = browse(published)
    const question = await read('/account/log-in/question', { form: {} })
    const cookies = { 'standfirst-passkey': kept(question, 'passkey') }
    const answer = device.get(JSON.parse(question.text))
    expect((await post(read, answer)).status).toBe(303)
    expectRefused(await post(read, answer))
    const form = { answer, return_to: PAID }
    expectRefused(await published.read('/account/log-in/passkey', { cookies, form }))
  })

  test('of two browsers with one answer at once, all but one', async () => {
    const { device } = await withPasskey(ANNA)
    const read = browse(published)
    const question = await read('/account/log-in/question', { form: {} })
    const cookies = { 'standfirst-passkey': kept(question, 'passkey') }
    const form = { answer: device.get(JSON.parse(question.text)) }
    const raced = await Promise.all(
      [1, 2, 3, 4].map(() => published.read('/account/log-in/passkey', { cookies, form })),
    )
    expect(raced.map(({ status }) => status).sort()).toEqual([303, 422, 422, 422])
  })

  test('the answer to a question that another browser was asked, or was asked for another purpose', async () => {
    const { read: anna, device } = await withPasskey(ANNA)
    const mallory = browse(published)
    const theirs = await asked(mallory, 'log-in')
    const victim = browse(published)
    await asked(victim, 'log-in')
    expectRefused(await post(victim, device.get(theirs)))
    const adding = await asked(anna, 'passkeys')
    await asked(anna, 'log-in')
    expectRefused(await post(anna, device.get({ ...adding, rpId: 'localhost' })))
    const another = new Authenticator(published.address)
    const question = { ...(await asked(anna, 'log-in')), rp: { id: 'localhost' } }
    const added = await anna('/account/passkeys', { form: { answer: another.create(question) } })
    expect(added.status).toBe(422)
  })

  test('the answer to a question of more than five minutes ago; until then it is good', async () => {
    const { device } = await withPasskey(ANNA)
    const [read, other] = [browse(published), browse(published)]
    const early = device.get(await asked(read, 'log-in'))
    const late = device.get(await asked(other, 'log-in'))
    published.now += 5 * MINUTE - 1
    expect((await post(read, early)).status).toBe(303)
    published.now += 1
    await asked(other, 'log-in')
    expectRefused(await post(other, late))
  })

  test('an answer that was changed on its way, and whatever is none', async () => {
    const { device } = await withPasskey(ANNA)
    const read = browse(published)
    const answer = JSON.parse(device.get(await asked(read, 'log-in')))
    for (const [field, value] of Object.entries<string>(answer.response)) {
      const bytes = Buffer.from(value, 'base64url')
      bytes.writeUInt8(bytes.readUInt8(bytes.length - 1) ^ 1, bytes.length - 1)
      const response = { ...answer.response, [field]: bytes.toString('base64url') }
      expectRefused(await post(read, JSON.stringify({ ...answer, response })))
    }
    for (const worthless of ['', '{}', '[]', 'null', '{"id":1}', '\u0000', '{"response":{}}'])
      expectRefused(await post(read, worthless))
    expect((await post(read, 'x'.repeat(20_000))).status).toBe(403)
    expect((await post(read, JSON.stringify(answer))).status).toBe(303)
  })

  test('a passkey whose count went back or stood still: there may be a copy of it', async () => {
    const { device } = await withPasskey(ANNA, 5)
    expect((await enter(device)).status).toBe(303)
    expectRefused(await enter(device, { count: 6 }))
    expectRefused(await enter(device, { count: 0 }))
    expect((await enter(device, { count: 900 })).status).toBe(303)
  })

  test('the passkey of an account that is gone, or that support has shut out', async () => {
    const { read, device } = await withPasskey(ANNA)
    await read('/account/delete', { form: { address: ANNA } })
    expectRefused(await enter(device))
    await logIn(published, ANNA, 4)
    expectRefused(await enter(device))

    const ben = await withPasskey(BEN)
    const { store } = published.accounts
    const { reader } = given(await store.accountOf(BEN))
    const ended = given(await store.shutOut(reader, published.now))
    expect(ended).toEqual({ sessions: 1, passkeys: 1 })
    expectRefused(await enter(ben.device))
  })

  test('one reader’s passkey in another’s name', async () => {
    const anna = await withPasskey(ANNA)
    const ben = await withPasskey(BEN)
    expectRefused(await enter(ben.device, { reader: anna.device.reader }))
    expectRefused(await enter(ben.device, { id: anna.device.id, reader: anna.device.reader }))
    await ben.read('/account/passkeys/remove', { form: { id: anna.device.id } })
    expect((await enter(anna.device)).status).toBe(303)
  })

  test('a form from elsewhere, and one try after sixty from a network', async () => {
    const { device } = await withPasskey(ANNA)
    const read = browse(published)
    const answer = device.get(await asked(read, 'log-in'))
    const headers = { 'Sec-Fetch-Site': 'cross-site' }
    const form = { answer }
    for (const path of ['log-in/passkey', 'log-in/question', 'passkeys', 'passkeys/question'])
      expect((await read(`/account/${path}`, { form, headers })).status).toBe(403)
    for (let tries = 0; tries < 60; tries++) await post(browse(published), '')
    const limited = await post(read, answer)
    expect(limited.status).toBe(429)
    expect(limited.text).toContain('Have a code mailed to you instead.')
    published.now += 15 * MINUTE
    expect((await enter(device)).status).toBe(303)
  })
})

describe('not added is', () => {
  const LIES: readonly (readonly [string, Lies])[] = [
    ['one made for another page', { origin: 'https://courier.example.com' }],
    ['one made for another host', { host: 'example.com' }],
    ['one of a device that has not verified its reader', { flags: 0x41 }],
    ['one without its key', { flags: 0x05 }],
    ['one that others vouch for', { format: 'apple' }],
    ['one with a certificate', { format: 'packed', certificate: true }],
    ['one for a question that nobody asked', { challenge: 'AAAAAAAAAAAAAAAAAAAAAA' }],
  ]
  test.each(LIES)('%s', async (_, lies) => {
    const read = await logIn(published, ANNA)
    const device = new Authenticator(published.address)
    const answer = await add(read, device, lies)
    expect(answer.status).toBe(422)
    expect(answer.text).toContain('The passkey could not be added.')
    expectRefused(await enter(device))
  })

  test('the same one twice, and one that another reader has', async () => {
    const { read, device } = await withPasskey(ANNA)
    const answer = device.create(await asked(read, 'passkeys'))
    expect((await read('/account/passkeys', { form: { answer } })).status).toBe(422)
    expect((await read('/account/passkeys', { form: { answer } })).status).toBe(422)
    const ben = await logIn(published, BEN)
    const taken = new Authenticator(published.address)
    expect((await add(ben, taken, { id: device.id })).status).toBe(422)
    expect((await enter(device)).status).toBe(303)
    expect((await mailsTo(published, ANNA)).length).toBe(2)
  })

  test('one that another reader was asked for, in the same browser', async () => {
    const anna = await logIn(published, ANNA)
    const ben = await logIn(published, BEN)
    const device = new Authenticator(published.address)
    const form = { answer: device.create(await asked(anna, 'passkeys')) }
    expect((await ben('/account/passkeys', { form })).status).toBe(422)
    expect((await anna('/account/passkeys', { form })).status).toBe(303)
  })

  test('anything by whoever is not logged in', async () => {
    const read = browse(published)
    for (const path of ['passkeys', 'passkeys/question', 'passkeys/remove']) {
      const answer = await read(`/account/${path}`, { form: {} })
      expect(answer.headers.get('location')).toContain('/account/log-in')
    }
  })
})

test('when an address is taken back, the thief’s passkey goes with it', async () => {
  const anna = await logIn(published, ANNA)
  const wanted = 'thief@example.com'
  await anna('/account/address', { form: { wanted } })
  const thief = browse(published)
  await thief((await mailTo(published, wanted)).link)
  await thief('/account/link', { form: {} })
  const device = new Authenticator(published.address)
  expect((await add(anna, device)).status).toBe(303)
  expect((await mailTo(published, wanted, 2)).subject).toContain('A passkey was added')
  const owner = browse(published)
  await owner((await mailTo(published, ANNA, 2)).link)
  const undone = await owner('/account/link', { form: {} })
  expect(undone.text).toContain('all passkeys are removed')
  expectRefused(await enter(device))
})

test('at an IP address browsers know no passkeys, and nothing is said of them', async () => {
  const plain = await publish(attackedFiles())
  try {
    const page = await plain.read('/account/log-in')
    expect(page.text).not.toMatch(/<script|passkey|webauthn/)
    expect(page.headers.get('content-security-policy')).toContain("script-src 'none';")
    for (const path of ['log-in/question', 'log-in/passkey'])
      expect((await plain.read(`/account/${path}`, { form: {} })).status).toBe(405)
    const read = await logIn(plain, ANNA)
    expect((await read('/account')).text).not.toMatch(/passkey/i)
  } finally {
    await plain.close()
  }
})
