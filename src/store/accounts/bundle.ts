// Bundle: what is said in one turn of the loop goes out as one message at the end of it. A message between threads or
// processes costs about as much with one call in it as with ten.

/** More goes out before the turn ends: whoever is asked can begin while the rest of a long turn is still on its way. */
const MOST = 32

export interface Bundle<One> {
  add(one: One): void
  /** Sends what was gathered now. */
  flush(): void
}

export function createBundle<One>(send: (all: readonly One[]) => void): Bundle<One> {
  let gathered: One[] = []
  const flush = () => {
    if (gathered.length === 0) return
    const all = gathered
    gathered = []
    send(all)
  }
  return {
    add(one) {
      gathered.push(one)
      if (gathered.length === 1) setImmediate(flush)
      else if (gathered.length >= MOST) flush()
    },
    flush,
  }
}
