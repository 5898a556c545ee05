// What was learnt of an article holds over a restart: whoever forgot who may read it would open it.
import { appendFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
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

test('what stands below a cut is on the disk alone, and off it when the article is withdrawn', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'known-'))
  const texts = async () =>
    (await readdir(folder, { recursive: true })).filter((name) => /texts.*-/.test(name))
  try {
    const known = await openKnown({ folder, fileKey: (file) => file, report: () => undefined })
    known.learn(reading)
    known.learn({ ...reading, gatedTexts: ['Below'] })
    known.learn({ ...reading, continues: true, gatedTexts: ['D'] })
    await known.written()
    const { parts = [] } = known.find(article.path) ?? {}
    const kept = await Promise.all(parts.map((part) => known.textsOf(article.path, part)))
    expect(kept.map((one) => one?.gatedTexts)).toEqual([['Below'], ['D']])
    expect(JSON.stringify(known.find(article.path))).not.toContain('Below')
    expect(await texts()).toHaveLength(2)
    const [left = ''] = await texts()
    await writeFile(join(folder, `${left.slice(0, -32)}${'0'.repeat(32)}`), 'of a crash')
    known.withdraw(article.path)
    await known.written()
    expect(await texts()).toEqual([])
  } finally {
    await rm(folder, { recursive: true })
  }
})

test('previews beyond the budget go, those that were read longest ago first, and no article with them', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'known-'))
  const said: string[] = []
  try {
    const known = await openKnown({
      ...{ folder, fileKey: (file) => file, previewBytes: 2000 },
      report: (line) => said.push(line),
    })
    const at = (number: number) => `/a/${number}`
    for (let number = 0; number < 50; number++) {
      const openText = `What all may read of ${number}`
      known.learn({ ...reading, openText, article: { ...article, path: at(number) } })
    }
    expect(known.find(at(0))).toMatchObject({ gated: true, previewHtml: '', openText: '' })
    expect(known.find(at(49))).toMatchObject({ gated: true, previewHtml: '<p>A</p>' })
    expect(known.all()).toHaveLength(50)
    expect(said).toHaveLength(1)
    await known.written()
    expect(await known.openText(at(0))).toBe('What all may read of 0')
  } finally {
    await rm(folder, { recursive: true })
  }
})

test('of a free article lists say nothing, so only a search reads its text', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'known-'))
  const open = () => openKnown({ folder, fileKey: (file) => file, report: () => undefined })
  try {
    const first = await open()
    first.learn({ ...reading, gated: false, gatedTexts: [], openText: 'All of it' })
    expect(first.find(article.path)?.openText).toBe('')
    expect(await first.openText(article.path)).toBe('All of it')
    await first.written()
    expect(await (await open()).openText(article.path)).toBe('All of it')
  } finally {
    await rm(folder, { recursive: true })
  }
})
