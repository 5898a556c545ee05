// Renewal: a stale pass made new from its session. The only look into the store on an article's path: one for all
// requests of a session that wait, and none that waits longer than the store may take.
import { type SecretHash, type Standing, sessionIdOf } from '../core/account.ts'
import type { Entitlement, Reader } from '../core/reader.ts'
import type { Store } from '../core/store.ts'
import type { Ended } from './ended.ts'
import type { Pass } from './pass.ts'

/** A pass opens for so long without the store being asked. */
export const PASS_MS = 5 * 60_000

export type Renewed =
  | { readonly kind: 'renewed'; readonly pass: Pass }
  /** The session ended: its cookies are worth nothing any more. */
  | { readonly kind: 'ended' }
  | { readonly kind: 'unavailable' }

export type Renew = (session: SecretHash, now: number) => Promise<Renewed>

/** Gives the function that renews; requests of one session that come while it runs share its answer. */
export function createRenew(store: Pick<Store, 'standing'>, ended: Ended): Renew {
  const running = new Map<SecretHash, Promise<Renewed>>()
  return (session, now) => {
    const shared = running.get(session)
    if (shared !== undefined) return shared
    const started = ask(store, ended, session, now).finally(() => running.delete(session))
    running.set(session, started)
    return started
  }
}

const MOST_TRIES = 10

/**
 * Renews as `renew` does and asks a busy store several times: who presses a button can wait longer than an article may.
 */
export function patient(renew: Renew): Renew {
  return async (session, now) => {
    let renewed = await renew(session, now)
    for (let tries = 1; tries < MOST_TRIES && renewed.kind === 'unavailable'; tries++)
      renewed = await renew(session, now)
    return renewed
  }
}

async function ask(
  store: Pick<Store, 'standing'>,
  ended: Ended,
  session: SecretHash,
  now: number,
): Promise<Renewed> {
  const standing = await store.standing(session, now)
  if (standing.ok) return { kind: 'renewed', pass: passOf(standing.value, session, now) }
  if (standing.reason === 'unavailable') return { kind: 'unavailable' }
  ended.noteSession(sessionIdOf(session))
  return { kind: 'ended' }
}

/** The pass of a session's reader as they stand at `now`. */
export function passOf(standing: Standing, session: SecretHash, now: number): Pass {
  const entitlements = standing.entitlements.filter(({ until }) => now < until)
  const entries = standing.reads.map(({ article, at }) => ({
    article,
    at,
    reader: standing.reader,
  }))
  return {
    reader: readerOf(standing, entitlements),
    session: sessionIdOf(session),
    issued: now,
    expires: now + PASS_MS,
    reads: { entries },
  }
}

/**
 * In an outage: who a stale pass says is reading, for at most `grace` milliseconds after it ended. What was open then
 * stays open for as long: a payment may have been made that nobody could write down.
 */
export function inGrace(pass: Pass, now: number, grace: number): Pass | undefined {
  if (now >= pass.expires + grace) return undefined
  const { reader } = pass
  if (reader.kind !== 'subscriber') return pass
  const entitlements = reader.entitlements.map(({ plan, until }) =>
    until >= pass.issued ? { plan, until: until + grace } : { plan, until },
  )
  return { ...pass, reader: { ...reader, entitlements } }
}

/** Who reads, of whom the store says this. */
export function readerOf(standing: Standing, entitlements: readonly Entitlement[]): Pass['reader'] {
  const id = standing.reader
  if (standing.staff) return { kind: 'staff', id }
  if (entitlements.length === 0) return { kind: 'registered', id } satisfies Reader
  return { kind: 'subscriber', id, entitlements }
}
