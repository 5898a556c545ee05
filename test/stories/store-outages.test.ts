// The store on bad days: its thread hangs, dies and comes back. Whoever asks is answered in time, and nothing that was
// acknowledged is lost.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { WorkerOptions } from '../../src/store/accounts/in-worker.ts'
import { accountsFile } from '../../src/store/accounts/place.ts'
import { type OpenStore, openAccountStore } from '../../src/store/accounts/store.ts'
import { enter, given, HOUR, NOW } from '../support/account-facts.ts'

const worker = new URL('../support/accounts-worker-with-faults.ts', import.meta.url)
const unavailable = { ok: false, reason: 'unavailable' }

let dir = ''
let store: OpenStore
let reports: string[] = []

async function opened(options: Partial<WorkerOptions> = {}): Promise<OpenStore> {
  store = given(
    await openAccountStore(dir, {
      standingMs: 10_000,
      worker,
      report: (line) => reports.push(line),
      ...options,
    }),
  )
  return store
}

const hang = () => writeFile(`${accountsFile(dir)}.hangs`, '')
const comeBack = () => rm(`${accountsFile(dir)}.hangs`)
const die = () => writeFile(`${accountsFile(dir)}.dies`, '')

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'outages-'))
  reports = []
})

afterEach(async () => {
  await store.close()
  await rm(dir, { recursive: true })
})

test('a thread that hangs keeps nobody waiting, and what was given up is not done later', async () => {
  await opened({ callMs: 500 })
  const anna = await enter(store, 'anna@example.com')
  await store.close()
  await opened({ standingMs: 50, callMs: 500 })
  await hang()
  expect(await store.standing(anna.session.hash, NOW)).toEqual({
    ...unavailable,
    detail: 'The accounts did not answer within 50 ms',
  })
  expect(await store.standingOfFeed('a feed', NOW)).toEqual({
    ...unavailable,
    detail: 'The accounts did not answer within 50 ms',
  })
  expect(await store.ensureAccount('ben@example.com', 'ben', NOW)).toEqual({
    ...unavailable,
    detail: 'The accounts did not answer within 500 ms',
  })
  await comeBack()
  await vi.waitFor(
    async () => expect(await store.standing(anna.session.hash, NOW)).toMatchObject({ ok: true }),
    5000,
  )
  expect(await store.account('ben')).toMatchObject({ reason: 'unknown' })
  expect(reports).toEqual([])
})

test('only so many calls wait; the next is refused at once, until the thread has answered', async () => {
  await opened({ mostWaiting: 3, callMs: 20_000 })
  await hang()
  const waiting = ['a', 'b', 'c'].map((reader) => store.account(reader))
  expect(await store.account('d')).toEqual({
    ...unavailable,
    detail: '3 calls wait for the accounts',
  })
  await comeBack()
  for (const answer of await Promise.all(waiting))
    expect(answer).toMatchObject({ reason: 'unknown' })
  expect(await store.account('d')).toMatchObject({ reason: 'unknown' })
})

test('calls that nobody waits for any more still count while the thread hangs', async () => {
  await opened({ mostWaiting: 2, callMs: 20 })
  await hang()
  await Promise.all(['a', 'b'].map((reader) => store.account(reader)))
  expect(await store.account('c')).toMatchObject({ detail: '2 calls wait for the accounts' })
  await comeBack()
})

test('a thread that dies is started again: until then calls are refused, after that all is there', async () => {
  await opened({ callMs: 20_000 })
  const anna = await enter(store, 'anna@example.com')
  await die()
  const detail = 'The thread of the accounts died; whether the call was carried out is not known'
  expect(await Promise.all([store.account('ben'), store.standing(anna.session.hash, NOW)])).toEqual(
    [
      { ...unavailable, detail },
      { ...unavailable, detail },
    ],
  )
  expect(await store.standing(anna.session.hash, NOW)).toEqual({
    ...unavailable,
    detail: 'The accounts are not open',
  })
  await vi.waitFor(() => expect(reports).toContain('The accounts are back'), 10_000)
  expect(reports).toEqual([
    'The thread of the accounts died and is started again: struck by lightning',
    'The accounts are back',
  ])
  expect(given(await store.standing(anna.session.hash, NOW)).reader).toBe(anna.account.reader)
})

test('under load, while the thread dies three times, nobody is told anything untrue', async () => {
  await opened({ callMs: 20_000 })
  const anna = await enter(store, 'anna@example.com')
  let isOver = false
  const answers = { right: 0, unavailable: 0, written: 0 }
  const read = async () => {
    while (!isOver) {
      const standing = await store.standing(anna.session.hash, NOW)
      if (standing.ok) answers.right++
      else {
        expect(standing.reason).toBe('unavailable')
        answers.unavailable++
        await wait(1)
      }
    }
  }
  const acknowledged: string[] = []
  const write = async () => {
    for (let count = 0; !isOver; count++) {
      const made = await store.ensureAccount(`${count}@example.com`, `reader ${count}`, NOW)
      if (made.ok) acknowledged.push(made.value.reader)
      else await wait(1)
    }
  }
  const load = Promise.all([read(), read(), write()])
  for (let deaths = 1; deaths <= 3; deaths++) {
    await die()
    await vi.waitFor(
      () => expect(reports.filter((line) => line === 'The accounts are back')).toHaveLength(deaths),
      20_000,
    )
  }
  isOver = true
  await load
  expect(answers.right).toBeGreaterThan(0)
  expect(answers.unavailable).toBeGreaterThan(0)
  for (const reader of acknowledged) expect(await store.account(reader)).toMatchObject({ ok: true })
})

test('what was asked before the end is answered; after it nothing is asked any more', async () => {
  await opened({ callMs: 20_000 })
  const ben = await enter(store, 'ben@example.com')
  const used = store.standing(ben.session.hash, NOW + 5 * HOUR)
  const made = store.ensureAccount('anna@example.com', 'anna', NOW)
  await store.close()
  expect(await used).toMatchObject({ ok: true })
  expect(await made).toMatchObject({ ok: true })
  expect(await store.account('anna')).toEqual({
    ...unavailable,
    detail: 'The accounts are not open',
  })
  await opened({ callMs: 20_000 })
  expect(await store.sessions(ben.account.reader)).toMatchObject({
    value: [{ lastUsed: NOW + 5 * HOUR }],
  })
})

test('a thread that cannot open the database again says why once, and goes on trying', async () => {
  await opened({ callMs: 20_000 })
  const file = accountsFile(dir)
  await hang()
  await die()
  expect(await store.account('anna')).toMatchObject(unavailable)
  await vi.waitFor(() => expect(reports).toHaveLength(1), 10_000)
  for (const part of ['-wal', '-shm']) await rm(file + part, { force: true })
  await writeFile(file, 'scribbled over '.repeat(1000))
  await comeBack()
  await vi.waitFor(() => expect(reports).toHaveLength(2), 10_000)
  expect(reports[1]).toMatch(/accounts\.sqlite cannot be used: it is not a database/)
  await rm(file)
  await vi.waitFor(() => expect(reports).toContain('The accounts are back'), 20_000)
  expect(reports).toHaveLength(3)
})
