// Public pages: front, section, tag and author pages, feeds and maps. They carry nothing of the reader and nothing
// that stands below a cut, so any cache may keep them for a minute.

import type { Article } from '../core/article.ts'
import { cut } from '../core/cut.ts'
import { ruleFor } from '../core/policy.ts'
import type { Content } from '../core/ports.ts'
import { authorPath, sectionPath } from '../pages/addresses.ts'
import type { FeedItem } from '../pages/feeds.ts'
import type { Frame, Story } from '../pages/frame.ts'
import { frontPage } from '../pages/front-page.ts'
import { listPage } from '../pages/list-page.ts'
import { newsSitemap, sitemap, sitemapIndex } from '../pages/sitemaps.ts'
import type { Issue } from './desk.ts'
import { type FeedPlace, feedPlace, feedTitle, writeFeed } from './feed-pages.ts'

export interface PublicPage {
  readonly type: string
  readonly text: string
}

export interface Making {
  readonly content: Content
  readonly frame: Frame
  readonly issue: Issue
  readonly now: number
  /** Local date of the publication. */
  readonly today: string
}

const PER_PAGE = 24
/** Few enough that a map is written between two requests, and that a thousand of them hold a million articles. */
const PER_MAP = 1000
/** A news map has no more (Google). */
const MOST_NEWS = 1000
const TWO_DAYS = 48 * 3_600_000
const HTML = 'text/html; charset=utf-8'
const XML = 'application/xml; charset=utf-8'

/**
 * The page at a path; undefined at once when none stands there, `busy` when its texts cannot be read now. `page` counts
 * from 1.
 */
export function publicPage(
  path: string,
  page: number,
  making: Making,
): Promise<PublicPage | 'busy'> | undefined {
  if (path === '/') return front(making)
  const feed = feedPlace(path, making.frame, making.issue)
  if (feed !== undefined) return feedPage(feed, making)
  const map = mapAt(path, making)
  if (map !== undefined) return mapPage(map, making)
  const listing = listingAt(path, making)
  return listing && listingPage(listing, page, making)
}

async function front({ content, frame, issue, now, today }: Making): Promise<PublicPage> {
  const { edition, latest } = issue
  const taken = new Set<string>()
  const take = (article: Article | undefined) => {
    if (article === undefined || article.published > now || taken.has(article.path))
      return undefined
    taken.add(article.path)
    return article
  }
  const pick = (
    paths: readonly string[],
    rest: Iterable<Article>,
    most: number,
    except: readonly string[] = [],
  ) => {
    const picked = paths.map((path) => take(edition.byPath.get(path))).filter(isArticle)
    for (const article of rest) {
      if (picked.length >= most) break
      const next = except.includes(article.path) ? undefined : take(article)
      if (next !== undefined) picked.push(next)
    }
    return picked
  }
  const named = edition.front.rows.flatMap((row) => row.articles).concat(edition.front.rail)
  const lead = pick(edition.front.lead === undefined ? [] : [edition.front.lead], latest, 1)[0]
  const rail = pick(edition.front.rail, latest, 4, named)
  const { sections } = frame.site.publication
  const wanted =
    edition.front.rows.length > 0
      ? edition.front.rows
      : sections.map(({ id }) => ({ section: id, articles: [] }))
  const rows = wanted.flatMap((row) => {
    const section = sections.find(({ id }) => id === row.section)
    const articles = pick(row.articles, issue.bySection.get(row.section) ?? [], 4)
    return section === undefined || articles.length === 0 ? [] : [{ section, articles }]
  })
  const text = frontPage(frame, {
    lead: lead && (await storyOf(content, lead)),
    rail: await Promise.all(rail.map((article) => storyOf(content, article))),
    rows: await Promise.all(
      rows.map(async ({ section, articles }) => ({
        section,
        stories: await Promise.all(articles.map((article) => storyOf(content, article))),
      })),
    ),
    today,
  })
  return { type: HTML, text }
}

function isArticle(article: Article | undefined): article is Article {
  return article !== undefined
}

async function storyOf(content: Content, article: Article): Promise<Story> {
  return { article, picture: await content.picture(article) }
}

interface Listing {
  readonly kind: 'section' | 'tag' | 'author'
  readonly name: string
  readonly path: string
  readonly articles: readonly Article[]
}

