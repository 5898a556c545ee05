// Standing: all that is known of a reader when it is decided what they may read.
import type { ReaderId, Standing } from '../../core/account.ts'
import type { Entitlement } from '../../core/reader.ts'
import { subscribedPlans } from './subscriptions.ts'
import type { Work } from './tables.ts'

/** `account`: as its row says it. */
export async function standingOf(
  work: Work,
  account: { readonly reader: ReaderId; readonly staff: number },
  now: number,
): Promise<Standing> {
  const { reader } = account
  const granted = await work
    .selectFrom('grants')
    .select((grant) => ['plan', grant.fn.max('until').as('until')])
    .where('reader', '=', reader)
    .where('until', '>', now)
    .groupBy('plan')
    .orderBy('plan')
    .execute()
  const reads = await work
    .selectFrom('reads')
    .select((read) => ['article', read.fn.max('at').as('at')])
    .where('reader', '=', reader)
    // An article that was read again and again must not take the place of others in a pass.
    .groupBy('article')
    .orderBy('at')
    .orderBy('article')
    .execute()
  const subscribed = await subscribedPlans(work, reader, now)
  const entitlements = longest([...granted, ...subscribed])
  return { reader, staff: account.staff === 1, entitlements, reads }
}

/** Of several that open a plan, the one that does so longest; by plan. */
function longest(entitlements: readonly Entitlement[]): readonly Entitlement[] {
  const byPlan = new Map<string, number>()
  for (const { plan, until } of entitlements)
    byPlan.set(plan, Math.max(until, byPlan.get(plan) ?? 0))
  return [...byPlan]
    .map(([plan, until]) => ({ plan, until }))
    .sort((one, other) => (one.plan < other.plan ? -1 : 1))
}
