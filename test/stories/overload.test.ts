// More is asked than can be done: articles still go out, and account pages say when to come again.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test, vi } from 'vitest'
import { serve } from '../../src/node.ts'

const SAMPLE = fileURLToPath(new URL('../../editions/saltmarsh', import.meta.url))
const soon = { timeout: 30_000, interval: 100 }

/** Keeps this thread from its other work, again and again, until it is told to stop. */
function holdUp(): () => void {
  const never = new Int32Array(new SharedArrayBuffer(4))
  let isOver = false
  const once = () => {
    if (isOver) return
    Atomics.wait(never, 0, 0, 70)
    setImmediate(once)
  }
  once()
  return () => {
    isOver = true
  }
}

test('while the loop is late account pages wait and articles do not; when it is over both answer', async () => {
  const data = await mkdtemp(join(tmpdir(), 'overload-'))
  onTestFinished(() => rm(data, { recursive: true, force: true }))
  const lines: string[] = []
  const started = await serve({
    ...{ edition: SAMPLE, data, host: '127.0.0.1', port: 0, env: {} },
    overload: { lateMs: 40, windowMs: 100 },
    print: (line) => void lines.push(line),
  })
  if (!started.ok) throw new Error(started.detail)
  const { address, close } = started.value
  onTestFinished(close)
  const logIn = () => fetch(`${address}/account/log-in`)

  const home = await (await fetch(`${address}/`)).text()
  const [, article = ''] = /href="(\/[a-z]+\/[a-z-]+)"/.exec(home) ?? []
  const letGo = holdUp()
  onTestFinished(letGo)
  await vi.waitFor(async () => expect((await logIn()).status).toBe(503), soon)
  const refused = await logIn()
  expect(refused.headers.get('retry-after')).toBe('30')
  expect((await fetch(address + article)).status).toBe(200)
  expect((await fetch(`${address}/standfirst/health`)).status).toBe(200)

  letGo()
  await vi.waitFor(async () => expect((await logIn()).status).toBe(200), soon)
  expect(lines.find((line) => line.startsWith('Overloaded'))).toBeDefined()
})
