// Heap growth: V8 lets what lasts grow to as much as four times of what is in use before it looks what of it is left. Of a
// server that keeps its pages that is what fell out of them, and the allocator never gives back what it once had for it.
import { setFlagsFromString } from 'node:v8'

/** Percent of what is in use. */
const MOST_GROWTH = 30
const AS_V8_HAS_IT = 0

/** Holds for the whole process, with its threads, from then on. `end` leaves it to V8 again. */
export function boundHeapGrowth(): { end(): void } {
  growAtMost(MOST_GROWTH)
  return { end: () => growAtMost(AS_V8_HAS_IT) }
}

function growAtMost(percent: number): void {
  setFlagsFromString(`--heap-growing-percent=${percent}`)
}
