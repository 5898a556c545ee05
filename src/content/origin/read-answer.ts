// Read answer: what the origin sent becomes what may be sent on. A page is taken apart, a list is closed, everything
// has its addresses rewritten; and what was learnt of an article is remembered. Once a version.
import type {
  AnswerReading,
  ArticlePageReading,
  LookUp,
  Named,
  OriginSettings,
  PageReading,
  Piece,
  SiteAddresses,
  Tally,
} from '../../core/origin.ts'
import { failed, ok, type Result } from '../../core/result.ts'
import { isEmptied } from './emptied.ts'
import { kindOf } from './kind-of.ts'
import type { ListCloser } from './lists/list-closer.ts'
import { wordsIn } from './lists/texts.ts'
import { decodePage } from './page/decode.ts'
import type { PageReader } from './page/open-page-reader.ts'
import { headerOf } from './sent-on.ts'
import { type NewSums, newSums, withNewSums } from './sums.ts'

/** An answer as it came, whole. */
export interface Came {
  readonly key: string
  readonly status: number
  readonly headers: readonly (readonly [string, string])[]
  /** No coding upon them. */
  readonly bytes: Uint8Array
}

/** What was made of an answer. */
export interface Made {
  readonly reading: AnswerReading
  /** The media type of what is sent; undefined: the origin's. */
  readonly type: string | undefined
  /** Closes a text that carries articles once more, when more of them are known. */
  readonly list:
    | {
        readonly source: Uint8Array
        readonly type: string | undefined
        readonly unknown: readonly Named[]
        /** Whether it would be closed likewise now. */
        readonly stands: () => boolean
      }
    | undefined
  /** What a policy in a header has to say of scripts that were rewritten; empty of most. */
  readonly sums: NewSums
  /** Articles that a page lists: an excerpt may say more of them than everybody may read. */
  readonly listed: readonly Named[]
}

export interface ReadingParts {
  readonly settings: OriginSettings
  readonly addresses: SiteAddresses
  readonly pages: PageReader
  readonly closer: ListCloser
  readonly lookUp: LookUp
  readonly isOpen: (key: string) => boolean
  readonly now: () => number
  readonly tally: Tally
  readonly report: (line: string) => void
}

/** `last`: the article that stood there before, which is not given up for a page that cannot be cut. */
export async function readAnswer(
  came: Came,
  last: ArticlePageReading | undefined,
  parts: ReadingParts,
): Promise<Result<Made, 'refused'>> {
  const { headers, bytes, status } = came
  const { settings } = parts
  const type = headerOf(headers, 'content-type')
  const kind = bytes.length === 0 ? 'text' : kindOf(type, bytes)
  if (kind !== 'page' && status === 200 && last?.gated === true && settings.mode !== 'observe') {
    parts.tally.count('unfindable')
    return failed('refused', NO_ARTICLE)
  }
  if (bytes.length === 0) return ok(madeOf({ kind: 'text', text: '' }, type))
  switch (kind) {
    case 'page':
      return readPage(came, type, last, parts)
    case 'text':
      return readText(bytes, type, came.key, parts)
    case 'file':
      return status === 200 || status === 206
        ? ok(madeOf({ kind: 'bytes', bytes }, undefined))
        : ok(plain('', type))
  }
}

const NO_SUMS: NewSums = new Map()

function madeOf(
  reading: AnswerReading,
  type: string | undefined,
  listed: readonly Named[] = [],
): Made {
  return { reading, type, list: undefined, listed, sums: NO_SUMS }
}

function plain(text: string, type: string | undefined): Made {
  return madeOf({ kind: 'text', text }, inUtf8(type))
}

/** What was decoded goes out as UTF-8, whatever it was. */
function inUtf8(type: string | undefined): string {
  const media = type?.split(';', 1)[0]?.trim() || 'text/plain'
  return `${media}; charset=utf-8`
}

async function readPage(
  came: Came,
  type: string | undefined,
  last: ArticlePageReading | undefined,
  parts: ReadingParts,
): Promise<Result<Made, 'refused'>> {
  const source = { bytes: came.bytes, type, address: came.key }
  const read = await parts.pages.read(source, parts.now())
  if (!read.ok) return failed('refused', read.detail)
  const fault = came.status === 200 ? faultOf(read.value, last) : undefined
  if (fault !== undefined) {
    parts.tally.count('unfindable')
    if (parts.settings.mode !== 'observe') return failed('refused', fault)
    parts.report(`${came.key} would not go out through the gate: ${fault}`)
  }
  const sums = sumsOf(came, type, parts.addresses)
  if (parts.settings.mode !== 'observe')
    return ok(summed(pageMade(came, read.value, undefined), sums))
  const observed = await parts.closer.asItIs(came.bytes, type, 'page')
  return observed === undefined
    ? failed('refused', UNREAD)
    : ok(summed(pageMade(came, read.value, observed), sums))
}

