// How a connection ends: by whom, with what still said, and with nobody else noticing.
import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { setImmediate as turn, setTimeout as wait } from 'node:timers/promises'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { asking, client, direct, serving } from '../../../test/support/direct-server.ts'
import type { Reply } from '../../http/reply.ts'
import { closeServer, finishServer } from '../listen.ts'

const OK: Reply = { status: 200, headers: ['X', 'made'], body: new Uint8Array([104, 105]) }

/** Looked at often: what is waited for is here in a moment. */
const soon = <One>(one: () => One) => expect.poll(one, { interval: 2 })

/** A server whose answers come when they are let: direct ones to `/later`, node:http's to everything else. */
async function holding(limits: Parameters<typeof serving>[0] = {}) {
  const made = Promise.withResolvers<Reply>()
  const asked: string[] = []
  const held: { readonly request: IncomingMessage; readonly response: ServerResponse }[] = []
  const serve = await serving({
    direct: {
      answer: (head, remote) => {
        asked.push(head.target)
        return head.target === '/later' ? made.promise : direct.answer(head, remote)
      },
    },
    listener: (request, response) => void held.push({ request, response }),
    ...limits,
  })
  /** A connection on which an article was answered before. */
  const known = async (...before: readonly string[]) => {
    const one = client(serve.port)
    for (const target of ['/now/first/5', ...before]) {
      const count = one.text().length
      const isNodes = !target.startsWith('/now')
      one.say(asking(target))
      if (isNodes) {
        await soon(() => held.length).toBe(1)
        held.pop()?.response.end('by node')
      }
      await soon(() => one.text().length).toBeGreaterThan(count)
    }
    return one
  }
  const asks = async (target: string) => soon(() => asked).toContain(target)
  return { ...serve, made, asked, held, known, asks }
}

describe('who asks and says that this was all', () => {
  test.each([['/now/a/100000'], ['/soon/a/100000']])('gets %s', async (target) => {
    const { port } = await serving()
    const one = client(port)
    one.socket.end(asking(target))
    expect(await one.all).toMatch(/^HTTP\/1\.1 200 OK\r\n.*\r\n\r\n(?:a ){50000}$/s)
  })

  test('gets what was being made, also where node:http was there before', async () => {
    const { known, made, asks } = await holding()
    const one = await known('/node')
    one.socket.end(asking('/later'))
    await asks('/later')
    await wait(20)
    made.resolve(OK)
    expect(await one.all).toMatch(/X: made\r\n.*Connection: close\r\n\r\nhi$/s)
  })
})

test('who goes away while an answer is being made does no harm', async () => {
  const { port, connections, server, made, asks } = await holding()
  const gone = client(port)
  gone.say(asking('/later'))
  await asks('/later')
  gone.socket.resetAndDestroy()
  await wait(20)
  made.resolve(OK)
  const other = client(port)
  other.say(asking('/now/a/3', 'Connection: close'))
  expect(await other.all).toMatch(/a a$/)
  await closeServer({ server, connections }, 60_000)
})

test('whoever goes away at whatever moment leaves nothing behind', async () => {
  const { port, server } = await serving()
  const post = `${asking('/pieces', 'Content-Length: 9').replace('GET', 'POST')}some `
  const said = [asking('/now/a/200000'), asking('/soon/b/9'), asking('/pieces'), post, 'GET /no']
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom(...said), { minLength: 1, maxLength: 4 }),
      fc.constantFrom('resetAndDestroy', 'destroy', 'end'),
      fc.nat({ max: 12 }),
      async (pieces, how, turns) => {
        const one = client(port)
        await once(one.socket, 'connect')
        for (const piece of pieces) {
          one.say(piece)
          await turn()
        }
        for (let at = 0; at < turns; at++) await turn()
        one.socket[how]()
        await one.all
      },
    ),
    { numRuns: 200 },
  )
  const open = () => new Promise((resolve) => server.getConnections((_, count) => resolve(count)))
  await soon(open).toBe(0)
  const one = client(port)
  one.say(asking('/soon/c/1', 'Connection: close'))
  expect(await one.all).toContain('"c"')
})

test.each([
  ['/now/a/30000000', 'direct'],
  ['/node', 'by node:http'],
])('nothing is asked behind what was to be the last: %s, %s', async (target) => {
  const { port, asked, held } = await holding()
  const one = client(port)
  one.socket.pause()
  one.say(asking(target, 'Connection: close'))
  await soon(() => asked).toEqual([target])
  for (const { response } of held) response.end(Buffer.alloc(8_000_000))
  await wait(20)
  one.say(asking('/now/b/1'))
  await wait(20)
  one.socket.resume()
  await one.all
  expect(asked).toEqual([target])
})

