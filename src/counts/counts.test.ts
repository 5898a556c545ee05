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
