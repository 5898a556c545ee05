// Copy: a database as it is at one moment, whole and checked, in one new file without the traces of what was erased.
import { closeSync, openSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { DatabaseSync } from 'node:sqlite'

/**
 * Copies the database `from` to the new file `to`, for its owner alone. Others may write to it meanwhile. Throws when
 * it cannot be read, is damaged, or the new file cannot be written. Blocks: never call it on a thread that serves.
 */
export function copyDatabase(from: string, to: string): void {
  closeSync(openSync(to, 'wx', 0o600))
  using source = new DatabaseSync(from, { readOnly: true, timeout: 5000 })
  source.prepare('vacuum into ?').run(to)
  using copy = new DatabaseSync(to)
  const faults = [
    ...copy.prepare('pragma integrity_check').all(),
    ...copy.prepare('pragma foreign_key_check').all(),
  ].filter((row) => row['integrity_check'] !== 'ok')
  if (faults.length > 0) throw new Error(`the database is damaged in ${faults.length} places`)
}

/** Returns when the file or folder is on the disk and not in the system's memory alone. */
export async function toDisk(path: string): Promise<void> {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
