// Sold: what readers of the newspaper have bought, as plain data, for tests that make pages without a server.
import type { Offer, Plan } from '../../src/core/publication.ts'
import type { Payment, Subscription, Terms } from '../../src/core/subscription.ts'
import type { PlansPage } from '../../src/pages/account/subscribe-pages.ts'
import { site } from './newspaper.ts'

/** Monday 23 November 2026, nine o'clock in London. */
const NOW = Date.UTC(2026, 10, 23, 9)

const [plan] = site.plans
const [offer] = plan?.offers ?? []
if (plan === undefined || offer === undefined) throw new Error('the newspaper has an offer')

export const PLAN: Plan = plan
export const OFFER: Offer = offer

export const PLANS: PlansPage = {
  returnTo: undefined,
  signedIn: true,
  plan: undefined,
  owned: [],
  isOpen: true,
  isGone: false,
  now: NOW,
}

export function termsOf(planName: string, offer: Partial<Offer> = {}): Terms {
  return { plan: 'digital', planName, offer: { ...OFFER, ...offer } as Offer, timeZone: 'UTC' }
}

export function subscriptionOf(
  changed: Partial<Subscription> = {},
  name = 'Digital',
): Subscription {
  const until = Date.UTC(2026, 11, 23, 9)
  const known = { id: 'subscription', reader: 'r', consent: undefined, started: NOW, period: 0 }
  return {
    ...known,
    terms: termsOf(name),
    until,
    canceled: undefined,
    ended: undefined,
    ...changed,
  }
}

export function paymentOf(text: string): Payment {
  const period = { at: NOW, from: NOW, until: NOW + 1 }
  return { id: text, planName: text, amount: 600, currency: 'GBP', ...period }
}
