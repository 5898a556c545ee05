// Site at owner: the site behind the gate as a worker has it. The owner asks it and reads it; a worker keeps what it was
// given, and sends it without asking for as long as it has the owner's leave.
import { LRUCache } from 'lru-cache'
import { askedOfAll, hasCookies, withPostPasswords } from '../../../content/origin/asking.ts'
import { createRoutes } from '../../../content/origin/routes/route-of.ts'
import { addressPath } from '../../../core/address-path.ts'
import type { Article } from '../../../core/article.ts'
import type {
  FoundAnswer,
  OriginSettings,
  OriginSite,
  Route,
  SiteAnswer,
  SiteAsk,
} from '../../../core/origin.ts'
import { Calls } from './calls.ts'
import { type KeptAnswer, KeptAnswers } from './kept-answers.ts'
import type { FromOwner, FromWorker, Given, PlainAsk } from './messages.ts'
import { Pieces } from './pieces.ts'

/** The way to the owner. What is said comes in turn, both ways. */
export interface SiteLine {
  say(message: FromWorker): void
  hear(listen: (message: FromOwner) => void): void
}

/** What a worker keeps beside the owner, of the memory that the configuration gives to what is kept. */
const PART = 1 / 4
const MOST_TARGETS = 20_000
/** Several times while one leave lasts. */
const ASK_LEAVE_MS = 400

/** Headers that the site may be told, and those that say which part of a file is wanted. */
const TOLD = [
  ...['accept', 'accept-language', 'content-type', 'content-length', 'origin', 'referer'],
  ...['x-requested-with', 'user-agent', 'range', 'if-range'],
]

interface Shareable {
  readonly found: FoundAnswer
  /** Whether all who asked alike may have it. */
  readonly isForAll: boolean
}

type ReadRoute = Extract<Route, { kind: 'read' }>

