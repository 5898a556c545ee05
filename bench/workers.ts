// Workers: `npm run bench:workers` (or `-- --quick`). How many articles a second that nobody has asked for yet are read,
// rendered and compressed, and how many further variants of articles whose texts are known, by one process on one core, by
// one on both, and by two workers on both, in turns.
import { mkdtemp, rm } from 'node:fs/promises'
import { Agent } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { askOnce } from '../test/support/crowd.ts'
import { pathOf, put, writeEdition } from './edition.ts'
import { newcomer, subscribers } from './readers.ts'
import { median } from './report.ts'
import { type Crew, startCrew } from './soak-crew.ts'

const REPORT = fileURLToPath(new URL('report/workers.json', import.meta.url))
const AT_ONCE = 32
/** Two workers, two cores: how many times the renders of one there should be. */
const AIM = 1.6

interface Plan {
  readonly rounds: number
  /** Articles that are asked for until Node has made machine code, and articles that are counted. */
  readonly warmUp: number
  readonly counted: number
  /** Of how many of these further variants are asked for. */
  readonly varied: number
}

const WHOLE: Plan = { rounds: 5, warmUp: 600, counted: 2400, varied: 400 }
const QUICK: Plan = { rounds: 1, warmUp: 200, counted: 400, varied: 100 }
/** Each of them makes it likely that a worker that has no text of an article yet gets one. */
const TEXT_ROUNDS = 6
const ENCODINGS = ['gzip', 'br', 'identity']

const SETTINGS = [
  { name: 'one process on one core', workers: 1, cores: '0' },
  { name: 'one process on two cores', workers: 1, cores: '0,1' },
  { name: 'two workers on two cores', workers: 2, cores: '0,1' },
] as const

interface Turn {
  readonly perSecond: number
  /** How many cores the server, and the load, kept busy. */
  readonly busy: number
  readonly load: number
  /** Milliseconds of the server's work for each page, in all and by its threads. */
  readonly cost: number
  readonly threads: Readonly<Record<string, number>>
}

type Turns = ReadonlyMap<string, Turn[]>

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { quick: { type: 'boolean', default: false } } })
  const plan = values.quick ? QUICK : WHOLE
  const dir = await mkdtemp(join(tmpdir(), 'standfirst-workers-'))
  const articles: Turns = new Map(SETTINGS.map(({ name }) => [name, []]))
  const variants: Turns = new Map(SETTINGS.map(({ name }) => [name, []]))
  try {
    await writeEdition(join(dir, 'edition'), plan.warmUp + plan.counted)
    for (let round = 0; round < plan.rounds; round++)
      for (const { name, workers, cores } of SETTINGS) {
        const crew = await startCrew(join(dir, 'edition'), join(dir, 'data'), { workers, cores })
        try {
          articles.get(name)?.push(await turnOfArticles(crew, plan))
          variants.get(name)?.push(await turnOfVariants(crew, plan))
        } finally {
          await crew.end()
        }
      }
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
  console.log(text('cold articles', articles))
  console.log(text('cold variants, texts known', variants))
  const data = { articles: Object.fromEntries(articles), variants: Object.fromEntries(variants) }
  await put(REPORT, `${JSON.stringify(data, undefined, 2)}\n`)
}

async function turnOfArticles(crew: Crew, { warmUp, counted }: Plan): Promise<Turn> {
  const [cookie = ''] = subscribers(1)
  const asked = (count: number, from: number): readonly Asked[] =>
    Array.from({ length: count }, (_, n) => ({ number: from + n, cookie, encoding: 'gzip' }))
  await askForAll(crew.address, asked(warmUp, 0))
  return timed(crew, asked(counted, warmUp))
}

/** After the articles: what was asked for then has a text, at one of the workers. */
async function turnOfVariants(crew: Crew, { warmUp, varied }: Plan): Promise<Turn> {
  const [cookie = ''] = subscribers(1)
  const numbers = Array.from({ length: varied }, (_, n) => warmUp + n)
  for (let round = 0; round < TEXT_ROUNDS; round++)
    await askForAll(
      crew.address,
      numbers.map((number) => ({ number, cookie, encoding: 'gzip' })),
      false,
    )
  const asked = [1, 2, 3].flatMap((read) =>
    ENCODINGS.flatMap((encoding) =>
      numbers.map((number) => ({ number, cookie: newcomer(read), encoding })),
    ),
  )
  return timed(crew, asked)
}

