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

/** Clocks of two servers that share their keys may differ by so much. */
const SKEW_MS = 60_000

/**
 * Whether a pass opens nothing by itself any more. One from the future was made while the clock ran ahead: nobody can
 * say how long it would go on.
 */
export function isOver(
  { issued, expires }: Pick<Pass, 'issued' | 'expires'>,
  now: number,
): boolean {
  return now >= expires || issued > now + SKEW_MS
}

const KINDS = { r: 'registered', s: 'subscriber', t: 'staff' } as const
const LETTERS = { registered: 'r', subscriber: 's', staff: 't' } as const

/**
 * Browsers keep no cookie above 4,096 bytes. Registered readers have all that a meter can count, or it would never be
 * spent; what is open to others takes room of its own, and their meter counts only once that is over.
 */
const MOST_READS = { registered: 200, subscriber: 150, staff: 150 } as const

/** Reader ids and plans must be made of `A-Z a-z 0-9 _ -`. */
export function sealPass(pass: Pass, seals: Seals): string {
  const { reader, session, issued, expires } = pass
  const entitlements = reader.kind === 'subscriber' ? reader.entitlements : []
  const opened = entitlements.map(({ plan, until }) => [plan, until])
  const claims = [LETTERS[reader.kind], reader.id, issued, expires, opened, session]
  const reads = encodeMeter({ entries: pass.reads.entries.slice(-MOST_READS[reader.kind]) })
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
  const json = Buffer.from(payload.slice(0, end), 'base64url').toString()
  return reads === undefined ? undefined : parseClaims(json, reads)
}

function parseClaims(json: string, reads: Meter): Pass | undefined {
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
  return { reader, session, issued, expires, reads }
}

function parseEntitlements(opened: unknown): readonly Entitlement[] | undefined {
  if (!Array.isArray(opened)) return undefined
  const found = opened.map(parseEntitlement)
  return found.every((one) => one !== undefined) ? found : undefined
}

function parseEntitlement(one: unknown): Entitlement | undefined {
  if (!Array.isArray(one)) return undefined
  const [plan, until]: readonly unknown[] = one
  return typeof plan === 'string' && typeof until === 'number' ? { plan, until } : undefined
}