describe('what is too slow', () => {
  const limits = { headersTimeout: 60, requestTimeout: 60, keepAliveTimeout: 120 }

  test('a silent connection is ended', async () => {
    const { port } = await serving({ limits })
    expect(await client(port).all).toBe('')
  })

  test('one that falls silent behind an article, too', async () => {
    const { known } = await holding({ limits })
    expect(await (await known()).all).toMatch(/^HTTP\/1\.1 200/)
  })

  test.each([[[]], [['/node']]])(
    'half a head behind an article is hung up on: %j',
    async (before) => {
      const { known } = await holding({ limits: { ...limits, keepAliveTimeout: 60_000 } })
      const one = await known(...before)
      const drip = setInterval(() => one.say('a'), 10)
      one.say(asking('/now/b/1').slice(0, -4))
      const all = await one.all
      clearInterval(drip)
      expect(all).toContain('HTTP/1.1 408')
    },
  )

  test('an answer may take longer than anything may be silent', async () => {
    const { port, made } = await holding({ limits: { ...limits, keepAliveTimeout: 60_000 } })
    const one = client(port)
    one.say(asking('/later'))
    await wait(200)
    made.resolve(OK)
    await soon(() => one.text()).toContain('hi')
    one.say(asking('/now/b/1', 'Connection: close'))
    expect(await one.all).toMatch(/"b".*b$/s)
  })

  test('but not for ever', async () => {
    const { port } = await holding({ limits })
    const one = client(port)
    one.say(asking('/later'))
    expect(await one.all).toBe('')
  })
})

const TORN: Reply = { status: 200, headers: ['Location', '/a\r\nSet-Cookie: a=b'], body: undefined }
const reasons: string[] = []

test.each<[string, () => Reply | Promise<Reply>]>([
  [
    'it throws',
    () => {
      throw new Error('broken')
    },
  ],
  ['it rejects', () => Promise.reject(new Error('broken'))],
  ['a header has two lines', () => TORN],
  ['a header has two lines, later', () => Promise.resolve(TORN)],
])(
  'where an answer fails, that is reported and a 500, and the connection goes on: %s',
  async (_, answer) => {
    const { port } = await serving({
      direct: {
        answer: (head, remote) =>
          head.target === '/fails' ? answer() : direct.answer(head, remote),
        failed({ target }, error) {
          reasons.push(`${target} ${String(error)}`)
          return { status: 500, headers: [], body: new Uint8Array([33]) }
        },
      },
    })
    reasons.length = 0
    const one = client(port)
    one.say(asking('/fails'))
    await soon(() => one.text()).toMatch(/^HTTP\/1\.1 500 .*Content-Length: 1\r\n.*!$/s)
    one.say(asking('/now/b/1', 'Connection: close'))
    const all = await one.all
    expect(all).toMatch(/"b".*b$/s)
    expect(all).not.toContain('Set-Cookie')
    expect(reasons).toEqual([expect.stringMatching(/^\/fails .*(?:broken|Location)/)])
  },
)

describe('a server that closes', () => {
  test('ends what is silent at once, and the rest behind its answer', async () => {
    const { port, server, connections, known, made, held, asks } = await holding()
    const silent = [client(port), await known(), await known('/node')]
    const half = await known()
    half.say('GET / HT')
    const [later, node] = [await known(), await known()]
    later.say(asking('/later'))
    node.say(asking('/slow'))
    await asks('/later')
    await soon(() => held.length).toBe(1)
    const closed = closeServer({ server, connections }, 60_000)
    await Promise.all([...silent, half].map(({ all }) => all))
    made.resolve(OK)
    held[0]?.response.end('by node')
    expect(await later.all).toMatch(/X: made\r\n.*Connection: close\r\n\r\nhi$/s)
    expect(await node.all).toMatch(/Connection: close\r\n.*by node$/s)
    await closed
  })

  test.each([['/now/a/30000000'], ['/node']])('lets who is slow have all of %s', async (target) => {
    const { port, server, connections, asked, held } = await holding()
    const one = client(port)
    one.socket.pause()
    one.say(asking(target))
    await soon(() => asked).toEqual([target])
    for (const { response } of held) response.end(Buffer.alloc(30_000_000))
    await wait(20)
    const closed = closeServer({ server, connections }, 60_000)
    await wait(50)
    one.socket.resume()
    expect((await one.all).length).toBeGreaterThan(30_000_000)
    await closed
  })
})

