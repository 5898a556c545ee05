// Reach site: which site is meant by the address that was typed, whether it shows itself, and as which host it has to
// be asked. A site that is asked inside a network of its own often answers only to its public name.
import { isPrivateHost } from '../../audit/asking/private-address.ts'
import { failed, ok, type Result } from '../../core/result.ts'
import {
  type AskedSite,
  askSite,
  type NoAnswer,
  type SiteAddress,
  type SiteAnswer,
} from './ask-site.ts'

export interface ReachedSite {
  readonly address: SiteAddress
  readonly site: AskedSite
  readonly front: SiteAnswer
  /** What was found out on the way, one sentence each. */
  readonly notes: readonly string[]
}

/** Fails with one or two sentences for the publisher; nothing is left open then. */
export async function reachSite(
  typed: string,
  agent: string,
): Promise<Result<ReachedSite, 'no-site'>> {
  const url = typedAddress(typed)
  if (!url.ok) return url
  const first = await tryFront({ url: url.value.origin, host: undefined, own: [] }, agent)
  if (first.ok) return ok({ ...first.value, notes: [] })
  if (first.reason === 'unreachable')
    return failed('no-site', first.detail + hint(typed, url.value))
  if (first.reason !== 'elsewhere') return failed('no-site', first.detail)
  return reachElsewhere(url.value, new URL(first.detail), agent)
}

/** The site that was asked leads to another address: its own https or www, or the name under which it knows itself. */
async function reachElsewhere(
  typed: URL,
  leadsTo: URL,
  agent: string,
): Promise<Result<ReachedSite, 'no-site'>> {
  const isInside = isPrivateHost(typed.hostname)
  if (!isInside && !isSameSite(typed, leadsTo))
    return failed(
      'no-site',
      `${typed.origin} leads to ${leadsTo.origin}, another site: name that one, if it is yours.`,
    )
  const address: SiteAddress = isInside
    ? { url: typed.origin, host: leadsTo.host, own: [leadsTo.origin] }
    : { url: leadsTo.origin, host: undefined, own: [typed.origin] }
  const again = await tryFront(address, agent)
  if (again.ok) {
    const note = isInside
      ? asItself(typed.origin, leadsTo.host)
      : `${typed.origin} leads to ${leadsTo.origin}, so that is the site.`
    return ok({ ...again.value, notes: [note] })
  }
  if (!isInside || again.reason === 'unreachable' || again.reason === 'shut')
    return failed('no-site', again.detail)
  return failed(
    'no-site',
    `${typed.origin} leads to ${leadsTo.origin} however it is asked, as a site does that takes a proxy's request for plain http. ${BELIEVE}`,
  )
}

/**
 * The same site, asked by the name that it calls itself by. One that is asked inside a network by another name may well
 * show its pages, and lead its log-in and its redirects astray. Gives the site as it was where it is asked so already,
 * and with a note where it cannot be.
 */
export async function reachByName(
  reached: ReachedSite,
  itself: string,
  agent: string,
): Promise<ReachedSite> {
  const { address, notes } = reached
  const { host } = new URL(itself)
  const { hostname } = new URL(address.url)
  if (!isPrivateHost(hostname) || isPrivateHost(new URL(itself).hostname)) return reached
  if (host === (address.host ?? new URL(address.url).host)) return reached
  const again = await tryFront({ url: address.url, host, own: [itself] }, agent)
  if (again.ok) {
    reached.site.close()
    return { ...again.value, notes: [asItself(address.url, host)] }
  }
  const note = `It calls itself ${itself}, and asked so it shows nothing (${again.detail.replace(/\.$/, '')}). ${BELIEVE}`
  return { ...reached, notes: [...notes, note] }
}

const BELIEVE =
  'Let it believe X-Forwarded-Proto (WordPress: in wp-config.php, docs/IN-FRONT-OF-YOUR-SITE.md has the line).'

function asItself(url: string, host: string): string {
  return `It calls itself ${host}, so that is the Host that ${url} will be sent.`
}

/** Https was taken of an address without a scheme; a site inside a network, or at a port of its own, often has none. */
function hint(typed: string, { host, port, hostname, protocol }: URL): string {
  if (hasScheme(typed) || protocol !== 'https:' || (port === '' && !isPrivateHost(hostname)))
    return ''
  return ` No scheme was written, so https was taken: write http://${host} if it is that.`
}

function hasScheme(typed: string): boolean {
  return /^[a-z]+:\/\//i.test(typed)
}

function typedAddress(typed: string): Result<URL, 'no-site'> {
  const url = URL.parse(hasScheme(typed) ? typed : `https://${typed}`)
  if (url === null || !/^https?:$/.test(url.protocol))
    return failed('no-site', `${typed} is no http or https address.`)
  if (url.username !== '' || url.password !== '')
    return failed('no-site', 'Leave name and password out of the address: none is sent.')
  if (url.pathname !== '/' || url.search !== '')
    return failed(
      'no-site',
      `Standfirst stands in front of a whole host: write ${url.origin}, and say in the configuration which paths are articles.`,
    )
  return ok(url)
}

/** The same host with or without www, and no step back from https. */
function isSameSite(from: URL, to: URL): boolean {
  const bare = ({ hostname }: URL) => hostname.replace(/^www\./, '')
  return bare(from) === bare(to) && (from.protocol === 'http:' || to.protocol === 'https:')
}

async function tryFront(
  address: SiteAddress,
  agent: string,
): Promise<Result<Omit<ReachedSite, 'notes'>, NoAnswer | 'shut'>> {
  const opened = await askSite(address, agent)
  if (!opened.ok) return opened
  const site = opened.value
  const asked = await site.ask('/')
  if (asked.ok) {
    const why = whyShut(asked.value, address.url) ?? (await whyOurs(site, address.url))
    if (why === undefined) return ok({ address, site, front: asked.value })
    site.close()
    return failed('shut', why)
  }
  site.close()
  return asked
}

const LOG_IN = /^\/(?:wp-login\.php|private|login|log-in|signin|sign-in|users\/sign_in)\b/

/** Standfirst in front of itself would ask itself. Its health check says so to everybody. */
async function whyOurs(site: AskedSite, url: string): Promise<string | undefined> {
  const asked = await site.ask('/standfirst/health')
  const isOurs =
    asked.ok && /^\{"status":"ok","articles":\d+/.test(asked.value.body.toString('utf8'))
  return isOurs
    ? `Standfirst itself answers at ${url}: name the address of the site behind it.`
    : undefined
}

/** Why nothing of the site can be seen by this front page; undefined when it can. */
function whyShut(
  { status, headers, path, type, body }: SiteAnswer,
  url: string,
): string | undefined {
  if (headers.has('cf-mitigated'))
    return `A check for robots stands in front of ${url}. Name the address of the server behind it, or let this machine's address through.`
  if (status === 401)
    return `${url} asks for a name and a password. Name an address at which this machine sees the site as readers do.`
  if (LOG_IN.test(path))
    return `${url} shows a log-in to everybody (${path}). Open the site, or name an address at which readers see it.`
  if (status !== 200) return `${url} answers ${status} at its front page.`
  if (!/html/i.test(type ?? '') && !/^\s*<(?:!doctype html|html)/i.test(body.toString('latin1')))
    return `${url} sends no page but ${type ?? 'something without a type'}.`
  return undefined
}
