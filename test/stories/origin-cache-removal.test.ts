// What is taken away from the cache is away: from memory, from the disk, and from what is on its way.
import { describe, expect, test } from 'vitest'
import { cacheStage } from '../support/cache-stage.ts'
import { type CacheInTest, HOUR } from '../support/origin-cache.ts'

const article = (words: string) => `<article>${words}</article>`
const MINUTE = 60_000
const stage = cacheStage()

describe('taken away', () => {
  const keys = ['/a', '/a?page=2']
  const ways: [string, (cache: CacheInTest) => Promise<unknown>][] = [
    ['a purge of the path', (cache) => cache.cache.purge({ path: '/a/' })],
    ['a purge of everything', (cache) => cache.cache.purge('all')],
    ['a withdrawal', (cache) => cache.cache.withdraw('/a')],
    ...[404, 410, 451].map((status): [string, (cache: CacheInTest) => Promise<unknown>] => [
      `the origin says ${status}`,
      async (cache) => {
        stage.origin.answer('/a', { status, body: 'gone' })
        cache.pass(HOUR)
        expect(await cache.text('/a')).toBe(`gone: ${status}`)
      },
    ]),
  ]
  test.each(ways)('%s: off memory and disk, and no restart brings it back', async (_, take) => {
    stage.origin.answer('/a', { body: article('one') })
    const before = await stage.cached({ dir: stage.dir })
    for (const key of keys) expect(await before.text(key)).toBe(article('one'))
    // What waits to be written is written, so that it has to be taken off the disk.
    await before.cache.close()
    await take(before)
    await stage.origin.down()
    before.pass(2 * MINUTE)
    for (const key of keys) expect(await before.text(key)).toBe('unavailable')
    expect(before.cache.held()).toMatchObject({ memoryBytes: 0, diskFiles: 0 })
    // Nothing is closed: what is off the disk is off it when the call returns.
    const after = await stage.cached({ dir: stage.dir })
    for (const key of keys) expect(await after.text(key)).toBe('unavailable')
  })

  test('a withdrawn one is not asked for, sent or kept again', async () => {
    stage.origin.answer('/a', { body: article('one') })
    const cache = await stage.cached({ dir: stage.dir })
    cache.withdrawn.add('/a')
    expect(await cache.text('/A/')).toBe('gone: 410')
    expect(cache.cache.ready('/a', { headers: [], shared: true })).toBeUndefined()
    expect(stage.origin.asked()).toBe(0)
  })

  test('an answer that was on its way does not bring it back', async () => {
    const held = Promise.withResolvers<void>()
    stage.origin.answer('/a', { body: article('old'), wait: held.promise })
    const cache = await stage.cached({ dir: stage.dir })
    const waiting = cache.text('/a')
    await expect.poll(() => stage.origin.asked()).toBe(1)
    stage.origin.answer('/a', { body: article('new') })
    await cache.cache.purge({ path: '/a' })
    held.resolve()
    expect(await waiting).toBe(article('new'))
    expect(await cache.text('/a')).toBe(article('new'))
    await cache.cache.close()
    expect(cache.cache.held().diskFiles).toBe(1)
  })

  test('what turns private is kept no more', async () => {
    stage.origin.answer('/a', { body: article('one') })
    const cache = await stage.cached({ dir: stage.dir })
    await cache.text('/a')
    stage.origin.answer('/a', { body: 'mine', headers: { 'Cache-Control': 'private' } })
    cache.pass(HOUR)
    expect(await cache.text('/a')).toBe('stream: mine')
    await stage.origin.down()
    expect(await cache.text('/a')).toBe('unavailable')
    expect(cache.cache.held().diskFiles).toBe(0)
  })

  test('an address that nobody has takes nothing else away', async () => {
    stage.origin.answer('/a', { body: article('one') })
    stage.origin.answer('/A', { status: 404 })
    stage.origin.answer('/a?p=9', { status: 404 })
    const cache = await stage.cached()
    await cache.text('/a')
    expect(await cache.text('/A')).toBe('gone: 404')
    expect(await cache.text('/a?p=9', { shared: false })).toBe('gone: 404')
    expect(await cache.text('/a')).toBe(article('one'))
    expect(stage.origin.asked('/a')).toBe(1)
  })
})
