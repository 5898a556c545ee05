// Feed pages: where feeds are and what they follow, and the writing of one in its form. Public or private, a feed has
// the newest articles of the publication or of one section.
import type { Article } from '../core/article.ts'
import { sectionPath } from '../pages/addresses.ts'
import { atomFeed, type Feed, jsonFeed, rssFeed } from '../pages/feeds.ts'
import type { Frame } from '../pages/frame.ts'
import type { Issue } from './desk.ts'

const PER_FEED = 30

type FeedFile = 'feed.xml' | 'atom.xml' | 'feed.json'

export interface FeedPlace {
  readonly file: FeedFile
  /** Path of the section it follows; empty for the whole publication. */
  readonly home: string
  /** Name of that section. */
  readonly section: string | undefined
  /** The newest, newest first. */
  readonly articles: readonly Article[]
}

/** The feed at `/feed.xml` or `/harbour/feed.xml`, or undefined where there is none. */
export function feedPlace(path: string, { site }: Frame, issue: Issue): FeedPlace | undefined {
  const at = path.lastIndexOf('/')
  const home = path.slice(0, at)
  const file = path.slice(at + 1)
  if (!isFeedFile(file)) return undefined
  const section = site.publication.sections.find(({ id }) => sectionPath(id) === home)
  if (home !== '' && section === undefined) return undefined
  const articles = section === undefined ? issue.latest : (issue.bySection.get(section.id) ?? [])
  return { file, home, section: section?.name, articles: articles.slice(0, PER_FEED) }
}

function isFeedFile(file: string): file is FeedFile {
  return file === 'feed.xml' || file === 'atom.xml' || file === 'feed.json'
}

export function feedTitle({ site }: Frame, { section }: FeedPlace): string {
  const { name } = site.publication
  return section === undefined ? name : `${name}: ${section}`
}

/** A feed in the form that its file says, with its media type. */
export function writeFeed(
  frame: Frame,
  { file, home, articles }: FeedPlace,
  rest: Omit<Feed, 'home' | 'updated'>,
): { readonly type: string; readonly text: string } {
  const updated = Math.max(0, ...articles.map(({ published, updated }) => updated ?? published))
  const feed = { ...rest, home: home === '' ? '/' : home, updated }
  switch (file) {
    case 'feed.xml':
      return { type: 'application/rss+xml; charset=utf-8', text: rssFeed(frame, feed) }
    case 'atom.xml':
      return { type: 'application/atom+xml; charset=utf-8', text: atomFeed(frame, feed) }
    case 'feed.json':
      return { type: 'application/feed+json; charset=utf-8', text: jsonFeed(frame, feed) }
  }
}
