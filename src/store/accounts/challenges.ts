// Challenges: log-ins, changes of address and cancellations that were asked for, and the codes and links that answer.
// A try is counted before it is looked at, so that no number of browsers guessing at once has more than five.
import { timingSafeEqual } from 'node:crypto'
import type { ExpressionBuilder, Selectable } from 'kysely'
import type { Challenge, ChallengePurpose, Mail, SecretHash } from '../../core/account.ts'
import { failed, ok, type Result } from '../../core/result.ts'
import type { NewChallenge, Refusal } from '../../core/store.ts'
import { queueMail } from './mails.ts'
import type { Tables, Work } from './tables.ts'

const MOST_TRIES = 5
const HOUR = 3_600_000

export type ChallengeRow = Selectable<Tables['challenges']>

/** Says the same of codes and links that never were, were used, expired or tried too often. */
const WORN = failed(
  'worn',
  'The code or link was used, has expired, was tried too often or never was',
)

/** Looks at challenges and mails alone, never at accounts: what it does cannot tell whether an address has one. */
export async function keepChallenge(
  work: Work,
  asked: NewChallenge,
  mail: Mail,
  mostPerHour: number,
  now: number,
): Promise<Result<void, 'limited'>> {
  const { count } = await work
    .selectFrom('challenges')
    .select((select) => select.fn.countAll().as('count'))
    .where('address', '=', asked.address)
    .where('created', '>', now - HOUR)
    // Others may ask to cancel or to change to an address; that keeps nobody from logging in with it.
    .$if(asked.purpose === 'log-in', (asking) => asking.where('purpose', '=', 'log-in'))
    .executeTakeFirstOrThrow()
  if (Number(count) >= mostPerHour)
    return failed('limited', 'The address has had as many mails this hour as it may')
  await insertChallenge(work, asked, now)
  await queueMail(work, mail, asked.reader, now)
  return ok(undefined)
}

export async function insertChallenge(work: Work, asked: NewChallenge, now: number): Promise<void> {
  await work
    .insertInto('challenges')
    .values({
      id: asked.id,
      address: asked.address,
      purpose: asked.purpose,
      code_hash: asked.codeHash,
      link_hash: asked.linkHash,
      browser_hash: asked.browserHash,
      return_to: asked.returnTo ?? null,
      reader: asked.reader ?? null,
      created: now,
      expires: asked.expires,
      tries: 0,
      used: null,
    })
    .execute()
}

export async function challengeOfLink(
  work: Work,
  linkHash: SecretHash,
  now: number,
): Promise<Result<Challenge, 'worn'>> {
  const found = await work
    .selectFrom('challenges')
    .selectAll()
    .where('link_hash', '=', linkHash)
    .where((challenge) => isLive(challenge, now))
    .executeTakeFirst()
  return found === undefined ? WORN : ok(challengeOf(found))
}

export async function challengeOfBrowser(
  work: Work,
  browserHash: SecretHash,
  now: number,
): Promise<Result<Challenge, 'worn'>> {
  const found = await work
    .selectFrom('challenges')
    .selectAll()
    .where('id', '=', newestOf(work, browserHash))
    .where((challenge) => isLive(challenge, now))
    .executeTakeFirst()
  return found === undefined ? WORN : ok(challengeOf(found))
}

/** Uses up the log-in that this browser asked for last. A wrong code counts a try and stays counted. */
export async function useCode(
  work: Work,
  browserHash: SecretHash,
  codeHash: SecretHash,
  now: number,
): Promise<Result<ChallengeRow, Refusal>> {
  const tried = await work
    .updateTable('challenges')
    .set((challenge) => ({ tries: challenge('tries', '+', 1) }))
    .where('id', '=', newestOf(work, browserHash))
    .where('purpose', '=', 'log-in')
    .where((challenge) => isLive(challenge, now))
    .returningAll()
    .executeTakeFirst()
  if (tried === undefined) return WORN
  if (!isSame(tried.code_hash, codeHash)) return failed('wrong', 'The code is another one')
  await work.updateTable('challenges').set({ used: now }).where('id', '=', tried.id).execute()
  return ok(tried)
}

/** Uses a link up, for what it was sent for alone: one that cancels does not log in. */
export async function useLink(
  work: Work,
  linkHash: SecretHash,
  purpose: ChallengePurpose,
  now: number,
): Promise<Result<ChallengeRow, 'worn'>> {
  const used = await work
    .updateTable('challenges')
    .set({ used: now })
    .where('link_hash', '=', linkHash)
    .where('purpose', '=', purpose)
    .where((challenge) => isLive(challenge, now))
    .returningAll()
    .executeTakeFirst()
  return used === undefined ? WORN : ok(used)
}

function isLive(challenge: ExpressionBuilder<Tables, 'challenges'>, now: number) {
  return challenge.and([
    challenge('used', 'is', null),
    challenge('expires', '>', now),
    challenge('tries', '<', MOST_TRIES),
  ])
}

function newestOf(work: Work, browserHash: SecretHash) {
  return work
    .selectFrom('challenges as newest')
    .select('newest.id')
    .where('newest.browser_hash', '=', browserHash)
    .orderBy('newest.created', 'desc')
    .orderBy('newest.id', 'desc')
    .limit(1)
}

export function challengeOf(row: ChallengeRow): Challenge {
  const { id, address, purpose, return_to, expires } = row
  return { id, address, purpose, returnTo: return_to ?? undefined, expires }
}

function isSame(one: SecretHash, other: SecretHash): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)]
  return a.length === b.length && timingSafeEqual(a, b)
}
