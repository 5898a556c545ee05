// A reader's month, on the whole app: the meter counts, the wall comes, and what is read stays read.
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { EMPTY_METER, spend } from '../../src/core/meter.ts'
import type { Reader } from '../../src/core/reader.ts'
import { browse, EVERY_WAY, NOW, type Published, publish } from '../support/publication.ts'

const DAY = 86_400_000
const registered: Reader = { kind: 'registered', id: 'ada' }
const subscriber: Reader = {
  kind: 'subscriber',
  id: 'ben',
  entitlements: [{ plan: 'digital', until: NOW + 30 * DAY }],
}
/** Within a second, and more on a machine that is busy. */
const SOON = { timeout: 20_000, interval: 50 }
const LAST = 'And this is how it ended'

function article(front: string): string {
  const words = Array.from({ length: 60 }, (_, n) => `word${n}`).join(' ')
  const body = Array.from({ length: 6 }, (_, n) => `Paragraph ${n} ${words}.`).join('\n\n')
  return `---\ntitle: A headline\nsummary: A summary.\npublished: 2026-11-20T06:00:00Z\n${front}\n---\n${body}\n\n${LAST}.\n`
}

const config = {
  publication: {
    name: 'The Courier',
    timeZone: 'Europe/London',
    sections: [{ id: 'town', name: 'Town' }],
  },
  policy: { default: 'metered', meter: { anonymous: 3, registered: 5, perNetworkPerHour: 4 } },
  plans: [
    {
      id: 'digital',
      name: 'Digital',
      offers: [{ id: 'm', price: 900, currency: 'GBP', every: 'month' }],
    },
  ],
}
const metered = Array.from({ length: 8 }, (_, n) => `/town/m${n}`)

let published: Published
beforeAll(async () => {
  const files: Record<string, string> = {
    'standfirst.config.json': JSON.stringify(config),
    'articles/town/free.md': article('access: free'),
    'articles/town/registered.md': article('access: registered'),
    'articles/town/paid.md': article('access: subscribers'),
    'articles/town/elsewhere.md': article('section: town\nmoved: [/old/place, /older]'),
    'articles/town/tomorrow.md': article('section: town').replace('2026-11-20', '2026-11-24'),
  }
  for (const path of metered) files[`articles${path}.md`] = article('section: town')
  published = await publish(files)
})
afterAll(() => published.close())
beforeEach(() => {
  published.now += 3 * 3_600_000
  published.openings.length = 0
})

const decisionOf = (headers: Headers) => headers.get('standfirst-decision')

