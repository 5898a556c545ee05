// Transport: the way a mail leaves the house. By SMTP, or into the outbox while none is configured.
import type { Address, Mail } from '../core/account.ts'
import type { Result } from '../core/result.ts'

export interface Transport {
  /**
   * Hands one mail over; ends early when `signal` says so. Fails `later` when it may go well another time, `never` when
   * this mail would be refused every time. The detail is for logs: it holds no address and nothing of the mail.
   */
  send(mail: Mail, signal: AbortSignal): Promise<Result<void, 'later' | 'never'>>
  /** Ends what is open, at once. */
  close(): void
}

/** Who writes. */
export interface Letterhead {
  /** The publication's name. */
  readonly name: string
  readonly from: Address
  /** Where answers go; undefined: to `from`. */
  readonly replyTo: Address | undefined
}
