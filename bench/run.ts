// Run: `npm run bench [-- --quick] [-- --only TEXT]`. One core for a server, the other for the load: the same article from
// nginx as a precompressed file, from Varnish as a cache hit, from bare node:http, and from Standfirst, which decides for
// each reader. The report goes to bench/report as JSON, Markdown and a chart.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { type Case, prepareCases } from './cases.ts'
import { chart } from './chart.ts'
import { coldPages } from './cold-pages.ts'
import { hasCommand } from './exchange.ts'
import { type Halts, haltsIn, haltsLine } from './halts.ts'
import { isDisturbed, kept, load, loadPaced, type Watched } from './load.ts'
import type { Running } from './process.ts'
import {
  aimsOf,
  aimsTable,
  doubts,
  type Measured,
  median,
  type Row,
  rowsOf,
  table,
} from './report.ts'

const REPORT = fileURLToPath(new URL('report', import.meta.url))

interface Plan {
  readonly rounds: number
  readonly seconds: number
  readonly warmUp: number
  /** How often each request of a case is sent before it counts. */
  readonly warmings: number
  /** Whether all are warmed up, or neither the peers, which have nothing to compile, nor what is one request alone. */
  readonly warmsAll: boolean
  /** Whether (d) to (f) and the peers are asked at half of their rates too, or (a) to (c) alone. */
  readonly allHalves: boolean
  /** How long a run at half of the rate takes. */
  readonly paced: number
  /** For how many seconds before each of their rounds the server's core is watched for halts of its own. */
  readonly watched: number
  /** How many requests the mix of (e) has before it begins again. */
  readonly mixed: number
  /** Of so many readers one is tried before anything counts. */
  readonly tryOneOf: number
  /** How many more rounds there may be for the cases whose runs were disturbed. */
  readonly more: number
}

const WHOLE: Plan = {
  rounds: 3,
  seconds: 8,
  warmUp: 3,
  warmings: 2,
  warmsAll: true,
  allHalves: true,
  paced: 8,
  watched: 5,
  mixed: 50_000,
  tryOneOf: 1,
  more: 3,
}
const QUICK: Plan = {
  rounds: 1,
  seconds: 1,
  warmUp: 1,
  warmings: 1,
  warmsAll: false,
  allHalves: false,
  paced: 0.5,
  watched: 0,
  mixed: 2000,
  tryOneOf: 10,
  more: 0,
}

interface Found {
  readonly measured: ReadonlyMap<string, Measured>
  readonly halts: readonly Halts[]
}

async function measure(cases: readonly Case[], plan: Plan): Promise<Found> {
  console.error('Warming up …')
  const isNew = ({ name, count }: Case) => count > 1 && !PEERS.test(name)
  for (const one of cases) if (plan.warmsAll || isNew(one)) await warmUp(one, plan)
  const runs = await inRounds(cases, plan, ({ server, requests }) =>
    load(server.address, requests, plan.seconds, server.pid),
  )
  console.error('At half of the rate …')
  const paced = cases.filter(({ atHalf, name }) => atHalf && (plan.allHalves || READERS.test(name)))
  const halts: Halts[] = []
  const halves = await inRounds(paced, plan, async ({ name, server, requests }) => {
    if (name === paced[0]?.name && plan.watched > 0) halts.push(await haltsIn(plan.watched))
    const rate = Math.round(median(kept(runs.get(name) ?? []).map((run) => run.perSecond)) / 2)
    return loadPaced(server.address, requests, plan.paced, server.pid, rate)
  })
  const of = (name: string) => ({ runs: runs.get(name) ?? [], halves: halves.get(name) ?? [] })
  return { measured: new Map(cases.map(({ name }) => [name, of(name)])), halts }
}

const PEERS = /^(?:nginx|Varnish),/

/** Those of which the p99 at half of the rate is asked for first. */
const READERS = /^\([abc]\)/

/** One round after the other, so that whatever disturbs the machine disturbs all of them alike. */
async function inRounds<One extends Watched>(
  cases: readonly Case[],
  plan: Plan,
  run: (one: Case) => Promise<One>,
): Promise<ReadonlyMap<string, readonly One[]>> {
  const runs = new Map<string, One[]>(cases.map(({ name }) => [name, []]))
  for (let round = 1; round <= plan.rounds + plan.more; round++) {
    const calm = ({ name }: Case) => runs.get(name)?.filter((one) => !isDisturbed(one)).length ?? 0
    const due = cases.filter((one) => round <= plan.rounds || calm(one) < plan.rounds)
    if (due.length > 0) console.error(`Round ${round}, ${due.length} cases …`)
    for (const one of due) runs.get(one.name)?.push(await run(one))
  }
  return runs
}

