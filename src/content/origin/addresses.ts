// Addresses: wherever the site names itself, the public address is put in place of its own, in every way of writing
// that addresses have in pages, feeds, scripts and headers; and the other way round in what goes to the site.
import { domainToUnicode } from 'node:url'
import type { SiteAddresses } from '../../core/origin.ts'

/** The signs of an address as texts write them: plain, for JSON, for scripts, in a query (of a query), as an entity. */
const SLASH = String.raw`(?:\\{0,8}\/|\\{1,8}(?:u00|x)2f|%(?:25){0,3}2f|&(?:amp;){0,2}(?:#0{0,5}47|#x0{0,5}2f|sol);)`
const COLON = String.raw`(?::|\\{1,8}(?:u00|x)3a|%(?:25){0,3}3a|&(?:amp;){0,2}(?:#0{0,5}58|#x0{0,5}3a|colon);)`
const DOT = String.raw`(?:\.|\\{1,8}(?:u00|x)2e|%(?:25){0,3}2e|&(?:amp;){0,2}(?:#0{0,5}46|#x0{0,5}2e|period);)`
const AT = String.raw`(?:@|\\{1,8}(?:u00|x)40|%(?:25){0,3}40|&(?:amp;){0,2}(?:#0{0,5}64|#x0{0,5}40|commat);)`
/** A sign that would belong to the name of a host, escaped ones and those of other scripts too (RFC 3986 §3.2.2, UTS 46). */
const OF_HOST = String.raw`(?:[\p{L}\p{N}\p{M}_\u3002\uff0e\uff61-]|%(?:25){0,3}(?:2d|3\d|[46][1-9a-f]|[57][0-9a]|5f|[89a-f][0-9a-f]))`

const BEFORE = new RegExp(`(?:(https?|wss?)(${COLON}))?(${SLASH}${SLASH})$`, 'i')
/** As long as what BEFORE looks for can be, and a little. */
const LONGEST_BEFORE = 100
/** `https://a//b`, `file:///b`, `ftp://b`: what stands behind these slashes is no host of ours. */
const OTHERWISE = new RegExp(`(?:${COLON}|${SLASH}|[\\w.~@-])$`, 'i')
/** The same signs as the end of an escaped one, that may stand before an address. */
const ESCAPED = /(?:\\[nrtbf]|\\u[0-9a-f]{4}|\\x[0-9a-f]{2}|%(?:25){0,3}(?!2f|3a)[0-9a-f]{2})$/i
/** The name goes on, a port follows, or all that was a reader's name. */
const GOES_ON = new RegExp(
  `(?:${OF_HOST}|${DOT}${OF_HOST}|${COLON}\\d|${AT}|${COLON}[^\\s/"'<>]{0,200}?${AT})`,
  'iuy',
)
const PORT = new RegExp(`${COLON}\\d+$`, 'i')
const DEFAULT_PORT = new RegExp(`${COLON}(80|443)(?!\\d)`, 'iy')

interface Finder {
  /** Every own host, with the port where it has one that is not its scheme's. */
  readonly hosts: RegExp
  /** The same hosts, lower case. */
  readonly own: ReadonlySet<string>
  readonly scheme: string
  readonly authority: string
}

/** Finders of the addresses that were seen: a site has one or two. */
const finders = new WeakMap<SiteAddresses, Finder>()

/**
 * The public address for an absolute or protocol-relative one of the site's own; any other as it is. `http` and
 * `https` are one, hosts have no case, a scheme's own port is none. With a name and password before the host: as it is.
 */
