import { createServer, type RequestListener, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { controlOf } from '../control.ts'
import { Asker, type AskerOptions } from './asker.ts'
import { LIMITS } from './limits.ts'
import { Pace } from './pace.ts'
import { isPrivateAddress, isPrivateHost } from './private-address.ts'
import { readRobots } from './robots.ts'
import { settle } from './settle.ts'

const open: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of open.splice(0)) await close()
})

async function site(listener: RequestListener): Promise<URL> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  open.push(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
}

/** An asker whose site's name is public and leads, by what was looked up before, to this machine. */
function askerOf(origin: URL, options: Partial<AskerOptions> = {}): Asker {
  const addresses = [{ address: '127.0.0.1', family: 4 }]
  const common = { version: '1.2.3', contact: undefined, rate: undefined, signal: undefined }
  const asker = new Asker({ wire: { origin, addresses }, ...common, ...options })
  open.push(async () => asker.close())
  return asker
}

test.each([
  '10.1.2.3',
  '127.0.0.1',
  '169.254.169.254',
  '192.168.0.1',
  '100.64.0.1',
  '0.0.0.0',
  '::1',
  '::ffff:10.0.0.1',
  'fd00::1',
  'fe80::1',
  '64:ff9b::a00:1',
  '::7f00:1',
  '::ffff:0:10.0.0.1',
  'no address',
])('%s is no part of the public network', (address) => expect(isPrivateAddress(address)).toBe(true))

test.each(['8.8.8.8', '2606:4700::1111', '172.32.0.1', '::ffff:8.8.8.8'])('%s is', (address) =>
  expect(isPrivateAddress(address)).toBe(false),
)

test('a host is private when its address was typed, not when its name leads there', () => {
  expect(['localhost', '127.0.0.1', '[::1]', '10.0.0.1'].map(isPrivateHost)).toEqual([
    true,
    true,
    true,
    true,
  ])
  expect(['intranet.example', '8.8.8.8', 'localhost.example'].map(isPrivateHost)).toEqual([
    false,
    false,
    false,
  ])
})

describe('which site is meant', () => {
  const common = {
    version: '1',
    contact: undefined,
    trustPrivateAddresses: false,
    signal: undefined,
  }

  test('a public name that leads to a private address is refused, unless that is trusted', async () => {
    const origin = await site((_, response) => response.end('here'))
    const url = `http://paper.example:${origin.port}/`
    const resolve = async () => [{ address: '127.0.0.1', family: 4 }]
    expect(await settle({ ...common, url, resolve })).toMatchObject({
      ok: false,
      reason: 'no-site',
    })
    const trusted = await settle({ ...common, url, resolve, trustPrivateAddresses: true })
    expect(trusted).toMatchObject({ ok: true, value: { loopback: true } })
  })

  test('its www and its bare name are one site; another is not', async () => {
    const origin = await site((request, response) => {
      const host = request.headers.host ?? ''
      const to = host.startsWith('www.')
        ? undefined
        : host.startsWith('away.')
          ? 'http://else.example/'
          : `http://www.${host}/`
      if (to === undefined) response.end('here')
      else response.writeHead(301, { Location: to }).end()
    })
    const resolve = async () => [{ address: '127.0.0.1', family: 4 }]
    const ask = (host: string) =>
      settle({
        ...common,
        trustPrivateAddresses: true,
        resolve,
        url: `http://${host}:${origin.port}/`,
      })
    const settled = await ask('paper.example')
    expect(settled.ok && settled.value.wire.origin.hostname).toBe('www.paper.example')
    expect(await ask('away.example')).toMatchObject({
      ok: false,
      detail: expect.stringContaining('another site'),
    })
  })
})

test('a name leads where it led at the beginning, whatever it resolves to now', async () => {
  const origin = await site((request, response) => response.end(request.headers.host))
  const named = new URL(`http://no-such-name.invalid:${origin.port}`)
  const asked = await askerOf(named).ask({ path: '/', agent: '' })
  expect(asked.ok && asked.value.body.toString()).toBe(named.host)
})

test('every request says who asks, and none carries a cookie that was not handed in', async () => {
  const seen: (string | undefined)[][] = []
  const origin = await site((request, response) => {
    seen.push([
      request.headers['user-agent'],
      request.headers.cookie,
      request.headers.authorization,
    ])
    response.setHeader('Set-Cookie', 'meter=1').end()
  })
  const asker = askerOf(origin)
  await asker.ask({ path: '/', agent: 'Somebody/1' })
  await asker.ask({ path: '/', agent: '', cookie: 'a=b' })
  const name = `standfirst-audit/1.2.3 (+${origin.href}.well-known/standfirst-audit)`
  expect(seen).toEqual([
    [`Somebody/1 ${name}`, undefined, undefined],
    [name, 'a=b', undefined],
  ])
})

