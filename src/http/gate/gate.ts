// Gate: a request for the site that stands behind. Which way it takes (route), who asks (editor, partner, reader), what
// the origin answers, and what of that goes out. Articles pass the same readArticle as the edition's.
import { addressPath } from '../../core/address-path.ts'
import type {
  FoundAnswer,
  OriginSite,
  PathGate,
  Route,
  SiteAnswer,
  Tally,
} from '../../core/origin.ts'
import { ruleFor } from '../../core/policy.ts'
import { RECEIPT_HEADER } from '../../core/receipt.ts'
import type { Asker } from '../../core/seats.ts'
import { askerAsSent } from '../asker.ts'
import { NO_LINES } from '../header-lines.ts'
import type { Messages } from '../messages.ts'
import { type ArticleRequest, type Reading, readArticle } from '../read-article.ts'
import { refusal } from '../read-image.ts'
import { allHeaders, type Reply, redirect } from '../reply.ts'
import type { AnswerPages } from './answer-pages.ts'
import { articleRequestOf, type GateRequest, siteAskOf } from './gate-request.ts'
import type { GatedFiles } from './gated-files.ts'
import { sitePath } from './site-path.ts'

/** What of a request helps to confirm a log-in. */
interface EditorAsking {
  /** What the request itself carries in `X-WP-Nonce`, or as `_wpnonce`. */
  readonly nonce: string | undefined
  readonly network: string | undefined
}

/** Whoever is logged in where the site is written. */
interface Editors {
  /** Whether it is worth asking the origin. */
  carriesLogIn(cookie: string | undefined): boolean
  /** `unknown` when the origin cannot say now. Never rejects. */
  confirm(cookie: string, asking: EditorAsking): Promise<'editor' | 'nobody' | 'unknown'>
}

export interface GateParts {
  readonly site: OriginSite
  readonly reading: Reading<SiteAnswer>
  readonly pages: AnswerPages
  readonly files: GatedFiles
  readonly messages: Messages
  readonly editors: Editors
  /** The name of the partner whose secret comes with the request, for an address that this partner may have in full. */
  readonly partnerOf: (request: GateRequest) => string | undefined
  readonly tally: Tally
  /** That readers send something where the configuration lets nothing pass. */
  readonly sayClosed: (method: string, target: string) => void
}

/** `pass`: the origin answers for itself, and every byte goes both ways as it comes. */
export type Outcome =
  | { readonly kind: 'reply'; readonly reply: Reply }
  | Extract<FoundAnswer, { kind: 'stream' }>
  | { readonly kind: 'pass'; readonly why: 'editor' | 'partner' | 'log-in' | 'pass' }

export interface Gate {
  /** At once, or not at all: what is kept and may be sent to this reader without asking anybody else. */
  ready(request: GateRequest): Reply | Promise<Reply> | undefined
  answer(request: GateRequest): Promise<Outcome>
}

export function createGate(parts: GateParts): Gate {
  const routes = createRoutes(parts)
  return {
    ready(request) {
      const { method } = request
      if (method !== 'GET' && method !== 'HEAD') return undefined
      const route = routes.known(request)
      if (route?.kind !== 'read' || isSomebody(request, parts)) return undefined
      const answer = parts.site.ready(route.key, siteAskOf(request))
      if (answer === undefined || isWithdrawn(answer, parts)) return undefined
      if (answer.reading.kind === 'article') {
        const { article } = answer.reading
        if (!stands(answer, parts)) return undefined
        return observed(
          readArticle(articleRequest(request, parts), article, answer, parts.reading),
          parts,
        )
      }
      const below = parts.site.below(request.target)
      if (below instanceof Promise || below.length > 0) return undefined
      return parts.pages.ready(answer, request)
    },
    async answer(request) {
      const routed = routes.of(request)
      if (!('route' in routed)) return routed
      const who = await whoAsks(request, parts)
      if (who !== undefined) return { kind: 'pass', why: who }
      return follow(routed.route, request, parts)
    },
  }
}

/** Remembers where addresses lead, for the same few are asked for again and again. */
function createRoutes({ site, messages }: GateParts) {
  const known = new Map<string, Route>()
  return {
    known: ({ target }: GateRequest): Route | undefined => known.get(target),
    of({
      method,
      target,
    }: GateRequest): Extract<Outcome, { kind: 'reply' | 'pass' }> | { readonly route: Route } {
      const place = sitePath(target)
      if (place.kind !== 'normal' && observes(site) && target.startsWith('/')) return AS_IT_COMES
      if (place.kind === 'refused') return { kind: 'reply', reply: messages('refused', target) }
      if (place.kind === 'redirect')
        return { kind: 'reply', reply: redirect(place.to, 308, 'no-cache') }
      const route = site.route(method, place.path, place.query)
      const isOften = route.kind === 'read' && route.shared && target.length <= LONGEST_KNOWN
      if (isOften && (method === 'GET' || method === 'HEAD')) {
        if (known.size >= MOST_KNOWN) known.clear()
        known.set(target, route)
      }
      return { route }
    },
  }
}

