// The decision log in a real folder, on days that the test names, and where nothing can be written.
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Decision } from '../core/decide.ts'
import { openDecisionLog } from './decision-log.ts'

const NOON = Date.parse('2026-11-23T12:00:00Z')
const DAY = 86_400_000

const granted: Decision = {
  outcome: 'grant',
  reason: 'metering',
  rule: 'default',
  meter: { used: 1, limit: 3, resets: NOON },
  spends: true,
}

let dir = ''
let reports: string[] = []
let now = NOON

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'log-'))
  reports = []
  now = NOON
})

afterEach(async () => {
  await rm(dir, { recursive: true, force: true })
})

function log() {
  return openDecisionLog(dir, (line) => reports.push(line), { now: () => now })
}

async function lines(date: string): Promise<unknown[]> {
  const text = await readFile(join(dir, 'decisions', `${date}.jsonl`), 'utf8')
  return text
    .trimEnd()
    .split('\n')
    .map((line): unknown => JSON.parse(line))
}

test('each decision is a line in the file of its UTC day, with nothing about the reader', async () => {
  const decisions = log()
  decisions.record({ at: NOON, path: '/a', decision: granted })
  decisions.record({ at: NOON + DAY, path: '/b', decision: granted })
  await decisions.flush()
  decisions.record({ at: NOON + 1, path: '/c', decision: granted })
  await decisions.close()
  expect(await lines('2026-11-23')).toEqual([
    {
      at: '2026-11-23T12:00:00.000Z',
      path: '/a',
      outcome: 'grant',
      reason: 'metering',
      rule: 'default',
    },
    {
      at: '2026-11-23T12:00:00.001Z',
      path: '/c',
      outcome: 'grant',
      reason: 'metering',
      rule: 'default',
    },
  ])
  expect(await lines('2026-11-24')).toHaveLength(1)
  expect(reports).toEqual([])
})

test('days that are kept no longer go, and nothing else does', async () => {
  const folder = join(dir, 'decisions')
  await mkdir(folder)
  for (const name of ['2026-10-23.jsonl', '2026-10-24.jsonl', 'notes.txt'])
    await writeFile(join(folder, name), '')
  await log().close()
  expect((await readdir(folder)).sort()).toEqual(['2026-10-24.jsonl', 'notes.txt'])
})

test('beyond its bound it counts what it drops', async () => {
  const decisions = log()
  for (let index = 0; index < 10_003; index++)
    decisions.record({ at: NOON, path: '/a', decision: granted })
  await decisions.close()
  expect(await lines('2026-11-23')).toHaveLength(10_000)
  expect(reports).toEqual(['The decision log lost 3 entries: more than 10000 waited for the disk'])
})

test('a vanished folder disturbs nobody, is told of once a minute, and is not made anew', async () => {
  const decisions = log()
  await rename(dir, `${dir}-away`)
  for (const minute of [0, 0.5, 1.5]) {
    now = NOON + minute * 60_000
    decisions.record({ at: now, path: '/a', decision: granted })
    await decisions.flush()
  }
  expect(reports).toEqual([
    expect.stringMatching(/^The decision log lost 1 entries: ENOENT/),
    expect.stringMatching(/^The decision log lost 2 entries: ENOENT/),
  ])
  await expect(readdir(dir)).rejects.toThrow('ENOENT')
  await rename(`${dir}-away`, dir)
  decisions.record({ at: NOON, path: '/b', decision: granted })
  await decisions.close()
  expect(await lines('2026-11-23')).toHaveLength(1)
})

test('what is still untold at the end is told', async () => {
  const decisions = log()
  await writeFile(join(dir, 'decisions'), 'a file where the folder should be')
  decisions.record({ at: NOON, path: '/a', decision: granted })
  await decisions.flush()
  decisions.record({ at: NOON, path: '/a', decision: granted })
  await decisions.close()
  const losses = reports.filter((line) => line.includes('lost 1 entries: '))
  expect(losses).toHaveLength(2)
})
