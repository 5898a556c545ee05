// In worker: the store as the serving thread has it. Its calls go to a worker thread that holds the database; a thread
// that dies is started again, and until it is back every call is refused at once.
import { Worker } from 'node:worker_threads'
import type { Report } from '../../core/log.ts'
import { failed, ok, type Result } from '../../core/result.ts'
import type { Store } from '../../core/store.ts'
import { type Bundle, createBundle } from './bundle.ts'
import { type Asked, type Call, type Method, storeOf, type Told } from './calls.ts'
import { type Limits, PendingCalls } from './pending.ts'
import type { Unopened } from './place.ts'

export interface WorkerOptions extends Partial<Limits> {
  /** Told that the thread died, that it is back, and what no caller waits for. */
  readonly report: Report
  /** The file that the thread runs: `worker.ts`, or one that does what it does. */
  readonly worker?: URL
}

export interface StoreInWorker {
  readonly store: Store
  /** Answers what was asked before, then ends the thread. */
  close(): Promise<void>
}

const STANDING_MS = 50
const CALL_MS = 5000
const MOST_WAITING = 2000
const CLOSE_MS = 5000
/** Before a dead thread is started again; doubles while it cannot open the database. */
const FIRST_PAUSE_MS = 100
const LONGEST_PAUSE_MS = 5000

/** Opens the database `file` in a thread of its own. Fails as openSqlite does. */
export async function openInWorker(
  file: string,
  options: WorkerOptions,
): Promise<Result<StoreInWorker, Unopened>> {
  const keeper = new Keeper(file, options)
  const opened = await keeper.start()
  if (!opened.ok) return opened
  return ok({ store: keeper.store, close: () => keeper.close() })
}

/** Beside this file, as source or compiled. */
const WORKER = new URL(
  import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.js',
  import.meta.url,
)

class Keeper {
  readonly store: Store
  readonly #file: string
  readonly #options: WorkerOptions
  readonly #pending: PendingCalls
  /** The thread from its start to its end. */
  #thread: Worker | undefined
  /** The way to the thread while it answers. */
  #calls: Bundle<Call> | undefined
  #isClosed = false
  #pause = FIRST_PAUSE_MS
  #timer: NodeJS.Timeout | undefined
  #lastWords = ''

  constructor(file: string, options: WorkerOptions) {
    this.#file = file
    this.#options = options
    this.#pending = new PendingCalls({
      standingMs: options.standingMs ?? STANDING_MS,
      callMs: options.callMs ?? CALL_MS,
      mostWaiting: options.mostWaiting ?? MOST_WAITING,
    })
    this.store = storeOf(
      // What the thread answers a call with is what this method gives: `carryOut` says so there.
      (method, args) => this.#ask(method, args) as ReturnType<Store[typeof method]>,
    )
  }

  /** Starts the thread and waits until it has opened the database or, because it could not, has ended. */
  start(): Promise<Result<undefined, Unopened>> {
    const { promise, resolve } = Promise.withResolvers<Result<undefined, Unopened>>()
    const worker = new Worker(this.#options.worker ?? WORKER, { workerData: this.#file })
    this.#thread = worker
    const calls = createBundle<Call>((all) => post(worker, { kind: 'calls', calls: all }))
    let unopened: Result<undefined, Unopened> | undefined
    let words = 'it ended'
    worker.on('message', (told: Told) => {
      if (told.kind === 'answers') for (const one of told.answers) this.#pending.answer(one)
      else if (told.kind === 'report') this.#options.report(told.line)
      else if (told.kind === 'unopened') unopened = failed(told.reason, told.detail)
      else {
        this.#calls = calls
        resolve(ok(undefined))
      }
    })
    worker.on('error', (error) => {
      words = error instanceof Error ? error.message : String(error)
    })
    worker.on('exit', () => {
      this.#thread = undefined
      resolve(unopened ?? failed('unusable', `${this.#file} cannot be used: ${words}`))
      if (this.#calls === calls) this.#died(words)
    })
    return promise
  }

  async close(): Promise<void> {
    this.#isClosed = true
    clearTimeout(this.#timer)
    const worker = this.#thread
    if (worker === undefined) return
    const { promise: ended, resolve } = Promise.withResolvers<void>()
    worker.once('exit', () => resolve())
    this.#calls?.flush()
    post(worker, { kind: 'close' })
    // Lets a statement that runs come to its end: only what follows it is not carried out.
    const timer = setTimeout(() => void worker.terminate(), CLOSE_MS)
    await ended
    clearTimeout(timer)
  }

  #ask<Name extends Method>(method: Name, args: Parameters<Store[Name]>) {
    const calls = this.#calls
    if (calls === undefined || this.#isClosed)
      return Promise.resolve(failed('unavailable', 'The accounts are not open'))
    return this.#pending.ask(calls, method, args)
  }

  #died(words: string): void {
    this.#calls = undefined
    this.#pending.failAll(
      'The thread of the accounts died; whether the call was carried out is not known',
    )
    if (this.#isClosed) return
    this.#options.report(`The thread of the accounts died and is started again: ${words}`, 'error')
    this.#startLater()
  }

  #startLater(): void {
    this.#timer = setTimeout(() => void this.#startAgain(), this.#pause)
    this.#pause = Math.min(2 * this.#pause, LONGEST_PAUSE_MS)
  }

  async #startAgain(): Promise<void> {
    const opened = await this.start()
    if (this.#isClosed) return
    if (opened.ok) {
      this.#pause = FIRST_PAUSE_MS
      this.#lastWords = ''
      this.#options.report('The accounts are back', 'info')
      return
    }
    if (opened.detail !== this.#lastWords) this.#options.report(opened.detail)
    this.#lastWords = opened.detail
    this.#startLater()
  }
}

function post(worker: Worker, asked: Asked): void {
  worker.postMessage(asked)
}
