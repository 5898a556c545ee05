// Cache-Control: what an answer says of its keeping, read so that a fault in it means less freshness, never more.
import { type HeaderList, headerOf } from '../client/header-list.ts'

export interface Directives {
  readonly noStore: boolean
  readonly noCache: boolean
  readonly private: boolean
  readonly public: boolean
  readonly mustRevalidate: boolean
  /** Seconds; undefined where it is not said, 0 where what is said cannot be understood. */
  readonly maxAge: number | undefined
  readonly sharedMaxAge: number | undefined
  readonly staleWhileRevalidate: number | undefined
  readonly staleIfError: number | undefined
}

/** `name`, `name=token` or `name="quoted"` (RFC 9111 §5.2). */
const DIRECTIVE = /([^\s,;="]+)\s*(?:=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]*)))?/g

export function directivesOf(headers: HeaderList): Directives {
  const text = headerOf(headers, 'cache-control')
  const values = new Map<string, string[]>()
  for (const [, name = '', quoted, plain] of (text ?? '').matchAll(DIRECTIVE)) {
    const key = name.toLowerCase()
    values.set(key, [...(values.get(key) ?? []), quoted ?? plain ?? ''])
  }
  const seconds = (name: string): number | undefined => {
    const said = values.get(name)
    return said && Math.min(...said.map(secondsOf))
  }
  // RFC 9111 §5.4: Pragma counts only where Cache-Control says nothing.
  const pragma = text === undefined && /\bno-cache\b/i.test(headerOf(headers, 'pragma') ?? '')
  return {
    noStore: values.has('no-store'),
    noCache: values.has('no-cache') || pragma,
    private: values.has('private'),
    public: values.has('public'),
    mustRevalidate: values.has('must-revalidate') || values.has('proxy-revalidate'),
    maxAge: seconds('max-age'),
    sharedMaxAge: seconds('s-maxage'),
    staleWhileRevalidate: seconds('stale-while-revalidate'),
    staleIfError: seconds('stale-if-error'),
  }
}

/** A year: nobody means more (RFC 9111 §1.2.2 lets a cache bound it). */
const MOST_SECONDS = 365 * 86_400

function secondsOf(text: string): number {
  return /^\d+$/.test(text) ? Math.min(Number(text), MOST_SECONDS) : 0
}
