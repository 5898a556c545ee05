// Asking: the origin is asked for one key, and its answer is judged: what is kept, passed on, gone, or wrong.
import type { Result } from '../../../core/result.ts'
import type { OriginAnswer, OriginClient, Unanswered } from '../client/ask-origin.ts'
import { type HeaderList, headerOf, without } from '../client/header-list.ts'
import { readWhole } from '../client/read-whole.ts'
import { directivesOf } from './cache-control.ts'
import { type Copy, confirmed, copyOf } from './copy.ts'
import type { CacheAsk, GoneStatus } from './found.ts'
import { type FreshnessSettings, isShared, type Lifetime, lifetimeOf } from './freshness.ts'

export type Answered =
  | { readonly kind: 'copy'; readonly copy: Copy; readonly lifetime: Lifetime }
  | {
      readonly kind: 'gone'
      readonly status: GoneStatus
      readonly copy: Copy | undefined
      /** Until when it need not be asked again. */
      readonly until: number
    }
  /** `forbids`: the origin says that it may not be kept, nor may what was kept of it before. */
  | { readonly kind: 'pass'; readonly answer: OriginAnswer; readonly forbids: boolean }
  | { readonly kind: 'wrong'; readonly why: string; readonly retryAfterSeconds: number }
  | { readonly kind: 'refused'; readonly why: string }

export interface AskingOptions {
  readonly client: OriginClient
  readonly now: () => number
  readonly settings: FreshnessSettings
  /** Headers of an answer for all without cookies that nobody needs. Left out: every cookie is somebody's. */
  readonly withoutDropped?: (headers: HeaderList, key: string) => HeaderList
}

const MEGABYTE = 1024 * 1024
/** A text is looked at whole or not sent. */
const TEXT_BYTES = 10 * MEGABYTE
/** A file is kept up to here, beyond it streamed. */
const FILE_BYTES = 2 * MEGABYTE
const GONE_PAGE_BYTES = MEGABYTE
const GONE_SECONDS = { atLeast: 1, unsaid: 10, atMost: 60 }
const RETRY_SECONDS = { unsaid: 10, atMost: 3600 }

/** What may carry the text of an article; a type that is not said is one for whoever reads it. */
function isText(type: string | undefined): boolean {
  return (
    type === undefined ||
    /^\s*(text\/|multipart\/|message\/|application\/([\w.-]+[.+-])?(json|xml|javascript|ecmascript|graphql|x-ndjson)|image\/svg|$)/i.test(
      type,
    )
  )
}

/** Of headers of a reader: what makes the answer one to this request alone is the cache's own to say. */
const CONDITIONAL = new Set([
  ...['if-none-match', 'if-modified-since', 'if-match', 'if-unmodified-since', 'if-range'],
  ...['range', 'accept-encoding', 'cache-control', 'pragma', 'content-length', 'content-type'],
])

export async function askForCopy(
  { client, now, settings, withoutDropped = asTheyCame }: AskingOptions,
  key: string,
  ask: CacheAsk,
  last: Copy | undefined,
): Promise<Answered> {
  const askedAt = now()
  const asked = without(ask.headers, CONDITIONAL)
  const headers = [...asked, ['accept-encoding', 'gzip, br'] as const, ...conditionsOf(last)]
  // What goes to many is made for nobody's address.
  const from = ask.from && { ...ask.from, address: undefined }
  const sent = await client.send({ method: 'GET', target: key, headers, from })
  if (!sent.ok) return wrong(sent)
  const answer = { ...sent.value, headers: withoutDropped(sent.value.headers, key) }
  const at = now()
  const dated = { status: answer.status, headers: answer.headers, askedAt, answeredAt: at }
  const fault = judged(answer, undefined)
  if (fault !== undefined) return fault
  if (answer.status === 304) {
    answer.body.destroy()
    if (last === undefined)
      return { ...WRONG, why: 'It says 304 to a request without a condition.' }
    const copy = confirmed(last, answer, at)
    // The age is the answer's, and no part of the copy.
    const age = answer.headers.filter(([name]) => name === 'age')
    const { status, headers } = copy
    const facts = { ...dated, status, headers: [...headers, ...age] }
    return { kind: 'copy', copy, lifetime: lifetimeOf(facts, settings) }
  }
  const taken = { key, answer, asked: ask.headers, at }
  if (isGone(answer.status)) {
    const page = await readWhole(answer, GONE_PAGE_BYTES)
    const until = goneUntil(dated, settings)
    const copy = page.ok ? copyOf(taken, page.value) : undefined
    return { kind: 'gone', status: answer.status, copy, until }
  }
  if (!isShared(dated) || isLargeFile(answer))
    return { kind: 'pass', answer, forbids: forbidsKeeping(answer) }
  const whole = await readWhole(answer, isTextAnswer(answer) ? TEXT_BYTES : FILE_BYTES)
  if (whole.ok)
    return {
      kind: 'copy',
      copy: copyOf(taken, whole.value),
      lifetime: lifetimeOf(dated, settings),
    }
  if (whole.reason === 'too-large') return { kind: 'refused', why: whole.detail }
  return { ...WRONG, why: `Its body is ${whole.reason}: ${whole.detail}` }
}

