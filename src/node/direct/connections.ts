// Connections: whoever connects is heard here first. What can be read without doubt and answered directly is; all else
// goes to node:http, as it came.
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Direct } from '../../http/direct/asked.ts'
import { lengthWithBody, RequestHead } from '../../http/direct/request-head.ts'
import type { Reply } from '../../http/reply.ts'
import { NodeSide } from './node-side.ts'
import { createWrite, type Write } from './wire.ts'

export interface Connections {
  /** From now on this one is asked first. */
  answer(direct: Direct): void
  /** From now on everything is node:http's. */
  finish(): void
  /** Closes those on which nothing is said, and each other one behind its answer. */
  close(): void
  /** Closes all at once. */
  destroy(): void
}

/** Takes the place of node:http where `server` is connected to. Its limits are kept here too. */
export function takeConnections(server: Server): Connections {
  // What node:http itself does with a connection; a Duplex may be handed to it as well.
  const [toNode] = server.listeners('connection')
  if (toNode === undefined) throw new TypeError('node:http does not listen for connections')
  const open = new Set<Connection>()
  const all: All = {
    direct: undefined,
    isClosing: false,
    write: createWrite(Math.floor(server.keepAliveTimeout / 1000)),
    keptMs: server.keepAliveTimeout,
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
    if (side instanceof NodeSide) response.once('close', () => side.answered())
  })
  return {
    answer(direct) {
      all.direct = direct
    },
    finish() {
      all.direct = undefined
    },
    close() {
      all.direct = undefined
      all.isClosing = true
      for (const connection of open) connection.close()
    },
    destroy() {
      for (const connection of open) connection.destroy()
    },
  }
}

/** What all connections of a server share. */
interface All {
  direct: Direct | undefined
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
  /** An answer goes out more slowly than it was written. */
  #isBehind = false
  #wasAnswered = false

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
    if (this.#isNodes || this.#bodyLeft > 0) {
      this.#hearMore(bytes)
      return
    }
    const head = RequestHead.read(bytes)
    const reply = head && this.#ask(head)
    if (head === undefined || reply === undefined) this.#handOver(bytes, head)
    else if (reply instanceof Promise) this.#answerSoon(head, reply)
    else this.#send(head, reply)
  }

  /** Node:http answers in the order in which it was asked: nobody goes before what it has still to do. */
  #ask(head: RequestHead): ReturnType<Direct> {
    if (this.#node?.isIdle === false) return undefined
    return this.#all.direct?.(head, this.#remote)
  }

  #handOver(bytes: Buffer, head: RequestHead | undefined): void {
    const length = head === undefined ? lengthWithBody(bytes) : bytes.length
    this.#isNodes = length === undefined || length < bytes.length
    this.#bodyLeft = this.#isNodes || length === undefined ? 0 : length - bytes.length
    this.#give(bytes, this.#isNodes ? 0 : 1)
  }

  #hearMore(bytes: Buffer): void {
    this.#isNodes ||= bytes.length > this.#bodyLeft
    this.#bodyLeft -= bytes.length
    this.#give(bytes, 0)
  }

  #answerSoon(head: RequestHead, reply: Promise<Reply>): void {
    this.#isBusy = true
    this.#listen()
    void reply.then((made) => {
      this.#isBusy = false
      this.#send(head, made)
      this.#listen()
    })
  }

  #send({ method, isLast }: RequestHead, reply: Reply): void {
    const socket = this.#socket
    if (socket.destroyed) return
    const ends = isLast || this.#all.isClosing || socket.readableEnded
    this.#all.write(socket, reply, { method, isLast: ends })
    if (ends) {
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
        gone: () => {
          if (!this.#isBusy) this.#socket.destroy()
        },
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
    if (this.#node !== undefined) this.#node.push(null)
    else if (!this.#isBusy) this.#socket.end()
  }

  #timedOut(): void {
    if (this.#node === undefined) this.#socket.destroy()
    else this.#node.emit('timeout')
  }

  close(): void {
    const isIdle = this.#node === undefined || (this.#node.isIdle && !this.#isNodes)
    if (isIdle && !this.#isBusy) this.#socket.destroySoon()
  }

  destroy(): void {
    this.#socket.destroy()
  }
}
