// Decide: may this reader read this article whole, now? Pure: no I/O, no clock, no package.
import type { Period } from './calendar.ts'
import type { Meter } from './meter.ts'
import { readingOf } from './meter.ts'
import type { ArticleFacts, MeterPolicy, Opening, Policy, Ruling } from './policy.ts'
import { openingFor, ruleFor } from './policy.ts'
import { type Crawler, openPlans, type Reader } from './reader.ts'

/** Where the reader stands on the meter, this read included when it is granted. */
interface MeterCount {
  readonly used: number
  readonly limit: number
  /** Epoch milliseconds: when reads come back. */
  readonly resets: number
}

type GrantReason =
  | 'free'
  | 'registered'
  | 'subscription'
  | 'metering'
  | 'staff'
  | 'opened'
  | 'crawler'

interface Grant {
  readonly outcome: 'grant'
  readonly reason: GrantReason
  readonly rule: string
  /** Only when reason is `metering`. */
  readonly meter: MeterCount | undefined
  /** This read is a new one: it has to be written into the meter. */
  readonly spends: boolean
}

type WallReason =
  | 'registration-required'
  | 'subscription-required'
  | 'plan-required'
  | 'meter-spent'
  | 'network-limit'

interface Wall {
  readonly outcome: 'wall'
  readonly wall: 'registration' | 'paywall'
  readonly reason: WallReason
  readonly rule: string
  /** Only when reason is `meter-spent`. */
  readonly meter: MeterCount | undefined
}

export type Decision = Grant | Wall

export interface Question {
  readonly article: ArticleFacts
  readonly reader: Reader | Crawler
  readonly meter: Meter
  readonly policy: Policy
  readonly openings: readonly Opening[]
  /** Epoch milliseconds. */
  readonly now: number
  /** The meter's running period. */
  readonly period: Period
  /** Requests without a meter cookie have used up this network's hour. */
  readonly networkSpent: boolean
}

/** Never throws. A wall means: nothing below the cut. */
export function decide(question: Question): Decision {
  const { article, reader, policy, openings, now } = question
  const ruling = ruleFor(article, policy, now)
  if (ruling.access.kind === 'free') return grant('free', ruling.rule)
  if (reader.kind === 'staff') return grant('staff', ruling.rule)
  const opening = openingFor(article, openings, now)
  if (opening !== undefined) return grant('opened', `open ${opening.scope.kind}`)
  if (reader.kind === 'crawler') return grant('crawler', ruling.rule)
  const plans = openPlans(reader, now)
  switch (ruling.access.kind) {
    case 'registered':
      if (reader.kind === 'anonymous') return wall('registration', 'registration-required', ruling)
      return grant('registered', ruling.rule)
    case 'subscribers':
      return decideSubscribers(ruling, ruling.access.plans, plans)
    case 'metered':
      if (plans.length > 0) return grant('subscription', ruling.rule)
      return decideMetered(question, reader, ruling)
  }
}

function decideSubscribers(
  ruling: Ruling,
  named: readonly string[] | undefined,
  plans: readonly string[],
): Decision {
  if (plans.length === 0) return wall('paywall', 'subscription-required', ruling)
  if (named !== undefined && !plans.some((plan) => named.includes(plan)))
    return wall('paywall', 'plan-required', ruling)
  return grant('subscription', ruling.rule)
}

function decideMetered(question: Question, reader: Reader, ruling: Ruling): Decision {
  const { article, meter, policy, period, networkSpent } = question
  const id = reader.kind === 'anonymous' ? undefined : reader.id
  const limit = allowance(policy.meter, reader)
  const { used, has, resets } = readingOf(meter, id, article.id, period)
  if (has) return metering(ruling, { used, limit, resets }, false)
  if (used >= limit) {
    const wallKind = reader.kind === 'anonymous' && registeringHelps(policy, used)
    return wall(wallKind ? 'registration' : 'paywall', 'meter-spent', ruling, {
      used,
      limit,
      resets,
    })
  }
  if (networkSpent && reader.kind === 'anonymous')
    return wall(
      registeringHelps(policy, used) ? 'registration' : 'paywall',
      'network-limit',
      ruling,
    )
  return metering(ruling, { used: used + 1, limit, resets }, true)
}

function allowance(meter: MeterPolicy, reader: Reader): number {
  return reader.kind === 'anonymous' ? meter.anonymous : meter.registered
}

/** The registration wall stands before the paywall only where the policy says so and registering opens something. */
function registeringHelps(policy: Policy, used: number): boolean {
  return policy.registrationFirst && policy.meter.registered > used
}

function metering(ruling: Ruling, meter: MeterCount, spends: boolean): Grant {
  return { outcome: 'grant', reason: 'metering', rule: ruling.rule, meter, spends }
}

function grant(reason: GrantReason, rule: string): Grant {
  return { outcome: 'grant', reason, rule, meter: undefined, spends: false }
}

function wall(kind: Wall['wall'], reason: WallReason, ruling: Ruling, meter?: MeterCount): Wall {
  return { outcome: 'wall', wall: kind, reason, rule: ruling.rule, meter }
}
