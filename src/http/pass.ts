// Pass: the short signed cookie that says who reads, so that nobody has to be asked on the path of an article.
import type { Meter } from '../core/meter.ts'
import type { Entitlement, Reader } from '../core/reader.ts'
import { decodeMeter, encodeMeter } from './meter-cookie.ts'
import type { Seals } from './seal.ts'

export interface Pass {
  readonly reader: Exclude<Reader, { kind: 'anonymous' }>
  /** Epoch milliseconds; worth nothing from then on. */
  readonly expires: number
  /** What the store knew of the reader's meter when the pass was made. */
  readonly reads: Meter
}

const KINDS = { r: 'registered', s: 'subscriber', t: 'staff' } as const
const LETTERS = { registered: 'r', subscriber: 's', staff: 't' } as const

/** Reader ids and plans must be made of `A-Z a-z 0-9 _ -`. */
export function sealPass(pass: Pass, seals: Seals): string {
  const { reader, expires, reads } = pass
  const entitlements = reader.kind === 'subscriber' ? reader.entitlements : []
  const opened = entitlements.map(({ plan, until }) => [plan, until])
  const claims = [LETTERS[reader.kind], reader.id, expires, opened, encodeMeter(reads)]
  return seals.seal('pass', Buffer.from(JSON.stringify(claims)).toString('base64url'))
}

/** The only maker of a Pass from what a request carries. Undefined when it is not ours, malformed or expired. */
export function openPass(text: string, seals: Seals, now: number): Pass | undefined {
  const payload = seals.open('pass', text)
  if (payload === undefined) return undefined
  const pass = parseClaims(Buffer.from(payload, 'base64url').toString())
  return pass !== undefined && now < pass.expires ? pass : undefined
}

function parseClaims(json: string): Pass | undefined {
  let claims: unknown
  try {
    claims = JSON.parse(json)
  } catch {
    return undefined
  }
  if (!Array.isArray(claims)) return undefined
  const [letter, id, expires, opened, meter]: readonly unknown[] = claims
  if (typeof id !== 'string' || typeof expires !== 'number' || typeof meter !== 'string')
    return undefined
  const reads = decodeMeter(meter)
  const entitlements = parseEntitlements(opened)
  if (reads === undefined || entitlements === undefined) return undefined
  if (letter !== 'r' && letter !== 's' && letter !== 't') return undefined
  const kind = KINDS[letter]
  const reader = kind === 'subscriber' ? { kind, id, entitlements } : { kind, id }
  return { reader, expires, reads }
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
