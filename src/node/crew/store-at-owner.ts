// Store at owner: the store as a worker has it. Its calls go to the process that holds the database, and come back within
// the same limits as those of a process that serves alone.
import type { Store } from '../../core/store.ts'
import { createBundle } from '../../store/accounts/bundle.ts'
import { type Call, storeOf } from '../../store/accounts/calls.ts'
import { PendingCalls } from '../../store/accounts/pending.ts'
import type { Link } from './link.ts'

/** A way between two processes more than to a thread. */
const STANDING_MS = 75
const CALL_MS = 6000
const MOST_WAITING = 2000

export function storeAtOwner(link: Link): Store {
  const pending = new PendingCalls({
    standingMs: STANDING_MS,
    callMs: CALL_MS,
    mostWaiting: MOST_WAITING,
  })
  link.hear((message) => {
    if (message.kind === 'answers') for (const one of message.answers) pending.answer(one)
  })
  const calls = createBundle<Call>((all) => link.say({ kind: 'calls', calls: all }))
  return storeOf(
    // What the owner answers a call with is what this method gives: it has it from the same method of its own store.
    (method, args) => pending.ask(calls, method, args) as ReturnType<Store[typeof method]>,
  )
}