/**
 * Until each of its requests was sent twice: what is kept is there then, and what is compiled. Who has an account and
 * reads an article again gets another page than the first time, for by then they have read more.
 */
async function warmUp({ server, requests, count }: Case, plan: Plan): Promise<void> {
  for (let sent = 0; sent < plan.warmings * count; ) {
    const run = await load(server.address, requests, plan.warmUp, server.pid, Math.floor(sent))
    sent += run.perSecond * plan.warmUp
    if (run.perSecond === 0) throw new Error(`${server.address} answers nothing`)
  }
}

/** What is not the whole run does not take its place. */
async function write(
  rows: readonly Row[],
  halts: readonly Halts[],
  cold: readonly string[],
  { plan, isWhole }: { readonly plan: Plan; readonly isWhole: boolean },
): Promise<string> {
  const at = new Date().toISOString()
  const { model = '' } = cpus()[0] ?? {}
  const machine = { cpu: model, cores: cpus().length, node: process.version }
  const aims = aimsOf(rows)
  const parts = [
    table(rows),
    aimsTable(aims),
    [...doubts(rows, await missing()), ...(halts.length > 0 ? [haltsLine(halts)] : [])].join('\n'),
    cold.join('  \n'),
  ]
  const text = parts.join('\n\n')
  const note = `${at.slice(0, 10)}, ${model}, Node ${process.version.slice(1)}; medians`
  const name = isWhole ? 'latest' : 'part'
  const files = {
    [`${name}.json`]: `${JSON.stringify({ at, machine, plan, aims, rows, halts, cold }, undefined, 2)}\n`,
    [`${name}.md`]: `${text}\n`,
    [`${name}.svg`]: chart(rows, note),
  }
  await mkdir(REPORT, { recursive: true })
  for (const [file, content] of Object.entries(files)) await writeFile(join(REPORT, file), content)
  return text
}

async function missing(): Promise<readonly string[]> {
  const nginx = await hasCommand('nginx')
  const varnish = nginx && (await hasCommand('varnishd'))
  // Varnish gets the page from nginx.
  return [...(nginx ? [] : ['nginx']), ...(varnish ? [] : ['Varnish'])]
}

/** The cases with `text` in their names, and what they are divided by. Throws where there is none. */
function withPeers(all: readonly Case[], text: string): readonly Case[] {
  const chosen = all.filter(({ name }) => name.includes(text))
  if (chosen.length === 0) throw new Error(`No case has “${text}” in its name`)
  const peers = chosen.flatMap(({ against }) => [`nginx, ${against}`, `Varnish, ${against}`])
  return all.filter((one) => chosen.includes(one) || peers.includes(one.name))
}

async function main(): Promise<void> {
  if (process.platform !== 'linux' || !(await hasCommand('wrk')) || cpus().length < 2)
    throw new Error(
      'The bench needs Linux with two cores and wrk: apt-get install wrk nginx-light varnish',
    )
  const { values } = parseArgs({
    options: { quick: { type: 'boolean' }, only: { type: 'string' } },
  })
  const plan = values.quick ? QUICK : WHOLE
  const dir = await mkdtemp(join(tmpdir(), 'standfirst-bench-'))
  const opened: Running[] = []
  const start = async (server: Promise<Running>) => {
    const running = await server
    opened.push(running)
    return running
  }
  try {
    const all = await prepareCases({ dir, start, mixed: plan.mixed, tryOneOf: plan.tryOneOf })
    const cases = values.only === undefined ? all : withPeers(all, values.only)
    const { measured, halts } = await measure(cases, plan)
    const rows = rowsOf(cases, measured)
    const isWhole = values.only === undefined && !values.quick
    if (isWhole) console.error('Cold pages …')
    const cold = isWhole ? await coldPages() : []
    console.log(await write(rows, halts, cold, { plan, isWhole }))
  } finally {
    await Promise.all(opened.map((server) => server.stop()))
    await rm(dir, { recursive: true, force: true })
  }
}

await main()
