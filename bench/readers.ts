// Readers: the cookies of a thousand readers of each kind, signed as the server itself signs them.
import { randomBytes } from 'node:crypto'
import { EMPTY_METER } from '../src/core/meter.ts'
import { cookieNames } from '../src/http/cookies.ts'
import { sealMeter } from '../src/http/meter-cookie.ts'
import { sealPass } from '../src/http/pass.ts'
import { createSeals } from '../src/http/seal.ts'
import { PLAN, PUBLICATION } from './edition.ts'

export const READERS = 1000
const HOUR = 3_600_000

const secret = randomBytes(32)
/** For the server's STANDFIRST_KEYS. */
export const KEYS = `bench:${secret.toString('base64url')}`

const ring = { keys: [{ id: 'bench', secret: new Uint8Array(secret) }] }
const seals = createSeals(() => ring, PUBLICATION)
const names = cookieNames(false)

/** Meters that hold the article `id` and up to two others: reading it again is free. */
export function rereading(id: string): readonly string[] {
  return readers((number) => meterCookie([id, ...others(number % 3)]))
}

/** Meters that hold three other articles: all there is. */
export function atTheWall(): readonly string[] {
  return readers(() => meterCookie(others(3)))
}

export function subscribers(): readonly string[] {
  const expires = Date.now() + HOUR
  const entitlements = [{ plan: PLAN, until: expires }]
  return readers((number) => {
    const reader = { kind: 'subscriber', id: `reader-${number}`, entitlements } as const
    return `${names.pass}=${sealPass({ reader, session: 'bench', issued: Date.now(), expires, reads: EMPTY_METER }, seals)}`
  })
}

function readers(cookie: (number: number) => string): readonly string[] {
  return Array.from({ length: READERS }, (_, number) => cookie(number))
}

function meterCookie(articles: readonly string[]): string {
  const at = Date.now()
  const entries = articles.map((article) => ({ article, at, reader: undefined }))
  return `${names.meter}=${sealMeter({ entries }, seals)}`
}

function others(count: number): readonly string[] {
  return Array.from({ length: count }, () => randomBytes(8).toString('base64url'))
}
