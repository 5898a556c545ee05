// Parts: what the account pages need of the rest, and the replies they all make.
import type { Address } from '../../core/account.ts'
import type { Period } from '../../core/calendar.ts'
import type { Cidr } from '../../core/network.ts'
import type { PasskeyProver } from '../../core/passkey.ts'
import type { Payments } from '../../core/payments.ts'
import type { Result } from '../../core/result.ts'
import type { Store } from '../../core/store.ts'
import type { Frame } from '../../pages/frame.ts'
import type { Letters } from '../../pages/letters.ts'
import type { CookieNames } from '../cookies.ts'
import type { Identify } from '../identify.ts'
import type { Reply } from '../reply.ts'
import type { Seals } from '../seal.ts'
import type { Settling } from '../settle.ts'
import type { Rates } from './rate.ts'

export interface AccountParts {
  readonly frame: Frame
  /** What every page says of itself: names and values in turn. */
  readonly headers: readonly string[]
  /** The same of pages with a script of ours. */
  readonly scriptHeaders: readonly string[]
  readonly store: Store
  /** Undefined where nothing can be paid: what is had stays open, and nothing new is sold. */
  readonly payments: Payments | undefined
  /** Undefined where browsers know none. */
  readonly passkeys: PasskeyProver | undefined
  readonly letters: Letters
  /** Tells the sender that a mail waits. */
  readonly wake: () => void
  readonly parseAddress: (text: string) => Result<Address, 'malformed'>
  /** Mails are written into the outbox of a practice publication. */
  readonly practiceOutbox: boolean
  readonly identify: Identify
  readonly settling: Settling
  readonly rates: Rates
  readonly seals: Seals
  readonly cookies: CookieNames
  readonly secure: boolean
  readonly now: () => number
  readonly periodAt: (now: number) => Period
  readonly dateOf: (now: number) => string
  readonly trustedProxies: readonly Cidr[]
}

export type PageStatus = 200 | 403 | 404 | 422 | 429 | 503

/** An account page: kept by nobody, found by no search engine. */
export function page(
  parts: Pick<AccountParts, 'headers'>,
  html: string,
  status: PageStatus = 200,
  more: readonly string[] = [],
): Reply {
  const body = new TextEncoder().encode(html)
  const own = ['Content-Type', 'text/html; charset=utf-8', 'Cache-Control', 'no-store']
  const length = ['X-Robots-Tag', 'noindex', 'Content-Length', String(body.length)]
  return { status, headers: [...parts.headers, ...own, ...length, ...more], body }
}

/** The header of a 429. */
export function retryAfter(minutes: number): readonly string[] {
  return ['Retry-After', String(60 * minutes)]
}

/** For a script of ours. */
export function json(
  parts: Pick<AccountParts, 'headers'>,
  value: unknown,
  status: PageStatus = 200,
  more: readonly string[] = [],
): Reply {
  const body = new TextEncoder().encode(JSON.stringify(value))
  const own = ['Content-Type', 'application/json; charset=utf-8', 'Cache-Control', 'no-store']
  const length = ['Content-Length', String(body.length)]
  return { status, headers: [...parts.headers, ...own, ...length, ...more], body }
}

/** On to the next page with a GET. `to` is a path of this publication, written out. */
export function onward(to: string, cookies: readonly string[] = []): Reply {
  const set = cookies.flatMap((cookie) => ['Set-Cookie', cookie])
  const headers = ['Location', to, 'Cache-Control', 'no-store', 'Content-Length', '0', ...set]
  return { status: 303, headers, body: undefined }
}
