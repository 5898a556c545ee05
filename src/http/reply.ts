// Reply: what a request is answered with, before it is known whether node:http or a Web Response carries it.
import type { Article } from '../core/article.ts'
import type { Decision } from '../core/decide.ts'
import type { HeaderLines } from './header-lines.ts'
import type { Settled } from './settle.ts'

export interface Reply {
  readonly status: number
  /** Those that go out before `headers`: what was prepared together with the body. */
  readonly shared?: HeaderLines
  /** Names and values in turn, as node:http's writeHead takes them. */
  readonly headers: readonly string[]
  /** Undefined: no body at all (304, redirects). A HEAD gets the headers of the GET and no bytes. */
  readonly body: Uint8Array<ArrayBuffer> | undefined
  /** Of an article's page: what it follows from. No byte of it goes out. */
  readonly decided?: Decided
}

export interface Decided {
  readonly article: Article
  readonly decision: Decision
  readonly settled: Settled
  /** Epoch milliseconds. */
  readonly now: number
}

/** All that goes out, names and values in turn. */
export function allHeaders({ shared, headers }: Reply): readonly string[] {
  return shared === undefined ? headers : [...shared.list, ...headers]
}

/** `method` HEAD drops the bytes and keeps their length in the header. */
export function toResponse(reply: Reply, method: string): Response {
  const headers = new Headers()
  const all = allHeaders(reply)
  for (let index = 0; index + 1 < all.length; index += 2)
    headers.append(all[index] ?? '', all[index + 1] ?? '')
  const body = method === 'HEAD' || reply.body === undefined ? null : reply.body
  return new Response(body, { status: reply.status, headers })
}

export function redirect(to: string, status: 301 | 302 | 303 | 308, cacheControl: string): Reply {
  return {
    status,
    headers: ['Location', to, 'Cache-Control', cacheControl, 'Content-Length', '0'],
    body: undefined,
  }
}
