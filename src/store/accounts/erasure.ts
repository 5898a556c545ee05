// Erasure: everything that is kept of a reader, to take along or to be gone. erasure.test.ts walks through all tables,
// so that one that comes to be later is not forgotten.
import { sql } from 'kysely'
import type { Account, ReaderId } from '../../core/account.ts'
import { ok, type Result } from '../../core/result.ts'
import { account } from './account-rows.ts'
import { audit } from './audit.ts'
import { type Exported, iso } from './exported.ts'
import { feedOf } from './feeds.ts'
import { eraseSales, salesOf } from './sales.ts'
import type { Work } from './tables.ts'

/** Without secrets' hashes and without the words of mails, which hold codes. Times are ISO 8601. */
export async function exportReader(
  work: Work,
  reader: ReaderId,
): Promise<Result<Exported, 'unknown'>> {
  const found = await account(work, reader)
  if (!found.ok) return found
  const mine = found.value
  const held = await work
    .selectFrom('accounts')
    .select('staff')
    .where('reader', '=', reader)
    .executeTakeFirstOrThrow()
  return ok({
    account: { ...mine, created: iso(mine.created), staff: held.staff === 1 },
    sessions: await sessionsOf(work, reader),
    passkeys: await passkeysOf(work, reader),
    privateFeed: await feedMade(work, reader),
    reads: await readsOf(work, reader),
    entitlements: await grantsOf(work, reader),
    broughtAlong: await payersOf(work, reader),
    ...(await salesOf(work, reader)),
    challenges: await challengesOf(work, mine),
    mails: await mailsOf(work, mine),
    actsOfSupport: await actsOf(work, reader),
  })
}

export async function erase(
  work: Work,
  reader: ReaderId,
  now: number,
): Promise<Result<void, 'unknown'>> {
  const found = await account(work, reader)
  if (!found.ok) return found
  const { address } = found.value
  for (const table of ['sessions', 'passkeys', 'feeds', 'reads', 'grants', 'payers'] as const)
    await work.deleteFrom(table).where('reader', '=', reader).execute()
  await eraseSales(work, reader)
  await work
    .deleteFrom('challenges')
    .where((row) => row.or([row('reader', '=', reader), row('address', '=', address)]))
    .execute()
  await work
    .deleteFrom('mails')
    .where((row) => row.or([row('reader', '=', reader), row('recipient', '=', address)]))
    .execute()
  await work
    .updateTable('audit')
    .set({ reader: null, detail: '' })
    .where((row) => row.or([row('reader', '=', reader), mentions(reader), mentions(address)]))
    .execute()
  await work.deleteFrom('accounts').where('reader', '=', reader).execute()
  await audit(work, { at: now, by: 'standfirst', act: 'erase', reader: undefined, detail: '' })
  return ok(undefined)
}

/** Support may have written the address into the detail of an act, in capitals or not. */
function mentions(text: string) {
  const pattern = `%${text.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`
  return sql<boolean>`lower(detail) like lower(${pattern}) escape '\\'`
}

async function sessionsOf(work: Work, reader: ReaderId): Promise<readonly Exported[]> {
  const rows = await work.selectFrom('sessions').selectAll().where('reader', '=', reader).execute()
  return rows.map(({ device, created, last_used, ended }) => ({
    device,
    created: iso(created),
    lastUsed: iso(last_used),
    ended: iso(ended),
  }))
}

async function passkeysOf(work: Work, reader: ReaderId): Promise<readonly Exported[]> {
  const rows = await work.selectFrom('passkeys').selectAll().where('reader', '=', reader).execute()
  return rows.map(({ device, created, last_used }) => ({
    device,
    created: iso(created),
    lastUsed: iso(last_used),
  }))
}

async function feedMade(work: Work, reader: ReaderId): Promise<Exported | null> {
  const feed = await feedOf(work, reader)
  return feed.ok && feed.value !== undefined ? { made: iso(feed.value.made) } : null
}

async function readsOf(work: Work, reader: ReaderId): Promise<readonly Exported[]> {
  const rows = await work
    .selectFrom('reads')
    .selectAll()
    .where('reader', '=', reader)
    .orderBy('at')
    .execute()
  return rows.map(({ article, at }) => ({ article, at: iso(at) }))
}

async function grantsOf(work: Work, reader: ReaderId): Promise<readonly Exported[]> {
  const rows = await work.selectFrom('grants').selectAll().where('reader', '=', reader).execute()
  return rows.map(({ plan, source, until, created }) => ({
    plan,
    source,
    until: iso(until),
    created: iso(created),
  }))
}

async function payersOf(work: Work, reader: ReaderId): Promise<readonly Exported[]> {
  const rows = await work.selectFrom('payers').selectAll().where('reader', '=', reader).execute()
  return rows.map(({ external_id, address, name }) => ({ externalId: external_id, address, name }))
}

async function challengesOf(work: Work, mine: Account): Promise<readonly Exported[]> {
  const rows = await work
    .selectFrom('challenges')
    .selectAll()
    .where((row) => row.or([row('reader', '=', mine.reader), row('address', '=', mine.address)]))
    .orderBy('created')
    .execute()
  return rows.map(({ address, purpose, return_to, created, expires, tries, used }) => ({
    address,
    purpose,
    returnTo: return_to,
    created: iso(created),
    expires: iso(expires),
    tries,
    used: iso(used),
  }))
}

async function mailsOf(work: Work, mine: Account): Promise<readonly Exported[]> {
  const rows = await work
    .selectFrom('mails')
    .selectAll()
    .where((row) => row.or([row('reader', '=', mine.reader), row('recipient', '=', mine.address)]))
    .orderBy('queued')
    .execute()
  return rows.map(({ recipient, queued, settled, tries, why }) => ({
    to: recipient,
    queued: iso(queued),
    settled: iso(settled),
    tries,
    why,
  }))
}

/** Who of the staff did it is not the reader's to take along. */
async function actsOf(work: Work, reader: ReaderId): Promise<readonly Exported[]> {
  const rows = await work
    .selectFrom('audit')
    .selectAll()
    .where('reader', '=', reader)
    .orderBy('at')
    .execute()
  return rows.map(({ at, act, detail }) => ({ at: iso(at), act, detail }))
}
