// Backup: the accounts as one file of one moment, made while they are served, and put back while they are not.
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { copyFile, open, rename, rm, stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Worker } from 'node:worker_threads'
import { failed, ok, type Result } from '../../core/result.ts'
import { readServing } from '../serving.ts'
import { copyDatabase } from './copy.ts'
import { accountsFile, codeOf, inspect, sentenceOf, type Unopened } from './sqlite-file.ts'

/** Beside this file, as source or compiled. */
const WORKER = new URL(
  import.meta.url.endsWith('.ts') ? './backup-worker.ts' : './backup-worker.js',
  import.meta.url,
)

/**
 * Writes the accounts of a data folder, as they are at one moment, to the new file `file`, in a thread of its own:
 * whether a server uses them meanwhile matters to neither. Gives the size in bytes. Fails `exists` when there is such a
 * file, and `unusable` when the accounts cannot be read or the file not be written; nothing is left of it then.
 */
export async function backupAccounts(
  dataDir: string,
  file: string,
): Promise<Result<number, 'exists' | 'unusable'>> {
  const target = resolve(file)
  const source = accountsFile(dataDir)
  if (existsSync(target)) return failed('exists', `${target} is there already: name another file`)
  if (!existsSync(source))
    return failed('unusable', `There is no ${source}: no account was made yet`)
  const fresh = `${target}.${randomUUID()}`
  try {
    const fault = await copyInThread(source, fresh)
    if (fault !== undefined) return failed('unusable', `No backup was made: ${fault}`)
    await toDisk(fresh)
    await rename(fresh, target)
    await toDisk(dirname(target))
    return ok((await stat(target)).size)
  } catch (error) {
    return failed('unusable', `No backup was made: ${sentenceOf(error)}`)
  } finally {
    await rm(fresh, { force: true })
  }
}

/**
 * Puts a backup in the place of a data folder's accounts, in one step. What was there is kept beside it, under the name
 * that it gives (undefined: nothing was there). Fails `serving` while a server or a command uses the accounts, `newer`
 * when a later version made the backup, `unusable` when it is damaged or none, or the folder cannot be written; the
 * accounts are as they were then. What readers had erased since the backup is there again: erase it anew.
 */
export async function restoreAccounts(
  dataDir: string,
  file: string,
): Promise<Result<string | undefined, 'serving' | Unopened>> {
  const source = resolve(file)
  const current = accountsFile(dataDir)
  const fresh = `${current}.${randomUUID()}`
  if (!existsSync(source)) return failed('unusable', `There is no ${source}`)
  const known = inspect(source)
  if (!known.ok) return known
  if (known.value === 'empty') return failed('unusable', `${source} holds no accounts`)
  try {
    copyDatabase(source, fresh)
    await toDisk(fresh)
    const kept = await keepBeside(dataDir, current)
    if ((await readServing(dataDir)) !== undefined || !letGo(current)) {
      await removeParts(kept)
      return failed('serving', 'The accounts are in use: stop the server first, then restore')
    }
    await removeWal(current)
    await rename(fresh, current)
    await toDisk(dataDir)
    return ok(kept)
  } catch (error) {
    return failed('unusable', `Nothing was restored: ${sentenceOf(error)}`)
  } finally {
    await rm(fresh, { force: true })
  }
}

async function copyInThread(from: string, to: string): Promise<unknown> {
  const worker = new Worker(WORKER, { workerData: { from, to } })
  const died = once(worker, 'exit').then(() => ['the thread that copies died'])
  const [fault] = await Promise.race([once(worker, 'message'), died])
  return fault
}

/**
 * Folds the WAL into its database, which is possible only while nobody else has it open. A WAL that stayed behind would
 * be read as part of the database that comes in its place. False when somebody has.
 */
function letGo(current: string): boolean {
  if (!existsSync(current)) return true
  try {
    using database = new DatabaseSync(current)
    database.exec('pragma journal_mode = delete')
    return true
  } catch (error) {
    const code = codeOf(error)
    if (code === BUSY) return false
    // A damaged one is what backups are for.
    if (code === CORRUPT || code === NOT_A_DATABASE) return true
    throw error
  }
}

/** https://sqlite.org/rescode.html */
const BUSY = 5
const CORRUPT = 11
const NOT_A_DATABASE = 26

/** Copies the database and its WAL: of a damaged one, opening it may take away what could be mended. */
async function keepBeside(dataDir: string, current: string): Promise<string | undefined> {
  if (!existsSync(current)) return undefined
  const stamp = new Date().toISOString().replaceAll(/[:.]/g, '-')
  const kept = join(dataDir, `accounts-before-${stamp}.sqlite`)
  for (const part of ['', '-wal']) {
    if (!existsSync(current + part)) continue
    await copyFile(current + part, kept + part)
    await toDisk(kept + part)
  }
  return kept
}

async function removeParts(kept: string | undefined): Promise<void> {
  if (kept === undefined) return
  await removeWal(kept)
  await rm(kept, { force: true })
}

async function removeWal(file: string): Promise<void> {
  for (const part of ['-wal', '-shm']) await rm(file + part, { force: true })
}

async function toDisk(path: string): Promise<void> {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
