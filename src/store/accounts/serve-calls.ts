// Serve calls: opens the database and carries out what the serving thread asks, one call after the other.
import { failed } from '../../core/result.ts'
import { type Asked, carryOut, type Told } from './calls.ts'
import { openSqlite, storeOn } from './sqlite-file.ts'

/** The line to the serving thread. */
export interface Line {
  tell(told: Told): void
  hear(listen: (asked: Asked) => void): void
  end(): void
}

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
      await db.destroy()
      line.end()
      return
    }
    const result =
      Date.now() < asked.deadline
        ? await carryOut(store, asked)
        : failed('unavailable', 'The accounts were busy for longer than the call might wait')
    line.tell({ kind: 'answer', id: asked.id, result })
  }
  let last: Promise<void> = Promise.resolve()
  line.hear((asked) => {
    last = last.then(() => carry(asked))
  })
  line.tell({ kind: 'open' })
}
