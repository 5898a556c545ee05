// Article pages: every variant of every version rendered once and compressed once, for whoever waits for it.
import type { Article, ArticleText } from '../core/article.ts'
import { cut } from '../core/cut.ts'
import { type Policy, ruleFor } from '../core/policy.ts'
import type { Content } from '../core/ports.ts'
import { failed, ok, type Result } from '../core/result.ts'
import { type Asker, type SayPutOff, Seats } from '../core/seats.ts'
import type { Variant } from '../core/variant.ts'
import { articlePage } from '../pages/article-page.ts'
import type { Frame } from '../pages/frame.ts'
import type { Issue } from './desk.ts'
import type { KeptPages } from './kept-pages.ts'
import type { Wanted } from './outcome.ts'
import { bestOfPage, createBestLater, type Encoded, preparePage } from './prepare.ts'
import type { Pages } from './read-article.ts'
import { VariantShelf } from './variant-shelf.ts'

export interface ArticlePages extends Pages<Issue> {
  /** Drops the pages of articles that are no longer in the edition. */
  sweep(issue: Issue): void
  /** What is kept, up to some thousands of pages. */
  kept(): KeptPages
}

interface Parts {
  readonly content: Content
  readonly frame: Frame
  /** Sent with every article page: names and values in turn. */
  readonly headers: readonly string[]
  /** Bytes of prepared pages to keep. */
  readonly budget: number
  readonly putOff: SayPutOff | undefined
}

/** Pages that are made at once. Their texts wait elsewhere; this is for those that only have to be written and compressed. */
const MOST_MAKING = 500
/** How many different things that were asked for of articles are remembered: some name a day, and new ones come with each. */
const MOST_MET = 500
/** Pages that are told to another process: more than it makes in its time. */
const MOST_TOLD = 5000
/** How many other articles of its section stand under an article. */
const MORE = 4

export function createArticlePages(parts: Parts): ArticlePages {
  const shelf = new VariantShelf<Issue>(parts.budget)
  const making = new Map<string, Promise<Result<Encoded, 'unavailable' | 'changed' | 'busy'>>>()
  const seats = new Seats(MOST_MAKING, (why) => parts.putOff?.('pages', why))
  const improve = createBestLater(bestOfPage)
  const met = new Map<string, Wanted>()
  const versionOf = createVersions(parts.frame.site.policy)
  const render = async (
    article: Article,
    wanted: Wanted,
    issue: Issue,
    now: number,
    asker: Asker | undefined,
  ) => {
    const text = await parts.content.text(article, asker && (() => asker))
    if (!text.ok) return text
    const html = draw(article, wanted.variant, text.value, { issue, now, frame: parts.frame })
    const page = await preparePage(html, parts.headers, wanted.encoding)
    shelf.put(article.path, wanted.key, versionOf(article, issue, now), issue, page)
    meet(wanted, met)
    return ok(page.encoded)
  }
  return {
    ready(article, wanted, issue, now) {
      const { key } = wanted
      const page =
        shelf.current(article.path, key, issue) ??
        // Most of an issue is what it was in the one before.
        shelf.confirm(article.path, key, versionOf(article, issue, now), issue)
      if (page !== undefined) improve(page)
      return page?.encoded
    },
    make(article, wanted, issue, now, askerOf) {
      // By version: what was saved elsewhere meanwhile makes no other page of it.
      const key = `${versionOf(article, issue, now)} ${wanted.key}`
      const running = making.get(key)
      if (running !== undefined) return running
      const asker = askerOf?.()
      const giveBack = seats.take(asker)
      if (giveBack === undefined)
        return Promise.resolve(failed('busy', `${article.path} would wait behind too many others`))
      const started = render(article, wanted, issue, now, asker)
        .catch((error: unknown) =>
          failed('unavailable' as const, `${article.path}: ${String(error)}`),
        )
        .finally(() => {
          giveBack()
          making.delete(key)
        })
      making.set(key, started)
      return started
    },
    sweep(issue) {
      for (const path of shelf.paths()) if (!issue.edition.byPath.has(path)) shelf.drop(path)
    },
    kept: () => listOf(shelf.keys(), [...met.values()]),
  }
}

/** The last that was made is the last in `met`. */
function meet(wanted: Wanted, met: Map<string, Wanted>): void {
  met.delete(wanted.key)
  met.set(wanted.key, wanted)
  const [oldest] = met.keys()
  if (met.size > MOST_MET && oldest !== undefined) met.delete(oldest)
}

function listOf(
  keys: readonly (readonly [path: string, keys: readonly string[]])[],
  wanted: readonly Wanted[],
): KeptPages {
  const places = new Map(wanted.map(({ key }, place) => [key, place]))
  const pages: [path: string, places: readonly number[]][] = []
  let count = 0
  for (const [path, own] of keys) {
    const found = own.flatMap((key) => places.get(key) ?? [])
    count += found.length
    if (count > MOST_TOLD) break
    pages.push([path, found])
  }
  return { wanted: wanted.map(({ variant, encoding }) => ({ variant, encoding })), pages }
}

/**
 * Gives a text that names all that a page's bytes depend on besides the variant. What an article says, its text and its
 * pictures too, is told by the article's being the same one.
 */
function createVersions(policy: Policy) {
  const numbers = new WeakMap<Article, number>()
  let count = 0
  const numberOf = (article: Article) => {
    const number = numbers.get(article) ?? count++
    numbers.set(article, number)
    return number
  }
  return (article: Article, issue: Issue, now: number): string => {
    const { access } = ruleFor(article, policy, now)
    const listed = moreOf(article, issue).map(({ path, title, summary }) => [path, title, summary])
    return JSON.stringify([numberOf(article), access, listed])
  }
}

function draw(
  article: Article,
  variant: Variant,
  { body, authorCut, picture }: ArticleText,
  { issue, now, frame }: { readonly issue: Issue; readonly now: number; readonly frame: Frame },
): string {
  const { policy } = frame.site
  const { access } = ruleFor(article, policy, now)
  const plans = access.kind === 'subscribers' ? access.plans : undefined
  return articlePage(frame, {
    ...{ article, picture, variant },
    cut: cut(body, authorCut, policy.cut),
    gated: access.kind !== 'free',
    ...(plans && { plans }),
    more: moreOf(article, issue).map((other) => ({ article: other, picture: undefined })),
  })
}

function moreOf(article: Article, issue: Issue): readonly Article[] {
  if (article.section === undefined) return []
  const more: Article[] = []
  // A section may have thousands, and this is asked for each page that is made.
  for (const other of issue.bySection.get(article.section) ?? []) {
    if (more.length === MORE) break
    if (other.path !== article.path) more.push(other)
  }
  return more
}
