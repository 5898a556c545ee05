// Start: `npm run bench:start`. How long Standfirst takes from its command to its first answer, and the memory it then
// holds, with 1,000 and with 10,000 articles of 6 KB; and how long `npm start` takes with the sample, npm itself with it.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { writeEdition } from './edition.ts'
import { answers, freePort } from './process.ts'
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

/** Seconds until the sample answers for the first time, on all cores. */
async function startSample(data: string): Promise<number> {
  const port = await freePort()
  const began = performance.now()
  const args = ['start', '--', '--port', String(port), '--data', data]
  const child = spawn('npm', args, { stdio: 'ignore', detached: true })
  const ended = once(child, 'exit')
  while (!(await answers(`http://127.0.0.1:${port}/`))) {
    if (child.exitCode !== null) throw new Error('npm start ended')
    await wait(5)
  }
  const seconds = (performance.now() - began) / 1000
  if (child.pid !== undefined) process.kill(-child.pid, 'SIGTERM')
  await ended
  return seconds
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
  const samples: number[] = []
  for (let run = 0; run < RUNS + 2; run++) samples.push(await startSample(join(dir, 'sample')))
  console.log(`npm start with the sample: ${median(samples).toFixed(2)} s`)
} finally {
  await rm(dir, { recursive: true, force: true })
}
