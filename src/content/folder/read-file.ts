// Read file: one article's file from the disk, with everything that can be odd about it.
import type { Stats } from 'node:fs'
import { open, realpath, stat } from 'node:fs/promises'
import { join, sep } from 'node:path'
import type { YamlFault } from './yaml-faults.ts'

export type FileReading =
  | { readonly kind: 'read'; readonly stamp: string; readonly bytes: Buffer }
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
    const path = await realpath(join(root, file))
    if (!path.startsWith((await realpath(root)) + sep))
      return broken('is a link out of articles/', 'put a copy in its place')
    // Opening a pipe would wait for ever: it is looked at first.
    if (!(await stat(path)).isFile()) return broken('is no file', 'rename it, or take it out')
    const handle = await open(path, 'r')
    try {
      const stats = await handle.stat()
      stamp = stampOf(stats)
      if (stats.size > largest)
        return broken(`is larger than ${largest / 1024 / 1024} MB`, 'divide it')
      if (stats.size === 0) return { kind: 'empty', stamp }
      return { kind: 'read', stamp, bytes: await handle.readFile() }
    } finally {
      await handle.close()
    }
  } catch (error) {
    const code = codeOf(error)
    if (code === 'ENOENT' || code === 'ENOTDIR') return { kind: 'gone' }
    return broken(`cannot be read (${code})`, 'let the account that runs Standfirst read it')
  }
}

/** Tells one state of a file from another: any write, rename or change of rights makes another. */
export function stampOf({ ino, size, ctimeMs }: Stats): string {
  return `${ino}:${size}:${ctimeMs}`
}

export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error)
}