const UNREAD = 'It takes too long to decode.'

const SUMS = ["'sha256-", "'sha384-", "'sha512-"]

/** A page whose policies name no sums is not looked through for them. */
function sumsOf({ headers, bytes }: Came, type: string | undefined, addresses: SiteAddresses) {
  const inHeaders = headers.filter(([name]) => /^content-security-policy/i.test(name))
  const said = inHeaders.map(([, value]) => value).join('\n')
  const page = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (!SUMS.some((sum) => said.includes(sum) || page.includes(sum))) return NO_SUMS
  const html = decodePage(bytes, type)
  return newSums(html, `${said}\n${html}`, addresses)
}

/** A policy may stand in the page too. */
function summed(made: Made, sums: NewSums): Made {
  const { reading } = made
  const inPieces = (pieces: readonly Piece[]) =>
    pieces.map((piece) => (typeof piece === 'string' ? withNewSums(piece, sums) : piece))
  if (sums.size === 0 || reading.kind === 'bytes') return made
  if (reading.kind === 'text')
    return { ...made, sums, reading: { ...reading, text: withNewSums(reading.text, sums) } }
  const full = inPieces(reading.full)
  // Of an article that is not cut there is one view.
  const preview = reading.preview === reading.full ? full : inPieces(reading.preview)
  return { ...made, sums, reading: { ...reading, full, preview } }
}

const PARAGRAPH = /<p\b[^>]*>([^<]*(?:<(?!\/?p\b)[^<]*)*)/gi
const LINE = 20
const MOST_SAID = 120
/** Letters of a page beyond which none tells of an error, whatever it says. */
const LONGEST_ERROR = 1024 * 1024

/** No error is told at such length: an article stands on that page, which says nothing of it. */
function isLong(html: string): boolean {
  if (html.length > LONGEST_ERROR) return true
  let words = 0
  for (const [, text = ''] of html.matchAll(PARAGRAPH)) {
    const own = wordsIn(text)
    if (own >= LINE) words += own
    if (words > MOST_SAID) return true
  }
  return false
}

/** `observed`: the page as it came, where the gate only observes. */
function pageMade({ status }: Came, read: PageReading, observed: string | undefined): Made {
  const html = inUtf8('text/html')
  const observes = observed !== undefined
  switch (read.kind) {
    case 'article':
      return madeOf(observes ? { ...read, full: [observed] } : read, html, read.listed)
    case 'page': {
      if (observes) return madeOf({ kind: 'text', text: observed }, html, read.listed)
      const text = status >= 400 && isLong(read.html) ? '' : read.html
      return madeOf({ kind: 'text', text }, html, read.listed)
    }
    case 'unfindable':
      // An error page that looks like an article says nothing that is paid for; its words go, its status stays.
      return madeOf({ kind: 'text', text: observed ?? '' }, html)
  }
}

const NO_ARTICLE =
  'It was an article, and nothing on its page says so any more. Purge its address if that is meant.'

const EMPTIED =
  'The text that it had is gone, and next to nothing stands in its place. Purge its address if that is meant; a sentence of eight words or more that is new there goes out by itself.'

/** Why a page must not go out as it was read. */
function faultOf(read: PageReading, last: ArticlePageReading | undefined): string | undefined {
  if (read.kind === 'unfindable') return read.why
  if (read.kind === 'page') return last?.gated === true ? NO_ARTICLE : undefined
  return last !== undefined && isEmptied(read, last) ? EMPTIED : undefined
}

async function readText(
  bytes: Uint8Array,
  type: string | undefined,
  key: string,
  parts: ReadingParts,
): Promise<Result<Made, 'refused'>> {
  const { settings, closer, lookUp } = parts
  if (settings.mode === 'observe' || parts.isOpen(key)) {
    const text = await closer.asItIs(bytes, type, 'text')
    return text === undefined ? failed('refused', UNREAD) : ok(plain(text, type))
  }
  const { reading: closed, stands } = await closer.close(bytes, type, lookUp)
  if (closed.kind === 'refused')
    return failed('refused', `It cannot be read for certain: ${closed.why}.`)
  if (closed.kind === 'untouched') return ok(plain(closed.text, type))
  const list = { source: bytes, type, unknown: closed.unknown, stands }
  return ok({ ...plain(closed.text, type), list })
}
