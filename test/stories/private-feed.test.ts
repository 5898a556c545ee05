// A reader's private feed: made, shown, made anew and switched off; full text of what they may read now and the preview
// of all else. What an address is worth that is forged, foreign or over is in private-feed-address.test.ts.
import { JSDOM } from 'jsdom'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type CanaryArticle, canaryEdition } from '../support/canaries.ts'
import {
  addresses,
  entriesOf,
  FORMS,
  type Form,
  makeFeed,
  subscribe,
  subscriber,
} from '../support/feed-reader.ts'
import { mailTo } from '../support/mails.ts'
import { browse, type Published, publish, WAYS } from '../support/publication.ts'
import { logIn } from '../support/shop.ts'

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
const wholeAt = async (feed: string) => {
  const texts = await Promise.all(
    WAYS.map(async (way) => (await published.read(`${feed}/feed.xml`, { way })).text),
  )
  expect(new Set(texts).size).toBe(1)
  return wholeIn('feed.xml', texts[0] ?? '')
}

describe('the address', () => {
  test('is made by a button, shown again, made anew, and switched off, without script', async () => {
    const read = await logIn(published, 'ada@example.org')
    expect((await read('/account')).text).toContain('Make my feed address')
    expect(await addresses(published, read)).toEqual([])
    const made = await read('/account/feed', { form: {} })
    expect(made.headers.get('location')).toBe('/account/feed?said=made')
    const page = await read('/account/feed?said=made')
    expect(page.text).toContain('Whoever has this address reads with your subscription.')
    expect([page.headers.get('cache-control'), page.headers.get('x-robots-tag')]).toEqual([
      'no-store',
      'noindex',
    ])
    const first = await addresses(published, read)
    expect(first.map((path) => path.split('/').at(-1))).toEqual([...FORMS])
    expect((await read('/account')).text).not.toContain('v1.test.')
    expect((await read('/account')).text).toContain('On since November 23, 2026.')

    await read('/account/feed', { form: {} })
    expect(await addresses(published, read)).toEqual(first)
    const statuses = async (paths: readonly string[]) =>
      Promise.all(paths.map(async (path) => (await published.read(path)).status))
    expect(await statuses(first)).toEqual([200, 200, 200])

    await read('/account/feed/replace', { form: {} })
    const second = await addresses(published, read)
    expect(await statuses(first)).toEqual([404, 404, 404])
    expect(await statuses(second)).toEqual([200, 200, 200])

    const off = await read('/account/feed/off', { form: {} })
    expect(off.headers.get('location')).toBe('/account?said=feed-off')
    expect((await read('/account?said=feed-off')).text).toContain('Your private feed is off.')
    expect(await statuses(second)).toEqual([404, 404, 404])
    expect(await addresses(published, read)).toEqual([])
  })

  test('leads to each section as well', async () => {
    const { read } = await subscriber(published, 'sections@example.org')
    const [rss = '', ...others] = await addresses(published, read, '?section=town')
    expect(rss).toMatch(/\/town\/feed\.xml$/)
    expect(others).toHaveLength(2)
    expect(wholeIn('feed.xml', (await published.read(rss)).text)).toHaveLength(8)
    const [sport = ''] = await addresses(published, read, '?section=sport')
    expect(entriesOf('feed.xml', (await published.read(sport)).text)).toEqual([])
    expect(await addresses(published, read, '?section=nowhere')).toEqual(
      await addresses(published, read),
    )
  })

  test('is nobody’s but the reader’s: no page, form or address of it without their session', async () => {
    const { feed } = await subscriber(published, 'owner@example.org')
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
    const { feed } = await subscriber(published, `all-${form}@example.org`)
    for (const way of WAYS) {
      const answer = await published.read(`${feed}/${form}`, { way })
      expect(answer.headers.get('standfirst-decision')).toBe('feed; whole=8; previews=0')
      expect(wholeIn(form, answer.text)).toEqual(
        every('free', 'registered', 'metered', 'subscribers'),
      )
      expect(answer.text).toContain('The Canary (private)')
    }
  })

  test.each(FORMS)('its text does not say where it is: %s', async (form) => {
    const { feed } = await subscriber(published, `self-${form}@example.org`)
    const { text } = await published.read(`${feed}/${form}`)
    expect(text).not.toContain('v1.')
    expect(text).not.toMatch(/rel="self"|feed_url/)
    const other = await subscriber(published, `same-${form}@example.org`)
    expect((await published.read(`${other.feed}/${form}`)).text).toBe(text)
  })

  test('every picture of it can be had without a cookie; in place of the others stands a link to the article', async () => {
    const { feed } = await subscriber(published, 'pictures@example.org')
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
    const read = await logIn(published, 'registered@example.org')
    const feed = await makeFeed(published, read)
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
    const read = await logIn(published, 'lapses@example.org')
    const feed = await makeFeed(published, read)
    await subscribe(published, 'lapses@example.org', published.now + 60_000)
    expect(await wholeAt(feed)).toHaveLength(8)
    published.now += 60_000
    expect(await wholeAt(feed)).toEqual(every('free', 'registered'))
  })

  test('a lifted wall opens, an article taken away is gone, one of tomorrow comes tomorrow', async () => {
    const read = await logIn(published, 'orders@example.org')
    const feed = await makeFeed(published, read)
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
    const { feed } = await subscriber(published, 'public@example.org')
    for (const form of FORMS) await published.read(`${feed}/${form}`)
    expect(await read()).toEqual(before)
    const gated = edition.articles.filter(({ access }) => access !== 'free')
    for (const [text] of before)
      for (const { below } of gated)
        expect(below.filter((canary) => text?.includes(canary))).toEqual([])
    expect((await published.read('/feed.xml')).text).toContain('rel="self"')
  })
})

