// A whole publication for stories: real files in a folder of its own, real keys, a real socket, and a clock that stands.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import {
  Agent,
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type Server,
} from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { loadConfig } from '../../src/config.ts'
import type { FolderContent } from '../../src/content/folder/folder.ts'
import type { Decision } from '../../src/core/decide.ts'
import { type Fault, faultLine } from '../../src/core/fault.ts'
import { withoutReaders } from '../../src/core/log.ts'
import { EMPTY_METER, type Meter } from '../../src/core/meter.ts'
import type { Opening } from '../../src/core/policy.ts'
import type { Crawlers, KeyRing } from '../../src/core/ports.ts'
import type { Reader } from '../../src/core/reader.ts'
import { cookieNames } from '../../src/http/cookies.ts'
import { sealMeter } from '../../src/http/meter-cookie.ts'
import { sealPass } from '../../src/http/pass.ts'
import { createSeals, type Seals } from '../../src/http/seal.ts'
import {
  type Accounts,
  type Opening as AccountsOpening,
  openAccounts,
} from '../../src/node/accounts.ts'
import { closeServer, unbound } from '../../src/node/listen.ts'
import { openEdition, sectionsOf } from '../../src/node/open-edition.ts'
import { createPublisher, type Publisher } from '../../src/node/publisher.ts'
import { type Crew, type CrewOf, type Moment, startCrew } from './crew.ts'

export type Files = Readonly<Record<string, string | Uint8Array>>

/**
 * How a request arrives: on the socket, where articles are answered before Hono; on a socket that has Hono alone; as a
 * Request handed to the app; or at the command with two workers, a crew of its own on the same files.
 */
export type Way = 'socket' | 'hono' | 'app' | 'workers'
/** Those of one process, whose store and content a story has in hand. */
export const WAYS: readonly Way[] = ['socket', 'hono', 'app']
/** Every way there is. */
export const EVERY_WAY: readonly Way[] = [...WAYS, 'workers']

export interface Ask {
  readonly method?: string
  /** Several values: as many lines of that name. */
  readonly headers?: Readonly<Record<string, string | string[]>>
  readonly cookies?: Readonly<Record<string, string>>
  readonly as?: Reader
  readonly meter?: Meter
  readonly way?: Way
  /** Posted as a form, from a page of the publication. */
  readonly form?: Readonly<Record<string, string>>
}

export interface Answer {
  readonly status: number
  readonly headers: Headers
  /** As it was sent. */
  readonly bytes: Buffer
  /** Decoded, when it is text. */
  readonly text: string
}

export interface Published {
  readonly dir: string
  readonly address: string
  readonly seals: Seals
  readonly publisher: Publisher
  readonly accounts: Accounts
  readonly content: FolderContent
  readonly faults: Fault[]
  /** As it is printed. */
  readonly log: string[]
  readonly decisions: { readonly path: string; readonly decision: Decision }[]
  readonly openings: Opening[]
  readonly withdrawn: Set<string>
  /** Epoch milliseconds; set it to let time pass. */
  now: number
  read(path: string, ask?: Ask): Promise<Answer>
  write(file: string, text: string | Uint8Array): Promise<void>
  /** All that was printed and recorded, by whatever was asked. */
  said(): Promise<string>
  close(): Promise<void>
}

/** Monday 23 November 2026, nine o'clock in London. */
export const NOW = Date.UTC(2026, 10, 23, 9)
const SECRET = new Uint8Array(32).fill(7)
export const KEYS: KeyRing = { keys: [{ id: 'test', secret: SECRET }] }
const KEYS_TEXT = `test:${Buffer.from(SECRET).toString('base64url')}`

/** What the store may take is tried elsewhere: a busy machine shall not make a story fail. */
export const PATIENT: NonNullable<AccountsOpening['thread']> = {
  standingMs: 10_000,
  callMs: 20_000,
}

