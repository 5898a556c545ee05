// Delivery: one mail's way from the queue to the transport, and the note in the store of what became of it.
import { setTimeout as wait } from 'node:timers/promises'
import type { Mail } from '../core/account.ts'
import type { Result } from '../core/result.ts'
import type { Store } from '../core/store.ts'
import type { News } from './news.ts'
import type { Transport } from './transport.ts'

export type Taken = Mail & { readonly tries: number }

export interface Delivering {
  readonly store: Pick<Store, 'mailSent' | 'mailFailed'>
  readonly transport: Transport
  readonly now: () => number
  readonly news: News
  /** Ends what is on its way, as something that has not failed. */
  readonly hurry: AbortSignal
  /** Ends the notes to the store too. */
  readonly stop: AbortSignal
}

const SECOND = 1000
const MINUTE = 60 * SECOND

/** A mail on its way has this long; its lease is longer, so that nobody else takes it meanwhile. */
const DEADLINE = 2 * MINUTE
/** How long after each try the next one is; the last stands for all that follow. */
const PAUSES = [1, 2, 5, 15, 60].map((minutes) => minutes * MINUTE)
const NOTE_AGAIN = SECOND / 4

/** Gives what sends a mail and has it noted. Never fails: what goes wrong is noted, reported and tried again. */
export function createDelivery(parts: Delivering): (mail: Taken) => Promise<void> {
  const { store, transport, now, news, hurry } = parts

  return async (mail) => {
    const failure = await failureOf(mail)
    if (failure !== undefined) return settle(mail, failure)
    await noted(() => store.mailSent(mail.key, now()), parts)
    news.fine()
  }

  async function failureOf(mail: Taken): Promise<Failure | undefined> {
    if (mail.until <= now()) return { why: 'it was too late for it', next: undefined }
    const signal = AbortSignal.any([hurry, AbortSignal.timeout(DEADLINE)])
    const sent = await transport.send(mail, signal)
    if (sent.ok) return undefined
    if (sent.reason === 'never') return { why: sent.detail, next: undefined }
    if (hurry.aborted) return { why: 'it was stopped on its way', next: now() }
    news.trouble(sent.detail)
    const next = now() + (PAUSES[Math.min(mail.tries, PAUSES.length - 1)] ?? MINUTE)
    return { why: sent.detail, next: next < mail.until ? next : undefined }
  }

  async function settle(mail: Taken, { why, next }: Failure): Promise<void> {
    if (next === undefined) news.givenUp(why)
    await noted(() => store.mailFailed(mail.key, why, next), parts)
  }
}

interface Failure {
  readonly why: string
  /** Epoch milliseconds; undefined: given up. */
  readonly next: number | undefined
}

/** Tells the store until it has noted it, or the sender has to stop. */
async function noted(
  tell: () => Promise<Result<void, 'unavailable'>>,
  { news, stop }: Delivering,
): Promise<void> {
  while (!(await tell()).ok && !stop.aborted) {
    news.trouble('the store does not answer')
    await wait(NOTE_AGAIN, undefined, { signal: stop }).catch(() => undefined)
  }
}
