// Metrics are there for whoever shows the secret or comes from a named network, and for nobody else.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Cidr, parseCidr } from '../core/network.ts'
import { maySeeMetrics } from './metrics.ts'

function network(text: string): Cidr {
  const parsed = parseCidr(text)
  if (!parsed.ok) throw new Error(parsed.detail)
  return parsed.value
}

const closed = { type: 'text/plain', text: async () => '' }
const secret = 'a-secret-of-some-length-1'

test.each([
  ['the secret', '203.0.113.9', `Bearer ${secret}`, true],
  ['a named network', '10.1.2.3', undefined, true],
  ['neither', '203.0.113.9', undefined, false],
  ['another secret', '203.0.113.9', 'Bearer another', false],
  ['nobody knows whom', undefined, undefined, false],
])('%s', (_, client, authorization, may) => {
  const metrics = { ...closed, secret, networks: [network('10.0.0.0/8')] }
  expect(maySeeMetrics(metrics, client, authorization)).toBe(may)
})

test('without a secret none opens it, the empty one neither', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.constant('Bearer undefined')), (authorization) => {
      const metrics = { ...closed, secret: undefined, networks: [] }
      expect(maySeeMetrics(metrics, '127.0.0.1', authorization)).toBe(false)
    }),
  )
})
