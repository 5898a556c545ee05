// Listen: the socket that readers reach, opened with words for what can go wrong and closed without cutting anyone off.
import { createServer, type RequestListener, type Server } from 'node:http'
import { Server as SocketServer } from 'node:net'
import { failed, ok, type Result } from '../core/result.ts'
import type { Direct } from '../http/direct/asked.ts'
import { type Connections, takeConnections } from './direct/connections.ts'

/** A head that does not come, a request that does not end and a connection that says nothing are let go. */
const LIMITS = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  keepAliveTimeout: 25_000,
  // How often the first two are looked at: Node's own half a minute would come on top of them.
  connectionsCheckingInterval: 2000,
  // Bytes of a head. A full meter's cookie takes 4 KB.
  maxHeaderSize: 16_384,
}

const STALLED_MS = 30_000
/** Requests that wait while the articles are read. */
const MOST_EARLY = 1000

export interface Listening {
  readonly server: Server
  /** Whoever is connected. */
  readonly connections: Connections
  /** From now on `direct` answers, and what it leaves `listener`, also those who came before it was there. */
  answer(listener: RequestListener, direct: Direct): void
}

/**
 * Listens at once, so that the port is ours and its number known, and lets whoever comes early wait for the listener.
 * Fails `cannot-serve` when the port is taken or may not be used.
 */
export async function listen(
  host: string,
  port: number,
): Promise<Result<Listening, 'cannot-serve'>> {
  const listening = unbound()
  const bound = await bind(listening.server, host, port)
  return bound.ok ? ok(listening) : bound
}

/** A server that nobody reaches yet. `limits`: those that are others than a server needs. */
export function unbound(limits: Partial<typeof LIMITS> = {}): Listening {
  const server = createServer({ ...LIMITS, ...limits })
  const connections = takeConnections(server)
  const early: Parameters<RequestListener>[] = []
  const hold: RequestListener = (request, response) => {
    if (early.length < MOST_EARLY) early.push([request, response])
    else response.writeHead(503, { 'Retry-After': '5' }).end()
  }
  const answer = (listener: RequestListener, direct: Direct) => {
    connections.answer(direct)
    server.off('request', hold).on('request', listener)
    for (const [request, response] of early.splice(0)) listener(request, response)
  }
  server.on('request', hold)
  // Who asks for much and takes nothing does not keep it in our memory.
  server.setTimeout(STALLED_MS)
  return { server, connections, answer }
}

/** Fails `cannot-serve` as `listen` does. */
export function bind(
  server: Server,
  host: string,
  port: number,
): Promise<Result<undefined, 'cannot-serve'>> {
  return new Promise((resolve) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      resolve(failed('cannot-serve', whyNot(error, host, port))),
    )
    server.listen(port, host, () => resolve(ok(undefined)))
  })
}

/** Lets open requests finish for `within` milliseconds, then ends what is left. */
export function closeServer(
  { server, connections }: Pick<Listening, 'server' | 'connections'>,
  within: number,
): Promise<void> {
  connections.close()
  return closed(server, connections, within)
}

/**
 * Takes no more connections, hangs up on each that is open after its next answer, and ends what is left after `within`
 * milliseconds. Nobody's request is lost: where nothing is said, what is said next may be on its way.
 */
export function finishServer(
  { server, connections }: Pick<Listening, 'server' | 'connections'>,
  within: number,
): Promise<void> {
  connections.finish()
  return closed(server, connections, within)
}

function closed(server: Server, connections: Connections, within: number): Promise<void> {
  return new Promise((resolve) => {
    const late = setTimeout(() => connections.destroy(), within)
    // A web server's own close would also hang up on those who say nothing, and on those who are slow to take the rest of
    // an answer. It looks after what it has to end besides when nobody is left.
    SocketServer.prototype.close.call(server, () => {
      clearTimeout(late)
      server.close()
      resolve()
    })
  })
}

/** The port of a listening server; 0 of one that does not listen. */
export function portOf(server: Server): number {
  const bound = server.address()
  return typeof bound === 'object' && bound !== null ? bound.port : 0
}

/** The address of a server that listens there, for a publication that names none. */
export function addressAt(host: string, port: number): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`
}

function whyNot(error: NodeJS.ErrnoException, host: string, port: number): string {
  switch (error.code) {
    case 'EADDRINUSE':
      return `Port ${port} on ${host} is taken by another program. Stop it, or choose another port with --port.`
    case 'EACCES':
      return `Port ${port} may not be used without more rights. Choose one above 1023 with --port.`
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `${host} is not an address of this machine. Choose another with --host.`
    default:
      return `Cannot listen on ${host}, port ${port}: ${error.message}`
  }
}
