// Cleared: an answer after the sentinel has looked through it. Remembered until the sentinel knows more; then it looks
// again, and only what really changes is a new answer.
import type {
  AnswerReading,
  ArticlePageReading,
  Piece,
  SiteAnswer,
  Tally,
  Trace,
} from '../../core/origin.ts'
import { isUnspaced } from './sentinel/letters.ts'
import { packedIn } from './sentinel/packed.ts'
import { withoutTraces } from './sentinel/passages.ts'
import { createSentinel, type Sentinel } from './sentinel/sentinel.ts'
import { inTurns, type Steps } from './steps.ts'

export interface Clearing {
  readonly sentinel: Sentinel
  readonly tally: Tally
  readonly report: (line: string) => void
  /** Counts and says, and takes nothing out. */
  readonly observes: boolean
}

/** Gives the very same answer when nothing in it is anybody's gated text; undefined when it cannot be cleared. */
export function* cleared(answer: SiteAnswer, clearing: Clearing): Steps<SiteAnswer | undefined> {
  const { generation } = clearing.sentinel
  const reading = yield* clearedReading(answer, clearing)
  if (reading === undefined) return undefined
  const headers = clearedHeaders(answer, clearing)
  if (reading === answer.reading && headers === answer.headers) return answer
  // What was taken out of it makes it another version, so that no cache and no ETag takes one for the other.
  return { ...answer, reading, headers, version: `${answer.version} ${generation}` }
}

/** A shorter one holds no passage. */
const LEAST_HEADER = 40

/** A place to share an article may be told what to say of it: `Location: https://…?text=…`. */
function clearedHeaders(answer: SiteAnswer, clearing: Clearing): readonly string[] {
  const kept = answer.headers.flatMap((name, index) => {
    const value = answer.headers[index + 1] ?? ''
    if (index % 2 === 1) return []
    const traces = value.length < LEAST_HEADER ? [] : clearing.sentinel.look(value)
    if (traces.length === 0) return [name, value]
    say(answer, traces, clearing)
    return clearing.observes ? [name, value] : []
  })
  return kept.length === answer.headers.length ? answer.headers : kept
}

function* clearedReading(answer: SiteAnswer, clearing: Clearing): Steps<AnswerReading | undefined> {
  const { reading } = answer
  switch (reading.kind) {
    case 'bytes':
      return reading
    case 'text': {
      const text = yield* clearedText(reading.text, { answer, own: undefined }, clearing)
      if (text === undefined) return undefined
      return text === reading.text ? reading : { ...reading, text }
    }
    case 'article':
      return yield* clearedArticle(reading, answer, clearing)
  }
}

/**
 * The whole page may hold all of its own article, and nothing that is gated of any other. Where the preview says nothing
 * that is anybody's, the whole page says nothing of the kind in the same words: of it only the rest is looked through.
 */
function* clearedArticle(
  reading: ArticlePageReading,
  answer: SiteAnswer,
  clearing: Clearing,
): Steps<AnswerReading | undefined> {
  const isCut = reading.preview !== reading.full
  const preview = isCut
    ? yield* clearedPieces(reading.preview, [], { answer, own: undefined }, clearing)
    : undefined
  const isClean = isCut && preview === reading.preview && !clearing.observes
  const clean = isClean ? reading.preview : []
  const full = yield* clearedPieces(reading.full, clean, { answer, own: reading }, clearing)
  if (full === undefined || (isCut && preview === undefined)) return undefined
  if (full === reading.full && (!isCut || preview === reading.preview)) return reading
  return { ...reading, full, preview: preview ?? full }
}

/** A text that was not taken apart, as it may go out; undefined where it may not. */
export function clearText(
  text: string,
  answer: Pick<SiteAnswer, 'key' | 'headers'>,
  clearing: Clearing,
): Promise<string | undefined> {
  return inTurns(clearedText(text, { answer, own: undefined }, clearing))
}

interface Looked {
  readonly answer: Pick<SiteAnswer, 'key' | 'headers'>
  /** The article all of whose text may stand there. */
  readonly own: ArticlePageReading | undefined
}

/** `clean`: pieces beside them in which nothing was found. */
function* clearedPieces(
  pieces: readonly Piece[],
  clean: readonly Piece[],
  looked: Looked,
  clearing: Clearing,
): Steps<readonly Piece[] | undefined> {
  const next: Piece[] = []
  let changed = false
  for (const [index, piece] of pieces.entries()) {
    if (typeof piece !== 'string') {
      next.push(piece)
      continue
    }
    const beside = clean[index]
    if (typeof beside === 'string') {
      const rest = restOf(piece, beside)
      if (rest === '' || (yield* tracesIn(rest, looked, clearing)).length === 0) {
        next.push(piece)
        continue
      }
    }
    const text = yield* clearedText(piece, looked, clearing)
    if (text === undefined) return undefined
    if (text !== piece) changed = true
    next.push(text)
  }
  return changed ? next : pieces
}

/** Letters that are compared at once. */
const COMPARED = 1024