export class SiteAtOwner implements OriginSite {
  readonly settings: OriginSettings
  readonly route: OriginSite['route']
  readonly #line: SiteLine
  readonly #now: () => number
  readonly #calls: Calls
  readonly #bodies: Pieces
  readonly #kept: KeptAnswers
  readonly #below = new LRUCache<string, { articles: readonly Article[]; epoch: number }>({
    max: MOST_TARGETS,
  })
  readonly #belowAsked = new Map<string, Promise<readonly Article[]>>()
  /** Calls under way for all who ask alike, by what they ask. */
  readonly #flights = new Map<string, { path: string; found: Promise<Shareable> }>()
  readonly #asking: NodeJS.Timeout
  /** Another one whenever of articles more or less is known. */
  #epoch = 0
  #heard = 0
  #leaveUntil = 0
  #articles = 0

  /** `now` in epoch milliseconds. */
  constructor(settings: OriginSettings, line: SiteLine, now: () => number) {
    this.settings = withPostPasswords(settings)
    const routes = createRoutes(this.settings)
    this.route = (method, path, query) => routes({ method, path, query })
    this.#line = line
    this.#now = now
    this.#calls = new Calls((message) => line.say(message))
    this.#bodies = new Pieces((message) => line.say(message))
    this.#kept = new KeptAnswers(settings.cache.memoryBytes * PART)
    line.hear((message) => this.#hear(message))
    this.#asking = setInterval(() => this.#askLeave(), ASK_LEAVE_MS).unref()
  }

  /** Why this worker, which goes by these facts, cannot work with the owner; undefined: it can. */
  async join(facts: string): Promise<string | undefined> {
    const objection = await this.#calls.ask({ name: 'join', facts }, (given) => given)
    if (objection === undefined) this.#askLeave()
    return objection
  }

  ready(key: string, ask: SiteAsk): SiteAnswer | undefined {
    if (performance.now() >= this.#leaveUntil) return undefined
    const kept = this.#kept.find(key, ask)
    if (kept === undefined || kept.epoch !== this.#epoch) return undefined
    const now = this.#now()
    if (now < kept.held.from || now >= kept.held.until) return undefined
    return hasCookies(key, ask, this.settings) ? undefined : kept.answer
  }

  async find(route: ReadRoute, ask: SiteAsk): Promise<FoundAnswer> {
    const isOwn = hasCookies(route.key, ask, this.settings)
    if (isOwn || !route.shared || ask.header('range') !== undefined)
      return (await this.#find(route, ask)).found
    const id = JSON.stringify([route.key, askedOfAll(ask)])
    const running = this.#flights.get(id)
    if (running !== undefined) {
      const { found, isForAll } = await running.found
      return isForAll ? found : (await this.#find(route, ask)).found
    }
    const flight = { path: addressPath(route.key), found: this.#find(route, ask) }
    this.#flights.set(id, flight)
    try {
      return (await flight.found).found
    } finally {
      if (this.#flights.get(id) === flight) this.#flights.delete(id)
    }
  }

  async ask(target: string, ask: SiteAsk): Promise<FoundAnswer> {
    const { body } = ask
    // Whoever posts has the rest of it read by the server, if nobody takes it.
    const stream = body === undefined ? undefined : this.#bodies.offer(body, () => undefined)
    const plain = { ...this.#plain(target, ask), body: stream }
    try {
      return await this.#calls.ask({ name: 'ask', target, ask: plain }, (given) =>
        this.#take(given, undefined),
      )
    } finally {
      if (stream !== undefined) this.#bodies.withdraw(stream)
    }
  }

  below(target: string): readonly Article[] | Promise<readonly Article[]> {
    const kept = this.#below.get(target)
    if (kept?.epoch === this.#epoch && performance.now() < this.#leaveUntil) return kept.articles
    const running = this.#belowAsked.get(target)
    if (running !== undefined) return running
    const asked = this.#calls
      .ask({ name: 'below', target }, (articles) => {
        this.#below.set(target, { articles, epoch: this.#epoch })
        return articles
      })
      .finally(() => this.#belowAsked.delete(target))
    // Whoever only looks whether it is at hand does not wait for it.
    asked.catch(() => undefined)
    this.#belowAsked.set(target, asked)
    return asked
  }

  known = () => this.#articles

  cleared(text: string, target: string, type: string | undefined): Promise<string | undefined> {
    return this.#calls.ask({ name: 'cleared', text, target, type }, (given) => given)
  }

  again(key: string): Promise<SiteAnswer | undefined> {
    return this.#calls.ask({ name: 'again', key }, (given) => given)
  }

  purge(paths: readonly string[] | undefined): Promise<number> {
    return this.#calls.ask({ name: 'purge', paths }, (given) => given)
  }

  /** The owner does so itself, once for all. */
  survey = async () => undefined
  sweep = async () => undefined

  async close(): Promise<void> {
    clearInterval(this.#asking)
    this.#calls.close()
    this.#bodies.close()
  }

  #find(route: ReadRoute, ask: SiteAsk): Promise<Shareable> {
    const kept = this.#kept.find(route.key, ask)
    const plain = this.#plain(route.key, ask)
    return this.#calls.ask(
      { name: 'find', route, ask: plain, has: kept?.held.id },
      (given): Shareable => ({ found: this.#take(given, kept), isForAll: isForAll(given) }),
    )
  }

  /** Of cookies, those go to the owner with which the site is asked. */
  #plain(key: string, ask: SiteAsk): PlainAsk {
    const headers: Record<string, string> = {}
    const names = hasCookies(key, ask, this.settings) ? [...TOLD, 'cookie'] : TOLD
    for (const name of names) {
      const value = ask.header(name)
      if (value !== undefined) headers[name] = value
    }
    return {
      method: ask.method,
      headers,
      client: ask.client,
      body: undefined,
      asker: ask.asker?.(),
    }
  }

  /** `kept`: what the owner was told that there is. It may have been dropped meanwhile, and be good again. */
  #take(given: Given, kept: KeptAnswer | undefined): FoundAnswer {
    if (given.kind === 'stream') {
      const { status, headers, stream } = given
      return { kind: 'stream', status, headers, body: this.#bodies.take(stream) }
    }
    if (given.kind === 'answer') {
      const { answer, held } = given
      if (held !== undefined) this.#kept.put({ answer, held, epoch: this.#epoch })
      return { kind: 'answer', answer }
    }
    if (given.kind !== 'same') return given
    if (kept === undefined) return { kind: 'unavailable' }
    this.#kept.put({ ...kept, held: given.held, epoch: this.#epoch })
    return { kind: 'answer', answer: kept.answer }
  }

  #hear(message: FromOwner): void {
    if (message.what === 'given' || message.what === 'failed') this.#calls.hear(message)
    else if (message.what === 'changed') this.#change(message)
    else if (message.what === 'leave-given') {
      this.#leaveUntil = message.sent + message.lasts
      this.#articles = message.articles
    } else this.#bodies.hear(message)
  }

  /** Whoever asks from here on is not answered with what others asked for before. */
  #change({ number, paths, isKnown }: Extract<FromOwner, { what: 'changed' }>): void {
    if (isKnown) this.#epoch++
    this.#kept.drop(paths)
    if (isKnown || paths === 'all') this.#flights.clear()
    else
      for (const [id, { path }] of this.#flights) if (paths.includes(path)) this.#flights.delete(id)
    this.#heard = number
    this.#askLeave()
  }

  #askLeave(): void {
    this.#line.say({ what: 'here', heard: this.#heard, sent: performance.now() })
  }
}

/**
 * A body is one reader's, and so is what the owner does not keep: it may set a cookie, or greet somebody. Whoever comes
 * from elsewhere than who was put off may have a seat.
 */
function isForAll(given: Given): boolean {
  if (given.kind === 'unavailable') return given.isPutOff !== true
  return given.kind === 'answer' ? given.held !== undefined : given.kind !== 'stream'
}
