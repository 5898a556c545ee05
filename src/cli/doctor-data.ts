// Doctor, data folder: what is in it, how large it is and who may enter, and how the accounts stand.
import type { Stats } from 'node:fs'
import { readdir, stat, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { readFigures } from '../store/accounts/read-figures.ts'
import { listKeys } from '../store/key-ring.ts'
import { migrations } from '../store/migrations/migrations.ts'
import { countOf } from './command.ts'
import type { Fact } from './doctor-config.ts'

export async function dataFacts(dataDir: string): Promise<readonly Fact[]> {
  const folder = await stat(dataDir).catch(() => undefined)
  if (folder === undefined) return [['Data folder', 'there is none yet']]
  const names = (await readdir(dataDir).catch(() => [])).sort()
  const disk = await statfs(dataDir).catch(() => undefined)
  const free = disk === undefined ? 'unknown' : sizeInWords(disk.bavail * disk.bsize)
  const parts = await Promise.all(names.map(async (name) => partOf(name, join(dataDir, name))))
  return [
    ['Data folder', `${rightsOf(folder)}, ${free} free`],
    ...parts.flat(),
    ['Keys', await keysIn(dataDir)],
  ]
}

export async function accountFacts(dataDir: string, now: number): Promise<readonly Fact[]> {
  const read = await readFigures(dataDir, now)
  if (!read.ok) return [['Accounts', `${read.reason}: ${read.detail}`]]
  const figures = read.value
  const latest = Object.keys(migrations).sort().at(-1)
  const own = figures.migration === latest ? 'this version’s' : `this version’s is ${latest}`
  const waiting =
    figures.waitingSince === undefined
      ? ''
      : `, the oldest since ${new Date(figures.waitingSince).toISOString()}`
  return [
    ['Migration', `${figures.migration} (${own})`],
    [
      'Readers',
      `${countOf(figures.accounts, 'account')}, ${figures.staff} staff, ${figures.payers} to whom a plan is open, ${countOf(figures.sessions, 'session')}`,
    ],
    [
      'Mails',
      `${figures.mailsWaiting} waiting${waiting}; ${figures.mailsGivenUp} given up in a week`,
    ],
    ...figures.mailFailures.map(
      ({ why, count }): Fact => ['Mail failure', `${countOf(count, 'time')}: ${why}`],
    ),
  ]
}

/** Names that are not Standfirst's own are not repeated: whoever put the file there chose them. */
const OWN =
  /^(?:accounts(?:-before-[\dTZ-]+)?\.sqlite(?:-wal|-shm)?|decisions|outbox|origin(?:\.lock(?:-journal)?)?|(?:keys|serving|openings|withdrawn)\.json)$/

async function partOf(name: string, path: string): Promise<readonly Fact[]> {
  const state = await stat(path).catch(() => undefined)
  if (state === undefined) return []
  const shown = OWN.test(name) ? name : 'something else'
  if (!state.isDirectory())
    return [['', `${shown}: ${sizeInWords(state.size)}, ${rightsOf(state)}`]]
  const files = await readdir(path).catch(() => [])
  return [['', `${shown}: ${countOf(files.length, 'file')}, ${rightsOf(state)}`]]
}

function rightsOf({ mode, uid }: Stats): string {
  const mine = process.getuid === undefined || process.getuid() === uid
  return `rights ${(mode & 0o777).toString(8)} of ${mine ? 'this account' : 'another account'}`
}

async function keysIn(dataDir: string): Promise<string> {
  try {
    const keys = await listKeys(dataDir)
    const [newest] = keys
    return newest === undefined
      ? 'none yet'
      : `${keys.length}, the newest of ${new Date(newest.created).toISOString().slice(0, 10)}`
  } catch {
    return 'cannot be read'
  }
}

function sizeInWords(bytes: number): string {
  if (bytes < 1_000_000) return `${Math.ceil(bytes / 1000)} kB`
  return bytes < 1_000_000_000
    ? `${(bytes / 1_000_000).toFixed(1)} MB`
    : `${(bytes / 1_000_000_000).toFixed(1)} GB`
}
