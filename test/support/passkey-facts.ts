// What the suites of the store ask it about passkeys, as the http part does after it has proved them.
import type { AddedPasskey, UsedPasskey } from '../../src/core/store.ts'
import { hash, MINUTE, mailTo, NOW } from './account-facts.ts'

export function added(
  id: string,
  session: string,
  changes: Partial<AddedPasskey> = {},
): AddedPasskey {
  const { to: _, ...mail } = mailTo('')
  return {
    passkey: { id, publicKey: `key of ${id}`, signCount: 0 },
    device: `device of ${id}`,
    session,
    question: { hash: hash(`adding ${id}`), expires: NOW + 5 * MINUTE },
    mail,
    ...changes,
  }
}

export function used(
  id: string,
  question: string,
  changes: Partial<UsedPasskey> = {},
): UsedPasskey {
  const asked = { hash: hash(question), expires: NOW + 5 * MINUTE }
  return { id, counted: 0, signCount: 0, question: asked, ...changes }
}
