// A server as it listens, with answers that say what they answer: some direct, at once or soon, the rest by node:http.
import { createServer, type IncomingMessage, type RequestListener } from 'node:http'
import { connect, type Socket } from 'node:net'
import { setImmediate as turn } from 'node:timers/promises'
import { expect, onTestFinished } from 'vitest'
import type { Asked, Direct } from '../../src/http/direct/asked.ts'
import { headerLines } from '../../src/http/header-lines.ts'
import type { Reply } from '../../src/http/reply.ts'
import { writeReply } from '../../src/http/respond.ts'
import { bind, closeServer, type Listening, portOf, unbound } from '../../src/node/listen.ts'

/** `/now/NAME/BYTES` and `/soon/NAME/BYTES` are answered directly, a 304 where the name is known already. */
export const direct: Direct = {
  answer(asked) {
    const [, way, name = '', bytes = '0'] = asked.target.split('/')
    const made = () => article(name, Number(bytes), asked)
    if (way === 'now') return made()
    return way === 'soon' ? turns(6).then(made) : undefined
  },
  failed: () => ({ status: 500, headers: [], body: Buffer.from('failed') }),
}

/** As long as others take to ask for more. */
async function turns(count: number): Promise<void> {
  for (let at = 0; at < count; at++) await turn()
}

function article(name: string, bytes: number, asked: Pick<Asked, 'header'>): Reply {
  const etag = `"${name}"`
  if (asked.header('if-none-match') === etag)
    return { status: 304, shared: headerLines(['ETag', etag]), headers: [], body: undefined }
  const body = new Uint8Array(Buffer.alloc(bytes, `${name} `))
  const shared = headerLines(['Content-Type', 'text/plain', 'Content-Length', `${bytes}`])
  return { status: 200, shared, headers: ['ETag', etag], body }
}

/** The same articles by node:http. Of everything else the method, the address and the body, at once or in pieces. */
const listener: RequestListener = (request, response) => {
  const { method, url = '' } = request
  const isAsked = method === 'GET' || method === 'HEAD'
  const asked = { method: 'GET', target: url, header: headerOf(request) } as const
  const reply = isAsked ? direct.answer(asked, () => undefined) : undefined
  if (reply === undefined) echo(request, response)
  else void Promise.resolve(reply).then((made) => writeReply(response, made, method))
}

const echo: RequestListener = (request, response) => {
  const body: Buffer[] = []
  request.on('data', (bytes: Buffer) => body.push(bytes))
  request.on('error', () => response.destroy())
  request.on('end', () => {
    const said = `${request.method} ${request.url} ${Buffer.concat(body).toString('latin1')}`
    if (request.url?.startsWith('/pieces') !== true) {
      response.writeHead(200, ['Content-Length', `${said.length}`]).end(said, 'latin1')
      return
    }
    response.write('some ')
    void turns(8).then(() => response.end(said, 'latin1'))
  })
}

type Limits = Parameters<typeof unbound>[0]
interface Serving {
  readonly limits?: Limits
  readonly direct?: Partial<Direct>
  readonly listener?: RequestListener
}

/** The server as it listens. */
export async function serving(ways: Serving = {}): Promise<Listening & { readonly port: number }> {
  const listening = unbound({ connectionsCheckingInterval: 20, ...ways.limits })
  onTestFinished(() => closeServer(listening, 0))
  expect((await bind(listening.server, '127.0.0.1', 0)).ok).toBe(true)
  listening.answer(ways.listener ?? listener, { ...direct, ...ways.direct })
  return { ...listening, port: portOf(listening.server) }
}

/** The same answers by node:http alone. */
export async function servingByNode(): Promise<number> {
  const server = createServer({ keepAliveTimeout: 25_000 }, listener)
  await bind(server, '127.0.0.1', 0)
  onTestFinished(() => void server.close().closeAllConnections())
  return portOf(server)
}

function headerOf({ headers }: IncomingMessage) {
  return (name: string) => headers[name]?.toString()
}

export interface Client {
  readonly socket: Socket
  /** What has come so far. */
  text(): string
  /** All that came, when the connection is closed. */
  readonly all: Promise<string>
  say(text: string | Buffer): void
}

export function client(port: number): Client {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  const got: Buffer[] = []
  socket.on('data', (bytes: Buffer) => got.push(bytes))
  socket.on('error', () => socket.destroy())
  onTestFinished(() => void socket.destroy())
  const text = () => Buffer.concat(got).toString('latin1')
  const all = new Promise<string>((resolve) => socket.on('close', () => resolve(text())))
  return {
    ...{ socket, text, all },
    say: (said) => void socket.write(typeof said === 'string' ? Buffer.from(said, 'latin1') : said),
  }
}

export function asking(target: string, ...lines: readonly string[]): string {
  return [
    'GET ',
    target,
    ' HTTP/1.1\r\nHost: a\r\n',
    ...lines.map((line) => `${line}\r\n`),
    '\r\n',
  ].join('')
}

/** Answers, without what differs from second to second. */
export function withoutDates(text: string): string {
  return text.replace(/\r\nDate: [^\r]+/g, '')
}
