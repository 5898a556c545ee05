// The cache in front of a real server that misbehaves: what readers get of it, and what the server is asked.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Fault, openOrigin, STACK_TRACE, type TestOrigin } from '../support/origin.ts'
import { type CacheInTest, cacheBefore, HOUR, temporaryFolder } from '../support/origin-cache.ts'

const article = (words: string) => `<article>${words}</article>`
const MINUTE = 60_000

let origin: TestOrigin
let folder: { dir: string; remove(): Promise<void> }
const open: CacheInTest[] = []

/** Closed when the test ends. */
async function cached(options: Parameters<typeof cacheBefore>[1] = {}): Promise<CacheInTest> {
  const made = await cacheBefore(origin, options)
  open.push(made)
  return made
}

beforeEach(async () => {
  origin = await openOrigin()
  folder = await temporaryFolder()
})

afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()))
  await origin.close()
  await folder.remove()
})

describe('one request for all who wait', () => {
  test('a thousand readers of a cold article', async () => {
    const held = Promise.withResolvers<void>()
    origin.answer('/a', { body: article('one'), wait: held.promise })
    const cache = await cached({ dir: folder.dir })
    const waiting = Array.from({ length: 1000 }, () => cache.text('/a'))
    held.resolve()
    expect(new Set(await Promise.all(waiting))).toEqual(new Set([article('one')]))
    expect(origin.asked()).toBe(1)
    expect(cache.reads()).toBe(1)
  })

  test('all get the failure, the next asks again after a moment', async () => {
    origin.answer('/a', STACK_TRACE)
    const cache = await cached()
    const waiting = Array.from({ length: 1000 }, () => cache.text('/a'))
    expect(new Set(await Promise.all(waiting))).toEqual(new Set(['unavailable']))
    expect(await cache.text('/a')).toBe('unavailable')
    expect(origin.asked()).toBe(1)
    origin.answer('/a', { body: article('one') })
    cache.pass(2000)
    expect(await cache.text('/a')).toBe(article('one'))
    expect(origin.asked()).toBe(2)
    expect(cache.lines).toEqual(['/a cannot be had. It answers 500.'])
  })

  test('a private answer goes to its reader alone', async () => {
    let count = 0
    origin.answer('/mine', () => ({
      body: `for ${++count}`,
      headers: { 'Cache-Control': 'private' },
    }))
    const cache = await cached({ dir: folder.dir })
    const texts = await Promise.all(Array.from({ length: 20 }, () => cache.text('/mine')))
    expect(new Set(texts).size).toBe(20)
    expect(cache.cache.held()).toMatchObject({ memoryBytes: 0, diskFiles: 0 })
  })
})

describe('fresh, stale, confirmed', () => {
  test('a stale one goes out while it is asked for again, and a 304 makes it fresh', async () => {
    origin.answer('/a', { body: article('one'), etag: '"1"', headers: { 'X-Say': 'a' } })
    const cache = await cached({ dir: folder.dir })
    await cache.text('/a')
    cache.pass(2 * MINUTE)
    origin.answer('/a', { body: article('one'), etag: '"1"', headers: { 'X-Say': 'b' } })
    expect(await cache.get('/a')).toMatchObject({ kind: 'kept', stale: true })
    await expect.poll(() => cache.get('/a')).toMatchObject({ kind: 'kept', stale: false })
    const found = await cache.get('/a')
    expect(found.kind === 'kept' && found.kept.copy.headers).toContainEqual(['x-say', 'b'])
    expect(origin.requests[1]?.headers['if-none-match']).toBe('"1"')
    expect(origin.asked()).toBe(2)
    expect(cache.reads()).toBe(1)
  })

  test('what is too old to go out stale is waited for', async () => {
    origin.answer('/a', {
      body: article('one'),
      headers: { 'Cache-Control': 'max-age=60, must-revalidate' },
    })
    const cache = await cached()
    await cache.text('/a')
    origin.answer('/a', { body: article('two') })
    expect(await cache.text('/a')).toBe(article('one'))
    cache.pass(2 * MINUTE)
    expect(await cache.text('/a')).toBe(article('two'))
  })

  test('a reader who could have a stale one does not wait for ever', async () => {
    origin.answer('/a', { body: article('one') })
    const cache = await cached({ patienceMs: 50, answerWithinMs: 600_000 })
    await cache.text('/a')
    origin.answer('/a', { fault: 'never' })
    cache.pass(HOUR)
    expect(await cache.get('/a')).toMatchObject({ kind: 'kept', stale: true })
  })
})

