// Passkey: a key that a reader's device keeps, and what is checked of its answers. The store has the public half.
import type { ReaderId, SecretHash } from './account.ts'
import type { Result } from './result.ts'

/** How long a question waits for its answer. */
export const QUESTION_MINUTES = 5

/** What passkeys may sign with, the best first (COSE, RFC 9053): EdDSA, ES256, RS256. */
export const PASSKEY_ALGORITHMS: readonly number[] = [-8, -7, -257]

/** How many passkeys a reader can have. */
export const MOST_PASSKEYS = 10

/** How young a log-in must be to add a passkey. */
export const FRESH_MINUTES = 15

/** What is proved when a passkey is made. */
export interface ProvedPasskey {
  /** As its device knows it, base64url. */
  readonly id: string
  /** COSE key (RFC 9052 §7), base64url. */
  readonly publicKey: string
  /** How often it has signed, as it says itself; 0 where it does not count. */
  readonly signCount: number
}

export interface Passkey extends ProvedPasskey {
  readonly reader: ReaderId
}

/** What a reader knows a passkey by. */
export interface PasskeyFacts {
  readonly id: string
  /** A few words made of the user agent that added it. */
  readonly device: string
  readonly created: number
  /** To the hour; undefined before it was used. */
  readonly lastUsed: number | undefined
}

/** A question that was answered: it is not taken a second time. */
export interface AnsweredQuestion {
  readonly hash: SecretHash
  /** Epoch milliseconds. From then on nobody takes it. */
  readonly expires: number
}

/** What a browser says that a passkey has signed. Nothing of it is proved. All fields are base64url. */
interface PasskeyAnswer {
  readonly id: string
  /** What was asked, out of `clientData`. */
  readonly question: string
  readonly clientData: string
}

/** Of a passkey that was just made. */
export interface NewPasskeyAnswer extends PasskeyAnswer {
  readonly attestation: string
}

/** Of a passkey that is known, or says it is. */
export interface KnownPasskeyAnswer extends PasskeyAnswer {
  readonly authenticatorData: string
  readonly signature: string
  /** Whose it is, as its device knows it. */
  readonly reader: ReaderId
}

/**
 * Checks what passkeys sign: that it is about `question`, made for this publication's address, and that the device has
 * verified its reader. Whether the question was ours is for the caller to know. All fail `refused` for whatever is wrong,
 * and `unavailable` when it could not be looked at in time.
 */
export interface PasskeyProver {
  /** The host that passkeys are made for (WebAuthn's RP ID). */
  readonly host: string
  /** There will be something to prove soon. */
  wake(): void
  proveNew(
    answer: NewPasskeyAnswer,
    question: string,
  ): Promise<Result<ProvedPasskey, 'refused' | 'unavailable'>>
  /** Gives the passkey's count of signatures. One that went back is refused: there may be a copy of it. */
  prove(
    answer: KnownPasskeyAnswer,
    question: string,
    passkey: Passkey,
  ): Promise<Result<number, 'refused' | 'unavailable'>>
}
