// Ask the origin: one request to the site behind the gate, bounded in time and number, and what came of it.
import http, { type IncomingMessage } from 'node:http'
import https from 'node:https'
import { isIP } from 'node:net'
import { pipeline, type Readable } from 'node:stream'
import type { Report } from '../../../core/log.ts'
import { failed, ok, type Result } from '../../../core/result.ts'
import { answerBody } from './answer-body.ts'
import { Breaker } from './breaker.ts'
import { type HeaderList, headerOf, pairsOf, withoutHopByHop } from './header-list.ts'
import { type Forwarded, hasPassed, sentHeaders } from './sent-headers.ts'

interface Ask {
  readonly method: string
  /** Path and query, encoded. */
  readonly target: string
  /** Those of the reader that may reach the origin: cookies among them only where the configuration says so. */
  readonly headers: HeaderList
  readonly from?: Forwarded | undefined
  readonly body?: Readable | Uint8Array | undefined
  /** Nobody waits any more. */
  readonly signal?: AbortSignal | undefined
}

export interface OriginAnswer {
  readonly status: number
  /** Names in lower case, nothing that ends at this hop. */
  readonly headers: HeaderList
  /** As it is coded on the wire. Fails with CutShort when it ends before its end. Has to be read or destroyed. */
  readonly body: Readable
}

/** `unreachable`: it takes no connection, or is left alone. `timeout`: no answer in time. `broken`: no HTTP. */
export type Unanswered = 'unreachable' | 'timeout' | 'broken'

export interface OriginClientOptions {
  /** Scheme and authority. */
  readonly url: string
  /** The Host that is sent; undefined: that of `url`. */
  readonly host: string | undefined
  /** Sent as `Standfirst-Secret`. */
  readonly secret?: string | undefined
  readonly answerWithinMs: number
  readonly now: () => number
  readonly report: Report
  readonly connectWithinMs?: number
  /** How long a body may say nothing. */
  readonly silenceMs?: number
  readonly sockets?: number
  /** How many may wait for a socket. */
  readonly mostWaiting?: number
  /** Failures in a row that open the breaker, and for how long it is open at first. */
  readonly breaker?: { readonly failures: number; readonly restMs: number }
}

export interface OriginClient {
  /** Never throws. GET and HEAD are tried once more when the connection broke before anything came back. */
  send(ask: Ask): Promise<Result<OriginAnswer, Unanswered>>
  /** Whether the origin is left alone at present: what is asked now fails at once. */
  isResting(): boolean
  close(): void
}

const LONGEST_REST_MS = 30_000
const MOST_HEADER_BYTES = 64 * 1024

export function openOriginClient(options: OriginClientOptions): OriginClient {
  return new Client(options)
}

/** What one try comes to: `lost` when the connection broke with nothing said, so that another may be had. */
type Tried = Result<OriginAnswer, Unanswered | 'lost' | 'stopped'>

class Client implements OriginClient {
  readonly #options: Required<Omit<OriginClientOptions, 'host' | 'secret' | 'breaker'>>
  readonly #url: URL
  readonly #host: string
  readonly #secret: string | undefined
  readonly #secure: boolean
  /** The second one takes no connection that another request has used: what was lost on such a one is tried there. */
  readonly #agent: http.Agent
  readonly #fresh: http.Agent
  readonly #breaker: Breaker
  #under = 0

