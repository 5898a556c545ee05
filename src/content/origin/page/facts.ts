// Facts: what is known of an article by its page, or by the part of another page that announces it.
import { type Article, NO_DATE } from '../../../core/article.ts'
import type { PageSettings } from '../../../core/origin.ts'
import { type ArticleFacts, type Policy, ruleFor } from '../../../core/policy.ts'
import { idOf } from '../../article-id.ts'
import { instants } from '../../folder/instant.ts'
import { type ReadAccess, readAccess, type Sign } from './facts-access.ts'
import { classNames, linkedNames, shownAuthors, slugsOf } from './facts-names.ts'
import { freeOf, plain, plainTexts, readFree, type Thing } from './facts-structured.ts'
import type { Place } from './find-body-survey.ts'
import type { Head } from './recognise-head.ts'
import { attribute, textOf } from './selectors.ts'

export interface Known {
  readonly head: Head
  /** What the structured data says of this article. */
  readonly data: Thing | undefined
  /** What stands on the page around the text, and is of no other article. */
  readonly around: readonly Place[]
  /** What stands around or in the text and may carry the names of sections and tags in its classes. */
  readonly named: readonly Place[]
  /** Of the text itself. */
  readonly inside: readonly Place[]
}

export interface ReadArticle {
  readonly article: Article
  readonly doubts: readonly string[]
}

export function articleFrom(known: Known, settings: PageSettings, now: number): ReadArticle {
  const { head, data, around, named } = known
  const meta = (name: string) => head.meta.get(name) ?? []
  const times = timesOf(known, settings.timeZone, now)
  const { sign, doubts } = readSigns(known, settings.policy)
  const tags = [
    ...classNames(named, 'tag-'),
    ...linkedNames(around, 'tag'),
    ...[...meta('article:tag'), ...plainTexts(data?.get('keywords'))]
      .flatMap((text) => text.split(','))
      .flatMap(slugsOf),
  ]
  const facts: ArticleFacts = {
    ...{ id: idOf(head.path), path: head.path, published: times.published },
    ...{ access: undefined, section: undefined, tags: unique(tags), ...(sign && { sign }) },
  }
  const article: Article = {
    ...facts,
    section: sectionOf(facts, sectionNames(known), settings.policy, now),
    title: titleOf(known),
    summary:
      plain(data?.get('description')) ??
      plain([...meta('og:description'), ...meta('description')][0]) ??
      '',
    bylines: bylinesOf(known),
    updated: times.updated,
    ...{ image: undefined, imageAlt: '', correction: undefined, moved: [] },
  }
  return { article, doubts }
}

/** Of an article that another page carries or announces. */
export function readUnit(
  path: string,
  inside: readonly Place[],
  settings: PageSettings,
  now: number,
): ArticleFacts {
  const tags = [...classNames(inside, 'tag-'), ...linkedNames(inside, 'tag')]
  const published = timeIn(inside, settings.timeZone) ?? NO_DATE
  const facts: ArticleFacts = {
    ...{ id: idOf(path), path, published: Math.min(published, now) },
    ...{ access: undefined, section: undefined, tags: unique(tags) },
  }
  const names = [...classNames(inside, 'category-'), ...linkedNames(inside, 'section')]
  return { ...facts, section: sectionOf(facts, [...names, ...inPath(path)], settings.policy, now) }
}

function sectionNames({ head, data, around, named }: Known): readonly string[] {
  const tag = head.classes.has('post-template') ? classNames(named, 'tag-').slice(0, 1) : []
  const names = [
    ...classNames(named, 'category-'),
    ...linkedNames(around, 'section'),
    ...(head.meta.get('article:section') ?? []).flatMap(slugsOf),
    ...plainTexts(data?.get('articleSection')).flatMap(slugsOf),
    ...tag,
  ]
  return names.length > 0 ? names : inPath(head.path)
}

/** The first part of a path of several, if it is not a date. */
function inPath(path: string): readonly string[] {
  const [first, ...rest] = path.slice(1).split('/')
  return first === undefined || rest.length === 0 || /^\d+$/.test(first) ? [] : [first]
}

/**
 * An article stands in one section, and sites put theirs into several: the one for which the first rule holds; of those
 * that are left the one in the path, or the first.
 */
function sectionOf(
  facts: ArticleFacts,
  names: readonly string[],
  policy: Policy,
  now: number,
): string | undefined {
  const sections = unique(names)
  const order = (section: string) => {
    const { rule } = ruleFor({ ...facts, section }, policy, now)
    const at = policy.rules.findIndex(({ name }) => name === rule)
    return at < 0 ? policy.rules.length : at
  }
  const parts = facts.path.split('/')
  const isInPath = (section: string) => (parts.includes(section) ? 0 : 1)
  return sections.toSorted(
    (one, other) => order(one) - order(other) || isInPath(one) - isInPath(other),
  )[0]
}

function unique(names: readonly string[]): readonly string[] {
  return [...new Set(names.filter((name) => name !== ''))]
}

const HEADLINE =
  /^(?:entry-title|wp-block-post-title|article-title|post-title|gh-article-title|p-name)$/

