// Remembered: whatever is asked in whatever order, what comes back is what opening it anew would give, in bounded room.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { KeyRing } from '../core/ports.ts'
import { type Remembering, remember } from './remembered.ts'
import { createSeals } from './seal.ts'

const key = (id: string, byte: number) => ({ id, secret: new Uint8Array(32).fill(byte) })
const FIRST: KeyRing = { keys: [key('k1', 1)] }
const BOTH: KeyRing = { keys: [key('k2', 2), key('k1', 1)] }
const SECOND: KeyRing = { keys: [key('k2', 2)] }

/** A memory that counts how often something was opened. */
function remembering(budget: number, ring: () => KeyRing = () => FIRST) {
  const seals = createSeals(ring, 'The Saltmarsh Courier')
  const opened: string[] = []
  const parts: Remembering<{ readonly payload: string }> = {
    seals,
    budget,
    open(text) {
      opened.push(text)
      const payload = seals.open('meter', text)
      return payload === undefined ? undefined : { payload }
    },
    sizeOf: ({ payload }) => payload.length,
  }
  return { seals, opened, look: remember(parts) }
}

test('what is remembered is what opening gives, in any order, with rubbish between, in any room', () => {
  const sealed = Array.from({ length: 40 }, (_, n) => `${'x'.repeat(n * 7)}${n}`)
  const asked = fc.array(fc.tuple(fc.nat({ max: 39 }), fc.boolean()), { maxLength: 200 })
  fc.assert(
    fc.property(asked, fc.integer({ min: 0, max: 8000 }), (all, budget) => {
      const { seals, look } = remembering(budget)
      const texts = sealed.map((payload) => seals.seal('meter', payload))
      for (const [n, isGood] of all) {
        const text = texts[n] ?? ''
        // The place of a text is in its end: these two have the same.
        const shown = isGood ? text : text.replace('v1.k1.', 'v1.k1.A')
        expect(look(shown)?.payload).toBe(seals.open('meter', shown))
      }
    }),
  )
})

test('one with the MAC of another, or its end, opens nothing and is not taken for it', () => {
  const { seals, look } = remembering(10_000)
  const [good, other] = [seals.seal('meter', 'good'), seals.seal('meter', 'other')]
  expect(look(good)?.payload).toBe('good')
  expect(look(other.slice(0, -43) + good.slice(-43))).toBeUndefined()
  expect(look(good.slice(-7))).toBeUndefined()
  expect(look('')).toBeUndefined()
  expect(look(good)?.payload).toBe('good')
})

test('what fits is opened once, and what is asked for stays when others come', () => {
  const { seals, opened, look } = remembering(20 * 300)
  const texts = Array.from({ length: 12 }, (_, n) => seals.seal('meter', `${n}`.padStart(20, '0')))
  for (let round = 0; round < 5; round++) for (const text of texts) look(text)
  expect(opened).toHaveLength(12)
  const [favourite = ''] = texts
  for (let n = 0; n < 500; n++) {
    look(favourite)
    look(seals.seal('meter', `passer-by-${n}`.padStart(20, '0')))
  }
  expect(opened.filter((text) => text === favourite)).toHaveLength(1)
})

test('what takes more room than there is is opened each time, and does no harm', () => {
  const { seals, opened, look } = remembering(300)
  const [large, small] = [seals.seal('meter', 'x'.repeat(1000)), seals.seal('meter', 'small')]
  for (let n = 0; n < 3; n++) expect(look(large)?.payload).toHaveLength(1000)
  for (let n = 0; n < 3; n++) expect(look(small)?.payload).toBe('small')
  expect(opened.filter((text) => text === small)).toHaveLength(1)
})

test('a rotation empties it; what a key of the new ring signed opens anew', () => {
  let ring = FIRST
  const { seals, opened, look } = remembering(10_000, () => ring)
  const text = seals.seal('meter', 'first')
  expect(look(text)?.payload).toBe('first')
  ring = BOTH
  expect(look(text)?.payload).toBe('first')
  ring = SECOND
  expect(look(text)).toBeUndefined()
  expect(opened).toEqual([text, text, text])
})
