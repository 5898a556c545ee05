// The cache in front of a real server that misbehaves: what readers get of it, and what the server is asked.
import { describe, expect, test } from 'vitest'
import { cacheStage } from '../support/cache-stage.ts'
import { type Fault, STACK_TRACE } from '../support/origin.ts'
import { HOUR } from '../support/origin-cache.ts'

const article = (words: string) => `<article>${words}</article>`
const MINUTE = 60_000
const stage = cacheStage()

describe('one request for all who wait', () => {
  test('a thousand readers of a cold article', async () => {
    const held = Promise.withResolvers<void>()
    stage.origin.answer('/a', { body: article('one'), wait: held.promise })
    const cache = await stage.cached({ dir: stage.dir })
    const waiting = Array.from({ length: 1000 }, () => cache.text('/a'))
    held.resolve()
    expect(new Set(await Promise.all(waiting))).toEqual(new Set([article('one')]))
    expect(stage.origin.asked()).toBe(1)
    expect(cache.reads()).toBe(1)
  })

  test('all get the failure, the next asks again after a moment', async () => {
    stage.origin.answer('/a', STACK_TRACE)
    const cache = await stage.cached()
    const waiting = Array.from({ length: 1000 }, () => cache.text('/a'))
    expect(new Set(await Promise.all(waiting))).toEqual(new Set(['unavailable']))
    expect(await cache.text('/a')).toBe('unavailable')
    expect(stage.origin.asked()).toBe(1)
    stage.origin.answer('/a', { body: article('one') })
    cache.pass(2000)
    expect(await cache.text('/a')).toBe(article('one'))
    expect(stage.origin.asked()).toBe(2)
    expect(cache.lines).toEqual(['/a cannot be had. It answers 500.'])
  })

  test('a thousand invented addresses do not keep the origin from an article', async () => {
    const held = Promise.withResolvers<void>()
    stage.origin.answerOthers({ body: 'a search', wait: held.promise })
    stage.origin.answer('/a', { body: article('one') })
    const cache = await stage.cached()
    const invented = Array.from({ length: 1000 }, (_, at) =>
      cache.text(`/search?x=${at}`, { shared: false }),
    )
    expect(await cache.text('/a')).toBe(article('one'))
    held.resolve()
    const texts = await Promise.all(invented)
    expect(texts.filter((text) => text === 'a search').length).toBe(524)
    expect(new Set(texts)).toEqual(new Set(['a search', 'unavailable']))
    expect(cache.lines).toHaveLength(1)
  })

  test('what is not shared stays so, however it is asked for again', async () => {
    stage.origin.answer('/a', { body: 'a search' })
    const cache = await stage.cached({ dir: stage.dir })
    await cache.text('/a?x=1', { shared: false })
    cache.pass(2 * MINUTE)
    expect(cache.cache.ready('/a?x=1', { headers: [], shared: true })).toBeDefined()
    await expect.poll(() => cache.get('/a?x=1')).toMatchObject({ kind: 'kept', stale: false })
    await cache.cache.close()
    expect(cache.cache.held().diskFiles).toBe(0)
  })

  test('a private answer goes to its reader alone', async () => {
    let count = 0
    stage.origin.answer('/mine', () => ({
      body: `for ${++count}`,
      headers: { 'Cache-Control': 'private' },
    }))
    const cache = await stage.cached({ dir: stage.dir })
    const texts = await Promise.all(Array.from({ length: 20 }, () => cache.text('/mine')))
    expect(new Set(texts).size).toBe(20)
    expect(cache.cache.held()).toMatchObject({ memoryBytes: 0, diskFiles: 0 })
  })
})

describe('fresh, stale, confirmed', () => {
  test('a stale one goes out while it is asked for again, and a 304 makes it fresh', async () => {
    stage.origin.answer('/a', { body: article('one'), etag: '"1"', headers: { 'X-Say': 'a' } })
    const cache = await stage.cached({ dir: stage.dir })
    await cache.text('/a')
    cache.pass(2 * MINUTE)
    stage.origin.answer('/a', { body: article('one'), etag: '"1"', headers: { 'X-Say': 'b' } })
    expect(await cache.get('/a')).toMatchObject({ kind: 'kept', stale: true })
    await expect.poll(() => cache.get('/a')).toMatchObject({ kind: 'kept', stale: false })
    const found = await cache.get('/a')
    expect(found.kind === 'kept' && found.kept.copy.headers).toContainEqual(['x-say', 'b'])
    expect(stage.origin.requests[1]?.headers['if-none-match']).toBe('"1"')
    expect(stage.origin.asked()).toBe(2)
    expect(cache.reads()).toBe(1)
  })

  test('what is too old to go out stale is waited for', async () => {
    stage.origin.answer('/a', {
      body: article('one'),
      headers: { 'Cache-Control': 'max-age=60, must-revalidate' },
    })
    const cache = await stage.cached()
    await cache.text('/a')
    stage.origin.answer('/a', { body: article('two') })
    expect(await cache.text('/a')).toBe(article('one'))
    cache.pass(2 * MINUTE)
    expect(await cache.text('/a')).toBe(article('two'))
  })

  test('a reader who could have a stale one does not wait for ever', async () => {
    stage.origin.answer('/a', { body: article('one') })
    const cache = await stage.cached({ patienceMs: 50, answerWithinMs: 600_000 })
    await cache.text('/a')
    stage.origin.answer('/a', { fault: 'never' })
    cache.pass(HOUR)
    expect(await cache.get('/a')).toMatchObject({ kind: 'kept', stale: true })
  })
})

