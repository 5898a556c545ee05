// Respond: a reply by node:http, where it was not the direct way that answered.
import type { ServerResponse } from 'node:http'
import { allHeaders, type Reply } from './reply.ts'

/** `method` HEAD drops the bytes and keeps their length in the header. */
export function writeReply(
  response: ServerResponse,
  reply: Reply,
  method: string | undefined,
): void {
  response.writeHead(reply.status, [...allHeaders(reply)])
  if (method === 'HEAD' || reply.body === undefined) response.end()
  else response.end(reply.body)
}
