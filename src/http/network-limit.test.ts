// The hourly limit for requests that return no cookie, and whose address counts.
import { describe, expect, test } from 'vitest'
import { parseCidr } from '../core/network.ts'
import { clientNetwork } from './client-network.ts'
import { createNetworkLimit, createSuperseded, nameOfMeter } from './network-limit.ts'

const HOUR = 3_600_000
const trusted = ['10.0.0.0/8', '2001:db8::/32'].flatMap((text) => {
  const cidr = parseCidr(text)
  return cidr.ok ? [cidr.value] : []
})

describe('network limit', () => {
  test('so many different articles an hour to one network; the same one again is no other', () => {
    const limit = createNetworkLimit(2)
    expect(limit.take('a', 'one', 0)).toBe(true)
    expect(limit.take('a', 'one', 1)).toBe(true)
    expect(limit.isSpent('a', 'two', 2)).toBe(false)
    expect(limit.take('a', 'two', 3)).toBe(true)
    expect(limit.isSpent('a', 'three', 4)).toBe(true)
    expect(limit.take('a', 'three', 4)).toBe(false)
    expect(limit.isSpent('a', 'one', 5)).toBe(false)
    expect(limit.isSpent('b', 'three', 6)).toBe(false)
    expect(limit.isSpent('a', 'three', HOUR)).toBe(false)
  })
  test('none at all when the limit is none', () => {
    expect(createNetworkLimit(0).isSpent('a', 'one', 0)).toBe(true)
  })
})

test('the last hundred thousand meter cookies that were answered with a newer one are known', () => {
  const superseded = createSuperseded()
  const cookie = (number: number) =>
    nameOfMeter(`v1.key.payload.${String(number).padStart(43, '0')}`)
  for (let number = 0; number < 250_000; number++) superseded.note(cookie(number))
  for (let number = 150_000; number < 250_000; number += 997)
    expect(superseded.has(cookie(number))).toBe(true)
  expect(superseded.has(cookie(250_000))).toBe(false)
})

describe('client network', () => {
  test.each([
    ['203.0.113.9', undefined, '203.0.113.0/24'],
    ['203.0.113.9', '198.51.100.7', '203.0.113.0/24'],
    ['10.1.2.3', '198.51.100.7', '198.51.100.0/24'],
    ['10.1.2.3', '192.0.2.1, 198.51.100.7', '198.51.100.0/24'],
    ['10.1.2.3', '192.0.2.1, 198.51.100.7, 10.9.9.9', '198.51.100.0/24'],
    ['::ffff:10.1.2.3', '198.51.100.7', '198.51.100.0/24'],
    ['10.1.2.3', undefined, '10.1.2.0/24'],
    ['10.1.2.3', 'unknown', undefined],
    ['2001:db8::1', '2a02:8109:b5c0:1::2', '2a02:8109:b5c0::/48'],
    ['fe80::1%eth0', undefined, 'fe80:0:0::/48'],
    [undefined, '198.51.100.7', undefined],
  ])('of %s with %s is %s', (remote, forwarded, network) => {
    expect(clientNetwork(remote, forwarded, trusted)).toBe(network)
  })
})
