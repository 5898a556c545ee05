// Node side: who asks for much at once has little of it begun at once, and all of it answered in the end.
import type { ServerResponse } from 'node:http'
import { connect } from 'node:net'
import { setImmediate as turn } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { bind, closeServer, portOf, unbound } from '../listen.ts'

test('of a thousand requests in one piece a few are begun, and more only as those are answered', async () => {
  const listening = unbound()
  onTestFinished(() => closeServer(listening, 0))
  expect((await bind(listening.server, '127.0.0.1', 0)).ok).toBe(true)
  const held: ServerResponse[] = []
  listening.answer((_, response) => void held.push(response), {
    answer: () => undefined,
    failed: () => ({ status: 500, headers: [], body: undefined }),
  })
  const socket = connect(portOf(listening.server), '127.0.0.1')
  let answers = 0
  socket.on('data', (bytes: Buffer) => {
    answers += bytes.toString('latin1').split('HTTP/1.1 200').length - 1
  })
  socket.write(`GET / HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(400)}\r\n\r\n`.repeat(1000))
  let most = 0
  let begun = 0
  while (begun < 1000) {
    for (let turns = 0; turns < 20 && held.length < 100; turns++) await turn()
    most = Math.max(most, held.length)
    begun += held.length
    for (const response of held.splice(0)) response.end()
  }
  while (answers < 1000) await turn()
  // Sixteen, and those of two pieces of 4 KB: one that it has, and one that waits for it.
  expect(most).toBeLessThanOrEqual(16 + 20)
})
