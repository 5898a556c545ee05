// The generator that the bench takes its p99 at half of the rate from, against a server whose delay is known.
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'

const GENERATOR = fileURLToPath(new URL('../../bench/open-loop.ts', import.meta.url))
const BODY = 'Content-Length: 9\r\n\r\nin the body'
const ANSWERS = new Map([
  [
    '/page',
    `HTTP/1.1 200 OK\r\nDate: now\r\nContent-Length: ${BODY.length}\r\nVary: Cookie\r\n\r\n${BODY}`,
  ],
  ['/small', `HTTP/1.1 200 OK\r\ncontent-length:${BODY.length}\r\n\r\n${BODY}`],
  ['/same', 'HTTP/1.1 304 Not Modified\r\nETag: "1"\r\n\r\n'],
  ['/none', 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'],
  ['/gone', 'HTTP/1.1 503 Service Unavailable\r\nContent-Length: 2\r\n\r\nno'],
])

const result = z.object({
  p50: z.number(),
  p99: z.number(),
  most: z.number(),
  late: z.number(),
  waited: z.number(),
  failed: z.number(),
})

/** Answers in pieces, each request after the time that `delay` says. */
async function serve(delay: () => number, pieces = 3): Promise<Server> {
  const server = createServer((socket) => {
    socket.setNoDelay(true)
    socket.on('error', () => socket.destroy())
    socket.on('data', async (asked) => {
      await wait(delay())
      const answer = ANSWERS.get(asked.toString().split(' ')[1] ?? '') ?? ''
      const size = Math.ceil(answer.length / pieces)
      for (let at = 0; at < answer.length; at += size) {
        socket.write(answer.slice(at, at + size))
        await wait(1)
      }
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.close()
  })
  return server
}

async function generate(server: Server, paths: readonly string[], rate: number, seconds: number) {
  const dir = await mkdtemp(join(tmpdir(), 'standfirst-open-loop-'))
  onTestFinished(() => rm(dir, { recursive: true }))
  const file = join(dir, 'requests')
  await writeFile(file, paths.map((path) => `${path}\tcookie=1\t\n`).join(''))
  const bound = server.address()
  const port = typeof bound === 'object' && bound !== null ? bound.port : 0
  const args = [GENERATOR, `http://127.0.0.1:${port}/`, file, String(rate), String(seconds)]
  const { stdout } = await promisify(execFile)(process.execPath, args)
  return result.parse(JSON.parse(/^result (.*)$/m.exec(stdout)?.[1] ?? 'null'))
}

test('takes an answer for whole when it is, however it comes, and counts what is no page', async () => {
  const server = await serve(() => 50)
  const found = await generate(server, [...ANSWERS.keys()], 200, 0.5)
  // A fifth of the 300, the warm-up among them; a timer may be early by a part of a millisecond.
  expect(found.failed).toBe(60)
  expect(found.p50).toBeGreaterThan(49)
})

test('forgets nobody who came while the server stood still', async () => {
  let from = 0
  const stoodStill = () => {
    from ||= performance.now()
    const now = performance.now() - from
    return now > 900 && now < 2100 ? 2100 - now : 0
  }
  const found = await generate(await serve(stoodStill, 1), ['/page'], 2000, 1)
  // Those due in the second from 1,000 ms on count: 800 of each 1,000 of them waited for more than 300 ms, most of them
  // for a connection.
  expect(found.failed).toBe(0)
  expect(found.p50).toBeGreaterThan(300)
  expect(found.waited).toBeGreaterThan(0)
})
