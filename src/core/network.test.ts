// Networks against Node's own BlockList, which parses and compares addresses in C++.
import { BlockList, isIP } from 'node:net'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Cidr, inCidr, parseCidr } from './network.ts'

function cidr(text: string): Cidr {
  const parsed = parseCidr(text)
  if (!parsed.ok) throw new Error(`${text}: ${parsed.detail}`)
  return parsed.value
}

const address = fc.oneof(fc.ipV4(), fc.ipV6())

/** The first address of the network of `prefix` bits around an address, written without abbreviation. */
function firstOf(text: string, prefix: number): string {
  const whole = cidr(text)
  const bits = whole.version === 4 ? 32 : 128
  const base = (whole.base >> BigInt(bits - prefix)) << BigInt(bits - prefix)
  const size = whole.version === 4 ? 8 : 16
  const groups = Array.from({ length: bits / size }, (_, index) =>
    Number((base >> BigInt(bits - size * (index + 1))) & BigInt(2 ** size - 1)),
  )
  return whole.version === 4
    ? groups.join('.')
    : groups.map((group) => group.toString(16)).join(':')
}

test('agrees with Node about every address and every network', () => {
  const sample = fc.record({
    inside: address,
    other: address,
    share: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  fc.assert(
    fc.property(sample, ({ inside, other, share }) => {
      const family = isIP(inside) === 4 ? 'ipv4' : 'ipv6'
      const whole = cidr(inside)
      fc.pre(!(family === 'ipv6' && whole.version === 4))
      const prefix = Math.floor(share * (family === 'ipv4' ? 32 : 128))
      const first = firstOf(inside, prefix)
      const network = cidr(`${first}/${prefix}`)
      expect(inCidr(inside, network)).toBe(true)
      const list = new BlockList()
      list.addSubnet(first, prefix, family)
      const otherFamily = isIP(other) === 4 ? 'ipv4' : 'ipv6'
      fc.pre(cidr(other).version === (otherFamily === 'ipv4' ? 4 : 6))
      expect(inCidr(other, network)).toBe(otherFamily === family && list.check(other, otherFamily))
    }),
  )
})

test('any text is a network or a failure, and what Node calls an address is a network of one', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string(), address, fc.stringMatching(/^[0-9a-f:./]{0,24}$/)),
      (text) => {
        const parsed = parseCidr(text)
        if (!text.includes('/')) expect(parsed.ok).toBe(isIP(text) !== 0)
      },
    ),
  )
})

test('an IPv4 address is the same one when it is written as IPv6', () => {
  fc.assert(
    fc.property(fc.ipV4(), (text) => {
      expect(cidr(`::ffff:${text}`)).toEqual(cidr(text))
      expect(inCidr(`::FFFF:${text}`, cidr(text))).toBe(true)
      expect(inCidr(text, cidr('::ffff:0.0.0.0/96'))).toBe(true)
    }),
  )
})

test.each([
  ['10.0.0.1/8', 'host-bits'],
  ['2001:db8::1/32', 'host-bits'],
  ['10.0.0.0/33', 'malformed'],
  ['2001:db8::/129', 'malformed'],
  ['10.0.0.0/', 'malformed'],
  ['10.0.0.0/08', 'malformed'],
  ['10.0.0/8', 'malformed'],
  ['010.0.0.1', 'malformed'],
  ['10.0.0.0/8 ', 'malformed'],
  ['fe80::1%eth0', 'malformed'],
  ['1::2::3', 'malformed'],
  ['::1.2.3.4:5', 'malformed'],
  ['', 'malformed'],
])('%s fails as %s', (text, reason) => {
  expect(parseCidr(text)).toMatchObject({ ok: false, reason })
})

test.each([
  ['10.255.0.1', '10.0.0.0/8', true],
  ['11.0.0.1', '10.0.0.0/8', false],
  ['::1', '::1', true],
  ['127.0.0.1', '::1', false],
  ['203.0.113.9', '0.0.0.0/0', true],
  ['2001:db8:ffff::', '2001:db8::/32', true],
  ['not an address', '0.0.0.0/0', false],
])('%s in %s: %s', (text, network, expected) => {
  expect(inCidr(text, cidr(network))).toBe(expected)
})
