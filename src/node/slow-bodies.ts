// Slow bodies: who sends one to us has half a minute for it, and who sends one to the site behind as long as it goes on:
// an upload of an editor takes minutes.
import type { IncomingMessage, RequestListener, Server } from 'node:http'

const BODY_MS = 30_000

export interface SlowBodies {
  /** `listener` with the limit around it. */
  limited(listener: RequestListener): RequestListener
  /** From now on this one may take its time. */
  release(request: IncomingMessage): void
}

export function limitSlowBodies(ms = BODY_MS): SlowBodies {
  const waiting = new WeakMap<IncomingMessage, NodeJS.Timeout>()
  const release = (request: IncomingMessage) => clearTimeout(waiting.get(request))
  return {
    limited: (listener) => (request, response) => {
      if (hasBody(request)) {
        const late = setTimeout(() => request.complete || request.socket.destroy(), ms)
        waiting.set(request, late)
        request.once('close', () => release(request))
      }
      listener(request, response)
    },
    release,
  }
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || headers['content-length'] !== undefined
}

/** The server's own limit would hold for uploads too. That for a request's head stays. */
export function allowSlowBodies(server: Server): void {
  server.requestTimeout = 0
}
