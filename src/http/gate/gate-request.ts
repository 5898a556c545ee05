// Gate request: what the gate looks at in a request, wherever it came from.
import type { SiteAsk } from '../../core/origin.ts'
import type { Asker } from '../../core/seats.ts'
import { isPrefetch } from '../prefetch.ts'
import type { ArticleRequest } from '../read-article.ts'

export interface GateRequest {
  readonly method: string
  /** The raw request target: path and query as sent. */
  readonly target: string
  /** By its lower-case name. */
  readonly header: (name: string) => string | undefined
  /** The client's address, and the network that shares its limits: the last hop that is no proxy of the publisher's. */
  readonly client: () => string | undefined
  readonly network: () => string | undefined
  readonly body: AsyncIterable<Uint8Array> | undefined
}

export function articleRequestOf(request: GateRequest): ArticleRequest {
  const { header } = request
  return {
    method: request.method === 'HEAD' ? 'HEAD' : 'GET',
    cookie: header('cookie'),
    ifNoneMatch: header('if-none-match'),
    acceptEncoding: header('accept-encoding'),
    prefetch: isPrefetch(header),
    network: request.network,
    client: request.client,
    agent: header('user-agent'),
  }
}

/** `asker`: who may be put off where the origin has to be waited for. */
export function siteAskOf(request: GateRequest, asker?: () => Asker): SiteAsk {
  return new AskOfRequest(request, asker)
}

/** A class, because an object with a getter of its own takes many times as long to make. */
class AskOfRequest implements SiteAsk {
  readonly method: SiteAsk['method']
  readonly header: SiteAsk['header']
  readonly body: SiteAsk['body']
  readonly asker: SiteAsk['asker']
  readonly #request: GateRequest

  constructor(request: GateRequest, asker: SiteAsk['asker']) {
    this.method = request.method
    this.header = request.header
    this.body = request.body
    this.asker = asker
    this.#request = request
  }

  /** Told to the origin alone: what is kept is answered without. */
  get client(): SiteAsk['client'] {
    return this.#request.client()
  }
}
