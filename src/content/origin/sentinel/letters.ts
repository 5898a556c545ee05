// Letters: what a sign counts for when texts are compared. Case, marks and forms are undone, so that two texts that read
// alike have the same letters, however they were written, spaced or hyphenated.

/** Stands within words and is not read: soft hyphens, joiners, marks upon letters, apostrophes. */
const NOTHING = 0
export const GAP = 1
/** Ends a sentence, or what somebody says in it. */
export const BREAK = 2
/** Begins what has to be read further: entities, escapes, tags, quotes. */
export const SPECIAL = 3
/** Counts for several letters. */
export const SEVERAL = 4
/** Half of a sign beyond the first 65,536. */
export const HALF = 5
/** From here on it is a letter, or a digit. */
export const FIRST_LETTER = 0x30
/** From here on scripts may be such as put no spaces between words. */
export const FIRST_UNSPACED = 0x0e00

/** Not judged yet; it is no letter. */
const UNKNOWN = 0xffff
const SPECIALS = '&\\%<>"\''
const BREAKS = /[.!?\u2026\u3002\uff01\uff1f\uff0e\u201c\u201d\u201e\u00ab\u00bb\u300c\u300d]/
const JOINS = /[\p{M}\p{Cf}\p{DI}\u2019\u02bc]/u
const LETTER = /[\p{L}\p{N}]/u

/** By code unit: one of the constants above, or the letter itself. Filled as signs are met; ask `meaningOf` for the rest. */
export const meanings = new Uint16Array(0x10000).fill(UNKNOWN)
const beyond = new Map<number, readonly number[]>()
/** Ligatures have up to four; a sign that stands for a whole blessing would be eighteen. */
const MOST_LETTERS = 4
const MOST_BEYOND = 10_000

export function meaningOf(unit: number): number {
  const known = meanings[unit] ?? GAP
  if (known !== UNKNOWN) return known
  const meaning = judge(unit)
  meanings[unit] = meaning
  return meaning
}

/** The letters of a code point, where it may count for several or stands beyond the first 65,536. */
export function lettersOf(point: number): readonly number[] {
  const known = beyond.get(point)
  if (known !== undefined) return known
  const letters = lettersIn(String.fromCodePoint(point))
  if (beyond.size >= MOST_BEYOND) beyond.clear()
  beyond.set(point, letters)
  return letters
}

function judge(unit: number): number {
  if (unit >= 0xd800 && unit <= 0xdfff) return HALF
  const sign = String.fromCharCode(unit)
  if (SPECIALS.includes(sign)) return SPECIAL
  if (BREAKS.test(sign)) return BREAK
  if (JOINS.test(sign)) return NOTHING
  const letters = lettersIn(sign)
  if (letters.length > 1) return SEVERAL
  return letters[0] ?? GAP
}

/** Syllables of Hangul stay whole: taken apart they would be three letters each. */
function lettersIn(sign: string): readonly number[] {
  const isHangul = sign >= '\uac00' && sign <= '\ud7a3'
  const plain = isHangul ? sign : sign.normalize('NFKD').toLowerCase().normalize('NFKD')
  const letters = [...plain].filter((one) => LETTER.test(one) && !JOINS.test(one))
  const alike = letters.flatMap((one) => [...(LOOKS_LIKE.get(one) ?? one)])
  return alike.slice(0, MOST_LETTERS).map((one) => one.codePointAt(0) ?? 0)
}

/**
 * Small letters that are taken for others, by eye or by whoever writes in capitals alone: so many pairs of letters, the
 * first of which counts for the second. Of one alphabet no two letters count for the same.
 */
const LOOKS_LIKE = new Map(
  [
    // Cyrillic
    ...['\u0430a', '\u0432b', '\u0435e', '\u043ak', '\u043cm', '\u043dh', '\u043eo', '\u0440p'],
    ...['\u0441c', '\u0442t', '\u0443y', '\u0445x', '\u0455s', '\u0456i', '\u0458j', '\u0475v'],
    ...['\u04cfl', '\u0501d', '\u051bq', '\u051dw'],
    // Greek; the sigma at a word's end has one capital with the other
    ...['\u03b1a', '\u03b2b', '\u03b5e', '\u03b6z', '\u03b7n', '\u03b9i', '\u03bak', '\u03bcm'],
    ...['\u03bdv', '\u03bfo', '\u03c1p', '\u03c4t', '\u03c5u', '\u03c7x', '\u03f2c', '\u03f3j'],
    '\u03c2\u03c3',
    // Latin and Armenian
    ...['\u0131i', '\u0237j', '\u0251a', '\u0261g', '\u0142l', '\u0585o', '\u057du', '\u0578n'],
    '\u00dfss',
  ].map((pair) => [pair.slice(0, 1), pair.slice(1)]),
)

/** Whether a letter is of a script that puts no spaces between words: there a few letters say as much as words do. */
export function isUnspaced(letter: number): boolean {
  if (letter < FIRST_UNSPACED) return false
  return (
    letter < 0x0f00 || // Thai, Lao
    (letter >= 0x1000 && letter < 0x10a0) || // Myanmar
    (letter >= 0x1780 && letter < 0x1800) || // Khmer
    (letter >= 0x2e80 && letter < 0xa000) || // kana, Han
    letter >= 0x20000 || // Han
    (letter >= 0xf900 && letter < 0xfb00) // Han, for compatibility
  )
}
