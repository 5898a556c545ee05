// Load: one run of wrk from its own core, and what else the machine did meanwhile.
import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { z } from 'zod'

const SCRIPT = fileURLToPath(new URL('load.lua', import.meta.url))
const LOAD_CORE = '1'
/** More than this part of the two cores taken by others makes a run a disturbed one. */
const DISTURBED = 0.05

const result = z.object({
  requests: z.number(),
  microseconds: z.number(),
  bytes: z.number(),
  failed: z.number(),
  p50: z.number(),
  p99: z.number(),
})

export interface Run {
  readonly perSecond: number
  /** Milliseconds, with 64 connections always busy: waiting in line is in it. */
  readonly p50: number
  readonly p99: number
  readonly failed: number
  /** How much of its core the server used, 0 to 1. Well below 1: wrk was the slower one. */
  readonly busy: number
  /** Requests for each second that the server's core worked: what is left to compare when others took the core away. */
  readonly perBusySecond: number
  /** How much of the machine neither the server nor wrk used but others did, 0 to 1. */
  readonly others: number
}

export function isDisturbed(run: Run): boolean {
  return run.others > DISTURBED
}

/** `requests`: a file for load.lua. `pid`: the server's. Throws when wrk cannot run. */
export async function load(
  url: string,
  requests: string,
  seconds: number,
  pid: number,
): Promise<Run> {
  const before = await ticks(pid)
  const wrk = ['wrk', '-t1', '-c64', `-d${seconds}s`, '-s', SCRIPT, url, '--', requests]
  const { stdout } = await promisify(execFile)('taskset', ['-c', LOAD_CORE, ...wrk])
  const after = await ticks(pid)
  const found = result.parse(JSON.parse(/^result (.*)$/m.exec(stdout)?.[1] ?? 'null'))
  const elapsed = (after.all - before.all) / after.cores
  const server = after.server - before.server
  const own = server + (after.children - before.children)
  const perSecond = (found.requests / found.microseconds) * 1e6
  const busy = server / elapsed
  return {
    perSecond,
    p50: found.p50 / 1000,
    p99: found.p99 / 1000,
    failed: found.failed,
    busy,
    perBusySecond: busy === 0 ? 0 : perSecond / busy,
    others: Math.max(0, after.used - before.used - own) / (after.all - before.all),
  }
}

/** In ticks of the kernel since the machine started (proc(5)). */
async function ticks(pid: number) {
  const stat = await readFile('/proc/stat', 'utf8')
  const cpu = (stat.split('\n')[0] ?? '').split(/\s+/).slice(1, 9).map(Number)
  const all = cpu.reduce((sum, value) => sum + value, 0)
  const idle = (cpu[3] ?? 0) + (cpu[4] ?? 0)
  const cores = stat.match(/^cpu\d/gm)?.length ?? 1
  const server = await processTicks(String(pid), 0)
  // wrk has ended by then: its time is among that of our children.
  const children = await processTicks('self', 2)
  return { all, used: all - idle, cores, server, children }
}

/** User and system time of a process, or of its ended children with `offset` 2. */
async function processTicks(pid: string, offset: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return Number(fields[11 + offset]) + Number(fields[12 + offset])
}
