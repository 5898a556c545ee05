// Sessions: readers who are logged in and pay, written into a data folder as the server itself writes them.
import { randomUUID } from 'node:crypto'
import type { Result } from '../src/core/result.ts'
import { hashOf, newSecret } from '../src/http/session.ts'
import { type OpenStore, openAccountStore } from '../src/store/accounts/store.ts'
import { openDataFolder } from '../src/store/data-folder.ts'
import { PLAN } from './edition.ts'

export interface OpenSession {
  readonly reader: string
  readonly secret: string
  readonly hash: string
}

const DAY = 86_400_000
const PATIENT = { standingMs: 60_000, callMs: 60_000 }

/** `data`: the data folder of a server that does not run yet. */
export async function openSessions(data: string, count: number): Promise<readonly OpenSession[]> {
  given(await openDataFolder(data))
  const report = (line: string) => console.error(line)
  const store = given(await openAccountStore(data, { ...PATIENT, report }))
  try {
    const all = Array.from({ length: count }, (_, number) => logIn(store, number))
    return await Promise.all(all)
  } finally {
    await store.close()
  }
}

async function logIn(store: OpenStore, number: number): Promise<OpenSession> {
  const now = Date.now()
  const address = `reader-${number}@example.com`
  const link = hashOf(randomUUID())
  const asked = {
    ...{ id: randomUUID(), address, returnTo: undefined, reader: undefined },
    ...{ codeHash: hashOf(randomUUID()), linkHash: link, browserHash: hashOf(randomUUID()) },
    purpose: 'log-in' as const,
    expires: now + DAY,
  }
  const mail = { key: asked.id, to: address, until: now, subject: '', text: '', html: '' }
  given(await store.challenge(asked, mail, 1, now))
  // Nobody is to send it.
  given(await store.mailSent(mail.key, now))
  const { secret, hash } = newSecret()
  const { account } = given(
    await store.logInByLink(link, { hash, device: 'Bench', reads: [] }, now),
  )
  const { reader } = account
  given(await store.grant(reader, { plan: PLAN, until: now + DAY, source: 'support' }, now))
  return { reader, secret, hash }
}

function given<Value>(result: Result<Value, string>): Value {
  if (!result.ok) throw new Error(result.detail)
  return result.value
}
