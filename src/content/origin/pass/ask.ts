// Ask: a short question of our own to the origin, answered as a whole and in time, or not at all.
import type { IncomingMessage } from 'node:http'
import { failed, ok, type Result } from '../../../core/result.ts'
import type { AskOrigin, OriginAnswer } from '../editors/asking.ts'
import { type Site, toldByUs } from './headers.ts'
import type { Line } from './line.ts'

const MOST_BYTES = 256 * 1024

export function askThrough(line: Line, site: Site, withinMs: number): AskOrigin {
  return ({ path, headers }) =>
    new Promise((resolve) => {
      const all = { ...headers, 'accept-encoding': 'identity', ...toldByUs(site, undefined) }
      const outgoing = line.begin({ method: 'GET', path, headers: all, shared: true })
      const late = setTimeout(
        () => outgoing.destroy(new Error(`no answer in ${withinMs} ms`)),
        withinMs,
      )
      const come = (result: Result<OriginAnswer, 'unavailable'>) => {
        clearTimeout(late)
        resolve(result)
        outgoing.destroy()
      }
      const fail = (error: Error) =>
        come(failed('unavailable', `The origin did not answer ${path}: ${error.message}.`))
      outgoing.on('error', fail)
      outgoing.once('response', (answer) => read(answer, come, fail))
      outgoing.end()
    })
}

function read(
  answer: IncomingMessage,
  come: (result: Result<OriginAnswer, 'unavailable'>) => void,
  fail: (error: Error) => void,
): void {
  const chunks: Buffer[] = []
  let bytes = 0
  answer.on('data', (chunk: Buffer) => {
    chunks.push(chunk)
    bytes += chunk.length
    if (bytes > MOST_BYTES) fail(new Error(`more than ${MOST_BYTES} bytes came`))
  })
  answer.once('error', fail)
  answer.once('end', () =>
    come(ok({ status: answer.statusCode ?? 0, text: Buffer.concat(chunks).toString() })),
  )
}
