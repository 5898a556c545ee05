// Sessions: which browsers are logged in, what their next pass says, and their end.
import {
  type ReaderId,
  SESSION_ID_LENGTH,
  type SecretHash,
  type SessionFacts,
  type SessionId,
  sessionIdOf,
} from '../../core/account.ts'
import { ok, type Result } from '../../core/result.ts'
import type { NewSession } from '../../core/store.ts'
import { closeFeed } from './feeds.ts'
import { wholeHour } from './session-use.ts'
import type { Work } from './tables.ts'

export async function startSession(
  work: Work,
  { hash, device }: NewSession,
  reader: ReaderId,
  now: number,
): Promise<void> {
  await work
    .insertInto('sessions')
    .values({ hash, reader, device, created: now, last_used: wholeHour(now), ended: null })
    .execute()
}

/** Whether a session of this reader holds that began at `since` or later. */
export async function isLiveSince(
  work: Work,
  session: SecretHash,
  reader: ReaderId,
  since: number,
): Promise<boolean> {
  const found = await work
    .selectFrom('sessions')
    .select('hash')
    .where('hash', '=', session)
    .where('reader', '=', reader)
    .where('ended', 'is', null)
    .where('created', '>=', since)
    .executeTakeFirst()
  return found !== undefined
}

/** Those that hold, the one used last first. */
export async function sessions(
  work: Work,
  reader: ReaderId,
): Promise<Result<readonly SessionFacts[], never>> {
  const rows = await work
    .selectFrom('sessions')
    .select(['hash', 'device', 'created', 'last_used'])
    .where('reader', '=', reader)
    .where('ended', 'is', null)
    .orderBy('last_used', 'desc')
    .orderBy('created', 'desc')
    .orderBy('hash')
    .execute()
  return ok(
    rows.map(({ hash, device, created, last_used }) => ({
      id: sessionIdOf(hash),
      device,
      created,
      lastUsed: last_used,
    })),
  )
}

export async function endSession(
  work: Work,
  reader: ReaderId,
  id: SessionId,
  now: number,
): Promise<Result<void, never>> {
  await ending(work, now)
    .where('reader', '=', reader)
    .where(
      (session) => session.fn('substr', ['hash', session.lit(1), session.lit(SESSION_ID_LENGTH)]),
      '=',
      id,
    )
    .execute()
  await wearOutChanges(work, reader, now)
  return ok(undefined)
}

export async function endSessionByHash(
  work: Work,
  session: SecretHash,
  now: number,
): Promise<Result<void, never>> {
  await ending(work, now).where('hash', '=', session).execute()
  return ok(undefined)
}

export async function endSessions(
  work: Work,
  reader: ReaderId,
  kept: SecretHash | undefined,
  now: number,
): Promise<Result<number, never>> {
  const { numUpdatedRows } = await ending(work, now)
    .where('reader', '=', reader)
    .$if(kept !== undefined, (update) => update.where('hash', '!=', kept ?? ''))
    .executeTakeFirst()
  await closeFeed(work, reader)
  await wearOutChanges(work, reader, now)
  return ok(Number(numUpdatedRows))
}

/** Whoever is put out may have asked for the account to go to an address of theirs, and need no session to confirm it. */
async function wearOutChanges(work: Work, reader: ReaderId, now: number): Promise<void> {
  await work
    .updateTable('challenges')
    .set({ used: now })
    .where('reader', '=', reader)
    .where('purpose', '=', 'change-address')
    .where('used', 'is', null)
    .execute()
}

/** Ends those that hold, of those that the caller goes on to name. */
function ending(work: Work, now: number) {
  return work.updateTable('sessions').set({ ended: now }).where('ended', 'is', null)
}
