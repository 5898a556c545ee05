// Opening the accounts where something is wrong: a sentence that says what to do, and nothing is changed.
import { execFile } from 'node:child_process'
import {
  chmod,
  copyFile,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { promisify } from 'node:util'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { accountsFile } from '../../src/store/accounts/place.ts'
import { inspect, openSqlite, storeOn } from '../../src/store/accounts/sqlite-file.ts'
import { openAccountStore } from '../../src/store/accounts/store.ts'
import { migrations } from '../../src/store/migrations/migrations.ts'
import { enter, given, HOUR, NOW } from '../support/account-facts.ts'

let dir = ''
let file = ''

const report = (line: string) => {
  throw new Error(line)
}

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'opening-'))
  file = accountsFile(dir)
})

afterEach(async () => {
  await chmod(dir, 0o700)
  await rm(dir, { recursive: true })
})

async function refusal() {
  const opened = await openAccountStore(dir, { report })
  if (opened.ok) throw new Error('it was opened')
  return opened
}

async function withAnna() {
  const store = given(await openAccountStore(dir, { report, standingMs: 10_000 }))
  const anna = await enter(store, 'anna@example.com')
  await store.close()
  return anna
}

test('the database is its owner’s alone, with its WAL', async () => {
  const store = given(await openAccountStore(dir, { report }))
  await store.ensureAccount('anna@example.com', 'anna', NOW)
  for (const name of await readdir(dir))
    expect((await stat(join(dir, name))).mode & 0o777, name).toBe(0o600)
  expect(await readdir(dir)).toContain('accounts.sqlite-wal')
  await store.close()
  expect(await readdir(dir)).toEqual(['accounts.sqlite'])
})

test('a change that a kill left by half is taken back, by whoever opens the file next', async () => {
  await withAnna()
  const killed = `${file}.killed`
  {
    // As it is between the first write into the file and the end of the change, where there is no WAL yet.
    using database = new DatabaseSync(file)
    database.exec('pragma journal_mode = delete; pragma cache_size = 1; begin')
    database.exec('create table half (text)')
    for (let row = 0; row < 100; row++) database.exec('insert into half values (zeroblob(4000))')
    await copyFile(file, killed)
    await copyFile(`${file}-journal`, `${killed}-journal`)
    database.exec('rollback')
  }
  expect(inspect(killed)).toEqual({ ok: true, value: 'accounts' })
  const { database, db } = given(await openSqlite(killed))
  const names = database.prepare('select name from sqlite_schema').all()
  expect(names).not.toContainEqual({ name: 'half' })
  expect(database.prepare('select address from accounts').all()).toEqual([
    { address: 'anna@example.com' },
  ])
  await db.destroy()
})

test('every open writes to the disk before it acknowledges, and knows foreign keys', async () => {
  const settings = async () => {
    const { database, db } = given(await openSqlite(file))
    const names = ['journal_mode', 'synchronous', 'foreign_keys', 'secure_delete', 'busy_timeout']
    const values = names.map((name) =>
      Object.values(database.prepare(`pragma ${name}`).get() ?? {}),
    )
    await db.destroy()
    return values.flat()
  }
  expect(await settings()).toEqual(['wal', 2, 1, 1, 1000])
  expect(await settings()).toEqual(['wal', 2, 1, 1, 1000])
})

test('a database of a newer version is refused and left untouched', async () => {
  await withAnna()
  {
    using database = new DatabaseSync(file)
    database.exec("insert into kysely_migration values ('0099-later', '2027-01-01T00:00:00.000Z')")
  }
  const before = await readFile(file)
  expect(await refusal()).toEqual({
    ok: false,
    reason: 'newer',
    detail:
      `${file} was written by a newer version of Standfirst (its step 0099-later is not known here): ` +
      'install that version again, or restore a backup that this one made',
  })
  expect((await readFile(file)).equals(before)).toBe(true)
})

test('a migration that fails changes nothing, and the version before opens as ever', async () => {
  const anna = await withAnna()
  const steps = {
    ...migrations,
    '0999-half': {
      up: async (db: Parameters<(typeof migrations)[string]['up']>[0]) => {
        await db.schema.alterTable('accounts').addColumn('half', 'text').execute()
        await sql`insert into nowhere values (1)`.execute(db)
      },
    },
  }
  expect(await openSqlite(file, steps)).toMatchObject({
    reason: 'unusable',
    detail: `${file} cannot be used: no such table: nowhere`,
  })
  const { database, db } = given(await openSqlite(file))
  const columns = database.prepare('pragma table_info(accounts)').all()
  expect(columns.map(({ name }) => name)).toEqual(['reader', 'address', 'staff', 'created'])
  const store = storeOn({ database, db }, report)
  expect(given(await store.account(anna.account.reader))).toEqual(anna.account)
  await db.destroy()
})

