// Backing the accounts up and putting them back, as whoever runs the server rehearses it.
import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { openShell, type Shell } from '../support/command-line.ts'
import { DATA, logIn, visitor } from '../support/visitor.ts'

const ANNA = 'anna@example.org'

async function withPaper(): Promise<Shell> {
  const shell = await openShell()
  expect((await shell.run('init', 'paper')).code).toBe(0)
  return shell
}

test('a rehearsal: back up while readers read, lose the database, restore, and nobody is logged out', async () => {
  const shell = await withPaper()
  const served = await shell.serve('paper', ...DATA)
  const cookies = new Map<string, string>()
  await logIn(shell, visitor(served.address, cookies), ANNA)
  const made = await shell.run('db', 'backup', 'safe.sqlite', ...DATA)
  expect(made).toMatchObject({ code: 0, err: '' })
  expect(made.out).toMatch(
    /^The accounts are in \S+safe\.sqlite, \d+\.\d MB, whole and checked\.\n$/,
  )
  expect((await stat(join(shell.folder, 'safe.sqlite'))).mode & 0o777).toBe(0o600)
  const during = await shell.run('db', 'restore', 'safe.sqlite', ...DATA)
  expect([during.code, during.out]).toEqual([1, ''])
  expect(during.err).toBe('The accounts are in use: stop the server first, then restore.\n')
  await served.end()

  const accounts = join(shell.folder, 'data/accounts.sqlite')
  const wrecked = Buffer.alloc(50_000, 'not a database any more ')
  await writeFile(accounts, wrecked)
  const restored = await shell.run('db', 'restore', 'safe.sqlite', ...DATA)
  expect(restored).toMatchObject({ code: 0, err: '' })
  const kept = /^What was there is kept in (\S+); /m.exec(restored.out)?.[1] ?? ''
  expect(await readFile(kept)).toEqual(wrecked)
  expect(
    (await readdir(join(shell.folder, 'data'))).filter((name) => name.includes('-wal')),
  ).toEqual([])

  const again = await shell.serve('paper', ...DATA)
  expect((await visitor(again.address, cookies)('/account')).text).toContain(ANNA)
})

test('what is no backup is refused in one line, and the accounts stay as they are', async () => {
  const shell = await withPaper()
  const empty = await shell.run('db', 'backup', 'safe.sqlite', ...DATA)
  expect([empty.code, empty.out]).toEqual([1, ''])
  expect(empty.err).toMatch(/^There is no \S+accounts\.sqlite: no account was made yet\.\n$/)
  await (await shell.serve('paper', ...DATA)).end()
  expect((await shell.run('db', 'backup', 'safe.sqlite', ...DATA)).code).toBe(0)
  const nowhere = await shell.run('db', 'backup', 'gone/safe.sqlite', ...DATA)
  expect(nowhere).toMatchObject({ code: 1, err: `There is no folder ${shell.folder}/gone.\n` })
  const twice = await shell.run('db', 'backup', 'safe.sqlite', ...DATA)
  expect(twice).toMatchObject({
    code: 1,
    err: expect.stringMatching(/safe\.sqlite is there already: name another file\.\n$/),
  })
  const whole = await readFile(join(shell.folder, 'safe.sqlite'))
  await writeFile(join(shell.folder, 'torn.sqlite'), whole.subarray(0, whole.length / 2))
  await writeFile(join(shell.folder, 'text.sqlite'), 'Dear reader')
  await writeFile(join(shell.folder, 'later.sqlite'), whole)
  using later = new DatabaseSync(join(shell.folder, 'later.sqlite'))
  later.exec("insert into kysely_migration (name, timestamp) values ('9999-later', '')")
  const before = await readFile(join(shell.folder, 'data/accounts.sqlite'))
  for (const [file, why] of [
    ['torn.sqlite', /damaged|malformed/],
    ['text.sqlite', /is not a database/],
    ['later.sqlite', /was written by a newer version of Standfirst/],
    ['nowhere.sqlite', /^There is no \S+nowhere\.sqlite\.\n$/],
  ] as const) {
    const { code, out, err } = await shell.run('db', 'restore', file, ...DATA)
    expect([code, out]).toEqual([1, ''])
    expect(err).toMatch(why)
    expect(err.trimEnd().split('\n')).toHaveLength(1)
  }
  expect(await readFile(join(shell.folder, 'data/accounts.sqlite'))).toEqual(before)
})

test('says what it can do', async () => {
  const shell = await openShell()
  const slips: [string[], string][] = [
    [['db'], 'Say what to do: standfirst db backup FILE, or db restore FILE.'],
    [['db', 'bakcup', 'x'], 'Say what to do: standfirst db backup FILE, or db restore FILE.'],
    [['db', 'backup'], 'Say which file: standfirst db backup FILE'],
  ]
  const ran = await Promise.all(slips.map(([args]) => shell.run(...args)))
  expect(ran).toEqual(slips.map(([, line]) => ({ code: 1, out: '', err: `${line}\n` })))
})
