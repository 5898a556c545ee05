// What goes out is one reader's alone, whole, and says how long it is.
import { Agent, get, type IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { setImmediate as turn } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { asking, client, direct, serving } from '../../../test/support/direct-server.ts'
import { headerLines, NO_LINES, withRun } from '../../http/header-lines.ts'
import type { Reply } from '../../http/reply.ts'
import { writeReply } from '../../http/respond.ts'

const BYTES = 40_000

test('nobody gets a byte of what is written for another, however slowly it is taken', async () => {
  let asked = 0
  const { port, server } = await serving({
    direct: {
      answer: (head, remote) => {
        asked++
        return direct.answer(head, remote)
      },
    },
    listener: (_, response) => response.destroy(),
  })
  const sockets: Socket[] = []
  server.on('connection', (socket: Socket) => sockets.push(socket))
  const slow = Array.from({ length: 4 }, () => client(port))
  for (const { socket } of slow) socket.pause()
  const counts: number[] = []
  for (const [who, { say }] of slow.entries()) {
    const isBehind = () => (sockets[who]?.writableLength ?? 0) > 0
    // Until what is on its way is all that can be, and of the last answer more.
    for (counts[who] = 0; !isBehind(); counts[who]++) {
      const made = asked
      say(asking(`/now/slow${who}/${BYTES}`))
      while (asked === made) await turn()
    }
  }
  const quick = Array.from({ length: 4 }, () => client(port))
  for (let at = 0; at < 20; at++)
    for (const [who, { say, text }] of quick.entries()) {
      const before = text().length
      say(asking(`/now/quick${who}/${BYTES + at}`))
      await expect.poll(() => text().length, { interval: 0 }).toBeGreaterThan(before + BYTES)
      // Now and then somebody takes a little.
      const some = slow[who]
      some?.socket.resume()
      await turn()
      some?.socket.pause()
    }
  for (const { say, socket } of slow) {
    socket.resume()
    say(asking('/now/last/1', 'Connection: close'))
  }
  for (const [who, { all }] of slow.entries()) hasOnly(`slow${who}`, await all, counts[who] ?? 0)
  for (const [who, { text }] of quick.entries()) hasOnly(`quick${who}`, text(), 20)
})

/** Every answer but the last is the named one's, to the last byte. */
function hasOnly(name: string, text: string, count: number) {
  const answers = text.split('HTTP/1.1 200 OK\r\n').slice(1, count + 1)
  expect(answers.length).toBe(count)
  const same = `${name} `
  for (const answer of answers) {
    const [head = '', body = ''] = answer.split('\r\n\r\n')
    expect(head).toContain(`ETag: "${name}"`)
    const bytes = Number(/Content-Length: (\d+)/.exec(head)?.[1])
    expect(body.length).toBe(bytes)
    // Not by toBe: what differs would be printed whole.
    expect(body === same.repeat(bytes / same.length + 1).slice(0, bytes)).toBe(true)
  }
}

const body = new Uint8Array(Buffer.from('body'))
const other = new Uint8Array(Buffer.from('else'))
const sized = headerLines(['X', 'a', 'Content-Length', '4'])
const unsized = headerLines(['X', 'a'])
const large = new Uint8Array(Buffer.alloc(100_000, 'large '))
const whole = withRun(unsized, headerLines(['Content-Length', '4']), body)
const inRun = whole.run.body
const bare = withRun(NO_LINES, unsized, undefined)
const open = withRun(unsized, NO_LINES, body)
const openBody = open.run.body
const full = withRun(NO_LINES, headerLines(['Content-Length', '65000']), large.subarray(0, 65_000))
const fullBody = full.run.body
const cookie = ['Set-Cookie', 'a=b', 'Set-Cookie', 'c=\u00e4']

const replies: readonly (readonly [string, Reply])[] = [
  ['a body', { status: 200, headers: [], body }],
  ['a body whose length stands', { status: 200, headers: ['content-length', '4'], body }],
  ['a body whose length is shared', { status: 200, shared: sized, headers: ['Y', 'b'], body }],
  ['a body and shared lines without a length', { status: 200, shared: unsized, headers: [], body }],
  [
    'a part, with its own length',
    { status: 206, shared: unsized, headers: ['Content-Length', '4'], body },
  ],
  ['no body', { status: 200, headers: [], body: undefined }],
  ['an empty body', { status: 200, headers: [], body: new Uint8Array() }],
  [
    "a site's redirect",
    { status: 301, shared: unsized, headers: ['Location', '/'], body: undefined },
  ],
  ['a range past the end', { status: 416, shared: unsized, headers: [], body: undefined }],
  ['what is known', { status: 304, shared: unsized, headers: [], body: undefined }],
  ['what is known, with a body all the same', { status: 304, headers: [], body }],
  ['no content, with a body all the same', { status: 204, headers: [], body }],
  ['more than fits into one piece', { status: 200, headers: [], body: large }],
  ['a head that is long', { status: 200, headers: ['X', '\u00e4'.repeat(15_000)], body: large }],
  ['a status without a name', { status: 299, headers: [], body }],
  ['a run', { status: 200, shared: whole, headers: cookie, body: inRun }],
  ['a run that fills the room', { status: 200, shared: full, headers: cookie, body: fullBody }],
  [
    'a run, of which another body goes out',
    { status: 200, shared: whole, headers: [], body: other },
  ],
  ['a run, of which a part goes out', { status: 200, shared: bare, headers: [], body: inRun }],
  ['a run of what is known', { status: 304, shared: bare, headers: cookie, body: undefined }],
  ['a run, of which no body goes out', { status: 304, shared: open, headers: [], body: openBody }],
  ['a run of a redirect', { status: 301, shared: bare, headers: ['X', '/'], body: undefined }],
  ['letters beyond ASCII', { status: 200, headers: ['X', '\u00e4\u00ff'], body }],
]

test.each(replies)(
  'it is what node:http would send, and the connection goes on: %s',
  async (_, reply) => {
    const { port, server } = await serving({
      direct: { answer: ({ target }) => (target === '/direct' ? reply : undefined) },
      listener: ({ method }, response) => writeReply(response, reply, method),
    })
    let connected = 0
    server.on('connection', () => connected++)
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    onTestFinished(() => agent.destroy())
    for (const method of ['GET', 'HEAD']) {
      const direct = await read(port, '/direct', method, agent)
      const byNode = await read(port, '/node', method, agent)
      expect(direct).toEqual(byNode)
    }
    expect(connected).toBe(1)
  },
)

async function read(port: number, path: string, method: string, agent: Agent) {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    get({ port, host: '127.0.0.1', path, method, agent }, resolve).on('error', reject)
  })
  const { statusCode = 0, statusMessage, headers } = response
  const body = (await buffer(response)).toString('latin1')
  // Node:http says it in pieces where no length stands.
  const { date, 'transfer-encoding': _pieces, 'content-length': length, ...others } = headers
  const isBodiless = statusCode === 204 || statusCode === 304
  if (path === '/direct' && method === 'GET')
    expect(length).toBe(isBodiless ? undefined : `${body.length}`)
  return { statusCode, statusMessage, others, hasDate: date !== undefined, body }
}
