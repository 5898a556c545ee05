// Site search: asks the site what a reader searches, and beside it for a word that stands nowhere, and closes what comes.
import { randomBytes } from 'node:crypto'
import type { AnswerReading, FoundAnswer } from '../../../core/origin.ts'
import { failed, ok, type Result } from '../../../core/result.ts'
import type { Found } from '../cache/found.ts'
import { readWhole } from '../client/read-whole.ts'
import { addressOf } from '../page/facts-path.ts'
import type { PageReader } from '../page/open-page-reader.ts'
import type { Came } from '../read-answer.ts'
import { headerOf } from '../sent-on.ts'
import type { Standing } from '../standing.ts'
import { answerSearch, type SearchParts } from './answer-search.ts'
import { type AskedSearch, holds } from './asked-search.ts'
import type { SearchPage } from './search-page.ts'

/** In no article, and no reader knows it. */
const NOWHERE = `zq${randomBytes(12).toString('hex')}`

export interface Seen {
  readonly came: Came
  readonly standing: Standing
}

export interface SiteSearchParts extends Pick<SearchParts, 'addresses' | 'readNow'> {
  readonly reader: PageReader
  readonly now: () => number
  readonly find: (key: string) => Promise<Found<Standing>>
  /** What everybody gets at a page's address, kept or not; undefined for what is not read as a page. */
  readonly seenAt: (address: string) => Promise<Seen | undefined>
  /** What everybody may read of an article that has been read. */
  readonly openText: (path: string) => Promise<string | undefined>
  readonly report: (line: string) => void
  /** What was read of pages that found nothing. */
  readonly empty: WeakMap<Came, Promise<SearchPage | undefined>>
}

/** A page that may go on as any other, or what is answered in its place. */
export async function searchSite(
  search: AskedSearch,
  parts: SiteSearchParts,
): Promise<Came | FoundAnswer> {
  // However little they say, how many there are is told.
  if (search.kind === 'interface') return { kind: 'gone', status: 404 }
  const [page, nothing] = await Promise.all([
    cameOf(search.key, parts),
    cameOf(search.for(NOWHERE), parts),
  ])
  if (!nothing.ok) return { kind: nothing.reason }
  if (!page.ok && page.reason === 'unavailable') return { kind: 'unavailable' }
  const { addresses, readNow, report, reader, now } = parts
  const closed = await answerSearch(
    { search, word: NOWHERE, nothing: nothing.value, page: page.ok ? page.value : nothing.value },
    {
      ...{ addresses, readNow, openness: opennessBy(parts), empty: parts.empty },
      read: ({ key, headers, bytes }, step) =>
        reader.readSearch(
          { bytes, type: headerOf(headers, 'content-type'), address: key },
          step,
          now(),
        ),
    },
  )
  if (closed !== undefined) return closed
  report(`${search.key} must not go out: It is a search whose answer cannot be closed.`)
  return { kind: 'gone', status: 404 }
}

function opennessBy({ openText, seenAt }: SiteSearchParts): SearchParts['openness'] {
  return async (path, words) => {
    const text = await openText(path)
    if (text !== undefined) return holds(text, words) ? 'holds' : 'hides'
    let address: string | undefined = addressOf(path)
    for (let step = 0; address !== undefined && step < FARTHEST; step++) {
      const seen = await seenAt(address)
      if (seen === undefined) return 'unknown'
      const { came, standing } = seen
      if (came.status === 200) return opennessOf(standing.reading, words)
      address = headerOf(came.headers, 'location')
    }
    return 'unknown'
  }
}

function opennessOf(reading: AnswerReading, words: readonly string[]) {
  if (reading.kind === 'article') return holds(reading.openText, words) ? 'holds' : 'hides'
  return reading.kind === 'text' ? 'open' : 'unknown'
}

/** Redirects. */
const FARTHEST = 3
const LONGEST_PAGE = 16 * 1024 * 1024

/** As the origin sent it, not to be sent on. */
async function cameOf(
  key: string,
  { find }: SiteSearchParts,
): Promise<Result<Came, 'unavailable' | 'refused'>> {
  const found = await find(key)
  switch (found.kind) {
    case 'kept':
      return ok(found.kept.copy)
    case 'gone':
      return ok(found.copy ?? { key, status: found.status, headers: [], bytes: new Uint8Array() })
    case 'stream': {
      const { status, headers } = found.answer
      const whole = await readWhole(found.answer, LONGEST_PAGE)
      return whole.ok
        ? ok({ key, status, headers, bytes: whole.value })
        : failed('refused', whole.detail)
    }
    case 'unavailable':
    case 'refused':
      return failed(found.kind, key)
  }
}
