// Send: one request on the wire, bounded in time, in bytes as sent and in bytes as unpacked. It follows nothing.
import type { LookupAddress } from 'node:dns'
import http, { type IncomingMessage } from 'node:http'
import https from 'node:https'
import type { LookupFunction } from 'node:net'
import type { Readable } from 'node:stream'
import zlib from 'node:zlib'
import { failed, ok, type Result } from '../../core/result.ts'
import type { Limits } from './limits.ts'

export interface Wire {
  /** Scheme and authority. */
  readonly origin: URL
  /** What its name resolved to when the audit began: no later answer of a name server leads elsewhere. */
  readonly addresses: readonly LookupAddress[]
}

export interface Sent {
  readonly method: 'GET' | 'HEAD' | 'OPTIONS'
  /** As it goes on the wire: odd paths are not brought into order. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
}

export interface Received {
  readonly status: number
  /** Names in lower case; repeated ones in their order. */
  readonly headers: ReadonlyMap<string, readonly string[]>
  readonly body: Buffer
  /** Whether there was more of the body than is read. */
  readonly cut: boolean
}

const MOST_HEADER_BYTES = 32 * 1024

export type Unsent = 'unreachable' | 'too-slow' | 'rubbish' | 'stopped'

export class Sender {
  readonly #wire: Wire
  readonly #limits: Limits
  readonly #agent: http.Agent
  readonly #secure: boolean

  constructor(wire: Wire, limits: Limits, sockets: number) {
    this.#wire = wire
    this.#limits = limits
    this.#secure = wire.origin.protocol === 'https:'
    const options = { keepAlive: true, maxSockets: sockets, keepAliveMsecs: 1000 }
    this.#agent = this.#secure ? new https.Agent(options) : new http.Agent(options)
  }

  close(): void {
    this.#agent.destroy()
  }

  /** Fails with one line that says what came instead of an answer; never throws. */
  async send(sent: Sent, stop: AbortSignal | undefined): Promise<Result<Received, Unsent>> {
    const late = AbortSignal.timeout(this.#limits.totalMs)
    const signal = stop === undefined ? late : AbortSignal.any([late, stop])
    try {
      const response = await this.#begin(sent, signal)
      const { body, cut } = await readBody(response, this.#limits.bodyBytes, signal)
      return ok({ status: response.statusCode ?? 0, headers: headersOf(response), body, cut })
    } catch (error) {
      if (stop?.aborted === true) return failed('stopped', 'The audit was stopped.')
      if (late.aborted) return failed('too-slow', `No answer in ${this.#limits.totalMs} ms.`)
      return failed(isRubbish(error) ? 'rubbish' : 'unreachable', messageOf(error))
    }
  }

  #begin(sent: Sent, signal: AbortSignal): Promise<IncomingMessage> {
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
    const { hostname, port } = this.#wire.origin
    const options = {
      agent: this.#agent,
      hostname: hostname.replace(/^\[|\]$/g, ''),
      port: port === '' ? (this.#secure ? 443 : 80) : Number(port),
      path: sent.path,
      method: sent.method,
      headers: { 'Accept-Encoding': 'gzip, deflate, br', ...sent.headers },
      lookup: pinned(this.#wire.addresses),
      maxHeaderSize: MOST_HEADER_BYTES,
      signal,
    }
    const request = (this.#secure ? https : http).request(options)
    request.on('socket', (socket) => {
      if (!socket.connecting) return
      const timer = setTimeout(
        () => request.destroy(new Error('It takes no connection.')),
        this.#limits.connectMs,
      )
      socket.once('connect', () => clearTimeout(timer))
      socket.once('close', () => clearTimeout(timer))
    })
    request.on('response', resolve)
    // After 101 or CONNECT nothing that could be read follows.
    request.on('upgrade', (_, socket) => {
      socket.destroy()
      reject(new Error('It answers with another protocol.'))
    })
    request.on('error', reject)
    request.end()
    return promise
  }
}

/** A lookup that knows one answer. */
function pinned(addresses: readonly LookupAddress[]): LookupFunction {
  return (_, options, callback) => {
    const [first] = addresses
    if (options.all === true) callback(null, [...addresses])
    else callback(null, first?.address ?? '', first?.family ?? 4)
  }
}

async function readBody(
  response: IncomingMessage,
  most: number,
  signal: AbortSignal,
): Promise<{ body: Buffer; cut: boolean }> {
  const chunks: Buffer[] = []
  let size = 0
  let cut = false
  const stream = unpacked(response, most)
  const end = () => stream.destroy(new Error('too late'))
  signal.addEventListener('abort', end, { once: true })
  try {
    for await (const chunk of stream) {
      const bytes: Buffer = chunk
      const room = most - size
      chunks.push(bytes.length > room ? bytes.subarray(0, room) : bytes)
      size += bytes.length
      if (size < most) continue
      cut = size > most
      break
    }
  } catch (error) {
    // Half of an answer is an answer: what has come may hold paid text.
    if (signal.aborted && size === 0) throw error
    cut = true
  } finally {
    signal.removeEventListener('abort', end)
    response.destroy()
  }
  return { body: Buffer.concat(chunks), cut }
}

/** The body without its content coding; an unknown one is left as it came. */
function unpacked(response: IncomingMessage, most: number): Readable {
  const coding = response.headers['content-encoding']?.trim().toLowerCase()
  const unpack = unpacker(coding)
  if (unpack === undefined) return response
  let packed = 0
  response.on('data', (chunk: Buffer) => {
    packed += chunk.length
    if (packed > most) response.destroy(new Error('too much'))
  })
  response.on('error', (error) => unpack.destroy(error))
  return response.pipe(unpack)
}

function unpacker(coding: string | undefined) {
  // What was cut off in the middle still gives what came before.
  const finish = zlib.constants.Z_SYNC_FLUSH
  if (coding === 'gzip' || coding === 'x-gzip') return zlib.createGunzip({ finishFlush: finish })
  if (coding === 'br') return zlib.createBrotliDecompress()
  if (coding === 'deflate') return zlib.createInflate({ finishFlush: finish })
  if (coding === 'zstd') return zlib.createZstdDecompress()
  return undefined
}

function headersOf(response: IncomingMessage): ReadonlyMap<string, readonly string[]> {
  const headers = new Map<string, string[]>()
  const { rawHeaders } = response
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const name = (rawHeaders[at] ?? '').toLowerCase()
    const value = rawHeaders[at + 1] ?? ''
    const values = headers.get(name)
    if (values === undefined) headers.set(name, [value])
    else values.push(value)
  }
  return headers
}

function isRubbish(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('HPE_')
}

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing takes connections there. Is the site up, and is the port right?',
  ECONNRESET: 'it closes the connection.',
  EHOSTUNREACH: 'no way leads there from this machine.',
  ENETUNREACH: 'no way leads there from this machine.',
  EPROTO: 'it does not speak https there. Write http:// in front if that is what it speaks.',
  CERT_HAS_EXPIRED: 'its certificate has expired.',
  DEPTH_ZERO_SELF_SIGNED_CERT:
    'it has signed its certificate itself, and this machine knows none such.',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is of another name.',
}

/** One line; what a publisher is likely to meet in words. */
function messageOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return messageOf(error.errors[0])
  if (!(error instanceof Error)) return String(error)
  const code = 'code' in error ? String(error.code) : ''
  return REASONS[code] ?? error.message.replace(/\s+/g, ' ').trim()
}
