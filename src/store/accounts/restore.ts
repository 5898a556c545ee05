// Restore: puts a backup in the place of the accounts, while nobody uses them.
import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { copyFile, rename, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { failed, ok, type Result } from '../../core/result.ts'
import { readServing } from '../serving.ts'
import { copyDatabase, toDisk } from './copy.ts'
import { accountsFile, type Unopened } from './place.ts'
import { codeOf, sentenceOf } from './sqlite-errors.ts'
import { inspect } from './sqlite-file.ts'

/**
 * Puts a backup in the place of a data folder's accounts, in one step. What was there is kept beside it, under the name
 * that it gives (undefined: nothing was there). Fails `serving` while a server or a command uses the accounts, `newer`
 * when a later version made the backup, `unusable` when it is damaged or none, or the folder cannot be written; the
 * accounts are as they were then. What readers had erased since the backup is there again: erase it anew. Sessions that
 * were ended, private feeds that were ended and passkeys that were removed since stay so, as far as what was there can be
 * read.
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
    keepEnded(current, fresh)
    await toDisk(fresh)
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

/**
 * Whoever was logged out since the backup, perhaps because somebody else had their session, is not logged in again; nor
 * does an address of a private feed open or a passkey log in that an account of both has no more. In the order in which
 * their tables came to be: an older database lacks the later ones.
 */
function keepEnded(current: string, fresh: string): void {
  if (!existsSync(current)) return
  try {
    using database = new DatabaseSync(fresh)
    database.prepare('attach ? as replaced').run(current)
    database.exec(`update sessions set ended = replaced_one.ended from replaced.sessions replaced_one
      where replaced_one.hash = sessions.hash and replaced_one.ended is not null and sessions.ended is null`)
    for (const table of ['feeds', 'passkeys'])
      database.exec(`delete from main.${table} where reader in (select reader from replaced.accounts)
        and id not in (select id from replaced.${table})`)
  } catch (error) {
    const code = codeOf(error)
    if (code !== CORRUPT && code !== NOT_A_DATABASE && code !== NO_SUCH_TABLE) throw error
  }
}

/** https://sqlite.org/rescode.html */
const NO_SUCH_TABLE = 1
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
