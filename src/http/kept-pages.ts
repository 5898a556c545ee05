// Kept pages: what one process has at hand, as a list by which another makes the same before it takes readers over.
import type { Variant } from '../core/variant.ts'
import { wantedOf } from './outcome.ts'
import type { Encoding } from './prepare.ts'
import type { Reading } from './read-article.ts'

export interface KeptPages {
  readonly wanted: readonly { readonly variant: Variant; readonly encoding: Encoding }[]
  /** Paths with the places in `wanted` of what is kept of each; what is asked for most comes first. */
  readonly pages: readonly (readonly [path: string, places: readonly number[]])[]
}

/** How often as long as a page took is rested after it: whoever serves meanwhile has the machine first. */
const RESTS = 2

/**
 * Makes as much of it as there are articles for, and resolves when that is done or `signal` says that it is enough, whatever
 * is still being made or rested after then: one text may take seconds to read. Never rejects.
 */
export async function makeAlike(
  { wanted, pages }: KeptPages,
  reading: Pick<Reading, 'pages' | 'current'>,
  now: () => number,
  signal: AbortSignal,
): Promise<void> {
  const variants = wanted.map(({ variant, encoding }) => wantedOf(variant, encoding))
  const due = pages.flatMap(([path, places]) =>
    places.flatMap((place) => variants[place] ?? []).map((one) => ({ path, one })),
  )
  const make = async () => {
    for (const { path, one } of due) {
      if (signal.aborted) return
      const began = performance.now()
      const found = reading.current(path)
      // What cannot be made now is made, or said, when a reader asks for it.
      if (found !== undefined) await reading.pages.make(found.article, one, found.source, now())
      const rest = RESTS * (performance.now() - began)
      await new Promise((resolve) => setTimeout(resolve, rest))
    }
  }
  await Promise.race([make(), aborted(signal)])
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}
