// Relayed: an origin that answers as a test says, a server in front of it that relays everything, and raw sockets to ask
// with, so that what goes over the wire is seen as it is.
import { createServer, type RequestListener, type Server } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import {
  type As,
  openRelay,
  type Relay,
  type RelayOptions,
} from '../../src/content/origin/pass/relay.ts'

export interface Relayed {
  /** What the origin answers from now on. */
  answer(listener: RequestListener): void
  readonly origin: Server
  /** `http://127.0.0.1:PORT` */
  readonly own: string
  readonly address: string
  readonly port: number
  readonly relay: Relay
  /** What was counted. */
  readonly counted: readonly string[]
  as: As
  /** Opens a connection and writes this to it. */
  raw(...lines: readonly string[]): Socket
  end(): Promise<void>
}

export async function startRelayed(
  some: Partial<RelayOptions['settings']> = {},
  more: Pick<RelayOptions, 'silentMs'> = {},
): Promise<Relayed> {
  const origin = createServer()
  const front = createServer()
  const own = `http://127.0.0.1:${await listening(origin)}`
  const port = await listening(front)
  const address = `http://localhost:${port}`
  const counted: string[] = []
  const settings = { url: own, host: undefined, own: [], cms: 'wordpress', cookies: [] } as const
  const relay = openRelay({
    settings: { ...settings, answerWithinMs: 5000, ...some },
    addresses: { public: address, own: [own] },
    isOurs: (name) => name.startsWith('standfirst-'),
    clear: async (text) => text,
    ...more,
    unanswered: (_request, response, why) => response.writeHead(503).end(why),
    tally: {
      count: (what, labels) => void counted.push(`${what} ${labels?.['why'] ?? ''}`.trim()),
    },
  })
  const relayed: Relayed = {
    answer: (listener) => void origin.removeAllListeners('request').on('request', listener),
    ...{ origin, own, address, port, relay, counted, as: 'editor' },
    raw(...lines) {
      const socket = connect(port, '127.0.0.1')
      socket.write(`${lines.join('\r\n')}\r\n\r\n`)
      return socket
    },
    async end() {
      relay.close()
      await Promise.all([closing(origin), closing(front)])
    },
  }
  const how = (target = '/') => ({ as: relayed.as, target, client: '203.0.113.7' })
  front.on('request', (request, response) => relay.listener(request, response, how(request.url)))
  front.on('upgrade', (request, socket, head) =>
    relay.upgrade(request, socket, head, how(request.url)),
  )
  return relayed
}

/** All that comes until the other side closes. */
export const allOf = (socket: Socket): Promise<string> => text(socket)

async function listening(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  return (server.address() as AddressInfo).port
}

async function closing(server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve))
  server.closeAllConnections()
  await closed
}
