// A reader's private feed: full text of what they may read now and the preview of all else, at an address that is theirs
// alone; and what an address is worth that is forged, foreign, or over.
import { JSDOM } from 'jsdom'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createSeals } from '../../src/http/seal.ts'
import { HEADERS } from '../support/attempts.ts'
import { type CanaryArticle, canaryEdition } from '../support/canaries.ts'
import { mailTo } from '../support/mails.ts'
import { type Answer, type Ask, browse, type Published, publish } from '../support/publication.ts'

const edition = canaryEdition()
const FORMS = ['feed.xml', 'atom.xml', 'feed.json'] as const
type Form = (typeof FORMS)[number]
type Browser = (path: string, ask?: Ask) => Promise<Answer>

let published: Published
beforeAll(async () => {
  published = await publish(edition.files)
})
afterAll(() => published.close())
beforeEach(() => {
  // Limits of log-ins and of feeds look back an hour at most.
  published.now += 61 * 60_000
})

async function logIn(address: string, count = 1): Promise<Browser> {
  const read = browse(published)
  await read('/account/log-in', { form: { address } })
  const { code } = await mailTo(published, address, count)
  await read('/account/code', { form: { code } })
  return read
}

/** The paths of the addresses that the feed's page shows. */
async function addresses(read: Browser, query = ''): Promise<readonly string[]> {
  const { text } = await read(`/account/feed${query}`)
  return [...text.matchAll(/<input class="copy"[^>]* readonly [^>]*value="([^"]+)"/g)].map(
    ([, value = '']) => {
      expect(value.startsWith(`${published.address}/account/feed/v1.`)).toBe(true)
      return value.slice(published.address.length)
    },
  )
}

/** Makes a feed; gives its address without the file. */
async function makeFeed(read: Browser): Promise<string> {
  expect((await read('/account/feed', { form: {} })).status).toBe(303)
  const [rss = ''] = await addresses(read)
  return rss.slice(0, -'/feed.xml'.length)
}

async function subscribe(address: string, until = published.now + 9e9): Promise<void> {
  const account = await published.accounts.store.accountOf(address)
  if (!account.ok) throw new Error('no account')
  const grant = { plan: 'digital', until, source: 'support' }
  await published.accounts.store.grant(account.value.reader, grant, published.now)
}

async function subscriber(address: string): Promise<{ read: Browser; feed: string }> {
  const read = await logIn(address)
  await subscribe(address)
  return { read, feed: await makeFeed(read) }
}

interface Entry {
  readonly link: string
  /** HTML. */
  readonly content: string
}

/** The entries of a feed in any form; throws on what is not well-formed. */
function entriesOf(form: Form, text: string): readonly Entry[] {
  if (form === 'feed.json')
    return JSON.parse(text).items.map((item: { url: string; content_html: string }) => ({
      link: item.url,
      content: item.content_html,
    }))
  const { document } = new JSDOM(text, { contentType: 'application/xml' }).window
  const items = Array.from(document.getElementsByTagName(form === 'feed.xml' ? 'item' : 'entry'))
  return items.map((item) => {
    const link = item.getElementsByTagName('link')[0]
    const content = item.getElementsByTagName(form === 'feed.xml' ? 'content:encoded' : 'content')
    return {
      link: (form === 'feed.xml' ? link?.textContent : link?.getAttribute('href')) ?? '',
      content: content[0]?.textContent ?? '',
    }
  })
}

/** What a whole article shows as text: pictures' own words, and what is never served, left out. */
const shown = ({ below }: CanaryArticle) =>
  below.filter((canary) => !/(?:svg|linktitle|comment|script|template)zz$/.test(canary))

/** Accesses that have articles whole in a feed; those that have none of what stands below the cut are the others. */
function wholeIn(form: Form, text: string): readonly string[] {
  const entries = entriesOf(form, text)
  const whole = new Set<string>()
  for (const article of edition.articles) {
    const entry = entries.find(({ link }) => link === published.address + article.path)
    const has = article.below.filter((canary) => entry?.content.includes(canary))
    if (has.length === 0) continue
    expect(shown(article).filter((canary) => !entry?.content.includes(canary))).toEqual([])
    whole.add(article.path)
  }
  return [...whole].map((path) => path.slice('/town/'.length)).sort()
}

