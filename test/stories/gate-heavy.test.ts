// What is heavy of a site's answers keeps nobody else waiting: while one reader asks for texts of megabytes, and for short
// ones that take long to parse, others are answered between.
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Gated, startGate } from '../support/gate.ts'
import { serveGazette, siteArticle } from '../support/gazette.ts'
import { openOrigin, type TestOrigin } from '../support/origin.ts'

const BYTES = 2_000_000
/** Answers to others while one such answer is made. One that is made at once leaves time for one or two. */
const FEWEST = 5
const warm = siteArticle('/open/gull/')

let origin: TestOrigin
let gated: Gated
beforeAll(async () => {
  origin = await openOrigin()
  serveGazette(origin, [warm])
  gated = await startGate(origin, {
    origin: { open: ['/open-data'] },
    policy: { default: 'subscribers', rules: [{ name: 'Open', path: '/open', access: 'free' }] },
  })
})
afterAll(async () => {
  await gated.close()
  await origin.close()
})

const filled = (unit: string) => unit.repeat(Math.ceil(BYTES / unit.length))
const item = { id: 7, url: 'https://cms.example/a', name: 'A boat – and its “harbour”' }
const opened = Array.from({ length: 200 }, (_, at) => `<b id=${at}>`).join('')
const nested = { url: '/a-b/', description: `<p>${opened}${'<p>x'.repeat(250)}` }

const HEAVY: readonly { readonly path: string; readonly type: string; readonly body: string }[] = [
  {
    path: '/api/boats',
    type: 'application/json',
    body: `[${filled(`${JSON.stringify(item)},`)}0]`,
  },
  {
    path: '/open-data',
    type: 'text/plain; charset=iso-8859-1',
    body: filled('A boat of http://127.0.0.1/ and its quay.\n'),
  },
  { path: '/api/nested', type: 'application/json', body: JSON.stringify({ items: [nested] }) },
]

for (const { path, type, body } of HEAVY)
  test(`${path}, ${type}`, async () => {
    origin.answer(path, { headers: { 'content-type': type }, body })
    await gated.read(warm.path)
    const delay = monitorEventLoopDelay({ resolution: 1 })
    delay.enable()
    let isAnswered = false
    const answering = gated.read(path).then((answer) => {
      isAnswered = true
      return answer
    })
    let others = 0
    for (; !isAnswered; others++) {
      expect((await gated.read(warm.path)).status).toBe(200)
      await wait(2)
    }
    expect((await answering).status).toBe(200)
    delay.disable()
    process.stdout.write(
      `${path}: ${others} answers to others, longest delay ${Math.round(delay.max / 1e6)} ms\n`,
    )
    expect(others).toBeGreaterThanOrEqual(FEWEST)
  })
