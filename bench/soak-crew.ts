// Soak crew: the server that is soaked, as the command starts it with two workers: its processes killed, replaced and read
// anew, and what each of them holds in memory, also those that are gone.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { ticksByThread, ticksWithEnded } from './process.ts'
import { KEYS } from './readers.ts'
import { FEW_THREADS } from './servers.ts'

const CLI = fileURLToPath(new URL('../src/cli.ts', import.meta.url))
export const WORKERS = 2
const LOOK_EVERY_MS = 2000
const REPLACED_WITHIN_MS = 60_000
const TICKS_A_SECOND = 100

export interface Sample {
  /** Seconds since the soak began. */
  readonly at: number
  readonly megabytes: number
}

export interface Held {
  readonly pid: number
  readonly what: 'owner' | 'worker'
  readonly samples: Sample[]
}

export class Crew {
  readonly address: string
  readonly #server: ChildProcess
  readonly #said: () => string
  readonly #held = new Map<number, Held>()

  constructor(server: ChildProcess, address: string, said: () => string) {
    this.#server = server
    this.address = address
    this.#said = said
  }

  get held(): readonly Held[] {
    return [...this.#held.values()]
  }

  get #pid(): number {
    return this.#server.pid ?? 0
  }

  async workers(): Promise<readonly number[]> {
    const text = await readFile(`/proc/${this.#pid}/task/${this.#pid}/children`, 'utf8')
    return text.trim().split(' ').filter(Boolean).map(Number)
  }

  /** Kills a worker, never the one that is spared; says what is wrong when it is not replaced. */
  async kill(spared: number | undefined, noteKill: () => void): Promise<string | undefined> {
    const worker = (await this.workers()).findLast((pid) => pid !== spared)
    if (worker === undefined) return 'there was no worker to kill'
    noteKill()
    process.kill(worker, 'SIGKILL')
    return this.#whole(worker)
  }

  /** Has configuration and code read anew; says what is wrong when that does not come about. */
  async reload(): Promise<string | undefined> {
    const before = this.#reloads()
    this.#server.kill('SIGHUP')
    const end = performance.now() + REPLACED_WITHIN_MS
    while (performance.now() < end) {
      if (this.#reloads() > before) return undefined
      await wait(50)
    }
    return 'not reloaded'
  }

  #reloads(): number {
    return this.#said().match(/^Reloaded: /gm)?.length ?? 0
  }

  /** Waits for as many workers as there should be. */
  async #whole(killed: number): Promise<string | undefined> {
    const end = performance.now() + REPLACED_WITHIN_MS
    while (performance.now() < end) {
      const workers = await this.workers()
      if (workers.length >= WORKERS && !workers.includes(killed)) return undefined
      await wait(50)
    }
    return 'a worker that was killed was not replaced'
  }

  /** Weighs every process until `end`. `began`: when the soak did. */
  async weigh(began: number, end: number): Promise<void> {
    while (performance.now() < end) {
      const at = (performance.now() - began) / 1000
      await this.#weighOne(this.#pid, 'owner', at)
      for (const pid of await this.workers()) await this.#weighOne(pid, 'worker', at)
      await wait(Math.min(LOOK_EVERY_MS, Math.max(0, end - performance.now())))
    }
  }

  async #weighOne(pid: number, what: Held['what'], at: number): Promise<void> {
    // One that has just ended weighs nothing.
    const text = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
    const kilobytes = /^VmRSS:\s+(\d+) kB/m.exec(text)?.[1]
    if (kilobytes === undefined) return
    const held = this.#held.get(pid) ?? { pid, what, samples: [] }
    held.samples.push({ at, megabytes: Number(kilobytes) / 1024 })
    this.#held.set(pid, held)
  }

  /** Seconds of work by the threads that there are, by what they are. */
  async workedBy(): Promise<ReadonlyMap<string, number>> {
    const ticks = await ticksByThread(this.#pid)
    return new Map([...ticks].map(([what, count]) => [what, count / TICKS_A_SECOND]))
  }

  /** Seconds of work by all processes that there are and were. */
  async worked(): Promise<number> {
    return (await ticksWithEnded(this.#pid)) / TICKS_A_SECOND
  }

  /** How it ended: 0 is well. */
  async end(): Promise<number | null> {
    if (this.#server.exitCode === null && this.#server.signalCode === null) {
      const ended = once(this.#server, 'exit')
      this.#server.kill('SIGTERM')
      await ended
    }
    return this.#server.exitCode
  }
}

/** `cores` as taskset takes them; where it may run without. Throws with what it said when it ends instead. */
export async function startCrew(
  edition: string,
  data: string,
  { workers = WORKERS, cores }: { readonly workers?: number; readonly cores?: string } = {},
): Promise<Crew> {
  const args = ['serve', edition, '--port', '0', '--data', data, '--workers', String(workers)]
  const command = [process.execPath, ...FEW_THREADS, CLI, ...args]
  const [program = '', ...rest] =
    cores === undefined ? command : ['taskset', '-c', cores, ...command]
  const server = spawn(program, rest, {
    env: { ...process.env, STANDFIRST_KEYS: KEYS, STANDFIRST_LOG: 'text' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  let said = ''
  server.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text
    const [, address] = /^Serving .* at (\S+)$/m.exec(said) ?? []
    if (address !== undefined) resolve(address)
  })
  server.once('exit', () => reject(new Error(`The server ended: ${said}`)))
  return new Crew(server, await promise, () => said)
}
