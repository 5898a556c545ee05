// Private feeds: the newest articles for one reader's feed reader, each whole where that reader may read it now and else
// its preview. The secret in the address says who asks; no cookie is looked at, and no read of a meter is spent.
import { LRUCache } from 'lru-cache'
import type { FeedId, Standing } from '../core/account.ts'
import type { Article } from '../core/article.ts'
import { cut } from '../core/cut.ts'
import { decide } from '../core/decide.ts'
import { ruleFor } from '../core/policy.ts'
import type { Content } from '../core/ports.ts'
import { RECEIPT_HEADER, receiptOfFeed } from '../core/receipt.ts'
import { type SayPutOff, Seats } from '../core/seats.ts'
import type { Store } from '../core/store.ts'
import { absolute, href } from '../pages/addresses.ts'
import { linkGatedPictures } from '../pages/feed-pictures.ts'
import type { FeedItem } from '../pages/feeds.ts'
import type { Frame } from '../pages/frame.ts'
import { askerOfFeed } from './asker.ts'
import type { Issue } from './desk.ts'
import { feedsPath, openFeedSecret } from './feed-address.ts'
import { type FeedPlace, feedPlace, feedTitle, writeFeed } from './feed-pages.ts'
import type { Messages } from './messages.ts'
import { encodedOf, isKnown, type Prepared, prepare } from './prepare.ts'
import type { ArticleRequest, Deciding } from './read-article.ts'
import { readerOf } from './renewal.ts'
import type { Reply } from './reply.ts'

const HOUR = 3_600_000
/** Fetches of one reader's feeds an hour: enough for a few feed readers, too few for an address that was published. */
const MOST_AN_HOUR = 120
const MOST_KEPT = 32 * 1024 * 1024
/** Feeds that wait to be made, one after the other, so that articles are served in between. */
const MOST_WAITING = 50
const MOST_ENDED = 10_000

export interface PrivateFeeds {
  /** `place`: what stands behind the place of private feeds, decoded: `/SECRET/harbour/feed.xml`. */
  read(place: string, request: FeedRequest): Promise<Reply>
  /** Drops every feed that was made. */
  forget(): void
}

type FeedRequest = Pick<ArticleRequest, 'ifNoneMatch' | 'acceptEncoding'>

interface Parts {
  readonly content: Content
  readonly frame: Frame
  readonly reading: Deciding
  readonly store: Pick<Store, 'standingOfFeed'>
  readonly issueAt: (now: number) => Issue
  readonly messages: Messages
  readonly putOff: SayPutOff | undefined
}

export function createPrivateFeeds(parts: Parts): PrivateFeeds {
  const { frame, reading, store } = parts
  const ended = createEnded()
  const rate = reading.rates('private feeds', MOST_AN_HOUR, HOUR)
  const bench = createBench(new Seats(MOST_WAITING, (why) => parts.putOff?.('feeds', why)))
  const at = `${feedsPath(frame.site)}/`
  const notFound = () => parts.messages('not-found', at)
  const unavailable = () => parts.messages('unavailable', at)
  return {
    async read(written, request) {
      const now = reading.now()
      const [, secret = '', path = ''] = /^\/([^/]+)(\/.+)$/.exec(written) ?? []
      const id = openFeedSecret(secret, reading.seals)
      const issue = parts.issueAt(now)
      const place = feedPlace(path, frame, issue)
      if (id === undefined || place === undefined || ended.has(id)) return notFound()
      // Before the store is asked, or one address could keep it busy for everybody.
      if (!(await rate.allows(id, now))) return tooOften()
      const standing = await store.standingOfFeed(id, now)
      if (!standing.ok && standing.reason === 'unavailable') return unavailable()
      if (!standing.ok) {
        ended.note(id)
        return notFound()
      }
      const items = itemsFor(standing.value, place, now, reading)
      const key = `${place.home}/${place.file} ${issue.edition.generation} ${items.map(nameOf).join(' ')}`
      const made = bench.take(key, id, () => makeFeed(place, items, parts))
      if (made === undefined) return unavailable()
      return respond(await made, items, request)
    },
    forget: () => bench.clear(),
  }
}

interface Item {
  readonly article: Article
  readonly isWhole: boolean
  readonly isGated: boolean
}

/** What this reader may read now. A metered article counts as theirs once they have read it: a feed spends nothing. */
function itemsFor(
  standing: Standing,
  place: FeedPlace,
  now: number,
  { site, orders, periodAt }: Deciding,
): readonly Item[] {
  const reader = readerOf(standing, standing.entitlements)
  const entries = standing.reads.map((read) => ({ ...read, reader: standing.reader }))
  const { policy } = site
  const question = { reader, meter: { entries }, policy, openings: orders.openings(), now }
  return place.articles
    .filter(({ path }) => !orders.isWithdrawn(path))
    .map((article) => {
      const asked = { ...question, article, period: periodAt(now), networkSpent: false }
      const decision = decide(asked)
      const isWhole = decision.outcome === 'grant' && !decision.spends
      return { article, isWhole, isGated: ruleFor(article, policy, now).access.kind !== 'free' }
    })
}

