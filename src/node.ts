// Node: the place where a publication's parts are opened, wired and listened for; and closed again without losing any.
import { setTimeout as wait } from 'node:timers/promises'
import { isLoopback } from './config/fields.ts'
import { type Config, loadConfig } from './config.ts'
import { type Fault, faultLine } from './core/fault.ts'
import { type Print, type RequestLog, reportOf } from './core/log.ts'
import type { OriginSettings } from './core/origin.ts'
import type { Content, Crawlers, Orders } from './core/ports.ts'
import { failed, ok, type Result } from './core/result.ts'
import type { SayPutOff } from './core/seats.ts'
import { type Counts, openCounts } from './counts/counts.ts'
import { openCrawlers } from './crawlers/crawlers.ts'
import type { Sampling } from './log/requests.ts'
import { type Accounts, openAccounts } from './node/accounts.ts'
import type { CrewPart } from './node/crew/crew-part.ts'
import type { RunningParts } from './node/deciding.ts'
import { answerUpgrades, createGatePublisher } from './node/gate.ts'
import { boundHeapGrowth } from './node/heap-growth.ts'
import {
  addressAt,
  bind,
  closeServer,
  finishServer,
  type Listening,
  listen,
  portOf,
  unbound,
} from './node/listen.ts'
import { openEdition, sectionsOf } from './node/open-edition.ts'
import { type Overload, type OverloadOptions, watchOverload } from './node/overload.ts'
import { createPublisher, type Publisher } from './node/publisher.ts'
import { watchPutOff } from './node/put-off.ts'
import { healthAt, refusalFor } from './node/refusal.ts'
import { timedStore } from './node/timed-store.ts'
import { boundYoungSpace, inSmallYoungSpace } from './node/young-space.ts'
import { openDataFolder } from './store/data-folder.ts'
import { type DecisionLog, openDecisionLog } from './store/decision-log.ts'
import { type OpenKeyRing, openKeyRing } from './store/key-ring.ts'
import { type OpenOrders, openOrders } from './store/orders.ts'
import { END_IT, takeSole } from './store/sole.ts'

export interface ServeOptions {
  /** The folder with articles/ and the configuration. */
  readonly edition: string
  readonly port: number
  readonly host: string
  readonly data: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly print: Print
  /** Without: nothing is told of requests, whatever the configuration says. */
  readonly requests?: ((sampling: Sampling) => RequestLog & { close(): void }) | undefined
  /** What is late; what is left out is as a server needs it. */
  readonly overload?: Partial<Omit<OverloadOptions, 'report'>>
  /** Of one of several workers; `port` is then the one that they all listen on. */
  readonly crew?: CrewPart
}

export interface Serving {
  /** Where readers reach it. */
  readonly address: string
  /** Where this machine reaches its health check, past any proxy. */
  readonly health: string
  /** How many articles are out, or were read so far of a site. */
  readonly articles: number
  /** The site in front of which it stands. */
  readonly origin: OriginSettings | undefined
  /** Finishes open requests, writes what is buffered, and ends within five seconds. */
  close(): Promise<void>
  /** Takes no more connections and answers on those that are open, until they have ended; a minute at most. */
  finish(): Promise<void>
}

/** Longer than a connection may say nothing. */
const FINISH_WITHIN_MS = 45_000
const CLOSE_WITHIN_MS = 4000
const LOOK_FOR_ORDERS_MS = 250
/** What a worker has read before it takes readers, where nobody hands on what they keep. */
const READ_BEFORE = 100
const READ_WITHIN_MS = 2000

/** Fails `cannot-serve` with lines that say why and what to do; nothing is left open then. */
export async function serve(options: ServeOptions): Promise<Result<Serving, 'cannot-serve'>> {
  const open = new AsyncDisposableStack()
  const serving = await start(options, open)
  if (!serving.ok) await open.disposeAsync()
  return serving
}

/** Whatever is opened here is put on `open`, which closes it in reverse. */
async function start(
  options: ServeOptions,
  open: AsyncDisposableStack,
): Promise<Result<Serving, 'cannot-serve'>> {
  const { env, host, crew } = options
  const read = await loadConfig(options.edition, env)
  if (!read.ok) return failed('cannot-serve', read.faults.map(faultLine).join('\n'))
  const config = read.value
  const refusal = refusalFor(config, host)
  if (refusal !== undefined) return failed('cannot-serve', refusal)
  const stores = await openStores(options, config, open)
  if (!stores.ok) return stores
  // Who comes to one of several workers finds it ready: the others answer until then.
  const listening = crew === undefined ? await listen(host, options.port) : ok(unbound())
  if (!listening.ok) return listening
  const counts = openCounts()
  const requests = counts.served.requests(tellingOf(options, config, open))
  const port = crew === undefined ? portOf(listening.value.server) : options.port
  const overload = watchOverload({
    report: reportOf(options.print, 'overload'),
    ...options.overload,
  })
  open.defer(() => overload.close())
  const putOff = watchPutOff({
    report: reportOf(options.print, 'overload'),
    count: counts.putOff,
  })
  open.defer(() => putOff.close())
  const opened = {
    options,
    config,
    counts,
    putOff: putOff.say,
    requests,
    port,
    overload,
    ...stores.value,
    ...listening.value,
  }
  const started =
    config.origin === undefined
      ? await startEdition(opened, open)
      : await startGate(opened, config.origin, open)
  overload.begin()
  const heap = boundHeapGrowth()
  open.defer(() => heap.end())
  if (!started.ok || crew === undefined) return started
  const bound = await bind(opened.server, host, port)
  if (!bound.ok) return bound
  crew.level(opened.connections)
  return started
}

