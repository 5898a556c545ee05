// Outcome: what is remembered of a decision is what it would come to anew, whatever was decided before.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Decision } from '../core/decide.ts'
import { receiptOf } from '../core/receipt.ts'
import { variantKey, variantOf } from '../core/variant.ts'
import { createOutcomes } from './outcome.ts'

const dateOf = (instant: number) => new Date(instant).toISOString().slice(0, 10)
// Those that are 256 apart have the same place.
const numbers = fc.constantFrom(0, 1, 3, 256, 257, 512)
const counts = fc.record({
  used: numbers,
  limit: numbers,
  resets: fc.constantFrom(0, 1, 8).map((days) => Date.UTC(2026, 10, 23) + days * 86_400_000),
})
const meters = fc.option(counts, { nil: undefined })
const rules = fc.constantFrom('default', 'article', 'Premium', 'open all', 'Überregional')
const grants: fc.Arbitrary<Decision> = fc.record({
  outcome: fc.constant('grant' as const),
  reason: fc.constantFrom('free', 'registered', 'subscription', 'metering', 'opened', 'crawler'),
  rule: rules,
  meter: meters,
  spends: fc.boolean(),
})
const walls: fc.Arbitrary<Decision> = fc.record({
  outcome: fc.constant('wall' as const),
  wall: fc.constantFrom('registration', 'paywall'),
  reason: fc.constantFrom('registration-required', 'subscription-required', 'meter-spent'),
  rule: rules,
  meter: meters,
})
const standings = fc.record({ signedIn: fc.boolean(), grace: fc.boolean(), thanks: fc.boolean() })
const encodings = fc.constantFrom('identity' as const, 'gzip' as const, 'br' as const)

test('receipt, variant and key are those of the decision itself', () => {
  const asked = fc.tuple(fc.oneof(grants, walls), standings, encodings)
  fc.assert(
    fc.property(fc.array(asked, { minLength: 50, maxLength: 300, size: 'max' }), (all) => {
      const outcomeOf = createOutcomes(dateOf)
      for (const [decision, standing, encoding] of [...all, ...all]) {
        const outcome = outcomeOf(decision)
        const { signedIn, grace, thanks } = standing
        const variant = variantOf(decision, signedIn, dateOf, grace, thanks)
        expect(outcome.receipt).toBe(receiptOf(decision, dateOf))
        const key = `${variantKey(variant)} ${encoding}`
        expect(outcome.wanted(standing, encoding)).toEqual({ variant, encoding, key })
      }
    }),
  )
})
