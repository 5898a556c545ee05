// Crew site: what the owner has open in front of a site: the site itself, the orders that it follows, what it counts.
import type { Report } from '../../../core/log.ts'
import { failed, ok, type Result } from '../../../core/result.ts'
import type { Counts } from '../../../counts/counts.ts'
import { type OpenOrders, openOrders } from '../../../store/orders.ts'
import { END_IT, takeSole } from '../../../store/sole.ts'
import { watchPutOff } from '../../put-off.ts'
import { SiteKeeping } from './site-keeping.ts'

export interface CrewSite
  extends Pick<SiteKeeping, 'open' | 'survey' | 'articles' | 'hear' | 'leave' | 'close'> {
  readonly plan: SiteKeeping['plan']
}

const LOOK_FOR_ORDERS_MS = 100
/** After what could not be carried out. */
const AGAIN_MS = 10_000

/** `taken`: is told of each state of the orders that no worker sends anything against. Fails `cannot-serve` with why. */
export async function openCrewSite(options: {
  readonly data: string
  readonly report: Report
  readonly taken: (digest: string) => void
  readonly counts: Pick<Counts, 'tally' | 'putOff'>
}): Promise<Result<CrewSite, 'cannot-serve'>> {
  const { data, report, taken, counts } = options
  const sole = takeSole(data)
  if (!sole.ok) return failed('cannot-serve', sole.detail + (sole.reason === 'taken' ? END_IT : ''))
  const followed = await openOrders(data, report)
  if (!followed.ok) {
    sole.value.free()
    return failed('cannot-serve', followed.detail)
  }
  const orders = followed.value
  const { putOff, keeping } = keepingOf(data, orders, report, counts)
  let isSweeping = false
  let seen = ''
  let notBefore = 0
  const look = async () => {
    const digest = orders.digest()
    if (isSweeping || digest === seen || keeping.plan === undefined) return
    if (performance.now() < notBefore) return
    isSweeping = true
    try {
      await keeping.sweep()
      seen = digest
      taken(digest)
    } catch (error) {
      notBefore = performance.now() + AGAIN_MS
      report(`What is withdrawn could not be taken away yet: ${String(error)}`)
    } finally {
      isSweeping = false
    }
  }
  const looking = setInterval(() => void look(), LOOK_FOR_ORDERS_MS)
  return ok({
    get plan() {
      return keeping.plan
    },
    open: async (plan) => {
      const opened = await keeping.open(plan)
      await look()
      return opened
    },
    survey: () => keeping.survey(),
    articles: () => keeping.articles(),
    hear: (member, message) => keeping.hear(member, message),
    leave: (member) => keeping.leave(member),
    async close() {
      clearInterval(looking)
      await keeping.close()
      putOff.close()
      orders.close()
      sole.value.free()
    },
  })
}

function keepingOf(
  dataDir: string,
  orders: OpenOrders,
  report: Report,
  counts: Pick<Counts, 'tally' | 'putOff'>,
) {
  const putOff = watchPutOff({ report, count: counts.putOff })
  const { tally } = counts
  const keeping = new SiteKeeping({
    ...{ dataDir, orders, now: Date.now, tally, report, putOff: putOff.say },
  })
  return { putOff, keeping }
}
