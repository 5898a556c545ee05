// Whoever asks gets the same answers in the same order as by node:http alone, however the asking comes.
import type { Socket } from 'node:net'
import { setImmediate as turn } from 'node:timers/promises'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  asking,
  client,
  direct,
  serving,
  servingByNode,
  withoutDates,
} from '../../../test/support/direct-server.ts'

interface Step {
  readonly way: 'now' | 'soon' | 'node' | 'pieces' | 'post' | 'chunked' | 'odd'
  readonly isHead: boolean
  readonly isKnown: boolean
  readonly bytes: number
  /** What came before has been answered by then. */
  readonly isPatient: boolean
}

const steps = fc.array(
  fc.record<Step>({
    way: fc.oneof(
      { weight: 8, arbitrary: fc.constantFrom('now', 'soon') },
      { weight: 6, arbitrary: fc.constantFrom('node', 'pieces', 'post') },
      fc.constantFrom('chunked', 'odd'),
    ),
    isHead: fc.boolean(),
    isKnown: fc.nat(4).map((one) => one === 0),
    bytes: fc.constantFrom(0, 1, 100, 3000, 70_000, 200_000),
    isPatient: fc.boolean(),
  }),
  { minLength: 1, maxLength: 8 },
)

/** A request whose answer nobody can take for another's. */
function written({ way, isHead, isKnown, bytes }: Step, at: number): string {
  const known = isKnown ? [`If-None-Match: "n${at}"`] : []
  // Looks like a request for an article, and is what somebody sends in.
  const body = asking(`/now/within${at}/10`).repeat(1 + bytes / 120)
  switch (way) {
    case 'now':
    case 'soon': {
      const text = asking(`/${way}/n${at}/${bytes}`, ...known)
      return isHead ? text.replace('GET', 'HEAD') : text
    }
    case 'node':
    case 'pieces':
      return asking(`/${way}/n${at}`)
    case 'post':
      return asking(`/post/n${at}`, `Content-Length: ${body.length}`).replace('GET', 'POST') + body
    case 'chunked': {
      const coded = `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`
      return asking(`/post/n${at}`, 'Transfer-Encoding: chunked').replace('GET', 'PUT') + coded
    }
    case 'odd':
      // Two names alike, and a line before the request: Node takes both.
      return `\r\n${asking(`/now/n${at}/${bytes}`, 'X: 1', 'x: 2')}`
  }
}

/** Says it in pieces, cut where `cuts` says as parts of the whole; waits for answers where a step is patient. */
async function answers(port: number, all: readonly Step[], cuts: readonly number[]) {
  const one = client(port)
  for (const [at, step] of all.entries()) {
    const text = written(step, at)
    const places = cuts.map((cut) => Math.floor(cut * text.length)).sort((one, two) => one - two)
    for (const [index, from] of [0, ...places].entries()) {
      one.say(text.slice(from, places[index]))
      for (let turns = 0; turns < at % 3; turns++) await turn()
    }
    if (step.isPatient) await expect.poll(() => answered(one.text()), { interval: 1 }).toBe(at + 1)
  }
  one.say(asking('/soon/last/9', 'Connection: close'))
  return withoutDates(await one.all)
}

function answered(text: string): number {
  return text.match(/HTTP\/1\.1 (?:200 OK|304 Not Modified)\r\n/g)?.length ?? 0
}

const cuts = fc.oneof(
  { weight: 3, arbitrary: fc.constant([]) },
  fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 3 }),
)

test('the same answers come in the same order as by node:http alone', async () => {
  const { port } = await serving()
  const byNode = await servingByNode()
  await fc.assert(
    fc.asyncProperty(steps, cuts, async (all, cuts) => {
      const [own, theirs] = await Promise.all([
        answers(port, all, cuts),
        answers(byNode, all, cuts),
      ])
      expect(answered(own)).toBe(all.length + 1)
      expect(own).toBe(theirs)
    }),
    { numRuns: 150 },
  )
})

const HIDDEN = asking('/now/hidden/10')
const POST = asking('/early', `Content-Length: ${HIDDEN.length}`).replace('GET', 'POST')
const TWICE = POST.replace(/\d+(?=\r\n\r\n)/, `${2 * HIDDEN.length}`)

