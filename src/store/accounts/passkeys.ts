// Passkeys: added, used and removed. A question is answered once: its answer is kept with what it did, in one.
import type { ReaderId } from '../../core/account.ts'
import {
  type AnsweredQuestion,
  FRESH_MINUTES,
  MOST_PASSKEYS,
  type Passkey,
  type PasskeyFacts,
} from '../../core/passkey.ts'
import { failed, ok, type Result } from '../../core/result.ts'
import type { AddedPasskey, ShutOut, UsedPasskey } from '../../core/store.ts'
import { account } from './account-rows.ts'
import { queueMail } from './mails.ts'
import { wholeHour } from './session-use.ts'
import { endSessions, isLiveSince } from './sessions.ts'
import type { Work } from './tables.ts'

export async function passkey(work: Work, id: string): Promise<Result<Passkey, 'unknown'>> {
  const found = await work
    .selectFrom('passkeys')
    .select(['id', 'reader', 'public_key', 'sign_count'])
    .where('id', '=', id)
    .executeTakeFirst()
  if (found === undefined) return failed('unknown', 'There is no such passkey')
  const { reader, public_key: publicKey, sign_count: signCount } = found
  return ok({ id, reader, publicKey, signCount })
}

/** The newest first. */
export async function passkeysOf(
  work: Work,
  reader: ReaderId,
): Promise<Result<readonly PasskeyFacts[], never>> {
  const rows = await work
    .selectFrom('passkeys')
    .select(['id', 'device', 'created', 'last_used'])
    .where('reader', '=', reader)
    .orderBy('created', 'desc')
    .orderBy('id')
    .execute()
  return ok(rows.map(({ last_used, ...one }) => ({ ...one, lastUsed: last_used ?? undefined })))
}

export async function addPasskey(
  work: Work,
  reader: ReaderId,
  { passkey, device, session, question, mail }: AddedPasskey,
  now: number,
): Promise<Result<void, 'stale' | 'full' | 'worn'>> {
  const owner = await account(work, reader)
  const since = now - FRESH_MINUTES * 60_000
  if (!owner.ok || !(await isLiveSince(work, session, reader, since)))
    return failed('stale', 'The session ended, or began too long ago')
  const { count } = await work
    .selectFrom('passkeys')
    .select((select) => select.fn.countAll().as('count'))
    .where('reader', '=', reader)
    .executeTakeFirstOrThrow()
  if (Number(count) >= MOST_PASSKEYS)
    return failed('full', 'The reader has as many as there may be')
  if (!(await isFirstAnswer(work, question))) return ANSWERED
  const { id, publicKey: public_key, signCount: sign_count } = passkey
  const added = await work
    .insertInto('passkeys')
    .values({ id, reader, public_key, sign_count, device, created: now, last_used: null })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .executeTakeFirst()
  if (added.numInsertedOrUpdatedRows === 0n) return failed('worn', 'The passkey is there already')
  await queueMail(work, { ...mail, to: owner.value.address }, reader, now)
  return ok(undefined)
}

export async function removePasskey(
  work: Work,
  reader: ReaderId,
  id: string,
): Promise<Result<void, never>> {
  await work.deleteFrom('passkeys').where('reader', '=', reader).where('id', '=', id).execute()
  return ok(undefined)
}

/** Notes the use of a passkey that is still there and has not counted on meanwhile. Gives whose it is. */
export async function usePasskey(
  work: Work,
  { id, counted, signCount, question }: UsedPasskey,
  now: number,
): Promise<Result<ReaderId, 'worn'>> {
  if (!(await isFirstAnswer(work, question))) return ANSWERED
  const used = await work
    .updateTable('passkeys')
    .set({ sign_count: signCount, last_used: wholeHour(now) })
    .where('id', '=', id)
    .where('sign_count', '=', counted)
    .returning('reader')
    .executeTakeFirst()
  return used === undefined ? failed('worn', 'The passkey was removed or used') : ok(used.reader)
}

export async function shutOut(
  work: Work,
  reader: ReaderId,
  now: number,
): Promise<Result<ShutOut, never>> {
  const { numDeletedRows } = await work
    .deleteFrom('passkeys')
    .where('reader', '=', reader)
    .executeTakeFirst()
  const ended = await endSessions(work, reader, undefined, now)
  return ended.ok ? ok({ sessions: ended.value, passkeys: Number(numDeletedRows) }) : ended
}

const ANSWERED = failed('worn', 'The question was answered before')

async function isFirstAnswer(work: Work, { hash, expires }: AnsweredQuestion): Promise<boolean> {
  const kept = await work
    .insertInto('answered_questions')
    .values({ hash, expires })
    .onConflict((conflict) => conflict.column('hash').doNothing())
    .executeTakeFirst()
  return kept.numInsertedOrUpdatedRows === 1n
}