test('two processes that open an empty folder at once both have the accounts', async () => {
  const [one, two] = await Promise.all([
    openAccountStore(dir, { report }),
    openAccountStore(dir, { report }),
  ])
  const [first, second] = [given(one), given(two)]
  given(await first.ensureAccount('anna@example.com', 'anna', NOW))
  expect(given(await second.account('anna')).address).toBe('anna@example.com')
  await Promise.all([first.close(), second.close()])
})

test.each([
  ['text', 'not a database at all, but long enough to be taken for one'.repeat(200)],
  ['a torn beginning', '\0'.repeat(8192)],
])('a file that holds %s is refused with what to do', async (_, content) => {
  await writeFile(file, content)
  expect(await refusal()).toMatchObject({
    reason: 'unusable',
    detail: expect.stringMatching(
      /^\S*accounts\.sqlite cannot be used: it is not a database: restore a backup, or move it away/,
    ),
  })
  expect(await readFile(file, 'utf8')).toBe(content)
})

test('a database whose pages are scribbled over is refused as damaged', async () => {
  await withAnna()
  const bytes = await readFile(file)
  await writeFile(file, bytes.fill(0xa5, 100, 4096))
  expect(await refusal()).toMatchObject({
    reason: 'unusable',
    detail: expect.stringContaining('it is damaged: restore a backup'),
  })
})

test('a database of something else is not touched', async () => {
  {
    using database = new DatabaseSync(file)
    database.exec('create table recipes (name text)')
  }
  const before = await readFile(file)
  expect(await refusal()).toMatchObject({
    reason: 'unusable',
    detail: `${file} cannot be used: it is a database of something else`,
  })
  expect((await readFile(file)).equals(before)).toBe(true)
})

test('a folder in the place of the database is said', async () => {
  await mkdir(file)
  expect(await refusal()).toMatchObject({
    reason: 'unusable',
    detail: expect.stringContaining(file),
  })
})

test('an empty file, as a crash may leave it, is made the database', async () => {
  await writeFile(file, '')
  await withAnna()
})

/** Rights do not bind root, so the child gives up being root once it has read its modules. */
async function openedWithoutRights(): Promise<string> {
  const module = new URL('../../src/store/accounts/sqlite-file.ts', import.meta.url).href
  const script = `
    import { openSqlite } from ${JSON.stringify(module)}
    if (process.getuid() === 0) process.seteuid(65534)
    const opened = await openSqlite(${JSON.stringify(file)})
    process.stdout.write(opened.ok ? 'opened' : opened.detail)`
  const child = promisify(execFile)
  const { stdout } = await child(process.execPath, ['--input-type=module', '--eval', script])
  return stdout
}

test('a folder that may only be read is said, with accounts in it and without', async () => {
  await chmod(dir, 0o555)
  const rights = `${file} cannot be used: give the account that runs Standfirst the right to write to it and to its folder`
  expect(await openedWithoutRights()).toContain(rights)
  await chmod(dir, 0o700)
  await withAnna()
  await chmod(file, 0o444)
  await chmod(dir, 0o555)
  expect(await openedWithoutRights()).toContain(rights)
})

test('on a full disk readers read on; writing says so, does nothing by half, and goes on when there is room', async () => {
  const anna = await withAnna()
  const opened = given(await openSqlite(file))
  const store = storeOn(opened, report)
  const { page_count } = opened.database.prepare('pragma page_count').get() ?? {}
  opened.database.exec(`pragma max_page_count = ${page_count}`)

  const reads = Array.from({ length: 2000 }, (_, at) => ({
    reader: anna.account.reader,
    article: `article ${at}`,
    at: NOW + at,
  }))
  expect(await store.noteReads(reads)).toEqual({
    ok: false,
    reason: 'unavailable',
    detail: 'the disk is full: make room (database or disk is full)',
  })
  const standing = given(await store.standing(anna.session.hash, NOW + 3 * HOUR))
  expect(standing).toEqual(anna.standing)

  opened.database.exec('pragma max_page_count = 100000')
  given(await store.noteReads(reads))
  expect(given(await store.standing(anna.session.hash, NOW)).reads).toHaveLength(2000)
  await opened.db.destroy()
})
