// Soak: `npm run soak`. Ten minutes (or `-- --minutes 1`) of all that readers do, at 80 % of the most that there can be (or
// `-- --part 0.3` where others need the machine too), on two workers of which one is killed again and again, and after it a
// fifth as long in which all are replaced: how many requests failed, and whether memory grew. The worker that is spared is
// as old as the soak.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { put, writeEdition } from './edition.ts'
import { subscribers } from './readers.ts'
import { openSessions } from './sessions.ts'
import { type Crew, startCrew } from './soak-crew.ts'
import { Load } from './soak-load.ts'
import { logIns, saves } from './soak-people.ts'
import { isBad, type Soaked, soakData, soakLines, soakText } from './soak-report.ts'
import { traffic } from './soak-traffic.ts'

const REPORT = fileURLToPath(new URL('report', import.meta.url))
const ARTICLES = 300
const SESSIONS = 1000
const LOAD_PART = '0.8'
/** The server makes machine code and fills its caches before it is asked for the most it can do. */
const WARM_UP_MS = 8000
/** For a rate that is too high for the open loop that follows. */
const CLOSED_MS = 5000
/** As long as from one kill to the next: until a successor has at hand what it needs, and its part of the readers. */
const MOST_MS = 40_000
/** Longer than the time for which a worker counts as young: its successor comes at once. */
const KILL_EVERY_MS = 40_000
const REPLACE_EVERY_MS = 20_000
const SAY_EVERY_MS = 30_000

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      minutes: { type: 'string', default: '10' },
      part: { type: 'string', default: LOAD_PART },
    },
  })
  const [minutes, part] = [Number(values.minutes), Number(values.part)]
  if (!(minutes > 0)) throw new Error('--minutes takes a number above 0')
  if (!(part > 0 && part <= 1)) throw new Error('--part takes a number above 0, and 1 at most')
  const dir = await mkdtemp(join(tmpdir(), 'standfirst-soak-'))
  const edition = join(dir, 'edition')
  // Believed of the load, which stands in for a proxy: readers come from as many networks as there are.
  await writeEdition(edition, ARTICLES, undefined, { trustedProxies: ['127.0.0.1/32'] })
  const sessions = await openSessions(join(dir, 'data'), SESSIONS)
  const crew = await startCrew(edition, join(dir, 'data'))
  let code: number | null = null
  const stopped = () => void crew.end().then(() => process.exit(1))
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stopped)
  try {
    const soaked = await soak(crew, dir, { minutes, part }, sessions)
    code = await crew.end()
    const whole = { ...soaked, wrongs: [...soaked.wrongs, ...(code === 0 ? [] : ENDED_BADLY)] }
    console.log(soakText(whole))
    await put(join(REPORT, 'soak.json'), `${JSON.stringify(soakData(whole), undefined, 2)}\n`)
    await put(join(REPORT, 'soak.md'), `${soakLines(whole).join('\n')}\n`)
    if (isBad(whole)) process.exitCode = 1
  } finally {
    await crew.end()
    await rm(dir, { recursive: true, force: true })
  }
}

const ENDED_BADLY = ['the server did not end well']

async function soak(
  crew: Crew,
  dir: string,
  { minutes, part }: { readonly minutes: number; readonly part: number },
  sessions: Parameters<typeof traffic>[1],
): Promise<Soaked> {
  const next = traffic(ARTICLES, sessions, await filesOf(crew.address))
  const most = await theMost(crew, next)
  const rate = most * part
  const load = new Load(crew.address)
  const [spared = 0] = await crew.workers()
  const ms = minutes * 60_000
  const began = performance.now()
  const [watched, end] = [began + ms, began + 1.2 * ms]
  console.log(`at most ${Math.round(most)} requests a second; ${Math.round(rate)} from now on`)
  const worked = { server: await crew.worked(), load: process.cpuUsage() }
  const spent = wait(ms).then(async () => ({
    server: (await crew.worked()) - worked.server,
    load: secondsOf(process.cpuUsage(worked.load)),
  }))
  const [disturbed, people, saved, costs] = await Promise.all([
    disturb(crew, load, spared, { watched, end, ms }),
    logIns(load, join(dir, 'data/outbox'), end),
    saves(load, savingIn(crew, dir), end),
    spent,
    load.pace(next, rate, end),
    crew.weigh(began, end),
    sayHowItGoes(load, began, end),
  ])
  load.close()
  return {
    ...{ minutes, most, rate, seconds: ms / 1000, kinds: load.kinds, held: crew.held, spared },
    ...{ ...disturbed, logIns: people, saves: saved.count, saveDelays: saved.delays },
    unsent: load.unsent,
    ...{ serverWorked: costs.server, loadWorked: costs.load },
  }
}

