// What was learnt of an article holds over a restart: whoever forgot who may read it would open it.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Article } from '../../core/article.ts'
import type { ArticlePageReading } from '../../core/origin.ts'
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
