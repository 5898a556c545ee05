// SQLite file: opens the accounts' database in the data folder so that what it acknowledges is on the disk, brings it
// to this version, and says in a sentence why it cannot be used.
import { closeSync, existsSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Kysely } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'
import { failed, ok, type Result } from '../../core/result.ts'
import { migrations } from '../migrations/migrations.ts'
import { SqlStore } from './sql-store.ts'
import { NodeSqliteDialect } from './sqlite-dialect.ts'
import type { Tables } from './tables.ts'

/** How long a writer waits for another process that writes: the commands beside a server take milliseconds. */
const BUSY_MS = 1000

export interface SqliteFile {
  readonly database: DatabaseSync
  readonly db: Kysely<Tables>
}

export type Unopened = 'newer' | 'unusable'

export function accountsFile(dataDir: string): string {
  return join(dataDir, 'accounts.sqlite')
}

/**
 * Opens the file, made for its owner alone where there is none, and applies the migrations that are missing, all or
 * none. Fails `newer` when a later version of Standfirst has written it (it is left untouched) and `unusable` when it
 * cannot be read or written; the detail says what to do. Blocks: never call it on a thread that serves.
 */
export async function openSqlite(
  file: string,
  steps: Readonly<Record<string, Migration>> = migrations,
): Promise<Result<SqliteFile, Unopened>> {
  let database: DatabaseSync | undefined
  try {
    const known = existsSync(file) ? inspect(file, steps) : ok('empty')
    if (!known.ok) return known
    // Made here, and not by SQLite, so that nobody else may read it; its WAL takes the same permissions.
    closeSync(openSync(file, 'a', 0o600))
    database = new DatabaseSync(file, { timeout: BUSY_MS })
    for (const pragma of PRAGMAS) database.exec(`pragma ${pragma}`)
    const db = new Kysely<Tables>({ dialect: new NodeSqliteDialect(database) })
    const migrator = new Migrator({ db, provider: { getMigrations: async () => ({ ...steps }) } })
    const { error } = await migrator.migrateToLatest()
    if (error !== undefined) throw error
    return ok({ database, db })
  } catch (error) {
    if (database?.isOpen) database.close()
    return failed('unusable', `${file} cannot be used: ${sentenceOf(error)}`)
  }
}

/**
 * Writes the WAL into the file, where erased rows are overwritten, and empties it. Does nothing while another process
 * reads: the next one does it.
 */
function scrub(database: DatabaseSync, report: (line: string) => void): void {
  try {
    database.exec('pragma wal_checkpoint(truncate)')
  } catch (error) {
    report(`What was erased may still be in the accounts' WAL: ${sentenceOf(error)}`)
  }
}

const PRAGMAS = [
  'journal_mode = wal',
  // An acknowledged write is on the disk, not in the system's memory.
  'synchronous = full',
  'foreign_keys = on',
  // What is erased is overwritten.
  'secure_delete = on',
  'trusted_schema = off',
]

/**
 * Looks into an existing file without changing it. Fails `newer` when it knows a migration that is not among `steps`,
 * `unusable` when it is not a database of accounts.
 */
export function inspect(
  file: string,
  steps: Readonly<Record<string, Migration>> = migrations,
): Result<'accounts' | 'empty', Unopened> {
  try {
    using database = new DatabaseSync(file, { readOnly: true, timeout: BUSY_MS })
    const tables = namesOf(database, "select name from sqlite_schema where type = 'table'")
    if (!tables.includes('kysely_migration')) {
      return tables.length === 0
        ? ok('empty')
        : failed('unusable', `${file} cannot be used: it is a database of something else`)
    }
    const later = namesOf(database, 'select name from kysely_migration').find(
      (name) => !Object.hasOwn(steps, name),
    )
    return later === undefined
      ? ok('accounts')
      : failed(
          'newer',
          `${file} was written by a newer version of Standfirst (its step ${later} is not known here): ` +
            'install that version again, or restore a backup that this one made',
        )
  } catch (error) {
    return failed('unusable', `${file} cannot be used: ${sentenceOf(error)}`)
  }
}

function namesOf(database: DatabaseSync, sql: string): readonly string[] {
  return database
    .prepare(sql)
    .all()
    .map(({ name }) => String(name))
}

/** The store on an open file. `report` is told what no caller waits for. */
export function storeOn({ database, db }: SqliteFile, report: (line: string) => void): SqlStore {
  return new SqlStore({ db, sentenceOf, scrub: () => scrub(database, report) })
}

/** What went wrong, for the publisher's log. SQLite's own words name tables and columns, never what stands in them. */
export function sentenceOf(error: unknown): string {
  const said = error instanceof Error ? error.message : String(error)
  const hint = HINTS.get(codeOf(error))
  return hint === undefined ? said : `${hint} (${said})`
}

/** Of SQLite the primary code, which is the last byte of an extended one; of the system its name. */
export function codeOf(error: unknown): number | string | undefined {
  if (!(error instanceof Error)) return undefined
  if ('errcode' in error && typeof error.errcode === 'number') return error.errcode & 0xff
  return 'code' in error ? String(error.code) : undefined
}

const RIGHTS = 'give the account that runs Standfirst the right to write to it and to its folder'
const ROOM = 'the disk is full: make room'

/** https://sqlite.org/rescode.html */
const HINTS: ReadonlyMap<number | string | undefined, string> = new Map<number | string, string>([
  [5, 'another process is writing to it; try again when that has ended'],
  [8, RIGHTS],
  [10, 'the disk does not read or write: look at its health and its mount'],
  [11, 'it is damaged: restore a backup'],
  [13, ROOM],
  [14, RIGHTS],
  [26, 'it is not a database: restore a backup, or move it away to begin anew'],
  ['EACCES', RIGHTS],
  ['EPERM', RIGHTS],
  ['EROFS', RIGHTS],
  ['ENOSPC', ROOM],
])
