// Wanted: articles that lists name and that nobody has read yet are read one after the other, so that the lists can say
// what everybody may know of them.

export interface Wanted {
  /** `path`: as an article's. */
  want(path: string): void
  close(): void
}

const MOST_WAITING = 500
/** An article that could not be read is not asked for again for each list that names it. */
const MOST_TRIED = 10_000
const AT_ONCE = 2
const FARTHEST = 3

/** `fetch` reads what stands at an address (encoded) and gives where a redirect leads. It does not fail. */
export function createWanted(fetch: (key: string) => Promise<string | undefined>): Wanted {
  const waiting = new Set<string>()
  const tried = new Set<string>()
  let running = 0
  let closed = false
  const read = async (path: string) => {
    let key: string | undefined = path.split('/').map(encodeURIComponent).join('/')
    for (let step = 0; key !== undefined && step < FARTHEST && !closed; step++)
      key = await fetch(key)
  }
  const next = () => {
    while (running < AT_ONCE && !closed) {
      const [path] = waiting
      if (path === undefined) return
      waiting.delete(path)
      running++
      read(path)
        .catch(() => undefined)
        .finally(() => {
          running--
          next()
        })
    }
  }
  return {
    want(path) {
      if (tried.has(path) || waiting.size >= MOST_WAITING) return
      if (tried.size >= MOST_TRIED) tried.clear()
      tried.add(path)
      waiting.add(path)
      next()
    },
    close() {
      closed = true
      waiting.clear()
    },
  }
}
