// Reader: whoever asks, as the request's own evidence shows them.

export interface Entitlement {
  readonly plan: string
  /** Epoch milliseconds; open before this instant. */
  readonly until: number
}

export type Reader =
  | { readonly kind: 'anonymous' }
  | { readonly kind: 'registered'; readonly id: string }
  | {
      readonly kind: 'subscriber'
      readonly id: string
      readonly entitlements: readonly Entitlement[]
    }
  | { readonly kind: 'staff'; readonly id: string }

/** Of a search engine, proven: it gets everything, so that readers can search for it, and spends nothing. */
export interface Crawler {
  readonly kind: 'crawler'
  readonly engine: string
}

export const ANONYMOUS: Reader = { kind: 'anonymous' }

export function isSignedIn(reader: Reader): boolean {
  return reader.kind !== 'anonymous'
}

/** The plans that are open to the reader at `now` (epoch milliseconds). */
export function openPlans(reader: Reader, now: number): readonly string[] {
  if (reader.kind !== 'subscriber') return []
  return reader.entitlements.filter((one) => now < one.until).map((one) => one.plan)
}
