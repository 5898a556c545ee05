// Ask site: polite requests to the site that Standfirst stands in front of, or is to: one after the other, with a name,
// bounded in time and in bytes. For commands alone; what readers ask for goes its own way.
import { lookup } from 'node:dns/promises'
import { setTimeout as wait } from 'node:timers/promises'
import { LIMITS } from '../../audit/asking/limits.ts'
import { isLoopbackAddress } from '../../audit/asking/private-address.ts'
import { Sender } from '../../audit/asking/send.ts'
import { failed, ok, type Result } from '../../core/result.ts'

export interface SiteAddress {
  /** Where it is asked: scheme and authority. */
  readonly url: string
  /** The Host that is sent; undefined: that of `url`. */
  readonly host: string | undefined
  /** Sent as `Standfirst-Secret`, where the site turns everybody else away. */
  readonly secret?: string | undefined
  /** Scheme and authority under which it knows itself, beside `url`. */
  readonly own: readonly string[]
}

export interface SiteAnswer {
  /** Path and query, after redirects within the site. */
  readonly path: string
  readonly status: number
  /** The Content-Type header as it came. */
  readonly type: string | undefined
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, readonly string[]>
  readonly body: Buffer
}

/** `elsewhere`: it leads to another site, whose address is the detail. */
export type NoAnswer = 'unreachable' | 'elsewhere' | 'endless'

export interface AskedSite {
  /** `path` with its query, as it goes on the wire. */
  ask(path: string): Promise<Result<SiteAnswer, NoAnswer>>
  /** How many requests it took so far. */
  count(): number
  close(): void
}

const MOST_REDIRECTS = 5
/** Between the ends of two requests to a site that is not on this machine. */
const PAUSE_MS = 250

/** Fails `unreachable` when its name leads nowhere. `agent`: what the site's log shows. */
export async function askSite(
  site: SiteAddress,
  agent: string,
): Promise<Result<AskedSite, 'unreachable'>> {
  const origin = new URL(site.url)
  const host = origin.hostname.replace(/^\[|\]$/g, '')
  const addresses = await lookup(host, { all: true }).catch(() => [])
  if (addresses.length === 0) return failed('unreachable', `The name ${host} leads to no address.`)
  const isHere = addresses.every(({ address }) => isLoopbackAddress(address))
  const sender = new Sender({ origin, addresses }, LIMITS, 1)
  const headers = headersFor(site, agent)
  let count = 0
  const send = async (path: string) => {
    if (count++ > 0 && !isHere) await wait(PAUSE_MS)
    return sender.send({ method: 'GET', path, headers }, undefined)
  }
  return ok({
    ask: (path) => follow(path, site, send),
    count: () => count,
    close: () => sender.close(),
  })
}

async function follow(
  asked: string,
  site: SiteAddress,
  send: (path: string) => ReturnType<Sender['send']>,
): Promise<Result<SiteAnswer, NoAnswer>> {
  let path = asked
  for (let hops = 0; hops <= MOST_REDIRECTS; hops++) {
    const sent = await send(path)
    if (!sent.ok) return failed('unreachable', `${site.url} does not answer: ${sent.detail}`)
    const { status, headers, body } = sent.value
    const location = headers.get('location')?.[0]
    if (status < 300 || status > 399 || location === undefined)
      return ok({ path, status, type: headers.get('content-type')?.[0], headers, body })
    const target = URL.parse(location, `${site.url}${path}`)
    if (target === null) return failed('unreachable', `${site.url}${path} leads to no address.`)
    if (![site.url, ...site.own].includes(target.origin)) return failed('elsewhere', target.href)
    path = target.pathname + target.search
  }
  return failed('endless', `${site.url}${asked} redirects for ever.`)
}

/** A site behind a proxy is told how its readers came, as the gate tells it. */
function headersFor({ url, host, own, secret }: SiteAddress, agent: string) {
  const named = own.find((address) => new URL(address).host === host)
  return {
    'User-Agent': agent,
    Accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
    ...(host !== undefined && { Host: host, 'X-Forwarded-Host': host }),
    ...(secret !== undefined && { 'Standfirst-Secret': secret }),
    'X-Forwarded-Proto': new URL(named ?? url).protocol.slice(0, -1),
  }
}
