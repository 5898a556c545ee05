// Generation: the workers that were started on one state of configuration and code, with the accounts that they share. A
// worker that dies is replaced; a generation ends when another has taken over and its last reader is answered.
import cluster, { type Worker } from 'node:cluster'
import { fileURLToPath } from 'node:url'
import type { Report } from '../../core/log.ts'
import { failed, ok, type Result } from '../../core/result.ts'
import type { Keeping } from '../accounts.ts'
import type { Assignment, News, ToOwner, ToWorker } from './messages.ts'

export interface GenerationParts {
  readonly size: number
  readonly assignment: Assignment
  readonly env: Readonly<Record<string, string | undefined>>
  readonly keeping: Keeping
  /** What a worker that begins now has missed. */
  readonly known: () => readonly News[]
  readonly hear: (worker: Worker, message: ToOwner, keeping: Keeping) => void
  readonly gone: (worker: Worker) => void
  readonly report: Report
}

export interface Ready {
  readonly articles: number
  readonly address: string
}

/** Beside this file, as source or compiled. */
const WORKER = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.js', import.meta.url),
)
/** Before a worker that died is replaced; doubles while its successors die young. */
const FIRST_PAUSE_MS = 100
const LONGEST_PAUSE_MS = 5000
const YOUNG_MS = 30_000
/** For making what others keep: while all of these serve on, and where one of them is missed. */
const MAKING_MS = { whileOthersServe: 30_000, whileMissed: 10_000 } as const
/** For what a worker gives itself a minute, or four seconds. */
const FINISH_MS = 60_000
const END_MS = 4500

export class Generation {
  readonly #parts: GenerationParts
  readonly #workers = new Set<Worker>()
  readonly #serving = new Set<Worker>()
  #pause = FIRST_PAUSE_MS
  #lastDeath = Number.NEGATIVE_INFINITY
  #timers = new Set<NodeJS.Timeout>()
  /** Nobody is replaced any more. */
  #isLeaving = false

  constructor(parts: GenerationParts) {
    this.#parts = parts
  }

  /** Starts the workers. Fails `cannot-serve` with what the first says that cannot; none is left then. */
  async begin(): Promise<Result<Ready, 'cannot-serve'>> {
    const started = await Promise.all(
      Array.from({ length: this.#parts.size }, () => this.#start(MAKING_MS.whileOthersServe)),
    )
    const refused = started.find((one) => !one.ok)
    if (refused !== undefined) await this.end()
    return refused ?? started[0] ?? failed('cannot-serve', 'No worker was asked for')
  }

  serving(): readonly Worker[] {
    return [...this.#serving]
  }

  all(): readonly Worker[] {
    return [...this.#workers]
  }

  /** Resolves when all that was under way is answered. */
  finish(): Promise<void> {
    return this.#leave({ kind: 'finish' }, FINISH_MS)
  }

  /** Resolves within five seconds. */
  end(): Promise<void> {
    return this.#leave({ kind: 'end' }, END_MS)
  }

  async #leave(message: ToWorker, within: number): Promise<void> {
    this.#isLeaving = true
    for (const timer of this.#timers) clearTimeout(timer)
    const ends = [...this.#workers].map((worker) => ended(worker))
    for (const worker of this.#workers) tell(worker, message)
    const late = setTimeout(() => {
      for (const worker of this.#workers) worker.process.kill('SIGKILL')
    }, within)
    await Promise.all(ends)
    clearTimeout(late)
  }

  #start(makingMs: number): Promise<Result<Ready, 'cannot-serve'>> {
    const { promise, resolve } = Promise.withResolvers<Result<Ready, 'cannot-serve'>>()
    const { keeping, assignment, known, hear, gone, env } = this.#parts
    // Whoever is free takes the next connection from the kernel. Handed out by the owner (SCHED_RR), one that is on its way
    // to a worker which dies is held open by the owner for ever, and its reader waits (tried).
    cluster.schedulingPolicy = cluster.SCHED_NONE
    cluster.setupPrimary({ exec: WORKER, args: [], serialization: 'advanced' })
    const worker = cluster.fork(env)
    this.#workers.add(worker)
    // It says nothing else.
    worker.on('message', (message: ToOwner) => {
      if (message.kind === 'ready') {
        this.#serving.add(worker)
        resolve(ok(message))
      } else if (message.kind === 'unready') {
        resolve(failed('cannot-serve', message.detail))
        worker.process.kill('SIGKILL')
      } else hear(worker, message, keeping)
    })
    worker.once('exit', (code, signal) => {
      const how = signal ?? `code ${code}`
      resolve(failed('cannot-serve', `A worker ended before it could serve (${how})`))
      this.#workers.delete(worker)
      gone(worker)
      if (this.#serving.delete(worker)) this.#replace(worker, how)
    })
    tell(worker, { kind: 'begin', assignment, news: known(), makingMs })
    return promise
  }

  #replace(worker: Worker, how: string): void {
    if (this.#isLeaving) return
    const now = performance.now()
    const isYoung = now - this.#lastDeath < YOUNG_MS
    this.#pause = isYoung ? Math.min(2 * this.#pause, LONGEST_PAUSE_MS) : FIRST_PAUSE_MS
    this.#lastDeath = now
    this.#parts.report(
      `Worker ${worker.id} (process ${worker.process.pid}) died (${how}) and is replaced`,
      'error',
    )
    this.#startLater()
  }

  #startLater(): void {
    const timer = setTimeout(async () => {
      this.#timers.delete(timer)
      const started = await this.#start(MAKING_MS.whileMissed)
      if (started.ok || this.#isLeaving) return
      this.#parts.report(started.detail, 'error')
      this.#pause = Math.min(2 * this.#pause, LONGEST_PAUSE_MS)
      this.#startLater()
    }, this.#pause)
    this.#timers.add(timer)
  }
}

/** One that has just died hears nothing: that it did is told by its end. */
export function tell(worker: Worker, message: ToWorker): void {
  if (worker.isConnected()) worker.send(message, undefined, undefined, () => undefined)
}

function ended(worker: Worker): Promise<void> {
  return new Promise((resolve) => {
    worker.once('exit', () => resolve())
    if (worker.isDead()) resolve()
  })
}
