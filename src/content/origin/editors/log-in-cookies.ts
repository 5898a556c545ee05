// Log-in cookies: what of a Cookie header may show that its sender writes here, by name and shape alone, so that what
// cannot be a log-in costs the origin nothing.
import type { Cms } from '../../../core/origin.ts'

/** Cookies as they are sent, joined, and nothing else of the header. */
export interface LogIn {
  /** Those that name an account: what is confirmed, and by what it is remembered. */
  readonly shown: string
  /** Those that WordPress takes within its administration alone, where it hands out nonces. */
  readonly administration: string | undefined
}

/** More than one is there where several sites share a host; the origin picks its own by name. */
const MOST = 4
const LONGEST = 1024

const SHOWN = /^wordpress_logged_in_[\w-]*$/
/** `wordpress_sec_HASH` on https. */
const ADMINISTRATION = /^wordpress_(?!logged_in_|test_cookie$|rec_)[\w-]+$/
const GHOST = 'ghost-admin-api-session'
/** As express-session signs it: `s:ID.SIGNATURE`. */
const GHOST_SESSION = /^s:[\w-]{20,128}\.[A-Za-z0-9+/]{27,128}$/

/** Undefined when nothing in it can be a log-in of this system. `now` in epoch milliseconds. */
export function logInOf(cms: Cms, header: string | undefined, now: number): LogIn | undefined {
  if (cms === 'none' || header === undefined) return undefined
  const pairs = header.split(';').map((pair) => pair.trim())
  if (cms === 'ghost') {
    const shown = joined(
      pairs.filter((pair) => nameIn(pair) === GHOST && GHOST_SESSION.test(valueIn(pair) ?? '')),
    )
    return shown === undefined ? undefined : { shown, administration: undefined }
  }
  const signed = pairs.filter((pair) => isSigned(valueIn(pair), now))
  const shown = joined(signed.filter((pair) => SHOWN.test(nameIn(pair))))
  if (shown === undefined) return undefined
  return {
    shown,
    administration: joined(signed.filter((pair) => ADMINISTRATION.test(nameIn(pair)))),
  }
}

const nameIn = (pair: string) => pair.slice(0, Math.max(0, pair.indexOf('=')))

function valueIn(pair: string): string | undefined {
  const value = pair.slice(pair.indexOf('=') + 1)
  if (value.length > LONGEST) return undefined
  try {
    return decodeURIComponent(value.replaceAll('+', ' '))
  } catch {
    return undefined
  }
}

/** `name|expiration|secret|MAC`, and not over yet (wp_parse_auth_cookie in WordPress's pluggable.php). */
function isSigned(value: string | undefined, now: number): boolean {
  const [name, expiration, secret, mac, ...more] = value?.split('|') ?? []
  return (
    name !== undefined &&
    /^[^\u0000-\u001f]{1,60}$/.test(name) &&
    /^\d{9,11}$/.test(expiration ?? '') &&
    Number(expiration) * 1000 > now &&
    /^[A-Za-z0-9]{20,128}$/.test(secret ?? '') &&
    /^[0-9a-f]{40,128}$/.test(mac ?? '') &&
    more.length === 0
  )
}

function joined(pairs: readonly string[]): string | undefined {
  return pairs.length === 0 || pairs.length > MOST ? undefined : pairs.join('; ')
}
