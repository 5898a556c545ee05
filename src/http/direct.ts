// Direct: articles straight on node:http, before Hono. The same readArticle, without a Request and a Response between.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { type AppParts, articleAt } from './app.ts'
import { clientAddress, clientNetwork } from './client-network.ts'
import { normalPath } from './normal-path.ts'
import { isPrefetch } from './prefetch.ts'
import { type ArticleRequest, readArticle } from './read-article.ts'
import type { Reply } from './reply.ts'
import { tellReply } from './tell-request.ts'

/** Answers GET and HEAD of articles that are out; everything else goes to `next`. */
export function createDirect(
  parts: AppParts,
  next: (request: IncomingMessage, response: ServerResponse) => void,
): (request: IncomingMessage, response: ServerResponse) => void {
  const { reading, telling } = parts
  return (request, response) => {
    const { method, url = '' } = request
    if (method !== 'GET' && method !== 'HEAD') return next(request, response)
    const query = url.indexOf('?')
    const path = query < 0 ? url : url.slice(0, query)
    const normal = normalPath(path)
    if (normal.kind !== 'normal') return next(request, response)
    const now = reading.now()
    const issue = parts.issueAt(now)
    const article = articleAt(normal.path, issue, now)
    if (article === undefined || reading.orders.isWithdrawn(normal.path))
      return next(request, response)
    const reply = readArticle(articleRequest(request, method, parts), article, issue, reading)
    if (!(reply instanceof Promise)) {
      writeReply(response, reply, method)
      return tellReply(telling, method, url, reply, 0)
    }
    const began = performance.now()
    const send = (made: Reply) => {
      writeReply(response, made, method)
      tellReply(telling, method, url, made, performance.now() - began)
    }
    reply.then(send, (error: unknown) => {
      parts.report(`${method} ${normal.path} failed: ${String(error)}`, 'error')
      send(parts.messages('failed'))
    })
  }
}

function articleRequest(
  request: IncomingMessage,
  method: 'GET' | 'HEAD',
  parts: AppParts,
): ArticleRequest {
  const { headers, socket } = request
  return {
    method,
    cookie: headers.cookie,
    ifNoneMatch: headers['if-none-match'],
    acceptEncoding: single(headers['accept-encoding']),
    prefetch: isPrefetch((name) => single(headers[name])),
    network: () =>
      clientNetwork(socket.remoteAddress, single(headers['x-forwarded-for']), parts.trustedProxies),
    client: () =>
      clientAddress(socket.remoteAddress, single(headers['x-forwarded-for']), parts.trustedProxies),
    agent: headers['user-agent'],
  }
}

function single(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value.join(', ') : value
}

/** `method` HEAD drops the bytes and keeps their length in the header. */
export function writeReply(
  response: ServerResponse,
  reply: Reply,
  method: string | undefined,
): void {
  response.writeHead(reply.status, [...reply.headers])
  if (method === 'HEAD' || reply.body === undefined) response.end()
  else response.end(reply.body)
}
