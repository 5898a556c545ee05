// Identify: who is asking? Only what we signed counts; anything malformed, expired or forged is worth nothing and
// never an error. No claim in a header opens anything.
import { EMPTY_METER, type Meter, union } from '../core/meter.ts'
import { ANONYMOUS, type Reader } from '../core/reader.ts'
import { type CookieNames, cookieNamed } from './cookies.ts'
import { openMeter } from './meter-cookie.ts'
import { openPass, type Pass } from './pass.ts'
import type { Seals } from './seal.ts'

export interface Identity {
  readonly reader: Reader
  readonly meter: Meter
  /** The meter cookie as it came, when it is one of ours. */
  readonly meterText: string | undefined
}

const NOBODY: Identity = { reader: ANONYMOUS, meter: EMPTY_METER, meterText: undefined }

/** How many verified cookies are remembered: checking a MAC costs a hundred times a look into the map. */
const REMEMBERED = 20_000

/** Gives the function that reads a Cookie header. `now` in epoch milliseconds. */
export function createIdentify(
  seals: Seals,
  names: CookieNames,
): (cookie: string | undefined, now: number) => Identity {
  const passes = remember<Pass>(seals)
  const meters = remember<Meter>(seals)
  return (cookie, now) => {
    if (cookie === undefined) return NOBODY
    const passText = cookieNamed(cookie, names.pass)
    const meterText = cookieNamed(cookie, names.meter)
    const pass =
      passText === undefined ? undefined : passes(passText, (text) => openPass(text, seals, now))
    const meter =
      meterText === undefined ? undefined : meters(meterText, (text) => openMeter(text, seals))
    if (pass === undefined || now >= pass.expires)
      return meter === undefined ? NOBODY : { reader: ANONYMOUS, meter, meterText }
    const own = meter === undefined ? pass.reads : union(pass.reads, meter)
    return { reader: pass.reader, meter: own, meterText: meter && meterText }
  }
}

/**
 * A bounded memory of what opened; what did not open is not kept, so that rubbish cannot push out what is good. A key
 * that was taken away takes with it what was remembered of it.
 */
function remember<Value>(
  seals: Seals,
): (text: string, open: (text: string) => Value | undefined) => Value | undefined {
  const known = new Map<string, Value>()
  let ring = seals.ring()
  return (text, open) => {
    if (seals.ring() !== ring) {
      ring = seals.ring()
      known.clear()
    }
    const found = known.get(text)
    if (found !== undefined) return found
    const opened = open(text)
    if (opened === undefined) return undefined
    if (known.size >= REMEMBERED) {
      const [oldest] = known.keys()
      if (oldest !== undefined) known.delete(oldest)
    }
    known.set(text, opened)
    return opened
  }
}
