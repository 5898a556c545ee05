import { createHash } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { allOf, type Relayed, startRelayed } from '../../../../test/support/relayed.ts'

let site: Relayed
beforeAll(async () => {
  site = await startRelayed()
  site.as = 'pass'
})
afterAll(() => site.end())

const KEY = 'dGhlIHNhbXBsZSBub25jZQ=='
const ASKING = [
  ...['GET /live?room=1 HTTP/1.1', 'Host: a', 'Connection: Upgrade', 'Upgrade: websocket'],
  ...['Sec-WebSocket-Version: 13', `Sec-WebSocket-Key: ${KEY}`, 'Cookie: standfirst-pass=p'],
]

function agree(request: IncomingMessage, socket: Duplex): void {
  const key = `${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`
  const accept = createHash('sha1').update(key).digest('base64')
  const head = ['HTTP/1.1 101 Switching Protocols', 'Connection: Upgrade', 'Upgrade: websocket']
  socket.write([...head, `Sec-WebSocket-Accept: ${accept}`, '', ''].join('\r\n'))
}

/** What the origin does with the next upgrade. */
function atOrigin<Value>(
  does: (request: IncomingMessage, socket: Duplex, resolve: (value: Value) => void) => void,
): Promise<Value> {
  return new Promise((resolve) =>
    site.origin
      .removeAllListeners('upgrade')
      .once('upgrade', (request, socket) => does(request, socket, resolve)),
  )
}

describe('a socket', () => {
  test('carries bytes both ways, and ends for both when one ends', async () => {
    const asked = atOrigin<IncomingMessage>((request, socket, resolve) => {
      agree(request, socket)
      socket.pipe(socket)
      resolve(request)
    })
    const socket = site.raw(...ASKING, `Origin: ${site.address}`)
    let came = ''
    socket.setEncoding('latin1')
    const echoed = new Promise<void>((resolve) =>
      socket.on('data', (some: string) => {
        came += some
        if (came.endsWith('\r\n\r\n')) socket.write('ping')
        if (came.endsWith('ping')) resolve()
      }),
    )
    const { url, headers } = await asked
    await echoed
    expect([url, headers.origin, headers.cookie, headers['x-forwarded-for']]).toEqual([
      ...['/live?room=1', site.own, undefined, '203.0.113.7'],
    ])
    expect(headers.host).toBe(site.own.slice('http://'.length))
    expect(came).toContain('sec-websocket-accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=')
    const closed = new Promise((resolve) => socket.once('close', resolve))
    socket.end()
    await closed
  })

  test('that the origin ends is closed', async () => {
    void atOrigin<void>((request, socket) => {
      agree(request, socket)
      socket.end('bye')
    })
    expect(await allOf(site.raw(...ASKING))).toMatch(/\r\n\r\nbye$/)
  })

  test('that its reader leaves is closed at the origin', async () => {
    const closed = atOrigin<void>((request, socket, resolve) => {
      agree(request, socket)
      socket.once('end', () => {
        socket.end()
        resolve()
      })
      socket.resume()
    })
    const socket = site.raw(...ASKING)
    socket.once('data', () => socket.destroy())
    await closed
  })

  test('that the origin refuses gets its refusal', async () => {
    void atOrigin<void>((_request, socket) => {
      socket.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno')
    })
    const answer = await allOf(site.raw(...ASKING))
    expect(answer).toMatch(/^HTTP\/1\.1 403 Forbidden\r\n.*\r\n\r\nno$/s)
  })

  test('without an origin gets 502, and what is no WebSocket 400', async () => {
    void atOrigin<void>((_request, socket) => void socket.destroy())
    expect(await allOf(site.raw(...ASKING))).toMatch(/^HTTP\/1\.1 502 /)
    const other = ASKING.map((line) => line.replace('websocket', 'h2c'))
    expect(await allOf(site.raw(...other))).toMatch(/^HTTP\/1\.1 400 /)
  })
})
