// Scan: one pass over a text of any format, HTML, XML, JSON, script or plain. The letters of what is shown become one
// stretch, and what stands in the tags between them, in their quotes, becomes stretches of its own.
import * as letters from './letters.ts'
import { Signs } from './signs.ts'
import { Stretch } from './stretch.ts'
import { isInline, tagAt } from './tags.ts'

/** Texts in tags in texts in tags: HTML in JSON in an attribute, and one more. */
const MOST_LEVELS = 6

type Mode = 'text' | 'tag' | 'quoted' | 'comment'

class Level {
  readonly stretch = new Stretch()
  mode: Mode = 'text'
  /** Of the quote that is open: its sign, and how long it is as it stands there, packed or not. */
  quote = 0
  quoteLength = 0
}

export class Scan {
  readonly #levels = Array.from({ length: MOST_LEVELS }, () => new Level())
  readonly #names = new Map<string, number>()
  readonly #take: (stretch: Stretch) => void
  #depth = 0
  #level = this.#levelAt(0)
  #text = ''

  /** `take` gets each stretch when it ends; what it holds is good until it returns. */
  constructor(take: (stretch: Stretch) => void) {
    this.#take = take
  }

  /** What is read in one, though it comes in several texts: an article, block by block. */
  read(texts: readonly string[]): void {
    this.#depth = 0
    this.#level = this.#levelAt(0)
    this.#begin('text')
    for (const text of texts) this.#readOne(text)
    this.#take(this.#level.stretch)
    this.#text = ''
    for (const { stretch } of this.#levels) stretch.giveBack()
  }

  #readOne(text: string): void {
    this.#text = text
    this.#level.stretch.makeRoom(text.length)
    const signs = new Signs(text, this.#names)
    const { meanings } = letters
    let { stretch } = this.#level
    let { letters: written, starts, count } = stretch
    for (let at = 0; at < text.length; ) {
      const meaning = meanings[text.charCodeAt(at)] ?? 0
      if (meaning >= letters.FIRST_LETTER && meaning < letters.FIRST_UNSPACED) {
        written[count] = meaning
        starts[count++] = at++
      } else if (meaning <= letters.GAP) {
        at++
      } else {
        stretch.count = count
        at = this.#sign(signs, at)
        stretch = this.#level.stretch
        ;({ letters: written, starts, count } = stretch)
      }
    }
    stretch.count = count
    // Tags that are open at the end of a text are none.
    while (this.#depth > 0) this.#pop()
    this.#level.stretch.break()
  }

  /** A sign that has to be looked at, and where to read on. */
  #sign(signs: Signs, at: number): number {
    const unit = this.#text.charCodeAt(at)
    if (letters.meaningOf(unit) === letters.BREAK) {
      this.#level.stretch.break()
      return at + 1
    }
    if (isMarkup(unit)) return this.#special(unit, at, at + 1)
    signs.read(at)
    const { code, end } = signs
    if (code > 0xffff) return this.#several(code, at, end)
    const meaning = letters.meaningOf(code)
    if (meaning >= letters.FIRST_LETTER) this.#letter(meaning, at)
    else if (meaning === letters.BREAK) this.#level.stretch.break()
    else if (meaning === letters.SEVERAL) return this.#several(code, at, end)
    else if (meaning === letters.HALF) return this.#half(signs, at)
    else if (meaning === letters.SPECIAL) return this.#special(code, at, end)
    return end
  }

  #half(signs: Signs, at: number): number {
    const { code: high, end } = signs
    if (high >= 0xdc00 || end >= this.#text.length) return end
    signs.read(end)
    if (signs.code < 0xdc00 || signs.code > 0xdfff) return end
    const point = ((high - 0xd800) << 10) + (signs.code - 0xdc00) + 0x10000
    return this.#several(point, at, signs.end)
  }

  #several(point: number, at: number, end: number): number {
    const several = letters.lettersOf(point)
    // There is room for one letter of each sign that is left.
    this.#level.stretch.makeRoom(several.length + this.#text.length - at)
    for (const letter of several) this.#letter(letter, at)
    return end
  }

  #letter(letter: number, at: number): void {
    const { stretch } = this.#level
    stretch.letters[stretch.count] = letter
    stretch.starts[stretch.count++] = at
    if (letters.isUnspaced(letter)) stretch.hasUnspaced = true
  }

  /** A sign of markup. */
  #special(code: number, at: number, end: number): number {
    if (code === 0x3c) return this.#opens(end)
    if (code === 0x3e) this.#closes(at)
    else if (code === 0x22 || code === 0x27) this.#quotes(code, at, end)
    return end
  }

  /** What follows a `<`. */
  #opens(at: number): number {
    const tag = tagAt(this.#text, at)
    if (tag === undefined) return at
    if (tag.kind === 'none') return tag.end
    if (tag.kind === 'comment') this.#push('comment', at)
    else {
      if (!isInline(tag.name)) this.#level.stretch.break()
      // A tag within a tag, and not in quotes: the first was none, or was never ended.
      if (this.#level.mode === 'tag') this.#end('tag', at)
      else this.#push('tag', at)
    }
    return tag.end
  }

  #closes(at: number): void {
    const { mode } = this.#level
    if (mode === 'tag' || (mode === 'comment' && this.#text.startsWith('--', at - 2))) this.#pop()
  }

  /** One that is packed deeper than the one that is open is another quote, within it. */
  #quotes(code: number, at: number, end: number): void {
    const level = this.#level
    if (level.mode === 'tag') {
      this.#end('quoted', at)
      level.quote = code
      level.quoteLength = end - at
    } else if (level.mode === 'quoted' && level.quote === code && level.quoteLength === end - at)
      this.#end('tag', at)
    else if (code === 0x22) level.stretch.break()
  }

  /** Ends a stretch of this level, and begins the next. */
  #end(mode: Mode, at: number): void {
    this.#take(this.#level.stretch)
    this.#begin(mode)
    this.#level.stretch.makeRoom(this.#text.length - at)
  }

  #begin(mode: Mode): void {
    this.#level.mode = mode
    this.#level.stretch.begin()
  }

  #push(mode: Mode, at: number): void {
    // Nothing is packed so deep: what was taken for open tags were none.
    if (this.#depth + 1 >= MOST_LEVELS) while (this.#depth > 0) this.#pop()
    this.#depth++
    this.#level = this.#levelAt(this.#depth)
    this.#begin(mode)
    this.#level.stretch.makeRoom(this.#text.length - at)
  }

  #pop(): void {
    if (this.#depth === 0) return
    this.#take(this.#level.stretch)
    this.#depth--
    this.#level = this.#levelAt(this.#depth)
  }

  #levelAt(depth: number): Level {
    const level = this.#levels[depth]
    if (level === undefined) throw new RangeError(`no level ${depth}`)
    return level
  }
}

/** What is read as it stands. */
function isMarkup(unit: number): boolean {
  return unit === 0x3c || unit === 0x3e || unit === 0x22 || unit === 0x27
}
