// Read file: one article's file from the disk, with everything that can be odd about it.
import { close, constants, fstat, open, read, type Stats } from 'node:fs'
import { realpath } from 'node:fs/promises'
import { join, sep } from 'node:path'
import { promisify } from 'node:util'
import type { YamlFault } from './yaml-faults.ts'

// Without the file handles of fs/promises, ten thousand files are read in half the time.
const opened = promisify(open)
const statOf = promisify(fstat)
const readInto = promisify(read)
const closed = promisify(close)

export type FileReading =
  | {
      readonly kind: 'read'
      readonly stamp: string
      readonly bytes: Buffer<ArrayBuffer>
      /** They hold for now: who keeps them keeps a copy. */
      readonly isLent?: true
    }
  | { readonly kind: 'gone' }
  | { readonly kind: 'empty'; readonly stamp: string }
  | { readonly kind: 'broken'; readonly stamp: string; readonly fault: YamlFault }

/** Reads a file below `root` unless it lies outside of it, is no file, or is larger than `largest` bytes. */
export async function readFileWithin(
  root: string,
  file: string,
  largest: number,
): Promise<FileReading> {
  let stamp = 'unread'
  const broken = (what: string, mend: string): FileReading => ({
    kind: 'broken',
    stamp,
    fault: { line: undefined, what, mend },
  })
  try {
    const reading = await withOpen(root, file, async (descriptor, stats): Promise<FileReading> => {
      stamp = stampOf(stats)
      if (!stats.isFile()) return broken('is no file', 'rename it, or take it out')
      if (stats.size > largest)
        return broken(`is larger than ${largest / 1024 / 1024} MB`, 'divide it')
      if (stats.size === 0) return { kind: 'empty', stamp }
      return { kind: 'read', stamp, bytes: await readAll(descriptor, stats.size) }
    })
    return reading ?? broken('is a link out of articles/', 'put a copy in its place')
  } catch (error) {
    const code = codeOf(error)
    if (code === 'ENOENT' || code === 'ENOTDIR') return { kind: 'gone' }
    return broken(`cannot be read (${code})`, 'let the account that runs Standfirst read it')
  }
}

/**
 * Opens a file, hands it to `use`, and closes it; undefined when it is a link that leads out of `root`. Rejects when it
 * cannot be opened.
 */
export async function withOpen<Value>(
  root: string,
  file: string,
  use: (descriptor: number, stats: Stats) => Promise<Value>,
): Promise<Value | undefined> {
  const descriptor = await openWithin(root, file)
  if (descriptor === undefined) return undefined
  try {
    return await use(descriptor, await statOf(descriptor))
  } finally {
    await closed(descriptor)
  }
}

/** Folders are never links: the scan does not follow them. A pipe is opened without waiting for its other end. */
async function openWithin(root: string, file: string): Promise<number | undefined> {
  const path = join(root, file)
  const how = constants.O_RDONLY | constants.O_NONBLOCK
  try {
    return await opened(path, how | constants.O_NOFOLLOW)
  } catch (error) {
    if (codeOf(error) !== 'ELOOP') throw error
    const target = await realpath(path)
    return target.startsWith((await realpath(root)) + sep) ? opened(target, how) : undefined
  }
}

/** As many bytes as there were when its size was asked for, or fewer if it has shrunk since. */
export async function readAll(descriptor: number, size: number): Promise<Buffer<ArrayBuffer>> {
  const bytes = Buffer.allocUnsafeSlow(size)
  let filled = 0
  while (filled < size) {
    const { bytesRead } = await readInto(descriptor, bytes, filled, size - filled, filled)
    if (bytesRead === 0) break
    filled += bytesRead
  }
  return filled === size ? bytes : Buffer.from(bytes.subarray(0, filled))
}

/** Tells one state of a file from another: any write, rename or change of rights makes another. */
export function stampOf({ ino, size, ctimeMs }: Stats): string {
  return `${ino}:${size}:${ctimeMs}`
}

export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error)
}
