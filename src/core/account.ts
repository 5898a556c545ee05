// Account: what the store knows of readers who have one. Facts alone; the store's contract is in store.ts.
import type { Entitlement } from './reader.ts'

/** 128 random bits, base64url: 22 characters. Says nothing about who it is. */
export type ReaderId = string

/** SHA-256 of a secret, base64url: all that is kept of codes, links and sessions. */
export type SecretHash = string

/** What a reader sees and names a session by: the first 12 characters of its hash. */
export type SessionId = string

export const SESSION_ID_LENGTH = 12

/** How long after its log-in a session opens, however often it is used. */
export const SESSION_DAYS = 365

export function sessionIdOf(session: SecretHash): SessionId {
  return session.slice(0, SESSION_ID_LENGTH)
}

/** A mail address as it is compared: NFC, the domain in lower case and in ASCII (UTS #46), the local part in lower case. */
export type Address = string

export interface Account {
  readonly reader: ReaderId
  readonly address: Address
  /** Epoch milliseconds. */
  readonly created: number
}

/** How long the code and the link of a log-in are good for. */
export const LOG_IN_MINUTES = 15

/** A log-in that was asked for: one use, by code in the browser that asked or by link in any. */
export interface Challenge {
  readonly id: string
  readonly address: Address
  readonly purpose: ChallengePurpose
  /** Path of the publication to lead back to. */
  readonly returnTo: string | undefined
  /** Epoch milliseconds. */
  readonly expires: number
}

export type ChallengePurpose = 'log-in' | 'change-address' | 'undo-address' | 'cancel'

export interface SessionFacts {
  readonly id: SessionId
  /** A few words made of the user agent: `Firefox on Android`. */
  readonly device: string
  readonly created: number
  /** To the hour. */
  readonly lastUsed: number
}

/** 128 random bits, base64url. The address of a private feed is sealed of it with a key; without that it opens nothing. */
export type FeedId = string

/** The private feed that a reader has. */
export interface FeedFacts {
  readonly id: FeedId
  /** Epoch milliseconds. */
  readonly made: number
}

/** Everything a pass is made of. */
export interface Standing {
  readonly reader: ReaderId
  readonly staff: boolean
  readonly entitlements: readonly Entitlement[]
  /** Metered articles read in the last 60 days. */
  readonly reads: readonly { readonly article: string; readonly at: number }[]
}

/** A mail that waits in the store until it is sent. */
export interface Mail {
  /** The same key is queued once, however often it is asked for. */
  readonly key: string
  readonly to: Address
  /** Epoch milliseconds. Worth sending before this instant only: a code that has expired by then helps nobody. */
  readonly until: number
  readonly subject: string
  readonly text: string
  readonly html: string
}
