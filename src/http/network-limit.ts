// Network limit: requests that return no meter cookie share an hourly number of metered articles per network, so that
// a script without cookies does not read the paper for ever. Salted counters in memory; nothing is written anywhere.
import { createHmac, randomBytes } from 'node:crypto'
import type { ArticleId } from '../core/article.ts'

const HOUR = 3_600_000
const MOST_NETWORKS = 50_000

interface Hour {
  readonly began: number
  readonly articles: Set<ArticleId>
}

export interface NetworkLimit {
  /** Whether one more article would be one too many for the network (undefined: unknown, counted together). */
  isSpent(network: string | undefined, article: ArticleId, now: number): boolean
  count(network: string | undefined, article: ArticleId, now: number): void
}

/** `limit`: different metered articles an hour. */
export function createNetworkLimit(limit: number): NetworkLimit {
  const salt = randomBytes(32)
  const hours = new Map<string, Hour>()
  const keyOf = (network: string | undefined) =>
    createHmac('sha256', salt)
      .update(network ?? '')
      .digest('base64url')
  const hourOf = (key: string, now: number): Hour | undefined => {
    const hour = hours.get(key)
    return hour !== undefined && now < hour.began + HOUR ? hour : undefined
  }
  return {
    isSpent(network, article, now) {
      const hour = hourOf(keyOf(network), now)
      if (hour === undefined) return limit === 0
      return hour.articles.size >= limit && !hour.articles.has(article)
    },
    count(network, article, now) {
      const key = keyOf(network)
      const hour = hourOf(key, now)
      if (hour !== undefined) {
        hour.articles.add(article)
        return
      }
      hours.delete(key)
      if (hours.size >= MOST_NETWORKS) {
        const [oldest] = hours.keys()
        if (oldest !== undefined) hours.delete(oldest)
      }
      hours.set(key, { began: now, articles: new Set([article]) })
    },
  }
}
