// Site keeping: the one site that the owner has open for all workers, from its opening to its end, and from one
// configuration to the next. Two are never open on one folder.
import { createHash } from 'node:crypto'
import { ownVersion } from '../../../audit/version.ts'
import type { Config } from '../../../config.ts'
import { addressesOf } from '../../../content/origin/site-addresses.ts'
import type { Report } from '../../../core/log.ts'
import type { OriginSettings, SharedSite, Tally } from '../../../core/origin.ts'
import type { Orders } from '../../../core/ports.ts'
import { ok, type Result } from '../../../core/result.ts'
import type { SayPutOff } from '../../../core/seats.ts'
import { openSiteOf, siteFacts } from '../../site.ts'
import type { FromWorker } from './messages.ts'
import { type Member, Roll } from './roll.ts'
import { createSiteDesk, type SiteDesk } from './site-desk.ts'

export interface SiteKeepingOptions {
  readonly dataDir: string | undefined
  readonly orders: Pick<Orders, 'isWithdrawn' | 'withdrawn'>
  readonly now: () => number
  readonly tally: Tally
  readonly report: Report
  readonly putOff?: SayPutOff
  /** How long a worker may send what it keeps without hearing more. */
  readonly leaveMs?: number
}

const LEAVE_MS = 1500

/** What one configuration says of the site. */
export interface Plan {
  readonly config: Config
  readonly settings: OriginSettings
  /** Scheme and authority under which readers come. */
  readonly address: string
}

interface Open {
  readonly site: SharedSite
  readonly plan: Plan
  readonly facts: string
  readonly number: number
  /** Calls that work with it, and what of it is on its way to readers. */
  calls: number
  bodies: number
  isSurveyed: boolean
  /** Is told when either has become none. */
  ended: () => void
}

const OTHER_FACTS =
  'The owner has the site open under another configuration, or is of another version. After a change of the configuration send SIGHUP, after a new version restart.'

/** What a worker and the owner must agree on, for their rules decide together what of a page goes out. */
export async function factsOf({ config, settings, address }: Plan): Promise<string> {
  const addresses = addressesOf(settings, address)
  const facts = siteFacts({ config, settings, addresses })
  return createHash('sha256')
    .update(await ownVersion())
    .update(facts)
    .digest('base64url')
}

export class SiteKeeping {
  readonly #options: SiteKeepingOptions
  readonly #roll: Roll
  readonly #desk: SiteDesk
  #open: Open | undefined
  /** While one gives way to the next. */
  #changing: Promise<unknown> | undefined
  #number = 0

  constructor(options: SiteKeepingOptions) {
    this.#options = options
    this.#roll = new Roll(
      options.leaveMs ?? LEAVE_MS,
      () => `${this.#open?.number} ${this.#open?.site.generation()}`,
    )
    this.#desk = createSiteDesk({
      roll: this.#roll,
      use: (work) => this.#use(work),
      begin: (site) => this.#begin(site),
      objectionTo: (facts) => (facts === this.#open?.facts ? undefined : OTHER_FACTS),
      articles: () => this.articles(),
    })
  }

  articles(): number {
    return this.#open?.site.known() ?? 0
  }

  hear(member: Member, message: FromWorker): void {
    this.#desk.hear(member, message)
  }

  /** This worker is gone. */
  leave(member: Member): void {
    this.#desk.leave(member)
  }

  /**
   * Opens the site as this configuration has it, or goes on with what is open where that is the same. Fails `cannot-serve`
   * when what is kept of it cannot be kept; what was open before is open again then.
   */
  async open(plan: Plan): Promise<Result<undefined, 'cannot-serve'>> {
    const facts = await factsOf(plan)
    if (this.#open?.facts === facts) return ok(undefined)
    const change = this.#change(plan, facts).finally(() => {
      this.#changing = undefined
    })
    this.#changing = change
    return change
  }

  /** What is open; undefined before the first. */
  get plan(): Plan | undefined {
    return this.#open?.plan
  }

  /** Takes away for good what is withdrawn. Resolves when no worker sends it any more. */
  async sweep(): Promise<void> {
    if (this.#open === undefined) return
    await this.#use((site) => site.sweep())
    await this.#roll.settled()
  }

  /** Once for what is open. */
  survey(): void {
    const open = this.#open
    if (open === undefined || open.isSurveyed) return
    open.isSurveyed = true
    // Beside readers: whatever goes wrong with it, they are served.
    open.site
      .survey()
      .catch((error: unknown) =>
        this.#options.report(`The survey of the site ended: ${String(error)}`),
      )
  }

  async close(): Promise<void> {
    await this.#changing
    await this.#open?.site.close()
    this.#open = undefined
  }

  async #change(plan: Plan, facts: string): Promise<Result<undefined, 'cannot-serve'>> {
    const old = this.#open
    if (old !== undefined) await this.#retire(old)
    const made = await this.#openNew(plan, facts)
    if (made.ok || old === undefined) return made
    const again = await this.#openNew(old.plan, old.facts)
    if (!again.ok) this.#options.report(`The site cannot be opened again: ${again.detail}`)
    return made
  }

  async #openNew(plan: Plan, facts: string): Promise<Result<undefined, 'cannot-serve'>> {
    const { config, settings, address } = plan
    this.#open = undefined
    const made = await openSiteOf({
      ...this.#options,
      ...{ config, settings, addresses: addressesOf(settings, address) },
      changed: (what) => this.#roll.note(what),
    })
    if (!made.ok) return made
    const site = made.value
    this.#number++
    const fresh = { calls: 0, bodies: 0, isSurveyed: false, ended: () => undefined }
    this.#open = { site, plan, facts, number: this.#number, ...fresh }
    this.#roll.note('all')
    await site.sweep()
    return ok(undefined)
  }

  /** Resolves when it writes no more; what is on its way to readers gets there. */
  async #retire(open: Open): Promise<void> {
    while (open.calls > 0) await ended(open)
    await open.site.retire()
    void closeLater(open)
  }

  async #use<Value>(work: (site: SharedSite) => Promise<Value>): Promise<Value> {
    while (this.#changing !== undefined) await this.#changing
    const open = this.#open
    if (open === undefined) throw new Error('The site is not open.')
    open.calls++
    try {
      return await work(open.site)
    } finally {
      open.calls--
      if (open.calls === 0) open.ended()
    }
  }

  #begin(site: SharedSite): () => void {
    const open = this.#open
    if (open?.site !== site) return () => undefined
    open.bodies++
    return () => {
      open.bodies--
      if (open.bodies === 0) open.ended()
    }
  }
}

function ended(open: Open): Promise<void> {
  return new Promise((resolve) => {
    open.ended = resolve
  })
}

async function closeLater(open: Open): Promise<void> {
  while (open.bodies > 0) await ended(open)
  await open.site.close()
}
