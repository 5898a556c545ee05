// Connections: whoever connects is heard here first. What can be read without doubt and answered directly is; all else
// goes to node:http, as it came.
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Direct } from '../../http/direct/asked.ts'
import { lengthWithBody, RequestHead } from '../../http/direct/request-head.ts'
import type { Reply } from '../../http/reply.ts'
import { askDirect } from './direct-first.ts'
import { NodeSide } from './node-side.ts'
import { createWrite, type Write } from './wire.ts'

export interface Connections {
  /** From now on this one is asked first. */
  answer(direct: Direct): void
  /** On how many something was asked since this was asked last. */
  countActive(): number
  /** Ends so many of those that are active, each with its next answer: who asks on them connects anew. */
  giveBack(count: number): void
  /** From now on everything is node:http's, and each connection ends with its next answer. */
  finish(): void
  /** Closes those on which nothing is being answered, and each other one behind its answer. */
  close(): void
  /** Closes all at once. */
  destroy(): void
}

/** So much longer than is said: what was sent within the time may still be on its way. */
const LATER_MS = 1000

/** Takes the place of node:http where `server` is connected to. Its limits are kept here too. */
export function takeConnections(server: Server): Connections {
  // What node:http itself does with a connection; a Duplex may be handed to it as well.
  const [toNode] = server.listeners('connection')
  if (toNode === undefined) throw new TypeError('node:http does not listen for connections')
  const open = new Set<Connection>()
  const all: All = {
    direct: undefined,
    isLast: false,
    isClosing: false,
    write: createWrite(Math.floor(server.keepAliveTimeout / 1000)),
    keptMs: server.keepAliveTimeout + LATER_MS,
    toNode: (side) => void Reflect.apply(toNode, server, [side]),
  }
  server.off('connection', toNode as () => void)
  server.on('connection', (socket: Socket) => {
    const connection = new Connection(socket, all)
    open.add(connection)
    socket.once('close', () => open.delete(connection))
    socket.setTimeout(server.headersTimeout)
  })
  server.prependListener('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
    const side: unknown = socket
    if (!(side instanceof NodeSide)) return
    side.asked(response)
    if (side.isLast) response.shouldKeepAlive = false
  })
  /** Active when they were last counted; a new one is not given back before it is. */
  let active: readonly Connection[] = []
  return {
    answer(direct) {
      all.direct = direct
    },
    countActive() {
      active = [...open].filter((connection) => connection.wasActive())
      return active.length
    },
    giveBack(count) {
      for (const connection of spread(active, count)) connection.giveBack()
    },
    finish() {
      all.direct = undefined
      all.isLast = true
      for (const connection of open) connection.hangUp()
    },
    close() {
      all.direct = undefined
      all.isLast = true
      all.isClosing = true
      for (const connection of open) connection.close()
    },
    destroy() {
      for (const connection of open) connection.destroy()
    },
  }
}

/**
 * So many of them, from all over: connections of one kind often come together, and of each kind its part goes. From the
 * front it would be one kind alone, and the next to give would give it back.
 */
function spread<One>(all: readonly One[], count: number): readonly One[] {
  const before = (at: number) => Math.floor((at * count) / all.length)
  return all.filter((_, at) => before(at + 1) > before(at))
}

/** What all connections of a server share. */
interface All {
  direct: Direct | undefined
  /** Each answer is the last on its connection. */
  isLast: boolean
  /** A connection on which nothing is being answered is closed. */
  isClosing: boolean
  readonly write: Write
  /** How long one on which nothing is said is kept, in milliseconds. */
  readonly keptMs: number
  readonly toNode: (side: NodeSide) => void
}

class Connection {
  readonly #socket: Socket
  readonly #all: All
  #node: NodeSide | undefined
  /** Something came that only node:http may read: where its parser stands nobody else knows from then on. */
  #isNodes = false
  /** Of a request whose body node:http is reading: how many bytes are still to come. */
  #bodyLeft = 0
  /** An answer is being made. */
  #isBusy = false
  /** It takes longer than anything may be silent. */
  #isLate = false
  /** An answer goes out more slowly than it was written. */
  #isBehind = false
  #wasAnswered = false
  /** Something was asked since this was looked at last. */
  #isActive = false
  /** The next answer is the last. */
  #isLast = false
  /** The last answer is on its way: nobody listens any more. */
  #isOver = false