/** All that the bytes depend on, besides the edition. */
function nameOf({ article, isWhole, isGated }: Item): string {
  return `${article.path}${isWhole ? '+' : '-'}${isGated ? '+' : '-'}`
}

interface Made {
  readonly prepared: Prepared
  /** Whether every article is in it. */
  readonly isComplete: boolean
}

async function makeFeed(place: FeedPlace, items: readonly Item[], parts: Parts): Promise<Made> {
  const { frame } = parts
  const shown: FeedItem[] = []
  for (const item of items) {
    const made = await feedItem(item, parts)
    if (made !== undefined) shown.push(made)
  }
  const { type, text } = writeFeed(frame, place, {
    title: frame.words.feedTitle(feedTitle(frame, place)),
    path: `${feedsPath(frame.site)}${place.home}/${place.file}`,
    isPrivate: true,
    items: shown,
  })
  const prepared = await prepare(text, [...HEADERS, 'Content-Type', type])
  return { prepared, isComplete: shown.length === items.length }
}

/** An article whose text cannot be read now, or has changed since it was decided, is left out. */
async function feedItem(
  { article, isWhole, isGated }: Item,
  { content, frame }: Parts,
): Promise<FeedItem | undefined> {
  const text = await content.text(article)
  if (!text.ok) return undefined
  const { body, authorCut, picture } = text.value
  const { site, words } = frame
  const parted = cut(body, authorCut, site.policy.cut)
  const item = { article, picture, preview: parted.before, gated: isGated }
  if (!isWhole) return item
  const link = absolute(site, href(article.path))
  const pictures = { lead: picture, link, say: words.pictureAt }
  return { ...item, whole: isGated ? linkGatedPictures(parted, pictures) : body }
}

/** A feed has no form, so its secret need not go to the publication's own pages as their referrer either. */
const HEADERS = [
  'X-Content-Type-Options',
  'nosniff',
  'Referrer-Policy',
  'no-referrer',
  'X-Robots-Tag',
  'noindex',
  'Cache-Control',
  'private, no-cache',
  'Vary',
  'Accept-Encoding',
  'Accept-Ranges',
  'none',
]

function respond(prepared: Prepared, items: readonly Item[], request: FeedRequest): Reply {
  const encoded = encodedOf(prepared, request.acceptEncoding)
  const whole = items.filter(({ isWhole }) => isWhole).length
  const own = [RECEIPT_HEADER, receiptOfFeed(whole, items.length - whole)]
  if (isKnown(request.ifNoneMatch, encoded))
    return { status: 304, shared: encoded.unsized, headers: own, body: undefined }
  return { status: 200, shared: encoded.headers, headers: own, body: encoded.bytes }
}

function tooOften(): Reply {
  const body = new TextEncoder().encode('This feed is asked for too often. Ask again in an hour.\n')
  const own = ['Content-Type', 'text/plain; charset=utf-8', 'Cache-Control', 'no-store']
  const headers = [...own, 'Retry-After', '3600', 'Content-Length', String(body.length)]
  return { status: 429, headers, body }
}

/** Feeds that are over, which they are for good: their addresses cost no look into the store any more. */
function createEnded(): { note(id: FeedId): void; has(id: FeedId): boolean } {
  const known = new Set<FeedId>()
  return {
    note(id) {
      const [oldest] = known
      if (known.size >= MOST_ENDED && oldest !== undefined) known.delete(oldest)
      known.add(id)
    },
    has: (id) => known.has(id),
  }
}

/** Makes each feed once for whoever waits for it, one after the other, and keeps what was asked for last. */
function createBench(seats: Seats): {
  /** Undefined when too many wait already, or too many of this feed. */
  take(key: string, feed: FeedId, make: () => Promise<Made>): Promise<Prepared> | undefined
  clear(): void
} {
  const kept = new LRUCache<string, Prepared>({
    maxSize: MOST_KEPT,
    sizeCalculation: ({ size }) => size,
  })
  const making = new Map<string, Promise<Prepared>>()
  let last: Promise<unknown> = Promise.resolve()
  let clears = 0
  const run = async (key: string, make: () => Promise<Made>) => {
    const before = clears
    const { prepared, isComplete } = await make()
    // What was taken away meanwhile is not kept.
    if (isComplete && clears === before) kept.set(key, prepared)
    return prepared
  }
  return {
    take(key, feed, make) {
      const ready = kept.get(key)
      if (ready !== undefined) return Promise.resolve(ready)
      const running = making.get(key)
      if (running !== undefined) return running
      const giveBack = seats.take(askerOfFeed(feed))
      if (giveBack === undefined) return undefined
      const started = last
        .then(() => run(key, make))
        .finally(() => {
          giveBack()
          making.delete(key)
        })
      making.set(key, started)
      last = started.catch(() => undefined)
      return started
    },
    clear() {
      clears++
      kept.clear()
    },
  }
}
