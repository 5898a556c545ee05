// Owner: several processes serve one publication, and this one holds what only one may: the accounts' database, the mails
// on their way, the limits that hold for all. It serves nobody itself.
import type { Worker } from 'node:cluster'
import { type Config, loadConfig } from '../../config.ts'
import { faultLine } from '../../core/fault.ts'
import { type About, reportOf } from '../../core/log.ts'
import { failed, ok, type Result } from '../../core/result.ts'
import type { Store } from '../../core/store.ts'
import type { ServeOptions, Serving } from '../../node.ts'
import { type Bundle, createBundle } from '../../store/accounts/bundle.ts'
import { type Answered, type Call, carryOut } from '../../store/accounts/calls.ts'
import { openDataFolder } from '../../store/data-folder.ts'
import { openKeyRing } from '../../store/key-ring.ts'
import { type Keeping, openKeeping } from '../accounts.ts'
import { addressAt, closeServer, listen, portOf } from '../listen.ts'
import { healthAt, refusalFor } from '../refusal.ts'
import { AskedWorkers } from './asked-workers.ts'
import { createCounting } from './counting.ts'
import { CrewCounts } from './crew-counts.ts'
import { Generation, type Ready, tell } from './generation.ts'
import { Level, type Load } from './level.ts'
import type { News, Question, ToOwner } from './messages.ts'
import { type CrewSite, openCrewSite } from './site/crew-site.ts'
import type { Member } from './site/roll.ts'

export interface CrewServing extends Omit<Serving, 'finish'> {
  /**
   * Reads configuration and code anew: new workers take over, then the old ones finish. Says what is wrong when that
   * cannot be, and the old ones go on. Resolves when the new ones serve, or will not.
   */
  reload(): Promise<void>
}

/** Serves with `workers` processes. Fails `cannot-serve` as `serve` does. */
export async function serveWithWorkers(
  options: Omit<ServeOptions, 'crew'>,
  workers: number,
): Promise<Result<CrewServing, 'cannot-serve'>> {
  const data = await openDataFolder(options.data)
  if (!data.ok) return failed('cannot-serve', data.detail)
  // Made by one process, before many look for them.
  const keys = await openKeyRing(data.value.path, options.env, reportOf(options.print, 'keys'))
  if (!keys.ok) return failed('cannot-serve', keys.detail)
  keys.value.close()
  // Here it is only learnt that the port is free, and which it is: the workers listen.
  const probe = await listen(options.host, options.port)
  if (!probe.ok) return probe
  const port = portOf(probe.value.server)
  await closeServer(probe.value, 0)
  return new Owner({ ...options, port, data: data.value.path }, workers).begin()
}

/** Within what a worker waits for an answer itself. */
const LISTED_WITHIN_MS = 2000
/** The same line of several workers within so long is one. */
const SAME_LINE_MS = 2000

class Owner {
  readonly #options: ServeOptions
  readonly #size: number
  readonly #count = createCounting(Date.now)
  readonly #digests = new Map<number, string>()
  readonly #said = new Map<string, { readonly worker: number; readonly at: number }>()
  readonly #answers = new WeakMap<Worker, Bundle<Answered>>()
  readonly #counts = new CrewCounts()
  readonly #level = new Level()
  /** Of whom it is asked which pages they keep. */
  readonly #keeping = new AskedWorkers<string>()
  /** From the first configuration on that names one. */
  #site: CrewSite | undefined
  readonly #members = new WeakMap<Worker, Member>()
  #current: Generation | undefined
  /** The current one and those that finish. */
  readonly #generations = new Map<Generation, Keeping>()
  #reloading: Promise<void> | undefined
  #isAskedAgain = false
  #isClosing = false

  constructor(options: ServeOptions, size: number) {
    this.#options = options
    this.#size = size
  }

