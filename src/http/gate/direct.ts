// Direct: the gate straight on node:http. What is Standfirst's own goes to the app; what the origin answers for itself
// is passed on; files are sent as they come.
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Report } from '../../core/log.ts'
import type { Cidr } from '../../core/network.ts'
import type { Paths } from '../../core/publication.ts'
import { clientAddress, networkOf } from '../client-network.ts'
import type { Direct } from '../direct/asked.ts'
import type { Messages } from '../messages.ts'
import { writeReply } from '../respond.ts'
import { type Telling, tellReply, tellSent } from '../tell-request.ts'
import { placeOf } from '../told-path.ts'
import type { Gate, Outcome } from './gate.ts'
import type { GateRequest } from './gate-request.ts'

/** What nginx writes for a reader who left before there was an answer; no status that is ever sent. */
const LEFT = 499

type Listener = (request: IncomingMessage, response: ServerResponse) => void

export interface DirectParts {
  readonly gate: Gate
  /** Where Standfirst's own pages live. */
  readonly own: Paths
  /** Answers what is our own. */
  readonly app: Listener
  /** Hands the request to the origin and its answer back. */
  readonly pass: (
    request: IncomingMessage,
    response: ServerResponse,
    why: Extract<Outcome, { kind: 'pass' }>['why'],
    client: string | undefined,
  ) => void
  readonly messages: Messages
  readonly trustedProxies: readonly Cidr[]
  readonly report: Report
  readonly telling: Telling | undefined
}

export function createGateDirect(parts: DirectParts): Listener {
  const { gate, telling } = parts
  const own = [parts.own.account, parts.own.standfirst]
  return (request, response) => {
    const target = request.url ?? ''
    if (isOwn(target, own)) return parts.app(request, response)
    const asked = gateRequest(request, parts)
    const { method } = asked
    const ready = gate.ready(asked)
    if (ready !== undefined && !(ready instanceof Promise)) {
      writeReply(response, ready, method)
      return tellReply(telling, method, target, ready, 0)
    }
    const began = performance.now()
    const failed = (error: unknown) => {
      parts.report(`${method} ${placeOf(target, parts.own)} failed: ${String(error)}`, 'error')
      if (response.headersSent) return void response.destroy()
      const reply = parts.messages('failed')
      writeReply(response, reply, method)
      tellReply(telling, method, target, reply, performance.now() - began)
    }
    const answered = ready?.then((reply): Outcome => ({ kind: 'reply', reply }))
    ;(answered ?? gate.answer(asked))
      .then((outcome) => send(outcome, { request, response, asked, began }, parts))
      .catch(failed)
  }
}

/** The same without node:http: what is kept and may be sent to this reader without asking anybody else. */
export function createGateReady(
  parts: Pick<DirectParts, 'gate' | 'own' | 'messages' | 'trustedProxies' | 'report' | 'telling'>,
): Direct {
  const { gate, telling, trustedProxies } = parts
  const own = [parts.own.account, parts.own.standfirst]
  return {
    answer(head, remote) {
      const { method, target } = head
      if (isOwn(target, own)) return undefined
      const header = (name: string) => head.header(name)
      const asked = { method, target, header, body: undefined }
      const ready = gate.ready(withClient(asked, remote, trustedProxies))
      if (ready === undefined) return undefined
      if (!(ready instanceof Promise)) {
        tellReply(telling, method, target, ready, 0)
        return ready
      }
      const began = performance.now()
      return ready.then((made) => {
        tellReply(telling, method, target, made, performance.now() - began)
        return made
      })
    },
    failed({ method, target }, error) {
      parts.report(`${method} ${placeOf(target, parts.own)} failed: ${String(error)}`, 'error')
      const reply = parts.messages('failed')
      tellReply(telling, method, target, reply, 0)
      return reply
    },
  }
}

/** Every spelling of our own paths is ours: what of it is no page of ours is refused there. */
export function isOwn(target: string, own: readonly string[]): boolean {
  return own.some((base) => {
    if (!target.startsWith(base)) return false
    const next = target.charAt(base.length)
    return next === '' || next === '/' || next === '?'
  })
}

function gateRequest(request: IncomingMessage, { trustedProxies }: DirectParts): GateRequest {
  const { method = 'GET', url = '', headers, socket } = request
  const header = (name: string) => {
    const value = headers[name]
    return Array.isArray(value) ? value.join(', ') : value
  }
  const body = method === 'GET' || method === 'HEAD' ? undefined : request
  const asked = { method, target: url, header, body }
  return withClient(asked, () => socket.remoteAddress, trustedProxies)
}

function withClient(
  asked: Pick<GateRequest, 'method' | 'target' | 'header' | 'body'>,
  remote: () => string | undefined,
  trustedProxies: readonly Cidr[],
): GateRequest {
  const { method, target, header, body } = asked
  const client = () => clientAddress(remote(), header('x-forwarded-for'), trustedProxies)
  const network = () => {
    const address = client()
    return address === undefined ? undefined : networkOf(address)
  }
  return { method, target, header, client, network, body }
}

interface Exchange {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly asked: GateRequest
  /** By the clock that only goes forward; milliseconds. */
  readonly began: number
}

async function send(outcome: Outcome, exchange: Exchange, parts: DirectParts): Promise<void> {
  const { request, response, asked, began } = exchange
  const { telling } = parts
  if (outcome.kind === 'reply') {
    writeReply(response, outcome.reply, asked.method)
    return tellReply(telling, asked.method, asked.target, outcome.reply, performance.now() - began)
  }
  let bytes: number | undefined
  if (telling !== undefined)
    response.once('close', () => {
      const status = response.headersSent ? response.statusCode : LEFT
      const sent = { status, bytes: () => bytes }
      tellSent(telling, asked.method, asked.target, sent, performance.now() - began)
    })
  if (outcome.kind === 'pass') return parts.pass(request, response, outcome.why, asked.client())
  bytes = 0
  response.writeHead(outcome.status, [...outcome.headers])
  const isHead = asked.method === 'HEAD'
  if (isHead) response.end()
  for await (const chunk of outcome.body) {
    // Who leaves the loop ends the origin's answer, which would keep a connection for itself.
    if (isHead || response.destroyed) return
    bytes += chunk.byteLength
    if (!response.write(chunk)) await drained(response)
  }
  response.end()
}

function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const go = () => {
      response.off('drain', go).off('close', go)
      resolve()
    }
    response.on('drain', go).on('close', go)
  })
}