test('the origin is killed under load: every article that was fetched answers; back, it is asked again', async () => {
  const paths = Array.from({ length: 50 }, (_, at) => `/article-${at}`)
  origin.answerOthers(({ target }) => ({ body: article(`${target} first`) }))
  const cache = await cached({ dir: folder.dir, settings: { memoryBytes: 60_000 } })
  for (const path of paths) await cache.text(path)
  cache.pass(HOUR)
  const load = paths.flatMap((path) => [path, path, path]).map((path) => cache.text(path))
  await origin.down()
  for (const text of await Promise.all(load)) expect(text).toMatch(/^<article>/)
  cache.pass(HOUR)
  for (const path of paths) expect(await cache.text(path)).toMatch(/^<article>/)
  expect(cache.client.isResting()).toBe(true)
  origin.answerOthers(({ target }) => ({ body: article(`${target} second`) }))
  await origin.up()
  cache.pass(HOUR)
  for (const path of paths) expect(await cache.text(path)).toBe(article(`${path} second`))
  expect(cache.client.isResting()).toBe(false)
})

describe('over a restart', () => {
  test('with a dead origin everything that was ever fetched is there', async () => {
    origin.answerOthers(({ target }) => ({ body: article(target) }))
    const before = await cached({ dir: folder.dir })
    const paths = Array.from({ length: 100 }, (_, at) => `/a-${at}`)
    await Promise.all(paths.map((path) => before.text(path)))
    await before.text('/a-1?foo=bar', { shared: false })
    await before.close()
    await origin.down()
    const after = await cached({ dir: folder.dir, startsAt: Date.now() + 24 * HOUR })
    const texts = await Promise.all(paths.map((path) => after.text(path)))
    expect(texts).toEqual(paths.map(article))
    expect(await after.text('/a-1?foo=bar')).toBe('unavailable')
  })

  test('everything on the disk is read in the background, once, and what is withdrawn is not', async () => {
    origin.answerOthers(({ target }) => ({ body: article(target) }))
    const before = await cached({ dir: folder.dir })
    for (const path of ['/a', '/b', '/c']) await before.text(path)
    await before.close()
    await origin.down()
    const after = await cached({ dir: folder.dir })
    after.withdrawn.add('/c')
    await after.text('/a')
    expect(await after.cache.warm()).toBe(1)
    expect(await after.text('/b')).toBe(article('/b'))
    expect(after.reads()).toBe(2)
    expect(after.cache.held().diskFiles).toBe(2)
  })

  test('the time of the last confirmation holds', async () => {
    origin.answer('/a', { body: article('one'), etag: '"1"' })
    const settings = { staleIfErrorSeconds: 3600 }
    const before = await cached({ dir: folder.dir, settings })
    await before.text('/a')
    await before.cache.close()
    before.pass(10 * HOUR)
    expect(await before.text('/a')).toBe(article('one'))
    expect(origin.asked()).toBe(2)
    await before.close()
    await origin.down()
    const startsAt = Date.now() + 10.5 * HOUR
    const after = await cached({ dir: folder.dir, settings, startsAt })
    expect(await after.text('/a')).toBe(article('one'))
    after.pass(HOUR)
    expect(await after.text('/a')).toBe('unavailable')
  })
})

