// Direct first: what came to node:http and can be answered directly all the same: several requests in one piece, half a
// head, HTTP/1.0. Through the app each would cost several times the memory while it waits for a reader who takes nothing.
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import type { Asked, Direct } from '../../http/direct/asked.ts'
import type { Reply } from '../../http/reply.ts'
import { writeReply } from '../../http/respond.ts'

/** Everything else goes to `next`. */
export function directFirst(
  direct: Direct,
  next: RequestListener,
): (request: IncomingMessage, response: ServerResponse) => void {
  return (request, response) => {
    const { method, socket } = request
    if (method !== 'GET' && method !== 'HEAD') return next(request, response)
    const asked = askedOf(method, request)
    const send = (reply: Reply) => sendOrFail(response, asked, reply, direct)
    const reply = askDirect(direct, asked, () => socket.remoteAddress)
    if (reply === undefined) return next(request, response)
    if (!(reply instanceof Promise)) return send(reply)
    void reply.then(send, (error: unknown) => send(direct.failed(asked, error)))
  }
}

/** What it answers, or that it failed. */
export function askDirect(
  direct: Direct,
  asked: Asked,
  remote: () => string | undefined,
): ReturnType<Direct['answer']> {
  try {
    return direct.answer(asked, remote)
  } catch (error) {
    return direct.failed(asked, error)
  }
}

function askedOf(method: 'GET' | 'HEAD', { url = '', headers }: IncomingMessage): Asked {
  return {
    method,
    target: url,
    header(name) {
      const value = headers[name]
      return Array.isArray(value) ? value.join(', ') : value
    },
  }
}

/** A header that cannot be written throws before anything has gone out. */
function sendOrFail(response: ServerResponse, asked: Asked, reply: Reply, direct: Direct): void {
  try {
    writeReply(response, reply, asked.method)
  } catch (error) {
    writeReply(response, direct.failed(asked, error), asked.method)
  }
}
