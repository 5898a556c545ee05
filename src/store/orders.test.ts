// Orders in a real folder: given beside a server that follows them, by several at once, and against broken files.
import { mkdtemp, readdir, readFile, rename, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Opening } from '../core/policy.ts'
import {
  addOpening,
  closeOpenings,
  digestOnDisk,
  type OpenOrders,
  openOrders,
  readOpenings,
  withdraw,
} from './orders.ts'

const NOW = Date.parse('2026-11-23T12:00:00Z')
const all = (until: number): Opening => ({ scope: { kind: 'all' }, until })
const sea = (until: number): Opening => ({ scope: { kind: 'section', section: 'sea' }, until })

let dir = ''
let reports: string[] = []

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'orders-'))
  reports = []
})

afterEach(async () => {
  await rm(dir, { recursive: true, force: true })
})

async function opened(): Promise<OpenOrders> {
  const orders = await openOrders(dir, (line) => reports.push(line))
  if (!orders.ok) throw new Error(orders.detail)
  return orders.value
}

test('a running server sees openings and withdrawals, and each makes a new generation', async () => {
  const orders = await opened()
  const before = orders.generation()
  expect([orders.openings(), orders.isWithdrawn('/a')]).toEqual([[], false])
  await addOpening(dir, sea(NOW + 1000), NOW)
  await vi.waitFor(() => expect(orders.openings()).toEqual([sea(NOW + 1000)]), 5000)
  await withdraw(dir, ['/a', '/old/a'], NOW)
  await vi.waitFor(() => expect(orders.isWithdrawn('/old/a')).toBe(true), 5000)
  expect([orders.isWithdrawn('/a'), orders.isWithdrawn('/b')]).toEqual([true, false])
  expect(orders.generation()).toBeGreaterThan(before + 1)
  orders.close()
})

test('its digest is that of the disk once everything there is taken in, and not before', async () => {
  const orders = await opened()
  expect(orders.digest()).toBe(await digestOnDisk(dir))
  const before = orders.digest()
  await withdraw(dir, ['/a'], NOW)
  await addOpening(dir, sea(NOW + 1000), NOW)
  const after = await digestOnDisk(dir)
  expect(after).not.toBe(before)
  await vi.waitFor(() => expect(orders.digest()).toBe(after), 5000)
  expect([orders.isWithdrawn('/a'), orders.openings()]).toEqual([true, [sea(NOW + 1000)]])
  orders.close()
})

test('an opening takes the place of one of the same scope; what is over is forgotten', async () => {
  await addOpening(dir, all(NOW + 10), NOW)
  await addOpening(dir, sea(NOW + 1000), NOW)
  await addOpening(dir, sea(NOW + 500), NOW)
  expect(await readOpenings(dir, NOW)).toEqual([all(NOW + 10), sea(NOW + 500)])
  expect(await readOpenings(dir, NOW + 10)).toEqual([sea(NOW + 500)])
  expect(await closeOpenings(dir, NOW + 10)).toEqual([sea(NOW + 500)])
  expect(await readOpenings(dir, NOW)).toEqual([])
})

test('orders given at once are all kept, and leave nothing beside their file', async () => {
  const paths = Array.from({ length: 25 }, (_, index) => `/article-${index}`)
  await Promise.all(paths.map((path) => withdraw(dir, [path, path], NOW)))
  const orders = await opened()
  expect(paths.filter((path) => !orders.isWithdrawn(path))).toEqual([])
  expect(JSON.parse(await readFile(join(dir, 'withdrawn.json'), 'utf8'))).toHaveLength(25)
  expect(await readdir(dir)).toEqual(['withdrawn.json'])
  orders.close()
})

/** At once: who writes over a file lets it be read empty, and that is another fault. */
async function putWhole(text: string): Promise<void> {
  await writeFile(`${dir}-new`, text)
  await rename(`${dir}-new`, join(dir, 'withdrawn.json'))
}

test('a broken file keeps what held and is reported once; mended, it holds again', async () => {
  await withdraw(dir, ['/a'], NOW)
  const orders = await opened()
  await putWhole('[{"path":"/a"')
  await vi.waitFor(() => expect(reports).toHaveLength(1), 5000)
  expect(reports[0]).toContain('withdrawn.json cannot be used')
  expect(orders.isWithdrawn('/a')).toBe(true)
  await expect(withdraw(dir, ['/b'], NOW)).rejects.toThrow()
  await putWhole('[{"path":"/c","at":"2026-11-23T12:00:00Z"}]')
  await vi.waitFor(() => expect(orders.isWithdrawn('/c')).toBe(true), 5000)
  expect(reports).toHaveLength(1)
  orders.close()
})

test('a broken file at the start is a failure: what was withdrawn must not come back', async () => {
  await writeFile(join(dir, 'withdrawn.json'), 'null')
  expect(await openOrders(dir, () => {})).toMatchObject({ ok: false, reason: 'broken' })
  await writeFile(join(dir, 'withdrawn.json'), '[]')
  await writeFile(join(dir, 'openings.json'), '{}')
  expect(await openOrders(dir, () => {})).toMatchObject({ ok: false, reason: 'broken' })
})

test('a folder that vanishes with all its orders takes none of them back', async () => {
  await withdraw(dir, ['/a'], NOW)
  const orders = await opened()
  await rename(dir, `${dir}-away`)
  await vi.waitFor(() => expect(reports.length).toBeGreaterThan(0), 5000)
  expect(orders.isWithdrawn('/a')).toBe(true)
  await rename(`${dir}-away`, dir)
  orders.close()
})

test('a lock that a dead process left behind holds nobody up for ever', async () => {
  const lock = join(dir, 'withdrawn.json.lock')
  await writeFile(lock, '')
  await utimes(lock, 1, 1)
  await withdraw(dir, ['/a'], NOW)
  expect(await readdir(dir)).toEqual(['withdrawn.json'])
})
