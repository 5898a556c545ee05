// Ended: sessions that are known to be over. While the store cannot answer, this memory is all that tells a session that
// was ended from one that holds; with the store at hand nobody asks it.
import { type ReaderId, type SecretHash, type SessionId, sessionIdOf } from '../core/account.ts'
import type { Pass } from './pass.ts'

export interface Ended {
  noteSession(id: SessionId): void
  /**
   * All sessions of a reader up to `now`, in epoch milliseconds: the moment at which they were ended in the store, for
   * passes were made until then.
   */
  noteReader(reader: ReaderId, now: number): void
  /** Whether the session that a pass was made of is known to have ended. */
  has(session: SecretHash, pass: Pass): boolean
}

/** Of each kind; the oldest are forgotten first. */
const MOST_KNOWN = 50_000

export function createEnded(): Ended {
  const sessions = new Set<SessionId>()
  const readers = new Map<ReaderId, number>()
  return {
    noteSession(id) {
      forgetOldest(sessions)
      sessions.add(id)
    },
    noteReader(reader, now) {
      readers.delete(reader)
      forgetOldest(readers)
      readers.set(reader, now)
    },
    has(session, { reader, issued }) {
      return sessions.has(sessionIdOf(session)) || issued <= (readers.get(reader.id) ?? -1)
    },
  }
}

function forgetOldest(known: Set<string> | Map<string, number>): void {
  const [oldest] = known.keys()
  if (known.size >= MOST_KNOWN && oldest !== undefined) known.delete(oldest)
}
