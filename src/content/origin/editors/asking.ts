// Asking who is logged in: the shape of a question to the origin, and of what it may come to.
import type { Result } from '../../../core/result.ts'

/** One GET of the origin; no redirect is followed. */
interface Question {
  /** Path and query. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
}

export interface OriginAnswer {
  readonly status: number
  readonly text: string
}

/** Fails `unavailable` when no whole answer came in time. */
export type AskOrigin = (question: Question) => Promise<Result<OriginAnswer, 'unavailable'>>

/** `unknown`: the origin did not say. Whoever asks treats that as `nobody`. */
export type Who = 'editor' | 'nobody' | 'unknown'

export interface Confirmed {
  /** `reader`: has an account there and may not write. */
  readonly who: Who | 'reader'
  /** WordPress's nonce of this log-in, to ask again with. */
  readonly nonce?: string | undefined
  /** Of `unknown`: one sentence for the publisher. */
  readonly why?: string
}

export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