export function rewriteAddress(url: string, addresses: SiteAddresses): string {
  const parts = /^(?:(https?):)?\/\/([^/?#\\@]*)(?![^/?#\\]*@)(.*)$/is.exec(url)
  if (parts === null) return url
  const [, scheme, authority = '', rest = ''] = parts
  const { own, scheme: publicScheme, authority: publicAuthority } = finderOf(addresses)
  const host = withoutDefaultPort(authority.toLowerCase(), scheme?.toLowerCase())
  if (!own.has(host)) return url
  return `${scheme === undefined ? '' : `${publicScheme}:`}//${publicAuthority}${rest}`
}

/**
 * The same in any text. What names no own address stays as it is, byte for byte; a second time changes nothing.
 * Takes time in proportion to the text.
 */
export function rewriteText(text: string, addresses: SiteAddresses): string {
  const finder = finderOf(addresses)
  const { hosts } = finder
  hosts.lastIndex = 0
  let out = ''
  let done = 0
  for (let found = hosts.exec(text); found !== null; found = hosts.exec(text)) {
    const before = beginningBefore(
      text.slice(Math.max(done, found.index - LONGEST_BEFORE), found.index),
    )
    if (before === undefined) continue
    const end = endOfAuthority(text, hosts.lastIndex, before.scheme, found[0])
    if (end === undefined) continue
    out += text.slice(done, found.index - before.length) + publicOf(before, finder)
    done = end
    hosts.lastIndex = end
  }
  return done === 0 ? text : out + text.slice(done)
}

/** What a reader's browser says of the public address, as the site expects it of its own: `origin`, without a slash behind. */
export function toOrigin(text: string, addresses: SiteAddresses, origin: string): string {
  let turned = turnedRound.get(addresses)
  if (turned?.public !== origin) {
    turned = { public: origin, own: [addresses.public] }
    turnedRound.set(addresses, turned)
  }
  return rewriteText(text, turned)
}

const turnedRound = new WeakMap<SiteAddresses, SiteAddresses>()

const WITH_ADDRESSES = new Set([
  'location',
  'content-location',
  'link',
  'refresh',
  'access-control-allow-origin',
  'x-pingback',
  'sourcemap',
  'report-to',
  'reporting-endpoints',
])

/** One header of an answer of the site, by its name in any case, as the public gets it. */
export function rewriteHeader(name: string, value: string, addresses: SiteAddresses): string {
  const known = name.toLowerCase()
  if (known === 'set-cookie') return ofPublicHost(value, addresses)
  if (/^content-security-policy(?:-report-only)?$/.test(known))
    return withPublicSources(rewriteText(value, addresses), addresses)
  return WITH_ADDRESSES.has(known) ? rewriteText(value, addresses) : value
}

/** A cookie for a domain that the public host is not in would be thrown away: it is kept for the public host alone. */
function ofPublicHost(cookie: string, addresses: SiteAddresses): string {
  const host = new URL(addresses.public).hostname
  return cookie.replace(/;\s*domain\s*=\s*\.?([^;]*)/gi, (whole, domain: string) => {
    const wanted = domain.trim().toLowerCase()
    return host === wanted || host.endsWith(`.${wanted}`) ? whole : ''
  })
}

/** Sources of a policy may be hosts without a scheme. */
function withPublicSources(policy: string, addresses: SiteAddresses): string {
  const { own, authority } = finderOf(addresses)
  return policy.replace(/(?<=^|[\s;,])[^\s;,/]+(?=\/|[\s;,]|$)/g, (source) =>
    own.has(source.toLowerCase()) ? authority : source,
  )
}

interface Beginning {
  readonly scheme: string | undefined
  readonly colon: string
  readonly slashes: string
  readonly length: number
}

/** What makes an address of a host that stands behind `before`; undefined where it is only named. */
function beginningBefore(before: string): Beginning | undefined {
  const match = BEFORE.exec(before)
  if (match === null) return undefined
  const [whole, scheme, colon = '', slashes = ''] = match
  if (scheme === undefined) {
    const rest = before.slice(0, before.length - whole.length)
    if (OTHERWISE.test(rest) && !ESCAPED.test(rest)) return undefined
  }
  return { scheme: scheme?.toLowerCase(), colon, slashes, length: whole.length }
}

/** Where the authority ends that begins with an own host; undefined where it goes on to be another's. */
function endOfAuthority(
  text: string,
  from: number,
  scheme: string | undefined,
  host: string,
): number | undefined {
  let end = from
  DEFAULT_PORT.lastIndex = from
  const port = PORT.test(host) ? null : DEFAULT_PORT.exec(text)
  if (port !== null && isDefault(port[1], scheme)) end += port[0].length
  GOES_ON.lastIndex = end
  return GOES_ON.test(text) ? undefined : end
}

/** Written like what it stands in place of: in a query the colon before a port is escaped as often as its slashes are. */
function publicOf({ scheme, colon, slashes }: Beginning, finder: Finder): string {
  const times = /^%((?:25)*)/.exec(slashes)
  const host =
    times === null
      ? finder.authority
      : finder.authority.replace(
          /[:[\]]/g,
          (sign) => `%${times[1]}${encodeURIComponent(sign).slice(1)}`,
        )
  if (scheme === undefined) return slashes + host
  const secure = finder.scheme === 'https' ? 's' : ''
  return `${scheme.startsWith('ws') ? 'ws' : 'http'}${secure}${colon}${slashes}${host}`
}

function finderOf(addresses: SiteAddresses): Finder {
  const known = finders.get(addresses)
  if (known !== undefined) return known
  const own = new Set(addresses.own.flatMap(authoritiesOf))
  const { protocol, host } = new URL(addresses.public)
  const longestFirst = [...own].sort((a, b) => b.length - a.length)
  const finder: Finder = {
    hosts: new RegExp(
      longestFirst.length === 0 ? '(?!)' : longestFirst.map(written).join('|'),
      'gi',
    ),
    own,
    scheme: protocol.slice(0, -1),
    authority: host,
  }
  finders.set(addresses, finder)
  return finder
}

/** A host of another script is written in its letters too. */
function authoritiesOf(address: string): readonly string[] {
  const { host, hostname, port } = new URL(address)
  const inLetters = domainToUnicode(hostname)
  return inLetters === '' ? [host] : [host, inLetters + (port === '' ? '' : `:${port}`)]
}

function written(authority: string): string {
  return [...authority]
    .map((sign) => {
      if (sign === ':') return COLON
      if (sign === '[') return '(?:\\[|%(?:25){0,3}5b)'
      if (sign === ']') return '(?:\\]|%(?:25){0,3}5d)'
      return /[a-z0-9.-]/.test(sign) ? RegExp.escape(sign) : letter(sign)
    })
    .join('')
}

/** A letter of another script: itself, in a query, or escaped for a script. */
function letter(sign: string): string {
  const inQuery = encodeURIComponent(sign).replaceAll('%', '%(?:25){0,3}')
  const units = Array.from({ length: sign.length }, (_, index) =>
    sign.charCodeAt(index).toString(16).padStart(4, '0'),
  )
  return `(?:${sign}|${inQuery}|${units.map((unit) => `\\\\{1,8}u${unit}`).join('')})`
}

function isDefault(port: string | undefined, scheme: string | undefined): boolean {
  if (scheme === undefined) return true
  return port === (/s$/.test(scheme) ? '443' : '80')
}

function withoutDefaultPort(authority: string, scheme: string | undefined): string {
  const port = /:(80|443)$/.exec(authority)
  return port !== null && isDefault(port[1], scheme) ? authority.slice(0, port.index) : authority
}
