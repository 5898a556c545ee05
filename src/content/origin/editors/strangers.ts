// Strangers: how often, and how many at once, a log-in that was never confirmed may make the origin look it up.
import { LRUCache } from 'lru-cache'

const MINUTE = 60_000
const MOST_A_MINUTE = 300
const MOST_A_MINUTE_OF_ONE = 20
const MOST_AT_ONCE = 16
const MOST_NETWORKS = 10_000

interface Count {
  readonly minute: number
  readonly many: number
}

export interface Strangers {
  /** Undefined: not now. Else what is to be called when the origin has answered. */
  enter(network: string | undefined): (() => void) | undefined
}

/** `now` in epoch milliseconds. */
export function createStrangers(now: () => number): Strangers {
  const networks = new LRUCache<string, Count>({ max: MOST_NETWORKS })
  let all: Count = { minute: 0, many: 0 }
  let atOnce = 0

  const count = (last: Count | undefined): Count => {
    const minute = Math.floor(now() / MINUTE)
    return { minute, many: last?.minute === minute ? last.many + 1 : 1 }
  }

  return {
    enter(network = 'unknown') {
      if (atOnce >= MOST_AT_ONCE) return undefined
      const own = count(networks.get(network))
      // Whoever has had their share takes nothing of the others'.
      if (own.many > MOST_A_MINUTE_OF_ONE) return undefined
      const next = count(all)
      if (next.many > MOST_A_MINUTE) return undefined
      networks.set(network, own)
      all = next
      atOnce++
      return () => {
        atOnce--
      }
    },
  }
}
