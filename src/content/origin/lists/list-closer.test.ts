// A long list is closed in a thread exactly as a short one is at once, and it is known when it has to be closed again.
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
  const closed = await closer.close(text, 'application/json', looked)
  expect(closed.reading).toEqual(closeText(text, 'application/json', lookUp, SETTINGS))
  expect(closed.stands()).toBe(true)
  lookUp = lookUpOf(articles.slice(1))
  expect(closed.stands()).toBe(false)
})

test('what takes too long, or is none, is refused', async () => {
  const broken = `[${'"text",'.repeat(20_000)}`
  const { reading } = await closer.close(broken, 'application/json', () => undefined)
  expect(reading.kind).toBe('refused')
})
