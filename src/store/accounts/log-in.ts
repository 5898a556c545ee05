// Log-in: a right code, link or passkey, its account, a session and the merged meter come to be together or not at all.
import type { Account, SecretHash } from '../../core/account.ts'
import { failed, ok, type Result } from '../../core/result.ts'
import type { LoggedIn, NewSession, Refusal, UsedPasskey } from '../../core/store.ts'
import { account, ensureAccount, newReaderId } from './account-rows.ts'
import { type ChallengeRow, useCode, useLink } from './challenges.ts'
import { usePasskey } from './passkeys.ts'
import { noteReads } from './reads.ts'
import { startSession } from './sessions.ts'
import { Standings } from './standing.ts'
import type { Work } from './tables.ts'

export async function logInByCode(
  work: Work,
  browserHash: SecretHash,
  codeHash: SecretHash,
  session: NewSession,
  now: number,
): Promise<Result<LoggedIn, Refusal>> {
  const used = await useCode(work, browserHash, codeHash, now)
  return used.ok ? ok(await enterByMail(work, used.value, session, now)) : used
}

export async function logInByLink(
  work: Work,
  linkHash: SecretHash,
  session: NewSession,
  now: number,
): Promise<Result<LoggedIn, 'worn'>> {
  const used = await useLink(work, linkHash, 'log-in', now)
  return used.ok ? ok(await enterByMail(work, used.value, session, now)) : used
}

export async function logInByPasskey(
  work: Work,
  used: UsedPasskey,
  session: NewSession,
  now: number,
): Promise<Result<LoggedIn, 'worn'>> {
  const reader = await usePasskey(work, used, now)
  if (!reader.ok) return reader
  const owner = await account(work, reader.value)
  if (!owner.ok) return failed('worn', 'The passkey has no account')
  return ok({ ...(await enter(work, owner.value, session, now)), returnTo: undefined })
}

/** Makes the account on first use. */
async function enterByMail(
  work: Work,
  { address, return_to }: ChallengeRow,
  session: NewSession,
  now: number,
): Promise<LoggedIn> {
  const made = await ensureAccount(work, address, newReaderId(), now)
  return { ...(await enter(work, made, session, now)), returnTo: return_to ?? undefined }
}

/** Throws, and so undoes the use of what logged in, when any of it cannot be written. */
async function enter(
  work: Work,
  account: Account,
  session: NewSession,
  now: number,
): Promise<Omit<LoggedIn, 'returnTo'>> {
  const { reader } = account
  await startSession(work, session, reader, now)
  await noteReads(
    work,
    session.reads.map(({ article, at }) => ({ reader, article, at })),
  )
  const [found] = await new Standings().ofSessions(work, [{ session: session.hash, now }])
  if (!found?.ok) throw new Error('a session that was just started is not there')
  return { account, standing: found.value.standing }
}
