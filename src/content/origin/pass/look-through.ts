// Look through: a text that the origin hands to readers by an address that is passed on. It was never taken apart; the
// sentinel reads it before it goes out, so it is held until it is whole.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { kindByType } from '../kind-of.ts'
import { decodePage } from '../page/decode.ts'
import { headersForPublic, type Site } from './headers.ts'

/** Gives the text as it may go out, the same where nothing was found, and undefined where it may not. */
export type Clear = (
  text: string,
  target: string,
  type: string | undefined,
) => Promise<string | undefined>

/** A text beyond this is nothing that a form or a button is answered with. */
const LONGEST = 8 * 1024 * 1024

/** A stream of events goes by as it comes: it has no end to wait for. */
export function isLookedThrough({ headers }: IncomingMessage): boolean {
  const type = headers['content-type']
  return kindByType(type) !== 'file' && !/^text\/event-stream\b/i.test(type ?? '')
}

export async function answerLookedThrough(
  answer: IncomingMessage,
  response: ServerResponse,
  site: Site,
  { target, clear }: { readonly target: string; readonly clear: Clear },
): Promise<void> {
  const type = answer.headers['content-type']
  const whole = await wholeOf(answer)
  // A part of a text, or one that is coded in spite of what was asked for, cannot be looked through.
  const isReadable = answer.statusCode !== 206 && answer.headers['content-encoding'] === undefined
  const cleared =
    whole !== undefined && isReadable ? await clearedBytes(whole, target, type, clear) : undefined
  if (whole?.length === 0 && isReadable) return send(answer, response, site, whole)
  if (cleared === undefined) return refuse(response)
  send(answer, response, site, cleared)
}

async function clearedBytes(
  whole: Buffer,
  target: string,
  type: string | undefined,
  clear: Clear,
): Promise<Buffer | undefined> {
  const text = decodePage(whole, type)
  const cleared = await clear(text, target, type)
  if (cleared === undefined) return undefined
  return cleared === text ? whole : Buffer.from(cleared)
}

/** undefined where it is too long, or breaks off. */
async function wholeOf(answer: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = []
  let size = 0
  try {
    for await (const chunk of answer) {
      const bytes = Buffer.from(chunk)
      size += bytes.length
      if (size > LONGEST) return undefined
      chunks.push(bytes)
    }
  } catch {
    return undefined
  }
  return answer.complete ? Buffer.concat(chunks) : undefined
}

function send(answer: IncomingMessage, response: ServerResponse, site: Site, body: Buffer): void {
  const headers = headersForPublic(answer.headers, site, { rewritten: true, isPrivate: false })
  delete headers['transfer-encoding']
  const bodiless = answer.statusCode === 204 || answer.statusCode === 304
  try {
    response.writeHead(answer.statusCode ?? 502, answer.statusMessage, {
      ...headers,
      ...(bodiless ? {} : { 'content-length': body.length }),
    })
    response.end(bodiless ? undefined : body)
  } catch {
    // A header that may not be sent on.
    response.destroy()
  }
}

function refuse(response: ServerResponse): void {
  if (response.headersSent || response.destroyed) return
  response.writeHead(502, { 'content-length': 0, 'cache-control': 'no-store' }).end()
}
