// Identify: who is asking? Only what we signed counts; anything malformed or forged is worth nothing and never an
// error. No claim in a header opens anything. At once, from what the request carries; renewal is settle.ts's.
import type { SecretHash } from '../core/account.ts'
import { EMPTY_METER, type Meter, union } from '../core/meter.ts'
import { ANONYMOUS, type Reader } from '../core/reader.ts'
import { type CookieNames, identityCookies } from './cookies.ts'
import { openMeter } from './meter-cookie.ts'
import { nameOfMeter } from './network-limit.ts'
import { isOver, openPass, type Pass } from './pass.ts'
import { detached, remember } from './remembered.ts'
import type { Seals } from './seal.ts'
import { openSession } from './session.ts'

export interface Identity {
  /** Who reads, as far as the request alone can say: anonymous when the pass has expired. */
  readonly reader: Reader
  readonly meter: Meter
  /** What the meter cookie that came is known by (`nameOfMeter`), when it is one of ours. */
  readonly meterName: string | undefined
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
  meterName: undefined,
  pass: undefined,
  session: undefined,
  thanks: false,
}

/** A meter cookie of ours, and what tells it from all others. */
interface NamedMeter {
  readonly meter: Meter
  readonly name: string
}

/** Gives the function that reads a Cookie header. `now` in epoch milliseconds. */
export function createIdentify(seals: Seals, names: CookieNames): Identify {
  const passes = remember({
    // For 100,000 readers with a plan.
    ...{ seals, budget: 72 * MEGABYTE },
    open: (text) => openPass(text, seals),
    sizeOf: sizeOfPass,
  })
  const meters = remember({
    ...{ seals, budget: 16 * MEGABYTE },
    open: (text) => openNamed(text, seals),
    sizeOf: ({ meter }) => NAME_BYTES + sizeOfMeter(meter),
  })
  const sessions = remember({
    ...{ seals, budget: 8 * MEGABYTE },
    open: (text) => openSession(text, seals),
    sizeOf: () => NAME_BYTES,
  })
  return (cookie, now) => {
    if (cookie === undefined) return NOBODY
    const sent = identityCookies(cookie, names)
    const pass = passes(sent.pass)
    const named = meters(sent.meter)
    const identity: Identity = {
      reader: ANONYMOUS,
      meter: named === undefined ? EMPTY_METER : named.meter,
      meterName: named?.name,
      pass,
      session: sessions(sent.session),
      thanks: sent.thanks === '1',
    }
    return pass === undefined || isOver(pass, now) ? identity : withPass(identity, pass)
  }
}

/** The identity of whom a pass names: their meter is the union of what the store knew and the browser's. */
export function withPass(identity: Omit<Identity, 'reader'>, pass: Pass): Identity {
  const { meterName, session, thanks } = identity
  const meter = meterName === undefined ? pass.reads : union(pass.reads, identity.meter)
  return { reader: pass.reader, meter, meterName, pass, session, thanks }
}

function openNamed(text: string, seals: Seals): NamedMeter | undefined {
  const meter = openMeter(text, seals)
  return meter && { meter, name: detached(nameOfMeter(text)) }
}

const MEGABYTE = 1024 * 1024
/** About what V8 takes, with eight bytes for a pointer. */
const NAME_BYTES = 100
const PASS_BYTES = 240
const ENTITLEMENT_BYTES = 100
const METER_BYTES = 80
const READ_BYTES = 120

function sizeOfPass({ reader, reads }: Pass): number {
  const entitlements = reader.kind === 'subscriber' ? reader.entitlements.length : 0
  return PASS_BYTES + entitlements * ENTITLEMENT_BYTES + sizeOfMeter(reads)
}

function sizeOfMeter({ entries }: Meter): number {
  return entries.length === 0 ? 0 : METER_BYTES + entries.length * READ_BYTES
}
