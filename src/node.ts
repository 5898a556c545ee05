// Node: the place where a publication's parts are opened, wired and listened for; and closed again without losing any.
import { isLoopback } from './config/fields.ts'
import { type Config, loadConfig, practiceFault } from './config.ts'
import { type Fault, faultLine } from './core/fault.ts'
import type { Content, Orders } from './core/ports.ts'
import { failed, ok, type Result } from './core/result.ts'
import { openAccounts } from './node/accounts.ts'
import { closeServer, listen, ownAddress } from './node/listen.ts'
import { openEdition, sectionsOf } from './node/open-edition.ts'
import { createPublisher } from './node/publisher.ts'
import { openDataFolder } from './store/data-folder.ts'
import { openDecisionLog } from './store/decision-log.ts'
import { openKeyRing } from './store/key-ring.ts'
import { openOrders } from './store/orders.ts'

export interface ServeOptions {
  /** The folder with articles/ and the configuration. */
  readonly edition: string
  readonly port: number
  readonly host: string
  readonly data: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** Takes one line for the terminal. */
  readonly print: (line: string) => void
}

export interface Serving {
  /** Where readers reach it. */
  readonly address: string
  /** Where this machine reaches its health check, past any proxy. */
  readonly health: string
  /** How many articles are out. */
  readonly articles: number
  /** Finishes open requests, writes what is buffered, and ends within five seconds. */
  close(): Promise<void>
}

const CLOSE_WITHIN_MS = 4000
const LOOK_FOR_ORDERS_MS = 250

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
  const { env, host, print } = options
  const read = await loadConfig(options.edition, env)
  if (!read.ok) return failed('cannot-serve', read.faults.map(faultLine).join('\n'))
  const config = read.value
  const refusal = refusalFor(config, host)
  if (refusal !== undefined) return failed('cannot-serve', refusal)
  const stores = await openStores(options, config, open)
  if (!stores.ok) return stores
  const { keys, orders, recorder, dataDir } = stores.value
  const listening = await listen(host, options.port)
  if (!listening.ok) return listening
  const { server, answer } = listening.value
  const address = config.address ?? ownAddress(server, host)
  const report = (fault: Fault) => print(faultLine(fault))
  // The database's thread starts while the articles are read.
  const [folder, accounts] = await Promise.all([
    openEdition(options.edition, config, orders, report),
    openAccounts({ config, address, dataDir, now: Date.now, report: print }),
  ])
  open.defer(() => accounts.close())
  if (folder.ok) open.defer(() => folder.value.close())
  open.defer(() => closeServer(server, CLOSE_WITHIN_MS))
  if (!folder.ok) return failed('cannot-serve', folder.detail)
  const content = folder.value
  const publisher = await createPublisher({
    config,
    accounts,
    sections: sectionsOf(config, content),
    address,
    content,
    orders,
    recorder,
    ring: () => keys.ring(),
    now: Date.now,
    faultCount: () => content.faults().length,
    report: print,
  })
  const looking = followOrders(orders, async () => {
    await content.rescan()
    publisher.sweep()
  })
  open.defer(() => clearInterval(looking))
  answer(publisher.listener)
  warmUp(content)
  const articles = publisher.articleCount()
  const health = `${ownAddress(server, fromHere(host))}${config.site.paths.standfirst}/health`
  return ok({ address, health, articles, close: () => open.disposeAsync() })
}

async function openStores(options: ServeOptions, config: Config, open: AsyncDisposableStack) {
  const { env, print } = options
  const data = await openDataFolder(options.data)
  if (!data.ok) return failed('cannot-serve', data.detail)
  const keys = await openKeyRing(data.value.path, env, print)
  if (!keys.ok) return failed('cannot-serve', keys.detail)
  open.defer(() => keys.value.close())
  const orders = await openOrders(data.value.path, print)
  if (!orders.ok) return failed('cannot-serve', orders.detail)
  open.defer(() => orders.value.close())
  const recorder = openDecisionLog(data.value.path, print, {
    keepDays: config.storage.decisionDays,
  })
  open.defer(() => recorder.close())
  return ok({ keys: keys.value, orders: orders.value, recorder, dataDir: data.value.path })
}

/** The address for this machine of a server that listens on `host`, which may mean all addresses. */
function fromHere(host: string): string {
  if (host === '' || host === '0.0.0.0') return '127.0.0.1'
  return host === '::' ? '::1' : host
}

/** Why this configuration must not be served on this host, if there is a reason. */
function refusalFor(config: Config, host: string): string | undefined {
  if (config.address === undefined && !isLoopback(host))
    return `Everybody can reach ${host}, so the publication needs its public address: set publication.address in the configuration, or STANDFIRST_ADDRESS=https://…`
  const fault = practiceFault(config, host)
  return fault && faultLine(fault)
}

/** The threads that read texts and pictures start with the newest article, so that its first reader does not wait. */
function warmUp(content: Content): void {
  const [newest] = content.edition().latest
  if (newest === undefined) return
  void content.text(newest)
  void content.picture(newest)
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
