// Start: `npm run bench:start`. How long Standfirst takes from its command to its first answer, and the memory it then
// holds, with 1,000 and with 10,000 articles of 6 KB.
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeEdition } from './edition.ts'
import { median } from './report.ts'
import { startStandfirst } from './servers.ts'

const SIZES = [1000, 10_000]
const RUNS = 3

interface Start {
  readonly seconds: number
  /** Megabytes that are in memory once it answers, and the most there were until then. */
  readonly resident: number
  readonly peak: number
}

async function startOnce(edition: string, data: string): Promise<Start> {
  const running = await startStandfirst(edition, data)
  try {
    const status = await readFile(`/proc/${running.pid}/status`, 'utf8')
    const megabytes = (field: string) =>
      Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]) / 1024
    return {
      seconds: running.startedIn / 1000,
      resident: megabytes('VmRSS'),
      peak: megabytes('VmHWM'),
    }
  } finally {
    await running.stop()
  }
}

const dir = await mkdtemp(join(tmpdir(), 'standfirst-start-'))
try {
  console.log(
    'articles  start s  memory MB  at most MB   (medians; files in the cache of the system)',
  )
  for (const size of SIZES) {
    const edition = join(dir, `edition-${size}`)
    await writeEdition(edition, size)
    const starts: Start[] = []
    for (let run = 0; run < RUNS; run++) starts.push(await startOnce(edition, join(dir, 'data')))
    const middle = (field: keyof Start) => median(starts.map((start) => start[field]))
    const columns = [
      String(size).padStart(8),
      middle('seconds').toFixed(2).padStart(7),
      middle('resident').toFixed(0).padStart(9),
      middle('peak').toFixed(0).padStart(10),
    ]
    console.log(columns.join('  '))
  }
} finally {
  await rm(dir, { recursive: true, force: true })
}
