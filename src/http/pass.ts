// Pass: the short signed cookie that says who reads, so that nobody has to be asked on the path of an article.
import type { SessionId } from '../core/account.ts'
import type { Meter } from '../core/meter.ts'
import type { Entitlement, Reader } from '../core/reader.ts'
import { decodeMeter, encodeMeter } from './meter-cookie.ts'
import type { Seals } from './seal.ts'

export interface Pass {
  readonly reader: Exclude<Reader, { kind: 'anonymous' }>
  /** The session that it was made of: no other one holds on to it in an outage. */
  readonly session: SessionId
  /** Epoch milliseconds. */
  readonly issued: number
  /** Epoch milliseconds; from then on it opens nothing by itself, but shows who it was in an outage. */
  readonly expires: number
  /** What the store knew of the reader's meter when the pass was made. */
  readonly reads: Meter
}

const KINDS = { r: 'registered', s: 'subscriber', t: 'staff' } as const
const LETTERS = { registered: 'r', subscriber: 's', staff: 't' } as const

/** Browsers keep no cookie above 4,096 bytes; a pass that says less of the meter costs a registered reader nothing. */
const MOST_READS = 150

/** Reader ids and plans must be made of `A-Z a-z 0-9 _ -`. */
export function sealPass(pass: Pass, seals: Seals): string {
  const { reader, session, issued, expires } = pass
  const entitlements = reader.kind === 'subscriber' ? reader.entitlements : []
  const opened = entitlements.map(({ plan, until }) => [plan, until])
  const claims = [LETTERS[reader.kind], reader.id, issued, expires, opened, session]
  const reads = encodeMeter({ entries: pass.reads.entries.slice(-MOST_READS) })
  const text = Buffer.from(JSON.stringify(claims)).toString('base64url')
  return seals.seal('pass', `${text}~${reads}`)
}

/**
 * The only maker of a Pass from what a request carries. Undefined when it is not ours or malformed; whether it has
 * expired is for the caller to see.
 */
export function openPass(text: string, seals: Seals): Pass | undefined {
  const payload = seals.open('pass', text)
  if (payload === undefined) return undefined
  const end = payload.indexOf('~')
  const reads = decodeMeter(payload.slice(end + 1))
  const claims = parseClaims(Buffer.from(payload.slice(0, end), 'base64url').toString())
  return reads === undefined || claims === undefined ? undefined : { ...claims, reads }
}

function parseClaims(json: string): Omit<Pass, 'reads'> | undefined {
  let claims: unknown
  try {
    claims = JSON.parse(json)
  } catch {
    return undefined
  }
  if (!Array.isArray(claims)) return undefined
  const [letter, id, issued, expires, opened, session]: readonly unknown[] = claims
  if (typeof id !== 'string' || typeof issued !== 'number' || typeof expires !== 'number')
    return undefined
  if (typeof session !== 'string') return undefined
  const entitlements = parseEntitlements(opened)
  if (entitlements === undefined) return undefined
  if (letter !== 'r' && letter !== 's' && letter !== 't') return undefined
  const kind = KINDS[letter]
  const reader = kind === 'subscriber' ? { kind, id, entitlements } : { kind, id }
  return { reader, session, issued, expires }
}

function parseEntitlements(opened: unknown): readonly Entitlement[] | undefined {
  if (!Array.isArray(opened)) return undefined
  const found: Entitlement[] = []
  for (const one of opened) {
    if (!Array.isArray(one)) return undefined
    const [plan, until]: readonly unknown[] = one
    if (typeof plan !== 'string' || typeof until !== 'number') return undefined
    found.push({ plan, until })
  }
  return found
}
