// Dropped cookies: what a site sets for everybody with every page, a counter's name or a session that nobody uses, and
// what the publisher says may be left out. An answer that sets nothing else is nobody's own (RFC 9111 §7.3) and is kept.
import { addressPath } from '../../core/address-path.ts'
import type { OriginSettings } from '../../core/origin.ts'
import { cookiesFor, isNamed } from './asking.ts'
import { type HeaderList, headerOf, without } from './client/header-list.ts'

type Settings = Pick<OriginSettings, 'cookies' | 'dropCookies'>

/**
 * The headers of an answer for all without its cookies, where it sets none but those that may be left out; else as they
 * came. `key`: path and query. A cookie that reaches the site at this address is set there too.
 */
export function withoutDropped(headers: HeaderList, key: string, settings: Settings): HeaderList {
  const names = cookieNamesIn(headers)
  if (names.length === 0 || keptNames(names, key, settings).length > 0) return headers
  return without(headers, isOfPhpSession(headers) ? WITH_SESSION : COOKIES)
}

/** Of cookies that an answer sets, those that make it one reader's own. */
export function keptNames(
  names: readonly string[],
  key: string,
  settings: Settings,
): readonly string[] {
  const isUsed = (name: string) => cookiesFor(addressPath(key), `${name}=`, settings) !== ''
  return names.filter(
    (name) => !isNamed(name, settings.dropCookies) || OF_A_LOG_IN.test(name) || isUsed(name),
  )
}

/** Somebody's own, whatever the configuration names. */
const OF_A_LOG_IN = /^(?:wordpress_(?!test_cookie)|wp-postpass_|ghost-)/i

export function cookieNamesIn(headers: HeaderList): readonly string[] {
  return headers
    .filter(([name]) => name.toLowerCase() === 'set-cookie')
    .map(([, line]) => line.split(/[=;]/, 1)[0]?.trim() ?? '')
}

const COOKIES = new Set(['set-cookie'])
const WITH_SESSION = new Set([...COOKIES, 'cache-control', 'expires', 'pragma'])

/**
 * PHP forbids caches every answer for which a session was begun, by these very words (php-src, ext/session/session.c,
 * the limiter `nocache`). They speak of the session and go with its cookie; whatever else the site says stays.
 */
function isOfPhpSession(headers: HeaderList): boolean {
  const said = headerOf(headers, 'cache-control') ?? ''
  return (
    headerOf(headers, 'expires') === 'Thu, 19 Nov 1981 08:52:00 GMT' &&
    /^no-store, no-cache, must-revalidate(?:, post-check=0, pre-check=0)?$/.test(said)
  )
}
