// Every implementation of the store of accounts, for the suites that all of them pass, and what they are asked.
import { createHash, randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Challenge, Mail } from '../../src/core/account.ts'
import type { Result } from '../../src/core/result.ts'
import type { LoggedIn, NewChallenge, NewSession, Store } from '../../src/core/store.ts'
import { accountsFile, openSqlite, storeOn } from '../../src/store/accounts/sqlite-file.ts'
import { openAccountStore } from '../../src/store/accounts/store.ts'

export const NOW = Date.parse('2026-11-23T12:00:00Z')
export const MINUTE = 60_000
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

export interface TestStore extends Store {
  /** The data folder. */
  readonly dir: string
  /** Lets go of the database and takes the folder away. */
  end(): Promise<void>
}

export interface Implementation {
  readonly name: string
  open(): Promise<TestStore>
}

const report = (line: string) => {
  throw new Error(line)
}

const inWorker: Implementation = {
  name: 'SQLite in its thread',
  async open() {
    const dir = await mkdtemp(join(tmpdir(), 'accounts-'))
    // The limits are tried elsewhere; a busy machine shall not make these suites fail.
    const store = given(await openAccountStore(dir, { standingMs: 10_000, callMs: 20_000, report }))
    const end = async () => {
      await store.close()
      await rm(dir, { recursive: true })
    }
    return { ...store, dir, end }
  },
}

const direct: Implementation = {
  name: 'SQLite',
  async open() {
    const dir = await mkdtemp(join(tmpdir(), 'accounts-'))
    const file = given(await openSqlite(accountsFile(dir)))
    const end = async () => {
      await file.db.destroy()
      await rm(dir, { recursive: true })
    }
    return Object.assign(storeOn(file, report), { dir, end })
  },
}

export const implementations: readonly Implementation[] = [inWorker, direct]

/** What a call gave; a test that meets a failure here fails with its reason. */
export function given<Value>(result: Result<Value, string>): Value {
  if (!result.ok) throw new Error(`${result.reason}: ${result.detail}`)
  return result.value
}

export function hash(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url')
}

export function mailTo(address: string, key: string = randomUUID()): Mail {
  return {
    key,
    to: address,
    until: NOW + 15 * MINUTE,
    subject: `Log in as ${address}`,
    text: 'Your code is 123456',
    html: '<p>Your code is 123456</p>',
  }
}

/** A log-in by `123456` in the browser `browser`, or by the link `link …`. */
export function asked(address: string, changes: Partial<NewChallenge> = {}): NewChallenge {
  const id = randomUUID()
  return {
    id,
    address,
    purpose: 'log-in',
    codeHash: hash('123456'),
    linkHash: hash(`link ${id}`),
    browserHash: hash(`browser of ${address}`),
    returnTo: '/sea/tide',
    expires: NOW + 15 * MINUTE,
    reader: undefined,
    ...changes,
  }
}

export function session(reads: NewSession['reads'] = []): NewSession {
  return { hash: hash(randomUUID()), device: 'Firefox on Android', reads }
}

/** Asks for a challenge whose mail is queued. */
export async function ask(
  store: Store,
  address: string,
  changes: Partial<NewChallenge> = {},
  now: number = NOW,
): Promise<NewChallenge> {
  const challenge = asked(address, { expires: now + 15 * MINUTE, ...changes })
  given(await store.challenge(challenge, mailTo(address), 100, now))
  return challenge
}

export interface Entered extends LoggedIn {
  readonly session: NewSession
}

/** Asks for a link and logs in by it. */
export async function enter(
  store: Store,
  address: string,
  { reads = [], now = NOW }: { readonly reads?: NewSession['reads']; readonly now?: number } = {},
): Promise<Entered> {
  const { linkHash } = await ask(store, address, {}, now)
  const made = session(reads)
  return { ...given(await store.logInByLink(linkHash, made, now)), session: made }
}

/** What a page is told of a challenge. */
export function shown({ id, address, purpose, returnTo, expires }: NewChallenge): Challenge {
  return { id, address, purpose, returnTo, expires }
}
