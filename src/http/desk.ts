// Desk: what is out at this moment, by section, tag and author. Made anew when the edition changes or an article's
// hour has come; every page that lists articles is built from it.

import { type Article, newestFirst, placeIn } from '../core/article.ts'
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
/** More changes than this, and all lists are made anew. */
const MOST_CHANGES = 500

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
      issue = lay(edition, now, issue)
      since = now
      until = nextChange(edition, now, ages)
    }
    return issue
  }
}

/** `before`: the issue before, from which what has not changed is taken. */
function lay(edition: Edition, now: number, before: Issue | undefined): Issue {
  const latest = outAt(edition, now)
  const changes = before && changesBetween(before.latest, latest)
  const listed = (old: Lists | undefined, keysOf: KeysOf) =>
    old && changes ? amended(old, keysOf, changes) : listedAnew(latest, keysOf)
  return {
    ...{ edition, latest },
    bySection: listed(before?.bySection, sectionsOf),
    byTag: listed(before?.byTag, tagsOf),
    byAuthor: listed(before?.byAuthor, authorsOf),
  }
}

type Lists = ReadonlyMap<string, readonly Article[]>
type KeysOf = (article: Article) => Iterable<string>

const sectionsOf: KeysOf = ({ section }) => (section === undefined ? [] : [section])
const tagsOf: KeysOf = ({ tags }) => new Set(tags.map(tagPath))
const authorsOf: KeysOf = ({ bylines }) => new Set(bylines.map(authorPath))

function listedAnew(latest: readonly Article[], keysOf: KeysOf): Lists {
  const lists = new Map<string, Article[]>()
  for (const article of latest) for (const key of keysOf(article)) push(lists, key, article)
  return lists
}

/** Those that are not out yet stand before all others. */
function outAt({ latest }: Edition, now: number): readonly Article[] {
  const first = latest.findIndex(({ published }) => published <= now)
  return first < 0 ? [] : latest.slice(first)
}

interface Changes {
  readonly gone: readonly Article[]
  readonly come: readonly Article[]
}

/** What one list has and the other has not; undefined where that is much. */
function changesBetween(
  before: readonly Article[],
  after: readonly Article[],
): Changes | undefined {
  const gone: Article[] = []
  const come: Article[] = []
  let at = 0
  for (const article of after) {
    let old = before[at]
    while (old !== undefined && old !== article && newestFirst(old, article) <= 0) {
      gone.push(old)
      old = before[++at]
    }
    if (old === article) at++
    else come.push(article)
    if (gone.length + come.length > MOST_CHANGES) return undefined
  }
  const rest = before.slice(at)
  return rest.length > MOST_CHANGES ? undefined : { gone: [...gone, ...rest], come }
}

function amended(before: Lists, keysOf: KeysOf, { gone, come }: Changes): Lists {
  const lists = new Map(before)
  const own = new Map<string, Article[]>()
  const listAt = (key: string) => {
    const list = own.get(key) ?? [...(lists.get(key) ?? [])]
    own.set(key, list)
    return list
  }
  for (const article of gone)
    for (const key of keysOf(article)) listAt(key).splice(placeIn(listAt(key), article), 1)
  for (const article of come)
    for (const key of keysOf(article)) listAt(key).splice(placeIn(listAt(key), article), 0, article)
  for (const [key, list] of own)
    if (list.length > 0) lists.set(key, list)
    else lists.delete(key)
  return lists
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
