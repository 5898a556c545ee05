// Desk: what is out at this moment, by section, tag and author. Made anew when the edition changes or an article's
// hour has come; every page that lists articles is built from it.

import type { Article } from '../core/article.ts'
import type { Policy } from '../core/policy.ts'
import type { Content, Edition } from '../core/ports.ts'
import { authorPath, tagPath } from '../pages/addresses.ts'

export interface Issue {
  readonly edition: Edition
  /** What is out, newest first. */
  readonly latest: readonly Article[]
  readonly bySection: ReadonlyMap<string, readonly Article[]>
  /** By the tag's page, e.g. `/tag/harbour-board`. */
  readonly byTag: ReadonlyMap<string, readonly Article[]>
  /** By the author's page, e.g. `/author/ines-marlowe`. */
  readonly byAuthor: ReadonlyMap<string, readonly Article[]>
}

const HOUR = 3_600_000

/** Gives the issue that is out at an instant (epoch milliseconds). The same value as long as nothing has changed. */
export function createDesk(content: Content, policy: Policy): (now: number) => Issue {
  const ages = policy.rules.some(
    (rule) => (rule.olderThanDays ?? rule.youngerThanDays) !== undefined,
  )
  let issue: Issue | undefined
  let since = 0
  let until = 0
  return (now) => {
    const edition = content.edition()
    // A clock that is set back must not show what is not out.
    if (issue?.edition !== edition || now >= until || now < since) {
      issue = lay(edition, now)
      since = now
      until = nextChange(edition, now, ages)
    }
    return issue
  }
}

function lay(edition: Edition, now: number): Issue {
  const latest = edition.latest.filter((article) => article.published <= now)
  const bySection = new Map<string, Article[]>()
  const byTag = new Map<string, Article[]>()
  const byAuthor = new Map<string, Article[]>()
  for (const article of latest) {
    if (article.section !== undefined) push(bySection, article.section, article)
    for (const tag of article.tags) push(byTag, tagPath(tag), article)
    for (const name of article.bylines) push(byAuthor, authorPath(name), article)
  }
  return { edition, latest, bySection, byTag, byAuthor }
}

/** When the next article comes out, or, where rules look at age, the next full hour. */
function nextChange(edition: Edition, now: number, ages: boolean): number {
  let next = ages ? (Math.floor(now / HOUR) + 1) * HOUR : Number.POSITIVE_INFINITY
  for (const article of edition.latest) {
    if (article.published <= now) break
    next = Math.min(next, article.published)
  }
  return next
}

function push(map: Map<string, Article[]>, key: string, article: Article): void {
  const list = map.get(key)
  if (list === undefined) map.set(key, [article])
  else list.push(article)
}
