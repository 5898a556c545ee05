// Soak: `npm run soak`. Ten minutes (or `-- --minutes 1`) of mixed traffic on two workers, while workers are killed and
// configuration and code are read anew: how many requests failed, and whether memory grew.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { Agent } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { askOnce, type Failure } from '../test/support/crowd.ts'
import { put, SUBJECT, writeEdition } from './edition.ts'
import { atTheWall, KEYS, subscribers } from './readers.ts'
import { median } from './report.ts'

const CLI = fileURLToPath(new URL('../src/cli.ts', import.meta.url))
const REPORT = fileURLToPath(new URL('report/soak.json', import.meta.url))
const WORKERS = 2
const ARTICLES = 300
const READERS = 16
const PAYING = 1000
/** Between two requests of a reader, in milliseconds: a load that the machine can bear for long. */
const PAUSE_MS = 10
const DISTURB_EVERY_MS = 20_000
const LOOK_EVERY_MS = 2000
/** A connection that was opened so soon after a kill may have been the dead worker's still. */
const DYING_MS = 1000

interface Tally {
  requests: number
  /** On connections of a worker that was killed; asked again they were answered. */
  cut: number
  readonly failed: string[]
  kills: number
  reloads: number
  lastKill: number
  readonly statuses: Record<number, number>
}

type Request = readonly [url: string, asked: Omit<Parameters<typeof askOnce>[1], 'agent'>]

interface Memory {
  readonly at: number
  readonly owner: number
  readonly workers: number
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { minutes: { type: 'string', default: '10' } } })
  const ms = Number(values.minutes) * 60_000
  if (!(ms > 0)) throw new Error('--minutes takes a number above 0')
  const dir = await mkdtemp(join(tmpdir(), 'standfirst-soak-'))
  await writeEdition(join(dir, 'edition'), ARTICLES)
  const { server, address } = await start(dir)
  try {
    const result = await soak(server, address, ms)
    console.log(result.text)
    await put(REPORT, `${JSON.stringify(result.figures, undefined, 2)}\n`)
    if (result.isBad) process.exitCode = 1
  } finally {
    server.kill('SIGTERM')
    if (server.exitCode === null) await once(server, 'exit')
    await rm(dir, { recursive: true, force: true })
  }
}

async function start(dir: string): Promise<{ server: ChildProcess; address: string }> {
  const args = ['serve', join(dir, 'edition'), '--port', '0', '--data', join(dir, 'data')]
  const server = spawn(process.execPath, [CLI, ...args, '--workers', String(WORKERS)], {
    env: { ...process.env, STANDFIRST_KEYS: KEYS, STANDFIRST_LOG: 'text' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  let said = ''
  server.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text
    const [, address] = /^Serving .* at (\S+)$/m.exec(said) ?? []
    if (address !== undefined) resolve(address)
  })
  server.once('exit', () => reject(new Error(`The server ended: ${said}`)))
  return { server, address: await promise }
}

async function soak(server: ChildProcess, address: string, ms: number) {
  const end = performance.now() + ms
  const tally: Tally = {
    ...{ requests: 0, cut: 0, failed: [], kills: 0, reloads: 0, statuses: {} },
    lastKill: Number.NEGATIVE_INFINITY,
  }
  const memory: Memory[] = []
  const next = requests(address)
  await Promise.all([
    ...Array.from({ length: READERS }, () => readOn(next, end, tally)),
    disturb(server, end, tally),
    weigh(server, end, memory),
  ])
  return summary(tally, memory, ms)
}

/** A mixture: who is at the wall, who subscribes, who comes without cookies; front page, feed, a log-in, a wrong address. */
function requests(address: string): () => Request {
  const walled = atTheWall()
  const paying = subscribers(PAYING)
  let count = 0
  const article = () => `${address}${SUBJECT.replace(/\d+$/, '')}${5 * (count % (ARTICLES / 5))}`
  return () => {
    count++
    const cookie = (of: readonly string[]) => ({ headers: { Cookie: of[count % of.length] ?? '' } })
    const kind = count % 20
    if (kind < 10) return [article(), cookie(walled)]
    if (kind < 14) return [article(), {}]
    if (kind < 16) return [article(), cookie(paying)]
    if (kind === 16) return [`${address}/`, {}]
    if (kind === 17) return [`${address}/feed.xml`, {}]
    if (kind === 18) return [`${address}/harbour/there-is-none`, {}]
    const body = new URLSearchParams({ address: `reader${count}@example.org` }).toString()
    const headers = {
      'Content-Type': 'application/x-www-form-urlencoded',
      'Sec-Fetch-Site': 'same-origin',
    }
    return [`${address}/account/log-in`, { method: 'POST', headers, body }]
  }
}

async function readOn(next: () => Request, end: number, tally: Tally): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  while (performance.now() < end) {
    const [url, asked] = next()
    await ask(url, { ...asked, agent }, tally)
    await wait(PAUSE_MS)
  }
  agent.destroy()
}

