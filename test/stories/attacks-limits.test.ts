// What somebody tries who wants to keep others out, or to have the publication write to people who did not ask: limits
// that one uses up for all, mails to strangers, and mails without end.
import { connect } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createRate } from '../../src/http/account/rate.ts'
import { attackedFiles, MINUTE, victimOf } from '../support/attacked.ts'
import { mailsTo, mailTo } from '../support/mails.ts'
import { browse, type Published, publish } from '../support/publication.ts'
import { logIn, openShop } from '../support/shop.ts'

let published: Published
beforeAll(async () => {
  published = await publish(attackedFiles())
})
afterAll(() => published.close())
beforeEach(() => {
  // Whoever asked for mails before asks for no more of them within the limits' time.
  published.now += 61 * MINUTE
})

const from = (network: string) => ({ headers: { 'X-Forwarded-For': network } })

test('one network that asks without end is refused alone, and everybody else logs in', async () => {
  for (let n = 0; n < 1000; n++)
    await published.read('/account/log-in', {
      form: { address: `flood${n}@example.org` },
      way: 'app',
      ...from('198.51.100.7'),
    })
  const ask = (network: string) =>
    published.read('/account/log-in', { form: { address: 'ada@example.org' }, ...from(network) })
  expect((await ask('198.51.100.7')).status).toBe(429)
  expect((await ask('203.0.113.7')).status).toBe(303)
})

test('nobody is kept from logging in by others who ask to cancel or to change to their address', async () => {
  const eve = await victimOf(published, 'eve@example.org')
  const address = 'bea@example.org'
  for (let n = 0; n < 5; n++) {
    await published.read('/account/cancel', { form: { address } })
    await eve.read('/account/address', { form: { wanted: address } })
  }
  const refused = await published.read('/account/cancel', { form: { address } })
  // Mails to an address are counted by the hour.
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '3600'])
  expect(refused.text).toContain('Try again in 60 minutes')
  const bea = browse(published)
  expect((await bea('/account/log-in', { form: { address } })).status).toBe(303)
  const { code } = await mailTo(published, address, 6)
  expect((await bea('/account/code', { form: { code } })).status).toBe(303)
  expect(await mailsTo(published, address)).toHaveLength(6)
})

test('a reader cannot have strangers written to without end by asking for one address after the other', async () => {
  const { read } = await victimOf(published, 'fay@example.org')
  const ask = (n: number) =>
    read('/account/address', { form: { wanted: `stranger${n}@example.org` }, ...from('192.0.2.9') })
  for (let n = 0; n < 20; n++) expect((await ask(n)).status).toBe(200)
  const refused = await ask(20)
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '900'])
  expect(refused.text).toContain('Try again in 15 minutes')
  expect(await mailsTo(published, 'stranger20@example.org')).toEqual([])
})

test('who cancels and resumes again and again is told once an hour, and nobody else waits for their mail', async () => {
  const shop = await openShop()
  try {
    const read = await logIn(shop, 'gus@example.org')
    await shop.buy(read, 'monthly')
    const id = /name="id" value="([^"]+)"/.exec((await read('/account/cancel')).text)?.[1] ?? ''
    for (let n = 0; n < 6; n++) {
      shop.now += MINUTE
      await read('/account/cancel', { form: { id } })
      await read('/account/resume', { form: { id } })
    }
    await mailTo(shop, 'gus@example.org', 2)
    await logIn(shop, 'hal@example.org')
    const told = (await mailsTo(shop, 'gus@example.org')).filter(({ code }) => code === '')
    expect(told).toHaveLength(1)
    shop.now += 60 * MINUTE
    await read('/account/cancel', { form: { id } })
    await mailTo(shop, 'gus@example.org', 3)
  } finally {
    await shop.close()
  }
})

