import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isDisturbed, kept } from './load.ts'

const part = fc.double({ min: 0, max: 1, noNaN: true })
const watched = fc.record({
  busy: part,
  others: fc.oneof(part, fc.constant(0.05)),
  megabytes: part,
})

test('a run is disturbed when others took more than a twentieth of the machine', () => {
  const others = [0, 0.05, 0.0501, 1]
  const runs = others.map((one) => ({ busy: 1, others: one, megabytes: 1 }))
  expect(runs.map(isDisturbed)).toEqual([false, false, true, true])
})

test('no disturbed run is kept while there is a calm one, every calm one is, in its order', () => {
  fc.assert(
    fc.property(fc.array(watched), (runs) => {
      const found = kept(runs)
      if (runs.every(isDisturbed)) return void expect(found).toEqual(runs)
      expect(found.some(isDisturbed)).toBe(false)
      expect(found).toEqual(runs.filter((run) => found.includes(run)))
      expect(found).toHaveLength(runs.length - runs.filter(isDisturbed).length)
    }),
  )
})
