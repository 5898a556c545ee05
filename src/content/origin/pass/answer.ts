// Answer: what the origin says on its way to the browser.
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import zlib from 'node:zlib'
import { rewriteText } from '../addresses.ts'
import { headersForPublic, isText, type Site } from './headers.ts'
import { rewriting } from './rewriting.ts'

export interface AnswerManner {
  readonly isPrivate: boolean
  readonly rewritesTexts: boolean
}

/** An answer that breaks off breaks off for the browser too: it is never made to look whole. */
export function answerWith(
  answer: IncomingMessage,
  request: IncomingMessage,
  response: ServerResponse,
  site: Site,
  { isPrivate, rewritesTexts }: AnswerManner,
): void {
  const status = answer.statusCode ?? 502
  const through = rewritesTexts && status !== 206 ? changes(answer, site) : undefined
  const headers = headersForPublic(answer.headers, site, {
    rewritten: through !== undefined,
    isPrivate,
  })
  if (answer.headers.date === undefined) response.sendDate = false
  // Its rest is let past; the connection serves for nothing more.
  if (!request.complete) headers['connection'] = 'close'
  try {
    response.writeHead(status, answer.statusMessage, headers)
  } catch {
    // A header that may not be sent on.
    answer.destroy()
    response.destroy()
    return
  }
  response.flushHeaders()
  void send(answer, through ?? [], response)
}

async function send(
  answer: IncomingMessage,
  through: readonly Duplex[],
  response: ServerResponse,
): Promise<void> {
  try {
    await pipeline([answer, ...through, response], { end: false })
    if (answer.headers.trailer !== undefined) response.addTrailers(answer.trailers)
    response.end()
  } catch {
    // One of both went away, and the pipeline has closed the other.
    response.destroy()
  }
}

/** Undefined where the body stays as it is. */
function changes({ headers }: IncomingMessage, site: Site): readonly Duplex[] | undefined {
  if (!isText(headers['content-type'])) return undefined
  const exchange = rewriting((text) => rewriteText(text, site.addresses))
  const encoding = headers['content-encoding']?.trim().toLowerCase() ?? 'identity'
  if (encoding === 'identity' || encoding === '') return [exchange]
  if (encoding !== 'gzip' && encoding !== 'x-gzip') return undefined
  // A page that WordPress sends piece by piece, while it works, arrives piece by piece.
  const flush = zlib.constants.Z_SYNC_FLUSH
  return [zlib.createGunzip(), exchange, zlib.createGzip({ level: 5, flush })]
}
