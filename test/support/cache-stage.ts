// Stage: for each test of a file a scripted origin, an empty folder, and caches that are closed when it ends.
import { afterEach, beforeEach } from 'vitest'
import { openOrigin, type TestOrigin } from './origin.ts'
import { type CacheInTest, cacheBefore, temporaryFolder } from './origin-cache.ts'

export interface CacheStage {
  readonly origin: TestOrigin
  readonly dir: string
  cached(options?: Parameters<typeof cacheBefore>[1]): Promise<CacheInTest>
}

/** Called at the top of a file; what it gives is there while a test runs. */
export function cacheStage(): CacheStage {
  let origin: TestOrigin | undefined
  let folder: { dir: string; remove(): Promise<void> } | undefined
  const open: CacheInTest[] = []
  const there = <Value>(value: Value | undefined): Value => {
    if (value === undefined) throw new Error('No test runs.')
    return value
  }
  beforeEach(async () => {
    origin = await openOrigin()
    folder = await temporaryFolder()
  })
  afterEach(async () => {
    await Promise.all(open.splice(0).map((one) => one.close()))
    await origin?.close()
    await folder?.remove()
  })
  return {
    get origin() {
      return there(origin)
    },
    get dir() {
      return there(folder).dir
    },
    cached: async (options = {}) => {
      const made = await cacheBefore(there(origin), options)
      open.push(made)
      return made
    },
  }
}
