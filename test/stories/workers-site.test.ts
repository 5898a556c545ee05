// Several workers in front of a site, as whoever runs the server meets them: real processes, one of which asks the site.
import { readdir, readFile } from 'node:fs/promises'
import { Agent } from 'node:http'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { openShell, put, type Shell } from '../support/command-line.ts'
import { askOnce, startCrowd } from '../support/crowd.ts'
import { pageOf, serveGazette, siteArticle } from '../support/gazette.ts'
import { openOrigin } from '../support/origin.ts'
import { DATA } from '../support/visitor.ts'

const soon = { timeout: 60_000, interval: 50 }
const WORKERS = ['--workers', '2', ...DATA] as const
const PURGE = 'purge-purge-purge-purge-purge'
const NETWORK_METRICS = { allow: ['127.0.0.1/32'] }
const articles = ['quay', 'ferry', 'crane'].map((name) => siteArticle(`/news/${name}/`))
const [first, second, third] = articles as [
  (typeof articles)[0],
  (typeof articles)[0],
  (typeof articles)[0],
]

async function withSite() {
  const origin = await openOrigin()
  onTestFinished(() => origin.close())
  serveGazette(origin, articles)
  const shell = await openShell({ STANDFIRST_PURGE_SECRET: PURGE })
  const write = (policy: object) =>
    put(
      shell,
      'site/standfirst.config.json',
      JSON.stringify({
        publication: { name: 'The Gazette' },
        content: { origin: { url: origin.url, cms: 'wordpress' } },
        policy: { default: 'subscribers', ...policy },
        plans: [
          {
            id: 'digital',
            name: 'Digital',
            offers: [{ id: 'monthly', price: 900, currency: 'GBP', every: 'month' }],
          },
        ],
      }),
    )
  await write({})
  return { origin, shell, write }
}

async function processesOf(shell: Shell) {
  const note = await readFile(join(shell.folder, 'data/serving.json'), 'utf8')
  const pid = Number(/"pid": (\d+)/.exec(note)?.[1])
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')
  return { pid, workers: children.trim().split(' ').map(Number) }
}

/** So often that both workers have been asked, each on a connection of its own. */
function askAll(url: string, times = 12) {
  const agent = new Agent({ keepAlive: false })
  return Promise.all(Array.from({ length: times }, () => askOnce(url, { agent })))
}

test('try', async () => {
  const { origin, shell } = await withSite()
  const served = await shell.serve('site', ...WORKERS)
  console.log(served.printed())
  const got = await askAll(served.address + first.path, 30)
  console.log(got.map(({ status }) => status).join(' '), origin.asked(first.path))
  console.log(
    got[0]?.text.includes(first.above[0] ?? ''),
    first.below.some((w) => got.some((g) => g.text.includes(w))),
  )
  console.log(served.printed())
  console.log(
    (await processesOf(shell)).workers,
    second.path,
    third.path,
    soon,
    NETWORK_METRICS,
    readdir,
    startCrowd,
    pageOf,
    vi,
  )
  expect(await served.end()).toBe(0)
})
