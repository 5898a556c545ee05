// Answer search: a page of results lists an article only where each searched word stands in what everybody may read of
// it. What is left of one that lists nothing then is the site's own page for a word that stands nowhere, so that a
// search that found hidden words and one that found nothing look the same.
import type { SiteAddresses } from '../../../core/origin.ts'
import type { Result } from '../../../core/result.ts'
import { kindOf } from '../kind-of.ts'
import { articlePath } from '../page/facts-path.ts'
import type { Came } from '../read-answer.ts'
import { headerOf } from '../sent-on.ts'
import type { AskedSearch } from './asked-search.ts'
import { leadKey, type SearchPage, type SearchStep } from './search-page.ts'

export interface SearchParts {
  readonly addresses: SiteAddresses
  readonly read: (came: Came, step: SearchStep) => Promise<Result<SearchPage, 'unreadable'>>
  /** Reads what nobody has read yet. Paths as articles'. Gives how many are left unread. */
  readonly readNow: (paths: readonly string[]) => Promise<number>
  /** Whether what everybody may read of an article holds the words; `open`: a page that goes to everybody as it is. */
  readonly openness: (
    path: string,
    words: readonly string[],
  ) => Promise<'open' | 'holds' | 'hides' | 'unknown'>
  /** Pages that found nothing are the same for many searches. */
  readonly empty: WeakMap<Came, Promise<SearchPage | undefined>>
}

/** What was found, and what is found by a word that stands nowhere. */
export interface Searched {
  readonly search: AskedSearch
  readonly page: Came
  readonly nothing: Came
  /** It stands nowhere. */
  readonly word: string
}

/** Undefined for what cannot be closed: it is not sent. */
export async function answerSearch(
  searched: Searched,
  parts: SearchParts,
): Promise<Came | undefined> {
  const { page, nothing } = searched
  const kind = kindOf(headerOf(page.headers, 'content-type'), page.bytes)
  const isRedirect = redirectOf(page) !== undefined
  if (page.bytes.length > 0 && !isRedirect) {
    // What a search finds is no picture.
    if (kind === 'file') return page
    if (kind === 'text') return undefined
  }
  if (isRedirect) return (await mayLead(searched, parts)) ? page : await nothingOf(searched, parts)
  const [found, empty] = await Promise.all([parts.read(page, AS_IT_IS), readEmpty(nothing, parts)])
  if (!found.ok) return undefined
  const anyway = anywayOn(found.value, empty)
  const verdict = await judged(found.value, empty, anyway, searched, parts)
  if (verdict.stay.length === 0) return await nothingOf(searched, parts)
  const step = { ...verdict, anyway: [...anyway], said: undefined }
  const left = await parts.read(page, step)
  return left.ok ? withHtml(page, left.value.html) : undefined
}

const AS_IT_IS: SearchStep = { without: [], stay: [], anyway: [], said: undefined }

function readEmpty(nothing: Came, parts: SearchParts): Promise<SearchPage | undefined> {
  const before = parts.empty.get(nothing)
  if (before !== undefined) return before
  const reading = readOnce(nothing, parts)
  parts.empty.set(nothing, reading)
  return reading
}

async function readOnce(nothing: Came, { read }: SearchParts): Promise<SearchPage | undefined> {
  const kind = kindOf(headerOf(nothing.headers, 'content-type'), nothing.bytes)
  if (nothing.bytes.length === 0 || kind !== 'page') return undefined
  const empty = await read(nothing, AS_IT_IS)
  return empty.ok ? empty.value : undefined
}

/** What a place on the page shows whatever is searched: there it is the same, link by link, when nothing is found. */
function anywayOn(found: SearchPage, empty: SearchPage | undefined): ReadonlySet<string> {
  const there = byPlace(empty?.leads ?? [])
  return new Set(
    [...byPlace(found.leads)].flatMap(([where, paths]) =>
      there.get(where)?.join('\n') === paths.join('\n')
        ? paths.map((path) => leadKey([path, where]))
        : [],
    ),
  )
}

function byPlace(leads: SearchPage['leads']): ReadonlyMap<string, readonly string[]> {
  const places = new Map<string, string[]>()
  for (const [path, where] of leads) {
    const paths = places.get(where)
    if (paths === undefined) places.set(where, [path])
    else paths.push(path)
  }
  return places
}

async function judged(
  found: SearchPage,
  empty: SearchPage | undefined,
  anyway: ReadonlySet<string>,
  { search }: Searched,
  parts: SearchParts,
): Promise<Pick<SearchStep, 'without' | 'stay'>> {
  const own = found.own === empty?.own ? undefined : found.own
  const results = found.leads.filter((lead) => !anyway.has(leadKey(lead))).map(([path]) => path)
  const paths = [...new Set([...results, ...(own === undefined ? [] : [own])])]
  const unread = await parts.readNow(paths)
  const listed = new Set(found.listed)
  const without: string[] = []
  const stay: string[] = []
  for (const path of paths) {
    const openness = await parts.openness(path, search.words)
    const isResult = listed.has(path) || path === own
    if (openness === 'hides' || (openness === 'unknown' && (isResult || unread > 0)))
      without.push(path)
    else if (openness === 'holds' || isResult) stay.push(path)
  }
  // A page that is an article itself has no part that could go.
  if (own !== undefined && without.includes(own)) return { without, stay: [] }
  return { without, stay }
}

async function mayLead({ search, page }: Searched, parts: SearchParts): Promise<boolean> {
  const path = articlePath(
    redirectOf(page) ?? '',
    parts.addresses,
    parts.addresses.public + page.key,
  )
  if (path === undefined || path === '/') return path === '/'
  await parts.readNow([path])
  const openness = await parts.openness(path, search.words)
  return openness === 'holds' || openness === 'open'
}

function redirectOf({ status, headers }: Came): string | undefined {
  return status >= 300 && status < 400 ? headerOf(headers, 'location') : undefined
}

/** The site's page for a word that stands nowhere, with the reader's in its place. */
async function nothingOf(
  { search, nothing, word }: Searched,
  parts: SearchParts,
): Promise<Came | undefined> {
  const said = { word, typed: search.typed }
  const headers = nothing.headers.map(
    ([name, value]) => [name, value.replaceAll(word, encodeURIComponent(search.typed))] as const,
  )
  const came = { ...nothing, key: search.key, headers }
  if (nothing.bytes.length === 0 || redirectOf(nothing) !== undefined) return came
  const read = await parts.read(nothing, { ...AS_IT_IS, said })
  return read.ok ? withHtml(came, read.value.html) : undefined
}

function withHtml(came: Came, html: string): Came {
  const headers = came.headers.filter(([name]) => name.toLowerCase() !== 'content-type')
  return {
    ...came,
    headers: [...headers, ['content-type', 'text/html; charset=utf-8']],
    bytes: new TextEncoder().encode(html),
  }
}
