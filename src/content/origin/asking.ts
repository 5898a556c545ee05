// Asking: what of a reader's request the origin is told. Cookies only where the configuration says so, and none of ours.
import { addressPath } from '../../core/address-path.ts'
import type { OriginSettings, SiteAddresses, SiteAsk } from '../../core/origin.ts'
import { pathMatches } from '../../core/policy.ts'
import { toOrigin } from './addresses.ts'
import type { Forwarded } from './client/sent-headers.ts'
import { selfAddress, toldScheme } from './site-addresses.ts'

type HeaderList = readonly (readonly [string, string])[]

/** How the site is asked for all readers together. */
export function everybodyOf(settings: OriginSettings, addresses: SiteAddresses): Forwarded {
  const { host } = new URL(addresses.public)
  const proto = toldScheme(addresses.public, selfAddress(settings, addresses.public))
  return { address: undefined, proto, host }
}

/** What an answer may rightly differ by for everybody alike. */
const TOLD = ['accept-language'] as const
/** Besides, where the answer is for this reader alone. */
const TOLD_ALONE = [
  ...['content-type', 'content-length', 'origin', 'referer', 'x-requested-with', 'user-agent'],
] as const
const AGENT = 'Mozilla/5.0 (compatible; Standfirst)'

/** Browsers say one of a few things here; what else is said is longer. */
const asked = new Map<string, HeaderList>()
const MOST_ASKED = 500
const LONGEST_ASKED = 300

/** The very same list for the same wishes, as long as it is remembered. */
export function askedOfAll({ header }: Pick<SiteAsk, 'header'>): HeaderList {
  // No header has a zero in it: none is something else than an empty one.
  const wishes = `${header('accept') ?? '\0'}\n${header('accept-language') ?? '\0'}`
  const before = asked.get(wishes)
  if (before !== undefined) return before
  const list: HeaderList = [
    ['accept', acceptOf(header('accept'))],
    ...listOf(TOLD, header),
    ['user-agent', AGENT],
  ]
  if (wishes.length > LONGEST_ASKED) return list
  if (asked.size >= MOST_ASKED) asked.clear()
  asked.set(wishes, list)
  return list
}

/**
 * Pages for people, whatever is asked for: by `Accept: application/pdf` or `text/markdown` some sites give the text of a
 * page in another form, and one reader's wish would be kept for all. Only pictures may come in the forms that are taken.
 */
function acceptOf(accept = ''): string {
  const pictures = ['image/avif', 'image/webp'].filter((type) => accept.includes(type))
  const types = ['text/html', 'application/xhtml+xml', 'application/xml;q=0.9', ...pictures]
  return [...types, '*/*;q=0.8'].join(',')
}

export function askedOfOne(
  { header, method }: SiteAsk,
  path: string,
  settings: OriginSettings,
  addresses: SiteAddresses,
): HeaderList {
  const told = listOf([...TOLD, ...TOLD_ALONE], header).map(
    ([name, value]): readonly [string, string] =>
      name === 'origin' || name === 'referer'
        ? [name, toOrigin(value, addresses, selfAddress(settings, addresses.public))]
        : [name, value],
  )
  const isRead = method === 'GET' || method === 'HEAD'
  const accept = isRead ? acceptOf(header('accept')) : header('accept')
  const cookies = cookiesFor(path, header('cookie'), settings)
  return [
    ...(accept === undefined ? [] : [['accept', accept] as const]),
    ...told,
    ...(cookies === '' ? [] : [['cookie', cookies] as const]),
  ]
}

/** With what WordPress knows by that somebody gave a post's own password: that post is shown to them alone. */
export function withPostPasswords(settings: OriginSettings): OriginSettings {
  if (settings.cms !== 'wordpress') return settings
  const cookies = [...settings.cookies, { path: '/*', names: ['wp-postpass_*'] }]
  return { ...settings, cookies }
}

/** Whether it is worth looking: most readers have none of these. */
function mayName(cookie: string, { cookies }: Pick<OriginSettings, 'cookies'>): boolean {
  return cookies.some(({ names }) => names.some((name) => cookie.includes(name.replace('*', ''))))
}

/** Whether the site is asked with a cookie of the reader's, so that the answer is this reader's. */
export function hasCookies(
  key: string,
  { header }: Pick<SiteAsk, 'header'>,
  settings: Pick<OriginSettings, 'cookies'>,
): boolean {
  const cookie = header('cookie')
  if (cookie === undefined || !mayName(cookie, settings)) return false
  return cookiesFor(addressPath(key), cookie, settings) !== ''
}

/** Empty where none goes. */
export function cookiesFor(
  path: string,
  cookie: string | undefined,
  { cookies }: Pick<OriginSettings, 'cookies'>,
): string {
  if (cookie === undefined) return ''
  const names = cookies.filter((one) => pathMatches(one.path, path)).flatMap((one) => one.names)
  if (names.length === 0) return ''
  return cookie
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => isNamed(pair.split('=', 1)[0] ?? '', names))
    .join('; ')
}

/** Cookies of Standfirst's own: the origin neither gets nor sets them. */
export function isOurs(name: string): boolean {
  return /^(?:__Host-)?standfirst-/i.test(name)
}

/** Whether one of `names`, which may end with a star, is this one. Never of a cookie of ours. */
export function isNamed(name: string, names: readonly string[]): boolean {
  if (isOurs(name)) return false
  return names.some((one) => (one.endsWith('*') ? name.startsWith(one.slice(0, -1)) : name === one))
}

function listOf(names: readonly string[], header: SiteAsk['header']): [string, string][] {
  return names.flatMap((name): [string, string][] => {
    const value = header(name)
    return value === undefined ? [] : [[name, value]]
  })
}

/** Asks for what nobody has asked for yet. */
export const NOBODY: SiteAsk = {
  method: 'GET',
  header: () => undefined,
  client: undefined,
  body: undefined,
}
