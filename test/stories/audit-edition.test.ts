// The sample publication, audited as a publisher audits theirs before a deploy: all pages that readers can be sent, and
// the whole of it as a running server.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { AuditEvent } from '../../src/audit/finding.ts'
import { leaksInPage } from '../../src/audit/page-leaks.ts'
import { openEditionAudit } from '../../src/cli/audit-edition.ts'
import { sampleFiles } from '../support/sample.ts'

let dir: string
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'standfirst-edition-'))
  for (const [file, text] of Object.entries(await sampleFiles())) {
    await mkdir(dirname(join(dir, file)), { recursive: true })
    await writeFile(join(dir, file), text)
  }
})
afterAll(() => rm(dir, { recursive: true, force: true }))

test('no text below the cut leaves the sample, in any variant or by any way', async () => {
  const opened = await openEditionAudit({ edition: dir, env: {}, url: undefined })
  if (!opened.ok) throw new Error(opened.detail)
  const events: AuditEvent[] = []
  try {
    for await (const event of opened.value.events({ version: '0.0.0', browser: 'none' }))
      events.push(event)
  } finally {
    await opened.value.close()
  }
  expect(events.filter(({ kind }) => kind === 'leak')).toEqual([])
  const [first] = events
  expect(first).toMatchObject({
    kind: 'site',
    site: { system: 'Standfirst', basis: 'truth', control: 'edition' },
  })
  const articles = events.filter((event) => event.kind === 'article')
  expect(articles).toHaveLength(opened.value.articles)
  const accesses = new Set(articles.map(({ article }) => article.access))
  expect([...accesses].sort()).toEqual(['gated', 'metered', 'open'])
  const gated = articles.filter(({ article }) => article.access !== 'open')
  for (const { article } of gated) {
    expect(article.gatedWords).toBeGreaterThan(100)
    expect(article.tried).toEqual(
      expect.arrayContaining(['page', 'feed', 'api', 'agent', 'path', 'search', 'list']),
    )
  }
  expect(events.filter(({ kind }) => kind === 'reader')).toEqual([])
})

test('a variant that holds what it may not is named', () => {
  const gated = 'Eleven crossings were cancelled before the harbour master found the broken valve.'
  const page = (html: string) => ({
    name: 'preview out paywall',
    html: `<article>${html}</article>`,
  })
  const leaks = leaksInPage({
    url: 'http://127.0.0.1/harbour/crossings',
    gated,
    preview: 'The ferry did not sail.',
    pages: [page('<p>The ferry did not sail.</p>'), page(`<p hidden>${gated}</p>`)],
  })
  expect(leaks).toMatchObject([{ channel: 'hidden-text', words: 12, gatedWords: 12 }])
  expect(leaks[0]?.why).toContain('preview out paywall')
})
