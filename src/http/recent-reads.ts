// Recent reads: what registered readers have read since their passes were made. A pass that is sent again without the
// meter cookie says less than was read; this memory says the rest until the store's word is in the next pass.
import type { ReaderId } from '../core/account.ts'
import type { ArticleId } from '../core/article.ts'
import { EMPTY_METER, type Meter, union } from '../core/meter.ts'

export interface Spend {
  readonly reader: ReaderId
  readonly article: ArticleId
  /** Epoch milliseconds. */
  readonly at: number
}

export interface RecentReads {
  note(spend: Spend): void
  /** Undefined for a reader who has read nothing of late. */
  of(reader: ReaderId): Meter | undefined
}

/** Of all readers together; those who have not read for the longest are forgotten first. */
const MOST_READS = 50_000

export function createRecentReads(): RecentReads {
  const known = new Map<ReaderId, Meter>()
  let count = 0
  const forget = (reader: ReaderId) => {
    count -= known.get(reader)?.entries.length ?? 0
    known.delete(reader)
  }
  return {
    note({ reader, article, at }) {
      const meter = union(known.get(reader) ?? EMPTY_METER, { entries: [{ article, at, reader }] })
      forget(reader)
      known.set(reader, meter)
      count += meter.entries.length
      for (const oldest of known.keys()) {
        if (count <= MOST_READS) break
        forget(oldest)
      }
    },
    of: (reader) => known.get(reader),
  }
}
