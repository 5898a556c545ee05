import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Times } from './soak-load.ts'

const PARTS = [0.01, 0.5, 0.9, 0.99, 1]
const ms = fc.double({ min: 0.01, max: 1e6, noNaN: true })

function timesOf(all: readonly number[]): Times {
  const times = new Times()
  for (const one of all) times.note(one)
  return times
}

describe('times', () => {
  test('tell of each part at most 5 % more than it took, and never less', () => {
    fc.assert(
      fc.property(fc.array(ms, { minLength: 1 }), (all) => {
        const [times, sorted] = [timesOf(all), all.toSorted((a, b) => a - b)]
        for (const part of PARTS) {
          const took = sorted[Math.ceil(all.length * part) - 1] ?? 0
          expect(times.at(part)).toBeGreaterThan(took * 0.999_999)
          expect(times.at(part)).toBeLessThan(took * 1.050_001)
        }
      }),
    )
  })

  test('of two are those of both together', () => {
    fc.assert(
      fc.property(fc.array(ms), fc.array(ms), (one, other) => {
        const both = timesOf(one)
        both.add(timesOf(other))
        const all = timesOf([...one, ...other])
        for (const part of PARTS) expect(both.at(part)).toBe(all.at(part))
      }),
    )
  })

  test('are 0 of nothing, and told also of what took no time at all or for ever', () => {
    expect(PARTS.map((part) => new Times().at(part))).toEqual([0, 0, 0, 0, 0])
    expect(timesOf([0]).at(1)).toBe(0.01)
    expect(timesOf([1e9]).at(1)).toBeGreaterThan(1e6)
  })
})