const every = (...accesses: string[]) => accesses.flatMap((one) => [one, `${one}cut`]).sort()
const wholeAt = async (feed: string, form: Form = 'feed.xml') =>
  wholeIn(form, (await published.read(`${feed}/${form}`)).text)

describe('the address', () => {
  test('is made by a button, shown again, made anew, and switched off, without script', async () => {
    const read = await logIn('ada@example.org')
    expect((await read('/account')).text).toContain('Make my feed address')
    expect(await addresses(read)).toEqual([])
    const made = await read('/account/feed', { form: {} })
    expect(made.headers.get('location')).toBe('/account/feed?said=made')
    const page = await read('/account/feed?said=made')
    expect(page.text).toContain('Whoever has this address reads with your subscription.')
    expect([page.headers.get('cache-control'), page.headers.get('x-robots-tag')]).toEqual([
      'no-store',
      'noindex',
    ])
    const first = await addresses(read)
    expect(first.map((path) => path.split('/').at(-1))).toEqual([...FORMS])
    expect((await read('/account')).text).not.toContain('v1.test.')
    expect((await read('/account')).text).toContain('On since November 23, 2026.')

    await read('/account/feed', { form: {} })
    expect(await addresses(read)).toEqual(first)
    const statuses = async (paths: readonly string[]) =>
      Promise.all(paths.map(async (path) => (await published.read(path)).status))
    expect(await statuses(first)).toEqual([200, 200, 200])

    await read('/account/feed/replace', { form: {} })
    const second = await addresses(read)
    expect(await statuses(first)).toEqual([404, 404, 404])
    expect(await statuses(second)).toEqual([200, 200, 200])

    const off = await read('/account/feed/off', { form: {} })
    expect(off.headers.get('location')).toBe('/account?said=feed-off')
    expect((await read('/account?said=feed-off')).text).toContain('Your private feed is off.')
    expect(await statuses(second)).toEqual([404, 404, 404])
    expect(await addresses(read)).toEqual([])
  })

  test('leads to each section as well', async () => {
    const { read } = await subscriber('sections@example.org')
    const [rss = '', ...others] = await addresses(read, '?section=town')
    expect(rss).toMatch(/\/town\/feed\.xml$/)
    expect(others).toHaveLength(2)
    expect(wholeIn('feed.xml', (await published.read(rss)).text)).toHaveLength(8)
    const [sport = ''] = await addresses(read, '?section=sport')
    expect(entriesOf('feed.xml', (await published.read(sport)).text)).toEqual([])
    expect(await addresses(read, '?section=nowhere')).toEqual(await addresses(read))
  })

  test('is nobody’s but the reader’s: no page, form or address of it without their session', async () => {
    const { feed } = await subscriber('owner@example.org')
    for (const place of ['', '/replace', '/off']) {
      const posted = await published.read(`/account/feed${place}`, { form: {} })
      expect(posted.headers.get('location')).toContain('/account/log-in')
      const forged = await published.read(`/account/feed${place}`, {
        form: {},
        headers: { 'Sec-Fetch-Site': 'cross-site' },
      })
      expect(forged.status).toBe(403)
    }
    expect((await published.read('/account/feed')).headers.get('location')).toContain('log-in')
    expect((await published.read(`${feed}/feed.xml`)).status).toBe(200)
  })
})

