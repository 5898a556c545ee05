// Asker: strangers ask with their network, whoever has a plan asks alone, and none of it can be read off.
import { expect, test } from 'vitest'
import { ANONYMOUS, type Reader } from '../core/reader.ts'
import { askerOf, askerOfFeed, strangerAt } from './asker.ts'

const NETWORK = '203.0.113.0/24'
const subscriber = (id: string): Reader => ({
  ...{ kind: 'subscriber', id },
  entitlements: [{ plan: 'digital', until: 100 }],
})

test('one network is one, and so are all that are unknown', () => {
  const stranger = askerOf(ANONYMOUS, NETWORK, 0)
  expect(askerOf({ kind: 'registered', id: 'r' }, NETWORK, 0)).toEqual(stranger)
  expect(askerOf(ANONYMOUS, '198.51.100.0/24', 0)).not.toEqual(stranger)
  expect(askerOf(ANONYMOUS, undefined, 0)).toEqual(askerOf(ANONYMOUS, undefined, 1))
  expect(stranger.isKnown).toBe(false)
  expect(strangerAt('203.0.113.77')).toEqual(stranger)
  expect(strangerAt(undefined)).toEqual(askerOf(ANONYMOUS, undefined, 0))
})

test('a reader with a plan and one of the staff ask alone, wherever they are, for as long as the plan is open', () => {
  const one = askerOf(subscriber('s'), NETWORK, 99)
  expect(askerOf(subscriber('s'), undefined, 99)).toEqual(one)
  expect(askerOf(subscriber('t'), NETWORK, 99)).not.toEqual(one)
  expect(one.isKnown).toBe(true)
  expect(askerOf({ kind: 'staff', id: 's' }, NETWORK, 0).isKnown).toBe(true)
  expect(askerOf(subscriber('s'), NETWORK, 100)).toEqual(askerOf(ANONYMOUS, NETWORK, 100))
})

test('its name says neither who nor where', () => {
  const all = [askerOf(subscriber('reader-7'), NETWORK, 0), strangerAt('203.0.113.9')]
  for (const { name } of [...all, askerOfFeed('feed-7')]) expect(name).toMatch(/^[\w-]{43}$/)
})
