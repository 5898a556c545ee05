// Young space: V8's room for what is new. It doubles whenever much of what is new stays, up to 128 MB, and is not given back
// while there is work. What is read at the start stays, and so do pages that are made; a server gains nothing by such a room.
import { PerformanceObserver } from 'node:perf_hooks'
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8'

const MOST_BYTES = 32 * 1024 * 1024
const AS_V8_HAS_IT = 2

/** The flag holds for the whole process: whoever ends leaves it as the others want it. */
let small = 0
const bounds = new Set<PerformanceObserver>()
let factor = AS_V8_HAS_IT

/** Keeps the room from growing until `work` has ended. Holds for the whole process. */
export async function inSmallYoungSpace<Value>(work: () => Promise<Value>): Promise<Value> {
  small++
  settle()
  try {
    return await work()
  } finally {
    small--
    settle()
  }
}

/**
 * Ends the growth of the room while it is as large as a server needs it; V8 makes it small again where nothing is asked for
 * a while, and then it may grow anew. `end` leaves it to V8 again.
 */
export function boundYoungSpace(): { end(): void } {
  const observer = new PerformanceObserver(settle)
  observer.observe({ entryTypes: ['gc'] })
  bounds.add(observer)
  return {
    end() {
      observer.disconnect()
      bounds.delete(observer)
      settle()
    },
  }
}

function settle(): void {
  const isLarge = bounds.size > 0 && youngSpace() >= MOST_BYTES
  growBy(small > 0 || isLarge ? 1 : AS_V8_HAS_IT)
}

function youngSpace(): number {
  const space = getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space')
  return space?.space_size ?? 0
}

function growBy(wanted: number): void {
  if (wanted === factor) return
  factor = wanted
  setFlagsFromString(`--semi-space-growth-factor=${factor}`)
}
