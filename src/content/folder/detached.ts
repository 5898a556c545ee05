// Detached: texts that are kept for long, free of the files they were read from.

/** A copy that does not keep the whole text alive, as a slice of it would. */
export function detached(text: string): string {
  return Buffer.from(text).toString()
}

const MOST_SHARED = 20_000

/** Gives `(text) => text` that keeps one copy of texts many articles share: names, tags, sections. */
export function sharing(): (text: string) => string {
  const shared = new Map<string, string>()
  return (text) => {
    const known = shared.get(text)
    if (known !== undefined) return known
    if (shared.size >= MOST_SHARED) shared.clear()
    const copy = detached(text)
    shared.set(copy, copy)
    return copy
  }
}
