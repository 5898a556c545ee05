// Identify: who is asking? Only what we signed counts; anything malformed or forged is worth nothing and never an
// error. No claim in a header opens anything. At once, from what the request carries; renewal is settle.ts's.
import type { SecretHash } from '../core/account.ts'
import { EMPTY_METER, type Meter, union } from '../core/meter.ts'
import { ANONYMOUS, type Reader } from '../core/reader.ts'
import { type CookieNames, cookieNamed } from './cookies.ts'
import { openMeter } from './meter-cookie.ts'
import { isOver, openPass, type Pass } from './pass.ts'
import type { Seals } from './seal.ts'
import { openSession } from './session.ts'

export interface Identity {
  /** Who reads, as far as the request alone can say: anonymous when the pass has expired. */
  readonly reader: Reader
  readonly meter: Meter
  /** The meter cookie as it came, when it is one of ours. */
  readonly meterText: string | undefined
  /** The pass that came, also an expired one. */
  readonly pass: Pass | undefined
  readonly session: SecretHash | undefined
  /** They come from paying and were not thanked yet. Opens nothing, so it is not sealed. */
  readonly thanks: boolean
}

export type Identify = (cookie: string | undefined, now: number) => Identity

const NOBODY: Identity = {
  reader: ANONYMOUS,
  meter: EMPTY_METER,
  meterText: undefined,
  pass: undefined,
  session: undefined,
  thanks: false,
}

/** How many verified cookies are remembered at least, and twice as many at most. Checking a MAC costs much more than a look. */
const REMEMBERED = 20_000

/** Gives the function that reads a Cookie header. `now` in epoch milliseconds. */
export function createIdentify(seals: Seals, names: CookieNames): Identify {
  const passes = remember(seals, (text) => openPass(text, seals))
  const meters = remember(seals, (text) => openMeter(text, seals))
  const sessions = remember(seals, (text) => openSession(text, seals))
  return (cookie, now) => {
    if (cookie === undefined) return NOBODY
    const pass = passes(cookieNamed(cookie, names.pass))
    const written = cookieNamed(cookie, names.meter)
    const meter = meters(written)
    const session = sessions(cookieNamed(cookie, names.session))
    const meterText = meter && written
    const thanks = cookieNamed(cookie, names.thanks) === '1'
    const own = { meter: meter ?? EMPTY_METER, meterText, pass, session, thanks }
    if (pass === undefined || isOver(pass, now)) return { ...own, reader: ANONYMOUS }
    return withPass(own, pass)
  }
}

/** The identity of whom a pass names: their meter is the union of what the store knew and the browser's. */
export function withPass(identity: Omit<Identity, 'reader'>, pass: Pass): Identity {
  const has = identity.meterText !== undefined
  const meter = has ? union(pass.reads, identity.meter) : pass.reads
  return { ...identity, reader: pass.reader, meter, pass }
}

/**
 * A bounded memory of what opened; what did not open is not kept, so that rubbish cannot push out what is good. A key
 * that was taken away takes with it what was remembered of it. Two maps take turns, each emptied as a whole: deleting
 * the oldest of a map one by one is slow, for it looks for it among all the places that have become free.
 */
function remember<Value>(
  seals: Seals,
  open: (text: string) => Value | undefined,
): (text: string | undefined) => Value | undefined {
  let recent = new Map<string, Value>()
  let before = new Map<string, Value>()
  let ring = seals.ring()
  const keep = (text: string, value: Value) => {
    if (recent.size >= REMEMBERED) {
      before = recent
      recent = new Map()
    }
    recent.set(text, value)
    return value
  }
  return (text) => {
    if (text === undefined) return undefined
    if (seals.ring() !== ring) {
      ring = seals.ring()
      recent = new Map()
      before = new Map()
    }
    const found = recent.get(text)
    if (found !== undefined) return found
    const own = detached(text)
    const value = before.get(text) ?? open(own)
    return value === undefined ? undefined : keep(own, value)
  }
}

/** The same text without the header that it was cut out of, which would be kept in memory as a whole. */
function detached(text: string): string {
  return Buffer.from(text, 'latin1').toString('latin1')
}
