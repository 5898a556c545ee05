// Checkouts: what is about to be paid, and what came of it. Whoever takes the money may say so late, twice or in any
// order: an event counts once, and a reader has one subscription to a plan however many checkouts were paid.
import type { Selectable } from 'kysely'
import type { Checkout, NewCheckout, PaymentEvent } from '../../core/payments.ts'
import { failed, ok, type Result } from '../../core/result.ts'
import type { Terms } from '../../core/subscription.ts'
import { account } from './account-rows.ts'
import { liveSubscription, openSubscription } from './subscriptions.ts'
import type { Tables, Work } from './tables.ts'
import { consentOf, termsColumns, termsOf } from './terms.ts'

const MOST_PER_HOUR = 20
const HOUR = 3_600_000

type CheckoutRow = Selectable<Tables['checkouts']>

const UNKNOWN = failed('unknown', 'There is no such checkout')

export async function beginCheckout(
  work: Work,
  checkout: NewCheckout,
  now: number,
): Promise<Result<void, 'owned' | 'limited' | 'unknown'>> {
  const { id, reader, terms, consent, returnTo } = checkout
  const known = await account(work, reader)
  if (!known.ok) return known
  if (await liveSubscription(work, reader, terms.plan, now))
    return failed('owned', 'The reader has a subscription to this plan')
  const { count } = await work
    .selectFrom('checkouts')
    .select((select) => select.fn.countAll().as('count'))
    .where('reader', '=', reader)
    .where('created', '>', now - HOUR)
    .executeTakeFirstOrThrow()
  if (Number(count) >= MOST_PER_HOUR)
    return failed('limited', 'The reader began as many checkouts this hour as they may')
  await work
    .insertInto('checkouts')
    .values({
      ...termsColumns(terms),
      id,
      reader,
      consent_text: consent?.text ?? null,
      consented: consent?.at ?? null,
      return_to: returnTo ?? null,
      created: now,
      outcome: null,
    })
    .execute()
  return ok(undefined)
}

export async function findCheckout(work: Work, id: string): Promise<Result<Checkout, 'unknown'>> {
  const row = await checkoutRow(work, id)
  return row === undefined ? UNKNOWN : ok(checkoutOf(row))
}

export async function settleCheckout(
  work: Work,
  event: PaymentEvent,
  now: number,
): Promise<Result<Checkout, 'unknown'>> {
  const row = await checkoutRow(work, event.checkout)
  if (row === undefined) return UNKNOWN
  const checkout = checkoutOf(row)
  const isFinal = checkout.outcome === 'paid' || checkout.outcome === 'superseded'
  if (!(await isNew(work, event, now)) || isFinal) return ok(checkout)
  const outcome = event.kind === 'paid' ? await paid(work, checkout, now) : event.kind
  await work.updateTable('checkouts').set({ outcome }).where('id', '=', checkout.id).execute()
  return ok({ ...checkout, outcome })
}

async function paid(work: Work, checkout: Checkout, now: number): Promise<'paid' | 'superseded'> {
  if (await liveSubscription(work, checkout.reader, checkout.terms.plan, now)) return 'superseded'
  await openSubscription(work, checkout, now)
  return 'paid'
}

async function isNew(work: Work, { id }: PaymentEvent, now: number): Promise<boolean> {
  const noted = await work
    .insertInto('payment_events')
    .values({ id, at: now })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .returning('id')
    .executeTakeFirst()
  return noted !== undefined
}

function checkoutRow(work: Work, id: string): Promise<CheckoutRow | undefined> {
  return work.selectFrom('checkouts').selectAll().where('id', '=', id).executeTakeFirst()
}

function checkoutOf(row: CheckoutRow): Checkout {
  const terms: Terms = termsOf(row)
  const { id, reader, return_to, created, outcome } = row
  return {
    id,
    reader,
    terms,
    consent: consentOf(row),
    returnTo: return_to ?? undefined,
    created,
    outcome: outcome ?? undefined,
  }
}
