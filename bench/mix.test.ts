import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { SECTIONS } from './edition.ts'
import type { Asked } from './exchange.ts'
import { type Crowds, mixOf } from './mix.ts'

const crowds: Crowds = {
  anonymous: ['a=1', ''],
  registered: ['r=1', 'r=2', 'r=3'],
  subscribers: ['s=1', 's=2'],
}
const ARTICLES = 10_000
const COUNT = 50_000
const mix = mixOf(ARTICLES, COUNT, crowds)

function partOf(some: readonly Asked[], is: (asked: Asked) => boolean): number {
  return some.filter(is).length / some.length
}

function numberOf({ path }: Asked): number {
  return Number(/-(\d+)$/.exec(path ?? '')?.[1])
}

/** 1 + 1/2 + … + 1/count */
function harmonic(count: number): number {
  return Array.from({ length: count }, (_, at) => 1 / (at + 1)).reduce((sum, one) => sum + one, 0)
}

describe('the mix', () => {
  test('is 80 % anonymous readers, 15 % registered and 5 % subscribers, and all of each crowd', () => {
    const parts = [crowds.anonymous, crowds.registered, crowds.subscribers].map((crowd) =>
      partOf(mix, ({ cookie }) => crowd.includes(cookie)),
    )
    for (const [at, part] of [0.8, 0.15, 0.05].entries())
      expect(Math.abs((parts[at] ?? 0) - part)).toBeLessThan(0.005)
    for (const cookie of crowds.registered)
      expect(partOf(mix, (asked) => asked.cookie === cookie)).toBeCloseTo(0.05, 2)
  })

  test('reads the nth article 1/n as often as the first', () => {
    const first = 1 / harmonic(ARTICLES)
    for (const rank of [1, 2, 3, 5, 10]) {
      const part = partOf(mix, (asked) => numberOf(asked) === rank - 1)
      expect((part * rank) / first, `the ${rank}th`).toBeGreaterThan(0.9)
      expect((part * rank) / first, `the ${rank}th`).toBeLessThan(1.1)
    }
    for (const most of [100, 1000]) {
      const part = partOf(mix, (asked) => numberOf(asked) < most)
      expect(part, `the first ${most}`).toBeCloseTo(harmonic(most) * first, 2)
    }
  })

  test('gives each crowd the same articles', () => {
    for (const crowd of [crowds.anonymous, crowds.registered, crowds.subscribers]) {
      const theirs = mix.filter(({ cookie }) => crowd.includes(cookie))
      const part = partOf(theirs, (asked) => numberOf(asked) < 10)
      expect(part).toBeCloseTo(harmonic(10) / harmonic(ARTICLES), 1)
    }
  })

  test('is the same each time, of articles that there are, by readers that there are', () => {
    const size = fc.integer({ min: 1, max: 300 })
    const all = Object.values(crowds).flat()
    fc.assert(
      fc.property(size, size, (articles, count) => {
        const asked = mixOf(articles, count, crowds)
        expect(asked).toHaveLength(count)
        expect(mixOf(articles, count, crowds)).toEqual(asked)
        for (const one of asked) {
          const number = numberOf(one)
          expect(number).toBeLessThan(articles)
          expect(one.path).toBe(`/${SECTIONS[number % SECTIONS.length]}/article-${number}`)
          expect(all).toContain(one.cookie)
        }
      }),
      { numRuns: 20 },
    )
  })
})
