// Keys in a real folder: made once, kept long enough, followed while the server runs, and never in a sentence.
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { listKeys, type OpenKeyRing, openKeyRing, readKeyRing, rotateKeys } from './key-ring.ts'

const DAY = 86_400_000

let dir = ''
let reports: string[] = []

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'keys-'))
  reports = []
})

afterEach(async () => {
  await rm(dir, { recursive: true, force: true })
})

async function opened(env: Record<string, string> = {}): Promise<OpenKeyRing> {
  const ring = await openKeyRing(dir, env, (line) => reports.push(line))
  if (!ring.ok) throw new Error(ring.detail)
  return ring.value
}

test('the first start makes one key that only its owner may read, and the next start keeps it', async () => {
  const first = await opened()
  const again = await opened()
  expect(first.ring().keys).toHaveLength(1)
  expect(first.ring().keys[0]?.secret).toHaveLength(32)
  expect(again.ring()).toEqual(first.ring())
  expect((await stat(join(dir, 'keys.json'))).mode & 0o777).toBe(0o600)
  first.close()
  again.close()
})

test('many first starts at once agree on one key', async () => {
  const rings = await Promise.all(Array.from({ length: 8 }, () => opened()))
  expect(new Set(rings.map((ring) => ring.ring().keys[0]?.id)).size).toBe(1)
  for (const ring of rings) ring.close()
})

test('a rotation puts a new key first, and the running server sees it', async () => {
  const ring = await opened()
  const [old] = ring.ring().keys
  const keys = await rotateKeys(dir, Date.now())
  expect(keys.map(({ id }) => id)).toEqual([expect.stringMatching(/^[a-z0-9]{1,8}$/), old?.id])
  await vi.waitFor(
    () => expect(ring.ring().keys.map(({ id }) => id)).toEqual(keys.map(({ id }) => id)),
    5000,
  )
  ring.close()
})

test('a key goes 400 days after it was replaced, not after it was made', async () => {
  const start = Date.parse('2026-01-01T00:00:00Z')
  const [first] = await rotateKeys(dir, start)
  const [second] = await rotateKeys(dir, start + 1000 * DAY)
  const kept = await rotateKeys(dir, start + 1399 * DAY)
  expect(kept.map(({ id }) => id).slice(1)).toEqual([second?.id, first?.id])
  const left = await rotateKeys(dir, start + 1400 * DAY)
  expect(left.map(({ id }) => id)).not.toContain(first?.id)
  expect(left.map(({ id }) => id)).toContain(second?.id)
  expect(await listKeys(dir)).toEqual(left.map(({ id, created }) => ({ id, created })))
})

test('a broken file fails at the start, and while running leaves the keys as they were', async () => {
  const ring = await opened()
  const before = ring.ring()
  await writeFile(join(dir, 'keys.json'), '[{"id":"a","secret":"a-secret-that-is-short"}]')
  await vi.waitFor(() => expect(reports).toHaveLength(1), 5000)
  expect(ring.ring()).toEqual(before)
  expect(reports[0]).not.toContain('a-secret')
  ring.close()
  const again = await openKeyRing(dir, {}, () => {})
  expect(again).toMatchObject({ ok: false, reason: 'unusable' })
  expect(JSON.stringify(again)).not.toContain('a-secret')
})

test('a folder that vanishes takes no key away', async () => {
  const ring = await opened()
  const before = ring.ring()
  await rm(dir, { recursive: true })
  await vi.waitFor(() => expect(reports).toHaveLength(1), 5000)
  expect(ring.ring()).toEqual(before)
  ring.close()
})

test('STANDFIRST_KEYS takes the place of the file, newest first', async () => {
  const one = Buffer.alloc(32, 1).toString('base64url')
  const two = Buffer.alloc(32, 2).toString('base64url')
  const env = { STANDFIRST_KEYS: `new:${one}, old:${two}` }
  const ring = await opened(env)
  expect(ring.ring().keys.map(({ id, secret }) => [id, secret[0], secret.length])).toEqual([
    ['new', 1, 32],
    ['old', 2, 32],
  ])
  expect(await readKeyRing(dir, env)).toEqual(ring.ring())
  await expect(readFile(join(dir, 'keys.json'))).rejects.toThrow('ENOENT')
})

test.each(['a', 'a:', 'a:short', `A:${'A'.repeat(43)}`, `a:${'A'.repeat(43)},a:${'B'.repeat(43)}`])(
  'STANDFIRST_KEYS=%s is refused without being repeated',
  async (written) => {
    const ring = await openKeyRing(dir, { STANDFIRST_KEYS: written }, () => {})
    expect(ring).toMatchObject({ ok: false, reason: 'unusable' })
    expect(JSON.stringify(ring)).not.toContain('AAAA')
  },
)

test('there is no ring to read before the first start', async () => {
  expect(await readKeyRing(dir, {})).toBeUndefined()
  expect(await listKeys(dir)).toEqual([])
})
