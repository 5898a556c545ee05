// Sole: what is kept of a site has one writer. Of the processes on one data folder one alone may have it, until it ends,
// however it ends.
import { closeSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { failed, ok, type Result } from '../core/result.ts'
import { codeOf, sentenceOf } from './accounts/sqlite-errors.ts'

export interface Sole {
  free(): void
}

/** What to do where it is taken; stands behind what says so. */
export const END_IT = ': end it first, or give this one a data folder of its own with --data.'

/** SQLITE_BUSY, https://sqlite.org/rescode.html */
const BUSY = 5

/**
 * Fails `taken` while another process, or this one, has it; `unusable` when that cannot be told. The system takes a lock
 * back from a process that dies, which a file with a number in it would outlive; SQLite knows how to ask for one on
 * every system.
 */
export function takeSole(dataDir: string): Result<Sole, 'taken' | 'unusable'> {
  const file = join(dataDir, 'origin.lock')
  let database: DatabaseSync | undefined
  try {
    closeSync(openSync(file, 'a', 0o600))
    database = new DatabaseSync(file)
    database.exec('begin exclusive')
    const held = database
    return ok({ free: () => held.close() })
  } catch (error) {
    if (database?.isOpen) database.close()
    if (codeOf(error) === BUSY)
      return failed('taken', `A server that stands in front of a site is running on ${dataDir}`)
    return failed('unusable', `${file} cannot be used: ${sentenceOf(error)}`)
  }
}
