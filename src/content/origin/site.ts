// Site: the origin behind the gate, as src/core/origin.ts has it. What is asked for is taken from the cache or from the
// origin, read once a version, and given as it may be sent at this moment.
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { addressPath } from '../../core/address-path.ts'
import type {
  FoundAnswer,
  HeldAnswer,
  Named,
  OriginSettings,
  Route,
  SharedSite,
  SiteAnswer,
  SiteAsk,
} from '../../core/origin.ts'
import { pathMatches } from '../../core/policy.ts'
import { failed, ok, type Result } from '../../core/result.ts'
import { askedOfAll, askedOfOne, everybodyOf, hasCookies, isOurs, NOBODY } from './asking.ts'
import { openCache } from './cache/cache.ts'
import type { Copy, Kept } from './cache/copy.ts'
import type { Cache, CacheAsk, Found } from './cache/found.ts'
import { clearText } from './cleared.ts'
import type { OriginAnswer } from './client/ask-origin.ts'
import { readWhole } from './client/read-whole.ts'
import type { Forwarded } from './client/sent-headers.ts'
import { withoutDropped } from './dropped-cookies.ts'
import { keyOfPlace } from './key-of-place.ts'
import { kindByType } from './kind-of.ts'
import { createLearnt, type Learnt } from './learnt.ts'
import { namedBy } from './page/facts-path.ts'
import { cookiesForPublic } from './pass/cookies.ts'
import { type Came, type ReadingParts, readAnswer } from './read-answer.ts'
import { createRoutes } from './routes/route-of.ts'
import { type AskedSearch, searchIn } from './search/asked-search.ts'
import { type Seen, type SiteSearchParts, searchSite } from './search/site-search.ts'
import { fileOf, headerOf, keptPrivate } from './sent-on.ts'
import type { SiteOptions, SiteParts } from './site-parts.ts'
import { Standing, type StandingParts, sizeOf } from './standing.ts'
import { surveySite } from './survey.ts'
import { createWanted, type Wanted } from './wanted.ts'

const LONGEST_TEXT = 16 * 1024 * 1024

export class Site implements SharedSite {
  readonly settings: OriginSettings
  readonly route: SharedSite['route']
  readonly #options: SiteOptions
  readonly #parts: SiteParts
  readonly #reading: ReadingParts
  readonly #standing: StandingParts
  readonly #wanted: Wanted
  readonly #learnt: Learnt
  /** How the site is asked for all readers together. */
  readonly #everybody: Forwarded
  readonly #empty: SiteSearchParts['empty'] = new WeakMap()
  readonly #ending = new AbortController()
  #cache: Cache<Standing> | undefined
  #isTaught = false

