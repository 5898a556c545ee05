// Account rows: the accounts themselves, by reader and by address.
import { randomBytes } from 'node:crypto'
import type { Account, Address, ReaderId } from '../../core/account.ts'
import { failed, ok, type Result } from '../../core/result.ts'
import type { Work } from './tables.ts'

const COLUMNS = ['reader', 'address', 'created'] as const

export async function account(work: Work, reader: ReaderId): Promise<Result<Account, 'unknown'>> {
  const found = await work
    .selectFrom('accounts')
    .select(COLUMNS)
    .where('reader', '=', reader)
    .executeTakeFirst()
  return found === undefined ? failed('unknown', 'There is no such account') : ok(found)
}

export async function accountOf(work: Work, address: Address): Promise<Result<Account, 'unknown'>> {
  const found = await work
    .selectFrom('accounts')
    .select(COLUMNS)
    .where('address', '=', address)
    .executeTakeFirst()
  return found === undefined ? failed('unknown', 'No account has this address') : ok(found)
}

/** The account of an address; made with `reader` as its id where there is none. */
export async function ensureAccount(
  work: Work,
  address: Address,
  reader: ReaderId,
  now: number,
): Promise<Account> {
  await work
    .insertInto('accounts')
    .values({ reader, address, staff: 0, created: now })
    .onConflict((conflict) => conflict.column('address').doNothing())
    .execute()
  return await work
    .selectFrom('accounts')
    .select(COLUMNS)
    .where('address', '=', address)
    .executeTakeFirstOrThrow()
}

export async function setStaff(
  work: Work,
  reader: ReaderId,
  staff: boolean,
): Promise<Result<void, 'unknown'>> {
  const { numUpdatedRows } = await work
    .updateTable('accounts')
    .set({ staff: staff ? 1 : 0 })
    .where('reader', '=', reader)
    .executeTakeFirst()
  return numUpdatedRows === 0n ? failed('unknown', 'There is no such account') : ok(undefined)
}

/** 128 random bits, base64url. */
export function newReaderId(): ReaderId {
  return randomBytes(16).toString('base64url')
}
