// Terms: what was agreed to, as columns of its checkout and as the rest of the house knows it.
import type { Selectable } from 'kysely'
import type { Consent, Terms } from '../../core/subscription.ts'
import type { Tables } from './tables.ts'

type Row = Selectable<Tables['checkouts']>
type TermsRow = Omit<
  Row,
  'id' | 'reader' | 'consent_text' | 'consented' | 'return_to' | 'created' | 'outcome'
>

export function termsColumns({ plan, planName, offer, timeZone }: Terms): TermsRow {
  return {
    plan,
    plan_name: planName,
    offer: offer.id,
    price: offer.price,
    currency: offer.currency,
    every: offer.every,
    days: offer.days ?? null,
    trial_days: offer.trialDays ?? null,
    introductory_price: offer.introductory?.price ?? null,
    introductory_periods: offer.introductory?.periods ?? null,
    time_zone: timeZone,
  }
}

export function termsOf(row: TermsRow): Terms {
  const { introductory_price: price, introductory_periods: periods } = row
  return {
    plan: row.plan,
    planName: row.plan_name,
    offer: {
      id: row.offer,
      price: row.price,
      currency: row.currency,
      every: row.every,
      days: row.days ?? undefined,
      trialDays: row.trial_days ?? undefined,
      introductory: price === null || periods === null ? undefined : { price, periods },
    },
    timeZone: row.time_zone,
  }
}

export function consentOf({
  consent_text: text,
  consented: at,
}: Pick<Row, 'consent_text' | 'consented'>): Consent | undefined {
  return text === null || at === null ? undefined : { text, at }
}
