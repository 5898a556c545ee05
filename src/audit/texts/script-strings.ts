// Script strings: what stands between quotation marks in a script, read in one pass whatever is written there.

const QUOTES = new Set(['"', "'", '`'])

/** Each with its marks. One that has no end on its line, or at all for a template, is no string. */
export function stringsIn(script: string): readonly string[] {
  const found: string[] = []
  /** Of each mark, up to where it is known that no string ends. */
  const endless = new Map<string, number>()
  for (let at = 0; at < script.length; at++) {
    const quote = script[at] ?? ''
    if (!QUOTES.has(quote) || at < (endless.get(quote) ?? 0)) continue
    const { end, ends } = endOf(script, at, quote)
    if (!ends) endless.set(quote, end)
    else {
      found.push(script.slice(at, end + 1))
      at = end
    }
  }
  return found
}

/** Where its closing mark stands, or where it is clear that it has none. */
function endOf(script: string, start: number, quote: string): { end: number; ends: boolean } {
  for (let at = start + 1; at < script.length; at++) {
    const sign = script[at]
    if (sign === quote) return { end: at, ends: true }
    if (sign === '\n' && quote !== '`') return { end: at, ends: false }
    if (sign === '\\') at++
  }
  return { end: script.length, ends: false }
}
