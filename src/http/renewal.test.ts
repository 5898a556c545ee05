// Patience: a busy store is asked again for somebody who waits, and not without end.
import { expect, test } from 'vitest'
import { EMPTY_METER } from '../core/meter.ts'
import { patient, type Renewed } from './renewal.ts'

const pass = {
  reader: { kind: 'registered', id: 'ada' },
  session: 'abcdefghijkl',
  issued: 0,
  expires: 1,
  reads: EMPTY_METER,
} as const

/** Answers `unavailable` so many times, then `then`. */
function busy(times: number, then: Renewed) {
  let asked = 0
  return {
    renew: async (): Promise<Renewed> => (asked++ < times ? { kind: 'unavailable' } : then),
    asked: () => asked,
  }
}

test.each<Renewed>([{ kind: 'renewed', pass }, { kind: 'ended' }])(
  'a store that was busy for a moment is asked until it says: $kind',
  async (then) => {
    const store = busy(3, then)
    expect(await patient(store.renew)('session', 0)).toEqual(then)
    expect(store.asked()).toBe(4)
  },
)

test('a store that is gone is not asked for ever', async () => {
  const store = busy(1000, { kind: 'ended' })
  expect(await patient(store.renew)('session', 0)).toEqual({ kind: 'unavailable' })
  expect(store.asked()).toBe(10)
})
