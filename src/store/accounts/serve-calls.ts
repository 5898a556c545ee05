// Serve calls: opens the database and carries out what the serving thread asks, one call after the other.
import { failed } from '../../core/result.ts'
import { type Asked, type Call, carryOut, type Told } from './calls.ts'
import type { SqlStore } from './sql-store.ts'
import { openSqlite, storeOn } from './sqlite-file.ts'

/** The line to the serving thread. */
export interface Line {
  tell(told: Told): void
  hear(listen: (asked: Asked) => void): void
  end(): void
}

const LATE = failed('unavailable', 'The accounts were busy for longer than the call might wait')

/** Opens `file` and tells whether it could; then answers on the line until it is asked to close. */
export async function serveCalls(file: string, line: Line): Promise<void> {
  const opened = await openSqlite(file)
  if (!opened.ok) {
    line.tell({ kind: 'unopened', reason: opened.reason, detail: opened.detail })
    return
  }
  const { db } = opened.value
  const store = storeOn(opened.value, (words) => line.tell({ kind: 'report', line: words }))
  const carry = async (asked: Asked): Promise<void> => {
    if (asked.kind === 'close') {
      await store.flush()
      await db.destroy()
      line.end()
    } else for (const calls of together(asked.calls)) await answer(calls, store, line)
  }
  let last: Promise<void> = Promise.resolve()
  line.hear((asked) => {
    last = last.then(() => carry(asked))
  })
  line.tell({ kind: 'open' })
}

type StandingCall = Extract<Call, { method: 'standing' }>

/** The calls in their order; those for passes that stand side by side are one look into the database. */
function* together(calls: readonly Call[]): Iterable<Call | readonly StandingCall[]> {
  let standings: StandingCall[] = []
  for (const call of calls) {
    if (call.method === 'standing') standings.push(call)
    else {
      if (standings.length > 0) yield standings
      standings = []
      yield call
    }
  }
  if (standings.length > 0) yield standings
}

async function answer(
  asked: Call | readonly StandingCall[],
  store: SqlStore,
  line: Line,
): Promise<void> {
  if ('length' in asked) return answerStandings(asked, store, line)
  const result = isLate(asked) ? LATE : await carryOut(store, asked)
  line.tell({ kind: 'answers', answers: [{ id: asked.id, result }] })
}

async function answerStandings(
  calls: readonly StandingCall[],
  store: SqlStore,
  line: Line,
): Promise<void> {
  const { late = [], due = [] } = Object.groupBy(calls, (call) => (isLate(call) ? 'late' : 'due'))
  const asked = due.map(({ args: [session, now] }) => ({ session, now }))
  const answers = await store.standings(asked)
  const answered = due.map(({ id }, at) => ({ id, result: answers[at] ?? LATE }))
  line.tell({
    kind: 'answers',
    answers: [...answered, ...late.map(({ id }) => ({ id, result: LATE }))],
  })
}

function isLate({ deadline }: Call): boolean {
  return Date.now() >= deadline
}
