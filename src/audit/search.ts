// Search: whether rare words that stand only below the cut lead to the article, and pictures below it to whoever asks.
import type { Channel } from './channels.ts'
import type { Finding } from './finding.ts'
import type { Gated } from './matching/gated.ts'
import type { Read } from './reading.ts'
import type { Article, Audited } from './site.ts'

export interface Searched {
  readonly article: Article
  readonly site: Audited
  readonly gated: Gated
  readonly plain: Read
  readonly tried: Set<Channel>
  readonly pictures: readonly string[]
}

export async function searchFindings(_searched: Searched): Promise<readonly Finding[]> {
  return []
}
