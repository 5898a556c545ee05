// Feeds: the private feed that a reader may have, at most one.
import type { FeedFacts, FeedId, ReaderId } from '../../core/account.ts'
import { ok, type Result } from '../../core/result.ts'
import { account } from './account-rows.ts'
import type { Work } from './tables.ts'

export async function openFeed(
  work: Work,
  reader: ReaderId,
  feed: FeedId,
  now: number,
): Promise<Result<void, 'unknown'>> {
  const known = await account(work, reader)
  if (!known.ok) return known
  await closeFeed(work, reader)
  await work.insertInto('feeds').values({ reader, id: feed, made: now }).execute()
  return ok(undefined)
}

export async function closeFeed(work: Work, reader: ReaderId): Promise<Result<void, never>> {
  await work.deleteFrom('feeds').where('reader', '=', reader).execute()
  return ok(undefined)
}

export async function feedOf(
  work: Work,
  reader: ReaderId,
): Promise<Result<FeedFacts | undefined, never>> {
  const feed = await work
    .selectFrom('feeds')
    .select(['id', 'made'])
    .where('reader', '=', reader)
    .executeTakeFirst()
  return ok(feed)
}