/** What a browser or proxy does: a connection that breaks is opened again, once. */
async function ask(
  url: string,
  asked: Parameters<typeof askOnce>[1],
  tally: Tally,
  isAgain = false,
): Promise<void> {
  tally.requests++
  const got = await askOnce(url, asked).catch((failure: Failure) => failure)
  if ('status' in got) {
    tally.statuses[got.status] = (tally.statuses[got.status] ?? 0) + 1
    if (got.status >= 500) tally.failed.push(`${got.status} ${url}`)
    return
  }
  const isOfTheDead = got.opened < tally.lastKill + DYING_MS && got.at > tally.lastKill
  if (isAgain || !isOfTheDead) {
    tally.failed.push(`${got.words} ${url}`)
    return
  }
  tally.cut++
  await ask(url, asked, tally, true)
}

/** In turn: a worker is killed, all are replaced. */
async function disturb(server: ChildProcess, end: number, tally: Tally): Promise<void> {
  const every = Math.min(DISTURB_EVERY_MS, (end - performance.now()) / 4)
  for (let turn = 0; performance.now() + every < end; turn++) {
    await wait(every)
    if (turn % 2 === 1) {
      server.kill('SIGHUP')
      tally.reloads++
      continue
    }
    const [worker] = await workersOf(server.pid ?? 0)
    if (worker === undefined) continue
    tally.lastKill = performance.now()
    process.kill(worker, 'SIGKILL')
    tally.kills++
  }
  await wait(Math.max(0, end - performance.now()))
}

/** Of moments at which there are as many workers as there should be. */
async function weigh(server: ChildProcess, end: number, memory: Memory[]): Promise<void> {
  while (performance.now() + LOOK_EVERY_MS < end) {
    await wait(LOOK_EVERY_MS)
    const pids = await workersOf(server.pid ?? 0)
    if (pids.length !== WORKERS) continue
    const sizes = await Promise.all(pids.map(memoryOf))
    const workers = sizes.reduce((sum, size) => sum + size, 0)
    memory.push({ at: performance.now(), owner: await memoryOf(server.pid ?? 0), workers })
  }
}

async function workersOf(pid: number): Promise<readonly number[]> {
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')
  return text.trim().split(' ').filter(Boolean).map(Number)
}

/** Megabytes that are resident; 0 of one that has just ended. */
async function memoryOf(pid: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  return Math.round(Number(/^VmRSS:\s+(\d+) kB/m.exec(text)?.[1] ?? 0) / 1024)
}

function summary(tally: Tally, memory: readonly Memory[], ms: number) {
  const fifth = Math.ceil(memory.length / 5)
  const middle = (part: readonly Memory[], of: 'owner' | 'workers') =>
    median(part.map((one) => one[of]))
  const [early, late] = [memory.slice(fifth, 2 * fifth), memory.slice(-fifth)]
  const { requests, cut, failed, kills, reloads, statuses } = tally
  const figures = {
    ...{ minutes: ms / 60_000, workers: WORKERS, requests, statuses, kills, reloads },
    ...{ cutByKills: cut, failed },
    ownerMegabytes: [middle(early, 'owner'), middle(late, 'owner')],
    workersMegabytes: [middle(early, 'workers'), middle(late, 'workers')],
  }
  const text = [
    `${requests} requests in ${figures.minutes} minutes, ${Math.round(requests / (ms / 1000))} a second; ${JSON.stringify(statuses)}`,
    `${kills} workers killed, ${reloads} reloads: ${failed.length} requests failed, ${cut} were cut off with a worker and answered when asked again`,
    `memory of the second and of the last fifth, MB: owner ${figures.ownerMegabytes.join(' → ')}, workers together ${figures.workersMegabytes.join(' → ')}`,
    ...failed.slice(0, 10),
  ].join('\n')
  return { figures, text, isBad: failed.length > 0 }
}

await main()
