// Counting: the limits that hold for all workers together, counted in one place. In memory only.
import { createRate, type OwnRate } from '../../http/account/rate.ts'
import { createNetworkLimit, type OwnNetworkLimit } from '../../http/network-limit.ts'
import type { Counting } from './messages.ts'

/**
 * Answers what workers ask of a limit, one after the other. By the time at which it is asked: what a worker saw on the clock
 * may be earlier than what another said before, and a clock that goes back begins an hour anew.
 */
export function createCounting(clock: () => number): (asked: Counting) => boolean {
  // By how many: a configuration that was changed begins anew.
  const networks = new Map<number, OwnNetworkLimit>()
  const rates = new Map<string, OwnRate>()
  return (asked) => {
    const now = clock()
    if (asked.what === 'place') {
      const { perHour, network, article } = asked
      const limit = networks.get(perHour) ?? createNetworkLimit(perHour)
      networks.set(perHour, limit)
      return limit.take(network, article, now)
    }
    const { most, within, name } = asked
    const key = `${asked.rate} ${most} ${within}`
    const rate = rates.get(key) ?? createRate(most, within)
    rates.set(key, rate)
    if (asked.what === 'allows') return rate.allows(name, now)
    if (asked.what === 'is-spent') return rate.isSpent(name, now)
    rate.takeBack(name, now)
    return true
  }
}
