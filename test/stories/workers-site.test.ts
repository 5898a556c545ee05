// Several workers in front of a site, as whoever runs the server meets them: real processes, one of which asks the site;
// a worker that is killed, and all of them replaced under other rules, while readers read.
import { Agent } from 'node:http'
import { expect, onTestFinished, test, vi } from 'vitest'
import { openShell, put } from '../support/command-line.ts'
import { askOnce, startCrowd } from '../support/crowd.ts'
import { pageOf, type SiteArticle, serveGazette, siteArticle } from '../support/gazette.ts'
import { openOrigin } from '../support/origin.ts'
import { processesOf } from '../support/processes.ts'
import { DATA } from '../support/visitor.ts'

const soon = { timeout: 60_000, interval: 50 }
const WORKERS = ['--workers', '2', ...DATA] as const
const PURGE = 'purge-purge-purge-purge-purge'
const METRICS = 'metrics-metrics-metrics-metrics'
const PLANS = [
  {
    ...{ id: 'digital', name: 'Digital' },
    offers: [{ id: 'monthly', price: 900, currency: 'GBP', every: 'month' }],
  },
]
const articles = ['quay', 'ferry', 'crane'].map((name) => siteArticle(`/news/${name}/`))
const [read, purged, withdrawn] = articles as [SiteArticle, SiteArticle, SiteArticle]

async function withSite() {
  const origin = await openOrigin()
  onTestFinished(() => origin.close())
  serveGazette(origin, articles)
  const env = { STANDFIRST_PURGE_SECRET: PURGE, STANDFIRST_METRICS_SECRET: METRICS }
  const shell = await openShell(env)
  const configure = (policy: string) =>
    put(
      shell,
      'site/standfirst.config.json',
      JSON.stringify({
        publication: { name: 'The Gazette' },
        content: { origin: { url: origin.url, cms: 'wordpress' } },
        policy: { default: policy },
        plans: PLANS,
      }),
    )
  await configure('subscribers')
  const served = await shell.serve('site', ...WORKERS)
  /** So often, each on a connection of its own, that both workers have been asked. */
  const askAll = async (path: string) => {
    const agent = new Agent({ keepAlive: false })
    const asked = Array.from({ length: 16 }, () => askOnce(served.address + path, { agent }))
    return Promise.all(asked)
  }
  return { origin, shell, configure, served, askAll }
}

test('both workers serve what one process asked the site for; what is purged or withdrawn is so in both', async () => {
  const { origin, shell, served, askAll } = await withSite()
  expect(served.printed()).toContain(`Serving readers by 2 workers at ${served.address}\n`)
  for (const { path, above, below } of articles)
    for (const { status, text } of await askAll(path))
      expect([
        status,
        text.includes(above[0] ?? ''),
        below.filter((w) => text.includes(w)),
      ]).toEqual([200, true, []])
  expect(articles.map(({ path }) => origin.asked(path))).toEqual([1, 1, 1])

  origin.answer(purged.path, { body: pageOf(siteArticle('/news/gull/'), origin.url) })
  expect(await shell.run('purge', purged.path, ...DATA)).toMatchObject({ code: 0 })
  for (const { text } of await askAll(purged.path)) expect(text).toContain('zznewsgullazz')

  const order = await shell.run('withdraw', withdrawn.path, '--yes', ...DATA)
  expect([order.code, order.err, order.out]).toEqual([
    0,
    '',
    expect.stringContaining('answers 410'),
  ])
  const gone = await askAll(withdrawn.path)
  expect(new Set(gone.map(({ status }) => status))).toEqual(new Set([410]))

  const headers = { Authorization: `Bearer ${METRICS}` }
  const metrics = await fetch(`${served.address}/standfirst/metrics`, { headers })
  const text = await metrics.text()
  expect(text).toMatch(/^standfirst_gate_origin_total\{answer="copy"\} \d+$/m)
  const walls = [...text.matchAll(/^standfirst_decisions_total\{outcome="wall".*\} (\d+)$/gm)]
  // Three times sixteen, and those of the purged one; `withdraw` asks where it was not yet written that it was learnt.
  expect([64, 65]).toContain(walls.reduce((sum, [, number]) => sum + Number(number), 0))
  expect(await served.end()).toBe(0)
})

test('a worker that is killed takes nobody with it but its own readers; all are replaced, under other rules, without a failed request', async () => {
  const { origin, shell, configure, served, askAll } = await withSite()
  const { pid, workers } = await processesOf(shell)
  const asked = [...articles.map(({ path }) => path), '/', '/feed/', '/account', read.pictureAbove]
  let count = 0
  const crowd = startCrowd(6, () => served.address + (asked[count++ % asked.length] ?? ''))
  const more = async (many: number) => {
    const until = crowd.answers.length + many
    await vi.waitFor(() => expect(crowd.answers.length).toBeGreaterThan(until), soon)
  }
  await more(30)
  process.kill(workers[0] ?? 0, 'SIGKILL')
  await vi.waitFor(() => expect(served.printed()).toContain('and is replaced'), soon)
  await vi.waitFor(async () => expect((await processesOf(shell)).workers).toHaveLength(2), soon)
  await more(30)
  // The six had six connections.
  expect(crowd.failures.length).toBeLessThanOrEqual(6)
  // The owner has what it had.
  expect(origin.asked(read.path)).toBe(1)

  // One that would decide by other rules than those by which the owner reads is not let in.
  await configure('free')
  const [, survivor] = workers
  const { workers: present } = await processesOf(shell)
  process.kill(present.find((worker) => worker !== survivor) ?? 0, 'SIGKILL')
  await vi.waitFor(() => expect(served.printed()).toContain('under another configuration'), soon)
  for (const { text } of await askAll(read.path)) expect(text).not.toContain(read.below[0])
  await more(30)
  expect(crowd.failures.length).toBeLessThanOrEqual(12)

  const before = crowd.failures.length
  process.kill(pid, 'SIGHUP')
  await vi.waitFor(() => expect(served.printed()).toContain('Reloaded: 2 new workers'), soon)
  for (const { text } of await askAll(read.path)) expect(text).toContain(read.below[0])
  await more(30)
  await crowd.stop()
  expect(crowd.failures.slice(before)).toEqual([])
  expect(new Set(crowd.answers.map(({ status }) => status))).toEqual(new Set([200, 303]))
  // What is on the disk outlives the rules.
  expect(origin.asked(read.path)).toBe(1)
  expect(await served.end()).toBe(0)
})
