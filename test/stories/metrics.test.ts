// The numbers of a running publication: who may see them, and that they say what was asked.
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { serve } from '../../src/node.ts'
import { folderWith, SLOW_TEXT, article as written } from '../support/edition-folder.ts'

const SECRET = 'metrics-metrics-metrics-metrics'
const METRICS = '/standfirst/metrics'

async function serveTown() {
  const config = {
    publication: { name: 'The Quay' },
    trustedProxies: ['127.0.0.1'],
    metrics: { networks: ['10.0.0.0/8'] },
  }
  const dir = await folderWith({
    'standfirst.config.json': JSON.stringify(config),
    'articles/slow.md': written(SLOW_TEXT, 'access: free\n'),
    'articles/newer.md': written('A text.', 'access: free\n').replace('11-20', '11-21'),
  })
  const started = await serve({
    ...{ edition: dir, data: join(dir, 'data'), host: '127.0.0.1', port: 0, print: () => {} },
    env: { STANDFIRST_METRICS_SECRET: SECRET },
  })
  if (!started.ok) throw new Error(started.detail)
  const { address, close } = started.value
  onTestFinished(close)
  /** Sends a form, where there is one, as a browser does. */
  return async (path: string, headers: Record<string, string> = {}, form?: URLSearchParams) => {
    const posted = form && { method: 'POST', body: form }
    const from = { 'X-Forwarded-For': '203.0.113.9', 'Sec-Fetch-Site': 'same-origin', ...headers }
    const answer = await fetch(address + path, { headers: from, redirect: 'manual', ...posted })
    return { status: answer.status, etag: answer.headers.get('etag'), text: await answer.text() }
  }
}

test('strangers find no numbers; a named network and whoever has the secret do, and they are those of what was asked', async () => {
  const ask = await serveTown()
  for (const headers of [{}, { Authorization: 'Bearer another' }, { Authorization: SECRET }]) {
    const { status, text } = await ask(METRICS, headers)
    expect([status, text.includes('standfirst_requests_total')]).toEqual([404, false])
  }

  const waiting = await Promise.all(Array.from({ length: 8 }, () => ask('/slow')))
  expect(waiting.map(({ status }) => status)).toEqual(waiting.map(() => 200))
  const { etag } = await ask('/slow')
  expect((await ask('/slow', { 'If-None-Match': etag ?? '' })).status).toBe(304)
  expect((await ask('/account/log-in')).status).toBe(200)
  const form = new URLSearchParams({ address: 'jane@example.org', return_to: '/' })
  expect((await ask('/account/log-in', {}, form)).status).toBe(303)

  expect((await ask(METRICS, { 'X-Forwarded-For': '10.1.2.3' })).status).toBe(200)
  const { text } = await ask(METRICS, { Authorization: `Bearer ${SECRET}` })
  const seen = (name: string) =>
    Object.fromEntries(
      [...text.matchAll(new RegExp(`^standfirst_${name}(?:\\{\\w+="(.*)"\\})? (\\d+)$`, 'gm'))].map(
        ([, label = '', number]) => [label, Number(number)],
      ),
    )
  // Eight, one and the page of the log-in; the numbers that the network has seen.
  expect(seen('requests_total')).toEqual({ 200: 8 + 1 + 1 + 1, 303: 1, 304: 1, 404: 3 })
  const { shared = 0, kept = 0, ...pages } = seen('pages_total')
  // Who comes when it is made finds it.
  expect([pages, shared + kept, shared > 0]).toEqual([{ made: 1 }, 7 + 1 + 1, true])
  expect(seen('render_seconds_count')).toEqual({ '': 1 })
  expect(seen('store_seconds_count')).toEqual({ ready: 1, challenge: 1 })
})
