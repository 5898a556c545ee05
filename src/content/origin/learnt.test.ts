// Over a restart the sentinel knows all that it knew: from its fingerprints, from texts where these are of no use, and
// where there are no texts either it says so.
import { cp, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import {
  freeOf,
  type LearntSite,
  openLearnt,
  POLICY,
  readingOf,
  secretOf,
} from '../../../test/support/learnt.ts'
import type { ArticlePageReading } from '../../core/origin.ts'

const PATHS = Array.from({ length: 12 }, (_, at) => `/a/${at}`)
let root: string
let folders = 0
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'learnt-'))
})
afterAll(() => rm(root, { recursive: true }))

function fresh(): string {
  folders++
  return join(root, `${folders}`)
}

/** A folder on which all of PATHS were learnt, and which was closed. */
async function filled(): Promise<string> {
  const folder = fresh()
  const site = await openLearnt(folder)
  for (const path of PATHS) site.learnt.take(readingOf(path))
  await closed(site)
  return folder
}

test('only their owner reads what is kept of articles', async () => {
  const folder = await filled()
  const names = ['.', ...(await readdir(folder, { recursive: true }))]
  expect(names).toEqual(expect.arrayContaining(['articles.jsonl', 'fingerprints', 'texts']))
  for (const name of names) {
    const state = await stat(join(folder, name))
    expect([name, state.mode & 0o777]).toEqual([name, state.isDirectory() ? 0o700 : 0o600])
  }
})

test('a start needs the fingerprints alone', async () => {
  const folder = await filled()
  await rm(join(folder, 'texts'), { recursive: true })
  const site = await openLearnt(folder)
  expect(PATHS.filter((path) => !site.meets(path))).toEqual([])
  expect(site.said).toEqual([])
  await closed(site)
})

test('fingerprints that are damaged anywhere, or cut short, are of no use, and the texts are', async () => {
  const folder = await filled()
  const whole = await readFile(join(folder, 'fingerprints'))
  // Of what says nothing there is most in a small file.
  const places = [...whole.keys()].filter((at) => whole[at] !== 0)
  const faults = fc.record({ at: fc.constantFrom(...places), bit: fc.nat(7), isCut: fc.boolean() })
  await fc.assert(
    fc.asyncProperty(faults, async ({ at, bit, isCut }) => {
      const damaged = fresh()
      await cp(folder, damaged, { recursive: true })
      const bytes = Buffer.from(isCut ? whole.subarray(0, at) : whole)
      if (!isCut) bytes[at] = (bytes[at] ?? 0) ^ (1 << bit)
      await writeFile(join(damaged, 'fingerprints'), bytes)
      const site = await openLearnt(damaged)
      expect(PATHS.filter((path) => !site.meets(path))).toEqual([])
      expect(site.said).toEqual([expect.stringContaining('cannot be used')])
      await closed(site)
    }),
    { numRuns: 10 },
  )
})

test('where texts are gone as well it is said, the article stays gated, and is taught when it is read', async () => {
  const folder = await filled()
  await rm(join(folder, 'texts'), { recursive: true })
  await rm(join(folder, 'fingerprints'))
  const site = await openLearnt(folder)
  expect(site.said).toEqual([expect.stringContaining('The texts of 12 pages of articles are not')])
  expect(site.known.find('/a/7')?.gated).toBe(true)
  site.learnt.take(readingOf('/a/7'))
  expect(site.meets('/a/7')).toBe(true)
  await closed(site)
  await rm(join(folder, 'fingerprints'))
  const again = await openLearnt(folder)
  expect(again.meets('/a/7')).toBe(true)
  await closed(again)
})

type Event =
  | { readonly kind: 'learn' | 'forget'; readonly path: string; readonly version: number }
  | { readonly kind: 'close' | 'kill' }