const MOST_KNOWN = 50_000
/** What is longer nobody links to: its like, invented one after another, would fill the memory. */
const LONGEST_KNOWN = 512

/**
 * While the gate only observes, what it would refuse goes both ways by the manners of a log-in: with the cookies of the
 * site's system and with Authorization, as it would go without a gate, and nothing is taken out of the answer.
 */
const AS_IT_COMES = { kind: 'pass', why: 'log-in' } as const

function observes({ settings }: OriginSite): boolean {
  return settings.mode === 'observe'
}

/** Whether the request carries what may make it an editor's or a partner's. */
function isSomebody(request: GateRequest, { editors, partnerOf }: GateParts): boolean {
  return editors.carriesLogIn(request.header('cookie')) || partnerOf(request) !== undefined
}

async function whoAsks(
  request: GateRequest,
  { editors, partnerOf }: GateParts,
): Promise<'editor' | 'partner' | undefined> {
  if (partnerOf(request) !== undefined) return 'partner'
  const cookie = request.header('cookie')
  if (cookie === undefined || !editors.carriesLogIn(cookie)) return undefined
  return (await editors.confirm(cookie, askingOf(request))) === 'editor' ? 'editor' : undefined
}

function askingOf(request: GateRequest): EditorAsking {
  const inQuery = /[?&]_wpnonce=([0-9a-f]{1,40})(?:&|$)/.exec(request.target)?.[1]
  return { nonce: request.header('x-wp-nonce') ?? inQuery, network: request.network() }
}

/** Only where the site is written does a browser send what confirms its log-in elsewhere. */
function learnEditor(request: GateRequest, { editors }: GateParts): void {
  const cookie = request.header('cookie')
  if (cookie !== undefined && editors.carriesLogIn(cookie))
    void editors.confirm(cookie, askingOf(request))
}

async function follow(route: Route, request: GateRequest, parts: GateParts): Promise<Outcome> {
  const { site, messages, tally } = parts
  const ask = siteAskOf(request, askerFor(request, parts))
  switch (route.kind) {
    case 'closed':
      tally.count('closed', { why: route.why })
      if (route.forWantOfPass) parts.sayClosed(request.method, request.target)
      if (observes(site)) return AS_IT_COMES
      return {
        kind: 'reply',
        reply: messages(request.method === 'POST' ? 'unsent' : 'closed', request.target),
      }
    case 'origin':
      learnEditor(request, parts)
      return { kind: 'pass', why: 'log-in' }
    case 'pass':
      return { kind: 'pass', why: 'pass' }
    case 'gate':
      return followGate(route.gate, request, parts)
    case 'ask':
      return answerOf(await site.ask(request.target, ask), request, parts)
    case 'read': {
      const below = await site.below(request.target)
      if (below.length === 0) return answerOf(await site.find(route, ask), request, parts)
      const access = await parts.files.below(below, request)
      if (access === 'walled') tally.count('gated-file')
      if (access === 'walled' && !observes(site)) return { kind: 'reply', reply: refusal() }
      return own(await answerOf(await site.find(route, ask), request, parts), access, parts)
    }
  }
}

/** Nothing is put off while the gate only observes. */
function askerFor(request: GateRequest, { site, reading }: GateParts): (() => Asker) | undefined {
  if (observes(site)) return undefined
  return () => askerAsSent({ cookie: request.header('cookie'), network: request.network }, reading)
}

/** What the publisher gates by its path: the file itself, or our own page with the wall. */
async function followGate(
  gate: PathGate,
  request: GateRequest,
  parts: GateParts,
): Promise<Outcome> {
  const { method, target } = request
  if (method !== 'GET' && method !== 'HEAD') {
    if (observes(parts.site)) return AS_IT_COMES
    return { kind: 'reply', reply: parts.messages('not-allowed', target) }
  }
  const decided = await parts.files.gated(gate, request)
  if (decided.outcome === 'wall' && !observes(parts.site))
    return { kind: 'reply', reply: decided.reply }
  // What has no end of values would fill the cache.
  const route = { kind: 'read', key: target, shared: !target.includes('?') } as const
  const ask = siteAskOf(request, askerFor(request, parts))
  const found = await parts.site.find(route, ask)
  const access = decided.outcome === 'wall' ? 'walled' : decided.access
  return own(await answerOf(found, request, parts), access, parts)
}

