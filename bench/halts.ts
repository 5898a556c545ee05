// Halts: how long the server's core stands still while both cores have work and nobody asks a server anything. A process
// that looks at the clock all the time sees when it was not let: on a virtual machine mostly for its host, else for others.
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { z } from 'zod'

const PROBE = fileURLToPath(new URL('halts-probe.ts', import.meta.url))
const CORES = ['0', '1']

export interface Halts {
  /** Seconds that were looked at. */
  readonly seconds: number
  /** Milliseconds, all halts of more than one together, and the longest. */
  readonly sum: number
  readonly most: number
}

const halts = z.object({ seconds: z.number(), sum: z.number(), most: z.number() })

/** Of the server's core, while the load's has as much to do. */
export async function haltsIn(seconds: number): Promise<Halts> {
  const [ofServer] = await Promise.all(CORES.map((core) => probe(core, seconds)))
  if (ofServer === undefined) throw new Error('There is no core to look at')
  return ofServer
}

async function probe(core: string, seconds: number): Promise<Halts> {
  const command = [process.execPath, '--single-threaded', PROBE, String(seconds)]
  const { stdout } = await promisify(execFile)('taskset', ['-c', core, ...command])
  return halts.parse(JSON.parse(stdout))
}

/** For the report: what of the time the core stood still. */
export function haltsLine(all: readonly Halts[]): string {
  const sum = (of: 'seconds' | 'sum') => all.reduce((total, one) => total + one[of], 0)
  const part = sum('sum') / 10 / sum('seconds')
  const most = Math.max(...all.map((one) => one.most))
  return `A process that only looks at the clock was not let on the server's core for ${part.toFixed(2)} % of ${sum('seconds')} seconds in which nobody was asked anything, ${most.toFixed(1)} ms at most: no server could have answered then.`
}
