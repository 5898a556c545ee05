// Payers: readers brought along from the system that they paid in before. What comes of them is decided before anything
// is written, so that a trial and the real thing cannot differ.
import type { ReaderId } from '../../core/account.ts'
import { ok, type Result } from '../../core/result.ts'
import type { Imported, Payer, PayerRecord } from '../../core/store.ts'
import { newReaderId } from './account-rows.ts'
import { type Known, knownOf, type Records } from './payers-known.ts'
import type { Work } from './tables.ts'

/** Payers of one round: SQLite binds 32,766 values and PostgreSQL 65,535 at most. */
const MOST_ROWS = 500

export async function previewImport(
  work: Work,
  payers: readonly Payer[],
): Promise<Result<readonly Imported[], never>> {
  const imported: Imported[] = []
  for (let from = 0; from < payers.length; from += MOST_ROWS) {
    const some = payers.slice(from, from + MOST_ROWS)
    const known = await knownOf(work, some)
    imported.push(...some.map((payer) => place(payer, known)))
  }
  return ok(imported)
}

export async function importPayers(
  work: Work,
  payers: readonly Payer[],
  now: number,
): Promise<Result<readonly Imported[], never>> {
  const imported: Imported[] = []
  for (let from = 0; from < payers.length; from += MOST_ROWS) {
    const some = payers.slice(from, from + MOST_ROWS)
    const known = await knownOf(work, some)
    imported.push(...some.map((payer) => place(payer, known)))
    await write(work, known, now)
  }
  return ok(imported)
}

export async function payerRecords(
  work: Work,
  reader: ReaderId,
): Promise<Result<readonly PayerRecord[], never>> {
  const rows = await work
    .selectFrom('payers')
    .select(['external_id', 'name'])
    .where('reader', '=', reader)
    .orderBy('external_id')
    .execute()
  return ok(
    rows.map(({ external_id, name }) => ({
      externalId: external_id || undefined,
      name: name || undefined,
    })),
  )
}

/** Finds the payer's account, and opens the plan there: in `known`, which remembers what is to be written. */
function place(payer: Payer, known: Known): Imported {
  const { records, readers, made, grants } = known
  const linked = payer.externalId === undefined ? undefined : records.holderOf(payer.externalId)
  const atAddress = readers.get(payer.address)
  const isUnchanged = linked?.address === payer.address
  const reader = (isUnchanged ? linked.reader : atAddress) ?? newReaderId()
  const isNew = !isUnchanged && atAddress === undefined
  if (isNew) {
    readers.set(payer.address, reader)
    made.push({ reader, address: payer.address })
  }
  const isMoved = linked !== undefined && linked.reader !== reader
  if (isMoved) move(payer.externalId ?? '', linked.reader, reader, known)
  note(payer, reader, records)
  const until = grants.untilOf(reader, payer.plan)
  const isLonger = until === undefined || until < payer.until
  if (isLonger) grants.open(reader, payer.plan, payer.until)
  const opened = until === undefined ? 'opened' : isLonger ? 'extended' : 'kept'
  return { account: isNew ? 'new' : 'known', plan: isMoved ? 'moved' : opened }
}

/** What was brought along for an external id goes with it, unless another one brought the same account along too. */
function move(externalId: string, from: ReaderId, to: ReaderId, { records, grants }: Known): void {
  records.drop(from, externalId)
  for (const [plan, until] of grants.of(from)) {
    if ((grants.untilOf(to, plan) ?? 0) < until) grants.open(to, plan, until)
    if (records.countOf(from) === 0) grants.end(from, plan)
  }
}

function note({ externalId = '', name, address }: Payer, reader: ReaderId, records: Records): void {
  const before = records.get(reader, externalId)
  if (before === undefined && externalId === '' && name === undefined) return
  const record = { address, name: name ?? before?.name ?? '' }
  if (before?.address !== record.address || before.name !== record.name)
    records.put(reader, externalId, record)
}

async function write(work: Work, { made, grants, records }: Known, now: number): Promise<void> {
  if (made.length > 0) {
    const accounts = made.map((one) => ({ ...one, staff: 0, created: now }))
    await work.insertInto('accounts').values(accounts).execute()
  }
  for (const { reader, plan } of grants.ended())
    await work
      .deleteFrom('grants')
      .where('reader', '=', reader)
      .where('plan', '=', plan)
      .where('source', '=', 'import')
      .execute()
  const opened = grants.opened().map((one) => ({ ...one, source: 'import', created: now }))
  if (opened.length > 0)
    await work
      .insertInto('grants')
      .values(opened)
      .onConflict((conflict) =>
        conflict
          .columns(['reader', 'plan', 'source'])
          .doUpdateSet((grant) => ({ until: grant.ref('excluded.until') })),
      )
      .execute()
  for (const { reader, externalId } of records.dropped())
    await work
      .deleteFrom('payers')
      .where('reader', '=', reader)
      .where('external_id', '=', externalId)
      .execute()
  const noted = records.noted()
  if (noted.length > 0)
    await work
      .insertInto('payers')
      .values(noted)
      .onConflict((conflict) =>
        conflict.columns(['reader', 'external_id']).doUpdateSet((row) => ({
          address: row.ref('excluded.address'),
          name: row.ref('excluded.name'),
        })),
      )
      .execute()
}
