// Load: one run of wrk, or of the open-loop generator, from its own core, and what else the machine did meanwhile.
import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { z } from 'zod'
import { megabytesOf, ticksOf, ticksOfEnded } from './process.ts'

const SCRIPT = fileURLToPath(new URL('load.lua', import.meta.url))
const GENERATOR = fileURLToPath(new URL('open-loop.ts', import.meta.url))
const LOAD_CORE = '1'
/** All that V8 does, it does in the generator's own thread: others would take the core away from it in the middle. */
const ALONE = '--single-threaded'
/** More than this part of the two cores taken by others makes a run a disturbed one. */
const DISTURBED = 0.05

export interface Watched {
  /** How much of its core the server used, 0 to 1. Well below 1: the generator was the slower one. */
  readonly busy: number
  /** How much of the machine neither the server nor the generator used but others did, 0 to 1. */
  readonly others: number
  /** What the server held in memory at the end of the run. */
  readonly megabytes: number
}

export interface Run extends Watched {
  readonly perSecond: number
  /** Milliseconds, with 64 connections always busy: waiting in line is in it. */
  readonly p50: number
  readonly p99: number
  readonly failed: number
  /** Requests for each second that the server's core worked: what is left to compare when others took the core away. */
  readonly perBusySecond: number
}

/** A run at a fixed rate, each request at its time whether or not the ones before were answered. */
export interface PacedRun extends Watched {
  /** Requests a second. */
  readonly rate: number
  /** Milliseconds from the time a request was due, not from when it was sent. */
  readonly p50: number
  readonly p99: number
  readonly most: number
  /** How much of a request's time was the generator's own at most, at the 99th percentile, in milliseconds. */
  readonly late: number
  /** How many were due when none of the connections was free, 0 to 1: so much did the server owe. */
  readonly waited: number
  readonly failed: number
}

export function isDisturbed(run: Watched): boolean {
  return run.others > DISTURBED
}

/** The undisturbed runs; all of them when there is none. */
export function kept<One extends Watched>(runs: readonly One[]): readonly One[] {
  const calm = runs.filter((run) => !isDisturbed(run))
  return calm.length > 0 ? calm : runs
}

const result = z.object({
  requests: z.number(),
  microseconds: z.number(),
  bytes: z.number(),
  failed: z.number(),
  p50: z.number(),
  p99: z.number(),
})

/** `requests`: a file for load.lua, begun behind `from` of them. `pid`: the server's. Throws when wrk cannot run. */
export async function load(
  url: string,
  requests: string,
  seconds: number,
  pid: number,
  from = 0,
): Promise<Run> {
  const script = ['-s', SCRIPT, url, '--', requests, String(from)]
  const wrk = ['wrk', '-t1', '-c64', `-d${seconds}s`, ...script]
  const { line, watched } = await watch(pid, wrk)
  const found = result.parse(line)
  const perSecond = (found.requests / found.microseconds) * 1e6
  const perBusySecond = watched.busy === 0 ? 0 : perSecond / watched.busy
  const { failed } = found
  const times = { p50: found.p50 / 1000, p99: found.p99 / 1000 }
  return { ...watched, ...times, perSecond, perBusySecond, failed }
}

const pacedResult = z.object({
  p50: z.number(),
  p99: z.number(),
  most: z.number(),
  late: z.number(),
  waited: z.number(),
  failed: z.number(),
})

/** The same requests at `rate` a second, from open-loop.ts. */
export async function loadPaced(
  url: string,
  requests: string,
  seconds: number,
  pid: number,
  rate: number,
): Promise<PacedRun> {
  const paced = [ALONE, GENERATOR, url, requests, String(rate), String(seconds)]
  const { line, watched } = await watch(pid, [process.execPath, ...paced])
  return { ...watched, ...pacedResult.parse(line), rate }
}

/** Runs a generator that ends with a line `result {…}` of JSON. */
async function watch(
  pid: number,
  generator: readonly string[],
): Promise<{ readonly line: unknown; readonly watched: Watched }> {
  const before = await ticks(pid)
  const { stdout } = await promisify(execFile)('taskset', ['-c', LOAD_CORE, ...generator])
  const after = await ticks(pid)
  const all = after.all - before.all
  const server = after.server - before.server
  const own = server + (after.children - before.children)
  const watched = {
    busy: server / (all / after.cores),
    others: Math.max(0, after.used - before.used - own) / all,
    megabytes: await megabytesOf(pid),
  }
  return { line: JSON.parse(/^result (.*)$/m.exec(stdout)?.[1] ?? 'null'), watched }
}

/** In ticks of the kernel since the machine started (proc(5)). */
async function ticks(pid: number) {
  const stat = await readFile('/proc/stat', 'utf8')
  const cpu = (stat.split('\n')[0] ?? '').split(/\s+/).slice(1, 9).map(Number)
  const all = cpu.reduce((sum, value) => sum + value, 0)
  const idle = (cpu[3] ?? 0) + (cpu[4] ?? 0)
  const cores = stat.match(/^cpu\d/gm)?.length ?? 1
  // The generator has ended by then: its time is among that of our children.
  const [server, children] = await Promise.all([ticksOf(pid), ticksOfEnded()])
  return { all, used: all - idle, cores, server, children }
}
