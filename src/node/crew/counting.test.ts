// Limits that several workers ask one process for.
import { expect, test } from 'vitest'
import { createCounting } from './counting.ts'

const HOUR = 3_600_000

test('a network has its places once, whoever asks, and again in the next hour', () => {
  let now = 5 * HOUR
  const count = createCounting(() => now)
  const place = (article: string) =>
    count({ what: 'place', network: '192.0.2.0/24', article, perHour: 2 })
  expect(['a', 'b', 'a', 'c'].map(place)).toEqual([true, true, true, false])
  now += HOUR
  expect(place('c')).toBe(true)
})

test('rates are told apart by what they limit, and what is taken back is free again', () => {
  const count = createCounting(() => HOUR)
  const asked = { most: 1, within: HOUR, name: 'one' }
  const allows = (rate: string) => count({ what: 'allows', rate, ...asked })
  expect([allows('codes'), allows('codes'), allows('mails')]).toEqual([true, false, true])
  const isSpent = () => count({ what: 'is-spent', rate: 'codes', ...asked })
  expect(isSpent()).toBe(true)
  for (let n = 0; n < 2; n++) count({ what: 'take-back', rate: 'codes', ...asked })
  expect(isSpent()).toBe(false)
})
