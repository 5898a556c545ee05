import { expect, test } from 'vitest'
import { endInWords, instantInWords, untilOf } from './until.ts'

const NOW = Date.parse('2026-11-23T21:30:00Z')

test.each([
  ['3h', 'UTC', '2026-11-24T00:30:00Z'],
  ['90m', 'UTC', '2026-11-23T23:00:00Z'],
  ['2d', 'UTC', '2026-11-25T21:30:00Z'],
  ['23:00', 'UTC', '2026-11-23T23:00:00Z'],
  ['21:30', 'UTC', '2026-11-24T21:30:00Z'],
  ['6:00', 'UTC', '2026-11-24T06:00:00Z'],
  ['23:00', 'Europe/Berlin', '2026-11-23T22:00:00Z'],
  ['01:00', 'Asia/Tokyo', '2026-11-24T16:00:00Z'],
  ['2026-11-24T06:00:00+01:00', 'UTC', '2026-11-24T05:00:00Z'],
  ['2026-11-24 06:00', 'Europe/Berlin', '2026-11-24T05:00:00Z'],
])('%s in %s is %s', (written, timeZone, expected) => {
  expect(untilOf(written, NOW, timeZone)).toBe(Date.parse(expected))
})

test.each(['', 'tomorrow', '25:00', '12:75', '3', '3 h', '-3h', '2026-02-31 10:00'])(
  '%j is no time',
  (written) => {
    expect(untilOf(written, NOW, 'UTC')).toBeUndefined()
  },
)

test('an instant is said with the zone it is meant in', () => {
  expect(instantInWords(NOW, 'Europe/Berlin')).toBe('2026-11-23 22:30 (Europe/Berlin)')
})

test('what ends at midnight ends with the day before', () => {
  const midnight = Date.parse('2026-12-31T23:00:00Z')
  expect(endInWords(midnight, 'Europe/Berlin')).toBe('the end of 2026-12-31 (Europe/Berlin)')
  expect(endInWords(midnight, 'UTC')).toBe('2026-12-31 23:00 (UTC)')
})
