// Splices: pieces of a text put in place of others, while the rest of it stays byte for byte.

export interface Splice {
  readonly from: number
  readonly to: number
  readonly text: string
}

/** Of two that overlap the one that begins first holds, which is the one around the other. */
export function spliced(text: string, splices: readonly Splice[]): string {
  const inOrder = splices.toSorted((a, b) => a.from - b.from || b.to - a.to)
  let out = ''
  let done = 0
  for (const { from, to, text: instead } of inOrder) {
    if (from < done) continue
    out += text.slice(done, from) + instead
    done = to
  }
  return out + text.slice(done)
}
