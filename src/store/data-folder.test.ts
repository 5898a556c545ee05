import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openDataFolder } from './data-folder.ts'
import { forgetServing, noteServing, readServing } from './serving.ts'
import { takeSole } from './sole.ts'

let dir = ''

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'data-'))
})

afterEach(async () => {
  await rm(dir, { recursive: true })
})

test('the folder is made with its parents, for its owner alone, and left empty', async () => {
  const path = join(dir, 'a', 'b')
  expect(await openDataFolder(path)).toEqual({ ok: true, value: { path } })
  expect((await stat(path)).mode & 0o777).toBe(0o700)
  expect(await readdir(path)).toEqual([])
})

test('a file in its place is one clear sentence', async () => {
  await writeFile(join(dir, 'file'), '')
  expect(await openDataFolder(join(dir, 'file'))).toMatchObject({
    ok: false,
    reason: 'not-writable',
    detail: expect.stringMatching(/^The data folder .*file cannot be written: ENOTDIR.*$/),
  })
})

test('a file system that makes no folders is one clear sentence, and not asked for ever', async () => {
  const nowhere = process.platform === 'linux' ? '/proc/nowhere/data' : join(dir, 'file', 'data')
  if (process.platform !== 'linux') await writeFile(join(dir, 'file'), '')
  expect(await openDataFolder(nowhere)).toMatchObject({ ok: false, reason: 'not-writable' })
})

const note = {
  edition: '/e',
  address: 'https://paper.example',
  health: 'http://127.0.0.1:4000/standfirst/health',
}

test('the note of a running server is read by others and taken away by its own server alone', async () => {
  const serving = { ...note, pid: process.pid }
  expect(await readServing(dir)).toBeUndefined()
  await noteServing(dir, serving)
  expect(await readServing(dir)).toEqual(serving)
  await forgetServing(dir, process.pid + 1)
  expect(await readServing(dir)).toEqual(serving)
  await forgetServing(dir, process.pid)
  expect(await readServing(dir)).toBeUndefined()
})

test('a second server that ends gives the first one its note back, and the first leaves none', async () => {
  // Two processes that run for as long as this test does.
  const first = { ...note, pid: process.ppid }
  const second = { ...note, address: 'https://other.example', pid: process.pid }
  await noteServing(dir, first)
  await noteServing(dir, second)
  expect(await readServing(dir)).toEqual(second)
  await forgetServing(dir, second.pid)
  expect(await readServing(dir)).toEqual(first)
  await forgetServing(dir, first.pid)
  expect(await readdir(dir)).toEqual([])
})

test('one alone may write what is kept of a site, until it ends', async () => {
  const first = takeSole(dir)
  expect(first).toMatchObject({ ok: true })
  expect(takeSole(dir)).toMatchObject({ ok: false, reason: 'taken' })
  if (first.ok) first.value.free()
  const next = takeSole(dir)
  expect(next).toMatchObject({ ok: true })
  if (next.ok) next.value.free()
})

test('what another process has to itself it loses when it is killed', async () => {
  const sole = fileURLToPath(new URL('sole.ts', import.meta.url))
  const program = `import { takeSole } from ${JSON.stringify(sole)}
    console.log(takeSole(${JSON.stringify(dir)}).ok)
    setInterval(() => {}, 1000)`
  const other = spawn(process.execPath, ['--input-type=module', '-e', program])
  const [said] = await once(other.stdout, 'data')
  expect(String(said)).toBe('true\n')
  expect(takeSole(dir)).toMatchObject({ ok: false, reason: 'taken' })
  other.kill('SIGKILL')
  await once(other, 'exit')
  const next = takeSole(dir)
  expect(next).toMatchObject({ ok: true })
  if (next.ok) next.value.free()
})

test('the note of a server that died, or a broken one, is none', async () => {
  await noteServing(dir, { ...note, pid: 2 ** 22 + 1 })
  expect(await readServing(dir)).toBeUndefined()
  await writeFile(join(dir, 'serving.json'), '{')
  expect(await readServing(dir)).toBeUndefined()
})
