// Cleared: an answer after the sentinel has looked through it. Remembered until the sentinel knows more; then it looks
// again, and only what really changes is a new answer.
import type {
  AnswerReading,
  ArticlePageReading,
  Piece,
  SiteAnswer,
  Tally,
} from '../../core/origin.ts'
import { withoutTraces } from './sentinel/passages.ts'
import type { Sentinel } from './sentinel/sentinel.ts'

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
      const text = clearedText(reading.text, { answer, except: undefined }, clearing)
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
  const { article } = reading
  const full = clearedPieces(reading.full, { answer, except: article.path }, clearing)
  const preview =
    reading.preview === reading.full
      ? full
      : clearedPieces(reading.preview, { answer, except: undefined }, clearing)
  if (full === undefined || preview === undefined) return undefined
  if (full === reading.full && preview === reading.preview) return reading
  return { ...reading, full, preview }
}

interface Looked {
  readonly answer: SiteAnswer
  /** The article whose gated text may stand there. */
  readonly except: string | undefined
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

function clearedText(text: string, looked: Looked, clearing: Clearing): string | undefined {
  const traces = tracesIn(text, looked, clearing)
  if (traces.length === 0) return text
  say(looked.answer, traces.length, clearing)
  if (clearing.observes) return text
  const without = withoutTraces(text, traces)
  return tracesIn(without, looked, clearing).length === 0 ? without : undefined
}

function tracesIn(text: string, { except }: Looked, { sentinel }: Clearing) {
  return sentinel.look(text, except)
}

function say({ key, headers }: SiteAnswer, passages: number, { tally, report }: Clearing): void {
  const channel = channelOf(headers)
  tally.count('sentinel', { channel })
  report(
    `${key} (${channel}) carried gated text in ${passages === 1 ? 'one place' : `${passages} places`}, which was taken out`,
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