describe('taken away', () => {
  const keys = ['/a', '/a?page=2']
  const ways: [string, (cache: CacheInTest) => Promise<unknown>][] = [
    ['a purge of the path', (cache) => cache.cache.purge({ path: '/a/' })],
    ['a purge of everything', (cache) => cache.cache.purge('all')],
    ['a withdrawal', (cache) => cache.cache.withdraw('/a')],
    ...[404, 410, 451].map((status): [string, (cache: CacheInTest) => Promise<unknown>] => [
      `the origin says ${status}`,
      async (cache) => {
        origin.answer('/a', { status, body: 'gone' })
        cache.pass(HOUR)
        expect(await cache.text('/a')).toBe(`gone: ${status}`)
      },
    ]),
  ]
  test.each(ways)('%s: off memory and disk, and no restart brings it back', async (_, take) => {
    origin.answer('/a', { body: article('one') })
    const before = await cached({ dir: folder.dir })
    for (const key of keys) expect(await before.text(key)).toBe(article('one'))
    await take(before)
    await origin.down()
    before.pass(2 * MINUTE)
    for (const key of keys) expect(await before.text(key)).toBe('unavailable')
    expect(before.cache.held()).toMatchObject({ memoryBytes: 0, diskFiles: 0 })
    // Nothing is closed: what is off the disk is off it when the call returns.
    const after = await cached({ dir: folder.dir })
    for (const key of keys) expect(await after.text(key)).toBe('unavailable')
  })

  test('a withdrawn one is not asked for, sent or kept again', async () => {
    origin.answer('/a', { body: article('one') })
    const cache = await cached({ dir: folder.dir })
    cache.withdrawn.add('/a')
    expect(await cache.text('/A/')).toBe('gone: 410')
    expect(cache.cache.ready('/a', { headers: [], shared: true })).toBeUndefined()
    expect(origin.asked()).toBe(0)
  })

  test('an answer that was on its way does not bring it back', async () => {
    const held = Promise.withResolvers<void>()
    origin.answer('/a', { body: article('old'), wait: held.promise })
    const cache = await cached({ dir: folder.dir })
    const waiting = cache.text('/a')
    await expect.poll(() => origin.asked()).toBe(1)
    origin.answer('/a', { body: article('new') })
    await cache.cache.purge({ path: '/a' })
    held.resolve()
    expect(await waiting).toBe(article('new'))
    expect(await cache.text('/a')).toBe(article('new'))
    await cache.cache.close()
    expect(cache.cache.held().diskFiles).toBe(1)
  })

  test('an address that nobody has takes nothing else away', async () => {
    origin.answer('/a', { body: article('one') })
    origin.answer('/A', { status: 404 })
    origin.answer('/a?p=9', { status: 404 })
    const cache = await cached()
    await cache.text('/a')
    expect(await cache.text('/A')).toBe('gone: 404')
    expect(await cache.text('/a?p=9', { shared: false })).toBe('gone: 404')
    expect(await cache.text('/a')).toBe(article('one'))
    expect(origin.asked('/a')).toBe(1)
  })
})

describe('a body that is cut short or wrong is never kept', () => {
  const faults: Fault[] = [
    'cut-length',
    'cut-chunked',
    'cut-gzip',
    'not-gzip',
    'silent',
    'reset',
    'rubbish',
  ]
  test.each(faults)('%s', async (fault) => {
    const body = article('a long text. '.repeat(500))
    origin.answer('/a', { body, fault })
    const cache = await cached({ dir: folder.dir })
    expect(await cache.text('/a')).toBe('unavailable')
    expect(cache.cache.held()).toMatchObject({ memoryBytes: 0, diskFiles: 0 })
    origin.answer('/a', { body })
    cache.pass(2000)
    expect(await cache.text('/a')).toBe(body)
    origin.answer('/a', { body: article('new'), fault })
    cache.pass(HOUR)
    expect(await cache.get('/a')).toMatchObject({
      kind: 'kept',
      stale: true,
      kept: { reading: body },
    })
  })

  test('every coding is undone', async () => {
    const cache = await cached()
    for (const coding of ['gzip', 'br', 'deflate', 'raw-deflate'] as const) {
      origin.answer(`/${coding}`, { body: article(coding), coding })
      expect(await cache.text(`/${coding}`)).toBe(article(coding))
    }
  })

  test('a bomb is refused', async () => {
    origin.answer('/a', { body: new Uint8Array(40 * 1024 * 1024), coding: 'gzip' })
    const cache = await cached({ dir: folder.dir })
    expect(await cache.text('/a')).toBe('refused')
    expect(await cache.text('/a')).toBe('refused')
    expect(origin.asked()).toBe(1)
  })
})

