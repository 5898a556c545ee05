// MAC: the same as Node's own HMAC, for any key and any text; no other text passes for it.
import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createMac, isMac } from './mac.ts'

const keys = fc.uint8Array({ minLength: 0, maxLength: 64 })
const texts = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.string({ unit: 'grapheme', maxLength: 300 }),
  fc.integer({ min: 0, max: 9000 }).map((length) => 'ā'.repeat(length)),
)

test('any text has the MAC that Node gives it, whatever was signed before', () => {
  fc.assert(
    fc.property(keys, fc.array(texts, { minLength: 1, maxLength: 4 }), (key, all) => {
      const mac = createMac(key)
      for (const text of all)
        expect(mac(text)).toBe(createHmac('sha256', key).update(text).digest('base64url'))
    }),
  )
})

test('two keys in turn do not disturb each other', () => {
  const [one, other] = [
    createMac(new Uint8Array(32).fill(1)),
    createMac(new Uint8Array(32).fill(2)),
  ]
  const [first, second] = [one('a text'), other('a text')]
  expect(first).not.toBe(second)
  expect([one('a text'), other('a text')]).toEqual([first, second])
})

test('a MAC with any character changed, taken away, added, or spelt otherwise is none', () => {
  const mac = createMac(new Uint8Array(32).fill(7))
  const right = mac('a text')
  const puts = fc.constantFrom('', 'A', '_', 'AA', 'Ł', '\ud800')
  fc.assert(
    fc.property(fc.nat({ max: right.length }), puts, (at, put) => {
      const changed = right.slice(0, at) + put + right.slice(at + 1)
      expect(isMac(mac, 'a text', changed)).toBe(changed === right)
    }),
  )
  // The same low byte in every place.
  const shifted = [...right].map((one) => String.fromCharCode(one.charCodeAt(0) + 256)).join('')
  expect(isMac(mac, 'a text', shifted)).toBe(false)
  // The last character of 43 has two bits that say nothing.
  const last = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  const others = [...last].filter((one) => one !== right.at(-1))
  expect(others.some((one) => isMac(mac, 'a text', right.slice(0, -1) + one))).toBe(false)
})

test('a key that would have to be hashed first is refused', () => {
  expect(() => createMac(new Uint8Array(65))).toThrow()
})
