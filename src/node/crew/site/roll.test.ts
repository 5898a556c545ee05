import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { FromOwner } from './messages.ts'
import { type Member, Roll } from './roll.ts'

const LASTS = 1000
let generation = 0
let roll: Roll
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
  generation = 0
  roll = new Roll(LASTS, () => String(generation))
})
afterEach(() => vi.useRealTimers())

function member() {
  const told: FromOwner[] = []
  const one: Member = { tell: (message) => void told.push(message) }
  roll.join(one)
  // What it is told first says how far the others were.
  roll.note({ path: '/first' })
  roll.isSettled()
  const hear = () => roll.here(one, lastOf(told))
  return { one, told, hear }
}

function lastOf(told: readonly FromOwner[]): number {
  return told.reduce((last, message) => ('number' in message ? message.number : last), 0)
}

test('a change counts when every worker that has leave has heard of it', async () => {
  const [first, second] = [member(), member()]
  expect([first.hear(), second.hear()]).toEqual([true, true])
  roll.note({ path: '/a' })
  roll.note({ path: '/b' })
  generation++
  expect(roll.isSettled()).toBe(false)
  expect(first.told.at(-1)).toMatchObject({ what: 'changed', paths: ['/a', '/b'], isKnown: true })
  let settled = false
  const waits = roll.settled().then(() => {
    settled = true
  })
  first.hear()
  await vi.advanceTimersByTimeAsync(LASTS / 2)
  expect(settled).toBe(false)
  second.hear()
  await waits
  expect(roll.isSettled()).toBe(true)
})

test('nobody waits for a worker that hangs longer than it has leave, nor for one that is gone', async () => {
  const hanging = member()
  hanging.hear()
  await vi.advanceTimersByTimeAsync(LASTS / 2)
  roll.note('all')
  expect(roll.isSettled()).toBe(false)
  // It asked before it heard: nothing is added to the leave that it has.
  expect(roll.here(hanging.one, 0)).toBe(false)
  const waits = roll.settled()
  await vi.advanceTimersByTimeAsync(LASTS / 2 + 1)
  await waits

  const gone = member()
  gone.hear()
  roll.note('all')
  expect(roll.isSettled()).toBe(false)
  roll.leave(gone.one)
  await roll.settled()
})

test('what was learnt and said nothing new is not told', async () => {
  const one = member()
  one.hear()
  const before = one.told.length
  roll.note('known')
  await Promise.resolve()
  expect(one.told).toHaveLength(before)
})