/** What one reader was granted is kept by no shared cache. */
function own(
  outcome: Outcome,
  access: 'open' | 'granted' | 'walled',
  { site }: GateParts,
): Outcome {
  if (access === 'open' || outcome.kind === 'pass' || observes(site)) return outcome
  if (outcome.kind === 'stream') return { ...outcome, headers: privately(outcome.headers) }
  const { reply } = outcome
  const headers = privately(allHeaders(reply))
  return { kind: 'reply', reply: { ...reply, shared: NO_LINES, headers } }
}

function privately(headers: readonly string[]): readonly string[] {
  const kept: string[] = []
  for (let at = 0; at + 1 < headers.length; at += 2) {
    const name = headers[at] ?? ''
    if (!/^(?:cache-control|expires|surrogate-control|cdn-cache-control)$/i.test(name))
      kept.push(name, headers[at + 1] ?? '')
  }
  return [...kept, 'Cache-Control', 'private, no-cache', 'Vary', 'Cookie']
}

async function answerOf(
  found: FoundAnswer,
  request: GateRequest,
  parts: GateParts,
): Promise<Outcome> {
  const { messages } = parts
  switch (found.kind) {
    case 'stream':
      return found
    case 'unavailable':
      return { kind: 'reply', reply: messages('unavailable', request.target) }
    case 'refused':
      if (observes(parts.site)) return AS_IT_COMES
      return { kind: 'reply', reply: messages('unfindable', request.target) }
    case 'gone':
      return { kind: 'reply', reply: await goneReply(found, request, parts) }
    case 'answer':
      return { kind: 'reply', reply: await replyWith(found.answer, request, parts) }
  }
}

/** The origin's own page, unless it shows an article after all. */
async function goneReply(
  { status, page }: Extract<FoundAnswer, { kind: 'gone' }>,
  request: GateRequest,
  { pages, messages }: GateParts,
): Promise<Reply> {
  if (page !== undefined && page.reading.kind !== 'article') return pages.reply(page, request)
  return { ...messages(status === 404 ? 'not-found' : 'gone'), status }
}

async function replyWith(
  found: SiteAnswer,
  request: GateRequest,
  parts: GateParts,
): Promise<Reply> {
  if (isWithdrawn(found, parts)) return parts.messages('gone')
  if (found.reading.kind !== 'article') return parts.pages.reply(found, request)
  const answer = stands(found, parts) ? found : await parts.site.again(found.key)
  if (answer === undefined) return parts.messages('unavailable')
  if (answer.reading.kind !== 'article') return parts.pages.reply(answer, request)
  const { article } = answer.reading
  const reply = await readArticle(articleRequest(request, parts), article, answer, parts.reading)
  return observed(asAnswered(reply, answer), parts)
}

/** An article that the origin sends with another status, or to one reader alone, is that for readers too. */
function asAnswered(reply: Reply, { status, cookies }: SiteAnswer): Reply {
  if (reply.status !== 200) return reply
  const set = cookies.flatMap((cookie) => ['Set-Cookie', cookie])
  return { ...reply, status, headers: [...reply.headers, ...set] }
}

/** Nothing is put off while the gate only observes: a prefetch gets its page, and takes no read for it. */
function articleRequest(request: GateRequest, { site }: GateParts): ArticleRequest {
  const asked = articleRequestOf(request)
  return observes(site) && asked.prefetch ? { ...asked, method: 'HEAD', prefetch: false } : asked
}

/** Whether an article was read under the rules that hold now: they may look at its age. */
function stands({ reading }: SiteAnswer, { reading: { site, now } }: GateParts): boolean {
  if (reading.kind !== 'article') return true
  const { access } = ruleFor(reading.article, site.policy, now())
  return (access.kind !== 'free') === reading.gated
}

function isWithdrawn({ key, reading }: SiteAnswer, { reading: { orders } }: GateParts): boolean {
  if (reading.kind === 'article') return orders.isWithdrawn(reading.article.path)
  return orders.isWithdrawn(addressPath(key))
}

const OBSERVED_HEADER = 'Standfirst-Observed'

/** What would have been decided is said, and nothing more of it is seen. */
function observed<Answered extends Reply | Promise<Reply>>(
  reply: Answered,
  { site }: GateParts,
): Reply | Promise<Reply> {
  if (!observes(site)) return reply
  return reply instanceof Promise ? reply.then(renamed) : renamed(reply)
}

function renamed(reply: Reply): Reply {
  const headers = reply.headers.map((name, index) =>
    index % 2 === 0 && name === RECEIPT_HEADER ? OBSERVED_HEADER : name,
  )
  return { ...reply, headers }
}
