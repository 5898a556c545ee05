// The address of a private feed as the world meets it: what the response says of itself, what an address is worth that is
// forged, foreign or over, and where its secret is not written.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { previewAddress } from '../../src/http/preview.ts'
import { createSeals } from '../../src/http/seal.ts'
import { HEADERS } from '../support/attempts.ts'
import { canaryEdition } from '../support/canaries.ts'
import { FORMS, makeFeed, subscribe, subscriber } from '../support/feed-reader.ts'
import { type Answer, type Published, publish, WAYS } from '../support/publication.ts'
import { type Browser, logIn } from '../support/shop.ts'

const edition = canaryEdition()

let published: Published
beforeAll(async () => {
  published = await publish(edition.files)
})
afterAll(() => published.close())
beforeEach(() => {
  // Limits of log-ins and of feeds look back an hour at most.
  published.now += 61 * 60_000
})

describe('the response', () => {
  test('is kept by nobody else, found by no search engine, sets no cookie and looks at none', async () => {
    const { feed } = await subscriber(published, 'headers@example.org')
    const answer = await published.read(`${feed}/feed.xml`)
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'application/rss+xml; charset=utf-8',
      'cache-control': 'private, no-cache',
      vary: 'Accept-Encoding',
      'x-robots-tag': 'noindex',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'accept-ranges': 'none',
    })
    expect(answer.headers.getSetCookie()).toEqual([])
    const stranger = await published.read(`${feed}/feed.xml`, {
      as: { kind: 'registered', id: 'somebody' },
    })
    expect(stranger.text).toBe(answer.text)
  })

  test('is 304 for whoever has it, and not once something else is granted', async () => {
    const address = 'etags@example.org'
    const read = await logIn(published, address)
    const feed = await makeFeed(published, read)
    const encodings = ['identity', 'gzip', 'br']
    const seen = new Set<string>()
    for (const encoding of encodings) {
      const accept = { 'Accept-Encoding': encoding }
      const get = await published.read(`${feed}/atom.xml`, { headers: accept })
      const head = await published.read(`${feed}/atom.xml`, { headers: accept, method: 'HEAD' })
      expect([...head.headers].filter(([name]) => name !== 'date')).toEqual(
        [...get.headers].filter(([name]) => name !== 'date'),
      )
      expect([head.status, head.bytes.length]).toEqual([200, 0])
      const etag = get.headers.get('etag') ?? ''
      seen.add(etag)
      const known = await published.read(`${feed}/atom.xml`, {
        headers: { ...accept, 'If-None-Match': etag },
      })
      expect([known.status, known.bytes.length, known.headers.get('cache-control')]).toEqual([
        304,
        0,
        'private, no-cache',
      ])
      expect(known.headers.has('content-type')).toBe(false)
    }
    expect(seen.size).toBe(encodings.length)
    const whole = await published.read(`${feed}/atom.xml`, { headers: { Range: 'bytes=0-9' } })
    expect([whole.status, whole.bytes.length > 10]).toEqual([200, true])
    await subscribe(published, address)
    for (const etag of seen) {
      const headers = { 'If-None-Match': etag }
      expect((await published.read(`${feed}/atom.xml`, { headers })).status).toBe(200)
    }
  })

  test('an address that is asked for too often is told to come back later, and no other one', async () => {
    const often = await subscriber(published, 'often@example.org')
    const seldom = await subscriber(published, 'seldom@example.org')
    const statuses: number[] = []
    for (let times = 0; times < 125; times++)
      statuses.push((await published.read(`${often.feed}/town/feed.xml`)).status)
    expect(statuses.filter((status) => status === 200)).toHaveLength(120)
    const last = await published.read(`${often.feed}/feed.xml`)
    expect([last.status, last.headers.get('retry-after')]).toEqual([429, '3600'])
    expect((await published.read(`${seldom.feed}/feed.xml`)).status).toBe(200)
    published.now += 60 * 60_000
    expect((await published.read(`${often.feed}/feed.xml`)).status).toBe(200)
  })
})