/** A publication of these files, running. Paths are relative to the edition's folder. `host`: as its own address has it. */
export async function publish(
  files: Files,
  env: Record<string, string> = {},
  thread = PATIENT,
  host = '127.0.0.1',
  crawlers?: Crawlers,
): Promise<Published> {
  const dir = await folderOf(files)
  const config = await loadConfig(dir, env)
  if (!config.ok) throw new Error(config.faults.map(faultLine).join('\n'))
  const state = freshState()
  const orders = ordersOf(state)
  const folder = await openEdition(dir, config.value, orders, (fault) => state.faults.push(fault))
  if (!folder.ok) throw new Error(folder.detail)
  const socket = unbound()
  const bound = await listening(socket.server)
  const address = config.value.address ?? bound.replace('127.0.0.1', host)
  await mkdir(join(dir, 'data'))
  const accounts = await openAccounts({
    config: config.value,
    address,
    dataDir: join(dir, 'data'),
    now: () => state.now,
    report: (line) => void state.log.push(withoutReaders(line)),
    thread,
  })
  const publisher = await createPublisher({
    ...{ config: config.value, accounts, address, orders },
    sections: sectionsOf(config.value, folder.value),
    content: folder.value,
    recorder: { record: (entry) => void state.decisions.push(entry) },
    ring: () => KEYS,
    now: () => state.now,
    faultCount: () => folder.value.faults().length,
    report: (line) => void state.log.push(withoutReaders(line)),
    ...(crawlers !== undefined && { crawlers }),
  })
  socket.answer(publisher.listener, publisher.direct)
  const ways = await waysTo(publisher, { bound, dir, address, env }, state)
  const seals = createSeals(() => KEYS, config.value.site.publication.name)
  const published: Published = Object.assign(state, {
    ...{ dir, address, seals, publisher, accounts },
    content: folder.value,
    read: (path: string, ask: Ask = {}) => read({ path, ask, boundOf: ways.boundOf, published }),
    write: (file: string, text: string | Uint8Array) => put(dir, file, text),
    async said() {
      const { log, decisions, faults } = state
      return JSON.stringify([log, decisions, faults, await ways.said()])
    },
    async close() {
      await Promise.all([closeServer(socket, 0), ways.close()])
      await folder.value.close()
      await accounts.close()
      await rm(dir, { recursive: true, force: true })
    },
  })
  return published
}

/** Where the ways on a socket lead. The crew is started by who first asks for it. */
async function waysTo(
  publisher: Publisher,
  { bound, ...of }: Omit<CrewOf, 'keys'> & { readonly bound: string },
  state: Moment,
) {
  const hono = createServer(publisher.appListener)
  const honoBound = await listening(hono)
  let crew: Promise<Crew> | undefined
  return {
    async boundOf(way: Way) {
      if (way !== 'workers') return way === 'hono' ? honoBound : bound
      crew ??= startCrew({ ...of, keys: KEYS_TEXT }, state)
      const running = await crew
      await running.follow(state)
      return running.bound
    },
    said: async () => (await crew)?.said(),
    async close() {
      await closed(hono)
      await (await crew)?.close()
    },
  }
}

async function closed(server: Server): Promise<void> {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
}

async function folderOf(files: Files): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'standfirst-'))
  for (const [file, text] of Object.entries(files)) await put(dir, file, text)
  return dir
}

