// Crowd: readers who ask on and on over connections that are kept open, as browsers and proxies do. A connection that
// breaks is a failed request, and is told apart by when it was opened.
import {
  Agent,
  request as httpRequest,
  type IncomingHttpHeaders,
  type IncomingMessage,
} from 'node:http'
import type { Socket } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'

export interface Got {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  /** As it was sent, and as text. */
  readonly bytes: Buffer
  readonly text: string
}

export interface Failure {
  readonly words: string
  /** When the connection was opened, and when the request failed; both of `performance.now()`. */
  readonly opened: number
  readonly at: number
}

export interface Crowd {
  readonly answers: readonly Got[]
  readonly failures: readonly Failure[]
  /** Lets the requests that are under way end. */
  stop(): Promise<void>
}

const opened = new WeakMap<Socket, number>()

/** Asks once, on a connection of the agent's; rejects with a Failure. */
export function askOnce(
  url: string,
  asked: {
    readonly agent: Agent
    readonly headers?: Record<string, string>
    readonly method?: string
    readonly body?: string
  },
): Promise<Got> {
  const { agent, headers = {}, method = 'GET', body } = asked
  return new Promise((resolve, reject) => {
    let since = performance.now()
    const fail = (error: Error) => {
      const failure: Failure = { words: error.message, opened: since, at: performance.now() }
      reject(failure)
    }
    const sent = httpRequest(url, { agent, headers, method, timeout: 20_000 }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => void chunks.push(chunk))
      response.on('error', fail)
      response.on('end', () => resolve(gotOf(response, Buffer.concat(chunks))))
    })
    sent.on('socket', (socket) => {
      since = opened.get(socket) ?? performance.now()
      opened.set(socket, since)
    })
    sent.on('timeout', () => sent.destroy(new Error('no answer within 20 s')))
    sent.on('error', fail)
    sent.end(body)
  })
}

function gotOf({ statusCode = 0, headers }: IncomingMessage, bytes: Buffer): Got {
  return {
    status: statusCode,
    headers,
    bytes,
    // Most of who ask want none.
    get text() {
      return bytes.toString()
    },
  }
}

/** Between two requests of a reader: what is tried beside them needs the machine too. */
const PAUSE_MS = 10

/** `count` readers who ask for what `next` says, one request after the other. `pause`: between two, in milliseconds. */
export function startCrowd(count: number, next: () => string, pause = PAUSE_MS): Crowd {
  const agent = new Agent({ keepAlive: true, maxSockets: count })
  const answers: Got[] = []
  const failures: Failure[] = []
  let isOver = false
  const reader = async () => {
    for (; !isOver; await wait(pause))
      await askOnce(next(), { agent }).then(
        (got) => void answers.push(got),
        (failure: Failure) => void failures.push(failure),
      )
  }
  const readers = Array.from({ length: count }, reader)
  return {
    answers,
    failures,
    async stop() {
      isOver = true
      await Promise.all(readers)
      agent.destroy()
    },
  }
}
