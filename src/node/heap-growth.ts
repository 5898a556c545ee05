// Heap growth: V8 lets what lasts grow to as much as four times of what is in use before it looks what of it is left. Of a
// server that keeps its pages that is what fell out of them, and the allocator never gives back what it once had for it.
import { setFlagsFromString } from 'node:v8'

/** Percent of what is in use. */
const MOST_GROWTH = 30

/** Holds for the whole process, with its threads, from then on. */
export function boundHeapGrowth(): void {
  setFlagsFromString(`--heap-growing-percent=${MOST_GROWTH}`)
}