  constructor(socket: Socket, all: All) {
    this.#socket = socket
    this.#all = all
    socket.on('data', (bytes: Buffer) => this.#hear(bytes))
    socket.on('end', () => this.#heardAll())
    socket.on('error', (error) => this.#node?.destroy(error))
    socket.on('close', () => this.#node?.destroy())
    socket.on('timeout', () => this.#timedOut())
    socket.on('drain', () => {
      this.#isBehind = false
      this.#listen()
    })
  }

  readonly #remote = (): string | undefined => this.#socket.remoteAddress

  #hear(bytes: Buffer): void {
    if (this.#isOver) return
    if (this.#isNodes || this.#bodyLeft > 0) {
      this.#hearMore(bytes)
      return
    }
    const head = RequestHead.read(bytes)
    if (head === undefined) {
      this.#handOver(bytes, lengthWithBody(bytes))
      return
    }
    this.#isActive = true
    // Node:http answers in the order in which it was asked: nobody goes before what it has still to do.
    const direct = this.#node?.isIdle === false ? undefined : this.#all.direct
    const reply = direct && askDirect(direct, head, this.#remote)
    if (direct === undefined || reply === undefined) this.#handOver(bytes, bytes.length)
    else if (reply instanceof Promise) this.#answerSoon(direct, head, reply)
    else this.#send(direct, head, reply)
  }

  /** `length`: of the request that begins with these bytes, where anybody but node:http knows it. */
  #handOver(bytes: Buffer, length: number | undefined): void {
    this.#isNodes = length === undefined || length < bytes.length
    this.#bodyLeft = this.#isNodes || length === undefined ? 0 : length - bytes.length
    this.#give(bytes, this.#isNodes ? 0 : 1)
  }

  #hearMore(bytes: Buffer): void {
    this.#isNodes ||= bytes.length > this.#bodyLeft
    this.#bodyLeft -= bytes.length
    this.#give(bytes, 0)
  }

  #answerSoon(direct: Direct, head: RequestHead, reply: Promise<Reply>): void {
    this.#isBusy = true
    this.#listen()
    const answer = (made: Reply) => {
      this.#isBusy = false
      this.#isLate = false
      this.#send(direct, head, made)
      this.#listen()
    }
    void reply.then(answer, (error: unknown) => answer(direct.failed(head, error)))
  }

  #send(direct: Direct, head: RequestHead, reply: Reply): void {
    const socket = this.#socket
    if (socket.destroyed) return
    const ends = head.isLast || this.#endsNext() || socket.readableEnded
    const ending = { method: head.method, isLast: ends }
    try {
      this.#all.write(socket, reply, ending)
    } catch (error) {
      this.#all.write(socket, direct.failed(head, error), ending)
    }
    if (ends) {
      this.#isOver = true
      socket.destroySoon()
      return
    }
    if (!this.#wasAnswered) {
      this.#wasAnswered = true
      socket.setTimeout(this.#all.keptMs)
    }
    if (!socket.writableNeedDrain) return
    this.#isBehind = true
    this.#listen()
  }

  #give(bytes: Buffer, requests: number): void {
    if (this.#node === undefined) {
      this.#node = new NodeSide(this.#socket, {
        more: () => this.#listen(),
        asked: () => {
          this.#isActive = true
        },
        answered: () => {
          if (this.#all.isClosing) this.close()
        },
        gone: () => this.#socket.destroy(),
        isLast: () => this.#endsNext(),
      })
      this.#all.toNode(this.#node)
    }
    this.#node.give(bytes, requests)
    this.#listen()
  }

  /** Hears no more than can be taken. */
  #listen(): void {
    if (this.#isBusy || this.#isBehind || this.#node?.isFull === true) this.#socket.pause()
    else this.#socket.resume()
  }

  #heardAll(): void {
    // What is being answered goes out first.
    if (this.#isBusy) return
    if (this.#node === undefined) this.#socket.end()
    else this.#node.heardAll()
  }

  /** Silence is nobody's fault while an answer is being made, but that does not take for ever either. */
  #timedOut(): void {
    if (this.#isBusy && !this.#isLate) {
      this.#isLate = true
      this.#socket.setTimeout(this.#all.keptMs)
    } else if (this.#node === undefined) this.#socket.destroy()
    else this.#node.emit('timeout')
  }

  #endsNext(): boolean {
    return this.#isLast || this.#all.isLast
  }

  /** Since this was asked last. */
  wasActive(): boolean {
    const was = this.#isActive
    this.#isActive = false
    return was
  }

  /** Ends with its next answer. */
  giveBack(): void {
    this.#isLast = true
    this.hangUp()
  }

  hangUp(): void {
    this.#node?.hangUp()
  }

  close(): void {
    this.hangUp()
    if (this.#isBusy || this.#node?.isAnswering === true) return
    this.#isOver = true
    this.#socket.destroySoon()
  }

  destroy(): void {
    this.#socket.destroy()
  }
}
