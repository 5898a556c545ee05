// An origin that misbehaves on demand: a real server whose answer to each path is scripted, and that counts.
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'

export interface Script {
  /** 200 */
  readonly status?: number
  /** `text/html; charset=utf-8` is said where no type is. */
  readonly headers?: Readonly<Record<string, string | string[]>>
  readonly body?: string | Uint8Array
  readonly coding?: 'gzip' | 'br' | 'deflate' | 'raw-deflate'
  /** Answers 304 to whoever names it; sent with the answer. */
  readonly etag?: string
  readonly lastModified?: string
  /** Before the head goes out. */
  readonly wait?: Promise<unknown>
  readonly fault?: Fault
}

/**
 * `cut-length`, `cut-chunked`: the connection ends before the body. `cut-gzip`: the coding ends before its end, the
 * body does not. `not-gzip`: it is said and is not. `reset`: no head, the connection is torn. `never`: takes the
 * request, says nothing. `silent`: half of the body, then nothing. `rubbish`: no HTTP.
 */
export type Fault =
  | 'cut-length'
  | 'cut-chunked'
  | 'cut-gzip'
  | 'not-gzip'
  | 'reset'
  | 'never'
  | 'silent'
  | 'rubbish'

export interface Asked {
  readonly method: string
  readonly target: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

export interface TestOrigin {
  readonly url: string
  /** What `target` (path, with its query or without) answers from now on. */
  answer(target: string, script: Script | ((request: Asked) => Script)): void
  /** What everything answers that is not scripted; at first 404. */
  answerOthers(script: Script | ((request: Asked) => Script)): void
  readonly requests: readonly Asked[]
  /** Requests for `target`; without it, all. */
  asked(target?: string): number
  forget(): void
  /** Closes the port and every connection; `up` opens the same one again. */
  down(): Promise<void>
  up(): Promise<void>
  close(): Promise<void>
}

/** What a site that has fallen over shows to everybody. */
export const STACK_TRACE: Script = {
  status: 500,
  body: 'Fatal error: Uncaught Error in /srv/site/wp-content/plugins/broken.php:12 Stack trace: #0',
}

export async function openOrigin(): Promise<TestOrigin> {
  const scripts = new Map<string, Script | ((request: Asked) => Script)>()
  let others: Script | ((request: Asked) => Script) = { status: 404, body: '<p>Not here' }
  const requests: Asked[] = []
  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    const target = request.url ?? ''
    const { method = '', headers } = request
    const body = Buffer.concat(await request.toArray()).toString('utf8')
    const asked = { method, target, headers, body }
    requests.push(asked)
    const script = scripts.get(target) ?? scripts.get(target.split('?')[0] ?? '') ?? others
    await answer(asked, response, typeof script === 'function' ? script(asked) : script)
  }
  let server = await listen(serve, 0)
  const { port } = server.address() as AddressInfo
  const down = async () => {
    if (!server.listening) return
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  }
  return {
    url: `http://127.0.0.1:${port}`,
    answer: (target, script) => scripts.set(target, script),
    answerOthers: (script) => {
      others = script
    },
    requests,
    asked: (target) =>
      target === undefined
        ? requests.length
        : requests.filter((one) => one.target === target).length,
    forget: () => {
      requests.length = 0
    },
    down,
    up: async () => {
      if (server.listening) return
      server = await listen(serve, port)
    },
    close: down,
  }
}

async function listen(
  serve: (request: IncomingMessage, response: ServerResponse) => Promise<void>,
  port: number,
): Promise<Server> {
  const server = createServer((request, response) => {
    // A request that was torn has no answer.
    serve(request, response).catch(() => response.destroy())
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  return server
}

async function answer(request: Asked, response: ServerResponse, script: Script): Promise<void> {
  await script.wait
  const { fault } = script
  if (fault === 'never') return
  if (fault === 'reset') {
    response.socket?.resetAndDestroy()
    return
  }
  if (fault === 'rubbish') {
    response.socket?.end('This is no HTTP\r\n\r\n')
    return
  }
  const { status = 200, etag, lastModified } = script
  const validators = {
    ...(etag === undefined ? {} : { ETag: etag }),
    ...(lastModified === undefined ? {} : { 'Last-Modified': lastModified }),
  }
  const { 'if-none-match': known, 'if-modified-since': since } = request.headers
  const holds =
    etag === undefined ? lastModified !== undefined && since === lastModified : known === etag
  const headers = { 'Content-Type': 'text/html; charset=utf-8', ...script.headers, ...validators }
  if (holds && status === 200) {
    response.writeHead(304, { ...script.headers, ...validators }).end()
    return
  }
  send(response, status, headers, script)
}

function send(
  response: ServerResponse,
  status: number,
  headers: Record<string, string | string[]>,
  { body = '', coding, fault }: Script,
): void {
  const plain = Buffer.from(typeof body === 'string' ? Buffer.from(body) : body)
  const name = coding === 'raw-deflate' ? 'deflate' : coding
  const coded = coding === undefined ? plain : CODINGS[coding](plain)
  const said = name === undefined ? headers : { ...headers, 'Content-Encoding': name }
  if (fault === undefined) {
    response.writeHead(status, { ...said, 'Content-Length': coded.length }).end(coded)
    return
  }
  const half = coded.subarray(0, Math.ceil(coded.length / 2))
  if (fault === 'cut-gzip' || fault === 'not-gzip') {
    const gzip = gzipSync(plain)
    const bytes = fault === 'not-gzip' ? plain : gzip.subarray(0, Math.ceil(gzip.length / 2))
    response.writeHead(status, { ...headers, 'Content-Encoding': 'gzip' }).end(bytes)
    return
  }
  if (fault !== 'cut-chunked') response.setHeader('Content-Length', coded.length)
  response.writeHead(status, said)
  response.write(half, () => {
    if (fault !== 'silent') response.socket?.end()
  })
}

const CODINGS = {
  gzip: gzipSync,
  br: brotliCompressSync,
  deflate: deflateSync,
  'raw-deflate': deflateRawSync,
} as const
