// Wanted: articles that lists name and that nobody has read yet are read, so that the lists can say what everybody may
// know of them, and so that an excerpt on a page is known for what it is.
import type { Named } from '../../core/origin.ts'

export interface Wanted {
  /** Reads them when there is time for it. */
  want(articles: readonly Named[]): void
  /** Whether there is one of them that nobody has tried to read. */
  hasNew(articles: readonly Named[]): boolean
  /** It was read under other rules: it counts as never tried. */
  forget(path: string): void
  /** Reads those that nobody has tried to read, within the time there is. Gives how many are left unread. */
  readNow(articles: readonly Named[]): Promise<number>
  close(): void
}

const MOST_WAITING = 500
/** An article that could not be read is not asked for again for each list that names it. */
const MOST_TRIED = 50_000
const AT_ONCE = 4
const FARTHEST = 3
const NOW_MS = 8000

/** `fetch` reads what stands at an address (encoded) and gives where a redirect leads. It does not fail. */
export function createWanted(fetch: (key: string) => Promise<string | undefined>): Wanted {
  const waiting = new Map<string, { readonly address: string; readonly done: () => void }>()
  const tried = new Map<string, Promise<void>>()
  let running = 0
  let closed = false
  const read = async (address: string) => {
    let key: string | undefined = address
    for (let step = 0; key !== undefined && step < FARTHEST && !closed; step++)
      key = await fetch(key)
  }
  const next = (): void => {
    while (running < AT_ONCE && !closed) {
      const [first] = waiting
      if (first === undefined) return
      const [path, { address, done }] = first
      waiting.delete(path)
      running++
      read(address)
        .catch(() => undefined)
        .finally(() => {
          running--
          done()
          next()
        })
    }
  }
  const wantOne = ({ path, address }: Named): Promise<void> | undefined => {
    const before = tried.get(path)
    if (before !== undefined || waiting.size >= MOST_WAITING) return before
    if (tried.size >= MOST_TRIED) tried.clear()
    const { promise, resolve } = Promise.withResolvers<void>()
    tried.set(path, promise)
    waiting.set(path, { address, done: resolve })
    next()
    return promise
  }
  return {
    want(articles) {
      for (const article of articles) void wantOne(article)
    },
    hasNew: (articles) => articles.some(({ path }) => !tried.has(path)),
    forget: (path) => void tried.delete(path),
    readNow: (articles) => inTime(articles.map(wantOne)),
    close() {
      closed = true
      for (const { done } of waiting.values()) done()
      waiting.clear()
    },
  }
}

/** Waits for all of them, and no longer than readers can. Gives how many are left. */
async function inTime(jobs: readonly (Promise<void> | undefined)[]): Promise<number> {
  let left = jobs.length
  const done = jobs.map(async (job) => {
    await job
    left--
  })
  const late = Promise.withResolvers<void>()
  const timer = setTimeout(late.resolve, NOW_MS)
  await Promise.race([Promise.all(done), late.promise])
  clearTimeout(timer)
  return left
}
