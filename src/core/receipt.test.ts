// The receipt as a structured field that a parser of RFC 9651 reads back.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { receiptOf, stringItem } from './receipt.ts'

const dateOf = () => '2026-12-01'

test('a grant of the meter names the rule, what is used and when it resets', () => {
  const meter = { used: 2, limit: 3, resets: 0 }
  const decision = {
    outcome: 'grant',
    reason: 'metering',
    rule: 'default',
    meter,
    spends: true,
  } as const
  expect(receiptOf(decision, dateOf)).toBe(
    'grant; reason=metering; rule="default"; used=2; limit=3; resets="2026-12-01"',
  )
})

test('a wall names which one it is', () => {
  const meter = { used: 3, limit: 3, resets: 0 }
  const decision = {
    outcome: 'wall',
    wall: 'paywall',
    reason: 'meter-spent',
    rule: 'default',
    meter,
  } as const
  expect(receiptOf(decision, dateOf)).toBe(
    'wall; wall=paywall; reason=meter-spent; rule="default"; used=3; limit=3; resets="2026-12-01"',
  )
})

test('a rule’s name survives, whatever it is made of, in characters a header may hold', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (name) => {
      const item = stringItem(name)
      expect(item).toMatch(/^%?"[\x20-\x7e]*"$/)
      expect(readBack(item)).toBe(name.toWellFormed())
    }),
  )
})

/** RFC 9651 §4.2.5 and §4.2.10. */
function readBack(item: string): string {
  if (item.startsWith('"')) return item.slice(1, -1).replace(/\\(["\\])/g, '$1')
  const bytes: number[] = []
  const text = item.slice(2, -1)
  for (let at = 0; at < text.length; at++) {
    if (text[at] !== '%') bytes.push(text.charCodeAt(at))
    else {
      bytes.push(Number.parseInt(text.slice(at + 1, at + 3), 16))
      at += 2
    }
  }
  return new TextDecoder().decode(new Uint8Array(bytes))
}
