// Backup and restore, rehearsed: a copy of one moment made while the store serves, and the way back from it.
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { backupAccounts } from '../../src/store/accounts/backup.ts'
import { accountsFile } from '../../src/store/accounts/place.ts'
import { restoreAccounts } from '../../src/store/accounts/restore.ts'
import { type OpenStore, openAccountStore } from '../../src/store/accounts/store.ts'
import { forgetServing, noteServing } from '../../src/store/serving.ts'
import { enter, given, NOW } from '../support/account-facts.ts'
import { added } from '../support/passkey-facts.ts'

const ANNA = 'anna@example.com'
const BEN = 'ben@example.com'
const unknown = { ok: false, reason: 'unknown' }

let dir = ''
let outside = ''
let backup = ''

const report = (line: string) => {
  throw new Error(line)
}

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'backed-up-'))
  outside = await mkdtemp(join(tmpdir(), 'backup-'))
  backup = join(outside, 'monday.sqlite')
})

afterEach(async () => {
  await rm(dir, { recursive: true })
  await rm(outside, { recursive: true })
})

async function withStore<Value>(use: (store: OpenStore) => Promise<Value>): Promise<Value> {
  const store = given(await openAccountStore(dir, { report, standingMs: 10_000, callMs: 20_000 }))
  try {
    return await use(store)
  } finally {
    await store.close()
  }
}

test('what was there at the backup is there after the restore, and nothing later', async () => {
  const anna = await withStore(async (store) => {
    const entered = await enter(store, ANNA, { reads: [{ article: 'tide', at: NOW }] })
    expect(given(await store.backup(backup))).toBe((await stat(backup)).size)
    await enter(store, BEN)
    return entered
  })
  expect(await readdir(outside)).toEqual(['monday.sqlite'])
  expect((await stat(backup)).mode & 0o777).toBe(0o600)

  const kept = given(await restoreAccounts(dir, backup))
  await withStore(async (store) => {
    expect(given(await store.standing(anna.session.hash, NOW))).toEqual(anna.standing)
    expect(await store.accountOf(BEN)).toMatchObject(unknown)
  })
  expect((await readdir(dir)).sort()).toEqual(
    [kept?.slice(dir.length + 1), 'accounts.sqlite'].sort(),
  )
  expect(kept).toMatch(/accounts-before-2[\dTZ-]+\.sqlite$/)
  given(await restoreAccounts(dir, kept ?? ''))
  await withStore(async (store) => expect(await store.accountOf(BEN)).toMatchObject({ ok: true }))
})

test('who was logged out since the backup is not logged in again by a restore', async () => {
  const [anna, ben] = await withStore(async (store) => {
    const entered = [await enter(store, ANNA), await enter(store, BEN)] as const
    given(await store.backup(backup))
    given(await store.endSessionByHash(entered[0].session.hash, NOW))
    return entered
  })
  given(await restoreAccounts(dir, backup))
  await withStore(async (store) => {
    expect(await store.standing(anna.session.hash, NOW)).toMatchObject(unknown)
    expect(given(await store.standing(ben.session.hash, NOW))).toEqual(ben.standing)
  })
})

test('a passkey that was removed since the backup logs nobody in after a restore; all others do, also in a new folder', async () => {
  const [anna, ben] = await withStore(async (store) => {
    const entered = [await enter(store, ANNA), await enter(store, BEN)] as const
    for (const { account, session } of entered)
      for (const id of [`kept ${account.address}`, `gone ${account.address}`])
        given(await store.addPasskey(account.reader, added(id, session.hash), NOW))
    given(await store.backup(backup))
    const [{ account }, { account: other }] = entered
    given(await store.removePasskey(account.reader, `gone ${ANNA}`))
    given(await store.erase(other.reader, NOW))
    return [account.reader, other.reader] as const
  })
  given(await restoreAccounts(dir, backup))
  await withStore(async (store) => {
    expect(given(await store.passkeysOf(anna)).map(({ id }) => id)).toEqual([`kept ${ANNA}`])
    expect(given(await store.passkeysOf(ben))).toHaveLength(2)
  })
  await rm(accountsFile(dir))
  await withStore((store) => enter(store, 'first@example.com'))
  given(await restoreAccounts(dir, backup))
  await withStore(async (store) => expect(given(await store.passkeysOf(anna))).toHaveLength(2))
})

test('an address of a private feed that was ended or made anew since the backup opens nothing after a restore', async () => {
  const readers = await withStore(async (store) => {
    const names = ['on', 'off', 'anew', 'everywhere'] as const
    const entered = await Promise.all(names.map((name) => enter(store, `${name}@example.com`)))
    const [on = '', off = '', anew = '', everywhere = ''] = entered.map(
      ({ account }) => account.reader,
    )
    for (const reader of [on, off, anew, everywhere])
      given(await store.openFeed(reader, `feed of ${reader}`, NOW))
    given(await store.backup(backup))
    given(await store.closeFeed(off))
    given(await store.openFeed(anew, 'another', NOW))
    given(await store.endSessions(everywhere, undefined, NOW))
    return [on, off, anew, everywhere] as const
  })
  given(await restoreAccounts(dir, backup))
  await withStore(async (store) => {
    const opened = readers.map((reader) => store.standingOfFeed(`feed of ${reader}`, NOW))
    expect((await Promise.all(opened)).map(({ ok }) => ok)).toEqual([true, false, false, false])
  })
})

