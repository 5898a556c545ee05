import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { HeaderList } from '../client/header-list.ts'
import { isShared, lifetimeOf } from './freshness.ts'

const AT = Date.UTC(2026, 4, 1, 12)
const settings = { freshSeconds: 30, staleWhileRevalidateSeconds: 100, staleIfErrorSeconds: 1000 }

/** Seconds from the answer: fresh, stale while asking, stale on error. */
function seconds(headers: Record<string, string>, status = 200): number[] {
  const dated = { status, headers: Object.entries(headers), askedAt: AT, answeredAt: AT }
  const life = lifetimeOf(dated, settings)
  return [life.freshUntil, life.whileAskingUntil, life.onErrorUntil].map((at) => (at - AT) / 1000)
}

const http = (ms: number) => new Date(ms).toUTCString()

describe('how long an answer holds', () => {
  const rows: [string, Record<string, string>, number[]][] = [
    ['says nothing: the settings', {}, [30, 130, 1030]],
    ['max-age', { 'cache-control': 'max-age=60' }, [60, 160, 1060]],
    ['s-maxage before max-age', { 'cache-control': 'max-age=60, s-maxage=10' }, [10, 10, 1010]],
    ['the smaller of two', { 'cache-control': 'max-age=60, max-age=5' }, [5, 105, 1005]],
    ['quoted', { 'cache-control': 'max-age="60"' }, [60, 160, 1060]],
    ['in upper case', { 'cache-control': 'MAX-AGE=60' }, [60, 160, 1060]],
    ['rubbish is nothing', { 'cache-control': 'max-age=soon' }, [0, 100, 1000]],
    ['negative is nothing', { 'cache-control': 'max-age=-5' }, [0, 100, 1000]],
    ['max-age=0', { 'cache-control': 'public, max-age=0' }, [0, 100, 1000]],
    ['no-cache', { 'cache-control': 'no-cache' }, [0, 0, 1000]],
    ['no-cache with a long life', { 'cache-control': 'no-cache, max-age=600' }, [0, 0, 1000]],
    ['pragma', { pragma: 'no-cache' }, [0, 0, 1000]],
    ['pragma beside it', { pragma: 'no-cache', 'cache-control': 'max-age=9' }, [9, 109, 1009]],
    ['must-revalidate', { 'cache-control': 'max-age=60, must-revalidate' }, [60, 60, 1060]],
    [
      'its own stale',
      { 'cache-control': 'max-age=1, stale-while-revalidate=2, stale-if-error=3' },
      [1, 3, 4],
    ],
    [
      'no stale at all',
      { 'cache-control': 'max-age=1, must-revalidate, stale-if-error=0' },
      [1, 1, 1],
    ],
    ['age is taken off', { 'cache-control': 'max-age=60', age: '20' }, [40, 140, 1040]],
    ['age of what says nothing', { age: '20' }, [10, 110, 1010]],
    [
      'date is taken off',
      { 'cache-control': 'max-age=60', date: http(AT - 20_000) },
      [40, 140, 1040],
    ],
    [
      'a date to come adds nothing',
      { 'cache-control': 'max-age=60', date: http(AT + 20_000) },
      [60, 160, 1060],
    ],
    ['a late clock that says nothing', { date: http(AT - 3_600_000) }, [30, 130, 1030]],
    ['expires', { expires: http(AT + 50_000), date: http(AT) }, [50, 150, 1050]],
    [
      'expires by the clock of the origin',
      { expires: http(AT), date: http(AT - 50_000) },
      [0, 100, 1000],
    ],
    ['expires without a date', { expires: http(AT + 50_000) }, [50, 150, 1050]],
    ['expires: 0', { expires: '0' }, [0, 100, 1000]],
    ['expires of long ago', { expires: 'Wed, 11 Jan 1984 05:00:00 GMT' }, [0, 100, 1000]],
    ['an old form of a date', { expires: 'Friday, 01-May-26 12:00:50 GMT' }, [50, 150, 1050]],
    ['the oldest form of a date', { expires: 'Fri May  1 12:00:50 2026' }, [50, 150, 1050]],
    [
      'max-age before expires',
      { 'cache-control': 'max-age=5', expires: http(AT + 90_000) },
      [5, 105, 1005],
    ],
  ]
  test.each(rows)('%s', (_, headers, expected) => {
    expect(seconds(headers)).toEqual(expected)
  })

  test('a year at most', () => {
    expect(seconds({ 'cache-control': 'max-age=99999999999999999999' })[0]).toBe(365 * 86_400)
  })

  test('the time that the answer took counts', () => {
    const headers: HeaderList = [['cache-control', 'max-age=60']]
    const dated = { status: 200, headers, askedAt: AT - 5000, answeredAt: AT }
    expect(lifetimeOf(dated, settings).freshUntil).toBe(AT + 55_000)
  })
})

