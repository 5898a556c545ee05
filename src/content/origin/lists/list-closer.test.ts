// A long list is closed in a thread exactly as a short one is at once, and it is known when it has to be closed again.
import { setImmediate } from 'node:timers/promises'
import { afterAll, expect, test } from 'vitest'
import {
  bodyOf,
  type ListedArticle,
  listedArticle,
  lookUpOf,
  OWN,
  SITE,
} from '../../../../test/support/listed-articles.ts'
import { closeText } from './close-text.ts'
import { openListCloser } from './list-closer.ts'

const SETTINGS = { cms: 'wordpress', addresses: SITE } as const
const closer = openListCloser(SETTINGS)
afterAll(() => closer.end())

const KINDS = ['gated', 'free', 'unknown'] as const
const articles = Array.from({ length: 90 }, (_, at) =>
  listedArticle(at + 1, KINDS[at % 3] ?? 'free'),
)
const postOf = (article: ListedArticle) => ({
  link: OWN + article.path,
  content: { rendered: bodyOf(article) },
  embedded: [{ link: `${OWN}/other/`, excerpt: article.below.join(' ') }],
})

test('a long interface is closed as it would be at once, and as long as nothing else is known', async () => {
  const text = JSON.stringify(articles.map(postOf))
  expect(text.length).toBeGreaterThan(50_000)
  let lookUp = lookUpOf(articles)
  const looked = (path: string) => lookUp(path)
  const closed = await closer.close(Buffer.from(text), 'application/json', looked)
  expect(closed.reading).toEqual(closeText(text, 'application/json', lookUp, SETTINGS))
  expect(closed.stands()).toBe(true)
  lookUp = lookUpOf(articles.slice(1))
  expect(closed.stands()).toBe(false)
})

test('what takes too long, or is none, is refused', async () => {
  const broken = `[${'"text",'.repeat(20_000)}`
  const { reading } = await closer.close(Buffer.from(broken), 'application/json', () => undefined)
  expect(reading.kind).toBe('refused')
})

test('what takes long to parse is closed beside all else, however short it is', async () => {
  const opened = Array.from({ length: 400 }, (_, at) => `<b id=${at}>`).join('')
  const description = `<p>${opened}${'<p>x'.repeat(400)}`
  const text = Buffer.from(JSON.stringify({ items: [{ url: `${OWN}/a-b/`, description }] }))
  expect(text.byteLength).toBeLessThan(8 * 1024)
  let isClosed = false
  const closing = closer
    .close(text, 'application/json', () => undefined)
    .then(({ reading }) => {
      isClosed = true
      return reading.kind
    })
  for (let turn = 0; turn < 3; turn++) await setImmediate()
  expect(isClosed).toBe(false)
  expect(await closing).toBe('closed')
})

test('addresses of a long text are rewritten as those of a short one are, whatever its charset', async () => {
  const line = `<a href="${OWN}/a">caf\u00e9</a>\n`
  for (const times of [3, 20_000]) {
    const bytes = Buffer.from(line.repeat(times), 'latin1')
    const open = await closer.asItIs(bytes, 'text/html; charset=iso-8859-1', 'text')
    expect(open).toBe(line.replace(OWN, SITE.public).repeat(times))
  }
})

test('a feed full of what never ends takes time by its length alone', () => {
  const opened = '<!--'.repeat(250_000)
  const feed = `<rss><channel><item><title><![CDATA[${opened}]]></title></item></channel></rss>`
  const closed = closeText(feed, 'application/rss+xml', () => undefined, SETTINGS)
  expect(closed.kind).toBe('closed')
})
