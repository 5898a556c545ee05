// Cookies: reading one by name and writing one with the attributes that every cookie of ours has.

/**
 * The value of the cookie `name` in a Cookie header. Undefined when it is not there, and also when it is there twice:
 * nobody can say which one is meant, so it is worth nothing.
 */
export function cookieNamed(header: string | undefined, name: string): string | undefined {
  if (header === undefined) return undefined
  const value = valueFrom(header, name, 0)
  if (value === undefined) return undefined
  return valueFrom(header, name, value.end) === undefined ? value.text : undefined
}

interface Found {
  readonly text: string
  readonly end: number
}

function valueFrom(header: string, name: string, from: number): Found | undefined {
  let at = header.indexOf(name, from)
  while (at >= 0) {
    const after = at + name.length
    if (header.charCodeAt(after) === EQUALS && startsPair(header, at)) {
      const semicolon = header.indexOf(';', after)
      const end = semicolon < 0 ? header.length : semicolon
      return { text: header.slice(after + 1, end).trimEnd(), end }
    }
    at = header.indexOf(name, after)
  }
  return undefined
}

/** The values of the cookies that say who asks; each as `cookieNamed` finds it, but that one of no worth may be empty. */
export interface IdentityCookies {
  pass: string | undefined
  meter: string | undefined
  session: string | undefined
  thanks: string | undefined
}

/** The same in one walk through the header. */
export function identityCookies(header: string, names: CookieNames): IdentityCookies {
  const found = noCookies()
  let at = 0
  while (at < header.length) {
    while (header.charCodeAt(at) === SPACE) at++
    const semicolon = header.indexOf(';', at)
    const end = semicolon < 0 ? header.length : semicolon
    const kind = KINDS.find((one) => isPairOf(names[one], header, at))
    if (kind !== undefined) {
      const value = header.slice(at + names[kind].length + 1, end).trimEnd()
      found[kind] = found[kind] === undefined ? value : ''
    }
    at = end + 1
  }
  return found
}

const KINDS = ['pass', 'meter', 'session', 'thanks'] as const

function noCookies(): IdentityCookies {
  return { pass: undefined, meter: undefined, session: undefined, thanks: undefined }
}

function isPairOf(name: string, header: string, at: number): boolean {
  return header.charCodeAt(at + name.length) === EQUALS && header.startsWith(name, at)
}

const EQUALS = 61
const SPACE = 32

function startsPair(header: string, at: number): boolean {
  let before = at - 1
  while (before >= 0 && header.charCodeAt(before) === SPACE) before--
  return before < 0 || header.charCodeAt(before) === 59
}

export interface CookieNames {
  readonly pass: string
  readonly meter: string
  readonly preview: string
  readonly session: string
  /** Binds a log-in to the browser that asked for it. */
  readonly challenge: string
  /** Carries the secret of a mailed link from the address to the page that asks. */
  readonly link: string
  /** Binds the question for a passkey to the browser that is asked. */
  readonly passkey: string
  /** Says once that a payment has gone through. */
  readonly thanks: string
}

/** On https the names carry `__Host-`, which binds a cookie to this host and to Secure (RFC 6265bis §4.1.3.2). */
export function cookieNames(secure: boolean): CookieNames {
  const prefix = secure ? '__Host-' : ''
  return {
    pass: `${prefix}standfirst-pass`,
    meter: `${prefix}standfirst-meter`,
    preview: `${prefix}standfirst-preview`,
    session: `${prefix}standfirst-session`,
    challenge: `${prefix}standfirst-challenge`,
    link: `${prefix}standfirst-link`,
    passkey: `${prefix}standfirst-passkey`,
    thanks: `${prefix}standfirst-thanks`,
  }
}

/** A Set-Cookie value. `maxAge` in seconds. */
export function setCookie(name: string, value: string, maxAge: number, secure: boolean): string {
  const attributes = `Path=/; Max-Age=${Math.ceil(maxAge)}; HttpOnly; SameSite=Lax`
  return `${name}=${value}; ${attributes}${secure ? '; Secure' : ''}`
}

/** A Set-Cookie value that ends a cookie at once. */
export function clearCookie(name: string, secure: boolean): string {
  return setCookie(name, '', 0, secure)
}
