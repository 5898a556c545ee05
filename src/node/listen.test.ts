// What a client sends too slowly, without end or too much of does not stay: neither a head, nor a body, nor silence.
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'
import { bind, closeServer, portOf, unbound } from './listen.ts'

/** A server as it listens, but for how soon it loses patience. */
async function listening(limits: Parameters<typeof unbound>[0]) {
  const listening = unbound({ ...limits, connectionsCheckingInterval: 20 })
  const { server, answer } = listening
  onTestFinished(() => closeServer(listening, 0))
  expect((await bind(server, '127.0.0.1', 0)).ok).toBe(true)
  answer(
    (request, response) => {
      void text(request).then(
        (body) => response.setHeader('Connection', 'close').end(`took ${body}`),
        () => response.destroy(),
      )
    },
    { answer: () => undefined, failed: () => ({ status: 500, headers: [], body: undefined }) },
  )
  return (sent: string) => {
    const socket = connect(portOf(server), '127.0.0.1')
    socket.write(sent)
    return { socket, answer: text(socket).catch(() => 'reset') }
  }
}

const HEAD = 'POST / HTTP/1.1\r\nHost: a\r\n'

test('a head that does not come to its end is hung up on', async () => {
  const send = await listening({ headersTimeout: 50 })
  expect(await send(HEAD).answer).toMatch(/^HTTP\/1.1 408/)
})

test('a body that comes for ever, a little at a time, is hung up on', async () => {
  const send = await listening({ headersTimeout: 200, requestTimeout: 300 })
  const { socket, answer } = send(`${HEAD}Transfer-Encoding: chunked\r\n\r\n`)
  socket.on('error', () => clearInterval(drip))
  const drip = setInterval(() => socket.write('1\r\na\r\n'), 10)
  onTestFinished(() => clearInterval(drip))
  expect(await answer).not.toContain('took')
})

test('a head is large enough for a full meter, and no larger than it needs to be', async () => {
  const send = await listening({})
  const withCookie = (bytes: number) =>
    send(`${HEAD}Content-Length: 0\r\nCookie: m=${'a'.repeat(bytes)}\r\n\r\n`).answer
  expect(await withCookie(8000)).toMatch(/^HTTP\/1.1 200/)
  expect(await withCookie(17_000)).toMatch(/^HTTP\/1.1 431/)
})

test('a server as it listens has patience, but not without end', () => {
  const { headersTimeout, requestTimeout, keepAliveTimeout, timeout } = unbound().server
  for (const patience of [headersTimeout, requestTimeout, keepAliveTimeout, timeout]) {
    expect(patience).toBeGreaterThanOrEqual(10_000)
    expect(patience).toBeLessThanOrEqual(30_000)
  }
})
