// Read article: the story of a request. identify → decide → choose the variant → respond → record.
// Awaits nothing when the variant is at hand, but in two cases: the store is asked by settle.ts where a pass is stale, and
// of several workers the owner is asked where a read without a running meter counts for its network.
import type { Article } from '../core/article.ts'
import type { Period } from '../core/calendar.ts'
import { type Decision, decide } from '../core/decide.ts'
import type { Report } from '../core/log.ts'
import { type Meter, spend, union } from '../core/meter.ts'
import type { Crawlers, Orders, Recorder } from '../core/ports.ts'
import type { Site } from '../core/publication.ts'
import { isSignedIn } from '../core/reader.ts'
import { RECEIPT_HEADER } from '../core/receipt.ts'
import type { Result } from '../core/result.ts'
import type { Asker } from '../core/seats.ts'
import type { Rates } from './account/rate.ts'
import { askerOf } from './asker.ts'
import { chosenEncoding } from './chosen-encoding.ts'
import { type CookieNames, clearCookie, setCookie } from './cookies.ts'
import type { Issue } from './desk.ts'
import type { Identify, Identity } from './identify.ts'
import { sealMeter } from './meter-cookie.ts'
import type { NetworkLimit, Superseded } from './network-limit.ts'
import type { Outcome, Wanted } from './outcome.ts'
import { type Encoded, isKnown } from './prepare.ts'
import type { Decided, Reply } from './reply.ts'
import type { Seals } from './seal.ts'
import { asIs, isStale, mayHaveChanged, type Settling, settle } from './settle.ts'
import type { Spends } from './spends.ts'

/** What of a request is looked at. Nothing else of it can change the answer. */
export interface ArticleRequest {
  readonly method: 'GET' | 'HEAD'
  readonly cookie: string | undefined
  readonly ifNoneMatch: string | undefined
  readonly acceptEncoding: string | undefined
  /** The request says that nobody is looking yet: prefetch or prerender. */
  readonly prefetch: boolean
  /** The client's network, for the hourly limit. Asked only when a read would be spent without a cookie. */
  readonly network: () => string | undefined
  /** The client itself, and who it says it is. Asked only where a reader without a pass would not simply read. */
  readonly client: () => string | undefined
  readonly agent: string | undefined
}

/** What every decision and every answer needs, wherever the article comes from. */
export interface Deciding {
  readonly site: Site
  readonly now: () => number
  readonly identify: Identify
  readonly settling: Settling
  /** Takes what registered readers spend to the store. */
  readonly spends: Spends
  readonly periodAt: (now: number) => Period
  readonly dateOf: (now: number) => string
  readonly outcomeOf: (decision: Decision) => Outcome
  readonly orders: Orders
  readonly networks: NetworkLimit
  readonly superseded: Superseded
  readonly rates: Rates
  readonly recorder: Recorder
  readonly crawlers: Crawlers
  readonly seals: Seals
  readonly cookies: CookieNames
  readonly secure: boolean
  readonly unavailable: () => Reply
  readonly report: Report
}

/** Where an article's pages come from: of the edition, its issue; of a site, the page that was fetched. */
export interface Pages<Source> {
  /** The page's bytes if they are at hand and current. */
  ready(article: Article, wanted: Wanted, source: Source, now: number): Encoded | undefined
  /**
   * Makes what is not at hand; requests that want the same wait for one rendering. Fails `changed` when there is a newer
   * version, which has to be decided anew, and `busy` when too many pages are being made, or too many for `asker`, who is
   * looked at only where nobody waits for the same; without one the house itself asks.
   */
  make(
    article: Article,
    wanted: Wanted,
    source: Source,
    now: number,
    asker?: () => Asker,
  ): Promise<Result<Encoded, 'unavailable' | 'changed' | 'busy'>>
}

export interface Reading<Source = Issue> extends Deciding {
  readonly pages: Pages<Source>
  /** The article that is out at a path at this moment. */
  readonly current: (
    path: string,
  ) => { readonly article: Article; readonly source: Source } | undefined
}

