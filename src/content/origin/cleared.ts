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
import { withoutTraces } from './sentinel/passages.ts'
import { createSentinel, type Sentinel } from './sentinel/sentinel.ts'

export interface Clearing {
  readonly sentinel: Sentinel
  readonly tally: Tally
  readonly report: (line: string) => void
  /** Counts and says, and takes nothing out. */
  readonly observes: boolean
}

/** Gives the very same answer when nothing in it is anybody's gated text; undefined when it cannot be cleared. */
export function cleared(answer: SiteAnswer, clearing: Clearing): SiteAnswer | undefined {
  const reading = clearedReading(answer, clearing)
  if (reading === undefined || reading === answer.reading) return reading && answer
  // What was taken out of it makes it another version, so that no cache and no ETag takes one for the other.
  return { ...answer, reading, version: `${answer.version} ${clearing.sentinel.generation}` }
}

function clearedReading(answer: SiteAnswer, clearing: Clearing): AnswerReading | undefined {
  const { reading } = answer
  switch (reading.kind) {
    case 'bytes':
      return reading
    case 'text': {
      const text = clearedText(reading.text, { answer, own: undefined }, clearing)
      if (text === undefined) return undefined
      return text === reading.text ? reading : { ...reading, text }
    }
    case 'article':
      return clearedArticle(reading, answer, clearing)
  }
}

/** The whole page may hold all of its own article, and nothing that is gated of any other. */
function clearedArticle(
  reading: ArticlePageReading,
  answer: SiteAnswer,
  clearing: Clearing,
): AnswerReading | undefined {
  const full = clearedPieces(reading.full, { answer, own: reading }, clearing)
  const preview =
    reading.preview === reading.full
      ? full
      : clearedPieces(reading.preview, { answer, own: undefined }, clearing)
  if (full === undefined || preview === undefined) return undefined
  if (full === reading.full && preview === reading.preview) return reading
  return { ...reading, full, preview }
}

/** A text that was not taken apart, as it may go out; undefined where it may not. */
export function clearText(
  text: string,
  answer: Pick<SiteAnswer, 'key' | 'headers'>,
  clearing: Clearing,
): string | undefined {
  return clearedText(text, { answer, own: undefined }, clearing)
}

interface Looked {
  readonly answer: Pick<SiteAnswer, 'key' | 'headers'>
  /** The article all of whose text may stand there. */
  readonly own: ArticlePageReading | undefined
}

function clearedPieces(
  pieces: readonly Piece[],
  looked: Looked,
  clearing: Clearing,
): readonly Piece[] | undefined {
  const next: Piece[] = []
  let changed = false
  for (const piece of pieces) {
    if (typeof piece !== 'string') {
      next.push(piece)
      continue
    }
    const text = clearedText(piece, looked, clearing)
    if (text === undefined) return undefined
    if (text !== piece) changed = true
    next.push(text)
  }
  return changed ? next : pieces
}

/** What was taken out may leave words beside each other that were not. */
const MOST_ROUNDS = 4

function clearedText(text: string, looked: Looked, clearing: Clearing): string | undefined {
  let left = text
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const traces = tracesIn(left, looked, clearing)
    if (traces.length === 0) return left
    if (round === 0) say(looked.answer, traces.length, clearing)
    if (clearing.observes) return text
    left = withoutTraces(left, traces)
  }
  return tracesIn(left, looked, clearing).length === 0 ? left : undefined
}

function tracesIn(text: string, { own }: Looked, { sentinel }: Clearing): readonly Trace[] {
  const foreign = sentinel.look(text, own?.article.path)
  return own === undefined || foreign.length === 0 ? foreign : withoutOwn(text, foreign, own)
}

/** A passage that two articles share belongs to each of them: whoever may read one may read it there. */
function withoutOwn(
  text: string,
  traces: readonly Trace[],
  { article, gatedTexts, openText }: ArticlePageReading,
): readonly Trace[] {
  const itself = createSentinel()
  itself.learn(article.path, [...gatedTexts, openText], '')
  const begins = new Set(itself.look(text).flatMap(({ words }) => words.map(([begin]) => begin)))
  return traces.flatMap(({ path, words }) => {
    const others = words.filter(([begin]) => !begins.has(begin))
    return others.length < FEWEST_WORDS ? [] : [{ path, words: others }]
  })
}

/** Fewer than these beside a shared passage are its edges. */
const FEWEST_WORDS = 5

function say(
  { key, headers }: Pick<SiteAnswer, 'key' | 'headers'>,
  passages: number,
  { tally, report, observes }: Clearing,
): void {
  const channel = channelOf(headers)
  tally.count('sentinel', { channel })
  const places = passages === 1 ? 'one place' : `${passages} places`
  const done = observes ? 'the gate would take it out' : 'which was taken out'
  report(`${key} (${channel}) carried gated text in ${places}, ${done}`)
}

function channelOf(headers: readonly string[]): string {
  const at = headers.findIndex((name, index) => index % 2 === 0 && name === 'Content-Type')
  const type = headers[at + 1] ?? ''
  if (type.startsWith('text/html')) return 'page'
  if (/json/.test(type)) return 'api'
  if (/rss|atom|xml/.test(type)) return 'feed'
  return /script/.test(type) ? 'script' : 'text'
}