for (const way of EVERY_WAY)
  describe(`by the ${way}`, () => {
    test('three articles are read, the fourth meets the registration wall, a read one opens again', async () => {
      const read = browse(published)
      for (const [n, path] of metered.slice(0, 3).entries()) {
        const page = await read(path, { way })
        expect(page.status).toBe(200)
        expect(page.text).toContain(LAST)
        expect(decisionOf(page.headers)).toBe(
          `grant; reason=metering; rule="default"; used=${n + 1}; limit=3; resets="2026-12-01"`,
        )
      }
      const wall = await read('/town/m3', { way })
      expect(wall.status).toBe(200)
      expect(wall.text).not.toContain(LAST)
      expect(decisionOf(wall.headers)).toBe(
        'wall; wall=registration; reason=meter-spent; rule="default"; used=3; limit=3; resets="2026-12-01"',
      )
      expect(wall.headers.getSetCookie()).toEqual([])
      const again = await read('/town/m0', { way })
      expect(again.text).toContain(LAST)
      expect(again.headers.getSetCookie()).toEqual([])
      const free = await read('/town/free', { way })
      expect(free.text).toContain(LAST)
    })

    test('the next month begins at midnight in the publication’s time zone', async () => {
      const read = browse(published)
      const before = published.now
      for (const path of metered.slice(0, 3)) await read(path, { way })
      published.now = Date.UTC(2026, 10, 30, 23, 59, 59)
      expect((await read('/town/m3', { way })).text).not.toContain(LAST)
      published.now = Date.UTC(2026, 11, 1)
      expect((await read('/town/m3', { way })).text).toContain(LAST)
      published.now = before
    })

    test('HEAD, and a prefetch that would have to spend, spend nothing', async () => {
      const read = browse(published)
      const head = await read('/town/m0', { way, method: 'HEAD' })
      expect([head.status, head.headers.getSetCookie(), head.bytes.length]).toEqual([200, [], 0])
      expect(Number(head.headers.get('content-length'))).toBeGreaterThan(1000)
      for (const headers of [
        { 'Sec-Purpose': 'prefetch' },
        { 'Sec-Purpose': 'prefetch;prerender' },
        { Purpose: 'prefetch' },
        { 'X-Moz': 'prefetch' },
      ]) {
        const early = await read('/town/m0', { way, headers })
        expect([early.status, early.headers.get('cache-control')]).toEqual([503, 'no-store'])
        expect(early.headers.getSetCookie()).toEqual([])
        expect(early.text).not.toContain(LAST)
      }
      await read('/town/m0', { way })
      const known = await read('/town/m0', { way, headers: { 'Sec-Purpose': 'prefetch' } })
      expect(known.text).toContain(LAST)
    })

    test('a registered reader has five; a subscriber has all, and neither is asked to log in', async () => {
      const read = browse(published)
      for (const path of metered.slice(0, 5)) {
        const page = await read(path, { way, as: registered })
        expect(page.text).toContain(LAST)
      }
      const wall = await read('/town/m5', { way, as: registered })
      expect(decisionOf(wall.headers)).toContain('wall; wall=paywall; reason=meter-spent')
      for (const path of [...metered, '/town/paid', '/town/registered']) {
        const page = await published.read(path, { way, as: subscriber })
        expect(page.text).toContain(LAST)
        expect(page.headers.getSetCookie()).toEqual([])
      }
      const paid = await published.read('/town/paid', { way, as: registered })
      expect(paid.text).not.toContain(LAST)
    })

    test('without a cookie a network reads so many an hour, then the registration wall; the same ones stay open', async () => {
      for (const path of metered.slice(0, 4))
        expect((await published.read(path, { way })).text).toContain(LAST)
      const wall = await published.read('/town/m4', { way })
      expect(wall.text).not.toContain(LAST)
      expect(decisionOf(wall.headers)).toBe(
        'wall; wall=registration; reason=network-limit; rule="default"',
      )
      expect((await published.read('/town/m1', { way })).text).toContain(LAST)
      const other = spend(EMPTY_METER, undefined, way.padEnd(11, '-'), published.now, {
        start: 0,
        end: published.now + DAY,
        rolling: undefined,
      })
      expect((await published.read('/town/m5', { way, meter: other })).text).toContain(LAST)
      published.now += 3_600_000
      expect((await published.read('/town/m6', { way })).text).toContain(LAST)
    })

    test('one cookie sent again and again, or one of last month, reads no more than no cookie does', async () => {
      const cleared = browse(published)
      await cleared('/town/m0', { way })
      const [first = ''] = (await published.read('/town/m0', { way })).headers.getSetCookie()
      const replay = { way, headers: { Cookie: first.split(';')[0] ?? '' } }
      published.now += 3_600_000
      const read = async (path: string) => (await published.read(path, replay)).text.includes(LAST)
      const opened = await Promise.all(metered.slice(1).map(read))
      // One cookie, shown to all workers in the same instant, is worth a read at each of them.
      const most = way === 'workers' ? 6 : 5
      expect(opened.filter((isOpen) => isOpen).length).toBeLessThanOrEqual(most)
      published.now = Date.UTC(2026, 11, 5)
      const later = await Promise.all(metered.map(read))
      expect(later.filter((isOpen) => isOpen)).toHaveLength(4)
      published.now = NOW
    })

    test('requests that come all at once share the network’s hour', async () => {
      published.now += 7 * 3_600_000
      await published.write('articles/town/cold.md', article('section: town'))
      const all = await Promise.all(metered.map((path) => published.read(path, { way })))
      expect(all.filter(({ text }) => text.includes(LAST))).toHaveLength(4)
    })

    test('the publisher lifts the wall for a time, and restores it', async () => {
      published.openings.push({ scope: { kind: 'all' }, until: published.now + 1000 })
      const open = await published.read('/town/paid', { way })
      expect(open.text).toContain(LAST)
      expect(decisionOf(open.headers)).toBe('grant; reason=opened; rule="open all"')
      published.now += 1000
      expect((await published.read('/town/paid', { way })).text).not.toContain(LAST)
    })

    test('old addresses lead to the present one', async () => {
      for (const path of ['/old/place', '/older']) {
        const answer = await published.read(path, { way })
        expect([answer.status, answer.headers.get('location')]).toEqual([301, '/town/elsewhere'])
      }
    })

    test('an article of tomorrow is nowhere today and everywhere tomorrow', async () => {
      const before = published.now
      published.now = NOW
      expect((await published.read('/town/tomorrow', { way })).status).toBe(404)
      expect((await published.read('/town', { way })).text).not.toContain('/town/tomorrow')
      published.now = Date.UTC(2026, 10, 24, 6)
      expect((await published.read('/town/tomorrow', { way })).status).toBe(200)
      expect((await published.read('/town', { way })).text).toContain('/town/tomorrow')
      published.now = before
    })

    test('a withdrawn article is gone', async () => {
      published.withdrawn.add('/town/m7')
      await published.content.rescan()
      const answer = await published.read('/town/m7', { way })
      expect(answer.status).toBe(410)
      expect(answer.text).not.toContain('word5')
      for (const path of ['/', '/town', '/feed.xml', '/sitemap.xml'])
        await vi.waitFor(async () => {
          expect((await published.read(path, { way })).text).not.toContain('/town/m7')
        }, SOON)
      published.withdrawn.clear()
      await published.content.rescan()
    })
  })

test('what was decided is recorded, without a word about the reader', async () => {
  published.decisions.length = 0
  await published.read('/town/m0', { as: registered })
  expect(published.decisions).toHaveLength(1)
  expect(JSON.stringify(published.decisions)).not.toContain('ada')
})