/** `article` must be out at this moment: `source` is what says so. */
export function readArticle<Source>(
  request: ArticleRequest,
  article: Article,
  source: Source,
  reading: Reading<Source>,
): Reply | Promise<Reply> {
  const now = reading.now()
  const identity = reading.identify(request.cookie, now)
  if (isStale(identity, now))
    return settleAndAnswer(request, article, source, identity, now, reading)
  const settled = asIs(identity)
  const decision = decideRead(request, article, identity, now, reading)
  if (decision instanceof Promise)
    return decision.then((made) =>
      answer(request, source, { article, decision: made, settled, now }, reading),
    )
  if (decision.outcome === 'wall' && mayHaveChanged(identity, now))
    return settleAndAnswer(request, article, source, identity, now, reading)
  return answer(request, source, { article, decision, settled, now }, reading)
}

async function settleAndAnswer<Source>(
  request: ArticleRequest,
  article: Article,
  source: Source,
  identity: Identity,
  now: number,
  reading: Reading<Source>,
): Promise<Reply> {
  const settled = await settle(identity, now, reading.settling)
  const decision = await decideRead(request, article, settled.identity, now, reading)
  return answer(request, source, { article, decision, settled, now }, reading)
}

function answer<Source>(
  request: ArticleRequest,
  source: Source,
  decided: Decided,
  reading: Reading<Source>,
): Reply | Promise<Reply> {
  if (spendsOne(decided.decision) && request.prefetch) return reading.unavailable()
  const wanted = wantedFor(request, decided, reading)
  const encoded = reading.pages.ready(decided.article, wanted, source, decided.now)
  if (encoded !== undefined) return respond(request, encoded, decided, reading)
  return makeAndRespond(request, wanted, source, decided, reading)
}

function wantedFor(
  { acceptEncoding }: ArticleRequest,
  { decision, settled: { identity, grace } }: Decided,
  reading: Deciding,
): Wanted {
  const standing = { signedIn: isSignedIn(identity.reader), grace, thanks: identity.thanks }
  return reading.outcomeOf(decision).wanted(standing, chosenEncoding(acceptEncoding))
}

function spendsOne(decision: Decision): boolean {
  return decision.outcome === 'grant' && decision.spends
}

/** Whether a read that is granted will be spent: only what somebody looks at is. */
function takes({ method, prefetch }: ArticleRequest): boolean {
  return method === 'GET' && !prefetch
}

type Asking = Pick<ArticleRequest, 'network' | 'client' | 'agent'>

/**
 * Decides on a read that will be spent where that is what it costs: its place in the network's hour is taken at the
 * moment it is found free. A promise only where others count as well and no running meter stands for the read.
 */
function decideRead(
  request: ArticleRequest,
  article: Article,
  identity: Identity,
  now: number,
  reading: Deciding,
): Decision | Promise<Decision> {
  if (!takes(request)) return decideFor(request, article, identity, now, reading)
  const decision = weigh(request, article, identity, { now, networkSpent: false }, reading)
  if (!countsForNetwork(decision, identity, now, reading)) return decision
  const decided = (hasRoom: boolean) =>
    hasRoom ? decision : weigh(request, article, identity, { now, networkSpent: true }, reading)
  const hasRoom = reading.networks.take(request.network(), article.id, now)
  return typeof hasRoom === 'boolean' ? decided(hasRoom) : hasRoom.then(decided)
}

/** Decides where nothing is spent; pictures below a cut are decided by it too. */
export function decideFor(
  request: Asking,
  article: Article,
  identity: Identity,
  now: number,
  reading: Deciding,
): Decision {
  const decision = weigh(request, article, identity, { now, networkSpent: false }, reading)
  if (!countsForNetwork(decision, identity, now, reading)) return decision
  if (!reading.networks.isSpent(request.network(), article.id, now)) return decision
  return weigh(request, article, identity, { now, networkSpent: true }, reading)
}

/** Whether a read is granted that would be spent and that no running meter stands for. */
function countsForNetwork(
  decision: Decision,
  identity: Identity,
  now: number,
  reading: Deciding,
): boolean {
  if (!spendsOne(decision) || isSignedIn(identity.reader)) return false
  return !hasRunningMeter(identity, reading.periodAt(now), reading)
}

