// Addresses: an account takes the address whose mailbox confirmed it, and the old one may undo that.
import type { Account, Address, ReaderId, SecretHash } from '../../core/account.ts'
import { failed, ok, type Result } from '../../core/result.ts'
import type { Undoing } from '../../core/store.ts'
import { account, accountOf } from './account-rows.ts'
import { insertChallenge, useLink } from './challenges.ts'
import { erase } from './erasure.ts'
import { queueMail } from './mails.ts'
import { shutOut } from './passkeys.ts'
import type { Work } from './tables.ts'

export async function changeAddress(
  work: Work,
  linkHash: SecretHash,
  undo: Undoing,
  now: number,
): Promise<Result<Account, 'worn' | 'taken'>> {
  const moved = await moveAddress(work, linkHash, 'change-address', now)
  if (!moved.ok) return moved
  const { before, after } = moved.value
  const { reader, address } = before
  const challenge = { ...undo.challenge, address, purpose: 'undo-address', reader } as const
  await insertChallenge(work, challenge, now)
  await queueMail(work, { ...undo.mail, to: address }, reader, now)
  return ok(after)
}

export async function undoAddress(
  work: Work,
  linkHash: SecretHash,
  now: number,
): Promise<Result<Account, 'worn' | 'taken'>> {
  const moved = await moveAddress(work, linkHash, 'undo-address', now)
  if (!moved.ok) return moved
  const { after, asked } = moved.value
  await shutOut(work, after.reader, now)
  // What was asked for meanwhile, from the account or by its other address, was not the reader's asking. Only the ways
  // back to earlier addresses stay: a thief who changes it twice must not undo the second time to wear out the first.
  await work
    .updateTable('challenges')
    .set({ used: now })
    .where('reader', '=', after.reader)
    .where('used', 'is', null)
    .where((row) => row.or([row('purpose', '!=', 'undo-address'), row('created', '>=', asked)]))
    .execute()
  return ok(after)
}

interface Moved {
  readonly before: Account
  readonly after: Account
  /** When the link that moved it was asked for. */
  readonly asked: number
}

async function moveAddress(
  work: Work,
  linkHash: SecretHash,
  purpose: 'change-address' | 'undo-address',
  now: number,
): Promise<Result<Moved, 'worn' | 'taken'>> {
  const used = await useLink(work, linkHash, purpose, now)
  if (!used.ok) return used
  const { reader, address, id, created } = used.value
  const before = reader === null ? undefined : await account(work, reader)
  if (!before?.ok) return failed('worn', 'The link is about no account')
  const holder = await accountOf(work, address)
  const isTaken = holder.ok && holder.value.reader !== before.value.reader
  const isGivenUp =
    isTaken && purpose === 'undo-address' && (await stepAside(work, holder.value.reader, now))
  if (isTaken && !isGivenUp) {
    await work.updateTable('challenges').set({ used: null }).where('id', '=', id).execute()
    return failed('taken', 'Another account has this address')
  }
  await work
    .updateTable('accounts')
    .set({ address })
    .where('reader', '=', before.value.reader)
    .execute()
  await claimTraces(work, before.value.reader, before.value.address)
  return ok({ before: before.value, after: { ...before.value, address }, asked: created })
}

/**
 * Whoever misses their account logs in with the address that they know, and so has made another one before they find
 * the mail with the link. One in which nothing was opened or bought gives way to what they had; false for any other.
 */
async function stepAside(work: Work, reader: ReaderId, now: number): Promise<boolean> {
  const staff = work.selectFrom('accounts').select('reader').where('staff', '=', 1)
  const held = [
    staff.where('reader', '=', reader),
    work.selectFrom('grants').select('reader').where('reader', '=', reader),
    work.selectFrom('payers').select('reader').where('reader', '=', reader),
    work.selectFrom('checkouts').select('reader').where('reader', '=', reader),
    work.selectFrom('payments').select('reader').where('reader', '=', reader),
  ]
  for (const some of held) if ((await some.executeTakeFirst()) !== undefined) return false
  return (await erase(work, reader, now)).ok
}

/** What was sent to the address that is left behind stays the reader's, so that an erasure finds it. */
async function claimTraces(work: Work, reader: ReaderId, address: Address): Promise<void> {
  await work
    .updateTable('challenges')
    .set({ reader })
    .where('address', '=', address)
    .where('reader', 'is', null)
    .execute()
  await work
    .updateTable('mails')
    .set({ reader })
    .where('recipient', '=', address)
    .where('reader', 'is', null)
    .execute()
}
