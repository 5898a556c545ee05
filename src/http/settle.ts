// Settle: whose pass is stale gets a new one from their session before anything is decided against them; in an outage
// the old one holds on for the grace period.
import { type SecretHash, sessionIdOf } from '../core/account.ts'
import { ANONYMOUS } from '../core/reader.ts'
import { type CookieNames, clearCookie, setCookie } from './cookies.ts'
import type { Ended } from './ended.ts'
import { type Identify, type Identity, withPass } from './identify.ts'
import { isOver, type Pass, sealPass } from './pass.ts'
import { inGrace, type Renew } from './renewal.ts'
import type { Seals } from './seal.ts'

/** With a session no wall rests on a pass older than this: who has just paid elsewhere never sees one. */
const FRESH_MS = 10_000
/** How long a browser keeps a pass: it shows who it was as long as any grace could last. */
export const KEPT_SECONDS = 60 * 86_400

export interface Settling {
  readonly renew: Renew
  /** What is known of ended sessions while the store cannot answer. */
  readonly ended: Ended
  /** Milliseconds for which an expired pass still holds while the store cannot answer. */
  readonly grace: number
  readonly seals: Seals
  readonly cookies: CookieNames
  readonly secure: boolean
}

export interface Settled {
  readonly identity: Identity
  /** Set-Cookie values that go out with the answer. */
  readonly cookies: readonly string[]
  /** The store could not answer, and the reader reads on by an old pass. */
  readonly grace: boolean
}

export function asIs(identity: Identity): Settled {
  return { identity, cookies: [], grace: false }
}

/** Who asks, where the answer brings no new pass: a picture, a file. The page that shows it does. */
export async function identityNow(
  cookie: string | undefined,
  now: number,
  { identify, settling }: { readonly identify: Identify; readonly settling: Settling },
): Promise<Identity> {
  const asked = identify(cookie, now)
  return isStale(asked, now) ? (await settle(asked, now, settling)).identity : asked
}

/** The pass is missing or over, and there is a session to make one of. */
export function isStale({ pass, session }: Identity, now: number): boolean {
  return session !== undefined && (pass === undefined || isOver(pass, now))
}

/** The pass is old enough that something may have been bought since. */
export function mayHaveChanged({ pass, session }: Identity, now: number): boolean {
  return session !== undefined && pass !== undefined && now - pass.issued > FRESH_MS
}

/** Renews the pass from the session. Never fails: an outage leaves who it was for the grace period. */
export async function settle(
  identity: Identity,
  now: number,
  settling: Settling,
): Promise<Settled> {
  const { session, pass } = identity
  if (session === undefined) return asIs(identity)
  const { seals, cookies, secure } = settling
  const renewed = await settling.renew(session, now)
  switch (renewed.kind) {
    case 'renewed': {
      const sealed = sealPass(renewed.pass, seals)
      const cookie = setCookie(cookies.pass, sealed, KEPT_SECONDS, secure)
      return { identity: withPass(identity, renewed.pass), cookies: [cookie], grace: false }
    }
    case 'ended': {
      const gone = [cookies.pass, cookies.session].map((name) => clearCookie(name, secure))
      const nobody = { ...identity, reader: ANONYMOUS, pass: undefined, session: undefined }
      return { identity: nobody, cookies: gone, grace: false }
    }
    case 'unavailable': {
      const own = pass !== undefined && isOf(session, pass, settling.ended) ? pass : undefined
      const held = own && inGrace(own, now, settling.grace)
      if (held === undefined) return asIs(identity)
      return { identity: withPass(identity, held), cookies: [], grace: true }
    }
  }
}

/** The pass was made of this very session, and nobody has heard of its end. */
function isOf(session: SecretHash, pass: Pass, ended: Ended): boolean {
  return pass.session === sessionIdOf(session) && !ended.has(session, pass)
}
