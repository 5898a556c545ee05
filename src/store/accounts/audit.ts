// Audit: the acts of support, in the order they were done.
import { randomUUID } from 'node:crypto'
import type { ReaderId } from '../../core/account.ts'
import { ok, type Result } from '../../core/result.ts'
import type { AuditEntry } from '../../core/store.ts'
import type { Work } from './tables.ts'

export async function audit(work: Work, entry: AuditEntry): Promise<Result<void, never>> {
  await work
    .insertInto('audit')
    .values({
      id: randomUUID(),
      at: entry.at,
      actor: entry.by,
      act: entry.act,
      reader: entry.reader ?? null,
      detail: entry.detail,
    })
    .execute()
  return ok(undefined)
}

export async function auditOf(
  work: Work,
  reader: ReaderId,
): Promise<Result<readonly AuditEntry[], never>> {
  const rows = await work
    .selectFrom('audit')
    .select(['at', 'actor', 'act', 'reader', 'detail'])
    .where('reader', '=', reader)
    .orderBy('at')
    .orderBy('id')
    .execute()
  return ok(
    rows.map(({ at, actor, act, reader, detail }) => ({
      at,
      by: actor,
      act,
      reader: reader ?? undefined,
      detail,
    })),
  )
}
