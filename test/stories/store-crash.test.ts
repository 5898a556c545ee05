// Promise 3, at its hardest: the process is killed in the middle of its writes, twenty times at random moments. All that
// it acknowledged is there afterwards, and nothing is there by half.
import { type ChildProcess, spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DatabaseSync, SQLOutputValue } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { accountsFile } from '../../src/store/accounts/place.ts'
import { openSqlite } from '../../src/store/accounts/sqlite-file.ts'
import { given, hash } from '../support/account-facts.ts'

const KILLS = 20
const LANES = 4
const writer = fileURLToPath(new URL('../support/accounts-writer.ts', import.meta.url))

/** Lets the writer write into `dir` and kills it at a random moment. Gives what was acknowledged. */
async function killedAtRandom(dir: string, isFirst: boolean): Promise<readonly string[]> {
  const child = spawn(process.execPath, [writer, dir], { stdio: ['ignore', 'pipe', 'inherit'] })
  let said = ''
  child.stdout.on('data', (bytes: Buffer) => {
    said += bytes
  })
  const closed = once(child, 'close')
  // The first of a folder may die before it has the tables; the others while they write.
  if (!isFirst) await Promise.race([once(child.stdout, 'data'), closed])
  await moment(child, isFirst ? 900 : 300)
  child.kill('SIGKILL')
  const [, signal] = await closed
  expect(signal).toBe('SIGKILL')
  // A line that was torn off was not said.
  return said.split('\n').slice(0, -1)
}

function moment(child: ChildProcess, most: number): Promise<unknown> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const timer = setTimeout(resolve, randomInt(most))
  child.once('exit', () => resolve())
  return promise.finally(() => clearTimeout(timer))
}

interface Figures {
  acknowledged: number
  unacknowledged: number
}

/** Every life in the database is whole as far as it came, and came as far as was acknowledged. */
function examine(
  database: DatabaseSync,
  acknowledged: ReadonlySet<string>,
  figures: Figures,
): void {
  const all = (query: string, ...values: string[]) => database.prepare(query).all(...values)
  const count = (query: string, value: string) =>
    Number(all(`select count(*) as n from ${query}`, value)[0]?.['n'])
  expect(all('pragma integrity_check')).toEqual([{ integrity_check: 'ok' }])
  expect(all('pragma foreign_key_check')).toEqual([])

  const accounts = all('select reader, address from accounts')
  const lives = new Map(accounts.map(({ reader, address }) => [lifeOf(address), String(reader)]))
  for (const what of acknowledged) {
    const [step, life = ''] = what.split(' ')
    const isErased = !lives.has(life)
    if (step === 'erased') expect(isErased, what).toBe(true)
    // An erasure may have been carried out without having been acknowledged.
    if (isErased) expect(life.charCodeAt(0) % 3, what).toBe(2)
  }
  for (const [life, reader] of lives) {
    const isSaid = (step: string) => acknowledged.has(`${step} ${life}`)
    // Log-in: account, session, used challenge and the merged reads are one.
    expect(count('sessions where hash = ?', hash(life)), life).toBe(1)
    expect(count('challenges where used is not null and id = ?', life), life).toBe(1)
    const reads = count('reads where reader = ?', reader)
    expect(isSaid('read') ? [5] : [3, 5], life).toContain(reads)
    const grants = count('grants where reader = ?', reader)
    expect(isSaid('granted') ? [1] : [0, 1], life).toContain(grants)
    const sent = count('mails where settled is not null and key = ?', life)
    expect(isSaid('sent') ? [1] : [0, 1], life).toContain(sent)
    const ended = count('sessions where ended is not null and hash = ?', hash(life))
    expect(isSaid('out') ? [1] : [0, 1], life).toContain(ended)
    if (!isSaid('in')) figures.unacknowledged++
  }
  const orphans = all('select id from challenges where used is not null').filter(
    ({ id }) => !lives.has(String(id)),
  )
  expect(orphans).toEqual([])
}

function lifeOf(address: SQLOutputValue | undefined): string {
  return String(address).replace('@example.com', '')
}

async function lane(figures: Figures): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'crash-'))
  const acknowledged = new Set<string>()
  for (let kill = 0; kill < KILLS / LANES; kill++) {
    for (const what of await killedAtRandom(dir, kill === 0)) acknowledged.add(what)
    const { database, db } = given(await openSqlite(accountsFile(dir)))
    examine(database, acknowledged, figures)
    await db.destroy()
  }
  figures.acknowledged += acknowledged.size
  await rm(dir, { recursive: true })
}

test('what was acknowledged before a kill -9 is there after it, and nothing by half', {
  timeout: 120_000,
}, async () => {
  const figures: Figures = { acknowledged: 0, unacknowledged: 0 }
  await Promise.all(Array.from({ length: LANES }, () => lane(figures)))
  console.log(
    `${KILLS} kills: ${figures.acknowledged} acknowledged writes, all there; ` +
      `${figures.unacknowledged} log-ins were written whole without having been acknowledged`,
  )
  expect(figures.acknowledged).toBeGreaterThan(KILLS)
})
