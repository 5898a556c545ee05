// Passages: what was met of gated texts in a stretch of another text, put together to the words that it is of.
import type { Trace } from '../../../core/origin.ts'
import { isUnspaced } from './letters.ts'
import type { Stretch } from './stretch.ts'

/** Around a window that was met stands more of it that is shorter than one: so many letters, down to a break. */
const MOST_AROUND = 16
const BY_CHANCE = 6
const LONGEST_WORD = 24
/** The longest name of an author, an office or a work that stands alone. */
const LONGEST_NAME = 32
const MOST_NAMES = 4

/** In letters of the stretch: from one on, up to another. In turn, and none within another. */
interface Passage {
  readonly owner: number
  from: number
  to: number
  /** Whether it is, or holds, a sentence that was met whole. */
  isSentence: boolean
}

export class Passages {
  readonly #passages: Passage[] = []
  /** Sentences that are nobody's: where each of them begins, and where it ends. */
  readonly #open = new Map<number, number>()

  get isEmpty(): boolean {
    return this.#passages.length === 0 && this.#open.size === 0
  }

  /** Windows come in the order in which they stand; sentences may come behind them. */
  meet(owner: number, from: number, to: number, isSentence: boolean): void {
    const last = this.#passages.at(-1)
    if (last?.owner === owner && from >= last.from && from <= last.to) {
      last.to = Math.max(last.to, to)
      last.isSentence ||= isSentence
    } else this.#passages.push({ owner, from, to, isSentence })
  }

  meetOpen(from: number, to: number): void {
    this.#open.set(from, to)
  }

  /** Of what was met in this stretch; the next one begins with none. `endOf` says where the sign ends that begins there. */
  tracesOf(
    stretch: Stretch,
    pathOf: (owner: number) => string | undefined,
    endOf: (start: number) => number,
  ): readonly Trace[] {
    const traces: Trace[] = []
    let done = 0
    for (const passage of this.#passages.sort((one, other) => one.from - other.from)) {
      const { owner, from, to, isSentence } = passage
      const begin = beforeThat(stretch, from)
      const first = Math.max(done, begin)
      const end = behindThat(stretch, to)
      const path = pathOf(owner)
      const isSpaced = !isUnspaced(stretch.letters[from] ?? 0)
      if (!isSentence && isSpaced && (this.#open.get(begin) === end || isName(stretch, begin, end)))
        continue
      if (path !== undefined && end > first)
        traces.push({ path, words: wordsOf(stretch, first, end, endOf) })
      done = Math.max(done, end)
    }
    this.#passages.length = 0
    this.#open.clear()
    return traces
  }
}

/** Down to the break before; a few letters of what ends at the next one, by chance the same, are none of it. */
function beforeThat({ breaks, breakCount, starts }: Stretch, from: number): number {
  const next = firstBreakFrom(breaks, breakCount, from + 1)
  const last = next > 0 ? (breaks[next - 1] ?? 0) : 0
  const following = breaks[next]
  if (from > last && next < breakCount && following !== undefined && following - from < BY_CHANCE)
    return following
  let first = Math.max(from - MOST_AROUND, last)
  for (let left = LONGEST_WORD; first > last && left > 0 && isWithin(starts, first); left--) first--
  return first
}

/** Up to the break behind; the other way round the same. */
function behindThat({ breaks, breakCount, count, starts }: Stretch, to: number): number {
  const next = firstBreakFrom(breaks, breakCount, to)
  const following = next < breakCount ? (breaks[next] ?? count) : count
  const last = next > 0 ? (breaks[next - 1] ?? 0) : 0
  if (to < following && to - last < BY_CHANCE) return last
  let end = Math.min(to + MOST_AROUND, following)
  for (let left = LONGEST_WORD; end < following && left > 0 && isWithin(starts, end); left--) end++
  return end
}

/** All that stands between two breaks, and too few words for a sentence: whoever names the same names it likewise. */
function isName(stretch: Stretch, from: number, to: number): boolean {
  const { breaks, breakCount, count, starts } = stretch
  if (to - from >= LONGEST_NAME) return false
  let words = 1
  for (let at = from + 1; at < to; at++) if (!isWithin(starts, at)) words++
  if (words > MOST_NAMES) return false
  const next = firstBreakFrom(breaks, breakCount, from + 1)
  const begins = from === 0 || breaks[next - 1] === from
  return begins && to === (next < breakCount ? breaks[next] : count)
}

/** Whether a letter stands right behind another: a word does not begin with it. */
function isWithin(starts: Int32Array, at: number): boolean {
  return starts[at] === (starts[at - 1] ?? 0) + 1
}

/** The index of the first break at or behind a letter. */
function firstBreakFrom(breaks: Int32Array, breakCount: number, letter: number): number {
  let from = 0
  let to = breakCount
  while (from < to) {
    const middle = (from + to) >>> 1
    if ((breaks[middle] ?? 0) < letter) from = middle + 1
    else to = middle
  }
  return from
}

/** A word goes on where the next letter stands right behind. */
function wordsOf(
  { starts }: Stretch,
  from: number,
  to: number,
  endOf: (start: number) => number,
): readonly (readonly [number, number])[] {
  const words: [number, number][] = []
  for (let at = from; at < to; at++) {
    const start = starts[at] ?? 0
    const word = words.at(-1)
    if (word !== undefined && start <= word[1]) word[1] = Math.max(word[1], endOf(start))
    else words.push([start, endOf(start)])
  }
  return words
}

/**
 * The text without the traced words. Tags, quotes and escapes around them stay, so that HTML stays HTML and JSON stays
 * JSON; of a number a zero stays, for it may be one of JSON, unless it goes on from a word of the same sentence. Of a
 * sentence that loses its words the few that would be left at its end go too.
 */
export function withoutTraces(text: string, traces: readonly Trace[]): string {
  if (traces.length === 0) return text
  const words = traces.flatMap((trace) => trace.words).sort(([one], [other]) => one - other)
  let out = ''
  let at = 0
  let isSentence = false
  for (const [index, [from, to]] of words.entries()) {
    if (to <= at) continue
    const between = text.slice(at, Math.max(at, from))
    out += between
    isSentence &&= WITHIN.test(between)
    if (!/^[0-9]+$/.test(text.slice(from, to))) isSentence = true
    else if (!isSentence) out += '0'
    at = to
    const end = isSentence ? endOfRemains(text, to) : to
    if (end <= (words[index + 1]?.[0] ?? text.length)) at = end
  }
  return out + text.slice(at)
}

const WITHIN = /^[ ,;:–—]*$/
/** Up to the end of a sentence, of a string or of an element: of what could be markup there is no sign in it. */
const REMAINS = /[,;:–—]?(?: [\p{L}\p{M}\p{N}’-]{1,24}[,;:–—]?){1,4}(?=[.!?…<"]|$)/uy

function endOfRemains(text: string, from: number): number {
  REMAINS.lastIndex = from
  return REMAINS.test(text) ? REMAINS.lastIndex : from
}