describe('what is shared', () => {
  const rows: [string, number, Record<string, string>, boolean][] = [
    ['an answer that says nothing', 200, {}, true],
    ['no-store', 200, { 'cache-control': 'max-age=60, no-store' }, false],
    ['private', 200, { 'cache-control': 'private' }, false],
    ['private for one header', 200, { 'cache-control': 'private="X-Name", max-age=60' }, false],
    ['a cookie is set', 200, { 'set-cookie': 'a=b' }, false],
    ['a cookie is set, publicly', 200, { 'set-cookie': 'a=b', 'cache-control': 'public' }, false],
    ['varies by everything', 200, { vary: 'Accept, *' }, false],
    ['moved for good', 301, {}, true],
    ['moved for now', 302, {}, false],
    ['moved for now, for a minute', 302, { 'cache-control': 'max-age=60' }, true],
    ['a part', 206, { 'cache-control': 'max-age=60' }, false],
    ['forbidden', 403, { 'cache-control': 'max-age=60' }, false],
    ['an error', 500, { 'cache-control': 'max-age=60' }, false],
  ]
  test.each(rows)('%s', (_, status, headers, expected) => {
    expect(isShared({ status, headers: Object.entries(headers) })).toBe(expected)
  })
})

const count = fc.integer({ min: 0, max: 100_000 })
const directive = fc.oneof(
  count.map((value) => `max-age=${value}`),
  count.map((value) => `s-maxage="${value}"`),
  count.map((value) => `stale-while-revalidate=${value}`),
  count.map((value) => `stale-if-error=${value}`),
  fc.constantFrom('no-cache', 'must-revalidate', 'public', 'max-age', 's-maxage=x', 'immutable'),
)
const answers = fc.record({
  directives: fc.array(directive, { maxLength: 5 }),
  age: fc.option(count),
  late: count,
  took: fc.integer({ min: 0, max: 5000 }),
  expires: fc.option(
    fc.oneof(
      count.map((value) => http(AT + value * 1000)),
      fc.string(),
    ),
  ),
})

test('never fresh beyond what any of its headers says, and never in disorder', () => {
  fc.assert(
    fc.property(answers, ({ directives, age, late, took, expires }) => {
      const headers: [string, string][] = [['date', http(AT - late * 1000)]]
      if (directives.length > 0) headers.push(['cache-control', directives.join(', ')])
      if (age !== null) headers.push(['age', String(age)])
      if (expires !== null) headers.push(['expires', expires])
      const life = lifetimeOf(
        { status: 200, headers, askedAt: AT - took, answeredAt: AT },
        settings,
      )
      const said = directives.flatMap((text) => {
        const [, name, value] = /^(max-age|s-maxage)="?(\d+)/.exec(text) ?? []
        return name === undefined ? [] : [{ name, ms: Number(value) * 1000 }]
      })
      const shared = said.filter(({ name }) => name === 's-maxage')
      const limit = Math.min(...(shared.length > 0 ? shared : said).map(({ ms }) => ms))
      const old = Math.max(late * 1000, (age ?? 0) * 1000 + took)
      if (said.length > 0) expect(life.freshUntil - AT).toBeLessThanOrEqual(limit - old)
      if (directives.includes('no-cache')) expect(life.freshUntil).toBeLessThanOrEqual(AT)
      expect(life.freshUntil).toBeLessThanOrEqual(life.whileAskingUntil)
      expect(life.whileAskingUntil).toBeLessThanOrEqual(life.onErrorUntil)
    }),
  )
})
