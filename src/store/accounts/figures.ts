// Figures: how much there is of everything, for reports that tell nothing of anybody.
import { sql } from 'kysely'
import { ok, type Result } from '../../core/result.ts'
import type { Figures } from '../../core/store.ts'
import type { Tables, Work } from './tables.ts'

const WEEK = 7 * 86_400_000
const MOST_FAILURES = 5

export async function figures(work: Work, now: number): Promise<Result<Figures, never>> {
  const { name } = await work
    .selectFrom(sql<{ name: string }>`kysely_migration`.as('taken'))
    .select((taken) => taken.fn.max('taken.name').as('name'))
    .executeTakeFirstOrThrow()
  const { waiting, since } = await work
    .selectFrom('mails')
    .select((mail) => [mail.fn.countAll().as('waiting'), mail.fn.min('queued').as('since')])
    .where('settled', 'is', null)
    .executeTakeFirstOrThrow()
  return ok({
    migration: name,
    accounts: await countOf(work, 'accounts'),
    staff: await countOf(work, 'accounts', sql`staff = 1`),
    payers: await payersAt(work, now),
    sessions: await countOf(work, 'sessions', sql`ended is null`),
    mailsWaiting: Number(waiting),
    waitingSince: Number(waiting) === 0 ? undefined : Number(since),
    mailsGivenUp: await countOf(work, 'mails', sql`settled > ${now - WEEK} and why <> ''`),
    mailFailures: await failuresOf(work, now),
  })
}

async function payersAt(work: Work, now: number): Promise<number> {
  const { rows } = await sql<{ payers: number | string }>`
    select count(*) as payers from (
      select reader from grants where until > ${now}
      union select reader from subscriptions where ended is null and until > ${now}
    ) as open`.execute(work)
  return Number(rows[0]?.payers ?? 0)
}

async function countOf(
  work: Work,
  table: keyof Tables,
  which = sql<unknown>`1 = 1`,
): Promise<number> {
  const { rows } = await sql<{ rows: number | string }>`
    select count(*) as rows from ${sql.table(table)} where ${which}`.execute(work)
  return Number(rows[0]?.rows ?? 0)
}

async function failuresOf(work: Work, now: number): Promise<Figures['mailFailures']> {
  const rows = await work
    .selectFrom('mails')
    .select((mail) => ['why', mail.fn.countAll().as('count')])
    .where('why', '<>', '')
    .where((mail) => mail.or([mail('settled', 'is', null), mail('settled', '>', now - WEEK)]))
    .groupBy('why')
    .orderBy('count', 'desc')
    .orderBy('why')
    .limit(MOST_FAILURES)
    .execute()
  return rows.map(({ why, count }) => ({ why, count: Number(count) }))
}
