// Renewals: which subscriptions of a reader go on, and that whoever takes the money charges no more for them.
import type { ReaderId } from '../../core/account.ts'
import { ok, type Result } from '../../core/result.ts'
import { renews, type Subscription, stateOf } from '../../core/subscription.ts'
import type { AccountParts } from './parts.ts'

/** Those that are open, or can be again. */
export function notOver(all: readonly Subscription[], now: number): readonly Subscription[] {
  return all.filter((one) => stateOf(one, now) !== 'lapsed')
}

/** Those of them that will be charged again. */
export function renewing(all: readonly Subscription[], now: number): readonly Subscription[] {
  return notOver(all, now).filter(({ terms, canceled }) => renews(terms) && canceled === undefined)
}

/**
 * Says of one subscription whether it is to be charged again. The store is told afterwards: should that fail, the reader
 * is told so and asks once more, and is charged nothing meanwhile.
 */
export async function setRenewal(
  one: Subscription,
  isRenewed: boolean,
  { payments }: AccountParts,
): Promise<Result<void, 'unavailable'>> {
  return payments === undefined ? ok(undefined) : payments.setRenewal(one, isRenewed)
}

/** Has nothing of a reader charged any more. Fails when not all of it could be said. */
export async function stopRenewals(
  reader: ReaderId,
  parts: AccountParts,
): Promise<Result<void, 'unavailable'>> {
  const all = await parts.store.subscriptionsOf(reader)
  if (!all.ok) return all
  for (const one of renewing(all.value, parts.now())) {
    const stopped = await setRenewal(one, false, parts)
    if (!stopped.ok) return stopped
  }
  return ok(undefined)
}
