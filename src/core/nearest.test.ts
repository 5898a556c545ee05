import { expect, test } from 'vitest'
import { nearest } from './nearest.ts'

const KNOWN = ['publication', 'policy', 'plans', 'olderThanDays', 'youngerThanDays', 'tag']

test.each([
  ['polcy', 'policy'],
  ['plnas', 'plans'],
  ['plan', 'plans'],
  ['Policy', 'policy'],
  ['oldrThenDays', 'olderThanDays'],
  ['tags', 'tag'],
  ['trustedProxies', undefined],
  ['', undefined],
])('%s: %s', (word, expected) => {
  expect(nearest(word, KNOWN)).toBe(expected)
})
