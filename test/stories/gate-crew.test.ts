// A gate of two workers: one of them knows what the other has learnt, in the same moment; what is taken away is gone in
// both; and the site behind it sees one who asks. The other stories of the gate are told of a crew too (`npm test -- crew`).
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest'
import type { Reader } from '../../src/core/reader.ts'
import { type Gated, startGate } from '../support/gate.ts'
import { WORKER_HEADER } from '../support/gate-crew.ts'
import { pageOf, type SiteArticle, serveGazette, siteArticle } from '../support/gazette.ts'
import { openOrigin, type TestOrigin } from '../support/origin.ts'
import type { Ask } from '../support/publication.ts'

const staff: Reader = { kind: 'staff', id: 'eve' }
const PURGE = 'purge-purge-purge-purge-purge'
const MINUTE = 60_000
/** Beyond being fresh, and beyond being sent while it is asked for again. */
const STALE = 120 * MINUTE
const articles = ['quay', 'ferry', 'crane', 'gull', 'tide', 'barge'].map((name) =>
  siteArticle(`/paid/${name}/`),
)
const [cold, locked, gone, withdrawn, purged, kept] = articles as [
  ...[SiteArticle, SiteArticle, SiteArticle],
  ...[SiteArticle, SiteArticle, SiteArticle],
]
const BOTH = [0, 1] as const

let origin: TestOrigin
let gated: Gated
beforeAll(async () => {
  origin = await openOrigin()
  gated = await startGate(origin, {
    origin: { cms: 'wordpress' },
    policy: { default: 'subscribers' },
    env: { STANDFIRST_PURGE_SECRET: PURGE },
    workers: 2,
  })
})
afterAll(async () => {
  await gated.close()
  await origin.close()
})
beforeEach(async () => {
  await origin.up()
  serveGazette(origin, articles)
  origin.forget()
  gated.now += STALE
})

const read = (worker: number, path: string, ask: Ask = {}) =>
  gated.read(path, { ...ask, headers: { [WORKER_HEADER]: String(worker) } })
const statuses = async (path: string) =>
  (await Promise.all(BOTH.map((worker) => read(worker, path, { as: staff })))).map(
    ({ status }) => status,
  )

test('a thousand readers who wait for one cold article at two workers are one request to the site', async () => {
  const { promise, resolve } = Promise.withResolvers<void>()
  origin.answer(cold.path, { body: pageOf(cold, origin.url), wait: promise })
  const readers = Array.from({ length: 1000 }, (_, n) => read(n % 2, cold.path))
  await expect.poll(() => origin.asked(cold.path), { timeout: 20_000 }).toBe(1)
  resolve()
  const answers = await Promise.all(readers)
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
  expect(new Set(answers.map(({ text }) => text)).size).toBe(1)
  expect(answers[0]?.text).toContain(cold.above[0])
  expect(origin.asked(cold.path)).toBe(1)
  // What both have they send without another word, from their own memory.
  for (const worker of BOTH) expect((await read(worker, cold.path)).status).toBe(200)
  expect(origin.asked()).toBe(1)
})

/** Nobody has read it, and no list names it. */
const unread = siteArticle('/paid/rope/')

/** Whether a page that is not its own tells more of an article than everybody may know. */
const tells = async (worker: number, path: string, { below }: SiteArticle) => {
  const { text } = await read(worker, path)
  return below.some((canary) => text.includes(canary))
}

/** The feed tells of an article that was free, a page of one that nobody knows. */
const told = (worker: number) =>
  Promise.all([tells(worker, '/feed/', locked), tells(worker, '/plain/', unread)])

