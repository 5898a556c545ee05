import { once } from 'node:events'
import { createServer } from 'node:http'
import { expect, onTestFinished, test } from 'vitest'
import { Asker } from './asker.ts'

test('a prefetch that is refused until later is an answer: nothing is waited for', async () => {
  let asked = 0
  const server = createServer((request, response) => {
    asked += 1
    const refused = request.headers['sec-purpose'] === 'prefetch'
    response.writeHead(refused ? 503 : 200, { 'Retry-After': '30' }).end('…')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const bound = server.address()
  if (bound === null || typeof bound === 'string') throw new TypeError('not bound to a port')
  const asker = new Asker({
    wire: {
      origin: new URL(`http://127.0.0.1:${bound.port}`),
      addresses: [{ address: '127.0.0.1', family: 4 }],
    },
    version: '0.0.0',
    ...{ contact: undefined, rate: undefined, signal: undefined },
  })
  onTestFinished(() => {
    asker.close()
    server.close()
  })
  const answer = await asker.ask({
    path: '/',
    agent: '',
    headers: { 'Sec-Purpose': 'prefetch', Purpose: 'prefetch' },
  })
  expect(answer).toMatchObject({ ok: true, value: { status: 503 } })
  expect(asked).toBe(1)
})
