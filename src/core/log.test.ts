// A text for the log, whatever somebody else has written into it.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { withoutReaders } from './log.ts'

test('seals and mail addresses are left out, and all else stays', () => {
  expect(withoutReaders('GET /account/link/v1.k1.a_b~c:d.MAC-mac_ failed')).toBe(
    'GET /account/link/v1.(sealed) failed',
  )
  expect(withoutReaders('550 <jane.doe+news@mail.example.org>: no such mailbox')).toBe(
    '550 <(address)>: no such mailbox',
  )
  for (const line of [
    'at file:///srv/node_modules/@hono/node-server/dist/index.mjs:12:3',
    'at /srv/node_modules/.pnpm/hono@4.13.19/node_modules/hono/dist/hono.js:1:2',
    'connect ECONNREFUSED 10.0.0.5:8080',
  ])
    expect(withoutReaders(line)).toBe(line)
})

test('no mail address stays, in whatever text', () => {
  const around = fc.constantFrom('', ' ', '<', '>', '"', ': ', '(', '\n')
  fc.assert(
    fc.property(fc.emailAddress(), around, around, (address, before, after) => {
      expect(withoutReaders(`sent to${before || ' '}${address}${after}`)).not.toContain(address)
      const inQuery = encodeURIComponent(address)
      expect(withoutReaders(`/log-in?a=${inQuery} failed`)).not.toContain(inQuery)
    }),
  )
})
