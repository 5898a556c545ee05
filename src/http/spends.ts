// Spends: what registered readers read, on its way to the store in batches. At most the last second is lost.
import type { ReaderId } from '../core/account.ts'
import type { Meter } from '../core/meter.ts'
import type { Store } from '../core/store.ts'
import { createRecentReads, type Spend } from './recent-reads.ts'

export interface Spends {
  /** At once; never fails. */
  note(spend: Spend): void
  /** Was noted by another process, which takes it to the store. */
  hear(spend: Spend): void
  /** What was noted of a reader here and a pass may not say yet. */
  recentOf(reader: ReaderId): Meter | undefined
  /** Writes what waits. Never fails: what the store cannot take waits on. */
  flush(): Promise<void>
  /** Writes what waits, once, and stops. */
  close(): Promise<void>
}

const EVERY_MS = 1000
const MOST_AT_ONCE = 1000
/** In an outage of the store the meter cookie remembers as well; beyond this the oldest are given up. */
const MOST_WAITING = 50_000

export function createSpends(store: Pick<Store, 'noteReads'>): Spends {
  const recent = createRecentReads()
  let waiting: Spend[] = []
  let writing: Promise<void> | undefined
  const write = async () => {
    while (waiting.length > 0) {
      const batch = waiting.splice(0, MOST_AT_ONCE)
      const written = await store.noteReads(batch)
      if (written.ok) continue
      waiting = [...batch, ...waiting].slice(-MOST_WAITING)
      return
    }
  }
  const flush = async () => {
    await writing
    if (waiting.length === 0) return
    writing = write().finally(() => {
      writing = undefined
    })
    await writing
  }
  const timer = setInterval(() => void flush(), EVERY_MS)
  return {
    note(spend) {
      recent.note(spend)
      waiting.push(spend)
      if (waiting.length > MOST_WAITING) waiting.shift()
    },
    hear: (spend) => recent.note(spend),
    recentOf: (reader) => recent.of(reader),
    flush,
    async close() {
      clearInterval(timer)
      await flush()
    },
  }
}
