// Steps: work that takes long is done step by step, and readers of other pages are served between two of them.
import { setImmediate } from 'node:timers/promises'

/** Gives up its turn at each `yield`. */
export type Steps<Value> = Generator<undefined, Value, undefined>

export function atOnce<Value>(work: Steps<Value>): Value {
  let step = work.next()
  while (step.done !== true) step = work.next()
  return step.value
}

export async function inTurns<Value>(work: Steps<Value>): Promise<Value> {
  let step = work.next()
  while (step.done !== true) {
    await setImmediate()
    step = work.next()
  }
  return step.value
}
