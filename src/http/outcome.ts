// Outcome: what follows from a decision, the receipt and the variants, put into words once for all readers who get the
// same one. They are few: most of a minute's readers stand where a hundred others do.
import type { Decision } from '../core/decide.ts'
import { receiptOf } from '../core/receipt.ts'
import { type Variant, variantKey, variantOf } from '../core/variant.ts'
import type { Encoding } from './prepare.ts'

export interface Wanted {
  readonly variant: Variant
  readonly encoding: Encoding
  /** A text that names what is wanted: equal keys, equal bytes (of one version). */
  readonly key: string
}

export function wantedOf(variant: Variant, encoding: Encoding): Wanted {
  return { variant, encoding, key: `${variantKey(variant)} ${encoding}` }
}

/** Where a reader stands beside the decision. */
interface Standing {
  readonly signedIn: boolean
  readonly grace: boolean
  readonly thanks: boolean
}

export interface Outcome {
  readonly receipt: string
  wanted(standing: Standing, encoding: Encoding): Wanted
}

/** How many different decisions are remembered at most. */
const PLACES = 256
const ENCODINGS = { identity: 0, gzip: 1, br: 2 } as const

/** `dateOf` gives the publication's local date of an instant. */
export function createOutcomes(
  dateOf: (instant: number) => string,
): (decision: Decision) => Outcome {
  const known: (Known | undefined)[] = Array.from({ length: PLACES })
  return (decision) => {
    const place = placeOf(decision)
    const found = known[place]
    if (found?.isOf(decision)) return found
    const made = new Known(decision, dateOf)
    known[place] = made
    return made
  }
}

class Known implements Outcome {
  readonly receipt: string
  readonly #decision: Decision
  readonly #dateOf: (instant: number) => string
  readonly #wanted: (Wanted | undefined)[] = Array.from({ length: 24 })

  constructor(decision: Decision, dateOf: (instant: number) => string) {
    this.receipt = receiptOf(decision, dateOf)
    this.#decision = decision
    this.#dateOf = dateOf
  }

  /** Whether all that a receipt or a variant says of a decision is the same. */
  isOf(decision: Decision): boolean {
    const own = this.#decision
    if (own.reason !== decision.reason || own.rule !== decision.rule) return false
    return wallOf(own) === wallOf(decision) && isSameCount(own.meter, decision.meter)
  }

  wanted(standing: Standing, encoding: Encoding): Wanted {
    const { signedIn, grace, thanks } = standing
    const who = (signedIn ? 1 : 0) + (grace ? 2 : 0) + (thanks ? 4 : 0)
    const place = who * 3 + ENCODINGS[encoding]
    const found = this.#wanted[place]
    if (found !== undefined) return found
    const variant = variantOf(this.#decision, signedIn, this.#dateOf, grace, thanks)
    const made = wantedOf(variant, encoding)
    this.#wanted[place] = made
    return made
  }
}

/** Of two decisions with the same place, the later one is remembered. */
function placeOf({ reason, rule, meter }: Decision): number {
  const said = reason.length + 31 * rule.length
  if (meter === undefined) return said % PLACES
  const minute = Math.floor(meter.resets / 60_000) % PLACES
  return (said + 7 * meter.used + 61 * meter.limit + minute) % PLACES
}

function wallOf(decision: Decision): string | undefined {
  return decision.outcome === 'wall' ? decision.wall : undefined
}

function isSameCount(one: Decision['meter'], other: Decision['meter']): boolean {
  if (one === undefined || other === undefined) return one === other
  return one.used === other.used && one.limit === other.limit && one.resets === other.resets
}
