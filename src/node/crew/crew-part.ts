// Crew part: what one of several workers has of the process that started them, in place of what it would open itself.
import type { EditorNews } from '../../content/origin/editors/editors.ts'
import type { OriginSite } from '../../core/origin.ts'
import type { Orders } from '../../core/ports.ts'
import type { Result } from '../../core/result.ts'
import type { Counts } from '../../counts/counts.ts'
import type { KeptPages } from '../../http/kept-pages.ts'
import type { Accounts, Opening } from '../accounts.ts'
import type { Connections } from '../direct/connections.ts'
import type { Together } from '../together.ts'
import type { Plan } from './site/site-keeping.ts'

export interface CrewPart {
  accounts(opening: Pick<Opening, 'config' | 'address' | 'report'>): Accounts
  together(perNetworkPerHour: number): Together
  /** The same orders; their digest holds as soon as all workers have taken them in. */
  orders(own: Orders): Orders
  /** The site that the owner has open. Fails `cannot-serve` when the owner does not have it open as this configuration says. */
  site(plan: Plan, now: () => number): Promise<Result<OriginSite, 'cannot-serve'>>
  /** Whom the site has confirmed to another worker. */
  readonly editors: EditorNews
  /** What all workers have counted; the owner hears of this one's now and then, and with `handOver`. */
  metrics(own: Pick<Counts, 'values'>): () => Promise<string>
  /** From now on another worker that begins is told which pages are kept here. */
  handOn(kept: () => KeptPages): void
  /** What a worker that serves keeps, and for how many milliseconds the same may be made here before readers are taken. */
  handedOn(): Promise<{ readonly kept: KeptPages; readonly makingMs: number } | undefined>
  /** From now on some are given back when the others have less to do. */
  level(connections: Connections): void
  /** Tells the owner what was counted here, as the last that this process says. */
  handOver(): Promise<void>
}