describe('connections that are given back', () => {
  test('end with their next answers, direct or not, and those that are silent stay', async () => {
    const { connections, known, held, port } = await holding()
    const silent = await known()
    expect(connections.countActive()).toBe(1)
    const [direct, node] = [await known(), await known('/node')]
    expect(connections.countActive()).toBe(2)
    connections.giveBack(9)
    await wait(20)
    expect([direct, node].map(({ socket }) => socket.destroyed)).toEqual([false, false])
    direct.say(asking('/now/b/1'))
    expect(await direct.all).toMatch(/Connection: close\r\n.*b$/s)
    node.say(asking('/slow'))
    await soon(() => held.length).toBe(1)
    held.pop()?.response.end('by node')
    expect(await node.all).toMatch(/Connection: close\r\n.*by node$/s)
    for (const one of [silent, client(port)]) {
      one.say(asking('/now/c/1'))
      await soon(() => one.text()).toMatch(/"c".*Connection: keep-alive/s)
    }
  })

  test('are as many as were asked for, and what is being answered ends behind that', async () => {
    const { connections, known, made, held, asks } = await holding()
    const all = [await known(), await known(), await known()]
    connections.countActive()
    for (const one of all) one.say(asking('/now/b/1'))
    await soon(() => all.every((one) => one.text().includes('"b"'))).toBe(true)
    expect(connections.countActive()).toBe(3)
    connections.giveBack(2)
    for (const one of all) one.say(asking('/now/c/1'))
    await soon(() => all.filter(({ socket }) => socket.readableEnded).length).toBe(2)
    const [left] = all.filter(({ socket }) => !socket.readableEnded)
    await soon(() => left?.text()).toContain('"c"')

    const [later, node] = [await known(), await known()]
    connections.countActive()
    later.say(asking('/later'))
    node.say(asking('/slow'))
    await asks('/later')
    await soon(() => held.length).toBe(1)
    connections.countActive()
    connections.giveBack(2)
    made.resolve(OK)
    held.pop()?.response.end('by node')
    expect(await later.all).toMatch(/Connection: close\r\n\r\nhi$/s)
    expect(await node.all).toMatch(/Connection: close\r\n.*by node$/s)
  })

  test('are of all ages', async () => {
    const { connections, known } = await holding()
    const all: Awaited<ReturnType<typeof known>>[] = []
    while (all.length < 6) all.push(await known())
    expect(connections.countActive()).toBe(6)
    connections.giveBack(3)
    for (const one of all) one.say(asking('/now/b/1'))
    const ends = () => all.map(({ socket }) => socket.readableEnded)
    await soon(ends).toEqual([false, true, false, true, false, true])
  })

  test('are none on which something is said and nothing is asked', async () => {
    const { connections, known, held } = await holding()
    const [half, node] = [await known(), await known()]
    expect(connections.countActive()).toBe(2)
    half.say('GET /half HTTP/1.1\r\n')
    node.say(asking('/slow', 'Content-Length: 9').replace('GET', 'POST'))
    await soon(() => held.length).toBe(1)
    expect(connections.countActive()).toBe(1)
    node.say('some ')
    await wait(20)
    expect(connections.countActive()).toBe(0)
    half.say('Host: a\r\n\r\n')
    await soon(() => held.length).toBe(2)
    expect(connections.countActive()).toBe(1)
  })
})

test('a server that finishes answers what is asked, and hangs up behind that', async () => {
  const { server, connections, known, made, held, asks } = await holding()
  const [silent, later, node] = [await known(), await known(), await known()]
  later.say(asking('/later'))
  node.say(asking('/slow'))
  await asks('/later')
  await soon(() => held.length).toBe(1)
  const finished = finishServer({ server, connections }, 60_000)
  await wait(50)
  expect(silent.socket.destroyed).toBe(false)
  made.resolve(OK)
  held.pop()?.response.end('by node')
  expect(await later.all).toMatch(/X: made\r\n.*Connection: close\r\n\r\nhi$/s)
  expect(await node.all).toMatch(/Connection: close\r\n.*by node$/s)
  silent.say(asking('/now/a/1'))
  await soon(() => held.length).toBe(1)
  held.pop()?.response.end('by node')
  expect(await silent.all).toMatch(/Connection: close\r\n.*by node$/s)
  await finished
})

describe('what node:http is at', () => {
  test('learns of it when the client goes away', async () => {
    const { known, held } = await holding()
    const one = await known()
    one.say(asking('/slow'))
    await soon(() => held.length).toBe(1)
    const [first] = held
    if (first === undefined) throw new Error('nothing held')
    const { request, response } = first
    response.write('begun')
    await soon(() => one.text()).toContain('begun')
    const closed = Promise.all([once(response, 'close'), once(request, 'aborted')])
    one.socket.resetAndDestroy()
    await closed
    expect(response.writableFinished).toBe(false)
  })

  test('may become another protocol, with whatever comes of that', async () => {
    const { server, known } = await holding()
    let upgraded = 0
    let gone = 0
    server.on('upgrade', (_request, socket: Duplex, head: Buffer) => {
      upgraded++
      socket.on('close', () => gone++)
      socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: echo\r\n\r\n${head.toString()}`)
      socket.pipe(socket)
    })
    const upgrade = asking('/up', 'Connection: Upgrade', 'Upgrade: echo')
    const one = await known()
    one.say(`${upgrade}first `)
    await soon(() => one.text()).toContain('first ')
    // What looks like a request is none any more.
    one.say(asking('/now/a/1'))
    await soon(() => one.text()).toContain(`first ${asking('/now/a/1')}`)
    one.socket.end('last')
    expect(await one.all).toMatch(/last$/)
    // Nobody listens for errors here.
    const other = await known()
    other.say(upgrade)
    await soon(() => upgraded).toBe(2)
    other.socket.resetAndDestroy()
    await soon(() => gone).toBe(2)
  })
})
