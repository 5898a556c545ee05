// Copy: one answer of the origin as it is kept, for which readers it holds, and what was made of it.
import { createHash } from 'node:crypto'
import type { OriginAnswer } from '../client/ask-origin.ts'
import { type HeaderList, headerOf, listOf, without } from '../client/header-list.ts'
import type { Lifetime } from './freshness.ts'

export interface Copy {
  /** Path and query as they tell pages apart. */
  readonly key: string
  readonly status: number
  /** Names in lower case; nothing of this hop, of the body's coding and length, or of one reader. */
  readonly headers: HeaderList
  /** What the answer varies by, with what it was asked with: empty where it holds for everybody. */
  readonly varying: HeaderList
  /** Whole and not coded. */
  readonly bytes: Uint8Array<ArrayBuffer>
  /** Equal versions: equal status, type, place and bytes. */
  readonly version: string
  /** Epoch ms: when the origin sent these bytes, and when it last said that they hold. */
  readonly fetchedAt: number
  readonly checkedAt: number
}

export interface Kept<Reading> extends Lifetime {
  readonly copy: Copy
  readonly reading: Reading
  /** As it was first asked for: what is not shared never comes to the disk. */
  readonly shared: boolean
}

/** What the same address gives to different readers: more than so many are not kept of it. */
export const MOST_VARIANTS = 8

/** An answer and the times at which it was had. */
export interface Taken {
  readonly key: string
  readonly answer: Pick<OriginAnswer, 'status' | 'headers'>
  /** Of the reader, as they were sent on. */
  readonly asked: HeaderList
  readonly at: number
}

const NOT_KEPT = new Set([
  ...['set-cookie', 'set-cookie2', 'content-encoding', 'content-length', 'accept-ranges'],
  ...[
    'content-range',
    'age',
    'via',
    'proxy-authentication-info',
    'clear-site-data',
    'www-authenticate',
  ],
])

export function copyOf({ key, answer, asked, at }: Taken, bytes: Uint8Array<ArrayBuffer>): Copy {
  const headers = without(answer.headers, NOT_KEPT)
  return {
    ...{ key, headers, bytes },
    status: answer.status,
    varying: varyingOf(answer.headers, asked),
    version: versionOf(answer.status, headers, bytes),
    fetchedAt: at,
    checkedAt: at,
  }
}

/** The copy with the headers that a 304 brings (RFC 9111 §3.2, §4.3.4). */
export function confirmed(copy: Copy, answer: Pick<OriginAnswer, 'headers'>, at: number): Copy {
  const fresh = without(answer.headers, NOT_KEPT)
  // What says how the bytes are to be read came with the bytes.
  const names = new Set(fresh.map(([name]) => name).filter((name) => !OF_BYTES.has(name)))
  const headers = [...without(copy.headers, names), ...fresh.filter(([name]) => names.has(name))]
  return { ...copy, headers, checkedAt: at }
}

const OF_BYTES = new Set(['content-type', 'location', 'vary', 'content-range'])

/** Whether a copy says of its bytes what another does; times apart, which change with every answer. */
export function saysTheSame(one: Copy, other: Copy): boolean {
  const facts = ({ headers, version, varying }: Copy) =>
    JSON.stringify([version, varying, [...without(headers, OF_TIME)].sort()])
  return facts(one) === facts(other)
}

const OF_TIME = new Set(['date', 'expires', 'last-modified', 'server-timing', 'x-request-id'])

/** Whether a copy holds for whoever asks with these headers (RFC 9111 §4.1). */
export function holdsFor({ varying }: Pick<Copy, 'varying'>, asked: HeaderList): boolean {
  return varying.every(([name, value]) => (headerOf(asked, name) ?? '') === value)
}

/** Codings are undone here, and no cookie was sent: an answer cannot differ by these. */
const NEVER_DIFFERS = new Set(['accept-encoding', 'cookie', 'authorization', 'x-forwarded-proto'])

function varyingOf(headers: HeaderList, asked: HeaderList): HeaderList {
  return [...new Set(listOf(headers, 'vary'))]
    .filter((name) => !NEVER_DIFFERS.has(name))
    .sort()
    .map((name) => [name, headerOf(asked, name) ?? ''])
}

function versionOf(status: number, headers: HeaderList, bytes: Uint8Array): string {
  const facts = [
    status,
    headerOf(headers, 'content-type') ?? '',
    headerOf(headers, 'location') ?? '',
  ]
  return createHash('sha256').update(JSON.stringify(facts)).update(bytes).digest('base64url')
}