function weigh(
  request: Asking,
  article: Article,
  identity: Identity,
  { now, networkSpent }: { readonly now: number; readonly networkSpent: boolean },
  reading: Deciding,
): Decision {
  const question = {
    article,
    reader: identity.reader,
    meter: meterOf(identity, reading),
    policy: reading.site.policy,
    openings: reading.orders.openings(),
    now,
    period: reading.periodAt(now),
    networkSpent,
  }
  const decision = decide(question)
  if (identity.reader.kind === 'anonymous' && (decision.outcome === 'wall' || decision.spends)) {
    const engine = crawlerOf(request, reading)
    if (engine !== undefined) return decide({ ...question, reader: { kind: 'crawler', engine } })
  }
  return decision
}

/** The search engine whose crawler asks, as far as that is proven. */
function crawlerOf(
  { client, agent }: Pick<ArticleRequest, 'client' | 'agent'>,
  { crawlers }: Deciding,
): string | undefined {
  if (agent === undefined) return undefined
  const address = client()
  return address === undefined ? undefined : crawlers.proven(address, agent)
}

/** What the browser and its pass say, and what a pass of before does not say yet. */
function meterOf({ reader, meter }: Identity, { spends }: Deciding): Meter {
  const recent = reader.kind === 'anonymous' ? undefined : spends.recentOf(reader.id)
  if (recent === undefined) return meter
  // A union already: of two of which one is empty, nothing else would come.
  return meter.entries.length === 0 ? recent : union(meter, recent)
}

/** A meter cookie of this period that was not answered with a newer one yet. */
function hasRunningMeter(
  { meter, meterName }: Identity,
  period: Period,
  reading: Deciding,
): boolean {
  if (meterName === undefined || reading.superseded.has(meterName)) return false
  return meter.entries.some(({ at }) => at >= period.start)
}

async function makeAndRespond<Source>(
  request: ArticleRequest,
  wanted: Wanted,
  source: Source,
  decided: Decided,
  reading: Reading<Source>,
): Promise<Reply> {
  const { article, settled, now } = decided
  const asker = () => askerOf(settled.identity.reader, request.network(), now)
  const made = await reading.pages.make(article, wanted, source, now, asker)
  if (!made.ok) {
    const next = made.reason === 'changed' ? reading.current(article.path) : undefined
    if (next !== undefined && next.article !== article)
      return readArticle(request, next.article, next.source, reading)
    // A line for each would be one more load.
    if (made.reason !== 'busy') reading.report(made.detail)
    return reading.unavailable()
  }
  if (!spendsOne(decided.decision)) return respond(request, made.value, decided, reading)
  const again = (decision: Decision) => {
    const anew = { ...decided, decision }
    return wantedFor(request, anew, reading).key === wanted.key
      ? respond(request, made.value, anew, reading)
      : answer(request, source, anew, reading)
  }
  // What was spent of the same meter meanwhile counts: else whoever asks for everything at once reads everything.
  const decision = decideRead(request, article, settled.identity, now, reading)
  return decision instanceof Promise ? decision.then(again) : again(decision)
}

function respond(
  request: ArticleRequest,
  encoded: Encoded,
  decided: Decided,
  reading: Deciding,
): Reply {
  const { article, decision, settled, now } = decided
  const own = [RECEIPT_HEADER, reading.outcomeOf(decision).receipt]
  for (const cookie of settled.cookies) own.push('Set-Cookie', cookie)
  if (request.method === 'GET' && spendsOne(decision))
    own.push('Set-Cookie', spendRead(article, settled.identity, now, reading))
  if (settled.identity.thanks && takes(request) && decision.outcome === 'grant')
    own.push('Set-Cookie', clearCookie(reading.cookies.thanks, reading.secure))
  reading.recorder.record({ at: now, path: article.path, decision })
  if (isKnown(request.ifNoneMatch, encoded))
    return { status: 304, shared: encoded.unsized, headers: own, body: undefined, decided }
  return { status: 200, shared: encoded.headers, headers: own, body: encoded.bytes, decided }
}

function spendRead(article: Article, identity: Identity, now: number, reading: Deciding): string {
  const { reader } = identity
  if (identity.meterName !== undefined) reading.superseded.note(identity.meterName)
  const id = reader.kind === 'anonymous' ? undefined : reader.id
  if (id !== undefined) reading.spends.note({ reader: id, article: article.id, at: now })
  const period = reading.periodAt(now)
  const meter = spend(meterOf(identity, reading), id, article.id, now, period)
  const seconds = (period.end - now) / 1000
  return setCookie(reading.cookies.meter, sealMeter(meter, reading.seals), seconds, reading.secure)
}
