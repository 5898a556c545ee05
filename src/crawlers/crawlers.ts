// Crawlers: whether who asks is the crawler of a search engine, proven by the address it comes from. Answers at once from
// memory; what is not known yet is looked up meanwhile, and whoever asks again is known then.
import { Resolver } from 'node:dns/promises'
import { join } from 'node:path'
import { LRUCache } from 'lru-cache'
import { type Cidr, inCidr, parseCidr } from '../core/network.ts'
import type { Crawlers } from '../core/ports.ts'
import { ENGINES, type Engine, type EngineName } from './engines.ts'
import { type Proof, proveByName, type Resolve } from './names.ts'
import { type Fetch, fetchRanges, keep, parseRanges, readKept } from './ranges.ts'

export interface CrawlersOptions {
  readonly engines: readonly EngineName[]
  /** Where the last good lists are kept; undefined keeps none. */
  readonly dataDir: string | undefined
  /** Epoch milliseconds. */
  readonly now: () => number
  /** Takes one line for the log. */
  readonly report: (line: string) => void
  /** Whether lists are fetched and names looked up at all: not while only this machine can reach the publication. */
  readonly fetchRanges: boolean
  readonly fetch?: Fetch
  readonly resolver?: Resolve
}

export interface OpenCrawlers extends Crawlers {
  /** When the lists have been fetched, or could not be, for the first time. */
  readonly fetched: Promise<void>
  /** When the lookups that are going on have ended. */
  settled(): Promise<void>
  close(): void
}

const DAY = 86_400_000
const HOUR = 3_600_000
/** For how long a proof holds, a refusal, and that nobody answered. */
const HOLDS: Readonly<Record<Proof, number>> = { proven: DAY, disproven: HOUR, unknown: 60_000 }
const MOST_REMEMBERED = 10_000
const MOST_LOOKUPS = 8

export async function openCrawlers(options: CrawlersOptions): Promise<OpenCrawlers> {
  const crawlers = new ProvingCrawlers(options)
  await crawlers.open()
  return crawlers
}

class ProvingCrawlers implements OpenCrawlers {
  readonly #options: CrawlersOptions
  readonly #engines: readonly Engine[]
  readonly #file: string | undefined
  readonly #resolver: Resolve
  readonly #ended = new AbortController()
  readonly #known = new LRUCache<string, { readonly proof: Proof; readonly until: number }>({
    max: MOST_REMEMBERED,
  })
  readonly #lookups = new Map<string, Promise<void>>()
  #written: Readonly<Record<string, readonly string[]>> = {}
  #ranges = new Map<string, readonly Cidr[]>()
  #timer: NodeJS.Timeout | undefined
  fetched: Promise<void> = Promise.resolve()

  constructor(options: CrawlersOptions) {
    this.#options = options
    this.#engines = ENGINES.filter(({ name }) => options.engines.includes(name))
    this.#file = options.dataDir === undefined ? undefined : join(options.dataDir, 'crawlers.json')
    this.#resolver = options.resolver ?? new Resolver({ timeout: 2000, tries: 2 })
  }

  async open(): Promise<void> {
    if (this.#file !== undefined) this.#take(await readKept(this.#file))
    if (this.#options.fetchRanges && this.#engines.length > 0) this.fetched = this.#fetch()
  }

  proven(address: string, agent: string): string | undefined {
    const engine = this.#engines.find((one) => one.agent.test(agent))
    const own = engine && parseCidr(address.replace(/%.*$/, ''))
    if (engine === undefined || own?.ok !== true) return undefined
    const key = `${engine.name} ${own.value.base.toString(36)} ${own.value.version}`
    const known = this.#known.get(key)
    if (known !== undefined && this.#options.now() < known.until)
      return known.proof === 'proven' ? engine.name : undefined
    if (this.#ranges.get(engine.name)?.some((range) => inCidr(address, range)) === true) {
      this.#remember(key, 'proven')
      return engine.name
    }
    this.#lookUp(key, address, engine)
    return undefined
  }

  async settled(): Promise<void> {
    await Promise.all(this.#lookups.values())
  }

  close(): void {
    clearTimeout(this.#timer)
    this.#ended.abort()
  }

  #remember(key: string, proof: Proof): void {
    this.#known.set(key, { proof, until: this.#options.now() + HOLDS[proof] })
  }

  /** Never more than a few at a time: whoever invents addresses keeps nobody busy. */
  #lookUp(key: string, address: string, { suffix }: Engine): void {
    if (!this.#options.fetchRanges || this.#lookups.has(key)) return
    if (this.#lookups.size >= MOST_LOOKUPS || this.#ended.signal.aborted) return
    const lookup = proveByName(address, suffix, this.#resolver).then((proof) => {
      this.#lookups.delete(key)
      this.#remember(key, proof)
    })
    this.#lookups.set(key, lookup)
  }

  /** What was proven by a list that is no more is proven no more. */
  #take(written: Readonly<Record<string, readonly string[]>>): void {
    this.#written = written
    this.#ranges = new Map()
    for (const [name, list] of Object.entries(written)) {
      const ranges = parseRanges(list)
      if (ranges !== undefined) this.#ranges.set(name, ranges)
    }
    this.#known.clear()
  }

  async #fetch(): Promise<void> {
    const { fetch: ask = fetch, report } = this.#options
    const lists = await Promise.all(
      this.#engines.map(async ({ name, list }) => {
        const ranges = await fetchRanges(list, ask, this.#ended.signal)
        return { name, ranges }
      }),
    )
    if (this.#ended.signal.aborted) return
    const fresh = lists.flatMap(({ name, ranges }) => (ranges.ok ? [[name, ranges.value]] : []))
    if (fresh.length > 0) this.#take({ ...this.#written, ...Object.fromEntries(fresh) })
    for (const { ranges } of lists)
      if (!ranges.ok) report(`A list of crawlers cannot be had: ${ranges.detail}.`)
    const isWhole = fresh.length === lists.length
    this.#timer = setTimeout(() => void this.#fetch(), isWhole ? DAY : HOUR).unref()
    if (this.#file === undefined || fresh.length === 0) return
    await keep(this.#file, this.#written).catch((error: unknown) =>
      report(`The lists of crawlers cannot be kept: ${String(error)}`),
    )
  }
}
