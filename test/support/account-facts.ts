// What the suites of the store ask it: addresses, challenges, sessions and mails as the http part makes them.
import { createHash, randomUUID } from 'node:crypto'
import type { Challenge, Mail } from '../../src/core/account.ts'
import type { Result } from '../../src/core/result.ts'
import type { LoggedIn, NewChallenge, NewSession, Store } from '../../src/core/store.ts'

export const NOW = Date.parse('2026-11-23T12:00:00Z')
export const MINUTE = 60_000
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

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