  constructor(options: SiteOptions, parts: SiteParts) {
    const { settings, pages, addresses, tally, report, now } = options
    const { known, sentinel, reader, closer } = parts
    this.#wanted = createWanted((key) => this.#fetchForLists(key))
    this.#learnt = createLearnt({
      ...{ known, sentinel, now, report, policy: pages.policy, folder: options.folder },
      outdated: (path) => this.#wanted.forget(path),
      changed: () => options.changed?.('known'),
    })
    const { lookUp } = this.#learnt
    this.settings = settings
    const routes = createRoutes(settings)
    this.route = (method, path, query) => routes({ method, path, query })
    this.#options = options
    this.#parts = parts
    this.#reading = {
      ...{ settings, addresses, pages: reader, closer, lookUp, now, tally, report },
      isOpen: (key) => settings.open.some((pattern) => pathMatches(pattern, addressPath(key))),
    }
    this.#standing = {
      ...{ addresses, closer, lookUp, knownGeneration: () => this.#learnt.generation() },
      clearing: { sentinel, tally, report, observes: settings.mode === 'observe' },
    }
    this.#everybody = everybodyOf(settings, addresses)
  }

  async open(): Promise<Result<undefined, 'unusable'>> {
    const { settings, folder, now, tally, report, orders, changed, putOff } = this.#options
    const { client } = this.#parts
    const cache = await openCache<Standing>({
      ...{ client, now, settings: settings.cache, tally, report },
      ...(changed && { changed }),
      putOff: (why) => putOff?.('site', why),
      isWithdrawn: (path) => orders.isWithdrawn(path),
      dir: folder === undefined ? undefined : join(folder, 'answers'),
      read: (copy, last) => this.#standingOf(copy, copy.version, [], last?.reading),
      withoutDropped: (headers, key) => withoutDropped(headers, key, settings),
      sizeOf,
      isLasting: ({ reading }) => reading.kind === 'article',
    })
    if (!cache.ok) return cache
    this.#cache = cache.value
    void this.#learnt.taught.then(() => {
      this.#isTaught = true
    })
    return ok(undefined)
  }

  get #kept(): Cache<Standing> {
    if (this.#cache === undefined) throw new Error('The site is not open yet.')
    return this.#cache
  }

  ready(key: string, ask: SiteAsk): SiteAnswer | undefined {
    return this.#ready(key, ask)?.reading.answer()
  }

  holding(key: string, ask: SiteAsk): HeldAnswer | undefined {
    const kept = this.#ready(key, ask)
    const answer = kept?.reading.answer()
    if (kept === undefined || answer === undefined) return undefined
    const { freshUntil, copy } = kept
    const until = Math.min(freshUntil, this.#learnt.changesAt())
    return { answer, from: copy.checkedAt, until, varying: copy.varying }
  }

  #ready(key: string, ask: SiteAsk): Kept<Standing> | undefined {
    if (!this.#isTaught || hasCookies(key, ask, this.settings)) return undefined
    if (this.#searchIn(key) !== undefined) return undefined
    const alike = { headers: askedOfAll(ask), shared: true, from: this.#everybody }
    const kept = this.#kept.ready(key, alike)
    return kept?.reading.isReady !== true || this.#hasUnread(kept.reading) ? undefined : kept
  }

  generation = () => this.#learnt.generation() + this.#parts.sentinel.generation

  async find(route: Extract<Route, { kind: 'read' }>, ask: SiteAsk): Promise<FoundAnswer> {
    await this.#learnt.taught
    const search = this.#searchIn(route.key)
    if (search !== undefined) return this.#searched(search, ask)
    const found = await this.#kept.get(route.key, this.#cacheAsk(route.key, ask, route.shared))
    return this.#foundAnswer(found, route.key, hasCookies(route.key, ask, this.settings))
  }

  /** What is asked for with a cookie of the reader's is this reader's answer. */
  #cacheAsk(key: string, ask: SiteAsk, shared: boolean): CacheAsk {
    const headers = hasCookies(key, ask, this.settings)
      ? askedOfOne(ask, addressPath(key), this.settings, this.#options.addresses)
      : askedOfAll(ask)
    return {
      ...{ headers, shared, from: this.#from(ask) },
      range: ask.header('range'),
      ifRange: ask.header('if-range'),
      asker: ask.asker,
    }
  }

  async ask(target: string, ask: SiteAsk): Promise<FoundAnswer> {
    await this.#learnt.taught
    const { addresses } = this.#options
    const sent = await this.#parts.client.send({
      method: ask.method,
      target,
      headers: askedOfOne(ask, addressPath(target), this.settings, addresses),
      from: this.#from(ask),
      body: ask.body === undefined ? undefined : Readable.from(ask.body),
    })
    if (!sent.ok) return { kind: 'unavailable' }
    return this.#unkept(sent.value, target, true)
  }

  async cleared(text: string, target: string, type: string | undefined) {
    await this.#learnt.taught
    const answer = { key: addressPath(target), headers: ['Content-Type', type ?? ''] }
    return clearText(text, answer, this.#standing.clearing)
  }

  below = (target: string) => this.#parts.known.below(target)

  known = () => this.#parts.known.all().length

  async again(key: string): Promise<SiteAnswer | undefined> {
    const found = await this.#keptAt(key)
    const kept = found && (await this.#kept.readAgain(found))
    return await kept?.reading.current()
  }

  async survey(): Promise<void> {
    await this.#learnt.taught
    await surveySite({
      ...{ addresses: this.#options.addresses, report: this.#options.report },
      signal: this.#ending.signal,
      isKnown: (path) => this.#learnt.lookUp(path) !== undefined,
      read: (article) => this.#wanted.readNow([article]),
      fetch: async (address) => (await this.#seenAt(address))?.came.bytes,
    })
  }

  async purge(paths: readonly string[] | undefined): Promise<number> {
    if (paths === undefined) return this.#kept.purge('all')
    const each = await Promise.all(paths.map((path) => this.#kept.purge({ path })))
    return each.reduce((sum, count) => sum + count, 0)
  }

  async sweep(): Promise<void> {
    for (const path of this.#options.orders.withdrawn()) {
      await this.#kept.withdraw(path)
      this.#learnt.forget(path)
      this.#parts.known.withdraw(path)
    }
    await this.#parts.known.written()
  }

  async close(): Promise<void> {
    await this.retire()
    this.#parts.client.close()
  }

  async retire(): Promise<void> {
    if (this.#ending.signal.aborted) return
    this.#ending.abort()
    this.#wanted.close()
    await this.#learnt.close()
    await this.#cache?.close()
    await this.#parts.reader.close()
    await this.#parts.closer.end()
    await this.#parts.known.written()
  }

  #from({ client }: SiteAsk): Forwarded {
    return { ...this.#everybody, address: client }
  }

  async #standingOf(
    came: Came,
    version: string,
    cookies: readonly string[],
    last: Standing | undefined,
    learns = true,
  ): Promise<Result<Standing, 'refused'>> {
    const before = last?.reading.kind === 'article' ? last.reading : undefined
    const made = await readAnswer(came, before, this.#reading)
    if (!made.ok) return made
    const { reading } = made.value
    if (learns && reading.kind === 'article' && came.status === 200) this.#learnt.take(reading)
    const standing = new Standing(came, version, made.value, cookies, this.#standing)
    return (await standing.current()) === undefined
      ? failed('refused', 'It carries gated text that cannot be taken out.')
      : ok(standing)
  }

  async #foundAnswer(found: Found<Standing>, key: string, isOwn: boolean): Promise<FoundAnswer> {
    switch (found.kind) {
      case 'kept':
        return this.#answerOf(found.kept.reading)
      case 'stream':
        return this.#unkept(found.answer, key, isOwn)
      case 'gone': {
        if (!key.includes('?')) this.#learnt.forget(addressPath(key))
        const page = found.copy && (await this.#pageOf(found.copy))
        return { kind: 'gone', status: found.status, ...(page && { page }) }
      }
      case 'unavailable':
        return { kind: 'unavailable', ...(found.isPutOff && { isPutOff: true }) }
      case 'refused':
        return { kind: 'refused' }
    }
  }

  /** The page with which the origin says that something is not there, if it may be sent. */
  async #pageOf(copy: Copy): Promise<SiteAnswer | undefined> {
    const standing = await this.#standingOf(copy, copy.version, [], undefined)
    return standing.ok ? await standing.value.current() : undefined
  }

  /**
   * An answer for one reader, or a file. Texts are read whole all the same: nothing goes out unread. `isOwn`: it was asked
   * with what belongs to this reader, and no cache may give it to another, whatever the origin says.
   */
  async #unkept(came: OriginAnswer, key: string, isOwn: boolean): Promise<FoundAnswer> {
    const answer = isOwn ? { ...came, headers: keptPrivate(came.headers) } : came
    const { headers, status } = answer
    const type = headerOf(headers, 'content-type')
    if (kindByType(type) === 'file') return fileOf(answer, this.#options.addresses)
    const whole = await readWhole(answer, LONGEST_TEXT)
    if (!whole.ok) {
      this.#options.report(`${key} was not sent: ${whole.detail}`)
      return { kind: whole.reason === 'too-large' ? 'refused' : 'unavailable' }
    }
    if (status >= 500) return { kind: 'unavailable' }
    const cookies = headers
      .filter(([name]) => name === 'set-cookie')
      .flatMap(([, line]) => cookiesForPublic(line, { isOurs }, this.#options.addresses))
    const read = { key, status, headers, bytes: whole.value }
    const standing = await this.#standingOf(read, '', cookies, undefined, !isOwn)
    if (!standing.ok) {
      this.#options.report(`${key} must not go out: ${standing.detail}`)
      return { kind: 'refused' }
    }
    return this.#answerOf(standing.value)
  }

  /** What a page lists is read first: an excerpt on it may go further than everybody may read. */
  async #answerOf(standing: Standing): Promise<FoundAnswer> {
    this.#wanted.want(standing.unknown)
    if (this.#hasUnread(standing)) {
      const left = await this.#wanted.readNow(this.#unread(standing))
      if (left > 0) this.#options.tally.count('unread')
    }
    const answer = await standing.current()
    return answer === undefined ? { kind: 'refused' } : { kind: 'answer', answer }
  }

  /** Of what the configuration opens as it is, nothing is looked for. */
  #searchIn(key: string): AskedSearch | undefined {
    if (this.settings.mode === 'observe' || this.#reading.isOpen(key)) return undefined
    return searchIn(key, this.settings)
  }

  async #searched(search: AskedSearch, ask: SiteAsk): Promise<FoundAnswer> {
    const { addresses, now, report } = this.#options
    const { known, reader } = this.#parts
    const closed = await searchSite(search, {
      ...{ addresses, report, reader, now },
      readNow: (paths) => this.#wanted.readNow(paths.map(namedBy)),
      find: (key) => this.#kept.get(key, this.#cacheAsk(key, ask, false)),
      seenAt: (address) => this.#seenAt(address),
      openText: (path) => known.openText(path),
      empty: this.#empty,
    })
    if ('kind' in closed) return closed
    const standing = await this.#standingOf(closed, '', [], undefined)
    if (standing.ok) return this.#answerOf(standing.value)
    report(`${search.key} must not go out: ${standing.detail}`)
    return { kind: 'refused' }
  }

  #hasUnread(standing: Standing): boolean {
    const known = this.#learnt.generation()
    if (standing.allReadAt === known) return false
    const unread = this.#unread(standing)
    if (unread.length === 0) standing.allReadAt = known
    return this.#wanted.hasNew(unread)
  }

  #unread({ listed }: Standing): readonly Named[] {
    return listed.filter(({ path }) => this.#learnt.lookUp(path) === undefined)
  }

  /** Reads an article that a list names, so that the list can say more of it; gives where a redirect leads. */
  async #fetchForLists(address: string): Promise<string | undefined> {
    const seen = await this.#seenAt(address)
    if (seen === undefined) return undefined
    const { came, standing, kept } = seen
    const { reading } = standing
    if (kept && reading.kind === 'article' && !this.#learnt.lookUp(reading.article.path))
      await this.#kept.readAgain(kept)
    const leads = came.status >= 300 && came.status < 400
    const to = leads ? headerOf(came.headers, 'location') : undefined
    return to === undefined ? undefined : this.#keyOf(to, came.key)
  }

  async #keptAt(address: string): Promise<Kept<Standing> | undefined> {
    const key = this.#keyOf(address, '/')
    const found = key === undefined ? undefined : await this.#askedOfNobody(key)
    if (found?.kind === 'stream') found.answer.body.destroy()
    return found?.kind === 'kept' ? found.kept : undefined
  }

  /**
   * What everybody gets there. Asked with nothing of a reader's it is learnt from even where it is not kept, as where each
   * page sets a cookie.
   */
  async #seenAt(address: string): Promise<(Seen & { kept?: Kept<Standing> }) | undefined> {
    const key = this.#keyOf(address, '/')
    const found = key === undefined ? undefined : await this.#askedOfNobody(key)
    if (found?.kind === 'kept')
      return { came: found.kept.copy, standing: found.kept.reading, kept: found.kept }
    if (key === undefined || found?.kind !== 'stream') return undefined
    const { status, headers, body } = found.answer
    if (status >= 500 || kindByType(headerOf(headers, 'content-type')) === 'file') {
      body.destroy()
      return undefined
    }
    const whole = await readWhole(found.answer, LONGEST_TEXT)
    if (!whole.ok) return undefined
    const came = { key, status, headers, bytes: whole.value }
    const standing = await this.#standingOf(came, '', [], undefined)
    return standing.ok ? { came, standing: standing.value } : undefined
  }

  async #askedOfNobody(key: string): Promise<Found<Standing> | undefined> {
    if (this.#searchIn(key) !== undefined) return undefined
    return this.#kept.get(key, this.#cacheAsk(key, NOBODY, true))
  }

  #keyOf(location: string, from: string): string | undefined {
    return keyOfPlace(location, from, this.#options.addresses, this.route)
  }
}
