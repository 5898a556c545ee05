// Session: 256 random bits in a cookie with a MAC, so that an invented one costs no look into the store, where only
// the hash of it is kept.
import { createHash, randomBytes } from 'node:crypto'
import type { SecretHash } from '../core/account.ts'
import type { Seals } from './seal.ts'

export interface NewSecret {
  /** What goes out: into the cookie, the link or the mail. */
  readonly secret: string
  /** What is kept. */
  readonly hash: SecretHash
}

/** 256 random bits, base64url. */
export function newSecret(): NewSecret {
  const secret = randomBytes(32).toString('base64url')
  return { secret, hash: hashOf(secret) }
}

export function hashOf(secret: string): SecretHash {
  return createHash('sha256').update(secret).digest('base64url')
}

/** The hash of the session behind a cookie's value, or undefined for what we did not make. */
export function openSession(text: string, seals: Seals): SecretHash | undefined {
  const secret = seals.open('session', text)
  return secret === undefined ? undefined : hashOf(secret)
}
