// Repeated: what stands in several items of a feed belongs to the feed, and to none of the articles.
import type { Piece } from './texts/apart.ts'

const BLOCK = /<\/?(?:p|div|section|footer|aside|blockquote|[uo]l|li|br|hr|h[1-6])\b[^>]*>|\n+/i
/** Shorter ones are names and links. */
const SHORTEST = 40
/** The same article may stand in a feed twice, and hardly three times. */
const SEVERAL = 3

export function withoutRepeated(pieces: readonly Piece[]): readonly Piece[] {
  const owners = new Map<string, Set<string>>()
  for (const { text, of } of pieces)
    for (const block of blocksOf(text)) {
      const known = owners.get(block)
      if (of !== undefined) owners.set(block, (known ?? new Set()).add(of))
    }
  const isRepeated = (block: string) => (owners.get(block)?.size ?? 0) >= SEVERAL
  return pieces.map((piece) => {
    const blocks = blocksOf(piece.text)
    if (!blocks.some(isRepeated)) return piece
    const text = piece.text
      .split(BLOCK)
      .filter((block) => !isRepeated(block.trim()))
      .join('\n')
    return { ...piece, text }
  })
}

function blocksOf(text: string): readonly string[] {
  return text
    .split(BLOCK)
    .map((block) => block.trim())
    .filter(({ length }) => length >= SHORTEST)
}
