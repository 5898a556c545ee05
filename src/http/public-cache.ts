// Public cache: public pages rendered once per issue and day, compressed once, and shared by whoever waits.
import type { Content } from '../core/ports.ts'
import type { Frame } from '../pages/frame.ts'
import type { Issue } from './desk.ts'
import { encodedOf, isKnown, type Prepared, prepare } from './prepare.ts'
import { publicPage } from './public-pages.ts'
import type { Reply } from './reply.ts'

export interface PublicPages {
  reply(path: string, request: Request, issue: Issue, now: number): Promise<Reply | undefined>
  /** Drops every page: something was taken away that may stand on them. */
  forget(): void
}

const MOST_PAGES = 500
/** A page of news is looked at again soon, a feed or a map by machines that ask often. */
const PAGE_SECONDS = 15
const FEED_SECONDS = 300

interface Kept {
  readonly issue: Issue
  readonly today: string
  readonly page: Promise<Prepared | 'busy' | undefined>
}

/** `headers`: what every page says of itself, names and values in turn. */
export function createPublicPages(parts: {
  readonly content: Content
  readonly frame: Frame
  readonly headers: readonly string[]
  readonly dateOf: (now: number) => string
  readonly unavailable: () => Reply
}): PublicPages {
  const kept = new Map<string, Kept>()
  const make = async (path: string, number: number, issue: Issue, now: number, today: string) => {
    const { content, frame } = parts
    const page = await publicPage(path, number, { content, frame, issue, now, today })
    if (page === undefined || page === 'busy') return page
    const html = page.type.startsWith('text/html')
    const age = html ? PAGE_SECONDS : FEED_SECONDS
    const caching = ['Cache-Control', `public, max-age=${age}`, 'Vary', 'Accept-Encoding']
    const safe = html ? parts.headers : ['X-Content-Type-Options', 'nosniff']
    return prepare(page.text, [...safe, ...caching, 'Content-Type', page.type])
  }
  const reply: PublicPages['reply'] = async (path, request, issue, now) => {
    const number = pageNumber(new URL(request.url).searchParams.get('page'))
    if (number === undefined) return undefined
    const key = `${path} ${number}`
    const today = parts.dateOf(now)
    const known = kept.get(key)
    const current = known?.issue === issue && known.today === today ? known.page : undefined
    const page = current ?? make(path, number, issue, now, today)
    if (current === undefined) remember(kept, key, { issue, today, page })
    const prepared = await page
    if (prepared === undefined) return undefined
    if (prepared === 'busy') return parts.unavailable()
    const asked = request.headers.get('accept-encoding') ?? undefined
    const encoded = encodedOf(prepared, asked)
    if (isKnown(request.headers.get('if-none-match') ?? undefined, encoded))
      return {
        status: 304,
        headers: ['ETag', encoded.etag, 'Vary', 'Accept-Encoding'],
        body: undefined,
      }
    return { status: 200, shared: encoded.headers, headers: [], body: encoded.bytes }
  }
  return { reply, forget: () => kept.clear() }
}

/** What cannot be made, or is no page at all, is not kept. */
function remember(kept: Map<string, Kept>, key: string, entry: Kept): void {
  kept.delete(key)
  kept.set(key, entry)
  const forget = () => {
    if (kept.get(key) === entry) kept.delete(key)
  }
  entry.page.then((page) => (page === undefined || page === 'busy') && forget(), forget)
  const [oldest] = kept.keys()
  if (kept.size > MOST_PAGES && oldest !== undefined) kept.delete(oldest)
}

/** `?page=2` and nothing else: undefined for what is no page number. */
function pageNumber(text: string | null): number | undefined {
  if (text === null) return 1
  return /^[1-9]\d{0,4}$/.test(text) ? Number(text) : undefined
}
