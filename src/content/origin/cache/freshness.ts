// Freshness: how long an answer may be sent again without asking, while asking, and while the origin is wrong.
// Arithmetic alone (RFC 9111 §4.2, RFC 5861).
import { type HeaderList, headerOf, listOf } from '../client/header-list.ts'
import { directivesOf } from './cache-control.ts'

export interface FreshnessSettings {
  readonly freshSeconds: number
  readonly staleWhileRevalidateSeconds: number
  readonly staleIfErrorSeconds: number
}

/** All in epoch ms, each at least as late as the one before. */
export interface Lifetime {
  readonly freshUntil: number
  /** Until when it may be sent stale while it is asked for again. */
  readonly whileAskingUntil: number
  /** Until when it may be sent stale because the origin gives no good answer. */
  readonly onErrorUntil: number
}

export interface Dated {
  readonly status: number
  readonly headers: HeaderList
  /** Epoch ms: when it was asked for, and when its head was there. */
  readonly askedAt: number
  readonly answeredAt: number
}

/** RFC 9110 §15.1: they may be kept without saying so, of those that are kept here at all. */
const KEPT_UNASKED = new Set([200, 203, 301, 308, 404, 410])
const KEPT_WHEN_SAID = new Set([...KEPT_UNASKED, 302, 303, 307, 451])

/**
 * Whether one reader's answer may be given to the next. What was asked with a cookie or with credentials never comes
 * here: it is not shared whatever it says.
 */
export function isShared({ status, headers }: Pick<Dated, 'status' | 'headers'>): boolean {
  const said = directivesOf(headers)
  if (said.noStore || said.private) return false
  if (headerOf(headers, 'set-cookie') !== undefined) return false
  if (listOf(headers, 'vary').includes('*')) return false
  if (KEPT_UNASKED.has(status)) return true
  const explicit = said.sharedMaxAge ?? said.maxAge ?? headerOf(headers, 'expires')
  return KEPT_WHEN_SAID.has(status) && explicit !== undefined
}

/**
 * What the settings add holds where the answer does not speak of it: they are a contract with whoever runs the origin
 * (RFC 9111 §4.2.4). An answer that demands to be confirmed is never sent stale for speed; for an error it is, unless
 * it says `stale-if-error=0`.
 */
export function lifetimeOf(dated: Dated, settings: FreshnessSettings): Lifetime {
  const said = directivesOf(dated.headers)
  const confirmed = said.noCache || said.mustRevalidate || said.sharedMaxAge !== undefined
  const explicit = said.noCache ? 0 : explicitMs(dated)
  const { answeredAt } = dated
  // An origin whose clock is late and who says nothing shall not be asked for every reader.
  const freshUntil =
    explicit === undefined
      ? answeredAt + Math.max(0, settings.freshSeconds * 1000 - saidAgeMs(dated))
      : answeredAt - ageMs(dated) + explicit
  const later = (secondsSaid: number | undefined, secondsSet: number) =>
    secondsSaid === undefined
      ? Math.max(freshUntil, answeredAt) + secondsSet * 1000
      : freshUntil + secondsSaid * 1000
  const asking = confirmed ? 0 : settings.staleWhileRevalidateSeconds
  const whileAskingUntil = said.noCache ? freshUntil : later(said.staleWhileRevalidate, asking)
  const onErrorUntil = later(said.staleIfError, settings.staleIfErrorSeconds)
  return { freshUntil, whileAskingUntil, onErrorUntil: Math.max(whileAskingUntil, onErrorUntil) }
}

/** RFC 9111 §4.2.1, as for a shared cache. */
function explicitMs({ headers, answeredAt }: Dated): number | undefined {
  const said = directivesOf(headers)
  const seconds = said.sharedMaxAge ?? said.maxAge
  if (seconds !== undefined) return seconds * 1000
  const expires = headerOf(headers, 'expires')
  if (expires === undefined) return undefined
  const date = dateOf(headerOf(headers, 'date')) ?? answeredAt
  // `Expires: 0`, and whatever else is no date, is long ago (§5.3).
  return Math.max(0, (dateOf(expires) ?? Number.NEGATIVE_INFINITY) - date)
}

/** How old it was when it came (RFC 9111 §4.2.3). */
function ageMs(dated: Dated): number {
  const { headers, askedAt, answeredAt } = dated
  const date = dateOf(headerOf(headers, 'date'))
  const apparent = date === undefined ? 0 : Math.max(0, answeredAt - date)
  return Math.max(apparent, saidAgeMs(dated) + Math.max(0, answeredAt - askedAt))
}

function saidAgeMs({ headers }: Dated): number {
  const said = headerOf(headers, 'age')
  return said !== undefined && /^\d{1,10}$/.test(said) ? Number(said) * 1000 : 0
}

/** Epoch ms of an HTTP date in any of its three forms (RFC 9110 §5.6.7); undefined for anything else. */
function dateOf(text: string | undefined): number | undefined {
  if (text === undefined || !/^[A-Za-z]{3,9},? /.test(text)) return undefined
  const at = Date.parse(text.endsWith('GMT') ? text : `${text} GMT`)
  return Number.isNaN(at) ? undefined : at
}
