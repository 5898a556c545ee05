// Level: work that several workers share evenly. Connections are kept, from a proxy above all, and stay with the worker that
// took them: whoever outlives another has all of its readers from then on, and its successor none.
import type { Worker } from 'node:cluster'

/** What a worker had to do since it said so last. */
export interface Load {
  /** Connections on which something was asked. */
  readonly active: number
  /** The part of the time in which its loop was at work, 0 to 1. */
  readonly busy: number
}

/** Below this nobody waits for anybody. */
const BUSY_ENOUGH = 0.3
/** Readers differ: so much over the mean is even. */
const EVEN = 0.1
/** Of what is too much so many go at once, or a quarter: whoever has just begun has all to read that the others know. */
const FEW = 32
/** Whoever has said nothing for so long does not count. */
const FRESH_MS = 5000

/** How many connections a worker with this load has too many. `all`: the loads of all who serve, its own among them. */
export function surplus({ active, busy }: Load, all: readonly Load[]): number {
  const mean = all.reduce((sum, one) => sum + one.busy, 0) / Math.max(1, all.length)
  if (busy < BUSY_ENOUGH || busy <= mean + EVEN) return 0
  return Math.floor((active * (busy - mean)) / busy)
}

export class Level {
  readonly #said = new WeakMap<Worker, { readonly load: Load; readonly at: number }>()

  /**
   * How many connections `worker`, of those that are `serving`, gives back now, to be taken by whoever is free. `now`: in
   * milliseconds.
   */
  hear(worker: Worker, load: Load, serving: readonly Worker[], now: number): number {
    this.#said.set(worker, { load, at: now })
    if (!serving.includes(worker)) return 0
    const all = serving.flatMap((one) => {
      const said = this.#said.get(one)
      return said === undefined || now - said.at > FRESH_MS ? [] : [said.load]
    })
    const much = surplus(load, all)
    return Math.min(much, Math.max(FEW, Math.ceil(much / 4)))
  }
}
