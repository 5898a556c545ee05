// Body: what a browser sends on its way to the origin, no faster than the origin takes it.
import type { ClientRequest, IncomingMessage } from 'node:http'
import { isText } from './headers.ts'
import { type Rewrite, rewriteBytes, rewriting } from './rewriting.ts'

/** A form or an article is sent with its length, for not every server takes bodies without; beyond this it streams. */
const MOST_AT_ONCE = 1024 * 1024

export type Framing =
  | { readonly kind: 'none' }
  /** As it is: with its length where it came with one. */
  | { readonly kind: 'stream'; readonly length: string | undefined }
  /** Rewritten on its way, its length not known before. */
  | { readonly kind: 'rewrite' }
  /** Short text: rewritten as a whole. */
  | { readonly kind: 'whole' }

/** `rewrite`: whether texts are rewritten. */
export function framingOf({ headers, method }: IncomingMessage, rewrite: boolean): Framing {
  const length = headers['content-length']
  const isChunked = headers['transfer-encoding'] !== undefined
  if (!isChunked && (length === undefined || length === '0')) {
    // Servers ask for a length of what usually has a body.
    const empty =
      length ?? (method === 'POST' || method === 'PUT' || method === 'PATCH' ? '0' : undefined)
    return empty === undefined ? { kind: 'none' } : { kind: 'stream', length: empty }
  }
  const encoded = headers['content-encoding'] !== undefined
  if (!rewrite || encoded || !isText(headers['content-type'])) return { kind: 'stream', length }
  return isChunked || Number(length) > MOST_AT_ONCE ? { kind: 'rewrite' } : { kind: 'whole' }
}

/** Sends it. `failed` hears when the browser went away before it was whole. */
export function sendBody(
  request: IncomingMessage,
  outgoing: ClientRequest,
  framing: Framing,
  rewrite: Rewrite,
  failed: () => void,
): void {
  request.on('error', failed).once('close', () => {
    if (!request.complete) failed()
  })
  // What nobody takes any more is let past, so that the browser comes to read the answer.
  outgoing.once('close', () => {
    request.unpipe()
    if (!request.readableEnded) request.resume()
  })
  switch (framing.kind) {
    case 'none':
      outgoing.end()
      return
    case 'stream':
      request.pipe(outgoing)
      return
    case 'rewrite':
      request.pipe(rewriting(rewrite)).pipe(outgoing)
      return
    case 'whole':
      collect(request, (whole) => {
        const rewritten = rewriteBytes(whole, rewrite)
        outgoing.setHeader('content-length', rewritten.length)
        outgoing.end(rewritten)
      })
  }
}

function collect(request: IncomingMessage, done: (whole: Buffer) => void): void {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.once('end', () => done(Buffer.concat(chunks)))
}
