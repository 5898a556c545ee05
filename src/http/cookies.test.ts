// Cookies: one walk through a header finds what asking for each name finds.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cookieNamed, cookieNames, identityCookies } from './cookies.ts'

const names = cookieNames(true)
const own = fc.constantFrom(names.pass, names.meter, names.session, names.thanks)
const parts = fc.array(
  fc.oneof(
    own,
    own.map((name) => `${name}=1`),
    own.map((name) => name.slice(2)),
    fc.constantFrom('=', ';', '; ', ' ', '\t', ',', 'v1.a.b', 'x', '__Host-', 'standfirst-', ';;'),
    fc.string({ unit: 'binary', maxLength: 5 }),
  ),
  { maxLength: 12 },
)

test('each value is the one that its name alone would find', () => {
  fc.assert(
    fc.property(parts, (all) => {
      const header = all.join('')
      const found = identityCookies(header, names)
      for (const kind of ['pass', 'meter', 'session', 'thanks'] as const)
        expect(found[kind] || undefined).toBe(cookieNamed(header, names[kind]) || undefined)
    }),
    { numRuns: 3000 },
  )
})
