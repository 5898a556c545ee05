// Marks: the comments by which an author cuts an article, and those that seem meant for one. Each is looked for by
// index: patterns over a whole text would take the square of its length.
import { nearest } from '../../core/nearest.ts'

export interface Mark {
  /** Offsets of the comment's first character, and behind its last. */
  readonly start: number
  readonly end: number
  /** A comment that begins nearly as a mark does, and is none. */
  readonly isMisspelt: boolean
}

const MARK = /^\s*(?:more|members-only)(?:\s[^>]*)?$/i
const FIRST_WORD = /^\s*([\p{L}\d_-]+)/u
/** So short a word as `more` has too many neighbours that are words of their own: `move`, `core`, `note`. */
const MEANT = /^(?:read-?more|more|members|m+o+r*e*$|m+r+o+e+$|moer$)/
const LONGEST_MARK = 300

/** The marks in HTML, in order; also those within another comment. */
export function marksIn(html: string): readonly Mark[] {
  const marks: Mark[] = []
  let close = html.indexOf('-->')
  for (let start = html.indexOf('<!--'); start >= 0; start = html.indexOf('<!--', start + 4)) {
    if (close >= 0 && close < start + 4) close = html.indexOf('-->', start + 4)
    const end = close < 0 ? html.length : close
    const inside = html.slice(start + 4, Math.min(end, start + 4 + LONGEST_MARK))
    const isWhole = close >= 0 && end - start - 4 <= LONGEST_MARK
    if (isWhole && isMark(inside)) marks.push({ start, end: end + 3, isMisspelt: false })
    else if (seemsMeant(inside)) marks.push({ start, end: end + 3, isMisspelt: true })
  }
  return marks
}

/** Whether a comment's text makes it a mark. */
export function isMark(comment: string): boolean {
  return MARK.test(comment)
}

function seemsMeant(comment: string): boolean {
  const word = FIRST_WORD.exec(comment)?.[1]?.toLowerCase()
  if (word === undefined) return false
  return MEANT.test(word) || nearest(word, ['members-only']) !== undefined
}