describe('an address that is worth nothing', () => {
  const gated = edition.articles.filter(({ access }) => access !== 'free')
  const seenOf = ({ status, headers, text }: Answer) => [
    status,
    [...headers].filter(([name]) => name !== 'date'),
    text,
  ]

  async function isWorthless(paths: readonly string[]): Promise<void> {
    const unknown = seenOf(await published.read('/account/feed/nobody/feed.xml'))
    expect(unknown[0]).toBe(404)
    for (const path of paths) {
      const answer = await published.read(path)
      expect([path, ...seenOf(answer)]).toEqual([path, ...unknown])
      for (const { below } of gated)
        expect(below.filter((canary) => answer.text.includes(canary))).toEqual([])
    }
  }

  test('forged, truncated, foreign, of another purpose or for another place: as if there were nothing', async () => {
    const { feed } = await subscriber(published, 'forged@example.org')
    const secret = feed.slice('/account/feed/'.length)
    const id = published.seals.open('feed', secret) ?? ''
    const flipped = secret.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'))
    const keys = { keys: [{ id: 'test', secret: new Uint8Array(32).fill(8) }] }
    const worthless = [
      secret.slice(0, -1),
      secret.slice(1),
      `${secret}A`,
      flipped,
      secret.replace('v1.', 'v2.'),
      secret.replace('.test.', '.other.'),
      secret.toLowerCase(),
      secret.toUpperCase(),
      id,
      'x'.repeat(3000),
      createSeals(() => keys, 'The Canary').seal('feed', id),
      createSeals(() => ({ keys: [{ id: 'test', secret: new Uint8Array(32).fill(7) }] }), 'B').seal(
        'feed',
        id,
      ),
      published.seals.seal('session', id),
      published.seals.seal('preview', id),
      published.seals.seal('link', id),
      published.seals.seal('feed', 'nothing'),
      published.seals.seal('feed', ''),
    ]
    await isWorthless(
      worthless.flatMap((one) => FORMS.map((form) => `/account/feed/${one}/${form}`)),
    )
    const places = ['feed', 'feed.md', 'amp', 'town', 'town/feed', 'tag/canary/feed.xml']
    const others = ['/rss.xml', '/nowhere/feed.xml', '/town/free/feed.xml', '/town/Feed.xml', '']
    await isWorthless([
      ...places.map((place) => `${feed}/${place}`),
      ...others.map((o) => feed + o),
    ])
    expect((await published.read(`${feed}/feed.xml`)).status).toBe(200)
  })

  test('switched off, made anew, logged out everywhere, account deleted: the same, at once', async () => {
    const ends: Readonly<Record<string, (read: Browser) => Promise<Answer>>> = {
      off: (read) => read('/account/feed/off', { form: {} }),
      anew: (read) => read('/account/feed/replace', { form: {} }),
      everywhere: (read) => read('/account/sessions/end-all', { form: {} }),
      deleted: (read) => read('/account/delete', { form: { address: 'ends-deleted@example.org' } }),
    }
    for (const [name, end] of Object.entries(ends)) {
      const { read, feed } = await subscriber(published, `ends-${name}@example.org`)
      const etag = (await published.read(`${feed}/feed.xml`)).headers.get('etag') ?? ''
      expect((await end(read)).status).toBeLessThan(400)
      await isWorthless(FORMS.map((form) => `${feed}/${form}`))
      const headers = { 'If-None-Match': etag }
      expect((await published.read(`${feed}/feed.xml`, { headers })).status).toBe(404)
    }
  })

  test('no header, and no method, makes more of it', async () => {
    const { read, feed } = await subscriber(published, 'methods@example.org')
    await read('/account/feed/off', { form: {} })
    for (const headers of HEADERS)
      for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'OPTIONS']) {
        const answer = await published.read(`${feed}/feed.xml`, { headers, method })
        expect(answer.status).toBeGreaterThanOrEqual(400)
        for (const { below } of gated)
          expect(below.filter((canary) => answer.text.includes(canary))).toEqual([])
      }
  })
})

test('logging out here leaves it on; the page that logs out everywhere says that it is off', async () => {
  const address = 'remains@example.org'
  const { read, feed } = await subscriber(published, address)
  await read('/account/log-out', { form: {} })
  expect((await published.read(`${feed}/feed.xml`)).status).toBe(200)
  const again = await logIn(published, address, 2)
  const page = await again('/account/sessions/end-all', { form: {} })
  expect(page.text).toContain('If you had a private feed, it is off too.')
})