test('what one worker reads as gated, the other sends nowhere from the moment at which anybody can know', async () => {
  const free = '<meta property="article:content_tier" content="free">'
  origin.answer(locked.path, { body: pageOf(locked, origin.url, { head: free }) })
  const body = `<!doctype html><title>Plain</title><p>${unread.paragraphs[4]}</p>`
  origin.answer('/plain/', { body })
  origin.answer(unread.path, { body: pageOf(unread, origin.url) })
  // None of those that the feed names is left to be read meanwhile.
  for (const { path } of articles) await read(0, path)
  gated.now += STALE
  // These are had anew, before the articles are.
  for (const worker of BOTH) await told(worker)
  for (const worker of BOTH) expect(await told(worker)).toEqual([true, true])
  origin.answer(locked.path, { body: pageOf(locked, origin.url) })
  const before = origin.asked(locked.path)
  // The other worker hears nothing: until it has, nobody is told.
  const release = gated.crew?.hold(1)
  onTestFinished(() => release?.())
  let isTold = false
  const pages = [locked, unread].map(async ({ path }) => {
    const page = await read(0, path)
    isTold = true
    return page
  })
  for (const [path, most] of [
    [locked.path, before],
    [unread.path, 0],
  ] as const)
    await expect.poll(() => origin.asked(path), { timeout: 20_000 }).toBeGreaterThan(most)
  for (let n = 0; n < 20; n++) expect(await told(1)).toEqual([true, true])
  expect(isTold).toBe(false)
  release?.()
  for (const { status, text } of await Promise.all(pages))
    expect([
      status,
      [...locked.below, ...unread.below].filter((one) => text.includes(one)),
    ]).toEqual([200, []])
  for (const worker of BOTH) expect(await told(worker)).toEqual([false, false])
})

test('what is gone, withdrawn or purged is so in both workers, and comes back in none', async () => {
  for (const { path } of [gone, withdrawn, purged, kept])
    expect([path, await statuses(path)]).toEqual([path, [200, 200]])
  origin.answer(purged.path, { body: pageOf(kept, origin.url) })
  const answer = await fetch(`${gated.address}/standfirst/purge`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${PURGE}` },
    body: JSON.stringify({ paths: [purged.path] }),
  })
  expect([answer.status, await answer.json()]).toEqual([200, { purged: expect.any(Number) }])
  for (const worker of BOTH)
    expect((await read(worker, purged.path, { as: staff })).text).toContain(kept.below[0])

  gated.withdrawn.add(withdrawn.path.slice(0, -1))
  await gated.publisher.sweep()
  expect(await statuses(withdrawn.path)).toEqual([410, 410])

  origin.answer(gone.path, { status: 410, body: 'Gone' })
  gated.now += STALE
  expect((await read(0, gone.path, { as: staff })).status).toBe(410)
  await origin.down()
  gated.now += MINUTE
  expect(await statuses(gone.path)).toEqual([503, 503])
  // Whatever was fetched once is still there.
  expect(await statuses(kept.path)).toEqual([200, 200])
})

test('files that are not kept, and what readers post, go through whole', async () => {
  const bytes = Buffer.alloc(3_000_000, 'x').fill('y', 1_000_000)
  origin.answer('/large.zip', { headers: { 'Content-Type': 'application/zip' }, body: bytes })
  for (const worker of BOTH)
    expect((await read(worker, '/large.zip')).bytes.equals(bytes)).toBe(true)
  const head = await read(1, '/large.zip', { method: 'HEAD' })
  expect([head.status, head.headers.get('content-length')]).toEqual([200, '3000000'])

  const said: string[] = []
  origin.answer('/wp-comments-post.php', ({ method, body }) => {
    if (method === 'POST') said.push(body)
    return { body: '<!doctype html><title>Thanks</title><p>Thank you</p>' }
  })
  const text = 'a'.repeat(300_000)
  const posted = await read(1, '/wp-comments-post.php', { form: { text } })
  expect([posted.status, posted.text.includes('Thank you')]).toEqual([200, true])
  expect(said).toEqual([`text=${text}`])
})

test('a cookie that the site sets for one reader is given to no other who asks at the same time', async () => {
  let sessions = 0
  origin.answer('/basket', () => {
    sessions++
    const headers = { 'Set-Cookie': `session=${sessions}; path=/` }
    return { headers, body: `<!doctype html><title>Basket</title><p>Basket ${sessions}</p>` }
  })
  for (let round = 0; round < 2; round++) {
    const all = await Promise.all(Array.from({ length: 12 }, (_, n) => read(n % 2, '/basket')))
    const cookies = all.map(({ headers }) => headers.get('set-cookie'))
    expect(new Set(cookies).size).toBe(12)
    for (const { headers, text } of all)
      expect(text).toContain(
        `Basket ${/session=(\d+)/.exec(headers.get('set-cookie') ?? '')?.[1]}<`,
      )
  }
})