const asTheyCame = (headers: HeaderList) => headers

/** For one reader alone: nothing of it is kept. */
export async function askAlone(
  { client }: AskingOptions,
  key: string,
  ask: CacheAsk,
): Promise<Extract<Answered, { kind: 'pass' | 'wrong' }>> {
  const { range, ifRange, from, signal } = ask
  const own = without(ask.headers, CONDITIONAL)
  const codings = ask.headers.filter(([name]) => name.toLowerCase() === 'accept-encoding')
  const headers: HeaderList = [
    ...own,
    ...codings,
    ...(range === undefined ? [] : [['range', range] as const]),
    ...(range === undefined || ifRange === undefined ? [] : [['if-range', ifRange] as const]),
  ]
  const sent = await client.send({ method: 'GET', target: key, headers, from, signal })
  if (!sent.ok) return wrong(sent)
  const answer = sent.value
  return judged(answer, range) ?? { kind: 'pass', answer, forbids: false }
}

type Wrong = Extract<Answered, { kind: 'wrong' }>

const WRONG = { kind: 'wrong', retryAfterSeconds: RETRY_SECONDS.unsaid } as const

function wrong({ detail }: Extract<Result<unknown, Unanswered>, { ok: false }>): Wrong {
  return { ...WRONG, why: detail }
}

/** What is an error of the origin whatever else it says (RFC 5861 §4, and an origin that asks for less). */
function judged(answer: OriginAnswer, range: string | undefined): Wrong | undefined {
  const { status } = answer
  const isPart = status === 206 || status === 416
  if (status >= 200 && status < 500 && status !== 429 && (!isPart || range !== undefined))
    return undefined
  answer.body.destroy()
  const said = Number(headerOf(answer.headers, 'retry-after'))
  const retryAfterSeconds =
    Number.isInteger(said) && said > 0 ? Math.min(said, RETRY_SECONDS.atMost) : RETRY_SECONDS.unsaid
  return { kind: 'wrong', why: `It answers ${status}.`, retryAfterSeconds }
}

function conditionsOf(last: Copy | undefined): HeaderList {
  if (last === undefined) return []
  const etag = headerOf(last.headers, 'etag')
  const modified = headerOf(last.headers, 'last-modified')
  return [
    ...(etag === undefined ? [] : [['if-none-match', etag] as const]),
    ...(modified === undefined ? [] : [['if-modified-since', modified] as const]),
  ]
}

function isGone(status: number): status is GoneStatus {
  return status === 404 || status === 410 || status === 451
}

function goneUntil(dated: Parameters<typeof lifetimeOf>[0], settings: FreshnessSettings): number {
  const unsaid = { ...settings, freshSeconds: Math.min(settings.freshSeconds, GONE_SECONDS.unsaid) }
  const { freshUntil } = lifetimeOf(dated, unsaid)
  const { answeredAt } = dated
  const { atLeast, atMost } = GONE_SECONDS
  return Math.min(Math.max(freshUntil, answeredAt + atLeast * 1000), answeredAt + atMost * 1000)
}

function isTextAnswer({ headers }: OriginAnswer): boolean {
  return isText(headerOf(headers, 'content-type'))
}

/** A file whose length is not said is as large as it likes. */
function isLargeFile(answer: OriginAnswer): boolean {
  if (isTextAnswer(answer)) return false
  const length = headerOf(answer.headers, 'content-length')
  return length === undefined || !(Number(length) <= FILE_BYTES)
}

function forbidsKeeping({ headers }: OriginAnswer): boolean {
  const said = directivesOf(headers)
  return said.noStore || said.private
}
