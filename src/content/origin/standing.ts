// Standing: an answer that is kept, as it may be sent at this moment. What lists may say of articles and what the
// sentinel knows both grow; an answer is made anew only where that changes something of it.
import type { AnswerReading, LookUp, Named, SiteAnswer } from '../../core/origin.ts'
import { type Clearing, cleared } from './cleared.ts'
import { closeText } from './lists/close-text.ts'
import type { Came, Made } from './read-answer.ts'
import { headerOf, sentOn } from './sent-on.ts'

type SiteAddresses = Parameters<typeof sentOn>[1]

export interface StandingParts {
  readonly addresses: SiteAddresses
  readonly lists: Parameters<typeof closeText>[3]
  readonly lookUp: LookUp
  /** Grow when there is more to say in lists, and more to look for. */
  readonly knownGeneration: () => number
  readonly clearing: Clearing
}

/** What is kept beside a copy: the answer, and of which knowledge it is the answer. */
export class Standing {
  readonly #parts: StandingParts
  readonly #list: Made['list']
  #unknown: readonly Named[]
  /** Articles whose excerpts it may hold, in the order in which they are listed. */
  readonly listed: readonly string[]
  /** The generation of what is known at which all of these had been read. */
  allReadAt = -1
  /** Closed, not looked through. */
  #closed: SiteAnswer
  #answer: SiteAnswer | undefined
  #known: number
  #looked = -1

  constructor(
    came: Came,
    version: string,
    made: Made,
    cookies: readonly string[],
    parts: StandingParts,
  ) {
    this.#parts = parts
    this.#list = made.list
    this.#unknown = made.list?.unknown ?? []
    this.listed = made.listed
    this.#known = parts.knownGeneration()
    this.#closed = {
      key: came.key,
      status: came.status,
      version,
      headers: sentOn(came.headers, parts.addresses, made.type),
      caching: cookies.length > 0 ? undefined : headerOf(came.headers, 'cache-control'),
      reading: made.reading,
      cookies,
    }
  }

  /** Before the sentinel. */
  get reading(): AnswerReading {
    return this.#closed.reading
  }

  /** Articles that are named and of which nothing is known yet. */
  get unknown(): readonly Named[] {
    return this.#unknown
  }

  /** Undefined when it cannot be sent. The very same value as long as nothing of it changes. */
  answer(): SiteAnswer | undefined {
    this.#closeAgain()
    const { clearing } = this.#parts
    const looked = clearing.sentinel.generation
    if (looked === this.#looked) return this.#answer
    const next = cleared(this.#closed, clearing)
    this.#looked = looked
    if (next === undefined || !isSame(this.#answer, next)) this.#answer = next
    return this.#answer
  }

  #closeAgain(): void {
    if (this.#list === undefined) return
    const { knownGeneration, lists, lookUp } = this.#parts
    const known = knownGeneration()
    if (known === this.#known) return
    this.#known = known
    const { source, type } = this.#list
    const closed = closeText(source, type, lookUp, lists)
    // It could be closed before; if it cannot be any more, what was closed then is still closed.
    if (closed.kind !== 'closed') return
    this.#unknown = closed.unknown
    const { reading } = this.#closed
    if (reading.kind !== 'text' || reading.text === closed.text) return
    this.#closed = {
      ...this.#closed,
      version: `${this.#closed.version} ${known}`,
      reading: { kind: 'text', text: closed.text },
    }
    this.#looked = -1
  }
}

/** Two answers that were looked through at different times, and say the same. */
function isSame(one: SiteAnswer | undefined, other: SiteAnswer): boolean {
  if (one === undefined || one.reading.kind !== other.reading.kind) return false
  if (one.reading === other.reading) return true
  if (one.reading.kind === 'text' && other.reading.kind === 'text')
    return one.reading.text === other.reading.text && one.status === other.status
  if (one.reading.kind === 'article' && other.reading.kind === 'article')
    return (
      samePieces(one.reading.full, other.reading.full) &&
      samePieces(one.reading.preview, other.reading.preview)
    )
  return false
}

function samePieces(one: readonly unknown[], other: readonly unknown[]): boolean {
  return (
    one.length === other.length && one.every((piece, index) => isSamePiece(piece, other[index]))
  )
}

function isSamePiece(one: unknown, other: unknown): boolean {
  return typeof one === 'string' ? one === other : typeof other !== 'string'
}

/** Bytes that it takes in memory beside the copy. */
export function sizeOf({ reading }: Standing): number {
  switch (reading.kind) {
    case 'bytes':
      return reading.bytes.length
    case 'text':
      return reading.text.length * 2
    case 'article':
      return (
        2 *
        (lengthOf(reading.full) +
          (reading.preview === reading.full ? 0 : lengthOf(reading.preview)))
      )
  }
}

function lengthOf(pieces: readonly unknown[]): number {
  return pieces.reduce<number>(
    (sum, piece) => sum + (typeof piece === 'string' ? piece.length : 0),
    0,
  )
}