test('whatever happens between two starts, what is remembered is met and what was forgotten is not', async () => {
  const path = fc.constantFrom('/x', '/y', '/z')
  const version = fc.nat(3)
  const event: fc.Arbitrary<Event> = fc.oneof(
    { weight: 4, arbitrary: fc.record({ kind: fc.constant('learn' as const), path, version }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('forget' as const), path, version }) },
    {
      weight: 2,
      arbitrary: fc.record({ kind: fc.constantFrom('close' as const, 'kill' as const) }),
    },
  )
  await fc.assert(
    fc.asyncProperty(fc.array(event, { maxLength: 10 }), async (events) => {
      const folder = fresh()
      const versions = new Map<string, number>()
      let site = await openLearnt(folder)
      for (const one of events) {
        if (one.kind === 'learn') {
          site.learnt.take(readingOf(one.path, one.version))
          versions.set(one.path, one.version)
        } else if (one.kind === 'forget') {
          site.learnt.forget(one.path)
          versions.delete(one.path)
        } else {
          // Of a killed one the fingerprints are old, or there are none.
          if (one.kind === 'close') await closed(site)
          else await site.known.written()
          site = await openLearnt(folder)
        }
        for (const name of ['/x', '/y', '/z']) {
          const last = versions.get(name)
          expect(site.known.find(name) !== undefined).toBe(last !== undefined)
          if (last !== undefined) expect(site.meets(name, last)).toBe(true)
          else expect([0, 1, 2, 3].some((any) => site.meets(name, any))).toBe(false)
        }
      }
      await closed(site)
    }),
    { numRuns: 12 },
  )
})

test('what was free under other rules is met as soon as it is read under these', async () => {
  const folder = fresh()
  const first = await openLearnt(folder, { ...POLICY, default: { kind: 'free' } })
  first.learnt.take(freeOf('/b'))
  await closed(first)
  const gated = await openLearnt(folder)
  expect(gated.learnt.lookUp('/b')).toBeUndefined()
  gated.learnt.take(readingOf('/b'))
  await vi.waitFor(() =>
    expect(gated.sentinel.look(secretOf('/b'))).toMatchObject([{ path: '/b' }]),
  )
  await closed(gated)
})

test('an article that was given to everybody and is not any more is met after the next start', async () => {
  const folder = fresh()
  const first = await openLearnt(folder)
  const free = freeOf('/b')
  first.learnt.take({ ...free, article: { ...free.article, access: { kind: 'free' } } })
  first.learnt.take(readingOf('/b'))
  expect(first.meets('/b')).toBe(false)
  await closed(first)
  const second = await openLearnt(folder)
  await vi.waitFor(() => expect(second.meets('/b')).toBe(true))
  await closed(second)
  const third = await openLearnt(folder)
  expect(third.meets('/b')).toBe(true)
  await closed(third)
})

/** Its secret stands above the cut, and something else below it. */
function openOf(path: string): ArticlePageReading {
  return { ...readingOf(path, 1), openText: `Open of ${path}. ${secretOf(path)}` }
}

/** After one start more. */
async function expectMet(folder: string): Promise<void> {
  const site = await openLearnt(folder)
  await vi.waitFor(() => expect(site.meets('/b')).toBe(true))
  await closed(site)
}

test('what stood above a cut that was moved up is met after the next start, also after a kill', async () => {
  const folder = fresh()
  const first = await openLearnt(folder)
  first.learnt.take(openOf('/b'))
  await closed(first)
  const killed = await openLearnt(folder)
  killed.learnt.take(readingOf('/b'))
  expect(killed.meets('/b')).toBe(false)
  await killed.known.written()
  await expectMet(folder)
})

test('likewise where there was no room for its preview', async () => {
  const folder = fresh()
  const site = await openLearnt(folder, POLICY, 10)
  site.learnt.take(openOf('/b'))
  site.learnt.take(readingOf('/b'))
  await closed(site)
  await expectMet(folder)
})

test.each(['close', 'kill'])('what was open, went and came back gated is met (%s)', async (end) => {
  const folder = fresh()
  const first = await openLearnt(folder)
  const free = freeOf('/b')
  first.learnt.take({ ...free, article: { ...free.article, access: { kind: 'free' } } })
  await closed(first)
  const second = await openLearnt(folder)
  second.learnt.forget('/b')
  if (end === 'kill') await second.known.written()
  const third = end === 'kill' ? await openLearnt(folder) : second
  third.learnt.take(readingOf('/b'))
  await closed(third)
  await expectMet(folder)
})

async function closed({ known, learnt }: LearntSite): Promise<void> {
  await known.written()
  await learnt.close()
}
