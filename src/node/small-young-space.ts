// Small young space: what is read at the start stays. V8 takes that for a sign that its room for what is new is too
// small, doubles it up to 128 MB, and gives none of it back.
import { setFlagsFromString } from 'node:v8'

const AS_V8_HAS_IT = 2

/** Keeps that room from growing until `work` has ended. Holds for the whole process. */
export async function inSmallYoungSpace<Value>(work: () => Promise<Value>): Promise<Value> {
  growBy(1)
  try {
    return await work()
  } finally {
    growBy(AS_V8_HAS_IT)
  }
}

function growBy(factor: number): void {
  setFlagsFromString(`--semi-space-growth-factor=${factor}`)
}
