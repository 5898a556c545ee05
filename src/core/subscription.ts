// Subscription: what somebody bought, what each of its periods costs and when it ends, and what is open by it. Pure:
// money in minor units, times in epoch milliseconds.
import type { ReaderId } from './account.ts'
import { type Step, steps } from './calendar.ts'
import type { Offer, Plan } from './publication.ts'
import type { Entitlement } from './reader.ts'

export type SubscriptionState = 'trialing' | 'active' | 'past_due' | 'canceled' | 'lapsed'

/** What was agreed: it holds for as long as the subscription does, whatever the publication sells later. */
export interface Terms {
  readonly plan: string
  /** As receipts name it. */
  readonly planName: string
  readonly offer: Offer
  /** IANA name: where its periods' days begin. */
  readonly timeZone: string
}

/** That it renews was agreed to in these words at this time. */
export interface Consent {
  readonly text: string
  readonly at: number
}

export interface Subscription {
  readonly id: string
  readonly reader: ReaderId
  readonly terms: Terms
  /** Undefined for what does not renew. */
  readonly consent: Consent | undefined
  readonly started: number
  /** Number of the running period, counted from 0. A trial is a period. */
  readonly period: number
  /** When the running period ends. */
  readonly until: number
  /** When its renewal was canceled. */
  readonly canceled: number | undefined
  /** When it was found to be over. */
  readonly ended: number | undefined
}

/** Money that came in. */
export interface Payment {
  readonly id: string
  readonly planName: string
  readonly amount: number
  readonly currency: string
  readonly at: number
  /** What it was paid for. */
  readonly from: number
  readonly until: number
}

export interface Period {
  readonly from: number
  readonly until: number
  /** 0 in a trial. */
  readonly price: number
}

const DAY = 86_400_000

/** How long a reader reads on whose renewal was not paid: cards are replaced, and payment services try again for days. */
export const PAST_DUE_MS = 14 * DAY

export function renews({ offer }: Terms): boolean {
  return offer.every !== 'once'
}

/** The offer with this id, and the plan that it sells. */
export function offerOf(
  plans: readonly Plan[],
  id: string,
): { readonly plan: Plan; readonly offer: Offer } | undefined {
  for (const plan of plans) {
    const offer = plan.offers.find((one) => one.id === id)
    if (offer !== undefined) return { plan, offer }
  }
  return undefined
}

/** What is agreed to by somebody who has had the plan before: a trial and lower first prices are to get to know it. */
export function termsAgain(terms: Terms): Terms {
  return { ...terms, offer: { ...terms.offer, trialDays: undefined, introductory: undefined } }
}

/**
 * The period with this number of a subscription that starts at `started`; undefined where there is none, because what is
 * bought once has one alone. Each begins where the one before it ends. Days of a trial or a pass have 24 hours.
 */
export function periodOf(terms: Terms, started: number, number: number): Period | undefined {
  const { price, every, days, trialDays, introductory } = terms.offer
  if (every === 'once')
    return number === 0 ? { from: started, until: started + (days ?? 1) * DAY, price } : undefined
  const trial = trialDays === undefined ? 0 : 1
  const paidFrom = started + (trialDays ?? 0) * DAY
  if (number < trial) return { from: started, until: paidFrom, price: 0 }
  const paid = number - trial
  const isIntroductory = introductory !== undefined && paid < introductory.periods
  return {
    from: stepOn(terms.timeZone, paidFrom, every, paid),
    until: stepOn(terms.timeZone, paidFrom, every, paid + 1),
    price: isIntroductory ? introductory.price : price,
  }
}

/** What is to be paid at once when these terms are agreed to. */
export function firstPrice(terms: Terms): number {
  return periodOf(terms, 0, 0)?.price ?? 0
}

/** The period that begins when the running one ends, unless it is canceled; undefined for what does not renew. */
export function nextPeriod({ terms, started, period }: Subscription): Period | undefined {
  return periodOf(terms, started, period + 1)
}

/** The first period at the full price, where another price or a trial comes first. */
export function fullPricePeriod(terms: Terms, started: number): Period | undefined {
  const { trialDays, introductory } = terms.offer
  const number = (trialDays === undefined ? 0 : 1) + (introductory?.periods ?? 0)
  return number === 0 ? undefined : periodOf(terms, started, number)
}

/** Where a subscription stands at `now`: what was not renewed is past due, and then lapsed, without anybody's doing. */
export function stateOf(
  { terms, period, until, canceled, ended }: Subscription,
  now: number,
): SubscriptionState {
  if (ended !== undefined) return 'lapsed'
  if (now < until) {
    if (canceled !== undefined) return 'canceled'
    return terms.offer.trialDays !== undefined && period === 0 ? 'trialing' : 'active'
  }
  const isAwaited = renews(terms) && canceled === undefined && now < until + PAST_DUE_MS
  return isAwaited ? 'past_due' : 'lapsed'
}

/** What is open by a subscription at `now`: to the end of its period, and past due for some days longer. */
export function entitlementOf(subscription: Subscription, now: number): Entitlement | undefined {
  const { terms, until } = subscription
  switch (stateOf(subscription, now)) {
    case 'trialing':
    case 'active':
    case 'canceled':
      return { plan: terms.plan, until }
    case 'past_due':
      return { plan: terms.plan, until: until + PAST_DUE_MS }
    case 'lapsed':
      return undefined
  }
}

/** Formatters of a zone cost a thousand times what they answer; a publication has one. */
const knownSteps = new Map<string, ReturnType<typeof steps>>()

function stepOn(timeZone: string, start: number, step: Step, count: number): number {
  const known = knownSteps.get(timeZone) ?? steps(timeZone)
  knownSteps.set(timeZone, known)
  return known(start, step, count)
}
