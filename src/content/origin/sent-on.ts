// Sent on: which headers of the origin's answer go out with what was made of it.
import type { FoundAnswer, SiteAddresses } from '../../core/origin.ts'
import { rewriteHeader } from './addresses.ts'
import type { OriginAnswer } from './client/ask-origin.ts'

type Headers = readonly (readonly [string, string])[]

/**
 * Of the connection, of bytes that are not these bytes any more, of caches, and of who runs the origin on what. A policy
 * that wants a checksum of every script would refuse those whose own does not hold any more.
 */
const OURS = new Set([
  ...['connection', 'keep-alive', 'proxy-authenticate', 'proxy-authorization', 'te', 'trailer'],
  ...['transfer-encoding', 'upgrade', 'content-length', 'content-encoding', 'content-range'],
  ...[
    'accept-ranges',
    'etag',
    'last-modified',
    'cache-control',
    'pragma',
    'expires',
    'age',
    'date',
  ],
  ...['digest', 'repr-digest', 'content-digest', 'content-md5', 'set-cookie', 'clear-site-data'],
  ...['surrogate-control', 'cdn-cache-control', 'surrogate-key', 'cache-tag', 'via', 'warning'],
  ...['server', 'x-powered-by', 'x-pingback', 'alt-svc', 'server-timing', 'x-varnish', 'x-cache'],
  ...['x-accel-redirect', 'x-sendfile', 'x-accel-buffering', 'x-accel-expires', 'sourcemap'],
  ...['x-sourcemap', 'standfirst-decision', 'standfirst-observed', 'content-location'],
  ...['integrity-policy', 'integrity-policy-report-only'],
])

/** Links in a header that lead to no other view of the text. */
const HARMLESS_LINK =
  /;\s*rel="?(?:preload|preconnect|dns-prefetch|modulepreload|next|prev|icon)\b/i

/**
 * Names and values in turn, own addresses made public. `type`: the media type of what is really sent; undefined keeps
 * the origin's.
 */
export function sentOn(
  headers: Headers,
  addresses: SiteAddresses,
  type: string | undefined,
): readonly string[] {
  const sent: string[] = []
  for (const [name, value] of headers) {
    const lower = name.toLowerCase()
    if (OURS.has(lower) || (lower === 'content-type' && type !== undefined)) continue
    const kept = keptValue(lower, value)
    if (kept !== undefined) sent.push(name, rewriteHeader(name, kept, addresses))
  }
  if (type !== undefined) sent.push('Content-Type', type)
  return sent
}

const OF_CACHES =
  /^(?:cache-control|pragma|expires|age|surrogate-control|(?:[a-z]+-)?cdn-cache-control)$/i

/** Of an answer for one reader alone. */
export function keptPrivate(headers: Headers): Headers {
  const others = headers.filter(([name]) => !OF_CACHES.test(name))
  return [...others, ['cache-control', 'private, no-cache'] as const]
}

function keptValue(name: string, value: string): string | undefined {
  if (name === 'link') return harmlessLinks(value)
  if (name !== 'vary') return value
  const fields = value.split(',').map((field) => field.trim())
  const kept = fields.filter((field) => !/^(?:cookie|accept-encoding|authorization)$/i.test(field))
  return kept.length === 0 ? undefined : kept.join(', ')
}

function harmlessLinks(value: string): string | undefined {
  const links = value.split(/,(?=\s*<)/).filter((link) => HARMLESS_LINK.test(link))
  if (links.length === 0) return undefined
  return links.join(',').replace(SUM, '')
}

/** Of a file whose addresses are rewritten it does not hold, and of others the page says it again. */
const SUM = /;\s*integrity\s*=\s*(?:"[^"]*"|[^\s;,"]*)/gi

export function headerOf(headers: Headers, name: string): string | undefined {
  const values = headers.filter(([one]) => one.toLowerCase() === name).map(([, value]) => value)
  return values.length === 0 ? undefined : values.join(', ')
}

/** A file, sent on as it comes. */
export function fileOf(
  { status, headers, body }: OriginAnswer,
  addresses: SiteAddresses,
): FoundAnswer {
  const sent = [...sentOn(headers, addresses, undefined)]
  for (const [name, value] of headers) if (OF_FILES.has(name)) sent.push(name, value)
  return { kind: 'stream', status, headers: sent, body }
}

/** What speaks of the very bytes, which a file keeps. */
const OF_FILES = new Set([
  ...['content-length', 'content-range', 'accept-ranges', 'content-encoding', 'etag'],
  ...['last-modified', 'cache-control', 'expires', 'age'],
])