  constructor(options: OriginClientOptions) {
    this.#options = {
      connectWithinMs: Math.min(3000, options.answerWithinMs),
      silenceMs: Math.max(10_000, options.answerWithinMs),
      sockets: 64,
      mostWaiting: 2000,
      ...options,
    }
    this.#url = new URL(options.url)
    this.#host = options.host ?? this.#url.host
    this.#secret = options.secret
    this.#secure = this.#url.protocol === 'https:'
    const Agent = this.#secure ? https.Agent : http.Agent
    const { sockets } = this.#options
    // An origin closes idle connections after five seconds or more; one that is let go first is never lost.
    this.#agent = new Agent({ keepAlive: true, maxSockets: sockets, timeout: 4000 })
    this.#fresh = new Agent({ keepAlive: false, maxSockets: sockets })
    const { failures, restMs } = options.breaker ?? { failures: 5, restMs: 1000 }
    const { now, report } = options
    this.#breaker = new Breaker({
      ...{ now, report, failures, restMs },
      longestRestMs: Math.max(restMs, LONGEST_REST_MS),
    })
  }

  isResting(): boolean {
    return this.#breaker.isOpen()
  }

  close(): void {
    this.#agent.destroy()
    this.#fresh.destroy()
  }

  async send(ask: Ask): Promise<Result<OriginAnswer, Unanswered>> {
    if (hasPassed(ask.headers)) return failed('broken', 'The origin is this gate: it asks itself.')
    const { sockets, mostWaiting } = this.#options
    if (this.#under >= sockets + mostWaiting)
      return failed('unreachable', `${this.#under} requests wait for the origin already.`)
    if (!this.#breaker.mayAsk()) return failed('unreachable', 'The origin is left alone.')
    this.#under++
    try {
      return this.#judged(ask, await this.#twice(ask))
    } finally {
      this.#under--
    }
  }

  async #twice(ask: Ask): Promise<Tried> {
    const first = await this.#once(ask, this.#agent)
    const again = ask.method === 'GET' || ask.method === 'HEAD'
    if (first.ok || first.reason !== 'lost' || !again || ask.body !== undefined) return first
    return await this.#once(ask, this.#fresh)
  }

  #judged(ask: Ask, tried: Tried): Result<OriginAnswer, Unanswered> {
    if (tried.ok) {
      this.#breaker.answered()
      return tried
    }
    const { reason, detail } = tried
    if (reason === 'stopped') {
      this.#breaker.leftAlone()
      return failed('broken', detail)
    }
    this.#breaker.failed(detail, reason === 'timeout' ? ask.target.split('?')[0] : undefined)
    return failed(reason === 'lost' ? 'unreachable' : reason, detail)
  }

  #once(ask: Ask, agent: http.Agent): Promise<Tried> {
    const { promise, resolve } = Promise.withResolvers<Tried>()
    let request: http.ClientRequest
    try {
      request = this.#request(ask, agent)
    } catch (error) {
      // Node refuses headers and targets that could be read in two ways.
      return Promise.resolve(failed('stopped', `It cannot be asked for: ${textOf(error)}`))
    }
    const late = () => {
      resolve(failed('timeout', `No answer in ${this.#options.answerWithinMs} ms.`))
      request.destroy()
    }
    let timer = setTimeout(late, this.#options.answerWithinMs)
    const again = () => {
      clearTimeout(timer)
      timer = setTimeout(late, this.#options.answerWithinMs)
    }
    const done = (tried: Tried) => {
      clearTimeout(timer)
      resolve(tried)
    }
    request.on('response', (message) => done(ok(this.#answer(message))))
    request.on('upgrade', (_, socket) => {
      socket.destroy()
      done(failed('broken', 'It answers with another protocol.'))
    })
    request.on('error', (error) => done(failureOf(error, ask)))
    // What is destroyed without an error.
    request.on('close', () => done(failed('lost', 'The connection ended before the answer.')))
    limitConnecting(request, this.#options.connectWithinMs)
    sendBody(request, ask.body, again)
    return promise
  }

  #request(ask: Ask, agent: http.Agent): http.ClientRequest {
    const { hostname, port } = this.#url
    return (this.#secure ? https : http).request({
      agent,
      hostname: hostname.replace(/^\[|\]$/g, ''),
      port: port === '' ? (this.#secure ? 443 : 80) : Number(port),
      ...(this.#secure ? { servername: serverName(this.#host) } : {}),
      method: ask.method,
      path: ask.target,
      headers: sentHeaders(ask.headers, {
        host: this.#host,
        secret: this.#secret,
        from: ask.from,
        // Of the agent for lost connections none is kept.
        hop: ['Connection', agent === this.#agent ? 'keep-alive' : 'close', ...lengthOf(ask)],
      }),
      setDefaultHeaders: false,
      maxHeaderSize: MOST_HEADER_BYTES,
      insecureHTTPParser: false,
      ...(ask.signal === undefined ? {} : { signal: ask.signal }),
    })
  }

  #answer(message: IncomingMessage): OriginAnswer {
    return {
      status: message.statusCode ?? 0,
      headers: withoutHopByHop(pairsOf(message.rawHeaders)),
      body: answerBody(message, this.#options.silenceMs),
    }
  }
}

/** The name that its certificate is for; none where it has no name but an address (RFC 6066 §3). */
function serverName(host: string): string {
  const name = host.replace(/:\d+$/, '').replace(/^\[|\]$/g, '')
  return isIP(name) === 0 ? name : ''
}

/** How the body is framed, said anew: what a request says itself is believed only where it is one plain number. */
function lengthOf({ body, headers }: Ask): string[] {
  if (body === undefined) return []
  if (body instanceof Uint8Array) return ['Content-Length', String(body.length)]
  const said = headerOf(headers, 'content-length')
  return said !== undefined && /^\d{1,15}$/.test(said)
    ? ['Content-Length', said]
    : ['Transfer-Encoding', 'chunked']
}

function sendBody(request: http.ClientRequest, body: Ask['body'], progress: () => void): void {
  if (body === undefined || body instanceof Uint8Array) {
    request.end(body)
    return
  }
  // Only once all of it has been taken does the origin owe an answer.
  body.on('data', progress)
  pipeline(body, request, (error) => {
    if (error) request.destroy(error)
  })
}

function limitConnecting(request: http.ClientRequest, withinMs: number): void {
  request.on('socket', (socket) => {
    if (!socket.connecting) return
    const timer = setTimeout(() => {
      const error: NodeJS.ErrnoException = new Error('It takes no connection.')
      error.code = 'ETIMEDOUT'
      request.destroy(error)
    }, withinMs)
    const connected = () => clearTimeout(timer)
    socket.once('connect', connected)
    socket.once('close', connected)
  })
}

/** Names of codes of Node and OpenSSL, that say that nothing has been asked yet. */
const UNREACHABLE = /^(ECONNREFUSED|ENOTFOUND|EAI_\w+|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|EADDR\w+)$/

function failureOf(error: Error, ask: Ask): Tried {
  if (ask.signal?.aborted === true) return failed('stopped', 'Nobody waits for the answer.')
  const first = error instanceof AggregateError ? error.errors[0] : error
  const code = first instanceof Error && 'code' in first ? String(first.code) : ''
  if (code.startsWith('HPE_')) return failed('broken', `It does not answer in HTTP: ${code}.`)
  if (UNREACHABLE.test(code)) return failed('unreachable', textOf(first))
  if (code === 'ECONNRESET' || code === 'EPIPE') return failed('lost', textOf(first))
  return failed('unreachable', textOf(first))
}

function textOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replace(/\s+/g, ' ').trim()
}