test.each([
  ['alone', [POST, HIDDEN]],
  ['begun in the piece before', [POST + HIDDEN.slice(0, 5), HIDDEN.slice(5)]],
  ['behind another body', [POST, HIDDEN + POST, HIDDEN]],
  ['twice behind another body', [POST, HIDDEN + TWICE, HIDDEN, HIDDEN]],
  ['behind another request', [asking('/early') + POST, HIDDEN]],
  ['behind a head in two pieces', [POST.slice(0, 3), POST.slice(3), HIDDEN]],
  ['behind an article', [asking('/now/open/9'), POST, HIDDEN]],
])('what stands in a body is not asked, nor is it answered: %s', async (_, said) => {
  const asked: string[] = []
  const { port } = await serving({
    direct: {
      answer: (head, remote) => {
        asked.push(head.target)
        return direct.answer(head, remote)
      },
    },
    // Before the body is there.
    listener: (_request, response) => void response.end('early'),
  })
  const one = client(port)
  for (const piece of said) {
    const before = one.text().length
    one.say(piece)
    for (let turns = 0; turns < 20; turns++) await turn()
    if (piece.includes('/early') && piece.includes('\r\n\r\n'))
      await expect.poll(() => one.text().length).toBeGreaterThan(before)
  }
  one.say(asking('/now/last/10', 'Connection: close'))
  await one.all
  expect(asked).not.toContain('/now/hidden/10')
  expect(one.text()).not.toContain('hidden')
})

test('a connection is the direct way again when node:http has answered all that it had', async () => {
  const asked: string[] = []
  const { port } = await serving({
    direct: {
      answer: (head, remote) => {
        asked.push(head.target)
        return direct.answer(head, remote)
      },
    },
  })
  const one = client(port)
  const [head, body] = [POST.replace('early', 'post'), HIDDEN]
  const all = [[asking('/now/a/1')], [asking('/node')], [head, body], [asking('/soon/b/1')]]
  for (const [at, pieces] of all.entries()) {
    for (const piece of pieces) {
      one.say(piece)
      for (let turns = 0; turns < 5; turns++) await turn()
    }
    await expect.poll(() => answered(one.text())).toBe(at + 1)
  }
  expect(asked).toEqual(['/now/a/1', '/node', '/soon/b/1'])
})

test('who does not take what was asked for is not asked for more, and gets it all in the end', async () => {
  let made = 0
  const { port } = await serving({
    direct: {
      answer: (head, remote) => {
        made++
        return direct.answer(head, remote)
      },
    },
  })
  const one = client(port)
  one.socket.pause()
  const most = 150
  for (let at = 0; at < most; at++) {
    one.say(asking(`/now/n${at}/200000`))
    await turn()
    await turn()
  }
  expect(made).toBeLessThan(most / 2)
  one.socket.resume()
  one.say(asking('/now/last/1', 'Connection: close'))
  const expected = Array.from({ length: most }, (_, at) => `"n${at}"`)
  expect((await one.all).match(/"n\d+"/g)).toEqual(expected)
})

test('a large upload comes whole, and no faster than it is taken', async () => {
  const size = 24 * 1024 * 1024
  let take = () => {}
  const { port, server } = await serving({
    listener: (request, response) => {
      take = () => {
        let got = 0
        request.on('data', (bytes: Buffer) => {
          got += bytes.length
        })
        request.on('end', () => response.end(`took ${got}`))
      }
    },
  })
  const sockets: Socket[] = []
  server.on('connection', (socket: Socket) => sockets.push(socket))
  const one = client(port)
  one.say(asking('/now/a/1'))
  await expect.poll(() => answered(one.text())).toBe(1)
  one.say(asking('/up', `Content-Length: ${size}`, 'Connection: close').replace('GET', 'POST'))
  one.say(Buffer.alloc(size, 'up'))
  for (let turns = 0; turns < 300; turns++) await turn()
  expect(sockets[0]?.bytesRead).toBeLessThan(size / 8)
  take()
  expect(await one.all).toContain(`took ${size}`)
})
