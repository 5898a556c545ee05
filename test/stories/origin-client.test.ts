// One request to the origin: what it is told, what it is not, and how long anybody waits for it.
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { Readable } from 'node:stream'
import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  type OriginClient,
  type OriginClientOptions,
  openOriginClient,
} from '../../src/content/origin/client/ask-origin.ts'
import { readWhole, uncoded } from '../../src/content/origin/client/read-whole.ts'
import { openOrigin, type TestOrigin } from '../support/origin.ts'

let origin: TestOrigin
let at = 0
const lines: string[] = []
const clients: OriginClient[] = []

function client(options: Partial<OriginClientOptions> = {}): OriginClient {
  const opened = openOriginClient({
    url: origin.url,
    host: 'paper.example',
    answerWithinMs: 5000,
    now: () => at,
    report: (line) => lines.push(line),
    ...options,
  })
  clients.push(opened)
  return opened
}

const get = (target: string, headers: [string, string][] = []) =>
  ({ method: 'GET', target, headers }) as const

async function textAt(asked: OriginClient, target: string): Promise<string> {
  const sent = await asked.send(get(target))
  if (!sent.ok) return sent.reason
  const read = await readWhole(sent.value, 1_000_000)
  return read.ok ? new TextDecoder().decode(read.value) : read.reason
}

beforeEach(async () => {
  origin = await openOrigin()
  at = 0
  lines.length = 0
})

afterEach(async () => {
  for (const one of clients.splice(0)) one.close()
  await origin.close()
})

describe('what the origin is told', () => {
  test('the public address by the gate, and nothing of it by whoever asks', async () => {
    const from = { address: '2001:db8::7', host: 'news.example', proto: 'https' } as const
    const forged: [string, string][] = [
      ['X-Forwarded-For', '10.0.0.1'],
      ['forwarded', 'for=10.0.0.1'],
      ['X-Real-IP', '10.0.0.1'],
      ['X-Original-URL', '/admin'],
      ['X-HTTP-Method-Override', 'DELETE'],
      ['Host', 'evil.example'],
      ['Connection', 'keep-alive, X-Secret'],
      ['X-Secret', 'of this hop'],
      ['Upgrade', 'websocket'],
      ['TE', 'trailers'],
      ['Expect', '100-continue'],
      ['Content-Length', '5'],
      ['Transfer-Encoding', 'chunked'],
      ['Accept-Encoding', 'zstd, gzip;q=0.5, br, deflate'],
      ['Accept-Language', 'de'],
    ]
    await client().send({ ...get('/a?b=c', forged), from })
    const [asked] = origin.requests
    expect(asked?.target).toBe('/a?b=c')
    expect(asked?.headers).toEqual({
      host: 'paper.example',
      'accept-language': 'de',
      'accept-encoding': 'gzip;q=0.5, br',
      via: '1.1 standfirst',
      'x-forwarded-for': '2001:db8::7',
      'x-forwarded-proto': 'https',
      'x-forwarded-host': 'news.example',
      forwarded: 'for="[2001:db8::7]";host="news.example";proto=https',
      connection: 'keep-alive',
    })
  })

  test('a body, with its length or in pieces', async () => {
    const asked = client()
    const post = (body: Uint8Array | Readable, headers: [string, string][] = []) =>
      asked.send({ method: 'POST', target: '/form', headers, body })
    await post(new TextEncoder().encode('a=b'))
    await post(Readable.from([Buffer.from('c='), Buffer.from('d')]))
    await post(Readable.from([Buffer.from('e=f')]), [['content-length', '3']])
    expect(origin.requests.map(({ body }) => body)).toEqual(['a=b', 'c=d', 'e=f'])
    const lengths = origin.requests.map(({ headers }) => headers['content-length'])
    expect(lengths).toEqual(['3', undefined, '3'])
  })

  test('nothing that could be read in two ways', async () => {
    const asked = client()
    expect(await asked.send(get('/a b'))).toMatchObject({ ok: false, reason: 'broken' })
    expect(await asked.send(get('/a', [['x', 'a\r\nHost: b']]))).toMatchObject({ ok: false })
    expect(await asked.send(get('/a', [['via', '1.0 old, 1.1 standfirst']]))).toMatchObject({
      detail: 'The origin is this gate: it asks itself.',
    })
    expect(origin.asked()).toBe(0)
  })
})

test('an answer comes without what ends at this hop', async () => {
  const headers = { Connection: 'X-Secret, close', 'X-Secret': 'of this hop', 'X-Say': 'on' }
  origin.answer('/a', { headers, body: 'text' })
  const sent = await client().send(get('/a'))
  if (!sent.ok) throw new Error(sent.detail)
  expect(sent.value.headers.map(([name]) => name).toSorted()).toEqual([
    'content-length',
    'content-type',
    'date',
    'x-say',
  ])
  await sent.value.body.toArray()
})

