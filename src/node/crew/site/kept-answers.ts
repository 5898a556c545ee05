// Kept answers: what a worker has of the site, as the owner gave it: finished, and good until the owner says otherwise.
import { LRUCache } from 'lru-cache'
import { askedOfAll } from '../../../content/origin/asking.ts'
import { holdsFor } from '../../../content/origin/cache/copy.ts'
import { addressPath } from '../../../core/address-path.ts'
import type { AnswerReading, SiteAnswer, SiteAsk } from '../../../core/origin.ts'
import type { Held } from './messages.ts'

export interface KeptAnswer {
  readonly answer: SiteAnswer
  readonly held: Held
  /** What was known when the owner gave it. */
  readonly epoch: number
}

const MOST_VARIANTS = 8
/** Objects and headers: roughly what an answer takes beside its texts. */
const OVERHEAD_BYTES = 2048

export class KeptAnswers {
  readonly #answers: LRUCache<string, readonly KeptAnswer[]>
  readonly #keysAt = new Map<string, Set<string>>()

  constructor(budgetBytes: number) {
    this.#answers = new LRUCache({
      maxSize: Math.max(1, Math.floor(budgetBytes)),
      sizeCalculation: (kept) => kept.reduce((sum, { answer }) => sum + sizeOf(answer.reading), 0),
      disposeAfter: (_, key, why) => {
        if (why !== 'set') this.#leave(key)
      },
    })
  }

  find(key: string, ask: Pick<SiteAsk, 'header'>): KeptAnswer | undefined {
    const kept = this.#answers.get(key)
    const [only] = kept ?? []
    // Most vary by nothing that the site is told.
    if (kept?.length === 1 && only?.held.varying.length === 0) return only
    const headers = kept && askedOfAll(ask)
    return kept?.find(({ held }) => holdsFor(held, headers ?? []))
  }

  /** In the place of what is sent to the same readers. */
  put(kept: KeptAnswer): void {
    const { key } = kept.answer
    const { varying } = kept.held
    const others = (this.#answers.peek(key) ?? []).filter(({ held }) => !holdsFor(held, varying))
    this.#answers.set(key, [kept, ...others].slice(0, MOST_VARIANTS))
    if (!this.#answers.has(key)) return
    const path = addressPath(key)
    const keys = this.#keysAt.get(path)
    if (keys === undefined) this.#keysAt.set(path, new Set([key]))
    else keys.add(key)
  }

  /** Paths as articles have them. */
  drop(paths: readonly string[] | 'all'): void {
    if (paths === 'all') this.#answers.clear()
    else
      for (const path of paths)
        for (const key of [...(this.#keysAt.get(path) ?? [])]) this.#answers.delete(key)
  }

  #leave(key: string): void {
    if (this.#answers.has(key)) return
    const path = addressPath(key)
    const keys = this.#keysAt.get(path)
    keys?.delete(key)
    if (keys?.size === 0) this.#keysAt.delete(path)
  }
}

function sizeOf(reading: AnswerReading): number {
  if (reading.kind === 'bytes') return reading.bytes.length + OVERHEAD_BYTES
  if (reading.kind === 'text') return 2 * reading.text.length + OVERHEAD_BYTES
  const { full, preview } = reading
  const pieces = preview === full ? full : [...full, ...preview]
  const signs = pieces.reduce(
    (sum, piece) => sum + (typeof piece === 'string' ? piece.length : 0),
    0,
  )
  return 2 * signs + OVERHEAD_BYTES
}
