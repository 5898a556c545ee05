// Readers: the cookies of readers of each kind, signed as the server itself signs them.
import { randomBytes } from 'node:crypto'
import { sessionIdOf } from '../src/core/account.ts'
import { EMPTY_METER } from '../src/core/meter.ts'
import { cookieNames } from '../src/http/cookies.ts'
import { sealMeter } from '../src/http/meter-cookie.ts'
import { type Pass, sealPass } from '../src/http/pass.ts'
import { PASS_MS } from '../src/http/renewal.ts'
import { createSeals } from '../src/http/seal.ts'
import { PLAN, PUBLICATION } from './edition.ts'
import type { OpenSession } from './sessions.ts'

export const READERS = 1000
const HOUR = 3_600_000

const secret = randomBytes(32)
/** For the server's STANDFIRST_KEYS. */
export const KEYS = `bench:${secret.toString('base64url')}`

const ring = { keys: [{ id: 'bench', secret: new Uint8Array(secret) }] }
const seals = createSeals(() => ring, PUBLICATION)
const names = cookieNames(false)

/** Every other one has read the article `id`, and reads it again for nothing; the others spend a read on it. */
export function metered(id: string): readonly string[] {
  return readers(READERS, (number) =>
    meterCookie(number % 2 === 0 ? [id, ...others(number % 3)] : others(1 + ((number >> 1) % 2))),
  )
}

/** Of three who come one after the other, one is new, one has read a little, and one has read all there is. */
export function passersBy(): readonly string[] {
  return readers(READERS, (number) =>
    number % 3 === 0 ? '' : meterCookie(others(number % 3 === 1 ? 1 : 3)),
  )
}

/** The meter of a reader whom nobody has seen before, who has read `count` other articles. */
export function newcomer(count: number): string {
  return count === 0 ? '' : meterCookie(others(count))
}

/** Meters that hold the article `id` and up to two others: reading it again is free. */
export function rereading(id: string): readonly string[] {
  return readers(READERS, (number) => meterCookie([id, ...others(number % 3)]))
}

/** Meters that hold three other articles: all there is. */
export function atTheWall(): readonly string[] {
  return readers(READERS, () => meterCookie(others(3)))
}

export function subscribers(count: number): readonly string[] {
  const entitlements = [{ plan: PLAN, until: Date.now() + HOUR }]
  return readers(count, (number) =>
    passCookie({ kind: 'subscriber', id: `reader-${number}`, entitlements }),
  )
}

export function registered(count: number): readonly string[] {
  return readers(count, (number) => passCookie({ kind: 'registered', id: `reader-${number}` }))
}

/** Subscribers whose pass is over, with the session it was made of. */
export function returning(sessions: readonly OpenSession[]): readonly string[] {
  return sessions.map(({ reader: id, secret, hash }) => {
    const entitlements = [{ plan: PLAN, until: Date.now() + HOUR }]
    const reader = { kind: 'subscriber', id, entitlements } as const
    const pass = passCookie(reader, Date.now() - HOUR, sessionIdOf(hash))
    return `${pass}; ${names.session}=${seals.seal('session', secret)}`
  })
}

function readers(count: number, cookie: (number: number) => string): readonly string[] {
  return Array.from({ length: count }, (_, number) => cookie(number))
}

/** `issued` in epoch milliseconds. A pass of now holds for the time of a bench. */
function passCookie(reader: Pass['reader'], issued = Date.now(), session = 'bench'): string {
  const expires = issued + HOUR - PASS_MS
  const pass = { reader, session, issued, expires, reads: EMPTY_METER }
  return `${names.pass}=${sealPass(pass, seals)}`
}

function meterCookie(articles: readonly string[]): string {
  const at = Date.now()
  const entries = articles.map((article) => ({ article, at, reader: undefined }))
  return `${names.meter}=${sealMeter({ entries }, seals)}`
}

function others(count: number): readonly string[] {
  return Array.from({ length: count }, () => randomBytes(8).toString('base64url'))
}
