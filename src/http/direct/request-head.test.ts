// What is read before Node's parser is what Node's parser reads: one request, no more and no less, to the byte.
import { createServer, type IncomingMessage } from 'node:http'
import { Duplex } from 'node:stream'
import { setImmediate as turn } from 'node:timers/promises'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { lengthWithBody, RequestHead } from './request-head.ts'

const LONGEST = 16_384
const AFTER = 'GET /after HTTP/1.1\r\nHost: a\r\n\r\n'

interface Seen {
  readonly request: IncomingMessage
  readonly isKept: boolean
  body: string
  isWhole: boolean
}

/** What Node's parser makes of the bytes, and whether it refused some. */
async function readByNode(bytes: Buffer, requireHostHeader: boolean) {
  const seen: Seen[] = []
  let isRefused = false
  const server = createServer({ maxHeaderSize: LONGEST, requireHostHeader })
  server.on('request', (request, response) => {
    const one: Seen = { request, isKept: response.shouldKeepAlive, body: '', isWhole: false }
    seen.push(one)
    request.setEncoding('latin1')
    request.on('data', (text: string) => {
      one.body += text
    })
    request.on('end', () => {
      one.isWhole = true
      response.end()
    })
  })
  let isOther = false
  const other = () => {
    isOther = true
  }
  server.on('upgrade', other).on('connect', other)
  server.on('clientError', () => {
    isRefused = true
  })
  const wire = new Duplex({
    read: () => undefined,
    write: (_chunk, _encoding, done) => done(),
  })
  server.emit('connection', wire)
  wire.push(bytes)
  const isDone = () => isRefused || isOther || seen.at(-1)?.request.url === '/after'
  for (let turns = 0; turns < 8 && !(isDone() && seen.at(-1)?.isWhole === true); turns++)
    await turn()
  isRefused ||= wire.destroyed
  wire.destroy()
  return { seen, isRefused, isOther }
}

const TOKEN = "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
const characters = (from: string, sizes: fc.StringConstraints) =>
  fc.string({ ...sizes, unit: fc.constantFrom(...from) })
const VISIBLE = String.fromCharCode(...Array.from({ length: 94 }, (_, at) => at + 33))
const HIGH = String.fromCharCode(...Array.from({ length: 128 }, (_, at) => at + 128))

const value = fc.oneof(
  characters(`${VISIBLE} \t`, { maxLength: 30 }),
  characters(`${VISIBLE}${HIGH}`, { maxLength: 10 }),
)
const NAMES = ['Accept', 'Cookie', 'cookie', 'User-Agent', 'X-Forwarded-For', 'If-None-Match', 'TE']
const header = fc.oneof(
  { weight: 8, arbitrary: fc.tuple(fc.constantFrom(...NAMES), value) },
  { weight: 8, arbitrary: fc.tuple(characters(TOKEN, { minLength: 1, maxLength: 18 }), value) },
  {
    weight: 2,
    arbitrary: fc.constantFrom<[string, string]>(
      ['Connection', 'close'],
      ['Connection', 'Keep-Alive'],
      ['Proxy-Connection', 'close'],
      ['Keep-Alive', 'timeout=5'],
    ),
  },
)
/** What changes where a request ends, or what is spoken behind it. */
const framing = fc.constantFrom<[string, string]>(
  ...(['0', '5', '+1', '0x10', '1, 1', '', '007', '99999999999999999999', '4 '] as const).map(
    (length): [string, string] => ['Content-Length', length],
  ),
  ['content-length', '3'],
  ['Transfer-Encoding', 'chunked'],
  ['tRANSFER-eNCODING', 'identity'],
  ['Transfer-Encoding ', 'chunked'],
  ['Upgrade', 'websocket'],
  ['Connection', 'upgrade'],
  ['Connection', 'close, keep-alive'],
  ['Proxy-Connection', 'upgrade'],
  ['Expect', '100-continue'],
  ['Trailer', 'X'],
  ['hOST', 'b'],
)
const path = fc.oneof(
  characters('abc/', { maxLength: 12 }),
  characters(VISIBLE, { maxLength: 20 }),
  fc.constantFrom('?a=b', '#a#b', '?#?#', '/../', 'a b', '%00', '\u00e4', '@b:80/'),
)

interface Parts {
  readonly methods: readonly string[]
  readonly odd: fc.Arbitrary<readonly [string, string][]>
}

const heads = ({ methods, odd }: Parts) =>
  fc
    .record({
      method: fc.constantFrom(...methods),
      path,
      version: fc.oneof(
        { weight: 30, arbitrary: fc.constant('1.1') },
        fc.constantFrom('1.0', '1.2'),
      ),
      headers: fc.array(header, { maxLength: 8 }),
      odd,
      space: fc.constantFrom('', ' ', ' ', ' ', '\t ', '  '),
      at: fc.nat(),
    })
    .map(({ method, path, version, headers, odd, space, at }) => {
      const all: [string, string][] = [...headers, ...odd]
      all.splice(at % (all.length + 1), 0, ['Host', 'a'])
      const lines = all.map(([name, value]) => `${name}:${space}${value}\r\n`)
      return `${method} /${path} HTTP/${version}\r\n${lines.join('')}\r\n`
    })

const NASTY = ['\r', '\n', '\0', '\t', ' ', ':', '\r\n', '\r\n ', '\r\n\t', '\x7f', '\x80', '\xff']
const piece = fc.oneof(
  fc.constantFrom(...NASTY),
  characters(`${VISIBLE}${HIGH}`, { minLength: 1, maxLength: 1 }),
)
const mutation = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  away: fc.nat({ max: 2 }),
  piece: fc.oneof(fc.constant(''), piece, piece),
})
const behind = fc.oneof(
  { weight: 30, arbitrary: fc.constant('') },
  fc.constantFrom('\r\n', AFTER, 'x', 'GET / HTTP/1.1\r\n'),
)

