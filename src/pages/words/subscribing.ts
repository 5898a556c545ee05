// Subscribing: what has to be said of buying, renewing and cancelling, whatever the language. Prices and dates come
// written out.

type Every = 'week' | 'month' | 'year'

/** What came of the last attempt to buy. */
export type OfferNews = 'declined' | 'changed' | 'refused' | 'limited'

interface Saying {
  readonly title: string
  readonly text: string
}

export interface SubscribingWords {
  readonly plans: Saying & {
    /** The offer that was chosen is not sold any more. */
    readonly gone: string
    /** Nothing can be paid here. */
    readonly closed: string
  }
  readonly offer: {
    /** `price` undefined: nothing. */
    today(price: string | undefined): string
    /** Of what is bought once. */
    once(until: string): string
    next(date: string, price: string, every: Every): string
    /** When the introductory price ends. */
    full(date: string, price: string, every: Every): string
    readonly end: string
    /** `price`: the whole price in a sentence. What the reader agrees to, word by word. */
    consent(price: string, every: Every): string
    readonly button: string
    readonly others: string
    /** By something else than a subscription: support, or an import. */
    openAlready(until: string): string
    readonly news: Readonly<Record<OfferNews, string>>
  }
  readonly owned: Saying & { name(plan: string): string; readonly toAccount: string }
  readonly practice: Saying & {
    /** What a bank would be asked for; undefined: nothing. */
    price(price: string | undefined): string
    readonly accept: string
    readonly decline: string
    readonly twice: string
    readonly back: string
  }
  /** A checkout that is not there, or another reader's. */
  readonly unknown: Saying
  /** How a subscription stands. */
  readonly states: {
    trialing(until: string, price: string): string
    active(until: string, price: string): string
    once(until: string): string
    pastDue(until: string): string
    canceled(until: string): string
  }
  readonly cancel: {
    readonly link: string
    title(plan: string): string
    until(date: string): string
    readonly atOnce: string
    readonly text: string
    readonly button: string
    readonly keep: string
    readonly nothing: Saying
    /** Without logging in. */
    readonly ask: Saying & { readonly label: string; readonly button: string }
    readonly done: Saying & { each(plan: string, until: string): string }
  }
  readonly resume: string
  readonly receipts: string
  readonly receipt: {
    readonly title: string
    readonly number: string
    readonly date: string
    readonly paidFor: string
    readonly period: string
    span(from: string, until: string): string
    readonly amount: string
    readonly reader: string
    readonly practice: string
    readonly unknown: Saying
  }
}
