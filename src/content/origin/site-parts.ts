// Site parts: what a site behind the gate is told, and what it is put together from.
import type { Report } from '../../core/log.ts'
import type {
  OriginSettings,
  PageSettings,
  SiteAddresses,
  SiteChange,
  Tally,
} from '../../core/origin.ts'
import type { Orders } from '../../core/ports.ts'
import type { SayPutOff } from '../../core/seats.ts'
import type { OriginClient } from './client/ask-origin.ts'
import type { Known } from './known/known.ts'
import type { ListCloser } from './lists/list-closer.ts'
import type { PageReader } from './page/open-page-reader.ts'
import type { KnowingSentinel } from './sentinel/sentinel.ts'

export interface SiteOptions {
  readonly settings: OriginSettings
  readonly pages: PageSettings
  readonly addresses: SiteAddresses
  /** Where versions are kept over a restart; undefined keeps all in memory. */
  readonly folder: string | undefined
  readonly orders: Pick<Orders, 'isWithdrawn' | 'withdrawn'>
  readonly now: () => number
  readonly tally: Tally
  readonly report: Report
  readonly putOff?: SayPutOff | undefined
  /** Is told at once what has changed of what was given. */
  readonly changed?: ((what: SiteChange) => void) | undefined
}

/** What it is put together from, opened. */
export interface SiteParts {
  readonly known: Known
  readonly sentinel: KnowingSentinel
  readonly reader: PageReader
  readonly closer: ListCloser
  readonly client: OriginClient
}
