// An audit of many articles: what it finds of each, how it ends when it is stopped, and how it goes on from there.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { audit } from '../../src/audit/audit.ts'
import type { AuditEvent } from '../../src/audit/finding.ts'
import type { AuditOptions } from '../../src/audit/options.ts'
import { type LargeSite, largeSite } from '../support/large-site.ts'

const ARTICLES = 16

let site: LargeSite
beforeAll(async () => {
  site = await largeSite(ARTICLES, 'plain')
})
afterAll(() => site.close())

function begin(options: Partial<AuditOptions> = {}) {
  return audit({
    url: site.origin,
    version: '0.0.0',
    articles: ARTICLES,
    browser: 'none',
    ...options,
  })
}

async function all(events: AsyncIterable<AuditEvent>): Promise<readonly AuditEvent[]> {
  const found: AuditEvent[] = []
  for await (const event of events) found.push(event)
  return found
}

const urls = (events: readonly AuditEvent[]) =>
  events.flatMap((event) => (event.kind === 'article' ? [event.article.url] : []))

test('each leak is found where it is, and nowhere else', async () => {
  const events = await all(begin())
  const leaks = events.filter((event) => event.kind === 'leak')
  const found = leaks.map(({ channel, article }) => `${channel} ${article?.replace(/.*-/, '')}`)
  const expected = Array.from({ length: ARTICLES }, (_, at) => [
    ...(at % 3 === 0 ? [`structured-data ${at}`] : []),
    ...(at % 5 === 0 ? [`feed ${at}`] : []),
    ...(at % 7 === 0 ? [`agent ${at}`] : []),
  ]).flat()
  expect(found.sort()).toEqual(expected.sort())
  for (const { words, gatedWords, basis, severity, proof } of leaks) {
    expect(words / gatedWords).toBeGreaterThan(0.97)
    expect([basis, severity]).toEqual(['comparison', 'medium'])
    expect(proof?.excerpt.split(' ')).toHaveLength(12)
  }
})

test('what was finished before is not asked for again, and what is left is', async () => {
  const stop = new AbortController()
  const first: AuditEvent[] = []
  for await (const event of begin({ signal: stop.signal })) {
    first.push(event)
    if (event.kind === 'article' && event.done === 5) stop.abort()
  }
  expect(urls(first)).toHaveLength(5)
  const rest = await all(begin({ from: urls(first) }))
  expect(urls(rest)).toHaveLength(ARTICLES - 5)
  expect(new Set([...urls(first), ...urls(rest)]).size).toBe(ARTICLES)
  const last = rest.filter((event) => event.kind === 'article').at(-1)
  expect(last).toMatchObject({ done: ARTICLES, of: ARTICLES })
})

test('only a site map of the site itself is read', async () => {
  const events = await all(begin({ sitemap: 'https://elsewhere.example/sitemap.xml' }))
  expect(urls(events)).toEqual([])
  const own = await all(begin({ sitemap: '/sitemap.xml', articles: 2 }))
  expect(urls(own)).toHaveLength(2)
})
