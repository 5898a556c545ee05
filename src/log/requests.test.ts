// The sample of requests: bounded in a second, and its weights add up to all there were.
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { openRequestLog, type Sampling } from './requests.ts'

beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] }))
afterEach(() => void vi.useRealTimers())

interface Record {
  readonly second: number
  readonly kind: 'failed' | 'slow' | 'other' | 'rest'
  readonly sampled: number
}

const SLOW = 500

/** Lets these come, a list for each second, and gives what is told. */
function toldOf(seconds: readonly (readonly [status: number, ms: number])[][], sampling: Sampling) {
  const records: Record[] = []
  let second = 0
  const log = openRequestLog(sampling, {
    one: ({ status, ms }, sampled) => {
      const kind = status >= 500 ? 'failed' : ms >= SLOW ? 'slow' : 'other'
      records.push({ second, kind, sampled })
    },
    rest: (sampled) => void records.push({ second, kind: 'rest', sampled }),
  })
  for (const requests of seconds) {
    for (const [status, ms] of requests)
      if (log.isDue(status, ms))
        log.tell({ method: 'GET', path: '/', status, ms, bytes: 0, decided: undefined })
    vi.advanceTimersByTime(1000)
    second++
  }
  log.close()
  return records
}

const sumOf = (records: readonly Record[]) => records.reduce((sum, one) => sum + one.sampled, 0)
const of = (records: readonly Record[], kind: Record['kind']) =>
  records.filter((one) => one.kind === kind)

test('weights add up to all requests, and no second has more records of a kind than it may', () => {
  const request = fc.tuple(fc.constantFrom(200, 304, 404, 500, 503), fc.constantFrom(0, 20, 600))
  const second = fc.oneof(
    fc.array(request, { maxLength: 8 }),
    fc.array(request, { minLength: 100, maxLength: 600 }),
  )
  fc.assert(
    fc.property(
      fc.array(second, { maxLength: 8 }),
      fc.integer({ min: 1, max: 20 }),
      (seconds, perSecond) => {
        const records = toldOf(seconds, { requests: 'sampled', slowMs: SLOW, perSecond })
        expect(sumOf(records)).toBe(seconds.flat().length)
        for (const kind of ['failed', 'slow', 'other'] as const)
          for (let at = 0; at < seconds.length; at++)
            expect(of(records, kind).filter((one) => one.second === at).length).toBeLessThanOrEqual(
              perSecond,
            )
        for (const one of records) expect(one.sampled).toBeGreaterThan(0)
      },
    ),
    { numRuns: 50 },
  )
})

test('as long as few come each has a record of its own', () => {
  const few = Array.from({ length: 5 }, () => [200, 0] as const).map(
    ([status, ms]) => [status, ms] as [number, number],
  )
  const records = toldOf([few, few, []], { requests: 'sampled', slowMs: SLOW, perSecond: 10 })
  expect(records.map(({ sampled }) => sampled)).toEqual(Array(10).fill(1))
})

test('all that failed and all that were slow are told beside any number of others', () => {
  const others = Array.from({ length: 5000 }, (): [number, number] => [200, 1])
  const burst: [number, number][] = [
    ...others,
    [500, 1],
    [200, 900],
    ...others,
    [503, 1],
    [200, SLOW],
  ]
  const records = toldOf([burst, burst], { requests: 'sampled', slowMs: SLOW, perSecond: 10 })
  expect(of(records, 'failed').map(({ sampled }) => sampled)).toEqual([1, 1, 1, 1])
  expect(of(records, 'slow').map(({ sampled }) => sampled)).toEqual([1, 1, 1, 1])
  expect(sumOf(of(records, 'other')) + sumOf(of(records, 'rest'))).toBe(20_000)
})

test('a load that stays is sampled evenly: no record stands for most of a second', () => {
  const second = Array.from({ length: 8000 }, (): [number, number] => [200, 1])
  const records = toldOf([second, second, second, second, second], {
    ...{ requests: 'sampled', slowMs: SLOW, perSecond: 40 },
  }).filter((one) => one.second >= 2)
  expect(records.length).toBeGreaterThan(40)
  for (const { sampled } of records) expect(sampled).toBeLessThan(2500)
})

test('what no record came for is told in the first second in which nobody comes', () => {
  const burst = Array.from({ length: 900 }, (): [number, number] => [200, 1])
  const records = toldOf([burst, [], []], { requests: 'sampled', slowMs: SLOW, perSecond: 3 })
  expect(of(records, 'rest').map(({ second }) => second)).toEqual([1])
  expect(sumOf(records)).toBe(900)
})

test('all means all', () => {
  const second = Array.from({ length: 3000 }, (): [number, number] => [200, 1])
  const records = toldOf([second, second], { requests: 'all', slowMs: SLOW, perSecond: 1 })
  expect(records).toHaveLength(6000)
  expect(sumOf(records)).toBe(6000)
})