test('what a reader takes along says that there is a feed, and not where', async () => {
  const { read, feed } = await subscriber(published, 'export@example.org')
  const { text } = await read('/account/export', { form: {} })
  expect(JSON.parse(text).privateFeed).toEqual({ made: new Date(published.now).toISOString() })
  for (const part of feed.split('.')) if (part.length > 20) expect(text).not.toContain(part)
})

test('no log and no record has the secret, not even when something breaks', async () => {
  const { feed } = await subscriber(published, 'log@example.org')
  const { length } = published.decisions
  await published.read(`${feed}/feed.xml`)
  expect(published.decisions).toHaveLength(length)
  published.withdrawn.has = () => {
    throw new Error(`the orders cannot be read at ${feed}`)
  }
  const broken = await published.read(`${feed}/feed.xml`)
  Reflect.deleteProperty(published.withdrawn, 'has')
  expect(broken.status).toBe(500)
  expect(published.log.join('\n')).toContain('GET /account/feed/v1.(sealed)/feed.xml failed: Error')
  const said = JSON.stringify([published.log, published.decisions, published.faults, broken.text])
  for (const part of feed.split('.')) if (part.length > 20) expect(said).not.toContain(part)
})

test('no page at a working address has a script of the publisher’s, which would tell others where it is', async () => {
  const config = JSON.parse(edition.files['standfirst.config.json'] ?? '')
  config.pages = {
    thirdParties: ['https://stats.example'],
    scripts: ['https://stats.example/s.js'],
  }
  const counted = await publish({
    ...edition.files,
    'standfirst.config.json': JSON.stringify(config),
  })
  try {
    expect((await counted.read('/no/such/page')).text).toContain('https://stats.example/s.js')
    const [{ path } = { path: '' }] = edition.articles
    const places = { account: '/account', standfirst: '/standfirst' }
    counted.now -= 40 * 86_400_000
    const preview = await counted.read(previewAddress(path, places, counted.seals))
    counted.now += 40 * 86_400_000
    expect(preview.status).toBe(200)
    expect(preview.headers.get('content-security-policy')).toContain("script-src 'none'")
    expect(preview.headers.get('referrer-policy')).toBe('no-referrer')
    const { feed } = await subscriber(counted, 'counted@example.org')
    const ask = async (place: string, method = 'GET') =>
      Promise.all(WAYS.map((way) => counted.read(feed + place, { method, way })))
    const pages = [...(await ask('/rss.xml')), ...(await ask('//feed.xml')), ...(await ask(''))]
    pages.push(...(await ask('/feed.xml', 'POST')))
    counted.withdrawn.has = () => {
      throw new Error('the orders cannot be read')
    }
    pages.push(...(await ask('/feed.xml')))
    Reflect.deleteProperty(counted.withdrawn, 'has')
    await counted.accounts.close()
    pages.push(...(await ask('/feed.xml')))
    const statuses = pages.map(({ status }) => status)
    expect(statuses.filter((_, n) => n % WAYS.length === 0)).toEqual([404, 400, 404, 405, 500, 503])
    for (const { headers, text } of pages) {
      expect(text).toContain('<h1>')
      expect(text + headers.get('content-security-policy')).not.toContain('stats.example')
      expect(headers.get('referrer-policy')).toBe('no-referrer')
    }
  } finally {
    await counted.close()
  }
})

test('with the store gone a feed says when to ask again; what is worthless or asked for too often asks no store', async () => {
  const { feed } = await subscriber(published, 'outage@example.org')
  const over = await subscriber(published, 'over@example.org')
  await over.read('/account/feed/off', { form: {} })
  expect((await published.read(`${over.feed}/feed.xml`)).status).toBe(404)
  const often = await subscriber(published, 'too-often@example.org')
  for (let times = 0; times < 120; times++) await published.read(`${often.feed}/feed.xml`)
  await published.accounts.close()
  expect((await published.read(`${often.feed}/feed.xml`)).status).toBe(429)
  const answer = await published.read(`${feed}/feed.xml`)
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '30'])
  expect((await published.read(`${over.feed}/feed.xml`)).status).toBe(404)
  expect((await published.read(`${feed.slice(0, -1)}/feed.xml`)).status).toBe(404)
})
