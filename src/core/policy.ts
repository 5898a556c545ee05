// Policy: the publication's own rules for who may read what.
import { type Access, type Article, NO_DATE } from './article.ts'

export interface Rule {
  /** Shown in the receipt. */
  readonly name: string
  readonly access: Access
  /** Every condition that is given must hold; within one, any of its values. */
  readonly sections: readonly string[] | undefined
  readonly tags: readonly string[] | undefined
  /** `/sport` matches it and all below it; `*` stands for any characters. */
  readonly paths: readonly string[] | undefined
  readonly olderThanDays: number | undefined
  readonly youngerThanDays: number | undefined
}

export type MeterPeriod = 'day' | 'week' | 'month' | { readonly days: number }

export interface MeterPolicy {
  readonly period: MeterPeriod
  /** IANA name; calendar periods begin at midnight there. */
  readonly timeZone: string
  /** How many different metered articles a period. */
  readonly anonymous: number
  readonly registered: number
  /** Different metered articles an hour to one network for requests that return no meter cookie. */
  readonly perNetworkPerHour: number
}

export interface Policy {
  readonly default: Access
  readonly rules: readonly Rule[]
  readonly meter: MeterPolicy
  /** Whether a spent anonymous meter meets the registration wall before the paywall. */
  readonly registrationFirst: boolean
  readonly cut: CutPolicy
}

export interface CutPolicy {
  /** About how many words a preview has. */
  readonly words: number
}

/** A wall that the publisher lifted for a time: a storm, an election night. */
export interface Opening {
  readonly scope:
    | { readonly kind: 'all' }
    | { readonly kind: 'section'; readonly section: string }
    | { readonly kind: 'tag'; readonly tag: string }
  /** Epoch milliseconds. */
  readonly until: number
}

/** What rules look at in an article. */
export type ArticleFacts = Pick<
  Article,
  'id' | 'path' | 'section' | 'tags' | 'published' | 'access' | 'sign'
>

/** The access that holds for an article at an instant, and the name of what says so. */
export interface Ruling {
  readonly access: Access
  readonly rule: string
}

const DAY = 86_400_000

/**
 * The article's own word, else the first rule that matches, else the sign on its page, else the policy's default. `now`
 * in epoch milliseconds.
 */
export function ruleFor(article: ArticleFacts, policy: Policy, now: number): Ruling {
  if (article.access !== undefined) return { access: article.access, rule: 'article' }
  const rule = policy.rules.find((one) => matches(one, article, now))
  if (rule !== undefined) return { access: rule.access, rule: rule.name }
  if (article.sign !== undefined) return { access: article.sign, rule: 'page' }
  return { access: policy.default, rule: 'default' }
}

/** The opening that holds for the article at `now`, the longest if several. */
export function openingFor(
  article: ArticleFacts,
  openings: readonly Opening[],
  now: number,
): Opening | undefined {
  let longest: Opening | undefined
  for (const opening of openings) {
    if (now >= opening.until || !covers(opening, article)) continue
    if (longest === undefined || opening.until > longest.until) longest = opening
  }
  return longest
}

function covers({ scope }: Opening, article: ArticleFacts): boolean {
  switch (scope.kind) {
    case 'all':
      return true
    case 'section':
      return article.section === scope.section
    case 'tag':
      return article.tags.includes(scope.tag)
  }
}

function matches(rule: Rule, article: ArticleFacts, now: number): boolean {
  if (rule.sections && !(article.section !== undefined && rule.sections.includes(article.section)))
    return false
  if (rule.tags && !rule.tags.some((tag) => article.tags.includes(tag))) return false
  if (rule.paths && !rule.paths.some((pattern) => matchesPage(pattern, article.path))) return false
  return !looksAtAge(rule) || isOfAge(rule, article, now)
}

export function looksAtAge({ olderThanDays, youngerThanDays }: Rule): boolean {
  return olderThanDays !== undefined || youngerThanDays !== undefined
}

/** An article without a date is of no age: it is neither old enough to be opened nor too old to be closed. */
function isOfAge(rule: Rule, { published }: ArticleFacts, now: number): boolean {
  if (published === NO_DATE) return false
  const age = now - published
  if (rule.olderThanDays !== undefined && age <= rule.olderThanDays * DAY) return false
  return rule.youngerThanDays === undefined || age < rule.youngerThanDays * DAY
}

/** Behind `index.php` stands what stands without it, and an article that its query names is below its path. */
function matchesPage(pattern: string, path: string): boolean {
  if (pathMatches(pattern, path)) return true
  const plain = path.replace(/^\/index\.php(?=\/.)/, '').replace(/\?.*$/s, '')
  return plain !== path && pathMatches(pattern, plain)
}

/** `/sport` covers `/sport` and `/sport/…`; a star stands for any run of characters. */
export function pathMatches(pattern: string, path: string): boolean {
  if (!pattern.includes('*')) return path === pattern || path.startsWith(`${pattern}/`)
  return starMatches(pattern, path)
}

/** Linear two-pointer match, so that no pattern of a configuration can be slow on a path of a reader. */
function starMatches(pattern: string, text: string): boolean {
  let p = 0
  let t = 0
  let star = -1
  let mark = 0
  while (t < text.length) {
    if (pattern[p] === '*') {
      star = p++
      mark = t
    } else if (p < pattern.length && pattern[p] === text[t]) {
      p++
      t++
    } else if (star >= 0) {
      p = star + 1
      t = ++mark
    } else return false
  }
  while (pattern[p] === '*') p++
  return p === pattern.length
}
