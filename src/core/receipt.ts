// Receipt: why this response is what it is, as a structured field (RFC 9651 §3.3.4 token with parameters).
import type { Decision } from './decide.ts'

export const RECEIPT_HEADER = 'Standfirst-Decision'

/** `dateOf` gives the publication's local date of an instant. */
export function receiptOf(decision: Decision, dateOf: (instant: number) => string): string {
  const { reason, rule, meter } = decision
  const head =
    decision.outcome === 'grant'
      ? `grant; reason=${reason}`
      : `wall; wall=${decision.wall}; reason=${reason}`
  const text = `${head}; rule=${stringItem(rule)}`
  if (meter === undefined) return text
  return `${text}; used=${meter.used}; limit=${meter.limit}; resets="${dateOf(meter.resets)}"`
}

/** Of a private feed: how many of its articles it has whole, and of how many the preview. */
export function receiptOfFeed(whole: number, previews: number): string {
  return `feed; whole=${whole}; previews=${previews}`
}

/** A String (RFC 9651 §4.1.6), or a Display String (§4.1.11) when the text is not printable ASCII. */
export function stringItem(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text)) return `"${text.replace(/["\\]/g, (mark) => `\\${mark}`)}"`
  let out = ''
  for (const character of text.toWellFormed()) {
    out += /^[\x20\x21\x23\x24\x26-\x7e]$/.test(character)
      ? character
      : utf8(character.codePointAt(0) ?? 0xfffd)
          .map((byte) => `%${byte.toString(16).padStart(2, '0')}`)
          .join('')
  }
  return `%"${out}"`
}

function utf8(point: number): readonly number[] {
  if (point < 0x80) return [point]
  const tail = (shift: number) => 0x80 | ((point >> shift) & 0x3f)
  if (point < 0x800) return [0xc0 | (point >> 6), tail(0)]
  if (point < 0x10000) return [0xe0 | (point >> 12), tail(6), tail(0)]
  return [0xf0 | (point >> 18), tail(12), tail(6), tail(0)]
}
