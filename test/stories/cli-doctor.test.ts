// The report that a publisher sends with a question: it says how things stand, and nothing that is anybody's business.
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, test, vi } from 'vitest'
import { openShell, type Shell } from '../support/command-line.ts'
import { DATA, logIn, visitor } from '../support/visitor.ts'

async function put(shell: Shell, file: string, text: string): Promise<void> {
  await mkdir(dirname(join(shell.folder, file)), { recursive: true })
  await writeFile(join(shell.folder, file), text)
}

const CONFIG = `export default {
  publication: { name: 'Canary Gazette', description: 'canary description', sections: [{ id: 'canary-section', name: 'Canary' }] },
  policy: { rules: [{ name: 'canary rule', tag: 'canary-tag', access: 'subscribers' }] },
  plans: [{ id: 'canary-plan', name: 'Canary Plan', offers: [{ id: 'canary-offer', price: 900, currency: 'EUR', every: 'month' }] }],
  mail: { from: 'Canary Desk <canary-desk@canary.example>' },
  trustedProxies: ['10.77.77.0/24'],
}
`

test('names no reader, no secret, no text and no place', async () => {
  const shell = await openShell({
    STANDFIRST_SMTP_URL: 'smtp://canary-name:canary-password@127.0.0.1:9',
  })
  await put(shell, 'paper/standfirst.config.ts', CONFIG)
  const article = '---\ntitle: Canary headline\npublished: 2020-01-01\n---\nCanary text.\n'
  await put(shell, 'paper/articles/canary-slug.md', article)
  await put(shell, 'paper/articles/broken.md', '---\ntitel: Canary fault\n---\n')
  const served = await shell.serve('paper', ...DATA)
  const visit = visitor(served.address)
  const address = 'canary-reader@canary.example'
  await put(
    shell,
    'payers.csv',
    `address,plan,until,external id,name\n${address},canary-plan,2099-12-31,canary-id,Canary Reader\n`,
  )
  const brought = await shell.run('readers', 'import', 'payers.csv', '--apply', ...DATA)
  expect(brought.code).toBe(0)
  await visit('/account/log-in', { address, return_to: '/canary-slug' })
  await put(shell, 'data/canary-notes.txt', 'canary')
  // What a mail server says is not ours to trust.
  using database = new DatabaseSync(join(shell.folder, 'data/accounts.sqlite'))
  await vi.waitFor(
    () => expect(database.prepare("select why from mails where why <> ''").all()).toHaveLength(1),
    20_000,
  )
  database.prepare('update mails set why = ?').run(`<${address}> in ${shell.folder} is unknown`)

  const { code, out, err } = await shell.run('doctor', ...DATA)

  expect([code, err]).toEqual([0, ''])
  expect(out).toMatch(/^Standfirst {5}\d+\.\d+\.\d+\nNode {11}v24\.\S+, SQLite 3\.\S+\nMachine /)
  expect(out).toMatch(/^Serving {8}yes, since \d{4}-/m)
  expect(out).toMatch(/^Articles {7}1, of which 1 are out; \d faults$/m)
  expect(out).toMatch(/^Mail {11}by SMTP, sender set$/m)
  expect(out).toMatch(
    /^Environment {4}sets (?:NODE_COMPILE_CACHE, )?STANDFIRST_LOG, STANDFIRST_SMTP_URL, TZ$/m,
  )
  expect(out).toMatch(/^Data folder {4}rights 700 of this account, [\d.]+ [MG]B free$/m)
  expect(out).toMatch(/accounts\.sqlite: [\d.]+ [kM]B, rights 600 of this account$/m)
  expect(out).toMatch(/^Migration {6}\d{4}-\S+ \(this version’s\)$/m)
  expect(out).toMatch(/^Readers {8}1 account, 0 staff, 1 to whom a plan is open, 0 sessions$/m)
  expect(out).toMatch(/^Mails {10}1 waiting, the oldest since \S+; 0 given up in a week$/m)
  expect(out).toMatch(/^Mail failure {3}1 time: … in … is unknown$/m)

  const secrets = JSON.parse(await readFile(join(shell.folder, 'data/keys.json'), 'utf8'))
  const rows = database.prepare('select reader from accounts').all()
  for (const { secret, id } of secrets)
    for (const part of [secret, `"${id}"`]) expect(out).not.toContain(part)
  for (const { reader } of rows) expect(out).not.toContain(reader)
  expect(out).not.toMatch(/canary|10\.77|@/i)
  for (const place of [shell.folder, served.address, hostname()]) expect(out).not.toContain(place)
})

test('changes nothing, whatever is there or not', async () => {
  const shell = await openShell()
  const bare = await shell.run('doctor')
  expect(bare).toMatchObject({ code: 0, err: '' })
  expect(bare.out).toMatch(/^Serving {8}no$/m)
  expect(bare.out).toMatch(/^Articles {7}cannot be read: /m)
  expect(bare.out).toMatch(/^Data folder {4}there is none yet$/m)
  expect(bare.out).toMatch(/^Accounts {7}none: There are no accounts yet$/m)
  expect(await readdir(shell.folder)).toEqual([])
  await put(
    shell,
    'paper/standfirst.config.ts',
    `export default { publication: { nam: 'Canary' } }`,
  )
  await put(shell, 'data/accounts.sqlite', 'Dear reader')
  await put(shell, 'data/keys.json', '[]')
  const broken = await shell.runAlone('doctor', 'paper', ...DATA)
  expect(broken).toMatchObject({ code: 0, err: '' })
  expect(broken.out).toMatch(
    /^Configuration {2}2 faults: publication\.name \(line 1\), publication\.nam \(line 1\)$/m,
  )
  expect(broken.out).toMatch(/^Keys {11}cannot be read$/m)
  expect(broken.out).toMatch(/^Accounts {7}unusable: /m)
  expect(broken.out).not.toMatch(/canary|Dear/i)
  expect(await readdir(join(shell.folder, 'data'))).toEqual(['accounts.sqlite', 'keys.json'])
  expect((await shell.run('doctor', 'nowhere')).out).toMatch(
    /^Edition {8}there is no such folder$/m,
  )
})

test('a logged-in reader is a number', async () => {
  const shell = await openShell()
  await shell.run('init', 'paper')
  const served = await shell.serve('paper', ...DATA)
  await logIn(shell, visitor(served.address), 'anna@example.org')
  const { out } = await shell.run('doctor', ...DATA)
  expect(out).toContain('1 account, 0 staff, 0 to whom a plan is open, 1 session')
  expect(out).toMatch(/^ {15}outbox: 1 file, rights 700 of this account$/m)
})
