// Which form the log has: the one that is asked for, else what suits its reader.
import { expect, test } from 'vitest'
import { formOf } from './log.ts'

test('lines at a terminal and records elsewhere, unless it is said otherwise', () => {
  expect([formOf(undefined, true), formOf(undefined, false), formOf('', false)]).toEqual([
    ...['text', 'json', 'json'],
  ])
  expect([formOf('json', true), formOf('text', false)]).toEqual(['json', 'text'])
})
