// Standing: an answer that is kept, as it may be sent at this moment. What lists may say of articles and what the
// sentinel knows both grow; an answer is made anew only where that changes something of it.
import type { AnswerReading, LookUp, Named, SiteAnswer } from '../../core/origin.ts'
import { type Clearing, cleared, ONE_LOOK } from './cleared.ts'
import type { ListCloser } from './lists/list-closer.ts'
import type { Came, Made } from './read-answer.ts'
import { headerOf, sentOn } from './sent-on.ts'
import { atOnce, inTurns } from './steps.ts'
import { withNewSums } from './sums.ts'

type SiteAddresses = Parameters<typeof sentOn>[1]

export interface StandingParts {
  readonly addresses: SiteAddresses
  readonly closer: ListCloser
  readonly lookUp: LookUp
  /** Grow when there is more to say in lists, and more to look for. */
  readonly knownGeneration: () => number
  readonly clearing: Clearing
}

/** Names and values in turn: only a policy names sums. */
function withSums(headers: readonly string[], sums: Made['sums']): readonly string[] {
  return sums.size === 0 ? headers : headers.map((one) => withNewSums(one, sums))
}

/** What is kept beside a copy: the answer, and of which knowledge it is the answer. */
export class Standing {
  readonly #parts: StandingParts
  readonly #version: string
  #list: Made['list']
  #making: Promise<void> | undefined
  #unknown: readonly Named[]
  /** Articles whose excerpts it may hold, in the order in which they are listed. */
  readonly listed: readonly Named[]
  /** The generation of what is known at which all of these had been read. */
  allReadAt = -1
  /** Closed, not looked through. */
  #closed: SiteAnswer
  #answer: SiteAnswer | undefined
  /** Of the knowledge with which it was closed; more may be known since. */
  #known = -1
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
    this.#version = version
    this.#unknown = made.list?.unknown ?? []
    this.listed = made.listed
    this.#closed = {
      key: came.key,
      status: came.status,
      version,
      headers: withSums(sentOn(came.headers, parts.addresses, made.type), made.sums),
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

  /** Whether `answer` says at once what may be sent at this moment. */
  get isReady(): boolean {
    return !this.#isOutdated() && (this.#isShort() || this.#looked === this.#generation())
  }

  /** Undefined when it cannot be sent. The very same value as long as nothing of it changes. */
  answer(): SiteAnswer | undefined {
    const { clearing } = this.#parts
    const looked = this.#generation()
    if (looked !== this.#looked) this.#take(atOnce(cleared(this.#closed, clearing)), looked)
    return this.#answer
  }

  /** The same, when it is ready: a long one is closed and looked through between the answers to others. */
  async current(): Promise<SiteAnswer | undefined> {
    if (this.isReady) return this.answer()
    this.#making ??= this.#make().finally(() => {
      this.#making = undefined
    })
    await this.#making
    return this.#answer
  }

  #generation(): number {
    return this.#parts.clearing.sentinel.generation
  }

  #isShort(): boolean {
    // Two bytes a sign; files are not looked through.
    return this.reading.kind === 'bytes' || sizeOf(this) <= 2 * ONE_LOOK
  }

  #isOutdated(): boolean {
    if (this.#list === undefined) return false
    const known = this.#parts.knownGeneration()
    if (known === this.#known) return false
    if (!this.#list.stands()) return true
    this.#known = known
    return false
  }

  /** What is learnt meanwhile counts for whoever asks next. */
  async #make(): Promise<void> {
    if (this.#isOutdated()) await this.#closeAgain()
    const looked = this.#generation()
    if (looked === this.#looked) return
    this.#take(await inTurns(cleared(this.#closed, this.#parts.clearing)), looked)
  }

  #take(next: SiteAnswer | undefined, looked: number): void {
    this.#looked = looked
    if (next === undefined || !isSame(this.#answer, next)) this.#answer = next
  }

  async #closeAgain(): Promise<void> {
    const { knownGeneration, closer, lookUp } = this.#parts
    if (this.#list === undefined) return
    const known = knownGeneration()
    const { source, type } = this.#list
    const { reading: closed, stands } = await closer.close(source, type, lookUp)
    this.#known = known
    this.#list = { ...this.#list, stands }
    // It could be closed before; if it cannot be any more, what was closed then is still closed.
    if (closed.kind !== 'closed') return
    this.#unknown = closed.unknown
    const { reading } = this.#closed
    if (reading.kind !== 'text' || reading.text === closed.text) return
    this.#closed = {
      ...this.#closed,
      version: `${this.#version} ${known}`,
      reading: { kind: 'text', text: closed.text },
    }
    this.#looked = -1
  }
}

/** Two answers that were looked through at different times, and say the same. */
function isSame(one: SiteAnswer | undefined, other: SiteAnswer): boolean {
  if (one === undefined || one.reading.kind !== other.reading.kind) return false
  if (one.headers.length !== other.headers.length) return false
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
