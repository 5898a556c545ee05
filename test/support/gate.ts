// A whole gate for stories: in front of a scripted origin, on a real socket, with a real store, what it keeps in a
// folder that outlives it, and a clock that stands.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { type Config, loadConfig } from '../../src/config.ts'
import type { Decision } from '../../src/core/decide.ts'
import { faultLine } from '../../src/core/fault.ts'
import type { Opening } from '../../src/core/policy.ts'
import { createSeals, type Seals } from '../../src/http/seal.ts'
import { openAccounts } from '../../src/node/accounts.ts'
import { createGatePublisher, type GateOptions, type GatePublisher } from '../../src/node/gate.ts'
import { closeServer, unbound } from '../../src/node/listen.ts'
import { createGateCrew, type GateCrew } from './gate-crew.ts'
import {
  type Answer,
  type Ask,
  cookiesOf,
  KEYS,
  listening,
  NOW,
  onSocket,
  ordersOf,
  PATIENT,
} from './publication.ts'

/** What a story changes of the configuration. */
export interface Written {
  /** Fields of `content.origin` beside its `url`. */
  readonly origin?: Readonly<Record<string, unknown>>
  readonly policy?: Readonly<Record<string, unknown>>
  readonly publication?: Readonly<Record<string, unknown>>
  readonly trustedProxies?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /** One, or as many as `GATE_WORKERS` says: any story about the gate can be told of a crew. */
  readonly workers?: number
}

const WORKERS = Number(process.env['GATE_WORKERS'] ?? 1)

export interface Gated {
  readonly address: string
  readonly dir: string
  readonly seals: Seals
  publisher: GatePublisher
  /** Where it has several workers. */
  readonly crew: GateCrew | undefined
  readonly log: string[]
  /** What was counted, with its labels: `sentinel channel=feed`. */
  readonly counted: string[]
  readonly decisions: { readonly path: string; readonly decision: Decision }[]
  readonly openings: Opening[]
  readonly withdrawn: Set<string>
  /** Epoch milliseconds; set it to let time pass. */
  now: number
  read(path: string, ask?: Ask): Promise<Answer>
  /** Writes this to a connection and gives all that comes until it is closed. */
  raw(...lines: readonly string[]): Promise<string>
  /** The same gate once more, with what it left on the disk; the address stays. */
  restart(): Promise<void>
  close(): Promise<void>
}

export async function startGate(origin: { readonly url: string }, written: Written = {}) {
  const dir = await mkdtemp(join(tmpdir(), 'standfirst-gate-'))
  const config = await configOf(dir, origin, written)
  const socket = unbound()
  const { server } = socket
  const address = await listening(server)
  const state = freshState()
  const { workers = WORKERS } = written
  let running = await run(config, address, dir, state, workers)
  socket.answer((request, response) => running.publisher.listener(request, response), {
    answer: (asked, remote) => running.publisher.direct.answer(asked, remote),
    failed: (asked, error) => running.publisher.direct.failed(asked, error),
  })
  server.on('upgrade', (request, other, head) => running.publisher.upgrade(request, other, head))
  const seals = createSeals(() => KEYS, config.site.publication.name)
  const gated: Gated = Object.assign(state, {
    ...{ address, dir, seals, publisher: running.publisher, crew: running.crew },
    read: (path: string, ask: Ask = {}) => read(path, ask, gated),
    raw: (...lines: readonly string[]) => raw(address, lines),
    async restart() {
      socket.connections.destroy()
      await running.close()
      running = await run(config, address, dir, state, workers)
      gated.publisher = running.publisher
    },
    async close() {
      await closeServer(socket, 0)
      await running.close()
      await rm(dir, { recursive: true, force: true })
    },
  })
  return gated
}

const PLANS = [
  {
    id: 'digital',
    name: 'Digital',
    offers: [{ id: 'monthly', price: 900, currency: 'GBP', every: 'month' }],
  },
]

async function configOf(
  dir: string,
  { url }: { readonly url: string },
  { origin, policy, publication, trustedProxies = [], env = {} }: Written,
): Promise<Config> {
  const fields = {
    publication: { name: 'The Gazette', timeZone: 'Europe/London', ...publication },
    content: { origin: { url, ...origin } },
    policy: { default: 'metered', meter: { anonymous: 2, registered: 4 }, ...policy },
    plans: PLANS,
    trustedProxies,
  }
  await writeFile(join(dir, 'standfirst.config.json'), JSON.stringify(fields))
  const config = await loadConfig(dir, env)
  if (!config.ok) throw new Error(config.faults.map(faultLine).join('\n'))
  return config.value
}

function freshState() {
  return {
    now: NOW,
    log: [] as string[],
    counted: [] as string[],
    decisions: [] as { path: string; decision: Decision }[],
    openings: [] as Opening[],
    withdrawn: new Set<string>(),
  }
}

async function run(
  config: Config,
  address: string,
  dir: string,
  state: ReturnType<typeof freshState>,
  workers: number,
) {
  if (config.origin === undefined) throw new TypeError('This configuration has no origin')
  const now = () => state.now
  const report = (line: string) => void state.log.push(line)
  const accounts = await openAccounts({
    ...{ config, address, dataDir: dir, now, report, thread: PATIENT },
  })
  const publisher = await publisherOf(
    {
      ...{ config, address, accounts, now, report, settings: config.origin, dataDir: dir },
      orders: ordersOf(state),
      recorder: { record: (entry) => void state.decisions.push(entry) },
      ring: () => KEYS,
      putOff: (seats, why) => void state.counted.push(countOf('put-off', { seats, why })),
      tally: { count: (what, labels) => void state.counted.push(countOf(what, labels)) },
    },
    workers,
  )
  await publisher.sweep()
  const close = async () => {
    await publisher.close()
    await accounts.close()
  }
  return { publisher, close, crew: 'hold' in publisher ? publisher : undefined }
}

async function publisherOf(
  options: GateOptions,
  workers: number,
): Promise<GatePublisher | GateCrew> {
  if (workers > 1) return createGateCrew(options, workers)
  const made = await createGatePublisher(options)
  if (!made.ok) throw new Error(made.detail)
  return made.value
}

function countOf(what: string, labels: Readonly<Record<string, string>> = {}): string {
  return [what, ...Object.entries(labels).map((label) => label.join('='))].join(' ')
}

function read(path: string, ask: Ask, gated: Gated): Promise<Answer> {
  const cookies = Object.entries(cookiesOf(ask, gated))
  const headers: Record<string, string | string[]> = { ...ask.headers }
  if (cookies.length > 0) headers['Cookie'] = cookies.map((pair) => pair.join('=')).join('; ')
  const { form } = ask
  const body = form === undefined ? undefined : new URLSearchParams(form).toString()
  if (body !== undefined) {
    headers['Content-Type'] ??= 'application/x-www-form-urlencoded'
    headers['Content-Length'] = String(body.length)
    headers['Sec-Fetch-Site'] ??= 'same-origin'
  }
  const method = ask.method ?? (form === undefined ? 'GET' : 'POST')
  return onSocket(gated.address, { path, method, headers, body })
}

function raw(address: string, lines: readonly string[]): Promise<string> {
  const { hostname, port } = new URL(address)
  const socket = connect(Number(port), hostname)
  socket.write(`${lines.join('\r\n')}\r\nConnection: close\r\n\r\n`)
  return text(socket)
}
