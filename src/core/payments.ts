// Payments: the port to whoever takes the money. It leads a reader away to pay; what came of it arrives as events, which
// may be late, doubled or out of order, and change the store once.
import type { ReaderId } from './account.ts'
import type { Result } from './result.ts'
import type { Consent, Subscription, Terms } from './subscription.ts'

/** A subscription that is about to be paid. What is paid at once is the price of its first period. */
export interface NewCheckout {
  /** 128 random bits, base64url. */
  readonly id: string
  readonly reader: ReaderId
  readonly terms: Terms
  readonly consent: Consent | undefined
  /** Path of the publication to lead back to. */
  readonly returnTo: string | undefined
}

/** And what came of it. */
export interface Checkout extends NewCheckout {
  readonly created: number
  /**
   * Undefined while nothing is known. `superseded`: it was paid when the reader had the plan already, so that it opened
   * nothing and whoever took the money gives it back.
   */
  readonly outcome: 'paid' | 'superseded' | 'declined' | 'abandoned' | undefined
}

export interface PaymentEvent {
  /** Given by whoever takes the money: an event with an id that was seen before changes nothing. */
  readonly id: string
  readonly checkout: string
  readonly kind: 'paid' | 'declined' | 'abandoned'
}

export interface Payments {
  /** No money moves: the publication answers its checkouts by itself, and renews what ends. */
  readonly isPractice: boolean
  /**
   * Where the reader goes to pay: an address, or a path of the publication. Fails `unavailable` when it cannot be said
   * now, `refused` when whoever takes the money does not sell this; nothing was charged then.
   */
  begin(checkout: NewCheckout): Promise<Result<{ redirect: string }, 'unavailable' | 'refused'>>
  /** Says whether a subscription is to be charged again when its period ends. As often as one likes. */
  setRenewal(subscription: Subscription, isRenewed: boolean): Promise<Result<void, 'unavailable'>>
}
