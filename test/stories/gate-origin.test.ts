// The origin at its worst: slow, down, wrong, changed; and what is taken away stays away, in memory, on disk, over a
// restart and against what was on its way.
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Reader } from '../../src/core/reader.ts'
import { type Gated, startGate } from '../support/gate.ts'
import { pageOf, type SiteArticle, serveGazette, siteArticle } from '../support/gazette.ts'
import { openOrigin, STACK_TRACE, type TestOrigin } from '../support/origin.ts'

const staff: Reader = { kind: 'staff', id: 'eve' }
const NAMES = [
  'quay',
  'ferry',
  'crane',
  'gull',
  'tide',
  'barge',
  'rope',
  'mason',
  'copper',
  'lantern',
  'sluice',
  'lock',
  'mill',
]
const articles = NAMES.map((name) => siteArticle(`/paid/${name}/`))
const [paid, other, app, plain, withdrawn, purged, campaigned, blank, emptied, rest, ...gone] =
  articles as [
    ...[SiteArticle, SiteArticle, SiteArticle, SiteArticle],
    ...[SiteArticle, SiteArticle, SiteArticle, SiteArticle, SiteArticle, SiteArticle],
    ...SiteArticle[],
  ]
const PURGE = 'purge-purge-purge-purge-purge'
/** Beyond being fresh, and beyond being sent while it is asked for again. */
const STALE = 2 * 3_600_000

