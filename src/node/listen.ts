// Listen: the socket that readers reach, opened with words for what can go wrong and closed without cutting anyone off.
import { createServer, type RequestListener, type Server } from 'node:http'
import { failed, ok, type Result } from '../core/result.ts'

/** A head that does not come, a request that does not end and a connection that says nothing are let go. */
const TIMEOUTS = { headersTimeout: 10_000, requestTimeout: 30_000, keepAliveTimeout: 25_000 }

const STALLED_MS = 30_000

export interface Listening {
  readonly server: Server
  /** From now on `listener` answers, also those who came before it was there. */
  answer(listener: RequestListener): void
}

/**
 * Listens at once, so that the port is ours and its number known, and lets whoever comes early wait for the listener.
 * Fails `cannot-serve` when the port is taken or may not be used.
 */
export function listen(host: string, port: number): Promise<Result<Listening, 'cannot-serve'>> {
  const server = createServer(TIMEOUTS)
  const early: Parameters<RequestListener>[] = []
  const hold: RequestListener = (request, response) => void early.push([request, response])
  const answer = (listener: RequestListener) => {
    server.off('request', hold).on('request', listener)
    for (const [request, response] of early.splice(0)) listener(request, response)
  }
  server.on('request', hold)
  // Who asks for much and takes nothing does not keep it in our memory.
  server.setTimeout(STALLED_MS)
  return new Promise((resolve) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      resolve(failed('cannot-serve', whyNot(error, host, port))),
    )
    server.listen(port, host, () => resolve(ok({ server, answer })))
  })
}

/** Lets open requests finish for `within` milliseconds, then ends what is left. */
export function closeServer(server: Server, within: number): Promise<void> {
  return new Promise((resolve) => {
    const late = setTimeout(() => server.closeAllConnections(), within)
    server.close(() => {
      clearTimeout(late)
      resolve()
    })
    server.closeIdleConnections()
  })
}

/** The address of a listening server, for a publication that names none. */
export function ownAddress(server: Server, host: string): string {
  const bound = server.address()
  const port = typeof bound === 'object' && bound !== null ? bound.port : 0
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