test('the origin is killed under load: every article that was fetched answers; back, it is asked again', async () => {
  const paths = Array.from({ length: 50 }, (_, at) => `/article-${at}`)
  stage.origin.answerOthers(({ target }) => ({ body: article(`${target} first`) }))
  const cache = await stage.cached({ dir: stage.dir, settings: { memoryBytes: 60_000 } })
  for (const path of paths) await cache.text(path)
  cache.pass(HOUR)
  const load = paths.flatMap((path) => [path, path, path]).map((path) => cache.text(path))
  await stage.origin.down()
  for (const text of await Promise.all(load)) expect(text).toMatch(/^<article>/)
  cache.pass(HOUR)
  for (const path of paths) expect(await cache.text(path)).toMatch(/^<article>/)
  expect(cache.client.isResting()).toBe(true)
  stage.origin.answerOthers(({ target }) => ({ body: article(`${target} second`) }))
  await stage.origin.up()
  cache.pass(HOUR)
  for (const path of paths) expect(await cache.text(path)).toBe(article(`${path} second`))
  expect(cache.client.isResting()).toBe(false)
})

describe('over a restart', () => {
  test('with a dead origin everything that was ever fetched is there', async () => {
    stage.origin.answerOthers(({ target }) => ({ body: article(target) }))
    const before = await stage.cached({ dir: stage.dir })
    const paths = Array.from({ length: 100 }, (_, at) => `/a-${at}`)
    await Promise.all(paths.map((path) => before.text(path)))
    await before.text('/a-1?foo=bar', { shared: false })
    await before.close()
    await stage.origin.down()
    const after = await stage.cached({ dir: stage.dir, startsAt: Date.now() + 24 * HOUR })
    const texts = await Promise.all(paths.map((path) => after.text(path)))
    expect(texts).toEqual(paths.map(article))
    expect(await after.text('/a-1?foo=bar')).toBe('unavailable')
  })

  test('what was withdrawn while nothing served leaves the disk when it is asked for', async () => {
    stage.origin.answer('/a', { body: article('one') })
    const before = await stage.cached({ dir: stage.dir })
    await before.text('/a')
    await before.close()
    const after = await stage.cached({ dir: stage.dir })
    after.withdrawn.add('/a')
    expect(await after.text('/a')).toBe('gone: 410')
    expect(after.cache.held().diskFiles).toBe(0)
  })

  test('the time of the last confirmation holds', async () => {
    stage.origin.answer('/a', { body: article('one'), etag: '"1"' })
    const settings = { staleIfErrorSeconds: 3600 }
    const before = await stage.cached({ dir: stage.dir, settings })
    await before.text('/a')
    await before.cache.close()
    before.pass(10 * HOUR)
    expect(await before.text('/a')).toBe(article('one'))
    expect(stage.origin.asked()).toBe(2)
    await before.close()
    await stage.origin.down()
    const startsAt = Date.now() + 10.5 * HOUR
    const after = await stage.cached({ dir: stage.dir, settings, startsAt })
    expect(await after.text('/a')).toBe(article('one'))
    after.pass(HOUR)
    expect(await after.text('/a')).toBe('unavailable')
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
    stage.origin.answer('/a', { body, fault })
    const cache = await stage.cached({ dir: stage.dir })
    expect(await cache.text('/a')).toBe('unavailable')
    expect(cache.cache.held()).toMatchObject({ memoryBytes: 0, diskFiles: 0 })
    stage.origin.answer('/a', { body })
    cache.pass(2000)
    expect(await cache.text('/a')).toBe(body)
    stage.origin.answer('/a', { body: article('new'), fault })
    cache.pass(HOUR)
    expect(await cache.get('/a')).toMatchObject({
      kind: 'kept',
      stale: true,
      kept: { reading: body },
    })
  })

  test('every coding is undone', async () => {
    const cache = await stage.cached()
    for (const coding of ['gzip', 'br', 'deflate', 'raw-deflate'] as const) {
      stage.origin.answer(`/${coding}`, { body: article(coding), coding })
      expect(await cache.text(`/${coding}`)).toBe(article(coding))
    }
  })

  test('a bomb is refused', async () => {
    stage.origin.answer('/a', { body: new Uint8Array(40 * 1024 * 1024), coding: 'gzip' })
    const cache = await stage.cached({ dir: stage.dir })
    expect(await cache.text('/a')).toBe('refused')
    expect(await cache.text('/a')).toBe('refused')
    expect(stage.origin.asked()).toBe(1)
  })
})

