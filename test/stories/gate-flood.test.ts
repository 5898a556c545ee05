// One network asks the gate for more than the origin answers: others still get what they ask for.
import { expect, onTestFinished, test } from 'vitest'
import type { Reader } from '../../src/core/reader.ts'
import { startGate } from '../support/gate.ts'
import { openOrigin } from '../support/origin.ts'
import type { Ask } from '../support/publication.ts'

const FLOOD = '203.0.113.9'
const subscriber: Reader = {
  kind: 'subscriber',
  id: 'r',
  entitlements: [{ plan: 'digital', until: Number.MAX_SAFE_INTEGER }],
}

test.each([
  ['one process', 1],
  ['two workers', 2],
])(
  '%s: a flood from one address leaves another its page, and a reader with a plan theirs',
  async (_, workers) => {
    const origin = await openOrigin()
    onTestFinished(() => origin.close())
    const { promise: wait, resolve: letGo } = Promise.withResolvers<void>()
    origin.answerOthers({ wait, body: '<!doctype html><title>Page</title><p>A page.' })
    const gated = await startGate(origin, { trustedProxies: ['127.0.0.1'], workers })
    onTestFinished(() => gated.close())
    const from = (client: string, path: string, ask: Ask = {}) =>
      gated.read(path, { ...ask, headers: { 'X-Forwarded-For': client } })

    const flood = Array.from({ length: 300 }, (_, number) => from(FLOOD, `/flood/${number}/`))
    const putOff = await Promise.race(flood)
    expect([putOff.status, putOff.headers.get('retry-after')]).toEqual([503, '30'])
    await expect.poll(() => origin.asked()).toBeGreaterThan(0)
    const others = [
      from('198.51.100.7', '/other/'),
      from(FLOOD, '/for-a-reader/', { as: subscriber }),
      // Who asks for what is on its way waits with whoever asked first.
      from(FLOOD, origin.requests[0]?.target ?? ''),
    ]
    await expect.poll(() => gated.counted.filter((one) => /^put-off/.test(one))).toHaveLength(120)
    letGo()
    expect((await Promise.all(others)).map(({ status }) => status)).toEqual([200, 200, 200])

    const statuses = (await Promise.all(flood)).map(({ status }) => status)
    expect(statuses.filter((status) => status === 503)).toHaveLength(120)
    expect(new Set(gated.counted.filter((one) => /^put-off/.test(one)))).toEqual(
      new Set(['put-off seats=site why=portion']),
    )
    const again = statuses.indexOf(503)
    expect((await from(FLOOD, `/flood/${again}/`)).status).toBe(200)
    expect(gated.log).toEqual([])
  },
)
