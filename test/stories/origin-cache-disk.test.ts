// What the cache keeps on the disk: within its budget, whole or not at all, even when the process is killed.
import { spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { readdir, readFile, stat, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { digestOf, storedOf } from '../../src/content/origin/cache/copy-file.ts'
import { Disk } from '../../src/content/origin/cache/disk.ts'
import { copyAt, LIFETIME } from '../support/copies.ts'
import { temporaryFolder } from '../support/origin-cache.ts'

let folder: { dir: string; remove(): Promise<void> }

beforeEach(async () => {
  folder = await temporaryFolder()
})
afterEach(() => folder.remove())

async function opened(budgetBytes = 1024 ** 3, lines: string[] = []): Promise<Disk> {
  const report = (line: string) => lines.push(line)
  const disk = await Disk.open({ dir: folder.dir, budgetBytes, report })
  if (!disk.ok) throw new Error(disk.detail)
  return disk.value
}

async function files(): Promise<string[]> {
  const entries = await readdir(folder.dir, { recursive: true, withFileTypes: true })
  return entries.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name))
}

async function bytesOnDisk(): Promise<number> {
  const sizes = await Promise.all((await files()).map(async (file) => (await stat(file)).size))
  return sizes.reduce((sum, size) => sum + size, 0)
}

/** Cannot be packed any further. */
const noise = (size: number) => crypto.getRandomValues(new Uint8Array(size))
const PICTURE = { headers: [['content-type', 'image/jpeg']] } as const

test('the budget is kept, and articles are the last to go', async () => {
  const budget = 400_000
  const disk = await opened(budget)
  for (let at = 0; at < 300; at++) {
    const isArticle = at % 10 === 0
    const copy = copyAt(`/${at}`, { bytes: noise(8000 + randomInt(2000)), ...PICTURE })
    await disk.put({ copy, lifetime: LIFETIME }, isArticle)
    if (at % 50 === 0) {
      await disk.close()
      expect(await bytesOnDisk()).toBeLessThanOrEqual(budget)
    }
  }
  await disk.close()
  expect(await bytesOnDisk()).toBe(disk.bytes)
  expect(disk.bytes).toBeLessThanOrEqual(budget)
  for (let at = 0; at < 300; at += 10)
    expect(await disk.find(`/${at}`, []), `article ${at}`).toBeDefined()

  // A smaller budget at the next start, and more articles than it holds: the latest stay.
  const smaller = await opened(100_000)
  expect(await bytesOnDisk()).toBeLessThanOrEqual(100_000)
  expect(smaller.size).toBeGreaterThan(5)
})

test('a newer version takes the place of the older, and a restart finds the newer', async () => {
  const disk = await opened()
  for (const [at, text] of ['old', 'new'].entries()) {
    const bytes = new TextEncoder().encode(text)
    const copy = copyAt('/a', { bytes, fetchedAt: Date.now() + at })
    await disk.put({ copy, lifetime: LIFETIME }, true)
  }
  await disk.close()
  expect(await files()).toHaveLength(1)
  const found = await (await opened()).find('/a', [])
  expect(new TextDecoder().decode(found?.copy.bytes)).toBe('new')
})

test('what is removed while it waits to be written, or is written, is not there', async () => {
  const disk = await opened()
  const keys = Array.from({ length: 40 }, (_, at) => `/a-${at}`)
  for (const key of keys) await disk.put({ copy: copyAt(key), lifetime: LIFETIME }, true)
  await Promise.all(
    keys.map(async (key, at) => {
      await wait(at)
      await disk.removeKey(key)
      expect(await disk.find(key, [])).toBeUndefined()
      expect((await files()).filter((file) => file.includes(digestOf(key)))).toEqual([])
    }),
  )
  await disk.close()
  expect(await files()).toEqual([])
})

test('a file that is torn or changed is not used, and is said', async () => {
  const disk = await opened()
  await disk.put({ copy: copyAt('/a'), lifetime: LIFETIME }, true)
  await disk.close()
  const [file = ''] = await files()
  await truncate(file, (await stat(file)).size - 1)
  const lines: string[] = []
  const again = await opened(1024 ** 3, lines)
  expect(await again.find('/a', [])).toBeUndefined()
  await again.close()
  expect(lines).toEqual([`A kept copy is damaged and is not used: ${file}`])
  expect(await files()).toEqual([])
})

test('a folder that cannot be used is said at the start', async () => {
  const file = join(folder.dir, 'file')
  await writeFile(file, '')
  const report = () => {}
  expect(await Disk.open({ dir: join(file, 'in'), budgetBytes: 1, report })).toMatchObject({
    ok: false,
    reason: 'unusable',
  })
})

const writer = fileURLToPath(new URL('../support/copies-writer.ts', import.meta.url))

test('killed in the middle of its writes: what it said is so, and nothing is there by half', async () => {
  for (let life = 0; life < 3; life++) {
    const child = spawn(process.execPath, [writer, folder.dir, `life-${life}`], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let said = ''
    child.stdout.on('data', (bytes: Buffer) => {
      said += bytes
    })
    const closed = once(child, 'close')
    await Promise.race([once(child.stdout, 'data'), closed])
    await wait(20 + randomInt(150))
    child.kill('SIGKILL')
    expect((await closed)[1]).toBe('SIGKILL')
    await examine(`life-${life}`, said.split('\n').slice(0, -1))
  }
})

async function examine(life: string, said: readonly string[]): Promise<void> {
  const lines: string[] = []
  const disk = await opened(1024 ** 3, lines)
  const numbers = (word: string) =>
    said.flatMap((line) => (line.startsWith(word) ? [Number(line.split(' ')[1])] : []))
  const removed = new Set(numbers('removed'))
  const last = Math.max(-1, ...numbers('kept'))
  for (let at = 0; at <= last; at++) {
    const key = `/${life}/${at}`
    const found = await disk.find(key, [])
    // What was about to be removed may be there or not.
    if (removed.has(at)) expect(found, key).toBeUndefined()
    else if (at !== last - 5) expect(found?.copy, key).toEqual(copyAt(key))
  }
  const copies = (await files()).filter((file) => !file.startsWith(join(folder.dir, 'new')))
  for (const file of copies) expect(await storedOf(await readFile(file))).toBeDefined()
  expect(lines).toEqual([])
}
