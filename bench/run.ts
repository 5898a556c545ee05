// Run: `npm run bench [-- --quick]`. One core for a server, the other for wrk: the same article page from nginx as a
// precompressed file, from bare node:http, and from Standfirst, which decides for a thousand different readers.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { idOf } from '../src/content/folder/address.ts'
import { RECEIPT_HEADER } from '../src/core/receipt.ts'
import { SUBJECT, writeEdition } from './edition.ts'
import { ask, etagsFor, hasCommand, pageFrom, requestsFile } from './exchange.ts'
import { load, type Run } from './load.ts'
import { atTheWall, KEYS, rereading, subscribers } from './readers.ts'
import { medianOf, type Row, table } from './report.ts'
import { type Running, startBareNode, startNginx, startStandfirst } from './servers.ts'

const REPORT = fileURLToPath(new URL('report/latest.json', import.meta.url))
const WALL = '/wall'
const ROUNDS = 3

interface Case {
  readonly name: string
  /** What this case is divided by. */
  readonly versus: string | undefined
  readonly server: Running
  readonly path: string
  readonly requests: string
}

/** Everything that is measured, each case tried once with each of its requests before it counts. */
async function prepareCases(dir: string, opened: Running[]): Promise<readonly Case[]> {
  const started = async (server: Promise<Running>) => {
    const running = await server
    opened.push(running)
    return running
  }
  const edition = join(dir, 'edition')
  await writeEdition(edition, 100)
  const ours = await started(startStandfirst(edition, join(dir, 'data'), { STANDFIRST_KEYS: KEYS }))
  const url = ours.address + SUBJECT
  const again = rereading(idOf(SUBJECT))
  const walled = atTheWall()
  const payers = subscribers()
  await expectEach(url, again, 200, 'grant; reason=metering')
  await expectEach(url, walled, 200, 'wall; wall=registration; reason=meter-spent')
  await expectEach(url, payers, 200, 'grant; reason=subscription')
  const full = await pageFrom(url, payers[0] ?? '', SUBJECT)
  const wall = await pageFrom(url, walled[0] ?? '', WALL)
  const bare = await started(startBareNode(join(dir, 'bare'), full))
  const file = (name: string, cookies: readonly string[], etags?: readonly string[]) =>
    requestsFile(join(dir, `${name}.txt`), cookies, etags)
  const plain = await file('plain', again)
  const cases: Case[] = [
    {
      name: 'Standfirst, read again on the meter',
      versus: 'nginx, the page',
      server: ours,
      path: SUBJECT,
      requests: plain,
    },
    {
      name: 'Standfirst, subscribers',
      versus: 'nginx, the page',
      server: ours,
      path: SUBJECT,
      requests: await file('payers', payers),
    },
    {
      name: 'Standfirst, at the wall',
      versus: 'nginx, the wall',
      server: ours,
      path: SUBJECT,
      requests: await file('walled', walled),
    },
    {
      name: 'Standfirst, 304',
      versus: 'nginx, 304',
      server: ours,
      path: SUBJECT,
      requests: await file('known', again, await etagsFor(url, again)),
    },
    {
      name: 'bare node:http, the page',
      versus: 'nginx, the page',
      server: bare,
      path: SUBJECT,
      requests: plain,
    },
  ]
  if (!(await hasCommand('nginx'))) return cases
  const nginx = await started(startNginx(join(dir, 'nginx'), [full, wall]))
  const etags = await etagsFor(nginx.address + SUBJECT, again)
  return [
    { name: 'nginx, the page', versus: undefined, server: nginx, path: SUBJECT, requests: plain },
    { name: 'nginx, the wall', versus: undefined, server: nginx, path: WALL, requests: plain },
    {
      name: 'nginx, 304',
      versus: undefined,
      server: nginx,
      path: SUBJECT,
      requests: await file('nginx-known', again, etags),
    },
    ...cases,
  ]
}

/** Throws unless every reader gets what the case is about: a bench of error pages is quick and worth nothing. */
async function expectEach(
  url: string,
  cookies: readonly string[],
  status: number,
  receipt: string,
) {
  for (const cookie of cookies) {
    const answer = await ask(url, { Cookie: cookie })
    const said = answer.headers[RECEIPT_HEADER.toLowerCase()]
    if (answer.status !== status || !String(said).startsWith(receipt))
      throw new Error(`${url} answered ${answer.status} with "${said}" instead of "${receipt}"`)
  }
}

/** One round after the other, so that whatever disturbs the machine disturbs all of them alike. */
async function measure(cases: readonly Case[], seconds: number): Promise<readonly Row[]> {
  const runs = new Map<string, Run[]>(cases.map(({ name }) => [name, []]))
  for (let round = 0; round <= ROUNDS; round++) {
    console.error(round === 0 ? 'Warming up …' : `Round ${round} of ${ROUNDS} …`)
    for (const { name, server, path, requests } of cases) {
      const run = await load(server.address + path, requests, seconds, server.pid)
      if (round > 0) runs.get(name)?.push(run)
    }
  }
  const rows = cases.map(({ name, versus }) => ({ name, versus, runs: runs.get(name) ?? [] }))
  return rows.map((row) => {
    const base = rows.find(({ name }) => name === row.versus)
    const ratio = (field: keyof Run) =>
      base && medianOf(row.runs, field) / medianOf(base.runs, field)
    return { ...row, ratio: ratio('perSecond'), busyRatio: ratio('perBusySecond') }
  })
}

async function main(): Promise<void> {
  if (process.platform !== 'linux' || !(await hasCommand('wrk')) || cpus().length < 2)
    throw new Error('The bench needs Linux with two cores and wrk: apt-get install wrk nginx-light')
  const seconds = process.argv.includes('--quick') ? 2 : 7
  const dir = await mkdtemp(join(tmpdir(), 'standfirst-bench-'))
  const opened: Running[] = []
  try {
    const rows = await measure(await prepareCases(dir, opened), seconds)
    console.log(table(rows))
    const machine = { cpu: cpus()[0]?.model, cores: cpus().length, node: process.version }
    const report = { at: new Date().toISOString(), machine, seconds, rows }
    await mkdir(join(REPORT, '..'), { recursive: true })
    await writeFile(REPORT, `${JSON.stringify(report, undefined, 2)}\n`)
  } finally {
    await Promise.all(opened.map((server) => server.stop()))
    await rm(dir, { recursive: true, force: true })
  }
}

await main()