test('a limit that was reached while the clock ran ahead is over when the clock is set back', () => {
  const rate = createRate(2, 15 * MINUTE)
  const year = 365 * 1440 * MINUTE
  for (const is of [true, true, false]) expect(rate.allows('one', year)).toBe(is)
  for (const is of [true, true, false]) expect(rate.allows('one', MINUTE)).toBe(is)
})

test('a trial and lower first prices are had once: whoever lets a plan end and takes it again pays for it', async () => {
  const shop = await openShop()
  try {
    const read = await logIn(shop, 'ivy@example.org')
    await shop.buy(read, 'yearly')
    const id = /name="id" value="([^"]+)"/.exec((await read('/account/cancel')).text)?.[1] ?? ''
    await read('/account/cancel', { form: { id } })
    shop.now += 14 * 1440 * MINUTE
    const offer = await read('/account/subscribe/yearly')
    expect(offer.text).not.toContain('free')
    await shop.buy(read, 'yearly')
    expect(await shop.amountsOf('ivy@example.org')).toEqual([9000])
  } finally {
    await shop.close()
  }
})

test('who hangs up in the middle of a form writes nothing into the log', async () => {
  const before = published.log.length
  const { hostname, port } = new URL(published.address)
  for (let n = 0; n < 5; n++) {
    const socket = connect(Number(port), hostname)
    const head = [
      'POST /account/log-in HTTP/1.1',
      `Host: ${hostname}`,
      'Sec-Fetch-Site: same-origin',
      'Content-Type: application/x-www-form-urlencoded',
      'Content-Length: 100',
    ]
    socket.write(`${head.join('\r\n')}\r\n\r\naddress=`)
    // Long enough for the server to be reading when it is hung up on.
    await wait(50)
    socket.destroy()
  }
  await wait(100)
  expect((await published.read('/account/log-in')).status).toBe(200)
  expect(published.log.slice(before)).toEqual([])
})

/** Asks for a log-in in a browser of its own. */
async function askFor(address: string, network: string) {
  const read = browse(published)
  await read('/account/log-in', { form: { address }, ...from(network) })
  const { code, link } = await mailTo(published, address)
  const wrong = code === '000000' ? '000001' : '000000'
  const enter = async (typed: string) =>
    (await read('/account/code', { form: { code: typed }, ...from(network) })).status
  return { read, link, tryWrong: () => enter(wrong), enter: () => enter(code) }
}

test('codes tried across addresses and networks: three hundred wrong ones, then the links alone log in', async () => {
  const waiting = await askFor('waiting@example.org', '203.0.113.1')
  const tries: number[] = []
  for (let n = 0; n < 66; n++) {
    const thief = await askFor(`guessed${n}@example.org`, `198.51.${Math.floor(n / 6)}.1`)
    for (let at = 0; at < 5; at++) tries.push(await thief.tryWrong())
  }
  expect(tries.filter((status) => status === 422)).toHaveLength(300)
  expect(tries.slice(300).every((status) => status === 429)).toBe(true)
  expect(await waiting.enter()).toBe(429)
  await waiting.read(waiting.link)
  expect((await waiting.read('/account/link', { form: {} })).status).toBe(303)
})

test('wrong codes that are typed at once count as those typed one after the other, and right ones not at all', async () => {
  const network = '198.51.100.8'
  const askForMany = (name: string, count: number) =>
    Promise.all(Array.from({ length: count }, (_, n) => askFor(`${name}${n}@example.org`, network)))
  for (const { tryWrong, enter } of await askForMany('mistyped', 16))
    expect([await tryWrong(), await enter()]).toEqual([422, 303])
  published.now += 15 * MINUTE
  const guessers = await askForMany('at-once', 10)
  const tries = guessers.flatMap(({ tryWrong }) => [1, 2, 3, 4].map(tryWrong))
  const statuses = await Promise.all(tries)
  expect(statuses.filter((status) => status === 422)).toHaveLength(30)
  expect(statuses.filter((status) => status === 429)).toHaveLength(10)
})
