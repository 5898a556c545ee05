// Settle: which site is meant. The address that was typed may lead to the same site's https or www; nothing else is
// accepted. What its name resolves to is looked up once, and kept.
import type { LookupAddress } from 'node:dns'
import { lookup } from 'node:dns/promises'
import { failed, ok, type Result } from '../../core/result.ts'
import { agentSuffix, CONTROL_PATH } from './agent.ts'
import { LIMITS } from './limits.ts'
import { isLoopbackAddress, isPrivateAddress, isPrivateHost } from './private-address.ts'
import { Sender, type Wire } from './send.ts'

export interface Settled {
  readonly wire: Wire
  /** All of its addresses are of this machine. */
  readonly loopback: boolean
}

export interface SettleOptions {
  readonly url: string
  readonly version: string
  readonly contact: string | undefined
  /** The name may resolve to a private address: a site of the operator's own network. */
  readonly trustPrivateAddresses: boolean
  readonly signal: AbortSignal | undefined
  /** What a name leads to; the machine's own resolver when left out. */
  readonly resolve?: (host: string) => Promise<readonly LookupAddress[]>
}

const MOST_REDIRECTS = 5

/** Fails with one sentence for the operator. */
export async function settle(options: SettleOptions): Promise<Result<Settled, 'no-site'>> {
  const typed = URL.parse(options.url)
  if (typed === null || !/^https?:$/.test(typed.protocol))
    return failed('no-site', `${options.url} is no http or https address.`)
  if (typed.username !== '' || typed.password !== '')
    return failed('no-site', 'Leave name and password out of the address: an audit sends none.')
  const trusted = options.trustPrivateAddresses || isPrivateHost(typed.hostname)
  let url = typed
  for (let hops = 0; hops <= MOST_REDIRECTS; hops++) {
    const addresses = await resolve(url, trusted, options.resolve ?? resolveName)
    if (!addresses.ok) return addresses
    const wire: Wire = { origin: new URL(url.origin), addresses: addresses.value }
    const next = await leadsTo(wire, url, options)
    if (!next.ok) return next
    if (next.value === undefined || next.value.origin === url.origin) {
      const loopback = addresses.value.every(({ address }) => isLoopbackAddress(address))
      return ok({ wire, loopback })
    }
    if (!isSameSite(url, next.value))
      return failed(
        'no-site',
        `${url.origin} leads to ${next.value.origin}, another site: audit that one if it is yours.`,
      )
    url = next.value
  }
  return failed('no-site', `${typed.href} redirects for ever.`)
}

/** The same host with or without www, and no step back from https. */
function isSameSite(from: URL, to: URL): boolean {
  const bare = ({ hostname }: URL) => hostname.replace(/^www\./, '')
  const secure = from.protocol === 'http:' || to.protocol === 'https:'
  const standard = from.port === to.port || (from.port === '' && to.port === '')
  return bare(from) === bare(to) && secure && standard
}

function resolveName(host: string): Promise<readonly LookupAddress[]> {
  return lookup(host, { all: true })
}

async function resolve(
  url: URL,
  trusted: boolean,
  addressesOf: NonNullable<SettleOptions['resolve']>,
): Promise<Result<readonly LookupAddress[], 'no-site'>> {
  const host = url.hostname.replace(/^\[|\]$/g, '')
  let found: readonly LookupAddress[]
  try {
    found = await addressesOf(host)
  } catch {
    return failed('no-site', `The name ${host} leads to no address.`)
  }
  const allowed = trusted ? found : found.filter(({ address }) => !isPrivateAddress(address))
  if (allowed.length > 0) return ok(allowed)
  return failed(
    'no-site',
    `The name ${host} leads to a private address. Type that address itself if the site is of your own network.`,
  )
}

/** Where the address redirects to at once, on whichever site; undefined when it answers itself. */
async function leadsTo(
  wire: Wire,
  url: URL,
  { version, contact, signal }: SettleOptions,
): Promise<Result<URL | undefined, 'no-site'>> {
  const sender = new Sender(wire, LIMITS, 1)
  try {
    const from = contact ?? new URL(CONTROL_PATH, url.href).href
    const headers = { 'User-Agent': agentSuffix(version, from), Accept: 'text/html,*/*;q=0.8' }
    const sent = await sender.send(
      { method: 'GET', path: url.pathname + url.search, headers },
      signal,
    )
    if (!sent.ok) return failed('no-site', `${url.origin} does not answer: ${sent.detail}`)
    const { status, headers: received } = sent.value
    const location = received.get('location')?.[0]
    const redirects = status >= 300 && status <= 399 && location !== undefined
    return ok(redirects ? (URL.parse(location, url.href) ?? undefined) : undefined)
  } finally {
    sender.close()
  }
}
