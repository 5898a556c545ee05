// Retention: how long anything of a reader is kept, each time with its reason, and the deletion of what is past it.
import { sql } from 'kysely'
import { SESSION_DAYS } from '../../core/account.ts'
import { ok, type Result } from '../../core/result.ts'
import type { Work } from './tables.ts'

const DAY = 86_400_000

/** Longer than any calendar period of a meter. One of more days keeps what it counts. */
const READS_KEPT_MS = 60 * DAY

/** After a challenge expired. The limits per address look back an hour; a day answers "my code did not work". */
const CHALLENGES_KEPT_MS = DAY

/** After it was sent or given up. Its key keeps the same mail from being queued again; a week answers "it never came". */
const MAILS_KEPT_MS = 7 * DAY

/** After it was logged out. For as long, a reader who wonders who used their account learns which devices did. */
const SESSIONS_KEPT_MS = 30 * DAY

/** After its log-in it opens nothing any more, and is as good as logged out. */
const SESSIONS_OPEN_MS = SESSION_DAYS * DAY

/** After it was last used: browsers keep no cookie longer, so nobody can come back with it. */
const IDLE_SESSIONS_KEPT_MS = 400 * DAY

/** After it ended. "I paid last year": support must see what was open, and an import of old payers stays repeatable. */
const GRANTS_KEPT_MS = 365 * DAY

/** Acts of support are answered for; complaints and audits of a year look back on the one before. */
const AUDIT_KEPT_MS = 2 * 365 * DAY

/** After it began and came to nothing: services that take money report for days. One that was paid goes with its subscription. */
const CHECKOUTS_KEPT_MS = 30 * DAY

/** After it ended: that its renewals were agreed to, and in what words, can be asked before a court for three to four years. */
const SUBSCRIPTIONS_KEPT_MS = 4 * 365 * DAY

/** The longest that tax laws of Europe ask for books and what they rest on. */
const PAYMENTS_KEPT_MS = 10 * 366 * DAY

/** Services that take money send an event again for days, some let it be sent again for a month. */
const EVENTS_KEPT_MS = 90 * DAY

/** Rows of one kind in one call: some milliseconds, so that a reader's log-in does not wait for it. */
const MOST_ROWS = 2000

/** Deletes what is past its time at `now`, a bounded number of each kind. Gives how many rows went. */
export async function tidy(work: Work, now: number, meterMs = 0): Promise<Result<number, never>> {
  const readsKept = Math.max(READS_KEPT_MS, meterMs)
  const past = [
    ['challenges', sql`expires < ${now - CHALLENGES_KEPT_MS}`],
    ['answered_questions', sql`expires < ${now}`],
    ['mails', sql`settled < ${now - MAILS_KEPT_MS}`],
    ['reads', sql`at < ${now - readsKept}`],
    ['sessions', sql`ended < ${now - SESSIONS_KEPT_MS}`],
    ['sessions', sql`last_used < ${now - IDLE_SESSIONS_KEPT_MS}`],
    ['sessions', sql`created < ${now - SESSIONS_OPEN_MS - SESSIONS_KEPT_MS}`],
    ['grants', sql`until < ${now - GRANTS_KEPT_MS}`],
    ['audit', sql`at < ${now - AUDIT_KEPT_MS}`],
    ['subscriptions', sql`ended < ${now - SUBSCRIPTIONS_KEPT_MS}`],
    [
      'checkouts',
      sql`created < ${now - CHECKOUTS_KEPT_MS} and id not in (select id from subscriptions)`,
    ],
    ['payments', sql`at < ${now - PAYMENTS_KEPT_MS}`],
    ['payment_events', sql`at < ${now - EVENTS_KEPT_MS}`],
  ] as const
  let rows = 0
  for (const [table, isPast] of past) {
    const names = KEYS[table].map((column) => sql.ref(column))
    const key = sql`(${sql.join(names)})`
    const oldest = sql`select ${sql.join(names)} from ${sql.table(table)} where ${isPast} limit ${MOST_ROWS}`
    const deleted = await sql`delete from ${sql.table(table)} where ${key} in (${oldest})`.execute(
      work,
    )
    rows += Number(deleted.numAffectedRows ?? 0)
  }
  return ok(rows)
}

const KEYS = {
  challenges: ['id'],
  answered_questions: ['hash'],
  mails: ['key'],
  reads: ['reader', 'article', 'at'],
  sessions: ['hash'],
  grants: ['reader', 'plan', 'source'],
  audit: ['id'],
  subscriptions: ['id'],
  checkouts: ['id'],
  payments: ['id'],
  payment_events: ['id'],
} as const
