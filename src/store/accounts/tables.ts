// Tables: what the accounts' database holds, as the queries see it. Times are epoch milliseconds, and no column knows
// a boolean or a date: SQLite binds neither. migrations/ makes them.
import type { Transaction } from 'kysely'
import type { ChallengePurpose } from '../../core/account.ts'
import type { Checkout } from '../../core/payments.ts'
import type { Offer } from '../../core/publication.ts'

export interface Tables {
  readonly accounts: {
    readonly reader: string
    readonly address: string
    /** 1 for the staff, else 0. */
    readonly staff: number
    readonly created: number
  }
  readonly sessions: {
    readonly hash: string
    readonly reader: string
    readonly device: string
    readonly created: number
    /** To the hour. */
    readonly last_used: number
    /** When it was logged out; null while it holds. */
    readonly ended: number | null
  }
  readonly passkeys: {
    readonly id: string
    readonly reader: string
    readonly public_key: string
    readonly sign_count: number
    readonly device: string
    readonly created: number
    /** To the hour. */
    readonly last_used: number | null
  }
  /** What a passkey has answered, until nobody would take it any more. */
  readonly answered_questions: {
    readonly hash: string
    readonly expires: number
  }
  readonly feeds: {
    readonly reader: string
    /** What an address is sealed of; worth nothing without the keys. */
    readonly id: string
    readonly made: number
  }
  readonly reads: {
    readonly reader: string
    readonly article: string
    readonly at: number
  }
  readonly grants: {
    readonly reader: string
    readonly plan: string
    readonly source: string
    readonly until: number
    readonly created: number
  }
  readonly payers: {
    readonly reader: string
    /** What another system knows the reader by; empty when it says nothing. */
    readonly external_id: string
    /** As the file said it the last time. */
    readonly address: string
    /** Empty when it says none. */
    readonly name: string
  }
  readonly checkouts: TermsColumns & {
    readonly id: string
    readonly reader: string
    readonly consent_text: string | null
    readonly consented: number | null
    readonly return_to: string | null
    readonly created: number
    readonly outcome: NonNullable<Checkout['outcome']> | null
  }
  readonly subscriptions: {
    /** That of its checkout, so that no checkout opens two. */
    readonly id: string
    readonly reader: string
    readonly plan: string
    readonly started: number
    readonly period: number
    readonly until: number
    readonly canceled: number | null
    /** When it was found to be over; a reader has one of a plan that is not. */
    readonly ended: number | null
  }
  readonly payments: {
    readonly id: string
    /** Null once the reader is erased: the books keep what was paid. */
    readonly reader: string | null
    readonly plan_name: string
    readonly amount: number
    readonly currency: string
    readonly at: number
    readonly starts: number
    readonly ends: number
  }
  readonly payment_events: {
    readonly id: string
    readonly at: number
  }
  readonly challenges: {
    readonly id: string
    readonly address: string
    readonly purpose: ChallengePurpose
    readonly code_hash: string
    readonly link_hash: string
    readonly browser_hash: string
    readonly return_to: string | null
    /** Whose account it is about, where that is known. */
    readonly reader: string | null
    readonly created: number
    readonly expires: number
    /** Codes that were tried, the right one among them. */
    readonly tries: number
    readonly used: number | null
  }
  readonly mails: {
    readonly key: string
    /** With whose account it is erased, beside those sent to the account's address. */
    readonly reader: string | null
    readonly recipient: string
    readonly subject: string
    readonly text: string
    readonly html: string
    readonly until: number
    readonly queued: number
    /** When it is to be sent; null when it was sent or given up. */
    readonly due: number | null
    readonly leased_until: number
    /** How often a sender took it. */
    readonly tries: number
    /** When it was sent or given up; null while it waits. */
    readonly settled: number | null
    /** What the last failure said. */
    readonly why: string
  }
  readonly audit: {
    readonly id: string
    readonly at: number
    readonly actor: string
    readonly act: string
    readonly reader: string | null
    readonly detail: string
  }
}

/** What was agreed to. Money in minor units. */
interface TermsColumns {
  readonly plan: string
  readonly plan_name: string
  readonly offer: string
  readonly price: number
  readonly currency: string
  readonly every: Offer['every']
  readonly days: number | null
  readonly trial_days: number | null
  readonly introductory_price: number | null
  readonly introductory_periods: number | null
  readonly time_zone: string
}

/** All of a store's method happens in one. */
export type Work = Transaction<Tables>
