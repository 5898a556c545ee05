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
  /** The request returned a meter cookie of ours. */
  readonly hasMeter: boolean
}

const NOBODY: Identity = { reader: ANONYMOUS, meter: EMPTY_METER, hasMeter: false }

/** How many verified cookies are remembered: checking a MAC costs a hundred times a look into the map. */
const REMEMBERED = 20_000

/** Gives the function that reads a Cookie header. `now` in epoch milliseconds. */
export function createIdentify(
  seals: Seals,
  names: CookieNames,
): (cookie: string | undefined, now: number) => Identity {
  const passes = remember<Pass>()
  const meters = remember<Meter>()
  return (cookie, now) => {
    if (cookie === undefined) return NOBODY
    const passText = cookieNamed(cookie, names.pass)
    const meterText = cookieNamed(cookie, names.meter)
    const pass =
      passText === undefined ? undefined : passes(passText, (text) => openPass(text, seals, now))
    const meter =
      meterText === undefined ? undefined : meters(meterText, (text) => openMeter(text, seals))
    if (pass === undefined || now >= pass.expires)
      return meter === undefined ? NOBODY : { reader: ANONYMOUS, meter, hasMeter: true }
    return {
      reader: pass.reader,
      meter: meter === undefined ? pass.reads : union(pass.reads, meter),
      hasMeter: meter !== undefined,
    }
  }
}

/** A bounded memory of what opened; what did not open is not kept, so that rubbish cannot push out what is good. */
function remember<Value>(): (
  text: string,
  open: (text: string) => Value | undefined,
) => Value | undefined {
  const known = new Map<string, Value>()
  return (text, open) => {
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
