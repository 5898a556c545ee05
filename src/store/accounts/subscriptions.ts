// Subscriptions: what readers have bought, its renewal and end, and what was paid for it.
import { randomBytes } from 'node:crypto'
import type { Selectable } from 'kysely'
import type { Challenge, ReaderId, SecretHash } from '../../core/account.ts'
import type { Checkout } from '../../core/payments.ts'
import type { Entitlement } from '../../core/reader.ts'
import { failed, ok, type Result } from '../../core/result.ts'
import {
  entitlementOf,
  nextPeriod,
  type Payment,
  type Period,
  periodOf,
  renews,
  type Subscription,
  stateOf,
  type Terms,
} from '../../core/subscription.ts'
import { accountOf } from './account-rows.ts'
import { challengeOf, useLink } from './challenges.ts'
import type { Tables, Work } from './tables.ts'
import { consentOf, termsOf } from './terms.ts'

/** In one call: some milliseconds, so that a reader's log-in does not wait for it. */
const MOST_RENEWED = 500

const UNKNOWN = failed(
  'unknown',
  'The reader has no such subscription, or it cannot change any more',
)

export async function subscriptionsOf(
  work: Work,
  reader: ReaderId,
): Promise<Result<readonly Subscription[], never>> {
  const rows = await subscriptionRows(work)
    .where('subscriptions.reader', '=', reader)
    .orderBy('started', 'desc')
    .orderBy('subscriptions.id')
    .execute()
  return ok(rows.map(subscriptionOf))
}

/** What is open by subscriptions at `now`. */
export function openBy(rows: readonly SubscriptionRow[], now: number): readonly Entitlement[] {
  return rows
    .map((row) => entitlementOf(subscriptionOf(row), now))
    .filter((open) => open !== undefined)
}

/** Whether a reader has a subscription to a plan that is not over. One that is, and is not noted as ended yet, is now. */
export async function liveSubscription(
  work: Work,
  reader: ReaderId,
  plan: string,
  now: number,
): Promise<boolean> {
  const row = await subscriptionRows(work)
    .where('subscriptions.reader', '=', reader)
    .where('subscriptions.plan', '=', plan)
    .where('ended', 'is', null)
    .executeTakeFirst()
  if (row === undefined) return false
  if (stateOf(subscriptionOf(row), now) !== 'lapsed') return true
  await work.updateTable('subscriptions').set({ ended: now }).where('id', '=', row.id).execute()
  return false
}

/** Opens the subscription of a checkout that was paid, with the payment that came at once. */
export async function openSubscription(
  work: Work,
  { id, reader, terms }: Checkout,
  now: number,
): Promise<void> {
  const first = periodOf(terms, now, 0)
  if (first === undefined) throw new Error('every offer has a first period')
  const { until } = first
  const { plan } = terms
  const fresh = { id, reader, plan, started: now, period: 0, until, canceled: null, ended: null }
  await work.insertInto('subscriptions').values(fresh).execute()
  await notePayment(work, reader, terms, first, now)
}

export async function cancel(
  work: Work,
  reader: ReaderId,
  id: string,
  now: number,
): Promise<Result<Subscription, 'unknown'>> {
  const found = await liveOf(work, reader, id)
  if (found === undefined || !renews(found.terms)) return UNKNOWN
  if (found.canceled !== undefined) return ok(found)
  await work.updateTable('subscriptions').set({ canceled: now }).where('id', '=', id).execute()
  return ok({ ...found, canceled: now })
}

export async function resume(
  work: Work,
  reader: ReaderId,
  id: string,
  now: number,
): Promise<Result<Subscription, 'unknown'>> {
  const found = await liveOf(work, reader, id)
  if (found === undefined || !renews(found.terms) || now >= found.until) return UNKNOWN
  await work.updateTable('subscriptions').set({ canceled: null }).where('id', '=', id).execute()
  return ok({ ...found, canceled: undefined })
}

export async function confirmCancel(
  work: Work,
  linkHash: SecretHash,
  now: number,
): Promise<Result<Challenge & { readonly canceled: readonly Subscription[] }, 'worn'>> {
  const used = await useLink(work, linkHash, 'cancel', now)
  if (!used.ok) return used
  const canceled: Subscription[] = []
  const owner = await accountOf(work, used.value.address)
  const all = owner.ok ? await subscriptionsOf(work, owner.value.reader) : ok([])
  for (const { id, reader, canceled: before } of all.ok ? all.value : []) {
    const done = await cancel(work, reader, id, now)
    if (done.ok && before === undefined) canceled.push(done.value)
  }
  return ok({ ...challengeOf(used.value), canceled })
}

export async function paymentsOf(
  work: Work,
  reader: ReaderId,
): Promise<Result<readonly Payment[], never>> {
  const rows = await work
    .selectFrom('payments')
    .selectAll()
    .where('reader', '=', reader)
    .orderBy('at', 'desc')
    .orderBy('starts', 'desc')
    .orderBy('id')
    .execute()
  return ok(
    rows.map(({ id, plan_name, amount, currency, at, starts, ends }) => ({
      id,
      planName: plan_name,
      amount,
      currency,
      at,
      from: starts,
      until: ends,
    })),
  )
}

export async function renewDue(work: Work, now: number): Promise<Result<number, never>> {
  const rows = await subscriptionRows(work)
    .where('ended', 'is', null)
    .where('until', '<=', now)
    .orderBy('until')
    .limit(MOST_RENEWED)
    .execute()
  for (const row of rows) await renewOrEnd(work, subscriptionOf(row), now)
  return ok(rows.length)
}

async function renewOrEnd(work: Work, subscription: Subscription, now: number): Promise<void> {
  const { id, reader, terms, period, until, canceled } = subscription
  const next = canceled === undefined ? nextPeriod(subscription) : undefined
  const changed = next === undefined ? { ended: until } : { period: period + 1, until: next.until }
  await work.updateTable('subscriptions').set(changed).where('id', '=', id).execute()
  if (next !== undefined) await notePayment(work, reader, terms, next, now)
}

async function notePayment(
  work: Work,
  reader: ReaderId,
  { planName, offer }: Terms,
  { from, until, price }: Period,
  now: number,
): Promise<void> {
  if (price === 0) return
  await work
    .insertInto('payments')
    .values({
      id: randomBytes(12).toString('base64url'),
      reader,
      plan_name: planName,
      amount: price,
      currency: offer.currency,
      at: now,
      starts: from,
      ends: until,
    })
    .execute()
}

async function liveOf(work: Work, reader: ReaderId, id: string): Promise<Subscription | undefined> {
  const row = await subscriptionRows(work)
    .where('subscriptions.reader', '=', reader)
    .where('subscriptions.id', '=', id)
    .where('ended', 'is', null)
    .executeTakeFirst()
  return row === undefined ? undefined : subscriptionOf(row)
}

export function subscriptionRows(work: Work) {
  return work
    .selectFrom('subscriptions')
    .innerJoin('checkouts', 'checkouts.id', 'subscriptions.id')
    .selectAll(['checkouts', 'subscriptions'])
}

type SubscriptionRow = Selectable<Tables['checkouts']> & Selectable<Tables['subscriptions']>

function subscriptionOf(row: SubscriptionRow): Subscription {
  const { id, reader, started, period, until, canceled, ended } = row
  return {
    id,
    reader,
    terms: termsOf(row),
    consent: consentOf(row),
    started,
    period,
    until,
    canceled: canceled ?? undefined,
    ended: ended ?? undefined,
  }
}