test('a backup is of one moment, while a writer writes on', async () => {
  await withStore(async (store) => {
    let isOver = false
    let count = 0
    const write = async () => {
      for (; !isOver; count++)
        given(await store.ensureAccount(`${count}@example.com`, `reader ${count}`, NOW + count))
    }
    const writing = write()
    while (count < 20) await store.accountOf(ANNA)
    const before = count
    given(await store.backup(backup))
    const after = count
    isOver = true
    await writing
    using copy = new DatabaseSync(backup, { readOnly: true })
    const numbers = copy.prepare('select created from accounts order by created').all()
    expect(numbers.map(({ created }) => Number(created) - NOW)).toEqual(numbers.map((_, i) => i))
    expect(numbers.length).toBeGreaterThanOrEqual(before)
    expect(numbers.length).toBeLessThanOrEqual(after + 1)
  })
})

test('a backup does not need the server, and a new machine starts from it', async () => {
  await withStore((store) => enter(store, ANNA))
  given(await backupAccounts(dir, backup))
  const next = join(outside, 'next')
  await mkdir(next)
  expect(await restoreAccounts(next, backup)).toEqual({ ok: true, value: undefined })
  const store = given(await openAccountStore(next, { report }))
  expect(await store.accountOf(ANNA)).toMatchObject({ ok: true })
  await store.close()
})

test('what a crash left in the WAL is in the backup', async () => {
  const store = given(await openAccountStore(dir, { report }))
  await enter(store, ANNA)
  const crashed = await mkdtemp(join(tmpdir(), 'crashed-'))
  for (const name of await readdir(dir))
    await writeFile(join(crashed, name), await readFile(join(dir, name)))
  await store.close()
  given(await backupAccounts(crashed, backup))
  await rm(crashed, { recursive: true })
  given(await restoreAccounts(dir, backup))
  await withStore(async (again) => expect(await again.accountOf(ANNA)).toMatchObject({ ok: true }))
})

test('a backup never takes the place of a file, and one that fails leaves nothing', async () => {
  expect(await backupAccounts(dir, backup)).toMatchObject({ reason: 'unusable' })
  await withStore((store) => enter(store, ANNA))
  await writeFile(backup, 'mine')
  expect(await backupAccounts(dir, backup)).toEqual({
    ok: false,
    reason: 'exists',
    detail: `${backup} is there already: name another file`,
  })
  expect(await readFile(backup, 'utf8')).toBe('mine')
  expect(await backupAccounts(dir, join(outside, 'no', 'such', 'folder'))).toMatchObject({
    reason: 'unusable',
    detail: `There is no folder ${join(outside, 'no', 'such')}`,
  })
  expect(await readdir(outside)).toEqual(['monday.sqlite'])
})

test('nothing is restored while a server or a command has the accounts open', async () => {
  await withStore(async (store) => {
    await enter(store, ANNA)
    given(await store.backup(backup))
    await enter(store, BEN)
    const serving = {
      ok: false,
      reason: 'serving',
      detail: 'The accounts are in use: stop the server first, then restore',
    }
    expect(await restoreAccounts(dir, backup)).toEqual(serving)
    const address = 'http://127.0.0.1:4000'
    const health = `${address}/standfirst/health`
    await noteServing(dir, { edition: '/e', address, health, pid: process.pid })
    expect(await restoreAccounts(dir, backup)).toEqual(serving)
    await forgetServing(dir, process.pid)
    expect(await store.accountOf(BEN)).toMatchObject({ ok: true })
  })
  await withStore(async (store) => expect(await store.accountOf(BEN)).toMatchObject({ ok: true }))
  expect(await readdir(dir)).toEqual(['accounts.sqlite'])
})

test('what is no sound backup of this version is refused, and the accounts stay as they are', async () => {
  await withStore(async (store) => {
    for (let reader = 0; reader < 200; reader++) await enter(store, `${reader}@example.com`)
    given(await store.backup(backup))
  })
  const sound = await readFile(backup)
  const refused = async (bytes: Buffer | string, reason: string, detail: RegExp) => {
    await writeFile(backup, bytes)
    const restored = await restoreAccounts(dir, backup)
    expect(restored).toMatchObject({ ok: false, reason, detail: expect.stringMatching(detail) })
  }
  await refused('no database', 'unusable', /not a database/)
  await refused('', 'unusable', /holds no accounts/)
  await refused(sound.subarray(0, sound.length / 2), 'unusable', /damaged/)
  const middle = 4096 * 30
  await refused(Buffer.from(sound).fill(0x5a, middle, middle + 4096), 'unusable', /damaged/)
  await writeFile(backup, sound)
  {
    using database = new DatabaseSync(backup)
    database.exec("insert into kysely_migration values ('0099-later', '2027-01-01T00:00:00.000Z')")
  }
  expect(await restoreAccounts(dir, backup)).toMatchObject({ reason: 'newer' })
  await rm(backup)
  expect(await restoreAccounts(dir, backup)).toMatchObject({ detail: `There is no ${backup}` })
  expect(await readdir(dir)).toEqual(['accounts.sqlite'])
  await withStore(async (store) =>
    expect(await store.accountOf('199@example.com')).toMatchObject({ ok: true }),
  )
})

test('a damaged database gives way to its backup, and is kept with its WAL', async () => {
  await withStore(async (store) => {
    await enter(store, ANNA)
    given(await store.backup(backup))
  })
  const file = accountsFile(dir)
  await writeFile(file, 'scribbled over '.repeat(1000))
  await writeFile(`${file}-wal`, 'of the old one')
  const kept = given(await restoreAccounts(dir, backup))
  await withStore(async (store) => expect(await store.accountOf(ANNA)).toMatchObject({ ok: true }))
  expect(await readFile(kept ?? '', 'utf8')).toMatch(/^scribbled over/)
  expect(await readFile(`${kept}-wal`, 'utf8')).toBe('of the old one')
})
