// Standing: all that is known of readers when it is decided what they may read; of as many at once as are asked for.
import { type FeedId, type ReaderId, SESSION_DAYS, type Standing } from '../../core/account.ts'
import type { Entitlement } from '../../core/reader.ts'
import { failed, ok, type Result } from '../../core/result.ts'
import { ListQuery, type Places } from './list-query.ts'
import { type SessionAt, wholeHour } from './session-use.ts'
import { openBy, subscriptionRows } from './subscriptions.ts'
import type { Work } from './tables.ts'

const DAY = 86_400_000

/** An account as its row says it, and the moment for which it is asked. */
interface AccountAt {
  readonly reader: ReaderId
  readonly staff: number
  readonly now: number
}

export interface Found {
  readonly standing: Standing
  /** Whether the session's last use is not noted for this hour yet. */
  readonly isUnnoted: boolean
}

const ENDED = failed('unknown', 'The session has ended or never was')

/**
 * Of one database; whoever asks often keeps one, which remembers its queries. They ask by keys alone: told to look for what
 * has not ended too, SQLite goes through all that has not ended, as soon as there are several keys.
 */
export class Standings {
  readonly #sessions = new ListQuery((work, { keys }) =>
    work
      .selectFrom('sessions')
      .innerJoin('accounts', 'accounts.reader', 'sessions.reader')
      .select([
        'hash',
        'accounts.reader',
        'accounts.staff',
        'sessions.created',
        'last_used',
        'ended',
      ])
      .where('hash', 'in', keys),
  )
  readonly #grants = new ListQuery((work, { keys, value }: Places<number>) =>
    work
      .selectFrom('grants')
      .select(['reader', 'plan', 'until'])
      .where('reader', 'in', keys)
      .where(
        'until',
        '>',
        value((now) => now),
      ),
  )
  readonly #reads = new ListQuery((work, { keys }) =>
    work
      .selectFrom('reads')
      .select((read) => ['reader', 'article', read.fn.max('at').as('at')])
      .where('reader', 'in', keys)
      // An article that was read again and again must not take the place of others in a pass.
      .groupBy(['reader', 'article'])
      .orderBy('at')
      .orderBy('article'),
  )
  readonly #subscriptions = new ListQuery((work, { keys }) =>
    subscriptionRows(work).where('subscriptions.reader', 'in', keys),
  )

  /** In the order of `asked`. */
  async ofSessions(
    work: Work,
    asked: readonly SessionAt[],
  ): Promise<readonly Result<Found, 'unknown'>[]> {
    const hashes = asked.map(({ session }) => session)
    const rows = await this.#sessions.run(work, hashes, undefined)
    const rowOf = new Map(rows.map((row) => [row.hash, row]))
    const live = asked.map(({ session, now }) => {
      const row = rowOf.get(session)
      const isLive = row?.ended === null && row.created > now - SESSION_DAYS * DAY
      return isLive ? { ...row, now } : undefined
    })
    const standings = await this.#of(work, live)
    return live.map((one, at) => {
      const standing = standings[at]
      if (one === undefined || standing === undefined) return ENDED
      return ok({ standing, isUnnoted: one.last_used < wholeHour(one.now) })
    })
  }

  async ofFeed(work: Work, feed: FeedId, now: number): Promise<Result<Standing, 'unknown'>> {
    const found = await work
      .selectFrom('feeds')
      .innerJoin('accounts', 'accounts.reader', 'feeds.reader')
      .select(['accounts.reader', 'accounts.staff'])
      .where('feeds.id', '=', feed)
      .executeTakeFirst()
    const [standing] = await this.#of(work, [found && { ...found, now }])
    return standing === undefined
      ? failed('unknown', 'The feed has ended or never was')
      : ok(standing)
  }

  /** In the order of `asked`; nothing of nobody. */
  async #of(
    work: Work,
    asked: readonly (AccountAt | undefined)[],
  ): Promise<readonly (Standing | undefined)[]> {
    const somebody = asked.filter((one) => one !== undefined)
    if (somebody.length === 0) return []
    const readers = somebody.map(({ reader }) => reader)
    const earliest = Math.min(...somebody.map(({ now }) => now))
    const granted = byReader(await this.#grants.run(work, readers, earliest))
    const read = byReader(await this.#reads.run(work, readers, undefined))
    const subscribed = byReader(await this.#subscriptions.run(work, readers, undefined))
    return asked.map((one) => {
      if (one === undefined) return undefined
      const { reader, staff, now } = one
      const granting = (granted.get(reader) ?? []).filter(({ until }) => until > now)
      const entitlements = longest([...granting, ...openBy(subscribed.get(reader) ?? [], now)])
      const reads = (read.get(reader) ?? []).map(({ article, at }) => ({ article, at }))
      return { reader, staff: staff === 1, entitlements, reads }
    })
  }
}

function byReader<Row extends { readonly reader: ReaderId }>(
  rows: readonly Row[],
): ReadonlyMap<ReaderId, readonly Row[]> {
  return Map.groupBy(rows, ({ reader }) => reader)
}

/** Of several that open a plan, the one that does so longest; by plan. */
function longest(entitlements: readonly Entitlement[]): readonly Entitlement[] {
  const byPlan = new Map<string, number>()
  for (const { plan, until } of entitlements)
    byPlan.set(plan, Math.max(until, byPlan.get(plan) ?? 0))
  return [...byPlan]
    .map(([plan, until]) => ({ plan, until }))
    .sort((one, other) => (one.plan < other.plan ? -1 : 1))
}
