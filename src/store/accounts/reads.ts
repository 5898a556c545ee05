// Reads: the meter of registered readers. Said twice, or in another order, it is the same set.
import type { ReaderId } from '../../core/account.ts'
import { ok, type Result } from '../../core/result.ts'
import type { Work } from './tables.ts'

export interface Read {
  readonly reader: ReaderId
  readonly article: string
  readonly at: number
}

/** Rows of one statement: SQLite binds 32,766 values and PostgreSQL 65,535 at most. */
const MOST_ROWS = 500

export async function noteReads(work: Work, reads: readonly Read[]): Promise<Result<void, never>> {
  for (let from = 0; from < reads.length; from += MOST_ROWS)
    await noteSome(work, reads.slice(from, from + MOST_ROWS))
  return ok(undefined)
}

/** A spend may reach the store after its reader was erased: it must not bring anything of them back. */
async function noteSome(work: Work, reads: readonly Read[]): Promise<void> {
  const readers = [...new Set(reads.map(({ reader }) => reader))]
  const there = await work
    .selectFrom('accounts')
    .select('reader')
    .where('reader', 'in', readers)
    .execute()
  const known = new Set(there.map(({ reader }) => reader))
  const rows = reads.filter(({ reader }) => known.has(reader))
  if (rows.length === 0) return
  await work
    .insertInto('reads')
    .values(rows.map(({ reader, article, at }) => ({ reader, article, at })))
    .onConflict((conflict) => conflict.columns(['reader', 'article', 'at']).doNothing())
    .execute()
}
