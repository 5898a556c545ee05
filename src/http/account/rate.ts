// Rate: how often something may be asked, counted in memory under salted names; nothing is written anywhere.
import { createHmac, randomBytes } from 'node:crypto'

const MOST_NAMES = 50_000

/** Of several workers one process counts, and is asked. */
export interface Rate {
  /** Counts one more. True while the name has had no more than `most` within the last `within` milliseconds. */
  allows(name: string, now: number): boolean | Promise<boolean>
  /** Whether the next one would be too many; counts nothing. */
  isSpent(name: string, now: number): boolean | Promise<boolean>
  /** Counts one less: what was allowed turned out not to be of what is limited. */
  takeBack(name: string, now: number): void
}

/** One that is counted in this process. */
export interface OwnRate extends Rate {
  allows(name: string, now: number): boolean
  isSpent(name: string, now: number): boolean
}

/** Makes a rate. `what`: what is limited, the same in every worker and of one rate alone. */
export type Rates = (what: string, most: number, within: number) => Rate

export function createRate(most: number, within: number): OwnRate {
  const salt = randomBytes(32)
  const counts = new Map<string, { began: number; count: number }>()
  const keyOf = (name: string) => createHmac('sha256', salt).update(name).digest('base64url')
  const running = (key: string, now: number) => {
    const known = counts.get(key)
    // A clock that was set back must not leave anybody limited until it is as late again.
    return known === undefined || now < known.began || now >= known.began + within
      ? undefined
      : known
  }
  return {
    isSpent: (name, now) => (running(keyOf(name), now)?.count ?? 0) >= most,
    takeBack(name, now) {
      const known = running(keyOf(name), now)
      if (known !== undefined && known.count > 0) known.count--
    },
    allows(name, now) {
      const key = keyOf(name)
      const known = running(key, now)
      if (known === undefined) {
        counts.delete(key)
        const [oldest] = counts.keys()
        if (counts.size >= MOST_NAMES && oldest !== undefined) counts.delete(oldest)
        counts.set(key, { began: now, count: 1 })
        return most > 0
      }
      known.count++
      return known.count <= most
    },
  }
}
