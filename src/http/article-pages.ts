// Article pages: every variant of every version rendered once, compressed once, and kept within a budget of bytes.
import type { Article } from '../core/article.ts'
import { cut } from '../core/cut.ts'
import { ruleFor } from '../core/policy.ts'
import type { Content } from '../core/ports.ts'
import { failed, ok, type Result } from '../core/result.ts'
import { type Variant, variantKey } from '../core/variant.ts'
import { articlePage } from '../pages/article-page.ts'
import type { Frame } from '../pages/frame.ts'
import type { Issue } from './desk.ts'
import { type Prepared, prepare, prepareBest } from './prepare.ts'

export interface ArticlePages {
  /** The variant's bytes if they are at hand and current. */
  ready(article: Article, key: string, issue: Issue): Prepared | undefined
  /** Renders what is not at hand; requests that want the same wait for one rendering. */
  make(
    article: Article,
    variant: Variant,
    issue: Issue,
    now: number,
  ): Promise<Result<Prepared, 'unavailable'>>
  /** Drops the pages of articles that are no longer in the edition. */
  sweep(issue: Issue): void
}

interface Kept {
  /** The issue this was last found current for. */
  issue: Issue
  /** Article version, gatedness and what else the page shows. */
  version: string
  readonly variants: Map<string, Prepared>
  size: number
}

/** How many other articles of its section stand under an article. */
const MORE = 4

export function createArticlePages(parts: {
  readonly content: Content
  readonly frame: Frame
  readonly headers: readonly string[]
  /** Bytes. */
  readonly budget: number
}): ArticlePages {
  const kept = new Map<string, Kept>()
  const making = new Map<string, Promise<Result<Prepared, 'unavailable'>>>()
  const improve = oneAfterAnother()
  let size = 0

  const drop = (path: string) => {
    size -= kept.get(path)?.size ?? 0
    kept.delete(path)
  }
  const keep = (path: string, key: string, prepared: Prepared, version: string, issue: Issue) => {
    const known = kept.get(path)
    if (known !== undefined && known.version !== version) drop(path)
    const entry = kept.get(path) ?? { issue, version, variants: new Map(), size: 0 }
    entry.issue = issue
    if (!entry.variants.has(key)) {
      entry.size += prepared.size
      size += prepared.size
    }
    entry.variants.set(key, prepared)
    kept.delete(path)
    kept.set(path, entry)
    for (const oldest of kept.keys()) {
      if (size <= parts.budget || oldest === path) break
      drop(oldest)
    }
  }
  const render = async (article: Article, variant: Variant, issue: Issue, now: number) => {
    const text = await parts.content.text(article)
    if (!text.ok) return text
    const key = variantKey(variant)
    const { policy } = parts.frame.site
    const gated = ruleFor(article, policy, now).access.kind !== 'free'
    const more = moreOf(article, issue)
    const listed = more.map((other) => [other.path, other.title, other.summary])
    const version = JSON.stringify([text.value.version, gated, listed])
    const entry = kept.get(article.path)
    const known = entry?.version === version ? entry.variants.get(key) : undefined
    if (entry !== undefined && known !== undefined) {
      entry.issue = issue
      return ok(known)
    }
    const html = articlePage(parts.frame, {
      article,
      cut: cut(text.value.body, text.value.authorCut, policy.cut),
      picture: text.value.picture,
      variant,
      gated,
      more: more.map((other) => ({ article: other, picture: undefined })),
    })
    const prepared = await prepare(html, parts.headers)
    keep(article.path, key, prepared, version, issue)
    improve(() => prepareBest(prepared))
    return ok(prepared)
  }
  return {
    ready(article, key, issue) {
      const entry = kept.get(article.path)
      return entry?.issue === issue ? entry.variants.get(key) : undefined
    },
    make(article, variant, issue, now) {
      const key = `${article.path} ${variantKey(variant)} ${issue.edition.generation}`
      const running = making.get(key)
      if (running !== undefined) return running
      const started = render(article, variant, issue, now)
        .catch((error: unknown) => failed('unavailable', `${article.path}: ${String(error)}`))
        .finally(() => making.delete(key))
      making.set(key, started)
      return started
    },
    sweep(issue) {
      for (const path of kept.keys()) if (!issue.edition.byPath.has(path)) drop(path)
    },
  }
}

function moreOf(article: Article, issue: Issue): readonly Article[] {
  if (article.section === undefined) return []
  const section = issue.bySection.get(article.section) ?? []
  return section.filter((other) => other.path !== article.path).slice(0, MORE)
}

/** Runs jobs one at a time, so that the best compression never takes more than one thread from the rest. */
function oneAfterAnother(): (job: () => Promise<void>) => void {
  let last = Promise.resolve()
  return (job) => {
    last = last.then(job).catch(() => undefined)
  }
}
