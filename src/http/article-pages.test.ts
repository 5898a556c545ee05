// Article pages: those who wait for the same page wait for one, whatever else is saved meanwhile.
import { expect, test } from 'vitest'
import { article, bodyOf, frameOf, site } from '../../test/support/newspaper.ts'
import type { Article, ArticleText } from '../core/article.ts'
import type { Content, Edition } from '../core/ports.ts'
import { ok } from '../core/result.ts'
import type { Variant } from '../core/variant.ts'
import { createArticlePages } from './article-pages.ts'
import { countedPages } from './counted-pages.ts'
import { createDesk } from './desk.ts'
import { type KeptPages, makeAlike } from './kept-pages.ts'
import { wantedOf } from './outcome.ts'

const NOW = Date.UTC(2026, 10, 23, 9)
const text: ArticleText = {
  ...{ version: 'first', authorCut: undefined, picture: undefined },
  body: bodyOf('<p>Above the cut.</p><p>Below the cut.</p>'),
}
const full: Variant = { view: 'full', notice: { kind: 'none' }, signedIn: false }
const wanted = wantedOf(full, 'identity')

/** Pages out of texts that come when `come` is called. */
function waitingPages() {
  const { promise: coming, resolve: come } = Promise.withResolvers<void>()
  const counted = { texts: 0, kept: 0, shared: 0, made: 0, failed: 0 }
  let edition = editionOf([article], 1)
  const notAsked = () => Promise.reject(new Error('is not asked for'))
  const content: Content = {
    edition: () => edition,
    async text() {
      counted.texts++
      await coming
      return ok(text)
    },
    ...{ picture: notAsked, image: notAsked, isCrowded: () => false },
  }
  const making = { content, frame: frameOf(), headers: [], budget: 1e6, putOff: undefined }
  const own = createArticlePages(making)
  const pages = countedPages(own, {
    kept: () => void counted.kept++,
    shared: () => void counted.shared++,
    made: () => void counted.made++,
    failed: () => void counted.failed++,
  })
  const issueAt = createDesk(content, site.policy)
  const save = (...articles: readonly Article[]) => {
    edition = editionOf(articles, edition.generation + 1)
  }
  /** As whoever asks for it now. */
  const make = (one = article, what = wanted) => pages.make(one, what, issueAt(NOW), NOW)
  const ready = (what = wanted) => pages.ready(article, what, issueAt(NOW), NOW)
  const current = (path: string) => {
    const source = issueAt(NOW)
    const found = source.edition.byPath.get(path)
    return found && { article: found, source }
  }
  const makeAll = (kept: KeptPages, signal = new AbortController().signal) =>
    makeAlike(kept, { pages, current }, () => NOW, signal)
  return { come, counted, save, make, ready, kept: own.kept, makeAll }
}

function editionOf(articles: readonly Article[], generation: number): Edition {
  const byPath = new Map(articles.map((one) => [one.path, one]))
  const front = { lead: undefined, rail: [], rows: [] }
  return { generation, byPath, latest: articles, moved: new Map(), front }
}

const elsewhere: Article = { ...article, id: 'B', path: '/town/ferry', section: 'town' }

test('a page that many ask for at once is made once, also where another article is saved meanwhile', async () => {
  const { come, counted, save, make, ready } = waitingPages()
  expect(ready()).toBeUndefined()
  const first = [make(), make(), make()]
  save(article, elsewhere)
  const then = [make(), make()]
  const gzipped = make(article, wantedOf(full, 'gzip'))
  come()
  const made = await Promise.all([...first, ...then])
  const bytes = new Set(made.map((page) => page.ok && page.value))
  expect([bytes.size, bytes.has(ready() ?? false)]).toEqual([1, true])
  expect((await gzipped).ok).toBe(true)
  expect(counted).toEqual({ texts: 2, shared: 4, made: 2, kept: 1, failed: 0 })
})

test('of an article that is saved itself, and of one that stands beside others now, another page is made', async () => {
  const { come, counted, save, make } = waitingPages()
  const before = make()
  const saved: Article = { ...article, title: 'The quay is open' }
  save(saved)
  const after = make(saved)
  save(saved, { ...elsewhere, section: article.section })
  const beside = make(saved)
  come()
  const pages = await Promise.all([before, after, beside])
  const said = pages.map((page) => (page.ok ? new TextDecoder().decode(page.value.bytes) : ''))
  expect(said.map((html) => html.includes(saved.title))).toEqual([false, true, true])
  expect(said.map((html) => html.includes(elsewhere.path))).toEqual([false, false, true])
  expect(counted).toMatchObject({ texts: 3, shared: 0, made: 3 })
})

test('what one process has at hand another makes by its list, as long as it may and of what there is', async () => {
  const [one, other, later] = [waitingPages(), waitingPages(), waitingPages()]
  for (const { come } of [one, other, later]) come()
  one.save(article, elsewhere)
  const walled: Variant = { ...full, view: 'preview' }
  const all = [wanted, wantedOf(full, 'gzip'), wantedOf(walled, 'identity')]
  for (const what of all) await one.make(article, what)
  await one.make(elsewhere)
  const kept: KeptPages = JSON.parse(JSON.stringify(one.kept()))
  expect(kept.pages).toEqual([
    [article.path, [2, 0, 1]],
    ['/town/ferry', [2]],
  ])

  // There is no article elsewhere.
  await other.makeAll(kept)
  expect(other.counted).toMatchObject({ made: 3, failed: 0 })
  for (const what of all) expect(other.ready(what)?.bytes).toEqual(one.ready(what)?.bytes)
  expect(other.kept().pages).toEqual([[article.path, [0, 1, 2]]])

  await later.makeAll(kept, AbortSignal.abort())
  expect(later.counted.made).toBe(0)
})

test('what is still being made when there is no more time is not waited for', async () => {
  const late = waitingPages()
  const kept: KeptPages = {
    wanted: [{ variant: full, encoding: 'identity' }],
    pages: [[article.path, [0]]],
  }
  const enough = new AbortController()
  const making = late.makeAll(kept, enough.signal)
  enough.abort()
  await making
  expect(late.ready()).toBeUndefined()
  late.come()
  await expect.poll(() => late.ready()).toBeDefined()
})

test('of more kinds of pages than are remembered it is those that were made last', async () => {
  const { come, make, kept } = waitingPages()
  come()
  const kinds = Array.from({ length: 510 }, (_, day) => {
    const resets = new Date(NOW + day * 86_400_000).toISOString().slice(0, 10)
    const notice = { kind: 'left', left: 1, limit: 3, resets } as const
    return wantedOf({ view: 'full', notice, signedIn: false }, 'identity')
  })
  for (const kind of kinds) await make(article, kind)
  const { wanted, pages } = kept()
  const said = wanted.map(({ variant, encoding }) => wantedOf(variant, encoding).key)
  expect(said).toEqual(kinds.slice(10).map(({ key }) => key))
  expect(pages).toEqual([[article.path, [...said.keys()]]])
})
