// Young space: V8's room for what is new. It doubles whenever much of what is new stays, up to 128 MB, and is never given
// back. What is read at the start stays, and so do pages that are made; a server gains nothing by such a room.
import { PerformanceObserver } from 'node:perf_hooks'
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8'

const MOST_BYTES = 32 * 1024 * 1024
const AS_V8_HAS_IT = 2

/** Keeps the room from growing until `work` has ended. Holds for the whole process. */
export async function inSmallYoungSpace<Value>(work: () => Promise<Value>): Promise<Value> {
  growBy(1)
  try {
    return await work()
  } finally {
    growBy(AS_V8_HAS_IT)
  }
}

/**
 * Ends the growth of the room while it is as large as a server needs it; V8 makes it small again where nothing is asked for
 * a while, and then it may grow anew. `end` leaves it to V8 again.
 */
export function boundYoungSpace(): { end(): void } {
  let isBound = false
  const observer = new PerformanceObserver(() => {
    const isLarge = youngSpace() >= MOST_BYTES
    if (isLarge === isBound) return
    isBound = isLarge
    growBy(isLarge ? 1 : AS_V8_HAS_IT)
  })
  observer.observe({ entryTypes: ['gc'] })
  return {
    end() {
      observer.disconnect()
      growBy(AS_V8_HAS_IT)
    },
  }
}

function youngSpace(): number {
  const space = getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space')
  return space?.space_size ?? 0
}

function growBy(factor: number): void {
  setFlagsFromString(`--semi-space-growth-factor=${factor}`)
}