async function timed(crew: Crew, asked: readonly Asked[]): Promise<Turn> {
  const [server, threads, load] = [await crew.worked(), await crew.workedBy(), process.cpuUsage()]
  const began = performance.now()
  await askForAll(crew.address, asked)
  const seconds = (performance.now() - began) / 1000
  const { user, system } = process.cpuUsage(load)
  const worked = (await crew.worked()) - server
  const each = [...(await crew.workedBy())].map(([what, spent]): [string, number] => [
    what,
    ((spent - (threads.get(what) ?? 0)) * 1000) / asked.length,
  ])
  const count = asked.length
  return {
    ...{ perSecond: count / seconds, busy: worked / seconds, cost: (worked * 1000) / count },
    ...{ load: (user + system) / 1e6 / seconds, threads: Object.fromEntries(each) },
  }
}

interface Asked {
  readonly number: number
  readonly cookie: string
  readonly encoding: string
}

/** Each once, in turn. Throws when one is not sent. */
async function askForAll(
  address: string,
  asked: readonly Asked[],
  keepAlive = true,
): Promise<void> {
  const agent = new Agent({ keepAlive, maxSockets: AT_ONCE })
  let next = 0
  const reader = async () => {
    for (let one = asked[next++]; one !== undefined; one = asked[next++]) {
      const path = pathOf(one.number)
      const headers = { Cookie: one.cookie, 'Accept-Encoding': one.encoding }
      const { status } = await askOnce(address + path, { agent, headers })
      if (status !== 200) throw new Error(`${path}: ${status}`)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, reader))
  agent.destroy()
}

function text(what: string, turns: Turns): string {
  const middle = (name: string, of: 'perSecond' | 'busy' | 'load' | 'cost') =>
    median((turns.get(name) ?? []).map((one) => one[of]))
  const rows = SETTINGS.map(({ name }) => {
    const columns = [
      middle(name, 'perSecond').toFixed(0).padStart(9),
      middle(name, 'busy').toFixed(2).padStart(11),
      middle(name, 'load').toFixed(2).padStart(9),
      middle(name, 'cost').toFixed(2).padStart(11),
    ]
    return `${name.padEnd(27)}${columns.join('')}   ${threadsOf(turns.get(name) ?? [])}`
  })
  const [oneCore, one, two] = SETTINGS.map(({ name }) => middle(name, 'perSecond'))
  const ratio = (of: number | undefined) => (of ? (two ?? 0) / of : 0)
  return [
    `${what.padEnd(27)} a second  cores busy  by load  ms a page   of these, by thread`,
    ...rows,
    `two workers ÷ one process, both on two cores: ${ratio(one).toFixed(2)} (aim ${AIM}; by processor time ${byProcessorTime(turns).toFixed(2)} where nothing else runs)`,
    `two workers on two cores ÷ one process on one core: ${ratio(oneCore).toFixed(2)}`,
    '',
  ].join('\n')
}

/**
 * The same ratio as it follows from processor time: two workers use up both cores; one process does so too, unless its
 * busiest thread is busy all the time before that.
 */
function byProcessorTime(turns: Turns): number {
  const of = ({ name }: (typeof SETTINGS)[number]) => turns.get(name) ?? []
  const cost = (all: readonly Turn[]) => median(all.map((one) => one.cost))
  const busiest = median(of(SETTINGS[1]).map(({ threads }) => Math.max(...Object.values(threads))))
  const one = Math.max(busiest, cost(of(SETTINGS[1])) / 2)
  const two = cost(of(SETTINGS[2])) / 2
  return two === 0 ? 0 : one / two
}

/** What took most of the time. */
function threadsOf(turns: readonly Turn[]): string {
  const names = new Set(turns.flatMap(({ threads }) => Object.keys(threads)))
  return [...names]
    .map((name) => ({ name, ms: median(turns.map(({ threads }) => threads[name] ?? 0)) }))
    .filter(({ ms }) => ms >= 0.05)
    .toSorted((a, b) => b.ms - a.ms)
    .map(({ name, ms }) => `${name} ${ms.toFixed(2)}`)
    .join(', ')
}

await main()
