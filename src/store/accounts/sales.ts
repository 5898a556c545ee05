// Sales: what a reader bought, to take along or to be gone. What was paid stays in the books, without saying by whom.
import type { ReaderId } from '../../core/account.ts'
import { type Exported, iso } from './exported.ts'
import type { Work } from './tables.ts'

/** Prices are in minor units. */
export async function salesOf(work: Work, reader: ReaderId): Promise<Exported> {
  const bought = await work
    .selectFrom('checkouts')
    .leftJoin('subscriptions', 'subscriptions.id', 'checkouts.id')
    .selectAll('checkouts')
    .select(['started', 'until', 'canceled', 'ended'])
    .where('checkouts.reader', '=', reader)
    .orderBy('created')
    .execute()
  const paid = await work
    .selectFrom('payments')
    .selectAll()
    .where('reader', '=', reader)
    .orderBy('at')
    .execute()
  return {
    checkouts: bought.map((row) => ({
      plan: row.plan_name,
      price: row.price,
      currency: row.currency,
      every: row.every,
      days: row.days,
      trialDays: row.trial_days,
      introductoryPrice: row.introductory_price,
      introductoryPeriods: row.introductory_periods,
      consent: row.consent_text,
      consented: iso(row.consented),
      returnTo: row.return_to,
      created: iso(row.created),
      outcome: row.outcome,
      started: iso(row.started),
      until: iso(row.until),
      canceled: iso(row.canceled),
      ended: iso(row.ended),
    })),
    payments: paid.map(({ id, plan_name, amount, currency, at, starts, ends }) => ({
      id,
      plan: plan_name,
      amount,
      currency,
      at: iso(at),
      from: iso(starts),
      until: iso(ends),
    })),
  }
}

/**
 * Nothing of a payment leads to its reader afterwards: tax law wants amounts, dates and what they were for, and the law
 * on personal data wants no more than that.
 */
export async function eraseSales(work: Work, reader: ReaderId): Promise<void> {
  await work.updateTable('payments').set({ reader: null }).where('reader', '=', reader).execute()
  await work.deleteFrom('subscriptions').where('reader', '=', reader).execute()
  await work.deleteFrom('checkouts').where('reader', '=', reader).execute()
}
