// Line: the connections to the origin, kept for the next question where that is safe, and one of its own where not.
import http, { type ClientRequest, type OutgoingHttpHeaders } from 'node:http'
import https from 'node:https'
import { isIP } from 'node:net'

interface Outgoing {
  readonly method: string
  /** Path and query. */
  readonly path: string
  readonly headers: OutgoingHttpHeaders
  /**
   * Whether a kept connection may be taken. The origin may be about to close it, and then only what may be asked twice
   * can be asked again.
   */
  readonly shared: boolean
}

export interface Line {
  begin(outgoing: Outgoing): ClientRequest
  close(): void
}

const CONNECT_MS = 5000
/** At once, so that a slow origin does not take every descriptor of this process. */
const MOST_CONNECTIONS = 256
const MOST_HEADER_BYTES = 64 * 1024

/** `url`: scheme and authority; `host`: the name that is asked for, on TLS too. */
export function openLine(url: string, host: string): Line {
  const { protocol, hostname, port } = new URL(url)
  const secure = protocol === 'https:'
  const limits = { maxSockets: MOST_CONNECTIONS, maxFreeSockets: 32, keepAliveMsecs: 1000 }
  const kept = { ...limits, keepAlive: true, scheduling: 'lifo' } as const
  const agent = secure ? new https.Agent(kept) : new http.Agent(kept)
  const single = secure ? new https.Agent(limits) : new http.Agent(limits)
  const name = new URL(`http://${host}`).hostname
  const target = {
    protocol,
    hostname: hostname.replace(/^\[(.*)\]$/, '$1'),
    ...(port === '' ? {} : { port }),
    ...(secure && isIP(name) === 0 ? { servername: name } : {}),
    maxHeaderSize: MOST_HEADER_BYTES,
  }
  return {
    begin({ method, path, headers, shared }) {
      const options = { ...target, method, path, headers, agent: shared ? agent : single }
      const request = secure ? https.request(options) : http.request(options)
      return connectingInTime(request)
    },
    close() {
      agent.destroy()
      single.destroy()
    },
  }
}

function connectingInTime(request: ClientRequest): ClientRequest {
  return request.once('socket', (socket) => {
    if (!socket.connecting) return
    const late = setTimeout(
      () => request.destroy(new Error(`no connection in ${CONNECT_MS} ms`)),
      CONNECT_MS,
    )
    const connected = () => clearTimeout(late)
    socket.once('connect', connected).once('close', connected)
  })
}
