// Lists: the section, tag and author pages that articles stand on, and the feeds of sections, asked for once a site.
import type { SharedPage } from './discover.ts'
import { PERSONAS } from './personas.ts'
import type { Reading } from './reading.ts'
import type { PageFacts } from './texts/apart.ts'

const MOST_LISTS = 12
const MOST_FEEDS = 8
const LIST =
  /^\/(?:tags?|topics?|themen?|category|categories|sections?|authors?|ressort|rubrik)\/[^/]+\/?$/i

/** Of pages of articles: where else the site shows them. */
export async function readLists(
  pages: readonly { readonly url: string; readonly page: PageFacts }[],
  reading: Reading,
): Promise<readonly SharedPage[]> {
  const { origin } = reading.asker
  const sections = new Set<string>()
  const lists = new Set<string>()
  for (const { url, page } of pages) {
    const parts = new URL(url).pathname.split('/').filter((part) => part !== '')
    const [section] = parts
    if (section !== undefined && parts.length > 1 && !/^\d+$/.test(section))
      sections.add(`/${section}`)
    for (const { href } of page.links) {
      const link = new URL(href)
      if (link.origin === origin.origin && LIST.test(link.pathname)) lists.add(link.pathname)
    }
  }
  const paths = [...sections, ...lists].slice(0, MOST_LISTS)
  const feeds = [...sections].flatMap((section) => [
    `${section}/feed/`,
    `${section}/feed.xml`,
    `${section}/rss.xml`,
  ])
  const found = await Promise.all([
    ...paths.map((path) => readShared('list', path, reading)),
    ...feeds.slice(0, MOST_FEEDS).map((path) => readShared('feed', path, reading)),
  ])
  return found.filter((one) => one !== undefined)
}

async function readShared(
  channel: 'list' | 'feed',
  path: string,
  reading: Reading,
): Promise<SharedPage | undefined> {
  const { agent } = PERSONAS[channel === 'feed' ? 'feed-reader' : 'browser']
  const read = await reading.read({ path, agent })
  if (!read.ok || read.value.answer.status !== 200) return undefined
  const { kind, root } = read.value.apart
  const isMeant = channel === 'list' ? kind === 'page' : /^(?:rss|feed|rdf)$/i.test(root)
  return isMeant ? { channel, read: read.value } : undefined
}