test('a site that asks for a pause gets it, and is asked again', async () => {
  let asked = 0
  const origin = await site((_, response) => {
    asked++
    if (asked === 1) response.writeHead(429, { 'Retry-After': '0' }).end()
    else response.end('now')
  })
  const answer = await askerOf(origin).ask({ path: '/', agent: '' })
  expect([answer.ok && answer.value.body.toString(), asked]).toEqual(['now', 2])
})

test('a site that asks for an hour is not waited for', async () => {
  const origin = await site((_, response) =>
    response.writeHead(503, { 'Retry-After': '3600' }).end(),
  )
  expect(await askerOf(origin).ask({ path: '/', agent: '' })).toMatchObject({
    ok: false,
    reason: 'refused',
  })
})

test('robots.txt is kept to, for the group that is meant', async () => {
  const paths: (string | undefined)[] = []
  const origin = await site((request, response) => {
    paths.push(request.url)
    response.end('User-agent: *\nAllow: /\n\nUser-agent: standfirst-audit\nDisallow: /wp-json/')
  })
  const asker = askerOf(origin)
  await asker.obeyRobots('')
  expect(await asker.ask({ path: '/wp-json/wp/v2/posts', agent: '' })).toMatchObject({
    reason: 'robots',
  })
  expect(await asker.ask({ path: '/news', agent: '' })).toMatchObject({ ok: true })
  expect(paths).toEqual(['/robots.txt', '/news'])
})

test('a robots.txt that fails closes everything, one that is missing nothing', () => {
  expect(readRobots('https://a.example/robots.txt', 500, '').allows('https://a.example/x')).toBe(
    false,
  )
  expect(
    readRobots('https://a.example/robots.txt', 404, 'Disallow: /').allows('https://a.example/x'),
  ).toBe(true)
})

test('what was read before the limit is kept, and it is said that there was more', async () => {
  const origin = await site((_, response) => response.end('x'.repeat(300_000)))
  const limits = { ...LIMITS, bodyBytes: 1000 }
  const asked = await askerOf(origin, { limits }).ask({ path: '/', agent: '' })
  expect(asked.ok && [asked.value.body.length, asked.value.cut]).toEqual([1000, true])
})

describe('proof of control', () => {
  const PATH = '/.well-known/standfirst-audit'
  const proven = async (listener: RequestListener, proof?: string) =>
    controlOf(askerOf(await site(listener)), { url: 'http://paper.example/', proof }, false)
  const page = '<!doctype html>\n<p>Whatever you look for:\nstandfirst-audit: proof\n</p>'

  test('is the line, alone or among others', async () => {
    expect(await proven((_, response) => response.end('standfirst-audit: proof'))).toBe(
      'well-known',
    )
    const other = (_: unknown, response: ServerResponse) =>
      response.end('# ours\r\nstandfirst-audit: gull 7\r\n')
    expect(await proven(other, 'standfirst-audit: gull 7')).toBe('well-known')
    expect(await proven(other)).toBeUndefined()
  })

  test.each<[string, RequestListener, string | undefined]>([
    ['a line that stands there by itself', (_, response) => response.end('Not here.'), 'Not here.'],
    ['an empty line', (_, response) => response.end('\n\n'), ''],
    ['a page', (_, response) => response.end(page), undefined],
    [
      'a page that calls itself a text',
      (_, response) => response.setHeader('Content-Type', 'text/plain').end(page),
      undefined,
    ],
    [
      'what is not found',
      (_, response) => response.writeHead(404).end('standfirst-audit: proof'),
      undefined,
    ],
    [
      'what stands elsewhere, where readers may write',
      (request, response) =>
        request.url === PATH
          ? response.writeHead(302, { Location: '/readers/letter.txt' }).end()
          : response.end('standfirst-audit: proof'),
      undefined,
    ],
  ])('is not %s', async (_, listener, proof) =>
    expect(await proven(listener, proof)).toBeUndefined(),
  )
})

test('pauses that lie upon each other are one, and after many a site is left alone', () => {
  vi.useFakeTimers({ toFake: ['performance'] })
  open.push(async () => {
    vi.useRealTimers()
  })
  const pace = new Pace(undefined, 4)
  const together = Array.from({ length: 40 }, () => pace.pauseFor('60'))
  expect([together.includes(false), pace.isOver]).toEqual([false, false])
  let pauses = 1
  // The second of them lies upon the first.
  for (; pauses < 40 && pace.pauseFor('60'); pauses++) vi.advanceTimersByTime(60_000)
  expect([pauses, pace.isOver]).toEqual([11, true])
})
