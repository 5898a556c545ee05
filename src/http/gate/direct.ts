// Direct: the gate straight on node:http. What is Standfirst's own goes to the app; what the origin answers for itself
// is passed on; files are sent as they come.
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Cidr } from '../../core/network.ts'
import { clientAddress, networkOf } from '../client-network.ts'
import { writeReply } from '../direct.ts'
import type { Messages } from '../messages.ts'
import type { Gate, Outcome } from './gate.ts'
import type { GateRequest } from './gate-request.ts'

type Listener = (request: IncomingMessage, response: ServerResponse) => void

export interface DirectParts {
  readonly gate: Gate
  /** Where Standfirst's own pages live. */
  readonly own: readonly string[]
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
  readonly report: (line: string) => void
}

export function createGateDirect(parts: DirectParts): Listener {
  const { gate } = parts
  return (request, response) => {
    const target = request.url ?? ''
    if (isOwn(target, parts.own)) return parts.app(request, response)
    const asked = gateRequest(request, parts)
    const failed = (error: unknown) => {
      parts.report(`${asked.method} ${target.split('?', 1)[0]} failed: ${String(error)}`)
      if (response.headersSent) response.destroy()
      else writeReply(response, parts.messages('failed'), asked.method)
    }
    const ready = gate.ready(asked)
    if (ready !== undefined && !(ready instanceof Promise))
      return writeReply(response, ready, asked.method)
    const answered = ready?.then((reply): Outcome => ({ kind: 'reply', reply }))
    ;(answered ?? gate.answer(asked))
      .then((outcome) => send(outcome, request, response, asked, parts))
      .catch(failed)
  }
}

/** Every spelling of our own paths is ours: what of it is no page of ours is refused there. */
function isOwn(target: string, own: readonly string[]): boolean {
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
  const client = () =>
    clientAddress(socket.remoteAddress, header('x-forwarded-for'), trustedProxies)
  return {
    method,
    target: url,
    header,
    client,
    network: () => {
      const address = client()
      return address === undefined ? undefined : networkOf(address)
    },
    body: method === 'GET' || method === 'HEAD' ? undefined : request,
  }
}

async function send(
  outcome: Outcome,
  request: IncomingMessage,
  response: ServerResponse,
  asked: GateRequest,
  parts: DirectParts,
): Promise<void> {
  if (outcome.kind === 'reply') return writeReply(response, outcome.reply, asked.method)
  if (outcome.kind === 'pass') return parts.pass(request, response, outcome.why, asked.client())
  response.writeHead(outcome.status, [...outcome.headers])
  const isHead = asked.method === 'HEAD'
  if (isHead) response.end()
  for await (const chunk of outcome.body) {
    // Who leaves the loop ends the origin's answer, which would keep a connection for itself.
    if (isHead || response.destroyed) return
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
