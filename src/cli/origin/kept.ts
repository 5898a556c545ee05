// Kept: what a server that is not running has kept of a site on disk, for commands that take some of it away.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Disk } from '../../content/origin/cache/disk.ts'
import { openKnown } from '../../content/origin/known/known.ts'
import { failed, ok, type Result } from '../../core/result.ts'
import { takeSole } from '../../store/sole.ts'

export interface Kept {
  /** Every version of an address, with all its queries. Path as articles have it. Gives how many there were. */
  remove(path: string): Promise<number>
  clear(): Promise<number>
  close(): Promise<void>
}

const NOTHING: Kept = {
  remove: async () => 0,
  clear: async () => 0,
  close: async () => {},
}

/** Fails `unusable` when the folder is there and cannot be read, or a server that left no note runs on it. */
export async function openKept(dataDir: string): Promise<Result<Kept, 'unusable'>> {
  const dir = join(dataDir, 'origin', 'answers')
  if (!existsSync(dir)) return ok(NOTHING)
  const sole = takeSole(dataDir)
  if (!sole.ok)
    return failed(
      'unusable',
      sole.reason === 'taken'
        ? `${sole.detail}, and no note in it says where: end it first.`
        : sole.detail,
    )
  const opened = await Disk.open({ dir, budgetBytes: Number.MAX_SAFE_INTEGER, report: () => {} })
  if (!opened.ok) {
    sole.value.free()
    return opened
  }
  const disk = opened.value
  return ok({
    remove: (path) => disk.removePath(path),
    clear: () => disk.clear(),
    close: () => disk.close().finally(() => sole.value.free()),
  })
}

/** Takes what was learnt of an article off the disk. No server may run on the folder. */
export async function forgetLearnt(
  dataDir: string,
  path: string,
  report: (line: string) => void,
): Promise<void> {
  const folder = join(dataDir, 'origin')
  if (!existsSync(folder)) return
  const known = await openKnown({ folder, fileKey: (file) => file, report })
  known.withdraw(path)
  await known.written()
}
