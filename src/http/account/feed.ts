// Feed: a reader's private feed: made, its address shown, made anew and switched off. The feed itself is served by
// private-feeds.ts.
import type { FeedFacts } from '../../core/account.ts'
import { feedPage } from '../../pages/account/feed-page.ts'
import type { FeedNews } from '../../pages/words/vocabulary.ts'
import { feedAddress, feedsPath, newFeedId } from '../feed-address.ts'
import type { Reply } from '../reply.ts'
import { unavailable } from './log-in.ts'
import { isNews, type Owner } from './own.ts'
import { type AccountParts, onward, page } from './parts.ts'

export async function showFeed(
  owner: Owner,
  query: URLSearchParams,
  parts: AccountParts,
): Promise<Reply> {
  const { frame, store } = parts
  const feed = await store.feedOf(owner.reader)
  if (!feed.ok) return unavailable(parts, undefined)
  const asked = query.get('section')
  const section = frame.site.publication.sections.find(({ id }) => id === asked)?.id
  const said = query.get('said')
  return page(
    parts,
    feedPage(frame, {
      feed: feed.value && shown(feed.value, section, parts),
      section,
      isMetered: owner.identity.reader.kind === 'registered',
      said: isNews(said, frame.words.accounts.feed.news) ? said : undefined,
    }),
  )
}

/** One that is there already stays: its address may be in use. */
export async function makeFeed(owner: Owner, parts: AccountParts): Promise<Reply> {
  const feed = await parts.store.feedOf(owner.reader)
  if (!feed.ok) return unavailable(parts, undefined)
  return feed.value === undefined ? openFeed(owner, 'made', parts) : toFeed(parts)
}

/** The address there was stops at once. */
export function replaceFeed(owner: Owner, parts: AccountParts): Promise<Reply> {
  return openFeed(owner, 'replaced', parts)
}

export async function endFeed(owner: Owner, parts: AccountParts): Promise<Reply> {
  const closed = await parts.store.closeFeed(owner.reader)
  if (!closed.ok) return unavailable(parts, undefined)
  return onward(`${parts.frame.site.paths.account}?said=feed-off`)
}

async function openFeed(owner: Owner, said: FeedNews, parts: AccountParts): Promise<Reply> {
  const opened = await parts.store.openFeed(owner.reader, newFeedId(), owner.now)
  return opened.ok ? toFeed(parts, said) : unavailable(parts, undefined)
}

function toFeed({ frame }: AccountParts, said?: FeedNews): Reply {
  return onward(feedsPath(frame.site) + (said === undefined ? '' : `?said=${said}`))
}

function shown({ id, made }: FeedFacts, section: string | undefined, parts: AccountParts) {
  const { frame, seals } = parts
  const at = (kind: 'rss' | 'atom' | 'json') =>
    feedAddress(id, { kind, section }, frame.site, seals)
  return { made, addresses: { rss: at('rss'), atom: at('atom'), json: at('json') } }
}
