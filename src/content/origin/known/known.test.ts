// What was learnt of an article holds over a restart: whoever forgot who may read it would open it.
import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Article } from '../../../core/article.ts'
import type { ArticlePageReading } from '../../../core/origin.ts'
import { openKnown } from './known.ts'

const article: Required<Article> = {
  ...{ id: 'AAAAAAAAAAA', path: '/harbour/quay', title: 'The quay', summary: 'In short.' },
  ...{ bylines: ['Ida Quill'], published: 1, updated: 2, section: 'harbour', tags: ['ferries'] },
  access: { kind: 'subscribers', plans: ['archive'] },
  sign: { kind: 'metered' },
  ...{ image: 'a.png', imageAlt: 'A', correction: 'C', moved: ['/quay'] },
}
const reading: ArticlePageReading = {
  ...{ kind: 'article', article, gated: true, full: [], preview: [], words: 9, wordsBefore: 3 },
  ...{ previewHtml: '<p>A</p>', continues: false, listed: [], gatedTexts: ['B'], openText: 'A' },
  ...{ gatedFiles: ['/b.png'], openFiles: ['/a.png'], foundBy: 'cms', language: 'en' },
  ...{ doubts: [], rented: [] },
}

test('every fact of an article is the same after a restart', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'known-'))
  const open = () => openKnown({ folder, fileKey: (file) => file, report: () => undefined })
  try {
    const before = await open()
    before.learn(reading)
    const learnt = before.find(article.path)
    await before.written()
    const after = await open()
    expect(after.find(article.path)).toEqual(learnt)
    expect(after.all()).toEqual([article])
    await after.written()
  } finally {
    await rm(folder, { recursive: true })
  }
})

test('what is learnt is not lost behind a line that was torn, and old lines do not gather without end', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'known-'))
  const file = join(folder, 'articles.jsonl')
  const open = () => openKnown({ folder, fileKey: (one) => one, report: () => undefined })
  try {
    const first = await open()
    first.learn(reading)
    await first.written()
    await appendFile(file, '{"path":"/torn","lea')
    const second = await open()
    for (let version = 0; version < 3000; version++) {
      second.learn({ ...reading, openText: `Version ${version}` })
      if (version % 100 === 99) await second.written()
    }
    await second.written()
    expect((await readFile(file, 'utf8')).split('\n').length).toBeLessThan(1500)
    const third = await open()
    expect(third.find(article.path)?.openText).toBe('Version 2999')
  } finally {
    await rm(folder, { recursive: true })
  }
})

test('a text that a site shows at every address that one invents is remembered at a few of them', async () => {
  const known = await openKnown({ folder: undefined, fileKey: (file) => file, report: () => {} })
  const at = (path: string) => ({ ...reading, article: { ...article, path } })
  for (let copy = 0; copy < 50; copy++) known.learn(at(`/quay-${copy}`))
  expect(known.all().length).toBeLessThan(10)
  known.learn({ ...at('/other'), gatedTexts: ['C'] })
  expect(known.find('/other')).toBeDefined()
  expect(known.below('/b.png').length).toBeGreaterThan(0)
})
