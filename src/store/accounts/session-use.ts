// Session use: when a session was used, and how exactly that is kept.
import type { SecretHash } from '../../core/account.ts'

const HOUR = 3_600_000

/** Whose pass is to be made anew, and at which moment. */
export interface SessionAt {
  readonly session: SecretHash
  readonly now: number
}

export function wholeHour(instant: number): number {
  return Math.floor(instant / HOUR) * HOUR
}
