import type { Worker } from 'node:cluster'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Level, type Load, surplus } from './level.ts'

const part = fc.double({ min: 0, max: 1, noNaN: true })
const load = fc.record({ active: fc.nat({ max: 10_000 }), busy: part })

describe('surplus', () => {
  test('is what one who outlived another has too many', () => {
    const [survivor, successor] = [
      { active: 256, busy: 0.8 },
      { active: 0, busy: 0 },
    ]
    expect(surplus(survivor, [survivor, successor])).toBe(128)
    expect(surplus(successor, [survivor, successor])).toBe(0)
  })

  test('is nothing where all have as much to do, nobody has much, or one is alone', () => {
    fc.assert(
      fc.property(load, fc.array(load), part, (own, others, busy) => {
        const even = [own, ...others].map(({ active }) => ({ active, busy }))
        for (const one of even) expect(surplus(one, even)).toBe(0)
        const idle = { ...own, busy: own.busy * 0.29 }
        expect(surplus(idle, [idle, ...others])).toBe(0)
        expect(surplus(own, [own])).toBe(0)
      }),
    )
  })

  test('leaves whoever gives the mean, as far as work goes with connections', () => {
    fc.assert(
      fc.property(load, fc.array(load, { minLength: 1 }), (own, others) => {
        const all = [own, ...others]
        const mean = all.reduce((sum, { busy }) => sum + busy, 0) / all.length
        const given = surplus(own, all)
        const left = own.busy * (1 - given / Math.max(1, own.active))
        expect(given).toBeLessThanOrEqual(own.active)
        expect(left).toBeGreaterThanOrEqual(Math.min(mean, own.busy) - 1e-9)
        if (own.active > 0 && given > 0)
          expect(left).toBeLessThanOrEqual(mean + own.busy / own.active + 1e-9)
      }),
    )
  })
})

describe('level', () => {
  const [one, two, three] = [1, 2, 3].map((id) => ({ id }) as Worker) as [Worker, Worker, Worker]
  const much: Load = { active: 100, busy: 0.9 }
  const none: Load = { active: 0, busy: 0 }

  test('asks nothing of whoever alone has said something, or does not serve', () => {
    const level = new Level()
    expect(level.hear(one, much, [one, two], 0)).toBe(0)
    level.hear(two, none, [one, two], 0)
    expect(level.hear(three, much, [one, two], 0)).toBe(0)
    expect(level.hear(one, { active: 40, busy: 0.9 }, [one, two], 1000)).toBe(20)
  })

  test('asks for no more at once than one can take who has just begun', () => {
    fc.assert(
      fc.property(load, load, (own, other) => {
        const level = new Level()
        level.hear(two, other, [one, two], 0)
        const [given, much] = [level.hear(one, own, [one, two], 0), surplus(own, [own, other])]
        expect(given).toBeLessThanOrEqual(Math.max(32, Math.ceil(much / 4)))
        expect(given).toBeLessThanOrEqual(much)
        if (much > 0) expect(given).toBeGreaterThan(0)
      }),
    )
  })

  test('does not reckon with whoever serves no longer, or is silent', () => {
    const level = new Level()
    level.hear(two, none, [one, two], 0)
    expect(level.hear(one, much, [one, three], 0)).toBe(0)
    expect(level.hear(one, much, [one, two], 5000)).toBe(32)
    expect(level.hear(one, much, [one, two], 5001)).toBe(0)
  })
})
