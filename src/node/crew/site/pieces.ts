// Pieces: bodies on their way between two processes, each piece asked for when the one before was taken.
import type { PieceMessage } from './messages.ts'

type Body = AsyncIterable<Uint8Array>
type Left = (rest: AsyncIterator<Uint8Array>) => void

interface Offered {
  readonly rest: AsyncIterator<Uint8Array>
  readonly left: Left
}

interface Waiting {
  readonly resolve: (next: IteratorResult<Uint8Array, undefined>) => void
  readonly reject: (error: Error) => void
}

const END = { done: true, value: undefined } as const

export class Pieces {
  readonly #say: (message: PieceMessage) => void
  readonly #offered = new Map<number, Offered>()
  readonly #waiting = new Map<number, Waiting>()
  #last = 0
  #isClosed = false

  constructor(say: (message: PieceMessage) => void) {
    this.#say = say
  }

  /** The number by which the other side takes it. `left`: is told of what nobody takes any more. */
  offer(body: Body, left: Left): number {
    this.#last++
    const rest = body[Symbol.asyncIterator]()
    if (this.#isClosed) left(rest)
    else this.#offered.set(this.#last, { rest, left })
    return this.#last
  }

  /** It is offered no longer. */
  withdraw(stream: number): void {
    const offered = this.#offered.get(stream)
    this.#offered.delete(stream)
    offered?.left(offered.rest)
  }

  /** What the other side offers by this number, to be read once. It breaks when the other side says so, or is gone. */
  take(stream: number): Body {
    let isOver = false
    const iterator: AsyncIterator<Uint8Array, undefined> = {
      next: async () => {
        if (isOver) return END
        if (this.#isClosed) throw new Error('The other process ended.')
        const { promise, resolve, reject } =
          Promise.withResolvers<IteratorResult<Uint8Array, undefined>>()
        this.#waiting.set(stream, { resolve, reject })
        this.#say({ what: 'pull', stream })
        try {
          const next = await promise
          isOver = next.done === true
          return next
        } catch (error) {
          isOver = true
          throw error
        }
      },
      return: async () => {
        if (!isOver) this.#say({ what: 'leave', stream })
        isOver = true
        return END
      },
    }
    return { [Symbol.asyncIterator]: () => iterator }
  }

  hear(message: PieceMessage): void {
    const { stream } = message
    if (message.what === 'pull') void this.#send(stream)
    else if (message.what === 'leave') this.withdraw(stream)
    else {
      const waiting = this.#waiting.get(stream)
      this.#waiting.delete(stream)
      if (message.isBroken) waiting?.reject(new Error('It broke off on its way.'))
      else if (message.bytes === undefined) waiting?.resolve(END)
      else waiting?.resolve({ done: false, value: message.bytes })
    }
  }

  /** The other side is gone. */
  close(): void {
    this.#isClosed = true
    for (const stream of [...this.#offered.keys()]) this.withdraw(stream)
    for (const { reject } of this.#waiting.values()) reject(new Error('The other process ended.'))
    this.#waiting.clear()
  }

  async #send(stream: number): Promise<void> {
    const offered = this.#offered.get(stream)
    let bytes: Uint8Array | undefined
    let isBroken = offered === undefined
    try {
      const next = await offered?.rest.next()
      bytes = next?.done === true ? undefined : next?.value
    } catch {
      isBroken = true
    }
    if (bytes === undefined && this.#offered.delete(stream)) offered?.left(offered.rest)
    this.#say({ what: 'piece', stream, bytes, isBroken })
  }
}
