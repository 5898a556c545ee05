// Lengths: whether HEAD tells of a longer page than GET gives. Whoever sees that knows what the wall hides is there, and
// that some cache holds it.
import type { Answer } from './asking/asker.ts'
import type { Leak } from './finding.ts'
import type { Gated } from './matching/gated.ts'
import type { Article, Audited } from './site.ts'

/** Pages differ by a nonce, an advertisement, a date. */
const LEAST_BYTES = 400
const LEAST_SHARE = 1.15
const BYTES_OF_WORD = 7

export function longerHead(
  head: Answer,
  plain: Answer,
  gated: Gated | undefined,
  article: Article,
  { facts }: Audited,
): readonly Leak[] {
  const [told, got] = [lengthOf(head), lengthOf(plain)]
  if (told === undefined || got === undefined || head.status !== 200) return []
  if (told < got * LEAST_SHARE || told < got + LEAST_BYTES) return []
  const leak: Leak = {
    kind: 'leak',
    article: article.url,
    channel: 'method',
    persona: 'program',
    basis: facts.basis,
    words: 0,
    gatedWords: gated?.size ?? Math.round((told - got) / BYTES_OF_WORD),
    severity: 'low',
    why: `HEAD tells of ${told} bytes, and GET gives ${got}.`,
    proof: facts.control && { excerpt: '', request: `HEAD ${head.question.path}` },
  }
  return [leak]
}

function lengthOf({ headers }: Answer): number | undefined {
  const written = headers.get('content-length')?.[0]
  const length = Number(written)
  return written === undefined || Number.isNaN(length) ? undefined : length
}