export async function listening(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

function freshState() {
  return {
    now: NOW,
    faults: [] as Fault[],
    log: [] as string[],
    decisions: [] as { path: string; decision: Decision }[],
    openings: [] as Opening[],
    withdrawn: new Set<string>(),
  }
}

/** What a story changes, as the orders of a running publication. */
export function ordersOf(state: Pick<Published, 'openings' | 'withdrawn'>) {
  return {
    openings: () => state.openings,
    isWithdrawn: (path: string) => state.withdrawn.has(path),
    withdrawn: () => state.withdrawn,
    generation: () => state.withdrawn.size,
    digest: () => [...state.withdrawn].join(' '),
  }
}

/** The cookies that a browser of this reader would send. */
export function cookiesOf(
  ask: Ask,
  published: Pick<Published, 'address' | 'now' | 'seals'>,
): Record<string, string> {
  const names = cookieNames(published.address.startsWith('https:'))
  const cookies: Record<string, string> = { ...ask.cookies }
  if (ask.as !== undefined && ask.as.kind !== 'anonymous') {
    const pass = {
      reader: ask.as,
      session: 'of a story',
      issued: published.now,
      expires: published.now + 600_000,
      reads: EMPTY_METER,
    }
    cookies[names.pass] = sealPass(pass, published.seals)
  }
  if (ask.meter !== undefined) cookies[names.meter] = sealMeter(ask.meter, published.seals)
  return cookies
}

/** A browser that keeps its cookies and follows no redirect. */
export function browse(
  published: Pick<Published, 'read'>,
): (path: string, ask?: Ask) => Promise<Answer> {
  const jar: Record<string, string> = {}
  return async (path, ask = {}) => {
    const answer = await published.read(path, { ...ask, cookies: { ...jar, ...ask.cookies } })
    for (const line of answer.headers.getSetCookie()) {
      const [pair = ''] = line.split(';')
      const name = pair.slice(0, pair.indexOf('='))
      if (/; Max-Age=0(?:;|$)/.test(line)) delete jar[name]
      else jar[name] = pair.slice(pair.indexOf('=') + 1)
    }
    return answer
  }
}

async function put(dir: string, file: string, text: string | Uint8Array): Promise<void> {
  await mkdir(dirname(join(dir, file)), { recursive: true })
  await writeFile(join(dir, file), text)
}

async function read(asked: {
  path: string
  ask: Ask
  boundOf: (way: Way) => Promise<string>
  published: Published
}): Promise<Answer> {
  const { path, ask, boundOf, published } = asked
  const cookies = Object.entries(cookiesOf(ask, published))
  const headers: Record<string, string | string[]> = { ...ask.headers }
  if (cookies.length > 0) headers['Cookie'] = cookies.map((pair) => pair.join('=')).join('; ')
  const method = ask.method ?? (ask.form === undefined ? 'GET' : 'POST')
  const body = ask.form === undefined ? undefined : new URLSearchParams(ask.form).toString()
  if (body !== undefined) {
    headers['Content-Type'] = 'application/x-www-form-urlencoded'
    headers['Content-Length'] = String(body.length)
    headers['Sec-Fetch-Site'] ??= 'same-origin'
  }
  if (ask.way === 'app') {
    const request = new Request(published.address + path, {
      method,
      headers: linesOf(headers),
      ...(body !== undefined && { body }),
    })
    const response = await published.publisher.fetch(request, '127.0.0.1')
    return answer(response.status, response.headers, Buffer.from(await response.arrayBuffer()))
  }
  const { way = 'socket' } = ask
  const agent = way === 'workers' ? ANY_WORKER : undefined
  return onSocket(await boundOf(way), { path, method, headers, body, agent })
}

function linesOf(headers: Readonly<Record<string, string | string[]>>): [string, string][] {
  return Object.entries(headers).flatMap(([name, value]) =>
    [value].flat().map((one): [string, string] => [name, one]),
  )
}

/** A new connection each time, which any worker may take. */
const ANY_WORKER = new Agent({ keepAlive: false })

/** One request to the server at `address`. */
export function onSocket(
  address: string,
  asked: {
    readonly path: string
    readonly method: string
    readonly headers: Readonly<Record<string, string | string[]>>
    readonly body: string | undefined
    readonly agent?: Agent | undefined
  },
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(address)
    const { path, method, headers, body, agent } = asked
    const sent = httpRequest({ hostname, port, path, method, headers, agent }, (response) => {
      collect(response).then(resolve, reject)
    })
    sent.on('error', reject).end(body)
  })
}

async function collect(response: IncomingMessage): Promise<Answer> {
  const chunks: Buffer[] = []
  for await (const chunk of response) chunks.push(Buffer.from(chunk))
  const headers = new Headers()
  const { rawHeaders } = response
  for (let at = 0; at + 1 < rawHeaders.length; at += 2)
    headers.append(rawHeaders[at] ?? '', rawHeaders[at + 1] ?? '')
  return answer(response.statusCode ?? 0, headers, Buffer.concat(chunks))
}

function answer(status: number, headers: Headers, bytes: Buffer): Answer {
  const encoding = headers.get('content-encoding')
  const decode =
    encoding === 'br' ? brotliDecompressSync : encoding === 'gzip' ? gunzipSync : undefined
  const plain = decode === undefined || bytes.length === 0 ? bytes : decode(bytes)
  return { status, headers, bytes, text: plain.toString() }
}
