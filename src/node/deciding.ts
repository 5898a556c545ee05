// Deciding: what every decision of a running publication needs, for an edition and for a site alike.
import type { Config } from '../config.ts'
import { localDates, periods } from '../core/calendar.ts'
import type { Report, RequestLog } from '../core/log.ts'
import type { Crawlers, KeyRing, Orders, PageTally, Recorder } from '../core/ports.ts'
import type { Site } from '../core/publication.ts'
import type { SayPutOff } from '../core/seats.ts'
import { cookieNames } from '../http/cookies.ts'
import { createIdentify } from '../http/identify.ts'
import type { Messages } from '../http/messages.ts'
import type { Metrics } from '../http/metrics.ts'
import { createOutcomes } from '../http/outcome.ts'
import type { Deciding } from '../http/read-article.ts'
import { createRenew } from '../http/renewal.ts'
import { createSeals } from '../http/seal.ts'
import type { Accounts } from './accounts.ts'
import { countAlone, type Together } from './together.ts'

/** What one running publication is made of, whatever it serves. */
export interface RunningParts {
  readonly config: Config
  /** Scheme and authority under which readers come. */
  readonly address: string
  readonly orders: Orders
  readonly recorder: Recorder
  readonly accounts: Accounts
  readonly ring: () => KeyRing
  /** Without: nobody is taken for the crawler of a search engine. */
  readonly crawlers?: Crawlers
  /** Without: this process serves the publication alone. */
  readonly together?: Together
  /** Without: it never is. */
  readonly isOverloaded?: () => boolean
  /** Is told of what is put off because too much waits to be made. */
  readonly putOff?: SayPutOff
  /** Is told of the pages of articles. */
  readonly pageTally?: PageTally
  /** Without: nothing is shown of what is counted. */
  readonly metrics?: Metrics
  /** Epoch milliseconds. */
  readonly now: () => number
  readonly report: Report
  /** Without: nothing is told of requests. */
  readonly requests?: RequestLog | undefined
}

/** Sent with every article page: private, and asked for each time, for which variant it is depends on the cookies, and on the hour. */
export const ARTICLE_HEADERS = [
  'Content-Type',
  'text/html; charset=utf-8',
  'Cache-Control',
  'private, no-cache',
  'Vary',
  'Cookie, Accept-Encoding',
  'Accept-Ranges',
  'none',
]

export function createDeciding(
  { config, accounts, orders, recorder, ring, crawlers, now, report, ...parts }: RunningParts,
  site: Site,
  messages: Messages,
): Deciding {
  const { meter } = site.policy
  const secure = site.address.startsWith('https:')
  const seals = createSeals(ring, site.publication.name)
  const cookies = cookieNames(secure)
  const together = parts.together ?? countAlone(meter.perNetworkPerHour)
  const { ended, networks, superseded, rates } = together
  const dateOf = rememberDay(localDates(site.publication.timeZone))
  return {
    site,
    now,
    identify: createIdentify(seals, cookies),
    settling: {
      renew: createRenew(accounts.store, ended),
      ended,
      grace: config.grace,
      seals,
      cookies,
      secure,
    },
    spends: accounts.spends,
    periodAt: periods(meter.period, meter.timeZone),
    dateOf,
    outcomeOf: createOutcomes(dateOf),
    orders,
    networks,
    superseded,
    rates,
    recorder,
    crawlers: crawlers ?? { proven: () => undefined },
    seals,
    cookies,
    secure,
    unavailable: () => messages('unavailable'),
    report,
  }
}

/** The dates a receipt names are few: the ends of periods. Formatting one costs more than all the rest of a decision. */
function rememberDay(dateOf: (now: number) => string): (now: number) => string {
  const known = new Map<number, string>()
  return (instant) => {
    const found = known.get(instant)
    if (found !== undefined) return found
    if (known.size >= 1000) known.clear()
    const date = dateOf(instant)
    known.set(instant, date)
    return date
  }
}
