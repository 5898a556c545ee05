// Open loop: sends each request at its time, whether or not the ones before were answered, and counts an answer's time
// from when the request was due: what has to wait is not forgotten. `open-loop.ts URL REQUESTS-FILE RATE SECONDS`,
// requests as for load.lua. Ends with a line `result {…}`: milliseconds, and how many failed.
//
// What this process makes for a request it has to tidy up, and is late by that: so it makes nothing that it need not.
import { readFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'

/** More than a server comes to owe when it stops for some milliseconds. */
const CONNECTIONS = 256
/** Not counted: this file is compiled, and buffers come to their size. */
const WARM_UP_SECONDS = 1
const ANSWERS_WITHIN_MS = 5000
const END_OF_HEAD = Buffer.from('\r\n\r\n')
const LENGTH = Buffer.from('content-length:')
const LINE_FEED = 0x0a
const SPACE = 0x20
const ZERO = 0x30
/** What makes an ASCII letter a small one. */
const SMALL = 0x20

const [address = '', file = '', rate = '', seconds = ''] = process.argv.slice(2)
const { hostname, port, host, pathname } = new URL(address)
const requests = readFileSync(file, 'utf8').trimEnd().split('\n').map(requestOf)
const interval = 1000 / Number(rate)
const uncounted = Math.floor(Number(rate) * WARM_UP_SECONDS)
const total = uncounted + Math.floor(Number(rate) * Number(seconds))

interface Connection {
  readonly socket: Socket
  /** Which request it carries, counted from 0. */
  carries: number
  /** Bytes of the body that are still to come; undefined while the head is not there. */
  left: number | undefined
  /** What is there of a head that comes in pieces. */
  head: Buffer | undefined
}

const connections: Connection[] = []
/** The free ones, in a ring: each has its turn. */
const free = new Uint16Array(CONNECTIONS)
let firstFree = 0
let countFree = 0
/** When one became free after there had been none, and how much of that this process may have been late by. */
let freeSince = 0
let freeLate = 0
/** When this process last began to look for answers. */
let looked = 0
/** From when a request was due until it was answered. */
const times = new Float64Array(total).fill(Number.NaN)
/**
 * What of it may be this process's own: from when a request was due, and there was a connection for it, until it was
 * sent, and from when this process last looked for answers until it came to this one, which was not there before.
 */
const lateness = new Float64Array(total)
let sent = 0
/** How many were due while there was no connection. */
let waited = 0
let answered = 0
let failed = 0
let began = 0

function requestOf(line: string): Buffer {
  const [path = '', cookie = '', etag = ''] = line.split('\t')
  const optional = [cookie && `Cookie: ${cookie}`, etag && `If-None-Match: ${etag}`]
  const head = [`GET ${path || pathname} HTTP/1.1`, `Host: ${host}`, 'Accept-Encoding: gzip']
  return Buffer.from(`${[...head, ...optional.filter(Boolean)].join('\r\n')}\r\n\r\n`)
}

function dueAt(request: number): number {
  return began + request * interval
}

/** Looks again as soon as what came meanwhile is read. */
function pace(): void {
  sendDue()
  setImmediate(pace)
  looked = performance.now()
}

function sendDue(): void {
  while (sent < total && countFree > 0) {
    const due = dueAt(sent)
    const now = performance.now()
    if (due > now) return
    const hasWaited = due < freeSince
    lateness[sent] = hasWaited ? now - freeSince + freeLate : now - due
    if (hasWaited && sent >= uncounted) waited++
    const connection = connections[free[firstFree] ?? 0]
    firstFree = (firstFree + 1) % CONNECTIONS
    countFree--
    if (connection !== undefined) send(connection)
  }
}

function send(connection: Connection): void {
  connection.carries = sent
  connection.socket.write(requests[sent % requests.length] ?? '')
  sent++
}

function receive(connection: Connection, at: number, bytes: Buffer): void {
  if (connection.left === undefined) receiveHead(connection, bytes)
  else connection.left -= bytes.length
  if (connection.left === 0) finish(connection, at)
  sendDue()
}

/** Keeps nothing of `bytes`: what comes next is written over them. */
function receiveHead(connection: Connection, bytes: Buffer): void {
  const known = connection.head === undefined ? bytes : Buffer.concat([connection.head, bytes])
  const end = known.indexOf(END_OF_HEAD)
  connection.head = end < 0 ? Buffer.from(known) : undefined
  if (end < 0) return
  const status = numberAt(known, 'HTTP/1.1 '.length)
  if (status !== 200 && status !== 304) failed++
  const body = status === 304 ? 0 : lengthIn(known, end)
  connection.left = body - (known.length - end - END_OF_HEAD.length)
}

/** How long the body is by the head that ends at `end`. Throws when it does not say. */
function lengthIn(bytes: Buffer, end: number): number {
  for (let at = 0; at < end; at++)
    if (bytes[at] === LINE_FEED && isLength(bytes, at + 1))
      return numberAt(bytes, at + 1 + LENGTH.length)
  throw new Error('An answer does not say how long it is.')
}

function isLength(bytes: Buffer, at: number): boolean {
  for (let letter = 0; letter < LENGTH.length; letter++)
    if (((bytes[at + letter] ?? 0) | SMALL) !== LENGTH[letter]) return false
  return true
}

/** The decimal number that begins at `at`, spaces before it left out. */
function numberAt(bytes: Buffer, at: number): number {
  let from = at
  while (bytes[from] === SPACE) from++
  let number = 0
  for (let digit = digitAt(bytes, from); digit >= 0 && digit <= 9; digit = digitAt(bytes, from)) {
    number = number * 10 + digit
    from++
  }
  return number
}

function digitAt(bytes: Buffer, at: number): number {
  return (bytes[at] ?? 0) - ZERO
}

function finish(connection: Connection, at: number): void {
  const { carries } = connection
  const now = performance.now()
  const late = now - looked
  times[carries] = now - dueAt(carries)
  lateness[carries] = (lateness[carries] ?? 0) + late
  connection.left = undefined
  if (countFree === 0) {
    freeSince = now
    freeLate = late
  }
  free[(firstFree + countFree) % CONNECTIONS] = at
  countFree++
  answered++
  if (answered === total) report()
}

/** What was not answered took until now at least. */
function report(): void {
  const now = performance.now()
  const counted = times.subarray(uncounted)
  counted.forEach((time, at) => {
    if (Number.isNaN(time)) counted[at] = now - dueAt(uncounted + at)
  })
  counted.sort()
  const line = {
    p50: percentile(counted, 0.5),
    p99: percentile(counted, 0.99),
    most: percentile(counted, 1),
    late: percentile(lateness.subarray(uncounted).sort(), 0.99),
    waited: waited / counted.length,
    failed: failed + (total - answered),
  }
  console.log(`result ${JSON.stringify(line)}`)
  process.exit()
}

function percentile(sorted: Float64Array, part: number): number {
  return sorted[Math.ceil(sorted.length * part) - 1] ?? 0
}

function open(at: number, buffer: Buffer): Promise<void> {
  return new Promise((resolve) => {
    const callback = (size: number) => {
      receive(connection, at, buffer.subarray(0, size))
      return true
    }
    const socket = connect({ host: hostname, port: Number(port), onread: { buffer, callback } })
    socket.setNoDelay(true)
    const connection: Connection = { socket, carries: 0, left: undefined, head: undefined }
    connections[at] = connection
    socket.once('connect', () => {
      free[countFree] = at
      countFree++
      resolve()
    })
  })
}

// One for all: each answer is looked at before the next one is read.
const received = Buffer.allocUnsafe(65_536)
await Promise.all(Array.from({ length: CONNECTIONS }, (_, at) => open(at, received)))
began = performance.now()
setTimeout(report, (WARM_UP_SECONDS + Number(seconds)) * 1000 + ANSWERS_WITHIN_MS)
pace()
