// SQLite file: opens the accounts' database in the data folder so that what it acknowledges is on the disk, brings it
// to this version, and says in a sentence why it cannot be used.
import { closeSync, existsSync, openSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { Kysely, sql } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'
import { failed, ok, type Result } from '../../core/result.ts'
import { migrations } from '../migrations/migrations.ts'
import type { Unopened } from './place.ts'
import { SqlStore } from './sql-store.ts'
import { NodeSqliteDialect } from './sqlite-dialect.ts'
import { isUnfinished, sentenceOf } from './sqlite-errors.ts'
import type { Tables } from './tables.ts'

/** How long a writer waits for another process that writes: the commands beside a server take milliseconds. */
const BUSY_MS = 1000

export interface SqliteFile {
  readonly database: DatabaseSync
  readonly db: Kysely<Tables>
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
 * Writes the WAL into the file, where `secure_delete` overwrote what is gone, and empties it. That leaves copies of rows
 * which SQLite once moved from one page to another; so an erasure writes a file that is small enough anew. Does nothing
 * while another process reads: the next one does it.
 */
async function scrub(
  { database, db }: SqliteFile,
  after: 'erasure' | 'tidying',
  report: (line: string) => void,
): Promise<void> {
  try {
    // On Kysely's connection, which waits for transactions that run.
    await db.connection().execute(async (connection) => {
      if (after === 'erasure' && sizeOf(database) <= MOST_REWRITTEN)
        await sql`vacuum`.execute(connection)
      await sql`pragma wal_checkpoint(truncate)`.execute(connection)
    })
  } catch (error) {
    report(`What was erased may still be in pieces in the accounts' file: ${sentenceOf(error)}`)
  }
}

/** Bytes that are written anew in about half a second; some hundred thousand readers. */
const MOST_REWRITTEN = 64 * 1024 * 1024

function sizeOf(database: DatabaseSync): number {
  const row = database
    .prepare('select page_count * page_size as bytes from pragma_page_count, pragma_page_size')
    .get()
  return Number(row?.['bytes'])
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
 * Looks into an existing file without changing what is in it. Fails `newer` when it knows a migration that is not among `steps`,
 * `unusable` when it is not a database of accounts.
 */
export function inspect(
  file: string,
  steps: Readonly<Record<string, Migration>> = migrations,
): Result<'accounts' | 'empty', Unopened> {
  try {
    return inspected(file, steps, true)
  } catch (error) {
    if (!isUnfinished(error))
      return failed('unusable', `${file} cannot be used: ${sentenceOf(error)}`)
  }
  try {
    return inspected(file, steps, false)
  } catch (error) {
    return failed('unusable', `${file} cannot be used: ${sentenceOf(error)}`)
  }
}

function inspected(
  file: string,
  steps: Readonly<Record<string, Migration>>,
  readOnly: boolean,
): Result<'accounts' | 'empty', Unopened> {
  using database = new DatabaseSync(file, { readOnly, timeout: BUSY_MS })
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
}

function namesOf(database: DatabaseSync, sql: string): readonly string[] {
  return database
    .prepare(sql)
    .all()
    .map(({ name }) => String(name))
}

/** The store on an open file. `report` is told what no caller waits for. */
export function storeOn(file: SqliteFile, report: (line: string) => void): SqlStore {
  return new SqlStore({
    db: file.db,
    sentenceOf,
    scrub: (after) => scrub(file, after, report),
  })
}
