// Node side: one connection as node:http sees it. It gets what the direct way does not answer, and what it answers goes
// out on the same socket.
import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { Duplex } from 'node:stream'

/** Bytes that node:http is handed at once: it begins all the requests that it is handed. */
const PIECE = 4096
/** It is handed no more while it has so many still to answer. */
const MOST_ASKED = 16

type Done = (error?: Error | null) => void

/** Whose connection it is. */
export interface Above {
  /** It takes more. */
  readonly more: () => void
  /** It has been asked something. */
  readonly asked: () => void
  /** All that it was asked has been answered. */
  readonly answered: () => void
  /** It is done with the connection. */
  readonly gone: () => void
  /** Whether the next answer is the last. */
  readonly isLast: () => boolean
}

export class NodeSide extends Duplex {
  readonly #socket: Socket
  readonly #above: Above
  /** How many requests were given to it whole, or to their end. */
  #given = 0
  /** How many it has told of, and how many of those have been answered. */
  #asked = 0
  #answered = 0
  #latest: ServerResponse | undefined
  #endsSoon = false
  /** What it has still to be handed, and whether it waits for it. */
  readonly #held: Buffer[] = []
  #isWanting = false
  #isHeard = false

  constructor(socket: Socket, above: Above) {
    super({ readableHighWaterMark: PIECE })
    this.#socket = socket
    this.#above = above
    // Node:http listens no more when it has handed over what is upgraded, and who got it may not listen: that a client has
    // gone is no reason to end for anybody else.
    this.on('error', () => this.destroy())
  }

  /** Whether all that was given to it has been answered, and something may come behind that. */
  get isIdle(): boolean {
    return this.#given === this.#answered && !this.writableEnded
  }

  /** Whether somebody is at work on an answer. */
  get isAnswering(): boolean {
    return this.#asked > this.#answered
  }

  /** Whether the connection ends with the next answer. */
  get isLast(): boolean {
    return this.#above.isLast()
  }

  /** Whether it has enough for now. */
  get isFull(): boolean {
    return this.#held.length > 0
  }

  /** `requests`: how many begin and end with these bytes. */
  give(bytes: Buffer, requests: number): void {
    this.#given += requests
    this.#held.push(bytes)
    this.#hand()
  }

  /** Nothing more comes. */
  heardAll(): void {
    this.#isHeard = true
    this.#hand()
  }

  #hand(): void {
    if (!this.#isWanting || this.#asked - this.#answered >= MOST_ASKED) return
    const bytes = this.#held.shift()
    if (bytes === undefined && !this.#isHeard) return
    this.#isWanting = false
    if (bytes === undefined) {
      this.push(null)
      return
    }
    if (bytes.length > PIECE) this.#held.unshift(bytes.subarray(PIECE))
    this.push(bytes.subarray(0, PIECE))
  }

  asked(response: ServerResponse): void {
    this.#asked++
    this.#above.asked()
    this.#latest = response
    response.once('close', this.#wasAnswered)
  }

  readonly #wasAnswered = (): void => {
    this.#answered++
    this.#hand()
    if (this.isAnswering) return
    this.#latest = undefined
    this.#above.answered()
  }

  /** The connection ends with what is being answered, and the answer says so where it still can. */
  hangUp(): void {
    if (this.#latest?.headersSent === false) this.#latest.shouldKeepAlive = false
  }

  get remoteAddress(): string | undefined {
    return this.#socket.remoteAddress
  }

  setTimeout(ms: number, timedOut?: () => void): this {
    this.#socket.setTimeout(ms)
    if (timedOut !== undefined) this.once('timeout', timedOut)
    return this
  }

  /** As a socket's: what is written goes out, and nothing more is heard. */
  destroySoon(): void {
    this.#endsSoon = true
    this.end()
  }

  override _read(): void {
    this.#isWanting = true
    this.#hand()
    if (this.#held.length === 0) this.#above.more()
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: Done): void {
    this.#socket.write(chunk, done)
  }

  override _writev(chunks: readonly { readonly chunk: Buffer }[], done: Done): void {
    const socket = this.#socket
    socket.cork()
    for (const { chunk } of chunks.slice(0, -1)) socket.write(chunk)
    socket.write(chunks.at(-1)?.chunk ?? Buffer.alloc(0), done)
    socket.uncork()
  }

  override _final(done: Done): void {
    this.#socket.end(done)
    if (this.#endsSoon) this.#socket.destroySoon()
  }

  override _destroy(error: Error | null, done: Done): void {
    this.#above.gone()
    done(error)
  }
}
