// Run: `npm run bench [-- --quick]`. One core for a server, the other for wrk: the same article page from nginx as a
// precompressed file, from bare node:http, and from Standfirst, which decides for a thousand different readers.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { idOf } from '../src/content/article-id.ts'
import { RECEIPT_HEADER } from '../src/core/receipt.ts'
import { put, SUBJECT, writeEdition, writeSite } from './edition.ts'
import { ask, etagsFor, hasCommand, pageFrom, requestsFile } from './exchange.ts'
import { load, type Run } from './load.ts'
import { atTheWall, KEYS, rereading, subscribers } from './readers.ts'
import { medianOf, type Row, table } from './report.ts'
import {
  type Page,
  type Running,
  startBareNode,
  startNginx,
  startOrigin,
  startStandfirst,
} from './servers.ts'

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

/** Starts a server and notes it among those that are stopped at the end. */
type Start = (server: Promise<Running>) => Promise<Running>

/** Everything that is measured, each case tried once with each of its requests before it counts. */
async function prepareCases(dir: string, start: Start): Promise<readonly Case[]> {
  const edition = join(dir, 'edition')
  await writeEdition(edition, 100)
  const server = await start(startStandfirst(edition, join(dir, 'data'), { STANDFIRST_KEYS: KEYS }))
  const url = server.address + SUBJECT
  const readers = { again: rereading(idOf(SUBJECT)), walled: atTheWall(), payers: subscribers() }
  await expectEach(url, readers.again, 'grant; reason=metering')
  await expectEach(url, readers.walled, 'wall; wall=registration; reason=meter-spent')
  await expectEach(url, readers.payers, 'grant; reason=subscription')
  const page = await pageFrom(url, readers.payers[0] ?? '', SUBJECT)
  const wall = await pageFrom(url, readers.walled[0] ?? '', WALL)
  const again = await requestsFile(join(dir, 'again'), readers.again)
  const walled = await requestsFile(join(dir, 'walled'), readers.walled)
  const payers = await requestsFile(join(dir, 'payers'), readers.payers)
  const etags = await etagsFor(url, readers.again)
  const known = await requestsFile(join(dir, 'known'), readers.again, etags)
  const bare = await start(startBareNode(join(dir, 'bare'), page))
  const gate = await startGate(dir, start, url, readers.payers[0] ?? '')
  await expectEach(gate.address + SUBJECT, readers.again, 'grant; reason=metering')
  await expectEach(gate.address + SUBJECT, readers.walled, 'wall; wall=registration')
  await expectEach(gate.address + SUBJECT, readers.payers, 'grant; reason=subscription')
  const before = (name: string, requests: string): Case => ({
    ...{ name: `in front of a site, ${name}`, versus: `Standfirst, ${name}` },
    ...{ server: gate, path: SUBJECT, requests },
  })
  const ours = (name: string, versus: string, requests: string): Case => ({
    ...{ name: `Standfirst, ${name}`, versus: `nginx, ${versus}` },
    ...{ server, path: SUBJECT, requests },
  })
  return [
    ...(await nginxCases(dir, start, { page, wall, again, cookies: readers.again })),
    ours('read again on the meter', 'the page', again),
    ours('subscribers', 'the page', payers),
    ours('at the wall', 'the wall', walled),
    ours('304', '304', known),
    before('read again on the meter', again),
    before('subscribers', payers),
    before('at the wall', walled),
    {
      ...{ name: 'bare node:http, the page', versus: 'nginx, the page' },
      ...{ server: bare, path: SUBJECT, requests: again },
    },
  ]
}

/** The same article behind the gate: the site sends the page that the edition's subscribers get. */
async function startGate(dir: string, start: Start, url: string, payer: string): Promise<Running> {
  const { bytes } = await ask(url, { Cookie: payer, 'Accept-Encoding': 'identity' })
  const root = join(dir, 'site')
  await put(join(root, SUBJECT, 'index.html'), bytes)
  await put(join(root, 'index.html'), '<!doctype html><title>The front page</title>')
  const origin = await start(startOrigin(root))
  const edition = join(dir, 'gate')
  await writeSite(edition, origin.address)
  return start(startStandfirst(edition, join(dir, 'gate-data'), { STANDFIRST_KEYS: KEYS }))
}

/** None where nginx is not installed. */
async function nginxCases(
  dir: string,
  start: Start,
  {
    page,
    wall,
    again,
    cookies,
  }: { page: Page; wall: Page; again: string; cookies: readonly string[] },
): Promise<readonly Case[]> {
  if (!(await hasCommand('nginx'))) return []
  const server = await start(startNginx(join(dir, 'nginx'), [page, wall]))
  const etags = await etagsFor(server.address + SUBJECT, cookies)
  const known = await requestsFile(join(dir, 'nginx-known'), cookies, etags)
  const versus = undefined
  return [
    { name: 'nginx, the page', versus, server, path: SUBJECT, requests: again },
    { name: 'nginx, the wall', versus, server, path: WALL, requests: again },
    { name: 'nginx, 304', versus, server, path: SUBJECT, requests: known },
  ]
}

/** Throws unless every reader gets what the case is about: a bench of error pages is quick and worth nothing. */
async function expectEach(url: string, cookies: readonly string[], receipt: string) {
  for (const cookie of cookies) {
    const answer = await ask(url, { Cookie: cookie })
    const said = answer.headers[RECEIPT_HEADER.toLowerCase()]
    if (answer.status !== 200 || !String(said).startsWith(receipt))
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
  const start: Start = async (server) => {
    const running = await server
    opened.push(running)
    return running
  }
  try {
    const rows = await measure(await prepareCases(dir, start), seconds)
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
