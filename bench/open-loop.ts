// Open loop: sends each request at its time, whether or not the ones before were answered, and counts an answer's time
// from when the request was due: what has to wait is not forgotten. `open-loop.ts URL REQUESTS-FILE RATE SECONDS`,
// requests as for load.lua. Ends with a line `result {…}`: milliseconds, and how many failed.
import { readFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'

const CONNECTIONS = 64
/** Not counted: connections are made, and buffers come to their size. */
const WARM_UP = 0.25
const ANSWERS_WITHIN_MS = 5000

const [address = '', file = '', rate = '', seconds = ''] = process.argv.slice(2)
const { hostname, port, host, pathname } = new URL(address)
const requests = readFileSync(file, 'utf8').trimEnd().split('\n').map(requestOf)
const interval = 1000 / Number(rate)
const total = Math.floor((Number(seconds) * 1000) / interval)
const uncounted = Math.floor(total * WARM_UP)

interface Connection {
  readonly socket: Socket
  /** Which request it carries, counted from 0. */
  carries: number
  head: string
  /** Bytes of the body that are still to come; undefined while the head is not there. */
  left: number | undefined
}

const idle: Connection[] = []
const waiting: number[] = []
const times: number[] = []
const lateness: number[] = []
let failed = 0
let answered = 0
let next = 0
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

/** Sends what is due, and looks again as soon as what came meanwhile is read. */
function pace(): void {
  const now = performance.now()
  while (next < total && dueAt(next) <= now) {
    const connection = idle.shift()
    if (connection === undefined) waiting.push(next)
    else send(connection, next)
    next++
  }
  if (next < total) setImmediate(pace)
}

function send(connection: Connection, request: number): void {
  connection.carries = request
  connection.head = ''
  connection.left = undefined
  if (request >= uncounted) lateness.push(performance.now() - dueAt(request))
  connection.socket.write(requests[request % requests.length] ?? '')
}

function receive(connection: Connection, bytes: Buffer): void {
  if (connection.left === undefined) {
    const known = connection.head.length
    connection.head += bytes.toString('latin1')
    const end = connection.head.indexOf('\r\n\r\n', Math.max(0, known - 3))
    if (end < 0) return
    connection.left = lengthOf(connection.head.slice(0, end)) - (connection.head.length - end - 4)
  } else connection.left -= bytes.length
  if (connection.left === 0) finish(connection)
}

/** How long the body is that follows this head. What is neither 200 nor 304 counts as failed. */
function lengthOf(head: string): number {
  const status = head.slice(9, 12)
  if (status !== '200' && status !== '304') failed++
  return status === '304' ? 0 : Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1])
}

function finish(connection: Connection): void {
  const { carries } = connection
  if (carries >= uncounted) times.push(performance.now() - dueAt(carries))
  answered++
  const delayed = waiting.shift()
  if (delayed === undefined) idle.push(connection)
  else send(connection, delayed)
  if (answered === total) report()
}

function report(): void {
  const line = {
    p50: percentile(times, 0.5),
    p99: percentile(times, 0.99),
    most: percentile(times, 1),
    late: percentile(lateness, 0.99),
    failed: failed + (total - answered),
  }
  console.log(`result ${JSON.stringify(line)}`)
  process.exit()
}

function percentile(values: readonly number[], part: number): number {
  const sorted = Float64Array.from(values).sort()
  return sorted[Math.ceil(sorted.length * part) - 1] ?? 0
}

function open(): Promise<void> {
  return new Promise((resolve) => {
    const buffer = Buffer.allocUnsafe(65_536)
    const callback = (size: number) => {
      receive(connection, buffer.subarray(0, size))
      return true
    }
    const socket = connect({ host: hostname, port: Number(port), onread: { buffer, callback } })
    socket.setNoDelay(true)
    const connection: Connection = { socket, carries: 0, head: '', left: undefined }
    socket.once('connect', () => {
      idle.push(connection)
      resolve()
    })
  })
}

await Promise.all(Array.from({ length: CONNECTIONS }, open))
began = performance.now()
setTimeout(report, Number(seconds) * 1000 + ANSWERS_WITHIN_MS)
pace()