let origin: TestOrigin
let gated: Gated
beforeAll(async () => {
  origin = await openOrigin()
  gated = await startGate(origin, {
    origin: { cms: 'wordpress', dropCookies: 'PHPSESSID' },
    publication: { language: 'de' },
    policy: { default: 'subscribers' },
    env: { STANDFIRST_PURGE_SECRET: PURGE },
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
  // Long enough for an origin that was left alone to be asked again.
  gated.now += STALE
  gated.log.length = 0
  gated.counted.length = 0
})

const whole = async ({ path }: SiteArticle) => await gated.read(path, { as: staff })
const isWhole = ({ paragraphs }: SiteArticle, text: string) =>
  paragraphs.every((paragraph) => text.includes(paragraph))

test('an origin that is down or wrong: what was never fetched is said honestly, what was is served, also after a restart', async () => {
  await whole(paid)
  gated.now += STALE
  for (const wrong of ['trace', 'reset', 'rubbish', 'cut-length', 'down', 'restarted'] as const) {
    if (wrong === 'down') await origin.down()
    else if (wrong === 'restarted') await gated.restart()
    else {
      const script =
        wrong === 'trace' ? STACK_TRACE : { body: pageOf(other, origin.url), fault: wrong }
      origin.answer(paid.path, script)
      origin.answer(other.path, script)
    }
    gated.now += 60_000
    const cold = await gated.read(other.path, { as: staff })
    expect([wrong, cold.status, cold.headers.get('cache-control')]).toEqual([
      wrong,
      503,
      'no-store',
    ])
    expect(Number(cold.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(cold.text).toMatch(/<html lang="de"/)
    expect(cold.text).not.toMatch(/Fatal error|Stack trace|plugins|News of/)
    const warm = await whole(paid)
    expect([wrong, warm.status, isWhole(paid, warm.text)]).toEqual([wrong, 200, true])
    const walled = await gated.read(paid.path)
    expect([wrong, walled.status, walled.text.includes('standfirst-wall ')]).toEqual([
      wrong,
      200,
      true,
    ])
  }
  await origin.up()
  serveGazette(origin, articles)
  gated.now += 120_000
  expect(isWhole(other, (await whole(other)).text)).toBe(true)
})

test('the last good version stays when a template makes the text unfindable, or leaves none of it, the page no article any more, or an error leaves it blank', async () => {
  const text = `<p>${plain.paragraphs.join('</p><p>')}</p>`
  const changes = [
    [app, appPage(origin.url + app.path)],
    [plain, `<!doctype html><html><title>News</title><main>${text}</main></html>`],
    [blank, ''],
    [emptied, pageOf(emptied, origin.url, { body: '<p>&nbsp;</p>' })],
    [rest, pageOf(rest, origin.url, { body: `<h2>${rest.title}</h2><p>By Ida Quill</p>` })],
  ] as const
  for (const [article, body] of changes) {
    await whole(article)
    origin.answer(article.path, { body })
    gated.now += STALE
    for (const _ of [1, 2]) {
      const page = await whole(article)
      expect([page.status, isWhole(article, page.text)]).toEqual([200, true])
      expect(page.text).toContain('entry-content')
      const walled = await gated.read(article.path)
      expect(article.below.filter((canary) => walled.text.includes(canary))).toEqual([])
    }
    const said = gated.log.filter((line) => line.startsWith(article.path))
    expect(said).toEqual([
      expect.stringMatching(
        /^\S+ must not go out: (?:It|The text) .* The last good version stays\.$/,
      ),
    ])
    expect(gated.counted).toContain('refused last=stays')
  }
  const fresh = '/paid/fresh/'
  origin.answer(fresh, { body: appPage(origin.url + fresh) })
  const cold = await gated.read(fresh, { as: staff })
  expect([cold.status, cold.headers.get('retry-after') !== null]).toEqual([503, true])
})

test('a page whose only cookie is one that no page needs is kept and nobody’s; one that sets another is not', async () => {
  const php = {
    'Content-Type': 'text/html',
    Expires: 'Thu, 19 Nov 1981 08:52:00 GMT',
    'Cache-Control': 'no-store, no-cache, must-revalidate',
    Pragma: 'no-cache',
  }
  const begun = ['PHPSESSID=abc; path=/']
  const set = [...begun, 'cart=7; path=/']
  for (const [path, cookies] of [
    ['/begun/', begun],
    ['/own/', set],
  ] as const)
    origin.answer(path, {
      headers: { ...php, 'Set-Cookie': cookies },
      body: `<!doctype html><p>At ${path}`,
    })
  const first = await gated.read('/begun/')
  expect(first.headers.getSetCookie()).toEqual([])
  expect((await gated.read('/own/')).headers.getSetCookie()).toEqual(set)
  await origin.down()
  gated.now += STALE
  const kept = await gated.read('/begun/')
  expect([kept.status, kept.text]).toEqual([200, first.text])
  expect((await gated.read('/own/')).status).toBe(503)
})

/** It says that it is an article, and a script is to bring its text. */
function appPage(address: string): string {
  return `<!doctype html><html><head><title>News</title><link rel="canonical" href="${address}"><meta property="og:type" content="article"></head><body class="single single-post"><div id="app"></div></body></html>`
}

test('404, 410 and 451 take every version away, also with a dead origin after a restart', async () => {
  const statuses = [404, 410, 451] as const
  const body = '<!doctype html><html lang="de"><title>Weg</title><p>Nicht hier</p></html>'
  for (const [at, status] of statuses.entries()) {
    const article = gone[at] ?? paid
    expect((await whole(article)).status).toBe(200)
    await expect.poll(() => isOnDisk(article), { timeout: 10_000 }).toBe(true)
    origin.answer(article.path, { status, body })
    gated.now += STALE
    const answer = await whole(article)
    expect([answer.status, answer.text.includes('Nicht hier')]).toEqual([status, true])
    await expect.poll(() => isOnDisk(article), { timeout: 10_000 }).toBe(false)
  }
  await origin.down()
  await gated.restart()
  for (const article of gone) {
    for (const picture of article.pictureBelow)
      expect([picture, (await gated.read(picture)).status]).toEqual([picture, 403])
    const dead = await whole(article)
    expect([dead.status, dead.text.includes(article.above[0] ?? '')]).toEqual([503, false])
  }
})

test('an order to withdraw holds at once, over a restart, and against an answer that was on its way', async () => {
  await whole(withdrawn)
  origin.answer('/imprint/', {
    body: '<!doctype html><html><title>Imprint</title><p>We are</html>',
  })
  await gated.read('/imprint/')
  await gated.read('/feed/')
  const { promise, resolve } = Promise.withResolvers<void>()
  origin.answer(withdrawn.path, { wait: promise, body: pageOf(paid, origin.url) })
  gated.now += STALE
  const onItsWay = whole(withdrawn)
  while (origin.asked(withdrawn.path) < 2) await new Promise(setImmediate)
  gated.withdrawn.add('/paid/tide').add('/imprint')
  await gated.publisher.sweep()
  resolve()
  expect((await onItsWay).status).toBe(410)
  const isGone = async () => {
    for (const path of [withdrawn.path, '/PAID/tide', '/paid/tide?utm_source=x', '/paid/%74ide/'])
      expect([path, (await gated.read(path, { as: staff })).status]).toEqual([path, 410])
    expect((await gated.read('/imprint/')).status).toBe(410)
    for (const picture of withdrawn.pictureBelow)
      for (const ask of [{}, { as: staff }])
        expect([picture, (await gated.read(picture, ask)).status]).toEqual([picture, 403])
    const { text } = await gated.read('/feed/')
    expect(text).not.toContain(withdrawn.above[0])
  }
  await isGone()
  expect(await isOnDisk(withdrawn)).toBe(false)
  expect(await isOnDisk({ ...withdrawn, path: '/imprint/' })).toBe(false)
  await gated.restart()
  await isGone()
})

/** In whatever the gate has kept. */
async function isOnDisk({ path, paragraphs }: SiteArticle): Promise<boolean> {
  const dir = join(gated.dir, 'origin')
  const entries = await readdir(dir, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile())
  // What is being written is there under its own name a moment later, or never.
  const kept = await Promise.all(
    files.map(({ parentPath, name }) => readFile(join(parentPath, name)).catch(() => Buffer.of())),
  )
  return kept.some((bytes) => bytes.includes(path) || bytes.includes(paragraphs[3] ?? ''))
}

test('a purge needs the secret, and makes what it names be asked for anew', async () => {
  const purge = (body: unknown, secret?: string) =>
    post('/standfirst/purge', JSON.stringify(body), secret)
  await whole(purged)
  await whole(other)
  origin.forget()
  for (const secret of [undefined, 'wrong-wrong-wrong-wrong-wrong'])
    expect(await purge({ all: true }, secret)).toMatch(/^404 /)
  await whole(purged)
  expect(origin.asked(purged.path)).toBe(0)
  expect(await purge({ paths: [purged.path] }, PURGE)).toMatch(/^200 \{"purged":1\}/)
  await whole(purged)
  await whole(other)
  expect([purged, other].map(({ path }) => origin.asked(path))).toEqual([1, 0])
  expect(await purge({ all: true }, PURGE)).toMatch(/^200 /)
  await whole(other)
  expect(origin.asked(other.path)).toBe(1)
  expect(await purge({ nothing: 1 }, PURGE)).toMatch(/^422 /)
})

async function post(path: string, body: string, secret: string | undefined): Promise<string> {
  const answer = await fetch(gated.address + path, {
    method: 'POST',
    headers: secret === undefined ? {} : { Authorization: `Bearer ${secret}` },
    body,
  })
  return `${answer.status} ${await answer.text()}`
}

test('whoever only looks at large files takes no connection to the origin away', async () => {
  const headers = { 'Content-Type': 'application/zip' }
  origin.answer('/large.zip', { headers, body: 'x'.repeat(2_200_000) })
  for (let asked = 0; asked < 70; asked++) {
    const head = await gated.read('/large.zip', { method: 'HEAD' })
    expect([head.status, head.headers.get('content-length')]).toEqual([200, '2200000'])
  }
  expect((await gated.read('/feed/')).status).toBe(200)
})

test('a thousand parameters of campaigns are one page, and one request', async () => {
  const asked = Array.from({ length: 50 }, (_, n) =>
    gated.read(`${campaigned.path}?utm_campaign=${n}&fbclid=${n}`),
  )
  const answers = await Promise.all(asked)
  expect(answers.every(({ status }) => status === 200)).toBe(true)
  expect(origin.requests.map(({ target }) => target)).toEqual([campaigned.path])
})
