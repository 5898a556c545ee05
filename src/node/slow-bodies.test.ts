import { createServer, type IncomingMessage } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { allowSlowBodies, limitSlowBodies } from './slow-bodies.ts'

const bodies = limitSlowBodies(50)
const server = createServer(
  bodies.limited((request, response) => {
    if (request.url === '/upload') bodies.release(request)
    void text(request).then(
      (body) => response.end(`took ${body}`),
      () => response.destroy(),
    )
  }),
)
beforeAll(async () => {
  allowSlowBodies(server)
  server.listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

function send(path: string) {
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
  const head = ['Host: a', 'Connection: close', 'Content-Length: 4', '', 'ab'].join('\r\n')
  socket.write(`POST ${path} HTTP/1.1\r\n${head}`)
  return socket
}

test('a body for us that does not come is not waited for', async () => {
  expect(await text(send('/form'))).toBe('')
})

test('one for the site behind is', async () => {
  const asked = new Promise<IncomingMessage>((resolve) => server.once('request', resolve))
  const slow = send('/upload')
  await asked
  // By now the limit is over for one that came later.
  expect(await text(send('/form'))).toBe('')
  slow.write('cd')
  expect(await text(slow)).toMatch(/took abcd$/)
})
