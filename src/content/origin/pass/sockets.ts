// Sockets: a WebSocket between browser and origin, once the origin has agreed to it.
import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Tally } from '../../../core/origin.ts'
import { toOrigin } from '../addresses.ts'
import { headersForOrigin, headersForPublic, type Sender, type Site } from './headers.ts'
import type { Line } from './line.ts'

const MOST_SOCKETS = 1000
const AGREE_MS = 10_000
/** Both ends say something more often, or they are no longer there. */
const SILENT_MS = 10 * 60_000
/** To take the last words. */
const LEAVE_MS = 5000

interface Upgrade {
  readonly request: IncomingMessage
  readonly socket: Duplex
  readonly head: Buffer
  readonly sender: Sender
}

export interface Sockets {
  /** At once. The socket is answered or closed, whatever happens. */
  pass(upgrade: Upgrade): void
  close(): void
}

export function openSockets(line: Line, site: Site, tally: Tally): Sockets {
  const open = new Set<Duplex>()
  return {
    pass(upgrade) {
      const { request, socket } = upgrade
      socket.on('error', () => socket.destroy())
      if (!isWebSocket(request)) return refuse(socket, '400 Bad Request')
      if (open.size >= MOST_SOCKETS) {
        tally.count('socket-refused', { why: 'too-many' })
        return refuse(socket, '503 Service Unavailable')
      }
      open.add(socket)
      socket.once('close', () => open.delete(socket))
      agree(line, site, upgrade)
    },
    close() {
      for (const socket of open) socket.destroy()
    },
  }
}

function isWebSocket({ method, headers }: IncomingMessage): boolean {
  return method === 'GET' && headers.upgrade?.trim().toLowerCase() === 'websocket'
}

function agree(line: Line, site: Site, { request, socket, head, sender }: Upgrade): void {
  const headers = {
    ...headersForOrigin(request.headers, site, sender),
    connection: 'Upgrade',
    upgrade: 'websocket',
  }
  const path = toOrigin(sender.target, site.addresses, site.known)
  const outgoing = line.begin({ method: 'GET', path, headers, shared: false })
  const gone = () => outgoing.destroy()
  const late = setTimeout(() => outgoing.destroy(new Error('too slow')), AGREE_MS)
  const settled = () => {
    clearTimeout(late)
    socket.off('close', gone)
  }
  socket.once('close', gone)
  outgoing.once('upgrade', (answer, other: Socket, first: Buffer) => {
    settled()
    socket.write(headOf(answer, site, 'Upgrade'))
    join(socket, other, head, first)
  })
  outgoing.once('response', (answer) => {
    settled()
    socket.write(headOf(answer, site, 'close'))
    endWhenSilent(socket, LEAVE_MS)
    answer.once('error', () => socket.destroy())
    answer.pipe(socket)
  })
  outgoing.on('error', () => {
    settled()
    refuse(socket, '502 Bad Gateway')
  })
  outgoing.end()
}

/** Bytes both ways, each no faster than it is taken, until one of them ends: a WebSocket has no half. */
function join(socket: Duplex, other: Socket, head: Buffer, first: Buffer): void {
  for (const [from, to] of [
    [socket, other],
    [other, socket],
  ] as const) {
    endWhenSilent(from, SILENT_MS)
    from.on('error', () => to.destroy())
    from.on('close', () => to.destroy())
    from.on('end', () => to.end(() => to.destroy()))
  }
  if (first.length > 0) socket.write(first)
  if (head.length > 0) other.write(head)
  socket.pipe(other, { end: false })
  other.pipe(socket, { end: false })
}

/** Both directions count. The server's own patience, which is for requests, is over with this. */
function endWhenSilent(socket: Duplex, ms: number): void {
  if (hasPatience(socket)) socket.setTimeout(ms, () => socket.destroy())
}

function hasPatience(socket: Duplex): socket is Duplex & Pick<Socket, 'setTimeout'> {
  return 'setTimeout' in socket && typeof socket.setTimeout === 'function'
}

function headOf(answer: IncomingMessage, site: Site, connection: string): string {
  const { statusCode, statusMessage } = answer
  const headers = headersForPublic(answer.headers, site, { rewritten: false, isPrivate: false })
  const lines = Object.entries(headers).flatMap(([name, value]) =>
    [value].flat().map((one) => `${name}: ${one}`),
  )
  const upgrade = connection === 'Upgrade' ? ['upgrade: websocket'] : []
  const all = [
    `HTTP/1.1 ${statusCode} ${statusMessage}`,
    ...lines,
    `connection: ${connection}`,
    ...upgrade,
  ]
  return `${all.join('\r\n')}\r\n\r\n`
}

function refuse(socket: Duplex, status: string): void {
  if (socket.destroyed) return
  endWhenSilent(socket, LEAVE_MS)
  socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`)
}
