// Counts: each thing is counted once, under names that Prometheus takes, however many and whatever they are.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Decision } from '../core/decide.ts'
import { openCounts, sumOf, textOfAll } from './counts.ts'

const wall: Decision = {
  ...{ outcome: 'wall', wall: 'paywall', reason: 'meter-spent', rule: 'default', meter: undefined },
}
const grant: Decision = {
  ...{ outcome: 'grant', reason: 'crawler', rule: 'default', meter: undefined, spends: false },
}

test('decisions are counted by their reason, and handed on', async () => {
  const counts = openCounts()
  const seen: Decision[] = []
  const recorder = counts.counting({ record: ({ decision }) => void seen.push(decision) })
  for (const decision of [wall, grant, wall]) recorder.record({ at: 0, path: '/a', decision })
  const text = await counts.text()
  expect(seen).toEqual([wall, grant, wall])
  expect(text).toContain(
    'standfirst_decisions_total{outcome="wall",wall="paywall",reason="meter-spent"} 2\n',
  )
  expect(text).toContain('standfirst_decisions_total{outcome="grant",wall="",reason="crawler"} 1\n')
  expect(text).not.toContain('/a')
  expect(text).toMatch(/^process_resident_memory_bytes \d/m)
  expect(text).toMatch(/^nodejs_eventloop_lag_p99_seconds /m)
})

test('what is answered is counted by status, whether or not it is told', async () => {
  const counts = openCounts()
  const told: unknown[] = []
  const log = counts.served.requests({
    isDue: (status) => status === 500,
    tell: (one) => void told.push(one),
  })
  expect([200, 200, 304, 500].map((status) => log.isDue(status, 0))).toEqual([
    false,
    false,
    false,
    true,
  ])
  expect(counts.served.requests(undefined).isDue(200, 0)).toBe(false)
  const one = { method: 'GET', path: '/', status: 500, ms: 1, bytes: 0, decided: undefined }
  log.tell(one)
  expect(told).toEqual([one])
  const lines = (await counts.text()).split('\n')
  expect(lines).toContain('standfirst_requests_total{status="200"} 3')
  expect(lines).toContain('standfirst_requests_total{status="500"} 1')
})

test('pages, rendering, the store and the loop are there, and add up over processes', async () => {
  const all = [openCounts(), openCounts()]
  for (const { served } of all) {
    served.pages.kept()
    served.pages.made(0.004)
    served.store('standing', 0.0007)
  }
  const text = await textOfAll(await Promise.all(all.map((counts) => counts.values())))
  const lines = text.split('\n')
  expect(lines).toContain('standfirst_pages_total{how="kept"} 2')
  expect(lines).toContain('standfirst_pages_total{how="made"} 2')
  expect(lines).toContain('standfirst_render_seconds_bucket{le="0.0025"} 0')
  expect(lines).toContain('standfirst_render_seconds_bucket{le="0.005"} 2')
  expect(lines).toContain('standfirst_store_seconds_count{call="standing"} 2')
  expect(text).toMatch(/^standfirst_loop_late_seconds \d/m)
})

test('what happens at the gate has a counter each, with the labels that it came with', async () => {
  const { tally, text } = openCounts()
  tally.count('sentinel', { channel: 'feed' })
  tally.count('sentinel', { channel: 'feed' })
  tally.count('stale-on-error')
  const lines = (await text()).split('\n')
  expect(lines).toContain('standfirst_gate_sentinel_total{channel="feed"} 2')
  expect(lines).toContain('standfirst_gate_stale_on_error_total 1')
})

test('whatever is counted, nothing is thrown and the series do not grow without end', async () => {
  const counts = openCounts()
  const label = fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), fc.string(), { maxKeys: 3 })
  const whats = fc.constantFrom('closed', 'origin', 'refused')
  fc.assert(fc.property(whats, label, (what, labels) => counts.tally.count(what, labels)))
  for (let at = 0; at < 500; at++) counts.tally.count('many', { why: `number ${at}` })
  const lines = (await counts.text())
    .split('\n')
    .filter((line) => /^standfirst_gate_many/.test(line))
  expect(lines).toHaveLength(101)
  expect(lines).toContain('standfirst_gate_many_total{why="other"} 400')
})

test('of processes that ended what grows counts on, and what only stands is forgotten', async () => {
  const ended = openCounts()
  const going = openCounts()
  for (const { tally } of [ended, ended, going]) tally.count('sentinel', { channel: 'feed' })
  const once = await sumOf([[], await ended.values()])
  const lines = (await textOfAll([once, await going.values()])).split('\n')
  expect(lines).toContain('standfirst_gate_sentinel_total{channel="feed"} 3')
  const names = JSON.stringify(once)
  expect(names).toContain('process_cpu_seconds_total')
  expect(names).not.toContain('process_resident_memory_bytes')
  const twice = await textOfAll([await sumOf([once, await going.values()])])
  expect(twice).toContain('standfirst_gate_sentinel_total{channel="feed"} 3\n')
})
