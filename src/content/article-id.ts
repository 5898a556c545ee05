// Article id: what the meter keeps of an article, made of its first address wherever the article comes from.
import { createHash } from 'node:crypto'
import type { ArticleId } from '../core/article.ts'

/** First 64 bits of SHA-256 of an article's first address, base64url. */
export function idOf(firstAddress: string): ArticleId {
  return createHash('sha256').update(firstAddress).digest().subarray(0, 8).toString('base64url')
}