function titleOf({ head, data, around, inside }: Known): string {
  const shown = around.find(({ classes }) => classes.some((one) => HEADLINE.test(one)))
  const first = around.find(({ element }) => element.tagName === 'h1')
  return (
    plain(data?.get('headline')) ??
    (shown && plain(textOf(shown.element))) ??
    plain(head.meta.get('og:title')?.[0]) ??
    (first && plain(textOf(first.element))) ??
    headlineIn(inside, head.title) ??
    head.title
  )
}

/** What stands in the text may be a headline of a part of it, unless the title of the page begins with it. */
function headlineIn(inside: readonly Place[], title: string): string | undefined {
  return inside
    .filter(({ element }) => element.tagName === 'h1')
    .flatMap(({ element }) => plain(textOf(element)) ?? [])
    .find((headline) => title.startsWith(headline))
}

function bylinesOf({ head, data, around }: Known): readonly string[] {
  const authors = [data?.get('author')].flat(2).flatMap((one) => {
    if (typeof one !== 'object' || one === null) return plain(one) ?? []
    const author: Thing = new Map(Object.entries(one))
    const id = author.get('@id')
    const named = typeof id === 'string' ? head.data.byId.get(id) : undefined
    return plain(author.get('name')) ?? plain(named?.get('name')) ?? []
  })
  if (authors.length > 0) return unique(authors)
  const said = [...(head.meta.get('author') ?? []), ...(head.meta.get('article:author') ?? [])]
  const names = said.filter((name) => !/^https?:/i.test(name))
  return names.length > 0 ? unique(names) : shownAuthors(around)
}

interface Times {
  readonly published: number
  readonly updated: number | undefined
}

/** What is on a public page is out, whatever its date says. */
function timesOf({ head, data, around }: Known, timeZone: string, now: number): Times {
  const read = reader(timeZone)
  const first = (texts: readonly unknown[]) =>
    texts.flatMap((text) => (typeof text === 'string' ? (read(text) ?? []) : []))[0]
  const meta = (name: string) => head.meta.get(name) ?? []
  const published =
    first([data?.get('datePublished'), ...meta('article:published_time')]) ??
    timeIn(around, timeZone) ??
    first([data?.get('dateCreated')])
  const updated = first([data?.get('dateModified'), ...meta('article:modified_time')])
  return {
    published: Math.min(published ?? NO_DATE, now),
    updated: updated === undefined ? undefined : Math.min(updated, now),
  }
}

function timeIn(places: readonly Place[], timeZone: string): number | undefined {
  const read = reader(timeZone)
  const times = places.filter(({ element }) => element.tagName === 'time')
  const marked = times.filter(
    ({ element, classes }) =>
      classes.includes('published') || attribute(element, 'itemprop') === 'datePublished',
  )
  return [...marked, ...times].flatMap(
    ({ element }) => read(attribute(element, 'datetime') ?? '') ?? [],
  )[0]
}

/** Dates as they are written for machines; any other form is believed only where it names its zone. */
function reader(timeZone: string): (text: string) => number | undefined {
  const instant = instants(timeZone)
  return (text) => {
    const trimmed = text.trim()
    const known = instant(trimmed)
    if (known !== undefined) return isNever(known) ? undefined : known
    const other = /(?:GMT|UTC|Z|[+-]\d{2}:?\d{2})$/.test(trimmed) ? Date.parse(trimmed) : Number.NaN
    return Number.isNaN(other) || isNever(other) ? undefined : other
  }
}

const DAY = 86_400_000
const FIRST_NEWSPAPERS = Date.UTC(1600, 0, 1)

/** What systems write for a date that is missing: the beginning of their count, in whatever zone. */
function isNever(instant: number): boolean {
  return Math.abs(instant - NO_DATE) < DAY || instant < FIRST_NEWSPAPERS
}

const TIERS = new Map<string, Sign['says']>([
  ['free', 'free'],
  ['metered', 'metered'],
  ['locked', 'subscribers'],
])

function readSigns({ head, data, around, inside }: Known, policy: Policy): ReadAccess {
  const signs: Sign[] = []
  const say = (by: string, free: boolean | undefined) => {
    if (free !== undefined) signs.push({ by, says: free ? 'free' : 'gated' })
  }
  if (data !== undefined) say('its structured data', freeOf(data))
  for (const free of head.data.free) say("the page's structured data", free)
  for (const { element } of around)
    if (attribute(element, 'itemprop') === 'isAccessibleForFree')
      say('its microdata', readFree(attribute(element, 'content') ?? attribute(element, 'href')))
  for (const tier of head.meta.get('article:content_tier') ?? []) {
    const says = TIERS.get(tier.toLowerCase())
    if (says !== undefined) signs.push({ by: 'article:content_tier', says })
  }
  const isKeptBack = inside.some(({ classes }) => classes.includes(KEPT_BACK_BY_GHOST))
  if (isKeptBack) signs.push({ by: 'Ghost', says: 'gated' })
  const { sign, doubts } = readAccess(signs, policy)
  return { sign, doubts: isKeptBack ? [...doubts, KEPT_BACK] : doubts }
}

const KEPT_BACK_BY_GHOST = 'gh-post-upgrade-cta'
const KEPT_BACK =
  'Ghost keeps the rest of this article back from Standfirst too: nobody can be given it.'