test('a coding is undone on the way for who does not take it', async () => {
  origin.answer('/a', { body: 'text', coding: 'gzip' })
  const sent = await client().send(get('/a', [['accept-encoding', 'gzip']]))
  if (!sent.ok) throw new Error(sent.detail)
  const plain = await uncoded(sent.value)
  expect(plain?.headers.map(([name]) => name)).not.toContain('content-encoding')
  expect(Buffer.concat((await plain?.body.toArray()) ?? []).toString()).toBe('text')
})

describe('when it does not answer', () => {
  test('a connection that is lost before the answer: GET once more, POST never', async () => {
    origin.answer('/a', () => (origin.asked('/a') === 1 ? { fault: 'reset' } : { body: 'there' }))
    const asked = client()
    expect(await textAt(asked, '/a')).toBe('there')
    origin.answer('/b', { fault: 'reset' })
    expect(await textAt(asked, '/b')).toBe('unreachable')
    expect(origin.asked('/b')).toBe(2)
    for (const body of [new Uint8Array(3), undefined]) {
      const sent = await asked.send({ method: 'POST', target: '/b', headers: [], body })
      expect(sent).toMatchObject({ ok: false, reason: 'unreachable' })
    }
    expect(origin.asked('/b')).toBe(4)
  })

  test('in time, or at all, or in HTTP', async () => {
    origin.answer('/never', { fault: 'never' })
    origin.answer('/rubbish', { fault: 'rubbish' })
    expect(await textAt(client({ answerWithinMs: 50 }), '/never')).toBe('timeout')
    expect(await textAt(client(), '/rubbish')).toBe('broken')
    expect(await textAt(client({ url: 'http://127.0.0.1:1' }), '/a')).toBe('unreachable')
  })

  test('an answer that could be read in two ways is none', async () => {
    const raw = createServer((socket) => {
      socket.on('error', () => socket.destroy())
      socket.end(
        'HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n',
      )
    })
    raw.listen(0, '127.0.0.1')
    await once(raw, 'listening')
    const { port } = raw.address() as AddressInfo
    expect(await textAt(client({ url: `http://127.0.0.1:${port}` }), '/a')).toBe('broken')
    raw.close()
  })

  test('a body that falls silent is cut short; a reader who is slow cuts nothing', async () => {
    origin.answer('/silent', { body: 'half and half', fault: 'silent' })
    const asked = client({ silenceMs: 60 })
    expect(await textAt(asked, '/silent')).toBe('cut-short')
    const body = new Uint8Array(4_000_000)
    origin.answer('/large', { body })
    const sent = await asked.send(get('/large'))
    if (!sent.ok) throw new Error(sent.detail)
    await wait(200)
    expect(Buffer.concat(await sent.value.body.toArray()).length).toBe(body.length)
  })

  test('whoever leaves ends it', async () => {
    origin.answer('/never', { fault: 'never' })
    const asked = client()
    for (let time = 0; time < 10; time++) {
      const signal = AbortSignal.timeout(5)
      expect(await asked.send({ ...get('/never'), signal })).toMatchObject({ ok: false })
    }
    expect(asked.isResting()).toBe(false)
  })
})

describe('the breaker', () => {
  const breaker = { failures: 3, restMs: 1000 }

  test('opens after failures in a row, lets one through after a while, and closes', async () => {
    const asked = client({ breaker })
    await origin.down()
    for (let time = 0; time < 3; time++) expect(await textAt(asked, '/a')).toBe('unreachable')
    expect(asked.isResting()).toBe(true)
    await origin.up()
    origin.answer('/a', { body: 'there' })
    expect(await textAt(asked, '/a')).toBe('unreachable')
    expect(origin.asked()).toBe(0)
    at += 1000
    const held = Promise.withResolvers<void>()
    origin.answer('/a', { body: 'there', wait: held.promise })
    const probe = textAt(asked, '/a')
    expect(await textAt(asked, '/a')).toBe('unreachable')
    held.resolve()
    expect(await probe).toBe('there')
    expect(origin.asked()).toBe(1)
    expect(await textAt(asked, '/a')).toBe('there')
    expect(lines).toHaveLength(2)
    expect(lines[1]).toBe('The origin answers again.')
  })

  test('rests longer each time that the origin is still away', async () => {
    const asked = client({ breaker })
    await origin.down()
    for (let time = 0; time < 3; time++) await textAt(asked, '/a')
    at += 1000
    await textAt(asked, '/a')
    await origin.up()
    at += 1999
    expect(await textAt(asked, '/a')).toBe('unreachable')
    at += 1
    expect(await textAt(asked, '/a')).toBe('<p>Not here')
  })

  test('one page that is always late keeps nobody from the others', async () => {
    const asked = client({ breaker, answerWithinMs: 30 })
    origin.answerOthers({ fault: 'never' })
    for (let time = 0; time < 6; time++) await textAt(asked, `/slow?${time}`)
    expect(asked.isResting()).toBe(false)
    for (const path of ['/other', '/third']) await textAt(asked, path)
    expect(asked.isResting()).toBe(true)
  })
})
