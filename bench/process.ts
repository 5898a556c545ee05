// Process: a server as one process, with all it starts, on one core: started, looked at and stopped.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir, readFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { availableParallelism } from 'node:os'
import { setTimeout as wait } from 'node:timers/promises'

const SERVER_CORE = '0'
/** As taskset takes them. */
export const ALL_CORES = `0-${availableParallelism() - 1}`

export interface Running {
  readonly address: string
  readonly pid: number
  /** Milliseconds from the command to the first answer. */
  readonly startedIn: number
  stop(): Promise<void>
}

/** Waits until it answers at `path`. `cores` as taskset takes them. Throws with what it said when it ends instead. */
export async function start(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  address: string,
  path: string,
  cores = SERVER_CORE,
): Promise<Running> {
  const began = performance.now()
  const child = spawn('taskset', ['-c', cores, command, ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString()
  })
  while (!(await answers(address + path))) {
    if (child.exitCode !== null) throw new Error(`${command} ended: ${said}`)
    await wait(5)
  }
  const startedIn = performance.now() - began
  return { address, pid: child.pid ?? 0, startedIn, stop: () => stop(child) }
}

export async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(100) })
    await response.arrayBuffer()
    return response.ok
  } catch {
    // Not listening yet, or not answering yet.
    return false
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  await ended
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const bound = server.address()
  server.close()
  await once(server, 'close')
  return typeof bound === 'object' && bound !== null ? bound.port : 0
}

/** User and system time of a process and all that it started, in ticks of the kernel (proc(5)). */
export async function ticksOf(pid: number): Promise<number> {
  let ticks = 0
  for (const one of await family(pid)) {
    const fields = await statOf(String(one))
    ticks += Number(fields[11]) + Number(fields[12])
  }
  return ticks
}

/** The same, with what of it has ended. */
export async function ticksWithEnded(pid: number): Promise<number> {
  let ticks = 0
  for (const one of await family(pid)) {
    // One that ends meanwhile is counted with its parent the next time.
    const fields = await statOf(String(one)).catch(() => [])
    for (const place of [11, 12, 13, 14]) ticks += Number(fields[place] ?? 0)
  }
  return ticks
}

/** The same by the names of the threads, as the kernel has them. */
export async function ticksByThread(pid: number): Promise<ReadonlyMap<string, number>> {
  const ticks = new Map<string, number>()
  for (const one of await family(pid))
    for (const thread of await readdir(`/proc/${one}/task`)) {
      const place = `${one}/task/${thread}`
      // One that ends meanwhile is left out.
      const name = (await readFile(`/proc/${place}/comm`, 'utf8').catch(() => '')).trim()
      const fields = await statOf(place).catch(() => [])
      const spent = Number(fields[11] ?? 0) + Number(fields[12] ?? 0)
      ticks.set(name, (ticks.get(name) ?? 0) + spent)
    }
  return ticks
}

/** The same of our own children that have ended. */
export async function ticksOfEnded(): Promise<number> {
  const fields = await statOf('self')
  return Number(fields[13]) + Number(fields[14])
}

/** Megabytes that a process and all that it started hold in memory. */
export async function megabytesOf(pid: number): Promise<number> {
  let kilobytes = 0
  for (const one of await family(pid)) {
    const status = await readFile(`/proc/${one}/status`, 'utf8')
    kilobytes += Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0)
  }
  return kilobytes / 1024
}

async function family(pid: number): Promise<readonly number[]> {
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')
  const below = await Promise.all(children.split(' ').filter(Boolean).map(Number).map(family))
  return [pid, ...below.flat()]
}

async function statOf(pid: string): Promise<readonly string[]> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
}
