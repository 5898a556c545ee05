// Public cache: public pages rendered once per issue and day, compressed once, and shared by whoever waits.
import type { Content } from '../core/ports.ts'
import type { Frame } from '../pages/frame.ts'
import { chosenEncoding } from './chosen-encoding.ts'
import type { Issue } from './desk.ts'
import { encodedOf, isKnown, type Prepared, prepare } from './prepare.ts'
import { type PublicPage, publicPage } from './public-pages.ts'
import type { Reply } from './reply.ts'

/** All that is looked at in a request for a public page: nothing in it says who reads. */
interface PublicRequest {
  /** In its normal form. */
  readonly path: string
  /** As it was sent, question mark and all; empty where there is none. */
  readonly query: string
  /** By its lower-case name. */
  header(name: 'accept-encoding' | 'if-none-match'): string | undefined
}

export interface PublicPages {
  /** At once what is kept, soon what has to be made; undefined, at once, where no public page stands. */
  reply(request: PublicRequest, issue: Issue, now: number): Reply | Promise<Reply> | undefined
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
  readonly page: Promise<Prepared | 'busy'>
  /** What `page` came to, when it has. */
  ready: Prepared | undefined
}

/** `headers`: what every page says of itself, names and values in turn. */
export function createPublicPages(parts: {
  readonly content: Content
  readonly frame: Frame
  readonly headers: readonly string[]
  readonly dateOf: (now: number) => string
  readonly unavailable: () => Reply
}): PublicPages {
  const { content, frame, headers, dateOf, unavailable } = parts
  const kept = new Map<string, Kept>()
  const reply: PublicPages['reply'] = (request, issue, now) => {
    const number = pageNumber(request.query)
    if (number === undefined) return undefined
    const key = `${request.path} ${number}`
    const today = dateOf(now)
    const known = kept.get(key)
    if (known?.issue === issue && known.today === today)
      return known.ready === undefined
        ? replySoon(known.page, request, unavailable)
        : replyOf(known.ready, request)
    const made = publicPage(request.path, number, { content, frame, issue, now, today })
    if (made === undefined) return undefined
    const page = prepared(made, headers)
    remember(kept, key, { issue, today, page, ready: undefined })
    return replySoon(page, request, unavailable)
  }
  return { reply, forget: () => kept.clear() }
}

async function prepared(
  made: Promise<PublicPage | 'busy'>,
  headers: readonly string[],
): Promise<Prepared | 'busy'> {
  const page = await made
  if (page === 'busy') return page
  const html = page.type.startsWith('text/html')
  const age = html ? PAGE_SECONDS : FEED_SECONDS
  const caching = ['Cache-Control', `public, max-age=${age}`, 'Vary', 'Accept-Encoding']
  const safe = html ? headers : ['X-Content-Type-Options', 'nosniff']
  return prepare(page.text, [...safe, ...caching, 'Content-Type', page.type])
}

async function replySoon(
  page: Promise<Prepared | 'busy'>,
  request: PublicRequest,
  unavailable: () => Reply,
): Promise<Reply> {
  const ready = await page
  return ready === 'busy' ? unavailable() : replyOf(ready, request)
}

function replyOf(page: Prepared, request: PublicRequest): Reply {
  const accept = request.header('accept-encoding')
  const encoded = page[chosenEncoding(accept)] ?? encodedOf(page, accept)
  if (isKnown(request.header('if-none-match'), encoded))
    return { status: 304, shared: encoded.unsized, headers: [], body: undefined }
  return { status: 200, shared: encoded.headers, headers: [], body: encoded.bytes }
}

/** What cannot be made is not kept. */
function remember(kept: Map<string, Kept>, key: string, entry: Kept): void {
  kept.delete(key)
  kept.set(key, entry)
  const forget = () => {
    if (kept.get(key) === entry) kept.delete(key)
  }
  entry.page.then((page) => {
    if (page === 'busy') forget()
    else entry.ready = page
  }, forget)
  const [oldest] = kept.keys()
  if (kept.size > MOST_PAGES && oldest !== undefined) kept.delete(oldest)
}

/** `?page=2`, whatever else stands beside it: undefined for what is no page number. */
function pageNumber(query: string): number | undefined {
  if (query === '') return 1
  const text = new URLSearchParams(query).get('page')
  if (text === null) return 1
  return /^[1-9]\d{0,4}$/.test(text) ? Number(text) : undefined
}
