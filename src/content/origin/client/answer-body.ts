// Answer body: what comes from the origin, byte for byte, with an end that can be told from a body cut short.
import type { IncomingMessage } from 'node:http'
import { Readable } from 'node:stream'

/** The body ended before its end: nothing of it may be taken as whole. */
export class CutShort extends Error {}

/** No byte for so long while somebody waits for one is an end. A reader who is slow to take them is none. */
export function answerBody(message: IncomingMessage, silenceMs: number): Readable {
  let timer: NodeJS.Timeout | undefined
  const body = new Readable({
    read() {
      clearTimeout(timer)
      timer = setTimeout(() => body.destroy(new CutShort('It fell silent.')), silenceMs)
      timer.unref()
      message.resume()
    },
    destroy(error, done) {
      clearTimeout(timer)
      // What is left of it is not worth a connection.
      if (!message.complete) message.destroy()
      done(error)
    },
  })
  message.on('data', (chunk: Buffer) => {
    clearTimeout(timer)
    if (!body.push(chunk)) message.pause()
  })
  message.on('end', () => {
    clearTimeout(timer)
    if (message.complete) body.push(null)
    else body.destroy(new CutShort('The connection ended before the body did.'))
  })
  message.on('error', (error) => body.destroy(new CutShort(error.message)))
  message.on('close', () => {
    if (!message.complete) body.destroy(new CutShort('The connection ended before the body did.'))
  })
  message.pause()
  // Whoever has left it does not hear how it ended.
  body.on('error', () => clearTimeout(timer))
  return body
}