function savingIn(crew: Crew, dir: string) {
  const [cookie = ''] = subscribers(1)
  return { address: crew.address, edition: join(dir, 'edition'), articles: ARTICLES, cookie }
}

/**
 * Of the same traffic, sent as it is afterwards and too much of it, while a worker is killed and replaced: whoever waits for
 * an answer before asking again makes it easier, and what can be done with all workers for a moment cannot be done with one
 * too few. Throws when requests fail.
 */
async function theMost(crew: Crew, next: ReturnType<typeof traffic>): Promise<number> {
  const load = new Load(crew.address)
  await load.most(next, WARM_UP_MS)
  const tooMany = await load.most(next, CLOSED_MS)
  const [before, began] = [load.answered, performance.now()]
  const [wrong] = await Promise.all([
    crew.kill(undefined, () => load.noteKill()),
    load.pace(next, tooMany, began + MOST_MS),
  ])
  const most = ((load.answered - before) * 1000) / (performance.now() - began)
  if (wrong !== undefined) throw new Error(wrong)
  load.close()
  const failed = [...load.kinds].flatMap(([kind, { examples }]) =>
    examples.map((words) => `${kind}: ${words}`),
  )
  if (failed.length > 0) throw new Error(`Failed at the start:\n${failed.join('\n')}`)
  return most
}

/** The files with which a page is shown. */
async function filesOf(address: string): Promise<readonly string[]> {
  const html = await (await fetch(address)).text()
  return [...html.matchAll(/(?:src|href)="(\/standfirst\/assets\/[^"]+)"/g)].map(
    ([, path = '']) => path,
  )
}

interface Disturbed {
  readonly kills: number
  readonly reloads: number
  readonly wrongs: readonly string[]
}

/** While memory is watched one of the workers is killed, then all of them are replaced or one is killed, in turn. */
async function disturb(
  crew: Crew,
  load: Load,
  spared: number,
  { watched, end, ms }: { readonly watched: number; readonly end: number; readonly ms: number },
): Promise<Disturbed> {
  const done = { kills: 0, reloads: 0, wrongs: [] as string[] }
  const kill = async (but: number | undefined) => {
    done.kills++
    const wrong = await crew.kill(but, () => load.noteKill())
    if (wrong !== undefined) done.wrongs.push(wrong)
  }
  const every = Math.min(KILL_EVERY_MS, ms / 4)
  while (performance.now() + every < watched) {
    await wait(every)
    await kill(spared)
  }
  await wait(Math.max(0, watched - performance.now()))
  if (!(await crew.workers()).includes(spared)) done.wrongs.push('a worker died by itself')
  const turnEvery = Math.min(REPLACE_EVERY_MS, ms / 15)
  for (let turn = 0; performance.now() + turnEvery < end; turn++) {
    if (turn % 2 === 1) await kill(undefined)
    else {
      done.reloads++
      const wrong = await crew.reload()
      if (wrong !== undefined) done.wrongs.push(wrong)
    }
    await wait(turnEvery)
  }
  return done
}

async function sayHowItGoes(load: Load, began: number, end: number): Promise<void> {
  while (performance.now() + SAY_EVERY_MS < end) {
    await wait(SAY_EVERY_MS)
    const all = [...load.kinds.values()]
    const sum = (of: 'asked' | 'failed') => all.reduce((total, one) => total + one[of], 0)
    const seconds = Math.round((performance.now() - began) / 1000)
    console.log(`${seconds} s: ${sum('asked')} requests, ${sum('failed')} failed`)
  }
}

function secondsOf({ user, system }: NodeJS.CpuUsage): number {
  return (user + system) / 1e6
}

await main()
