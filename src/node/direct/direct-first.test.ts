// Direct first: behind node:http too, what can be answered directly is, and nothing else of a request changes the answer.
import { createServer } from 'node:http'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'
import type { Direct } from '../../http/direct/asked.ts'
import type { Reply } from '../../http/reply.ts'
import { directFirst } from './direct-first.ts'

function reply(words: string, headers: readonly string[] = []): Reply {
  return { status: 200, headers, body: new TextEncoder().encode(words) }
}

const direct: Direct = {
  answer({ target, header, method }) {
    if (target === '/throws') throw new Error('thrown')
    if (target === '/rejects') return Promise.reject(new Error('rejected'))
    if (target === '/soon') return Promise.resolve(reply('soon'))
    if (target === '/unfit') return reply('unfit', ['X-Unfit', 'a\r\nb: c'])
    return target === '/article' ? reply(`${method} ${header('cookie')}`) : undefined
  },
  failed: (_, error) => ({ ...reply(String(error)), status: 500 }),
}

/** What comes back on one connection, on which all is asked at once. */
async function ask(...requests: readonly string[]): Promise<string> {
  const server = createServer(directFirst(direct, (_, response) => void response.end('the app')))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const bound = server.address()
  const socket = connect(typeof bound === 'object' && bound !== null ? bound.port : 0, '127.0.0.1')
  const lines = ['Host: a', 'Cookie: b=c', '', '']
  const last = 'GET /last HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n'
  socket.write(
    requests.map((request) => [`${request} HTTP/1.1`, ...lines].join('\r\n')).join('') + last,
  )
  return text(socket)
}

test('an article is answered directly, in its turn, and all else by the app', async () => {
  const said = await ask('GET /other', 'GET /article', 'GET /soon', 'POST /article')
  expect([...said.matchAll(/the app|GET b=c|soon/g)].map(([one]) => one)).toEqual([
    ...['the app', 'GET b=c', 'soon', 'the app', 'the app'],
  ])
  expect(await ask('HEAD /article')).not.toContain('b=c')
})

test.each(['/throws', '/rejects', '/unfit'])(
  '%s is a failure of its own answer alone',
  async (path) => {
    const said = await ask(`GET ${path}`, 'GET /article')
    expect(said).toMatch(/^HTTP\/1.1 500 /)
    expect(said).toContain('GET b=c')
    expect(said).not.toMatch(/^b: c/m)
  },
)
