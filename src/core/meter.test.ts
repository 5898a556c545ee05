// Counting: each article once. Merging: once, into one reader, and in any order the same.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { instants, meterPeriods, metersAround } from '../../test/support/arbitraries.ts'
import { periods } from './calendar.ts'
import { EMPTY_METER, mergeInto, readingOf, spend, union } from './meter.ts'

const meters = instants.chain((now) =>
  fc.tuple(metersAround(now), metersAround(now), metersAround(now)),
)

describe('meters', () => {
  test('merging into a reader is idempotent', () => {
    fc.assert(
      fc.property(meters, ([meter]) => {
        const once = mergeInto(meter, 'ada')
        expect(mergeInto(once, 'ada')).toEqual(once)
      }),
    )
  })
  test('what was merged into one reader never becomes another’s', () => {
    fc.assert(
      fc.property(meters, ([meter]) => {
        expect(mergeInto(mergeInto(meter, 'ada'), 'ben')).toEqual(mergeInto(meter, 'ada'))
      }),
    )
  })
  test('a union is idempotent, the same in any order, and loses nothing', () => {
    fc.assert(
      fc.property(meters, ([one, two, three]) => {
        const both = union(one, two)
        expect(union(both, both)).toEqual(both)
        expect(union(two, one)).toEqual(both)
        expect(union(union(one, two), three)).toEqual(union(one, union(two, three)))
        for (const { article } of one.entries)
          expect(both.entries.map((entry) => entry.article)).toContain(article)
      }),
    )
  })
  test('what was read last month and again this month counts this month', () => {
    const at = periods('month', 'UTC')
    const [october, november] = [Date.UTC(2026, 9, 20), Date.UTC(2026, 10, 20)]
    const before = spend(EMPTY_METER, 'ada', 'one', october, at(october))
    const after = spend(EMPTY_METER, 'ada', 'one', november, at(november))
    for (const both of [union(before, after), union(after, before)])
      expect(readingOf(both, 'ada', 'one', at(november)).used).toBe(1)
  })
  test('each article counts once, whoever has read it and however often', () => {
    const asked = instants.chain((now) =>
      fc.tuple(
        fc.constant(now),
        metersAround(now),
        meterPeriods,
        fc.constantFrom<string | undefined>(undefined, 'ada', 'ben'),
      ),
    )
    fc.assert(
      fc.property(asked, ([now, { entries }, period, reader]) => {
        const running = periods(period, 'UTC')(now)
        const counted = entries.filter(
          (entry) =>
            entry.at >= running.start - (running.start % 60_000) &&
            (reader === undefined || [undefined, reader].includes(entry.reader)),
        )
        const articles = new Set(counted.map(({ article }) => article))
        for (const all of [entries, [...entries, ...entries]]) {
          const { used, has } = readingOf({ entries: all }, reader, 'article-003', running)
          expect({ used, has }).toEqual({ used: articles.size, has: articles.has('article-003') })
        }
      }),
    )
  })
  test('a rolling meter gives a read back when the oldest is forgotten, not all at once', () => {
    const at = periods({ days: 7 }, 'UTC')
    const day = 86_400_000
    const start = Date.UTC(2026, 10, 2)
    let meter = spend(EMPTY_METER, undefined, 'one', start, at(start))
    meter = spend(meter, undefined, 'two', start + 3 * day, at(start + 3 * day))
    const six = readingOf(meter, undefined, 'one', at(start + 6 * day))
    expect(six).toEqual({ used: 2, has: true, resets: start + 7 * day })
    const eight = readingOf(meter, undefined, 'one', at(start + 8 * day))
    expect(eight).toEqual({ used: 1, has: false, resets: start + 10 * day })
  })
})
