// Wire: a reply as its bytes on a connection, in one piece where that fits.
import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import { isSized, textOf } from '../../http/header-lines.ts'
import type { Reply } from '../../http/reply.ts'

interface Ending {
  readonly method: 'GET' | 'HEAD'
  /** The connection is closed behind this answer. */
  readonly isLast: boolean
}

export type Write = (socket: Socket, reply: Reply, ending: Ending) => void

/** What an answer's head and body are put together in. Longer ones go out in two pieces. */
const ROOM = 64 * 1024
const LONGEST_HEAD = 16 * 1024
const STATUS_LINES = new Map(
  Object.entries(STATUS_CODES).map(([code, phrase]) => [
    Number(code),
    `HTTP/1.1 ${code} ${phrase}\r\n`,
  ]),
)

/**
 * `keptSeconds`: how long a connection that says nothing is kept. What is written may throw as `textOf` does, and then
 * nothing of it has gone out.
 */
export function createWrite(keptSeconds: number): Write {
  const kept = `Connection: keep-alive\r\nKeep-Alive: timeout=${keptSeconds}\r\n`
  const last = 'Connection: close\r\n'
  let room = Buffer.allocUnsafeSlow(ROOM)
  /** What is before this is still on its way to somebody who is slow, and has to stay. */
  let free = 0
  return (socket, reply, { method, isLast }) => {
    const run = method === 'GET' ? runOf(reply) : undefined
    const lines = run === undefined ? headOf(reply) : ownHeadOf(reply)
    const head = `${lines}Date: ${dateNow()}\r\n${isLast ? last : kept}${run === undefined ? '\r\n' : ''}`
    const body = run ?? (method === 'HEAD' || hasNoBody(reply.status) ? undefined : reply.body)
    const length = head.length + (body?.byteLength ?? 0)
    if (head.length > LONGEST_HEAD || length > ROOM) {
      socket.cork()
      socket.write(head, 'latin1')
      if (body !== undefined) socket.write(body)
      socket.uncork()
      return
    }
    if (free + length > ROOM) {
      room = Buffer.allocUnsafeSlow(ROOM)
      free = 0
    }
    room.write(head, free, 'latin1')
    if (body !== undefined) room.set(body, free + head.length)
    socket.write(room.subarray(free, free + length))
    if (socket.writableLength > 0) free += length
  }
}

/**
 * What goes out behind a head's own lines, where it was put together once and is all that does. The body must be the very
 * one of the run: to look where another has its bytes would be to look at four more places in memory.
 */
function runOf({ status, shared, body }: Reply): Uint8Array | undefined {
  const run = shared?.run
  if (run === undefined || run.body !== body) return undefined
  return (body === undefined) === hasNoBody(status) ? run.bytes : undefined
}

function lineOf(status: number): string {
  return STATUS_LINES.get(status) ?? `HTTP/1.1 ${status} unknown\r\n`
}

function ownHeadOf({ status, headers }: Reply): string {
  return lineOf(status) + textOf(headers)
}

function headOf({ status, shared, headers, body }: Reply): string {
  const text = `${lineOf(status)}${shared?.text ?? ''}${textOf(headers)}`
  return shared?.isSized === true || hasNoBody(status) || isSized(headers)
    ? text
    : `${text}Content-Length: ${body?.byteLength ?? 0}\r\n`
}

/** RFC 9112 §6.3. */
function hasNoBody(status: number): boolean {
  return status === 304 || status === 204
}

let second = 0
let date = ''

/** The time as HTTP has it (RFC 9110 §5.6.7), made once a second. */
function dateNow(): string {
  const now = Math.floor(Date.now() / 1000)
  if (now !== second) {
    second = now
    date = new Date(now * 1000).toUTCString()
  }
  return date
}
