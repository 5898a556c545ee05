// Timed store: the accounts' store with the time that each of its calls takes, waiting for it included.
import type { Store } from '../core/store.ts'
import { storeOf } from '../store/accounts/calls.ts'

/** `tell` gets the seconds from a call to its answer. */
export function timedStore(store: Store, tell: (call: string, seconds: number) => void): Store {
  return storeOf((method, args) => {
    const began = performance.now()
    // What this call takes and gives is what the method of the same name takes and gives.
    const ask = store[method] as (...given: typeof args) => ReturnType<Store[typeof method]>
    const answered = ask(...args)
    const done = () => tell(method, (performance.now() - began) / 1000)
    answered.then(done, done)
    return answered
  })
}
