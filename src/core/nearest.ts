// Nearest: which known word somebody probably meant.

/** What is longer is no slip, and is not worth the time. */
const LONGEST = 40

/** The known word that is a slip or two away from `word`, regardless of case; undefined when none is near. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  let best: { readonly word: string; readonly slips: number } | undefined
  if (word.length > LONGEST) return undefined
  for (const candidate of known) {
    const slips = slipsBetween(word.toLowerCase(), candidate.toLowerCase())
    if (slips <= Math.ceil(candidate.length / 3) && (best === undefined || slips < best.slips))
      best = { word: candidate, slips }
  }
  return best?.word
}

/** Letters put in, left out, changed or swapped with their neighbour (optimal string alignment). */
function slipsBetween(one: string, other: string): number {
  let before: number[] = []
  let above = Array.from({ length: other.length + 1 }, (_, index) => index)
  for (let i = 1; i <= one.length; i++) {
    const row = [i]
    for (let j = 1; j <= other.length; j++) {
      const change = one[i - 1] === other[j - 1] ? 0 : 1
      let least = Math.min((above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (above[j - 1] ?? 0) + change)
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1])
        least = Math.min(least, (before[j - 2] ?? 0) + 1)
      row.push(least)
    }
    before = above
    above = row
  }
  return above[other.length] ?? 0
}
