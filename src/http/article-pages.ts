// Article pages: every variant of every version rendered once and compressed once, for whoever waits for it.
import type { Article } from '../core/article.ts'
import { cut } from '../core/cut.ts'
import { ruleFor } from '../core/policy.ts'
import type { Content } from '../core/ports.ts'
import { failed, ok, type Result } from '../core/result.ts'
import type { Variant } from '../core/variant.ts'
import { articlePage } from '../pages/article-page.ts'
import type { Frame } from '../pages/frame.ts'
import type { Issue } from './desk.ts'
import { bestOfPage, createBestLater, type Encoded, preparePage } from './prepare.ts'
import { keyOf, type Pages, type Wanted } from './read-article.ts'
import { VariantShelf } from './variant-shelf.ts'

export interface ArticlePages extends Pages<Issue> {
  /** Drops the pages of articles that are no longer in the edition. */
  sweep(issue: Issue): void
}

interface Parts {
  readonly content: Content
  readonly frame: Frame
  /** Sent with every article page: names and values in turn. */
  readonly headers: readonly string[]
  /** Bytes of prepared pages to keep. */
  readonly budget: number
}

/** How many other articles of its section stand under an article. */
const MORE = 4

export function createArticlePages(parts: Parts): ArticlePages {
  const shelf = new VariantShelf<Issue>(parts.budget)
  const making = new Map<string, Promise<Result<Encoded, 'unavailable' | 'changed'>>>()
  const improve = createBestLater(bestOfPage)
  const render = async (article: Article, wanted: Wanted, issue: Issue, now: number) => {
    const key = keyOf(wanted)
    const drawn = await draw(article, wanted.variant, issue, now, parts)
    if (!drawn.ok) return drawn
    const { version, html } = drawn.value
    const known = shelf.confirm(article.path, key, version, issue)
    if (known !== undefined) return ok(known.encoded)
    const page = await preparePage(html(), parts.headers, wanted.encoding)
    shelf.put(article.path, key, version, issue, page)
    return ok(page.encoded)
  }
  return {
    ready(article, wanted, issue) {
      const page = shelf.current(article.path, keyOf(wanted), issue)
      if (page !== undefined) improve(page)
      return page?.encoded
    },
    make(article, wanted, issue, now) {
      const key = `${issue.edition.generation} ${article.path} ${keyOf(wanted)}`
      const running = making.get(key)
      if (running !== undefined) return running
      const started = render(article, wanted, issue, now)
        .catch((error: unknown) =>
          failed('unavailable' as const, `${article.path}: ${String(error)}`),
        )
        .finally(() => making.delete(key))
      making.set(key, started)
      return started
    },
    sweep(issue) {
      for (const path of shelf.paths()) if (!issue.edition.byPath.has(path)) shelf.drop(path)
    },
  }
}

/** What the page's bytes depend on besides the variant, and how to make them. */
async function draw(
  article: Article,
  variant: Variant,
  issue: Issue,
  now: number,
  { content, frame }: Parts,
): Promise<Result<{ version: string; html: () => string }, 'unavailable' | 'changed'>> {
  const text = await content.text(article)
  if (!text.ok) return text
  const { version, body, authorCut, picture } = text.value
  const { policy } = frame.site
  const { access } = ruleFor(article, policy, now)
  const gated = access.kind !== 'free'
  const plans = access.kind === 'subscribers' ? access.plans : undefined
  const more = moreOf(article, issue)
  const listed = more.map((other) => [other.path, other.title, other.summary])
  return ok({
    version: JSON.stringify([version, access, listed]),
    html: () =>
      articlePage(frame, {
        article,
        cut: cut(body, authorCut, policy.cut),
        picture,
        variant,
        gated,
        ...(plans && { plans }),
        more: more.map((other) => ({ article: other, picture: undefined })),
      }),
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