/** What a text says that another does not begin or end with, and as much around it as a passage takes. */
function restOf(text: string, other: string): string {
  if (text === other) return ''
  const most = Math.min(text.length, other.length)
  let begin = 0
  while (
    begin + COMPARED <= most &&
    text.slice(begin, begin + COMPARED) === other.slice(begin, begin + COMPARED)
  )
    begin += COMPARED
  let end = 0
  while (
    begin + end + COMPARED <= most &&
    text.slice(text.length - end - COMPARED, text.length - end) ===
      other.slice(other.length - end - COMPARED, other.length - end)
  )
    end += COMPARED
  return text.slice(Math.max(0, begin - TWICE), text.length - end + TWICE)
}

/** What was taken out may leave words beside each other that were not. */
const MOST_ROUNDS = 4

function* clearedText(text: string, looked: Looked, clearing: Clearing): Steps<string | undefined> {
  let left = text
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const traces = yield* tracesIn(left, looked, clearing)
    if (traces.length === 0) return left
    if (round === 0) say(looked.answer, traces, clearing)
    if (clearing.observes) return text
    left = withoutTraces(left, traces)
  }
  const rest = yield* tracesIn(left, looked, clearing)
  return rest.length === 0 ? left : undefined
}

function* tracesIn(text: string, looked: Looked, clearing: Clearing): Steps<readonly Trace[]> {
  const { own } = looked
  const foreign = yield* lookThrough(text, clearing.sentinel, own?.article.path)
  if (own === undefined || foreign.length === 0) return foreign
  const plain: Trace[] = []
  const packed: Trace[] = []
  for (const trace of foreign) {
    const unpacked = unpackedOf(text, trace)
    if (unpacked === undefined) plain.push(trace)
    else if ((yield* tracesIn(unpacked, looked, clearing)).length > 0) packed.push(trace)
  }
  return plain.length === 0 ? packed : [...packed, ...(yield* withoutOwn(text, plain, own))]
}

/** Of a trace that is one run of base64, what is in it. */
function unpackedOf(text: string, { words: [word, ...others] }: Trace): string | undefined {
  if (word === undefined || others.length > 0) return undefined
  const [packed] = packedIn(text.slice(...word))
  return packed?.unpacked
}

/** So many signs are looked through without a reader noticing. */
export const ONE_LOOK = 256 * 1024
/** As much is looked through twice as a passage takes that stands where two looks meet. */
const TWICE = 8 * 1024

function* lookThrough(
  text: string,
  sentinel: Sentinel,
  except: string | undefined,
): Steps<readonly Trace[]> {
  if (text.length <= ONE_LOOK) return sentinel.look(text, except)
  const traces: Trace[] = []
  for (let from = 0; from + TWICE < text.length; from += ONE_LOOK - TWICE) {
    for (const { path, words } of sentinel.look(text.slice(from, from + ONE_LOOK), except))
      traces.push({ path, words: words.map(([begin, end]) => [begin + from, end + from]) })
    yield
  }
  return traces
}

/** A passage that two articles share belongs to each of them: whoever may read one may read it there. */
function* withoutOwn(
  text: string,
  traces: readonly Trace[],
  { article, gatedTexts, openText }: ArticlePageReading,
): Steps<readonly Trace[]> {
  const itself = createSentinel()
  itself.learn(article.path, [...gatedTexts, openText], '')
  const own = yield* lookThrough(text, itself, undefined)
  const isOwn = new Uint8Array(text.length)
  for (const { words } of own) for (const [begin, end] of words) isOwn.fill(1, begin, end)
  return traces.flatMap(({ path, words }) => {
    const others = words.filter(([begin, end]) => isOwn.subarray(begin, end).includes(0))
    const isApart = words.every(([begin, end]) => !isOwn.subarray(begin, end).includes(1))
    if (isApart) return [{ path, words }]
    const said = others.reduce((sum, word) => sum + wordsIn(text, word, isOwn), 0)
    return said < FEWEST_WORDS ? [] : [{ path, words: others }]
  })
}

/** Fewer than these beside a shared passage are its edges. */
const FEWEST_WORDS = 5

/** Where no spaces stand between words, two signs are about one. */
function wordsIn(text: string, [begin, end]: readonly [number, number], isOwn: Uint8Array): number {
  if (!isUnspaced(text.codePointAt(begin) ?? 0)) return 1
  return isOwn.subarray(begin, end).reduce((sum, own) => sum + (1 - own) / 2, 0)
}

function say(
  { key, headers }: Pick<SiteAnswer, 'key' | 'headers'>,
  traces: readonly Trace[],
  { tally, report, observes }: Clearing,
): void {
  const channel = channelOf(headers)
  tally.count('sentinel', { channel })
  const places = traces.length === 1 ? 'one place' : `${traces.length} places`
  const [of] = traces
  const done = observes ? 'the gate would take it out' : 'which was taken out'
  report(
    `${key} (${channel}) carried gated text of ${of?.path ?? 'an article'} in ${places}, ${done}`,
  )
}

function channelOf(headers: readonly string[]): string {
  const at = headers.findIndex((name, index) => index % 2 === 0 && name === 'Content-Type')
  const type = headers[at + 1] ?? ''
  if (type.startsWith('text/html')) return 'page'
  if (/json/.test(type)) return 'api'
  if (/rss|atom|xml/.test(type)) return 'feed'
  return /script/.test(type) ? 'script' : 'text'
}