test('a page that must not go out: the last good one stays, and it is said once', async () => {
  origin.answer('/a', { body: article('good') })
  const cache = await cached({ dir: folder.dir })
  cache.refuse('no body')
  await cache.text('/a')
  origin.answer('/a', { body: 'a new template with no body' })
  for (let hour = 0; hour < 3; hour++) {
    cache.pass(HOUR)
    expect(await cache.text('/a')).toBe(article('good'))
  }
  expect(cache.lines).toEqual([
    '/a must not go out: Its text is not found. The last good version stays.',
  ])
  origin.answer('/b', { body: 'no body either' })
  expect(await cache.text('/b')).toBe('refused')
  origin.answer('/a', { body: article('mended') })
  cache.pass(HOUR)
  await cache.text('/a')
  await expect.poll(() => cache.text('/a')).toBe(article('mended'))
})

describe('who gets what', () => {
  test('an answer that varies is given to whom it holds for', async () => {
    origin.answer('/a', ({ headers }) => ({
      body: article(headers['accept-language'] ?? 'none'),
      headers: { Vary: 'Accept-Language, Accept-Encoding, Cookie' },
    }))
    const cache = await cached({ dir: folder.dir })
    const inLanguage = (name: string) => cache.text('/a', { headers: [['accept-language', name]] })
    const texts = await Promise.all(['de', 'en', 'de', 'en'].map(inLanguage))
    expect(texts).toEqual(['de', 'en', 'de', 'en'].map(article))
    expect(origin.asked()).toBeLessThanOrEqual(3)
    const asked = origin.asked()
    expect(await inLanguage('de')).toBe(article('de'))
    expect(await inLanguage('en')).toBe(article('en'))
    expect(origin.asked()).toBe(asked)
    for (let at = 0; at < 30; at++) await inLanguage(`x-${at}`)
    await cache.cache.close()
    expect(cache.cache.held().diskFiles).toBe(8)
  })

  test('what is asked for with a cookie is nobody else’s', async () => {
    origin.answer('/a', ({ headers }) => ({ body: article(headers.cookie ?? 'nobody') }))
    const cache = await cached()
    const mine = await cache.text('/a', { headers: [['Cookie', 'me']] })
    expect(mine).toBe(`stream: ${article('me')}`)
    expect(await cache.text('/a')).toBe(article('nobody'))
    expect(await cache.text('/a', { headers: [['cookie', 'me']] })).toBe(mine)
  })

  test('an answer that sets a cookie is not shared', async () => {
    let count = 0
    origin.answer('/a', () => ({ body: `${++count}`, headers: { 'Set-Cookie': `id=${count}` } }))
    const cache = await cached({ dir: folder.dir })
    expect([await cache.text('/a'), await cache.text('/a')]).toEqual(['stream: 1', 'stream: 2'])
  })

  test('a part of a large file is passed on, a part of a text never', async () => {
    const headers = { 'Content-Type': 'video/mp4' }
    origin.answer('/film', ({ headers: { range } }) =>
      range === undefined
        ? { headers, body: new Uint8Array(3_000_000) }
        : { headers, status: 206, body: 'part' },
    )
    origin.answer('/a', ({ headers: { range } }) => ({
      headers: { 'Cache-Control': 'private' },
      ...(range === undefined ? { body: 'whole' } : { status: 206, body: 'part' }),
    }))
    const cache = await cached()
    for (let time = 0; time < 2; time++) {
      expect(await cache.text('/film', { range: 'bytes=5-9' })).toBe('stream: part')
      expect(await cache.text('/a', { range: 'bytes=5-9' })).toBe('stream: whole')
    }
  })
})
