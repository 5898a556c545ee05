// Scale: `npm run bench:scale [-- --articles 100000] [-- --old-space MB]`. An edition of 100,000 articles of 6 KB: how long
// it takes to index it, the memory of the process with all its threads, what the first answer of an article costs that
// nobody has asked for, what a saved article costs, and the pages around the articles.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { SECTIONS, writeEdition } from './edition.ts'
import { type Asked, ask, requestsFile } from './exchange.ts'
import { loadPaced } from './load.ts'
import { type Running, ticksOf } from './process.ts'
import { KEYS, registered, subscribers } from './readers.ts'
import { startStandfirst } from './servers.ts'

/** Articles asked for one after the other, each by three readers. */
const IN_TURN = 1000
const RATE = 50
const PACED_SECONDS = 20
const SAVES = 50
const TICK_MS = 10

const pathOf = (number: number) => `/${SECTIONS[number % SECTIONS.length]}/article-${number}`
const [registeredCookie = ''] = registered(1)
const [subscriberCookie = ''] = subscribers(1)

async function megabytes(pid: number, field: 'VmRSS' | 'VmHWM'): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  return Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]) / 1024
}

async function sayMemory({ pid }: Running, when: string): Promise<void> {
  const [now, most] = [await megabytes(pid, 'VmRSS'), await megabytes(pid, 'VmHWM')]
  console.log(`${when}: ${now.toFixed(0)} MB, at most ${most.toFixed(0)} MB`)
}

function percentiles(times: readonly number[]): string {
  const sorted = times.toSorted((a, b) => a - b)
  const at = (part: number) => (sorted[Math.ceil(sorted.length * part) - 1] ?? 0).toFixed(1)
  return `p50 ${at(0.5)} ms, p99 ${at(0.99)} ms`
}

/** Milliseconds until a page is there. Throws unless it is the article or page that was asked for. */
async function timed(url: string, cookie: string): Promise<number> {
  const began = performance.now()
  const { status } = await ask(url, cookie === '' ? {} : { Cookie: cookie })
  if (status !== 200) throw new Error(`${url} answered ${status}`)
  return performance.now() - began
}

/** Articles from all over the edition, none twice. */
function spread(count: number, from: number, articles: number): readonly string[] {
  const step = Math.floor(articles / (2 * count))
  return Array.from({ length: count }, (_, index) => pathOf(from + 2 * step * index))
}

async function coldInTurn({ address }: Running, paths: readonly string[]): Promise<void> {
  const unread: number[] = []
  const unwritten: number[] = []
  for (const path of paths) {
    unread.push(await timed(address + path, ''))
    for (const cookie of [registeredCookie, subscriberCookie])
      unwritten.push(await timed(address + path, cookie))
  }
  console.log(`one after the other, text not read before: ${percentiles(unread)}`)
  console.log(`one after the other, another variant of it: ${percentiles(unwritten)}`)
}

async function coldPaced(server: Running, dir: string, paths: readonly string[]): Promise<void> {
  const cookies = ['', registeredCookie, subscriberCookie]
  const asked = paths.map((path, index): Asked => ({ path, cookie: cookies[index % 3] ?? '' }))
  const requests = await requestsFile(join(dir, 'cold'), '/', asked)
  const run = await loadPaced(server.address, requests, PACED_SECONDS, server.pid, RATE)
  const times = `p50 ${run.p50.toFixed(1)} ms, p99 ${run.p99.toFixed(1)} ms, at most ${run.most.toFixed(1)} ms`
  const doubts = `${run.failed} failed, others took ${(run.others * 100).toFixed(0)} % of the machine`
  console.log(`${RATE} unread articles a second: ${times} (${doubts})`)
}

async function saves({ address, pid }: Running, edition: string, path: string): Promise<void> {
  const file = join(edition, 'articles', `${path}.md`)
  const text = await readFile(file, 'utf8')
  const until: number[] = []
  const before = await ticksOf(pid)
  for (let save = 0; save < SAVES; save++) {
    const mark = `Saved for the ${save}th time.`
    await writeFile(file, text.replace(/\n---\n/, `\n---\n${mark}\n\n`))
    const began = performance.now()
    while (!(await ask(address + path, { 'Accept-Encoding': 'identity' })).bytes.includes(mark))
      await wait(20)
    until.push(performance.now() - began)
  }
  const cost = ((await ticksOf(pid)) - before) * TICK_MS
  console.log(
    `a saved article: served after ${percentiles(until)}; ${(cost / SAVES).toFixed(0)} ms of processor time, asking for it included`,
  )
}

async function pagesAround({ address }: Running): Promise<void> {
  const paths = ['/', '/harbour', '/harbour?page=10', '/tag/tag-3', '/feed.xml', '/sitemap.xml']
  for (const path of [...paths, '/sitemap-1.xml', '/news-sitemap.xml']) {
    const first = await timed(address + path, '')
    const again = await timed(address + path, '')
    console.log(`${path}: ${first.toFixed(1)} ms, again ${again.toFixed(1)} ms`)
  }
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { articles: { type: 'string', default: '100000' }, 'old-space': { type: 'string' } },
  })
  const articles = Number(values.articles)
  if (!(articles >= 2000)) throw new Error('--articles takes a number from 2000 on')
  const limit = values['old-space']
  const options = limit === undefined ? {} : { NODE_OPTIONS: `--max-old-space-size=${limit}` }
  const dir = await mkdtemp(join(tmpdir(), 'standfirst-scale-'))
  const edition = join(dir, 'edition')
  try {
    await writeEdition(edition, articles)
    const data = join(dir, 'data')
    const server = await startStandfirst(edition, data, { STANDFIRST_KEYS: KEYS, ...options })
    try {
      const seconds = ((await ticksOf(server.pid)) * TICK_MS) / 1000
      const started = (server.startedIn / 1000).toFixed(1)
      console.log(
        `${articles} articles: first answer after ${started} s, ${seconds.toFixed(1)} s of processor time`,
      )
      await sayMemory(server, 'indexed')
      await pagesAround(server)
      await coldInTurn(server, spread(Math.min(IN_TURN, articles / 2), 0, articles))
      await coldPaced(
        server,
        dir,
        spread(Math.min(RATE * PACED_SECONDS, articles / 2), 1, articles),
      )
      await saves(server, edition, pathOf(7))
      await sayMemory(server, 'in the end')
    } finally {
      await server.stop()
    }
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}

await main()
