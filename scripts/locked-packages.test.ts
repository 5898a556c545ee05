import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { locksTheSame } from './locked-packages.mjs'

const lockfile = await readFile(new URL('../package-lock.json', import.meta.url), 'utf8')

/** The project's lockfile with one of its packages changed, or left out. */
function changed(path: string, change: (entry: Record<string, unknown>) => object | undefined) {
  const lock = JSON.parse(lockfile)
  lock.packages[path] = change(lock.packages[path])
  return JSON.stringify(lock)
}

test('a registry without the packages of another platform locks the same', () => {
  const fewer = changed('node_modules/@biomejs/cli-darwin-arm64', () => undefined)
  expect(locksTheSame(lockfile, fewer)).toBe(true)
})

test('an npm that leaves out what it does not know locks the same', () => {
  const older = changed('node_modules/hono', ({ license: _, ...rest }) => rest)
  expect(locksTheSame(lockfile, older)).toBe(true)
})

test('another version, another checksum, a package that is missing or asked for do not', () => {
  const others = [
    changed('node_modules/hono', (entry) => ({ ...entry, version: '4.0.0' })),
    changed('node_modules/hono', (entry) => ({ ...entry, integrity: 'sha512-other' })),
    changed('node_modules/hono', () => undefined),
    changed('', (root) => ({ ...root, dependencies: { hono: '^4.13.19' } })),
  ]
  for (const other of others) expect(locksTheSame(lockfile, other)).toBe(false)
})
