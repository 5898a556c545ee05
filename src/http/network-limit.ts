// Network limit: reads that no running meter stands for share an hourly number of metered articles per network, so that
// a script without cookies, or with one and the same, does not read the paper for ever. Salted, in memory only.
import { hash, randomBytes } from 'node:crypto'
import type { ArticleId } from '../core/article.ts'

const HOUR = 3_600_000
const MOST_NETWORKS = 50_000
/** At least; twice as many at most. */
const MOST_SUPERSEDED = 100_000

interface Hour {
  readonly began: number
  readonly articles: Set<ArticleId>
}

export interface NetworkLimit {
  /** Whether one more article would be one too many for the network (undefined: unknown, counted together). */
  isSpent(network: string | undefined, article: ArticleId, now: number): boolean
  /**
   * Counts the article in, and says whether there was room for it: one step, so that no two requests share a place. Of
   * several workers one process counts, and is asked; who has a running meter never waits for that.
   */
  take(network: string | undefined, article: ArticleId, now: number): boolean | Promise<boolean>
}

/** One that is counted in this process. */
export interface OwnNetworkLimit extends NetworkLimit {
  take(network: string | undefined, article: ArticleId, now: number): boolean
}

/** `limit`: different metered articles an hour. */
export function createNetworkLimit(limit: number): OwnNetworkLimit {
  const salt = randomBytes(32).toString('base64url')
  const hours = new Map<string, Hour>()
  const keyOf = (network: string | undefined) => hash('sha256', salt + (network ?? ''), 'base64url')
  const hourOf = (key: string, now: number): Hour => {
    const hour = hours.get(key)
    return hour !== undefined && now >= hour.began && now < hour.began + HOUR
      ? hour
      : { began: now, articles: new Set() }
  }
  const hasRoom = ({ articles }: Hour, article: ArticleId) =>
    articles.size < limit || articles.has(article)
  return {
    isSpent(network, article, now) {
      return !hasRoom(hourOf(keyOf(network), now), article)
    },
    take(network, article, now) {
      const key = keyOf(network)
      const hour = hourOf(key, now)
      if (!hasRoom(hour, article)) return false
      hour.articles.add(article)
      if (hours.get(key) === hour) return true
      hours.delete(key)
      const [oldest] = hours.keys()
      if (hours.size >= MOST_NETWORKS && oldest !== undefined) hours.delete(oldest)
      hours.set(key, hour)
      return true
    },
  }
}

/**
 * Meter cookies that were answered with a newer one. A browser sends the newer one from then on; the old one coming
 * again is a second tab at best, and a script that reads on one cookie at worst: what it spends counts as if it had none.
 */
export interface Superseded {
  /** `name` as nameOfMeter has it; it is kept, so it must be no part of a longer text. */
  note(name: string): void
  has(name: string): boolean
}

/** What tells a meter cookie from all others: the end of its signature. */
export function nameOfMeter(meterText: string): string {
  return meterText.slice(-43)
}

export function createSuperseded(): Superseded {
  // Two take turns, each emptied as a whole: to look for the oldest of one is slow once many were deleted.
  let recent = new Set<string>()
  let before = new Set<string>()
  return {
    note(name) {
      if (recent.size >= MOST_SUPERSEDED) {
        before = recent
        recent = new Set()
      }
      recent.add(name)
    },
    has: (name) => recent.has(name) || before.has(name),
  }
}