describe('what is in it', () => {
  test.each(FORMS)('a subscriber has every article whole in %s', async (form) => {
    const { feed } = await subscriber(`all-${form}@example.org`)
    const answer = await published.read(`${feed}/${form}`)
    expect(answer.headers.get('standfirst-decision')).toBe('feed; whole=8; previews=0')
    expect(wholeIn(form, answer.text)).toEqual(
      every('free', 'registered', 'metered', 'subscribers'),
    )
    expect(answer.text).toContain('The Canary (private)')
  })

  test.each(FORMS)('its text does not say where it is: %s', async (form) => {
    const { feed } = await subscriber(`self-${form}@example.org`)
    const { text } = await published.read(`${feed}/${form}`)
    expect(text).not.toContain('v1.')
    expect(text).not.toMatch(/rel="self"|feed_url/)
    const other = await subscriber(`same-${form}@example.org`)
    expect((await published.read(`${other.feed}/${form}`)).text).toBe(text)
  })

  test('every picture of it can be had without a cookie; in place of the others stands a link to the article', async () => {
    const { feed } = await subscriber('pictures@example.org')
    const { text } = await published.read(`${feed}/atom.xml`)
    for (const { link, content } of entriesOf('atom.xml', text)) {
      const { document } = new JSDOM(content).window
      const pictures = Array.from(
        document.querySelectorAll('img'),
        (img) => img.getAttribute('src') ?? '',
      )
      expect(pictures).toHaveLength(link.includes('/town/free') ? 4 : 1)
      for (const src of pictures)
        expect((await published.read(new URL(src).pathname)).status).toBe(200)
      const instead = Array.from(document.querySelectorAll('a')).filter((a) =>
        a.textContent.startsWith('Picture: '),
      )
      expect(instead.map((a) => a.getAttribute('href'))).toEqual(
        Array(4 - pictures.length).fill(link),
      )
      expect(document.querySelectorAll('a a')).toHaveLength(0)
    }
  })

  test('a registered reader has whole what registering opens, and metered articles they have read', async () => {
    const read = await logIn('registered@example.org')
    const feed = await makeFeed(read)
    expect(await wholeAt(feed)).toEqual(every('free', 'registered'))
    const answer = await published.read(`${feed}/feed.xml`)
    expect(answer.headers.get('standfirst-decision')).toBe('feed; whole=4; previews=4')
    for (let times = 0; times < 10; times++) await published.read(`${feed}/feed.json`)
    const page = await read('/town/metered')
    expect(page.headers.get('standfirst-decision')).toContain('used=1; limit=5')
    await published.accounts.spends.flush()
    expect(await wholeAt(feed)).toEqual([...every('free', 'registered'), 'metered'].sort())
    const before = published.now
    published.now = Date.UTC(2026, 11, 2)
    expect(await wholeAt(feed)).toEqual(every('free', 'registered'))
    published.now = before
  })

  test('a plan opens its articles alone; when it ends, they are previews again by themselves', async () => {
    const read = await logIn('lapses@example.org')
    const feed = await makeFeed(read)
    await subscribe('lapses@example.org', published.now + 60_000)
    expect(await wholeAt(feed)).toHaveLength(8)
    published.now += 60_000
    expect(await wholeAt(feed)).toEqual(every('free', 'registered'))
  })

  test('a lifted wall opens, an article taken away is gone, one of tomorrow comes tomorrow', async () => {
    const read = await logIn('orders@example.org')
    const feed = await makeFeed(read)
    const until = published.now + 60_000
    published.openings.push({ scope: { kind: 'section', section: 'town' }, until })
    expect(await wholeAt(feed)).toHaveLength(8)
    published.now = until
    expect(await wholeAt(feed)).toHaveLength(4)
    published.openings.length = 0
    published.withdrawn.add('/town/registered')
    expect(await wholeAt(feed)).toEqual(['free', 'freecut', 'registeredcut'])
    expect((await published.read(`${feed}/feed.json`)).text).not.toContain('/town/registered"')
    published.withdrawn.clear()
    const title = 'title: zztomorrowzz\npublished: 2026-12-24T06:00:00Z\naccess: registered\n'
    await published.write('articles/town/tomorrow.md', `---\n${title}---\nzztomorrowtextzz\n`)
    await published.content.rescan()
    expect((await published.read(`${feed}/feed.xml`)).text).not.toContain('zztomorrow')
    const before = published.now
    published.now = Date.UTC(2026, 11, 24, 7)
    expect((await published.read(`${feed}/feed.xml`)).text).toContain('zztomorrowtextzz')
    published.now = before
  })

  test('the public feeds stay what they are, before and after', async () => {
    const read = async () => {
      const answers = await Promise.all(FORMS.map((form) => published.read(`/${form}`)))
      return answers.map(({ text, headers }) => [text, headers.get('cache-control')])
    }
    const before = await read()
    const { feed } = await subscriber('public@example.org')
    for (const form of FORMS) await published.read(`${feed}/${form}`)
    expect(await read()).toEqual(before)
    const gated = edition.articles.filter(({ access }) => access !== 'free')
    for (const [text] of before)
      for (const { below } of gated)
        expect(below.filter((canary) => text?.includes(canary))).toEqual([])
    expect((await published.read('/feed.xml')).text).toContain('rel="self"')
  })
})