/** Heads, some of them spoilt here and there or followed by more. */
const spoilt = (parts: Parts) =>
  fc
    .record({
      head: heads(parts),
      mutations: fc.oneof(fc.constant([]), fc.array(mutation, { maxLength: 2 })),
      behind,
    })
    .map(({ head, mutations, behind }) => {
      let text = head
      for (const { at, away, piece } of mutations) {
        const place = Math.floor(at * text.length)
        text = text.slice(0, place) + piece + text.slice(place + away)
      }
      return Buffer.from(text + behind, 'latin1')
    })

test('what is accepted is to the parser of Node one request, with the same in it, and no more', async () => {
  let accepted = 0
  const odd = fc.oneof(
    { weight: 5, arbitrary: fc.constant([]) },
    fc.array(framing, { minLength: 1, maxLength: 2 }),
  )
  const bytes = spoilt({ methods: ['GET', 'GET', 'HEAD', 'POST', 'get'], odd })
  await fc.assert(
    fc.asyncProperty(bytes, async (bytes) => {
      const head = RequestHead.read(bytes)
      if (head === undefined) return
      accepted++
      await isReadAlike(head, bytes)
    }),
    { numRuns: 4000 },
  )
  expect(accepted).toBeGreaterThan(600)
})

async function isReadAlike(head: RequestHead, bytes: Buffer) {
  // Node takes nothing behind what was to be the last.
  const after = head.isLast ? [] : [Buffer.from(AFTER)]
  const { seen, isRefused, isOther } = await readByNode(Buffer.concat([bytes, ...after]), true)
  expect({ isRefused, isOther }).toEqual({ isRefused: false, isOther: false })
  const urls = seen.map(({ request }) => request.url)
  expect(urls).toEqual(head.isLast ? [head.target] : [head.target, '/after'])
  const [first] = seen
  expect(first?.request.method).toBe(head.method)
  expect(first).toMatchObject({ body: '', isWhole: true, isKept: !head.isLast })
  const raw = first?.request.rawHeaders ?? []
  expect(raw.length / 2).toBe(bytes.toString('latin1').split('\r\n').length - 3)
  for (let at = 0; at < raw.length; at += 2)
    expect(head.header((raw[at] ?? '').toLowerCase())).toBe(raw[at + 1])
  expect(head.header('nobody-sends-this')).toBeUndefined()
}

test('where a request with a body is said to end, the parser of Node ends it, or refuses it all', async () => {
  let accepted = 0
  let read = 0
  let withBody = 0
  const length = fc
    .nat({ max: 300 })
    .map((length): [string, string] => ['Content-Length', `${length}`])
  const odd = fc.oneof(
    { weight: 5, arbitrary: fc.tuple(length) },
    { weight: 2, arbitrary: fc.constant([]) },
    fc.array(framing, { minLength: 1, maxLength: 2 }),
    fc.tuple(length, framing),
  )
  const methods = [
    'POST',
    'POST',
    'PUT',
    'GET',
    'OPTIONS',
    'DELETE',
    'CONNECT',
    'PRI',
    'SOURCE',
    'QUERY',
  ]
  await fc.assert(
    fc.asyncProperty(spoilt({ methods, odd }), async (bytes) => {
      const length = lengthWithBody(bytes)
      if (length === undefined || length > bytes.length + LONGEST) return
      accepted++
      // A body that looks like more requests.
      const filler = AFTER.replace('after', 'within').repeat(1 + LONGEST / AFTER.length)
      const whole = Buffer.concat([bytes, Buffer.from(filler)]).subarray(0, length)
      const all = Buffer.concat([whole, Buffer.from(AFTER)])
      const { seen, isRefused, isOther } = await readByNode(all, false)
      expect(isOther).toBe(false)
      if (isRefused) return
      read++
      const end = whole.indexOf('\r\n\r\n') + 4
      if (length > end) withBody++
      expect(seen.map(({ request }) => request.url === '/after')).toEqual([false, true])
      expect(seen[0]?.body).toBe(whole.toString('latin1', end))
    }),
    { numRuns: 4000 },
  )
  expect(accepted).toBeGreaterThan(900)
  expect(read).toBeGreaterThan(700)
  expect(withBody).toBeGreaterThan(450)
})

test('what is as long as can be is read alike or left to Node', async () => {
  const start = 'GET / HTTP/1.1\r\nHost: a\r\nCookie: '
  const fits = `${start}${'a'.repeat(LONGEST - start.length - 4)}\r\n\r\n`
  const head = RequestHead.read(Buffer.from(fits))
  if (head === undefined) throw new Error('not read')
  await isReadAlike(head, Buffer.from(fits))
  expect(RequestHead.read(Buffer.from(fits.replace('a\r\n\r\n', 'aa\r\n\r\n')))).toBeUndefined()
})

test('more lines than Node looks at, or than anybody sends, are not looked at here', () => {
  const withLines = (count: number) => {
    const names = Array.from({ length: count - 1 }, (_, at) => `${at.toString(36)}:\r\n`)
    return Buffer.from(`GET / HTTP/1.1\r\nHost: a\r\n${names.join('')}\r\n`)
  }
  expect(RequestHead.read(withLines(100))?.header('1q')).toBe('')
  expect(RequestHead.read(withLines(101))).toBeUndefined()
  expect(lengthWithBody(withLines(101))).toBeUndefined()
})