interface Opened extends Listening {
  readonly options: ServeOptions
  readonly config: Config
  readonly keys: OpenKeyRing
  readonly orders: OpenOrders
  readonly recorder: DecisionLog
  readonly counts: Counts
  readonly requests: RequestLog
  readonly overload: Overload
  readonly putOff: SayPutOff
  readonly dataDir: string
  readonly port: number
}

async function startEdition(
  opened: Opened,
  open: AsyncDisposableStack,
): Promise<Result<Serving, 'cannot-serve'>> {
  const { options, config, orders, answer } = opened
  const { print } = options
  const address = config.address ?? addressAt(options.host, opened.port)
  const report = (fault: Fault) => print(faultLine(fault), { part: 'edition' })
  // The database's thread starts while the articles are read.
  const [folder, accounts] = await Promise.all([
    inSmallYoungSpace(() => openEdition(options.edition, config, orders, report, opened.putOff)),
    openAccountsOf(opened, address),
  ])
  open.defer(() => accounts.close())
  // Before pages are made that another worker keeps: they are many.
  boundYoungSpaceIn(open)
  if (folder.ok) open.defer(() => folder.value.close())
  open.defer(() => closeServer(opened, CLOSE_WITHIN_MS))
  if (!folder.ok) return failed('cannot-serve', folder.detail)
  const content = folder.value
  const publisher = await createPublisher({
    ...runningParts(opened, address, accounts),
    crawlers: await openCrawlersOf(opened, address, open),
    sections: sectionsOf(config, content),
    content,
    faultCount: () => content.faults().length,
  })
  const looking = followOrders(orders, async () => {
    await content.obey()
    publisher.sweep()
  })
  open.defer(() => clearInterval(looking))
  answer(publisher.listener, publisher.direct)
  if (options.crew === undefined) void warmUp(content, 1)
  else await takeOver(options.crew, publisher, content)
  return ok(servingOf(opened, address, publisher.articleCount(), open))
}

/** In front of a site: nothing is read before somebody asks for it. */
async function startGate(
  opened: Opened,
  settings: OriginSettings,
  open: AsyncDisposableStack,
): Promise<Result<Serving, 'cannot-serve'>> {
  const { options, config, orders, server, answer, dataDir } = opened
  const address = config.address ?? addressAt(options.host, opened.port)
  const accounts = await openAccountsOf(opened, address)
  open.defer(() => accounts.close())
  boundYoungSpaceIn(open)
  const site = await options.crew?.site({ config, settings, address }, Date.now)
  if (site?.ok === false) return site
  const made = await createGatePublisher({
    ...runningParts(opened, address, accounts),
    ...(site && { site: site.value }),
    ...(options.crew && { editors: options.crew.editors }),
    crawlers: await openCrawlersOf(opened, address, open),
    settings,
    dataDir,
    tally: opened.counts.tally,
  })
  if (!made.ok) {
    await closeServer(opened, CLOSE_WITHIN_MS)
    return made
  }
  const publisher = made.value
  open.defer(() => publisher.close())
  open.defer(() => closeServer(opened, CLOSE_WITHIN_MS))
  await publisher.sweep()
  const looking = followOrders(orders, () => publisher.sweep())
  open.defer(() => clearInterval(looking))
  answerUpgrades(server, publisher)
  // Beside readers: whatever goes wrong with it, they are served.
  publisher.site
    .survey()
    .catch((error: unknown) =>
      options.print(`The survey of the site ended: ${String(error)}`, { part: 'site' }),
    )
  answer(publisher.listener, publisher.direct)
  return ok(servingOf(opened, address, publisher.articleCount(), open))
}

function boundYoungSpaceIn(open: AsyncDisposableStack): void {
  const young = boundYoungSpace()
  open.defer(() => young.end())
}

async function openAccountsOf(
  { config, counts, dataDir, options }: Opened,
  address: string,
): Promise<Accounts> {
  const opening = { config, address, dataDir, now: Date.now, report: options.print }
  const accounts = options.crew?.accounts(opening) ?? (await openAccounts(opening))
  return { ...accounts, store: timedStore(accounts.store, counts.served.store) }
}

