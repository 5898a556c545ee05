// Grants: what is open to a reader, until when and why; one for each source and plan.
import type { ReaderId } from '../../core/account.ts'
import type { Entitlement } from '../../core/reader.ts'
import { ok, type Result } from '../../core/result.ts'
import { account } from './account-rows.ts'
import type { Work } from './tables.ts'

export type Granted = Entitlement & { readonly source: string }

/** Those that ended are among them until they are tidied away. */
export async function entitlements(
  work: Work,
  reader: ReaderId,
): Promise<Result<readonly Granted[], never>> {
  return ok(
    await work
      .selectFrom('grants')
      .select(['plan', 'until', 'source'])
      .where('reader', '=', reader)
      .orderBy('plan')
      .orderBy('source')
      .execute(),
  )
}

export async function grant(
  work: Work,
  reader: ReaderId,
  { plan, until, source }: Granted,
  now: number,
): Promise<Result<void, 'unknown'>> {
  const known = await account(work, reader)
  if (!known.ok) return known
  await work
    .insertInto('grants')
    .values({ reader, plan, source, until, created: now })
    .onConflict((conflict) => conflict.columns(['reader', 'plan', 'source']).doUpdateSet({ until }))
    .execute()
  return ok(undefined)
}

export async function revoke(
  work: Work,
  reader: ReaderId,
  plan: string | undefined,
  source: string,
): Promise<Result<number, never>> {
  const { numDeletedRows } = await work
    .deleteFrom('grants')
    .where('reader', '=', reader)
    .where('source', '=', source)
    .$if(plan !== undefined, (grants) => grants.where('plan', '=', plan ?? ''))
    .executeTakeFirst()
  return ok(Number(numDeletedRows))
}
