// Addresses: an account takes the address whose mailbox confirmed it, and the old one may undo that.
import type { Account, Address, ReaderId, SecretHash } from '../../core/account.ts'
import { failed, ok, type Result } from '../../core/result.ts'
import type { Undoing } from '../../core/store.ts'
import { account, accountOf } from './account-rows.ts'
import { insertChallenge, useLink } from './challenges.ts'
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
  const { after } = moved.value
  await shutOut(work, after.reader, now)
  // What was asked for meanwhile, from the account or by its other address, was not the reader's asking.
  await work
    .updateTable('challenges')
    .set({ used: now })
    .where('reader', '=', after.reader)
    .where('used', 'is', null)
    .execute()
  return ok(after)
}

async function moveAddress(
  work: Work,
  linkHash: SecretHash,
  purpose: 'change-address' | 'undo-address',
  now: number,
): Promise<Result<{ readonly before: Account; readonly after: Account }, 'worn' | 'taken'>> {
  const used = await useLink(work, linkHash, purpose, now)
  if (!used.ok) return used
  const { reader, address, id } = used.value
  const before = reader === null ? undefined : await account(work, reader)
  if (!before?.ok) return failed('worn', 'The link is about no account')
  const holder = await accountOf(work, address)
  if (holder.ok && holder.value.reader !== before.value.reader) {
    await work.updateTable('challenges').set({ used: null }).where('id', '=', id).execute()
    return failed('taken', 'Another account has this address')
  }
  await work
    .updateTable('accounts')
    .set({ address })
    .where('reader', '=', before.value.reader)
    .execute()
  await claimTraces(work, before.value.reader, before.value.address)
  return ok({ before: before.value, after: { ...before.value, address } })
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