  async begin(): Promise<Result<CrewServing, 'cannot-serve'>> {
    const started = await this.#start()
    if (!started.ok) {
      await this.#site?.close()
      return started
    }
    const { ready, health } = started.value
    return ok({
      ...{ address: ready.address, health, origin: this.#site?.plan?.settings },
      articles: this.#site?.plan === undefined ? ready.articles : this.#site.articles(),
      reload: () => this.#reload(),
      close: () => this.#close(),
    })
  }

  /** Starts a generation and lets it take over from the one that serves. */
  async #start(): Promise<
    Result<{ readonly ready: Ready; readonly health: string }, 'cannot-serve'>
  > {
    const { edition, env, host, port, data, print } = this.#options
    const read = await loadConfig(edition, env)
    if (!read.ok) return failed('cannot-serve', read.faults.map(faultLine).join('\n'))
    const config = read.value
    const refusal = refusalFor(config, host)
    if (refusal !== undefined) return failed('cannot-serve', refusal)
    const address = config.address ?? addressAt(host, port)
    const before = this.#site?.plan
    const site = await this.#openSite(config, address)
    if (!site.ok) return site
    const opening = { config, address, dataDir: data, now: Date.now, report: print }
    const keeping = await openKeeping(opening)
    if (this.#isClosing) {
      await keeping.close()
      return failed('cannot-serve', 'It was told to end meanwhile')
    }
    const generation = new Generation({
      ...{ size: this.#size, assignment: { edition, host, port, data }, env, keeping },
      known: () =>
        [...this.#digests].map(([worker, digest]) => ({ what: 'orders', worker, digest })),
      hear: (worker, message, of) => this.#hear(worker, message, of),
      gone: (worker) => this.#gone(worker),
      report: reportOf(print, 'workers'),
    })
    this.#generations.set(generation, keeping)
    const begun = await generation.begin()
    if (!begun.ok) {
      await this.#forget(generation)
      if (before !== undefined) await this.#site?.open(before)
      return begun
    }
    if (config.origin !== undefined) this.#site?.survey()
    const old = this.#current
    this.#current = generation
    if (old !== undefined) void this.#end(old, config.origin !== undefined)
    return ok({ ready: begun.value, health: healthAt(host, port, config) })
  }

  /** Before the workers of its configuration: what they decide and what it was read by are one. */
  async #openSite(config: Config, address: string): Promise<Result<undefined, 'cannot-serve'>> {
    const { data, print } = this.#options
    const { origin: settings } = config
    if (settings === undefined) return ok(undefined)
    if (this.#site === undefined) {
      const taken = (digest: string) =>
        this.#spread(undefined, [{ what: 'orders', worker: process.pid, digest }])
      const { own: counts } = this.#counts
      const opened = await openCrewSite({ data, report: reportOf(print, 'site'), taken, counts })
      if (!opened.ok) return opened
      this.#site = opened.value
    }
    return this.#site.open({ config, settings, address })
  }

  /** When another has taken over; `hasSite`: whether that one stands in front of a site. */
  async #end(old: Generation, hasSite: boolean): Promise<void> {
    await old.finish()
    await this.#forget(old)
    if (hasSite || this.#site === undefined) return
    await this.#site.close()
    this.#site = undefined
    this.#digests.delete(process.pid)
    this.#spread(undefined, [{ what: 'gone', worker: process.pid }])
  }

  async #forget(generation: Generation): Promise<void> {
    const keeping = this.#generations.get(generation)
    this.#generations.delete(generation)
    await keeping?.close()
  }

  /** Whoever asks while it goes on is served by another round after it. */
  #reload(): Promise<void> {
    this.#isAskedAgain = this.#reloading !== undefined
    this.#reloading ??= this.#reloadOnce().finally(() => {
      this.#reloading = undefined
      if (this.#isAskedAgain && !this.#isClosing) void this.#reload()
    })
    return this.#reloading
  }

  async #reloadOnce(): Promise<void> {
    if (this.#isClosing) return
    const started = await this.#start()
    if (this.#isClosing) return
    this.#options.print(
      started.ok
        ? `Reloaded: ${this.#size} new workers serve, the old ones finish`
        : `Not reloaded, what was served before is served on. ${started.detail}`,
      { part: 'workers', level: started.ok ? 'info' : 'error' },
    )
  }

  async #close(): Promise<void> {
    this.#isClosing = true
    const all = [...this.#generations.keys()]
    await Promise.all(all.map((generation) => generation.end()))
    await Promise.all(all.map((generation) => this.#forget(generation)))
    await this.#site?.close()
  }

  #hear(worker: Worker, message: ToOwner, keeping: Keeping): void {
    if (message.kind === 'site') this.#site?.hear(this.#memberOf(worker), message.said)
    else if (message.kind === 'calls') this.#carryOut(worker, message.calls, keeping.store)
    else if (message.kind === 'ask') void this.#answer(worker, message.id, message.question)
    else if (message.kind === 'news') this.#spread(worker, message.news)
    else if (message.kind === 'wake') keeping.wake()
    else if (message.kind === 'load') this.#even(worker, message.load)
    else if (message.kind === 'line') this.#print(worker, message.line, message.about)
    else if (message.kind === 'counts') this.#counts.hear(worker, message.id, message.values)
    else if (message.kind === 'pages') this.#keeping.hear(message.id, message.text)
  }

  #carryOut(worker: Worker, calls: readonly Call[], store: Store): void {
    const answers =
      this.#answers.get(worker) ??
      createBundle<Answered>((all) => tell(worker, { kind: 'answers', answers: all }))
    this.#answers.set(worker, answers)
    for (const call of calls) void answerCall(call, store, answers)
  }

  async #answer(worker: Worker, id: number, question: Question): Promise<void> {
    const value = await this.#valueFor(question)
    tell(worker, { kind: 'told', id, value })
  }

  #valueFor(question: Question): boolean | string | Promise<string> {
    if (question.what === 'metrics') return this.#metrics()
    if (question.what === 'pages') return this.#keptPages()
    return this.#count(question)
  }

  /** Of the worker that has served for the longest; empty where nobody serves or it does not answer in time. */
  async #keptPages(): Promise<string> {
    const [oldest] = this.#current?.serving() ?? []
    const list = (id: number) => ({ kind: 'list-pages', id }) as const
    return (oldest && (await this.#keeping.ask(oldest, list, LISTED_WITHIN_MS))) ?? ''
  }

  #spread(from: Worker | undefined, news: readonly News[]): void {
    for (const one of news) if (one.what === 'orders') this.#digests.set(one.worker, one.digest)
    for (const generation of this.#generations.keys())
      for (const worker of generation.all())
        if (worker !== from) tell(worker, { kind: 'news', news })
  }

  #even(worker: Worker, load: Load): void {
    const serving = this.#current?.serving() ?? []
    const count = this.#level.hear(worker, load, serving, performance.now())
    if (count > 0) tell(worker, { kind: 'give-back', count })
  }

  #memberOf(worker: Worker): Member {
    const known = this.#members.get(worker)
    if (known !== undefined) return known
    const member: Member = { tell: (said) => tell(worker, { kind: 'site', said }) }
    this.#members.set(worker, member)
    return member
  }

  #gone(worker: Worker): void {
    this.#site?.leave(this.#memberOf(worker))
    const { pid } = worker.process
    if (pid === undefined || !this.#digests.delete(pid)) return
    this.#spread(undefined, [{ what: 'gone', worker: pid }])
  }

  /** What concerns all workers is said by each of them. */
  #print({ id }: Worker, line: string, about: About): void {
    const now = performance.now()
    for (const [known, { at }] of this.#said) if (now - at > SAME_LINE_MS) this.#said.delete(known)
    const said = this.#said.get(line)
    if (said !== undefined && said.worker !== id) return
    this.#said.set(line, { worker: id, at: now })
    this.#options.print(line, { ...about, worker: id })
  }

  #metrics(): Promise<string> {
    const serving = [...this.#generations.keys()].flatMap((generation) => generation.serving())
    return this.#counts.text(serving)
  }
}

async function answerCall(call: Call, store: Store, answers: Bundle<Answered>): Promise<void> {
  answers.add({ id: call.id, result: await resultOf(call, store) })
}

async function resultOf(call: Call, store: Store): Promise<Result<unknown, string>> {
  if (Date.now() >= call.deadline)
    return failed('unavailable', 'The owner was busy for longer than the call might wait')
  // A worker may be of newer code than this process.
  if (!Object.hasOwn(store, call.method))
    return failed('unavailable', 'The accounts are of an older version: restart Standfirst')
  return carryOut(store, call)
}
