// Log-in: a right code or link, its account, a session and the merged meter come to be together or not at all.
import type { SecretHash } from '../../core/account.ts'
import { ok, type Result } from '../../core/result.ts'
import type { LoggedIn, NewSession, Refusal } from '../../core/store.ts'
import { ensureAccount, newReaderId } from './account-rows.ts'
import { type ChallengeRow, useCode, useLink } from './challenges.ts'
import { noteReads } from './reads.ts'
import { findStanding, startSession } from './sessions.ts'
import type { Work } from './tables.ts'

export async function logInByCode(
  work: Work,
  browserHash: SecretHash,
  codeHash: SecretHash,
  session: NewSession,
  now: number,
): Promise<Result<LoggedIn, Refusal>> {
  const used = await useCode(work, browserHash, codeHash, now)
  return used.ok ? ok(await enter(work, used.value, session, now)) : used
}

export async function logInByLink(
  work: Work,
  linkHash: SecretHash,
  session: NewSession,
  now: number,
): Promise<Result<LoggedIn, 'worn'>> {
  const used = await useLink(work, linkHash, 'log-in', now)
  return used.ok ? ok(await enter(work, used.value, session, now)) : used
}

/** Throws, and so undoes the use of the code, when any of it cannot be written. */
async function enter(
  work: Work,
  challenge: ChallengeRow,
  session: NewSession,
  now: number,
): Promise<LoggedIn> {
  const account = await ensureAccount(work, challenge.address, newReaderId(), now)
  await startSession(work, session, account.reader, now)
  await noteReads(
    work,
    session.reads.map(({ article, at }) => ({ reader: account.reader, article, at })),
  )
  const found = await findStanding(work, session.hash, now)
  if (!found.ok) throw new Error('a session that was just started is not there')
  return {
    account,
    returnTo: challenge.return_to ?? undefined,
    standing: found.value.standing,
  }
}