/** Nothing is asked of anybody while no search engine can come: on this machine, or at a name that is nobody's (RFC 2606). */
async function openCrawlersOf(
  { config, dataDir, options }: Opened,
  address: string,
  open: AsyncDisposableStack,
): Promise<Crawlers> {
  const { hostname } = new URL(address)
  const crawlers = await openCrawlers({
    ...{
      engines: config.crawlers,
      dataDir,
      now: Date.now,
      report: reportOf(options.print, 'crawlers'),
    },
    fetchRanges: !isLoopback(hostname) && !/\.(?:test|example|invalid)$/.test(hostname),
  })
  open.defer(() => crawlers.close())
  return crawlers
}

function runningParts(
  { config, orders, recorder, counts, requests, keys, options, overload, putOff }: Opened,
  address: string,
  accounts: Accounts,
): RunningParts {
  const { crew } = options
  const text = crew?.metrics(counts) ?? (() => counts.text())
  return {
    ...{ config, accounts, address },
    orders: crew?.orders(orders) ?? orders,
    ...(crew && {
      together: crew.together(config.site.policy.meter.perNetworkPerHour),
    }),
    isOverloaded: () => overload.isOn(),
    putOff,
    pageTally: counts.served.pages,
    recorder: counts.counting(recorder),
    metrics: { ...config.metrics, type: counts.type, text },
    ring: () => keys.ring(),
    now: Date.now,
    report: reportOf(options.print, config.origin === undefined ? 'articles' : 'site'),
    requests,
  }
}

function servingOf(
  opened: Opened,
  address: string,
  articles: number,
  open: AsyncDisposableStack,
): Serving {
  const { options, config, port } = opened
  const health = healthAt(options.host, port, config)
  const { origin } = config
  const close = () => open.disposeAsync()
  const finish = () => finishServer(opened, FINISH_WITHIN_MS)
  return { address, health, articles, origin, close, finish }
}

async function openStores(options: ServeOptions, config: Config, open: AsyncDisposableStack) {
  const { env, print } = options
  const data = await openDataFolder(options.data)
  if (!data.ok) return failed('cannot-serve', data.detail)
  // Of several processes the owner has it.
  if (config.origin !== undefined && options.crew === undefined) {
    const sole = takeSole(data.value.path)
    if (!sole.ok)
      return failed('cannot-serve', sole.detail + (sole.reason === 'taken' ? END_IT : ''))
    open.defer(() => sole.value.free())
  }
  const keys = await openKeyRing(data.value.path, env, reportOf(print, 'keys'))
  if (!keys.ok) return failed('cannot-serve', keys.detail)
  open.defer(() => keys.value.close())
  const orders = await openOrders(data.value.path, reportOf(print, 'orders'))
  if (!orders.ok) return failed('cannot-serve', orders.detail)
  open.defer(() => orders.value.close())
  const recorder = openDecisionLog(data.value.path, reportOf(print, 'decisions'), {
    keepDays: config.storage.decisionDays,
  })
  open.defer(() => recorder.close())
  return ok({ keys: keys.value, orders: orders.value, recorder, dataDir: data.value.path })
}

/** Which requests are told, as the configuration says. */
function tellingOf(
  options: ServeOptions,
  { logs }: Config,
  open: AsyncDisposableStack,
): RequestLog | undefined {
  const { requests, perSecond, slowMilliseconds: slowMs } = logs
  if (requests === 'off') return undefined
  const log = options.requests?.({ requests, perSecond, slowMs })
  open.defer(() => log?.close())
  return log
}

/**
 * The threads that read texts and pictures start with the newest articles, so that their first readers do not wait.
 * `count`: of how many the texts are read.
 */
async function warmUp(content: Content, count: number): Promise<void> {
  const newest = content.edition().latest.slice(0, count)
  const [first] = newest
  if (first === undefined) return
  await Promise.all([content.picture(first), ...newest.map((article) => content.text(article))])
}

/**
 * Has at hand what another worker has before the first reader comes, and where there is none the newest texts: nobody waits
 * for threads to start, or for what many ask for at once.
 */
async function takeOver(crew: CrewPart, publisher: Publisher, content: Content): Promise<void> {
  const handed = await crew.handedOn()
  if (handed === undefined || handed.kept.pages.length === 0)
    await Promise.race([
      warmUp(content, READ_BEFORE),
      wait(READ_WITHIN_MS, undefined, { ref: false }),
    ])
  else await publisher.makeAlike(handed.kept, AbortSignal.timeout(handed.makingMs))
  crew.handOn(publisher.kept)
}

/** What was taken away is dropped from memory as soon as the order is seen. */
function followOrders(orders: Orders, carryOut: () => Promise<void>): NodeJS.Timeout {
  let seen = orders.generation()
  return setInterval(() => {
    if (orders.generation() === seen) return
    seen = orders.generation()
    void carryOut()
  }, LOOK_FOR_ORDERS_MS)
}
