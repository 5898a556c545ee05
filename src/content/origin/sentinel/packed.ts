// Packed: texts that stand in another as base64, as states of pages and addresses carry them.

/** In a text there is base64 only where so many of its signs stand in a row: fewer hold no passage that is met. */
const FEWEST = 64
/** Signs by which it is seen whether there is a text in it: pictures and fonts have other bytes at once. */
const TRIED = 96
/** What stands before it with no other sign between moves it by up to three, and is no text itself: so much is passed by. */
const BEFORE = 16
const FEWEST_CAPITALS = 4

export interface Packed {
  /** Of the whole run. */
  readonly from: number
  readonly to: number
  readonly unpacked: string
}

/** Takes time by every 64th sign alone, of which each run holds one, and by what is found. */
export function* packedIn(text: string): Generator<Packed, void, undefined> {
  let done = 0
  for (let at = FEWEST - 1; at < text.length; at += FEWEST) {
    if (at < done || !isSign(text.charCodeAt(at))) continue
    let from = at
    while (from > done && isSign(text.charCodeAt(from - 1))) from--
    let to = at + 1
    while (to < text.length && isSign(text.charCodeAt(to))) to++
    done = to
    if (to - from < FEWEST || !isMixed(text, from)) continue
    const unpacked = unpackedOf(text.slice(from, to))
    if (unpacked !== undefined) yield { from, to, unpacked }
  }
}

/** By code unit: letters, digits, `+` and `/`, `-` and `_` in their place, the backslash that JSON may put before a slash. */
const SIGNS = Uint8Array.from({ length: 128 }, (_, unit) =>
  /[A-Za-z0-9+/\-_\\]/.test(String.fromCharCode(unit)) ? 1 : 0,
)

function isSign(unit: number): boolean {
  return SIGNS[unit] === 1
}

/** Base64 has capitals among its signs, whatever is in it; what links end in has next to none. */
function isMixed(text: string, from: number): boolean {
  let capitals = 0
  for (let at = from + BEFORE; at < from + FEWEST; at++) {
    const unit = text.charCodeAt(at)
    if (unit >= 0x41 && unit <= 0x5a) capitals++
  }
  return capitals >= FEWEST_CAPITALS
}

/** Undefined where there is no text in it. */
function unpackedOf(run: string): string | undefined {
  const signs = run.replaceAll('\\', '')
  for (let skipped = 0; skipped < 4; skipped++) {
    const from = skipped + Math.min(BEFORE, (signs.length - FEWEST) & ~3)
    if (isText(Buffer.from(signs.slice(from, from + TRIED), 'base64')))
      return Buffer.from(signs.slice(skipped), 'base64').toString()
  }
  return undefined
}

/** As UTF-8, letters that are cut in two at its ends apart. */
function isText(bytes: Buffer): boolean {
  const text = bytes.toString().replace(/^\ufffd{1,3}|\ufffd{1,3}$/g, '')
  return !/[\0-\x08\x0e-\x1f\ufffd]/.test(text)
}
