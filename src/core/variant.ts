// Variant: the finite set of responses an article has. Its bytes depend on (version, view, notice, signed in) alone.
import type { Decision } from './decide.ts'
import type { Policy } from './policy.ts'

export type View = 'full' | 'preview'

/** What one notice, or the wall, says. Nothing personal: the same for everybody who stands where this reader does. */
export type Notice =
  | { readonly kind: 'none' }
  /** `left` more metered articles until `resets` (local date, 2026-12-01). */
  | {
      readonly kind: 'left'
      readonly left: number
      readonly limit: number
      readonly resets: string
    }
  | { readonly kind: 'opened' }
  /** The reader's account cannot be reached; they read on by what was known. */
  | { readonly kind: 'grace' }
  /** The reader has just paid; said once. */
  | { readonly kind: 'thanks' }
  | {
      readonly kind: 'wall'
      readonly wall: 'registration' | 'paywall'
      readonly reason:
        | 'registration-required'
        | 'subscription-required'
        | 'plan-required'
        | 'meter-spent'
        | 'network-limit'
      /** With `meter-spent`: how many were read and when they come back. */
      readonly spent: { readonly limit: number; readonly resets: string } | undefined
    }

export interface Variant {
  readonly view: View
  readonly notice: Notice
  readonly signedIn: boolean
}

const NONE: Notice = { kind: 'none' }
const OPENED: Notice = { kind: 'opened' }
const GRACE: Notice = { kind: 'grace' }
const THANKS: Notice = { kind: 'thanks' }

/**
 * The variant a decision leads to. `dateOf` gives the publication's local date of an instant; `grace` says that the
 * reader reads on in an outage, `thanks` that they come from paying.
 */
export function variantOf(
  decision: Decision,
  signedIn: boolean,
  dateOf: (instant: number) => string,
  grace: boolean,
  thanks = false,
): Variant {
  if (decision.outcome === 'grant' && grace && decision.meter === undefined)
    return { view: 'full', notice: GRACE, signedIn }
  if (decision.outcome === 'grant' && thanks && decision.meter === undefined)
    return { view: 'full', notice: THANKS, signedIn }
  if (decision.outcome === 'grant')
    return { view: 'full', notice: noticeOfGrant(decision, dateOf), signedIn }
  const { wall, reason, meter } = decision
  const spent = meter && { limit: meter.limit, resets: dateOf(meter.resets) }
  return { view: 'preview', notice: { kind: 'wall', wall, reason, spent }, signedIn }
}

/** A text that names the variant: equal keys, equal bytes (of one version). */
export function variantKey({ view, notice, signedIn }: Variant): string {
  const who = signedIn ? 'in' : 'out'
  switch (notice.kind) {
    case 'none':
    case 'opened':
    case 'grace':
    case 'thanks':
      return `${view} ${who} ${notice.kind}`
    case 'left':
      return `${view} ${who} left ${notice.left} ${notice.limit} ${notice.resets}`
    case 'wall': {
      const spent = notice.spent ? `${notice.spent.limit} ${notice.spent.resets}` : ''
      return `${view} ${who} ${notice.wall} ${notice.reason} ${spent}`
    }
  }
}

/** Every variant an article can be sent in under a policy, for those who audit them one by one. */
export function allVariants(policy: Policy, resets: string): readonly Variant[] {
  const notices: Notice[] = [NONE, OPENED, GRACE, THANKS]
  for (const limit of new Set([policy.meter.anonymous, policy.meter.registered]))
    for (let left = 0; left < limit; left++) notices.push({ kind: 'left', left, limit, resets })
  const walls: Notice[] = []
  const spents = [policy.meter.anonymous, policy.meter.registered].map((limit) => ({
    limit,
    resets,
  }))
  for (const wall of ['registration', 'paywall'] as const) {
    for (const spent of spents) walls.push({ kind: 'wall', wall, reason: 'meter-spent', spent })
    for (const reason of [
      'registration-required',
      'subscription-required',
      'plan-required',
      'network-limit',
    ] as const)
      walls.push({ kind: 'wall', wall, reason, spent: undefined })
  }
  const both = [false, true]
  return both.flatMap((signedIn) => [
    ...notices.map((notice): Variant => ({ view: 'full', notice, signedIn })),
    ...walls.map((notice): Variant => ({ view: 'preview', notice, signedIn })),
  ])
}

function noticeOfGrant(
  decision: Extract<Decision, { outcome: 'grant' }>,
  dateOf: (instant: number) => string,
): Notice {
  if (decision.reason === 'opened') return OPENED
  if (decision.meter === undefined) return NONE
  const { used, limit, resets } = decision.meter
  return { kind: 'left', left: Math.max(0, limit - used), limit, resets: dateOf(resets) }
}