const WORDS = 'quay '.repeat(150)
const written = (access: string) =>
  `---\ntitle: A headline\npublished: 2026-11-22T07:00:00Z\nsection: town\naccess: ${access}\n---\n${WORDS}\n\n${WORDS}\n\nzzlastzz ${WORDS}\n`

test('an article for other plans is a preview, until one of them is had', async () => {
  const config = JSON.parse(edition.files['standfirst.config.json'] ?? '')
  config.plans.push({ ...config.plans[0], id: 'print', name: 'Print' })
  config.plans[1].offers = [{ ...config.plans[0].offers[0], id: 'printed' }]
  const plans = await publish({
    'standfirst.config.json': JSON.stringify(config),
    'articles/town/print.md': written('{ subscribers: [print] }'),
  })
  try {
    expect(plans.faults).toEqual([])
    const { feed } = await subscriber(plans, 'digital@example.org')
    const digital = await plans.read(`${feed}/feed.xml`)
    expect(digital.text).toContain('/town/print')
    expect(digital.text).not.toContain('zzlastzz')
    await subscribe(plans, 'digital@example.org', undefined, 'print')
    expect((await plans.read(`${feed}/feed.xml`)).text).toContain('zzlastzz')
  } finally {
    await plans.close()
  }
})

test('an article that is gated while the feed is being made is left out, and a preview at the next fetch', async () => {
  await published.write('articles/town/turns.md', written('free'))
  await published.content.rescan()
  const feed = await makeFeed(published, await logIn(published, 'turns@example.org'))
  const { content } = published
  const { text } = content
  let turned = false
  const late: typeof text = async (article) => {
    if (article.path === '/town/turns' && !turned) {
      turned = true
      await published.write('articles/town/turns.md', written('subscribers'))
      await content.rescan()
    }
    return text.call(content, article)
  }
  Object.assign(content, { text: late })
  const meanwhile = await published.read(`${feed}/feed.xml`)
  expect(turned).toBe(true)
  expect(meanwhile.text).not.toContain('/town/turns')
  const next = await published.read(`${feed}/feed.xml`)
  expect(next.text).toContain('/town/turns')
  for (const answer of [meanwhile, next]) expect(answer.text).not.toContain('zzlastzz')
  Reflect.deleteProperty(content, 'text')
})

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