describe('the response', () => {
  test('is kept by nobody else, found by no search engine, sets no cookie and looks at none', async () => {
    const { feed } = await subscriber('headers@example.org')
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
    const read = await logIn(address)
    const feed = await makeFeed(read)
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
    await subscribe(address)
    for (const etag of seen) {
      const headers = { 'If-None-Match': etag }
      expect((await published.read(`${feed}/atom.xml`, { headers })).status).toBe(200)
    }
  })

  test('an address that is asked for too often is told to come back later, and no other one', async () => {
    const often = await subscriber('often@example.org')
    const seldom = await subscriber('seldom@example.org')
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
    const unknown = seenOf(await published.read('/no/such/page'))
    expect(unknown[0]).toBe(404)
    for (const path of paths) {
      const answer = await published.read(path)
      expect([path, ...seenOf(answer)]).toEqual([path, ...unknown])
      for (const { below } of gated)
        expect(below.filter((canary) => answer.text.includes(canary))).toEqual([])
    }
  }

  test('forged, truncated, foreign, of another purpose or for another place: as if there were nothing', async () => {
    const { feed } = await subscriber('forged@example.org')
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
      const { read, feed } = await subscriber(`ends-${name}@example.org`)
      const etag = (await published.read(`${feed}/feed.xml`)).headers.get('etag') ?? ''
      expect((await end(read)).status).toBeLessThan(400)
      await isWorthless(FORMS.map((form) => `${feed}/${form}`))
      const headers = { 'If-None-Match': etag }
      expect((await published.read(`${feed}/feed.xml`, { headers })).status).toBe(404)
    }
  })

  test('no header, and no method, makes more of it', async () => {
    const { read, feed } = await subscriber('methods@example.org')
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
  const { read, feed } = await subscriber(address)
  await read('/account/log-out', { form: {} })
  expect((await published.read(`${feed}/feed.xml`)).status).toBe(200)
  const again = await logIn(address, 2)
  const page = await again('/account/sessions/end-all', { form: {} })
  expect(page.text).toContain('If you had a private feed, it is off too.')
})

test('what a reader takes along says that there is a feed, and not where', async () => {
  const { read, feed } = await subscriber('export@example.org')
  const { text } = await read('/account/export', { form: {} })
  expect(JSON.parse(text).privateFeed).toEqual({ made: new Date(published.now).toISOString() })
  for (const part of feed.split('.')) if (part.length > 20) expect(text).not.toContain(part)
})

test('no log and no record has the secret, not even when something breaks', async () => {
  const { feed } = await subscriber('log@example.org')
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

describe('elsewhere', () => {
  test('it lies where the publication’s accounts lie, and speaks its language', async () => {
    const config = JSON.parse(edition.files['standfirst.config.json'] ?? '')
    config.publication.language = 'de-DE'
    config.paths = { account: '/leser/konto' }
    const german = await publish({
      ...edition.files,
      'standfirst.config.json': JSON.stringify(config),
    })
    const read = browse(german)
    await read('/leser/konto/log-in', { form: { address: 'ada@example.org' } })
    const { code } = await mailTo(german, 'ada@example.org')
    await read('/leser/konto/code', { form: { code } })
    expect((await read('/leser/konto/feed', { form: {} })).status).toBe(303)
    const page = await read('/leser/konto/feed')
    expect(page.text).toContain('Wer diese Adresse hat, liest mit Ihrem Abo.')
    const [, url = ''] = /value="([^"]+atom\.xml)"/.exec(page.text) ?? []
    expect(url).toMatch(/\/leser\/konto\/feed\/v1\.test\./)
    const feed = await german.read(new URL(url).pathname)
    expect(feed.text).toContain('<title>The Canary (privat)</title>')
    await german.close()
  })

  test('with the store gone a feed says when to ask again; what is worthless asks no store', async () => {
    const { feed } = await subscriber('outage@example.org')
    const over = await subscriber('over@example.org')
    await over.read('/account/feed/off', { form: {} })
    expect((await published.read(`${over.feed}/feed.xml`)).status).toBe(404)
    await published.accounts.close()
    const answer = await published.read(`${feed}/feed.xml`)
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '30'])
    expect((await published.read(`${over.feed}/feed.xml`)).status).toBe(404)
    expect((await published.read(`${feed.slice(0, -1)}/feed.xml`)).status).toBe(404)
  })
})
