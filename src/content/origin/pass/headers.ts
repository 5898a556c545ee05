// Headers between browser and origin: what belongs to one connection stays there, what others claim of the way here is
// replaced by what is known, and addresses are exchanged.
import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http'
import type { SiteAddresses } from '../../../core/origin.ts'
import { rewriteHeader, toOrigin } from '../addresses.ts'
import { VIA } from '../client/sent-headers.ts'
import { toldScheme } from '../site-addresses.ts'
import { type CookieRules, cookiesForOrigin, cookiesForPublic } from './cookies.ts'

/** RFC 9110 §7.6.1, and what proxies said before it. */
const OF_CONNECTION = [
  ...['connection', 'keep-alive', 'proxy-connection', 'proxy-authorization', 'proxy-authenticate'],
  ...['te', 'transfer-encoding', 'upgrade', 'http2-settings'],
]
/** The first two are told anew; by the others a request could pass for another, or for another's. */
const CLAIMED =
  /^(?:host|expect|(?:x-)?forwarded(?:-.*)?|proxy|via|x-original-.*|x-rewrite-.*|x-host|standfirst-.*)$/
/** Where CDNs and proxies say whose a request is: who guesses passwords would come from everywhere. */
const OF_CLIENT =
  /(?:^|-)(?:client-?ip|real-?ip|user-?ip|connecting-?ipv?6?|remote-?(?:addr|ip|host)|coming-?from|source-?ip|originating-?ip|peer-?ip)$/
const CHECKSUMS = ['content-md5', 'digest', 'content-digest', 'repr-digest']

export interface Site extends CookieRules {
  readonly addresses: SiteAddresses
  /** Scheme and authority by which the site knows itself. */
  readonly known: string
  /** The Host that is sent to it. */
  readonly host: string
  /** Sent as `Standfirst-Secret`. */
  readonly secret?: string | undefined
}

export interface Sender {
  /** Path and query. */
  readonly target: string
  /** Address of who asks, as the origin is told. */
  readonly client: string | undefined
  readonly withCmsCookies: boolean
  readonly withAuthorization: boolean
}

export function headersForOrigin(
  headers: IncomingHttpHeaders,
  site: Site,
  sender: Sender,
): OutgoingHttpHeaders {
  const kept: OutgoingHttpHeaders = {}
  const ofConnection = namedByConnection(headers.connection)
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined || ofConnection.has(name) || isClaim(name)) continue
    if (name === 'authorization' && !sender.withAuthorization) continue
    kept[name] = value
  }
  const path = sender.target.split('?', 1)[0] ?? '/'
  const cookie = cookiesForOrigin(headers.cookie, path, site, sender.withCmsCookies)
  if (cookie === undefined) delete kept['cookie']
  else kept['cookie'] = cookie
  for (const name of ['origin', 'referer'] as const) {
    const value = headers[name]
    if (value !== undefined) kept[name] = toOrigin(value, site.addresses, site.known)
  }
  return { ...kept, ...toldByUs(site, sender.client) }
}

/** Programs get `X_Real_IP` under the very name of `X-Real-IP` (RFC 3875 §4.1.18): what is written so is no header. */
function isClaim(name: string): boolean {
  return name.includes('_') || CLAIMED.test(name) || OF_CLIENT.test(name)
}

/** What the origin is told of the way here. */
export function toldByUs(site: Site, client: string | undefined): OutgoingHttpHeaders {
  const { host } = new URL(site.addresses.public)
  return {
    host: site.host,
    via: VIA,
    ...(client === undefined ? {} : { 'x-forwarded-for': client }),
    'x-forwarded-proto': toldScheme(site.addresses.public, site.known),
    'x-forwarded-host': host,
    ...(site.secret === undefined ? {} : { 'standfirst-secret': site.secret }),
  }
}

export interface Answer {
  /** Whether the body is rewritten: its length and checksums are not those of the origin then. */
  readonly rewritten: boolean
  /** Whether nobody else may be given it. */
  readonly isPrivate: boolean
}

export function headersForPublic(
  headers: IncomingHttpHeaders,
  site: Site,
  { rewritten, isPrivate }: Answer,
): OutgoingHttpHeaders {
  const kept: OutgoingHttpHeaders = {}
  const ofConnection = namedByConnection(headers.connection)
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined || ofConnection.has(name) || name.startsWith('standfirst-')) continue
    if (name === 'set-cookie') continue
    if (rewritten && (name === 'content-length' || CHECKSUMS.includes(name))) continue
    if (rewritten && name === 'accept-ranges') continue
    kept[name] = [value].flat().map((one) => rewriteHeader(name, one, site.addresses))
  }
  const cookies = (headers['set-cookie'] ?? []).flatMap((line) =>
    cookiesForPublic(line, site, site.addresses),
  )
  if (cookies.length > 0) kept['set-cookie'] = cookies
  const { etag } = headers
  // The bytes are others: only the weak comparison may hold (RFC 9110 §8.8.1).
  if (rewritten && etag !== undefined && !etag.startsWith('W/')) kept['etag'] = `W/${etag}`
  if (isPrivate) Object.assign(kept, keptPrivate(headers))
  return kept
}

/** Pictures, styles and scripts may stay with who got them; what is read may not. */
function keptPrivate(headers: IncomingHttpHeaders): OutgoingHttpHeaders {
  const type = headers['content-type'] ?? ''
  const isPart =
    /^(?:image|font|audio|video)\/|^text\/(?:css|javascript)|^application\/(?:x-)?javascript/i
  const age = /(?:^|[\s,])max-age=(\d+)/i.exec(headers['cache-control'] ?? '')?.[1]
  const stays = isPart.test(type) && age !== undefined
  return { 'cache-control': stays ? `private, max-age=${age}` : 'private, no-store' }
}

function namedByConnection(connection: string | undefined): ReadonlySet<string> {
  const named = (connection ?? '').split(',').map((name) => name.trim().toLowerCase())
  return new Set([...OF_CONNECTION, ...named])
}

/** Whether a body of this type is text that carries addresses; in another family of charsets it is left alone. */
export function isText(type: string | undefined): boolean {
  return (
    /^\s*(?:text\/|image\/svg\+xml|application\/(?:[\w.+-]*[+.-])?(?:json|javascript|ecmascript|xml|x-www-form-urlencoded)\b)/i.test(
      type ?? '',
    ) && !/charset\s*=\s*"?utf-?(?:16|32)/i.test(type ?? '')
  )
}