function listingAt(path: string, { frame, issue }: Making): Listing | undefined {
  const section = frame.site.publication.sections.find(({ id }) => sectionPath(id) === path)
  if (section !== undefined) {
    const articles = issue.bySection.get(section.id) ?? []
    return { kind: 'section', name: section.name, path, articles }
  }
  const tagged = issue.byTag.get(path)
  if (tagged !== undefined) {
    const name = path.slice('/tag/'.length).replaceAll('-', ' ')
    return { kind: 'tag', name, path, articles: tagged }
  }
  const written = issue.byAuthor.get(path)
  const name = written?.[0]?.bylines.find((byline) => authorPath(byline) === path)
  if (written === undefined || name === undefined) return undefined
  return { kind: 'author', name, path, articles: written }
}

function listingPage(
  { kind, name, path, articles }: Listing,
  page: number,
  { frame, content }: Making,
): Promise<PublicPage> | undefined {
  const pages = Math.max(1, Math.ceil(articles.length / PER_PAGE))
  if (page > pages) return undefined
  const shown = articles.slice((page - 1) * PER_PAGE, page * PER_PAGE)
  const write = (stories: readonly Story[]) => {
    const feeds = kind === 'section'
    return listPage(frame, { kind, name, path, stories, page, pages, feeds })
  }
  return Promise.all(shown.map((article) => storyOf(content, article))).then((stories) => ({
    type: HTML,
    text: write(stories),
  }))
}

/** One text after the other: articles that are read wait behind one of them, not behind all. */
async function feedPage(place: FeedPlace, making: Making): Promise<PublicPage | 'busy'> {
  const items: FeedItem[] = []
  for (const article of place.articles) {
    const item = await feedItem(article, making)
    if (item === 'busy') return item
    if (item !== undefined) items.push(item)
  }
  return writeFeed(making.frame, place, {
    title: feedTitle(making.frame, place),
    path: `${place.home}/${place.file}`,
    items,
  })
}

/** An article whose text cannot be read is left out of the feed rather than the feed out of the reader. */
async function feedItem(article: Article, making: Making): Promise<FeedItem | 'busy' | undefined> {
  const text = await making.content.text(article)
  if (!text.ok) return text.reason === 'busy' ? 'busy' : undefined
  const { policy } = making.frame.site
  const { before } = cut(text.value.body, text.value.authorCut, policy.cut)
  const gated = ruleFor(article, policy, making.now).access.kind !== 'free'
  return { article, picture: text.value.picture, preview: before, gated }
}

type MapPlace = 'news' | 'index' | { readonly number: number }

function mapAt(path: string, { issue }: Making): MapPlace | undefined {
  if (path === '/news-sitemap.xml') return 'news'
  const maps = mapCount(issue)
  if (path === '/sitemap.xml') return maps > 1 ? 'index' : { number: 1 }
  const number = Number(/^\/sitemap-(\d{1,4})\.xml$/.exec(path)?.[1])
  return number >= 1 && number <= maps ? { number } : undefined
}

function mapCount({ latest }: Issue): number {
  return Math.max(1, Math.ceil(latest.length / PER_MAP))
}

async function mapPage(place: MapPlace, making: Making): Promise<PublicPage> {
  return { type: XML, text: mapText(place, making) }
}

function mapText(place: MapPlace, { frame, issue, now }: Making): string {
  const { latest } = issue
  if (place === 'news')
    return newsSitemap(
      frame,
      latest.slice(0, MOST_NEWS).filter(({ published }) => now - published < TWO_DAYS),
    )
  if (place === 'index') {
    const parts = Array.from({ length: mapCount(issue) }, (_, index) => ({
      path: `/sitemap-${index + 1}.xml`,
      updated: newest(latest.slice(index * PER_MAP, (index + 1) * PER_MAP)),
    }))
    return sitemapIndex(frame, parts)
  }
  const { number } = place
  const articles = latest.slice((number - 1) * PER_MAP, number * PER_MAP)
  const urls = articles.map((article) => ({ path: article.path, updated: newest([article]) }))
  const sections = frame.site.publication.sections.map(({ id }) => ({
    path: sectionPath(id),
    updated: newest(issue.bySection.get(id) ?? []),
  }))
  const home = { path: '/', updated: newest(latest) }
  return sitemap(frame, number === 1 ? [home, ...sections, ...urls] : urls)
}

function newest(articles: readonly Article[]): number {
  let latest = 0
  for (const { published, updated } of articles) latest = Math.max(latest, updated ?? published)
  return latest
}
