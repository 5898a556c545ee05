// Read at once: what is in the cache of the system is read on the spot. The four trips of a file to the threads that
// read cost several times what reading it does, which tells where there are a hundred thousand.
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'
import { join } from 'node:path'
import { type FileReading, stampOf } from './read-file.ts'

/** Larger files are few. */
const ROOM = 256 * 1024

/**
 * Gives `(file) => reading` for ordinary files below `root`. Undefined for whatever is not one: a link, an empty one, one
 * that cannot be read now. The bytes are lent: the next reading overwrites them.
 */
export function readingAtOnce(root: string): (file: string) => FileReading | undefined {
  const room = Buffer.allocUnsafeSlow(ROOM)
  return (file) => {
    let descriptor: number | undefined
    try {
      const how = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW
      descriptor = openSync(join(root, file), how)
      const stats = fstatSync(descriptor)
      if (!stats.isFile() || stats.size === 0 || stats.size > ROOM) return undefined
      const bytes = room.subarray(0, readSync(descriptor, room, 0, stats.size, 0))
      if (bytes.length < stats.size) return undefined
      return { kind: 'read', stamp: stampOf(stats), bytes, isLent: true }
    } catch {
      // Whoever reads it with care says why.
      return undefined
    } finally {
      if (descriptor !== undefined) closeSync(descriptor)
    }
  }
}
