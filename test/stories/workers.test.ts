// Several workers, as whoever runs the server meets them: real processes, one store, limits that hold for all of them;
// one that dies, and all of them replaced, while readers read.
import { readdir, readlink } from 'node:fs/promises'
import { Agent } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import { expect, test, vi } from 'vitest'
import { cookieNames } from '../../src/http/cookies.ts'
import { openShell, put, type Shell } from '../support/command-line.ts'
import { askOnce, startCrowd } from '../support/crowd.ts'
import { processesOf } from '../support/processes.ts'
import { DATA, logIn, visitor } from '../support/visitor.ts'

const soon = { timeout: 60_000, interval: 50 }
const PER_HOUR = 4
const REGISTERED = 5
const ARTICLES = 12
const WORKERS = ['--workers', '2', ...DATA] as const

/** Each process begins with this code. */
const beginningWith = (code: string) => ({
  NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(code)}`,
})
/** Throws where nobody catches it, when it is told to. */
const FAULTY = beginningWith(
  "process.on('SIGUSR2', () => { throw new Error('a fault of its own') })",
)
/** Two seconds never pass, after which a worker takes readers whatever it has read: the machine may be busy. */
const UNHURRIED = beginningWith(`
  import timers from 'node:timers/promises'
  import { syncBuiltinESMExports } from 'node:module'
  const { setTimeout: wait } = timers
  timers.setTimeout = (ms, ...more) => ms === 2000 ? new Promise(() => {}) : wait(ms, ...more)
  syncBuiltinESMExports()`)

const CONFIG = 'paper/standfirst.config.ts'

/** `anonymous`: how many articles are free. */
function configOf(anonymous: number): string {
  const config = {
    publication: { name: 'The Quay', sections: [{ id: 'town', name: 'Town' }] },
    policy: { meter: { anonymous, registered: REGISTERED, perNetworkPerHour: PER_HOUR } },
    metrics: { networks: ['127.0.0.1'] },
  }
  return `export default ${JSON.stringify(config)}`
}

/** An article older than the others, whose picture is not there. */
const OLDEST = [
  'paper/articles/town/a5.md',
  '---\ntitle: The oldest\npublished: 2026-10-01\nsection: town\n---\n![The quay](quay.png)\n',
] as const

async function withTown(env: Readonly<Record<string, string>> = {}): Promise<Shell> {
  const shell = await openShell(env)
  await put(shell, CONFIG, configOf(3))
  const text = 'Many words of the town stand here and they go on.\n\n'.repeat(12)
  for (let n = 0; n < ARTICLES; n++)
    await put(
      shell,
      `paper/articles/town/a${n}.md`,
      `---\ntitle: Article ${n}\nsummary: In short.\npublished: 2026-11-01\nsection: town\n---\n${text}`,
    )
  return shell
}

/** On a connection of its own, which any worker may take. */
async function isGranted(url: string, headers: Record<string, string> = {}): Promise<boolean> {
  const got = await askOnce(url, { agent: new Agent({ keepAlive: false }), headers })
  return String(got.headers['standfirst-decision']).startsWith('grant')
}

const granted = (outcomes: readonly boolean[]) => outcomes.filter((is) => is)

test('limits hold for all workers together, and one store takes what any of them writes', async () => {
  const shell = await withTown(UNHURRIED)
  await put(shell, ...OLDEST)
  const { address, printed } = await shell.serve('paper', ...WORKERS)
  // What only reading the text of an older article shows is said before anybody is let in.
  const serving = `Serving ${ARTICLES} articles by 2 workers at`
  expect(printed()).toMatch(new RegExp(`town/a5\\.md:6: the picture [^]*${serving}`))
  const articles = Array.from({ length: ARTICLES }, (_, n) => `${address}/town/a${n}`)
  // Without cookies and all at once.
  expect(granted(await Promise.all(articles.map((url) => isGranted(url))))).toHaveLength(PER_HOUR)

  const jars = [new Map<string, string>(), new Map<string, string>()]
  await Promise.all(
    jars.map((jar, n) => logIn(shell, visitor(address, jar), `reader${n}@example.org`)),
  )
  // Who drops the meter and keeps the pass: each worker hears what the other has granted.
  const pass = `${cookieNames(false).pass}=${jars[0]?.get(cookieNames(false).pass)}`
  const read: boolean[] = []
  for (const url of articles) {
    read.push(await isGranted(url, { Cookie: pass }))
    await wait(50)
  }
  const opened = granted(read).length
  expect(opened).toBeGreaterThanOrEqual(REGISTERED)
  // Each for itself, they would have opened twice as many; one word of it may come late.
  expect(opened).toBeLessThan(2 * REGISTERED - 2)
})

test('what was counted counts on when a worker is killed, and when all are replaced', async () => {
  const shell = await withTown()
  const { address, printed } = await shell.serve('paper', ...WORKERS)
  const { pid, workers } = await processesOf(shell)
  const sums = async () => {
    const agent = new Agent({ keepAlive: false })
    const { text } = await askOnce(`${address}/standfirst/metrics`, { agent })
    const sum = (name: string) =>
      [...text.matchAll(new RegExp(`^${name}(?:\\{.*\\})? ([\\d.]+)$`, 'gm'))]
        .map(([, number]) => Number(number))
        .reduce((a, b) => a + b, 0)
    return {
      text,
      requests: sum('standfirst_requests_total'),
      made: sum('standfirst_pages_total'),
      decisions: sum('standfirst_decisions_total'),
      processor: sum('process_cpu_seconds_total'),
    }
  }
  const readAll = () =>
    Promise.all(Array.from({ length: ARTICLES }, (_, n) => isGranted(`${address}/town/a${n}`)))
  await readAll()
  const first = await sums()
  expect(first.decisions).toBe(ARTICLES)
  expect(first.requests).toBeGreaterThanOrEqual(ARTICLES)
  expect(first.made).toBe(ARTICLES)
  expect(first.text).toMatch(/^standfirst_render_seconds_count [1-9]/m)
  expect(first.text).toMatch(/^standfirst_loop_late_seconds \d/m)

  process.kill(workers[0] ?? 0, 'SIGKILL')
  await vi.waitFor(async () => {
    const now = (await processesOf(shell)).workers
    expect([now.length, now.includes(workers[0] ?? 0)]).toEqual([2, false])
  }, soon)
  const second = await sums()
  expect(second.decisions).toBe(ARTICLES)
  expect(second.processor).toBeGreaterThanOrEqual(first.processor)

  // Nobody asks for the counts before those who know them end.
  await readAll()
  const old = (await processesOf(shell)).workers
  process.kill(pid, 'SIGHUP')
  await vi.waitFor(() => expect(printed()).toContain('Reloaded: 2 new workers'), soon)
  await vi.waitFor(async () => {
    const now = (await processesOf(shell)).workers
    expect(now.some((worker) => old.includes(worker))).toBe(false)
  }, soon)
  const third = await sums()
  expect(third.decisions).toBe(2 * ARTICLES)
  expect(third.processor).toBeGreaterThanOrEqual(second.processor)
})

test('who follows at a reload has at hand what was at hand, before the first reader comes', async () => {
  const shell = await withTown()
  const { address, printed } = await shell.serve('paper', ...WORKERS)
  const { pid, workers } = await processesOf(shell)
  const made = async () => {
    const { text } = await askOnce(`${address}/standfirst/metrics`, { agent: new Agent() })
    return Number(/^standfirst_pages_total\{how="made"\} (\d+)$/m.exec(text)?.[1])
  }
  const readAll = async () => {
    for (let n = 0; n < ARTICLES; n++) await isGranted(`${address}/town/a${n}`)
  }
  // Each of them once where the other takes nobody, so that both have all pages.
  for (const halted of workers) {
    process.kill(halted, 'SIGSTOP')
    // One that is halted does not hear that the owner has ended.
    await readAll().finally(() => process.kill(halted, 'SIGCONT'))
  }
  const before = await made()
  expect(before).toBe(2 * ARTICLES)
  process.kill(pid, 'SIGHUP')
  await vi.waitFor(() => expect(printed()).toContain('Reloaded: 2 new workers'), soon)
  await readAll()
  await readAll()
  expect(await made()).toBe(before)
})

test('a worker that is killed takes nobody with it but its own readers; all are replaced without a failed request', async () => {
  const shell = await withTown()
  const served = await shell.serve('paper', ...WORKERS)
  const { pid, workers } = await processesOf(shell)
  expect(workers).toHaveLength(2)
  const asked = [`${served.address}/town/a1`, `${served.address}/`, `${served.address}/account`]
  let count = 0
  const crowd = startCrowd(6, () => asked[count++ % asked.length] ?? '')
  const more = async (many: number) => {
    const until = crowd.answers.length + many
    await vi.waitFor(() => expect(crowd.answers.length).toBeGreaterThan(until), soon)
  }
  const lastLimit = () => {
    const receipts = crowd.answers.map(({ headers }) => String(headers['standfirst-decision']))
    return /limit=(\d+)/.exec(receipts.findLast((one) => one.includes('limit=')) ?? '')?.[1]
  }
  await more(60)

  process.kill(workers[0] ?? 0, 'SIGKILL')
  await vi.waitFor(() => expect(served.printed()).toContain('and is replaced'), soon)
  // The number by which the log names it, beside what the kernel calls it.
  expect(served.printed()).toMatch(
    new RegExp(`Worker [12] \\(process ${workers[0]}\\) died \\(SIGKILL\\)`),
  )
  await vi.waitFor(async () => expect((await processesOf(shell)).workers).toHaveLength(2), soon)
  await more(60)
  // The six had six connections.
  expect(crowd.failures.length).toBeLessThanOrEqual(6)

  const before = crowd.failures.length
  const old = (await processesOf(shell)).workers
  expect(lastLimit()).toBe('3')
  await put(shell, CONFIG, configOf(2))
  process.kill(pid, 'SIGHUP')
  await vi.waitFor(() => expect(served.printed()).toContain('Reloaded: 2 new workers'), soon)
  await vi.waitFor(async () => {
    const now = (await processesOf(shell)).workers
    expect(now).toHaveLength(2)
    expect(now.some((worker) => old.includes(worker))).toBe(false)
  }, soon)
  await more(60)
  expect(crowd.failures.slice(before)).toEqual([])
  expect(lastLimit()).toBe('2')

  await put(shell, CONFIG, 'export default { publication: ')
  process.kill(pid, 'SIGHUP')
  await vi.waitFor(() => expect(served.printed()).toContain('Not reloaded'), soon)
  await more(30)
  await crowd.stop()
  expect(crowd.failures.slice(before)).toEqual([])
  expect(new Set(crowd.answers.map(({ status }) => status))).toEqual(new Set([200, 303]))
  expect(await served.end()).toBe(0)
})

test('whoever follows a worker that died of a fault gets half of the readers of the one that outlived it; without the owner none is left', async () => {
  const shell = await withTown(FAULTY)
  const { address, printed, end } = await shell.serve('paper', ...WORKERS)
  const { pid, workers } = await processesOf(shell)
  const [faulty = 0, spared = 0] = workers
  // Somebody has to wait for somebody.
  const crowd = startCrowd(32, () => `${address}/account/log-in`, 0)
  process.kill(faulty, 'SIGUSR2')
  const successor = async () => (await processesOf(shell)).workers.find((pid) => pid !== spared)
  await vi.waitFor(async () => {
    const [mine, theirs] = [await socketsOf(spared), await socketsOf((await successor()) ?? 0)]
    // It begins with none of the 32.
    expect(Math.min(mine, theirs)).toBeGreaterThan(8)
    expect(Math.abs(mine - theirs)).toBeLessThan(20)
  }, soon)
  const before = crowd.failures.length
  const asked = crowd.answers.length
  await vi.waitFor(() => expect(crowd.answers.length).toBeGreaterThan(asked + 500), soon)
  await crowd.stop()
  expect(crowd.failures.slice(before)).toEqual([])
  expect(printed()).toContain('Error: a fault of its own')
  expect(printed()).toContain(`(process ${faulty}) died (code 1) and is replaced`)

  process.kill(pid, 'SIGKILL')
  // What they print to is closed when the last of them has ended.
  expect(await end()).toBeNull()
  await expect(fetch(address)).rejects.toThrow()
})

/** How many connections of all kinds a process has open. */
async function socketsOf(pid: number): Promise<number> {
  const open = await readdir(`/proc/${pid}/fd`).catch(() => [])
  const targets = await Promise.all(
    open.map((fd) => readlink(`/proc/${pid}/fd/${fd}`).catch(() => '')),
  )
  return targets.filter((target) => target.startsWith('socket:')).length
}