test('a page that must not go out: the last good one stays, and it is said once', async () => {
  stage.origin.answer('/a', { body: article('good') })
  const cache = await stage.cached({ dir: stage.dir })
  cache.refuse('no body')
  await cache.text('/a')
  stage.origin.answer('/a', { body: 'a new template with no body' })
  for (let hour = 0; hour < 3; hour++) {
    cache.pass(HOUR)
    expect(await cache.text('/a')).toBe(article('good'))
  }
  expect(cache.lines).toEqual([
    '/a must not go out: Its text is not found. The last good version stays.',
  ])
  stage.origin.answer('/b', { body: 'no body either' })
  expect(await cache.text('/b')).toBe('refused')
  stage.origin.answer('/a', { body: article('mended') })
  cache.pass(HOUR)
  await cache.text('/a')
  await expect.poll(() => cache.text('/a')).toBe(article('mended'))
})

describe('who gets what', () => {
  test('an answer that varies is given to whom it holds for', async () => {
    stage.origin.answer('/a', ({ headers }) => ({
      body: article(headers['accept-language'] ?? 'none'),
      headers: { Vary: 'Accept-Language, Accept-Encoding, Cookie' },
    }))
    const cache = await stage.cached({ dir: stage.dir })
    const inLanguage = (name: string) => cache.text('/a', { headers: [['accept-language', name]] })
    const texts = await Promise.all(['de', 'en', 'de', 'en'].map(inLanguage))
    expect(texts).toEqual(['de', 'en', 'de', 'en'].map(article))
    expect(stage.origin.asked()).toBeLessThanOrEqual(3)
    const asked = stage.origin.asked()
    expect(await inLanguage('de')).toBe(article('de'))
    expect(await inLanguage('en')).toBe(article('en'))
    expect(stage.origin.asked()).toBe(asked)
    for (let at = 0; at < 30; at++) await inLanguage(`x-${at}`)
    await cache.cache.close()
    expect(cache.cache.held().diskFiles).toBe(8)
  })

  test('what is asked for with a cookie is nobody else’s', async () => {
    stage.origin.answer('/a', ({ headers }) => ({ body: article(headers.cookie ?? 'nobody') }))
    const cache = await stage.cached()
    const mine = await cache.text('/a', { headers: [['Cookie', 'me']] })
    expect(mine).toBe(`stream: ${article('me')}`)
    expect(await cache.text('/a')).toBe(article('nobody'))
    expect(await cache.text('/a', { headers: [['cookie', 'me']] })).toBe(mine)
  })

  test('an answer that sets a cookie is not shared', async () => {
    let count = 0
    stage.origin.answer('/a', () => ({
      body: `${++count}`,
      headers: { 'Set-Cookie': `id=${count}` },
    }))
    const cache = await stage.cached({ dir: stage.dir })
    expect([await cache.text('/a'), await cache.text('/a')]).toEqual(['stream: 1', 'stream: 2'])
  })

  test('a coding that its reader does not take is undone on the way', async () => {
    const headers = { 'Cache-Control': 'private' }
    stage.origin.answer('/a', { body: 'text', coding: 'gzip', headers })
    const cache = await stage.cached()
    const taken: [string, string][] = [['accept-encoding', 'gzip, br']]
    for (let time = 0; time < 2; time++) {
      expect(await cache.text('/a')).toBe('stream: text')
      expect(await cache.text('/a', { headers: taken })).not.toContain('text')
    }
  })

  test('a part of a large file is passed on, a part of a text never', async () => {
    const headers = { 'Content-Type': 'video/mp4' }
    stage.origin.answer('/film', ({ headers: { range } }) =>
      range === undefined
        ? { headers, body: new Uint8Array(3_000_000) }
        : { headers, status: 206, body: 'part' },
    )
    stage.origin.answer('/a', ({ headers: { range } }) => ({
      headers: { 'Cache-Control': 'private' },
      ...(range === undefined ? { body: 'whole' } : { status: 206, body: 'part' }),
    }))
    stage.origin.answer('/unnamed', ({ headers: { range } }) => ({
      headers: { 'Content-Type': 'application/x-unknown', 'Cache-Control': 'private' },
      ...(range === undefined ? { body: 'whole' } : { status: 206, body: 'part' }),
    }))
    const cache = await stage.cached()
    for (let time = 0; time < 2; time++) {
      expect(await cache.text('/film', { range: 'bytes=5-9' })).toBe('stream: part')
      expect(await cache.text('/a', { range: 'bytes=5-9' })).toBe('stream: whole')
      expect(await cache.text('/unnamed', { range: 'bytes=5-9' })).toBe('stream: whole')
    }
  })
})
