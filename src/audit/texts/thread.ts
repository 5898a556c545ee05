// Thread: answers are taken apart beside the audit, one at a time, within a deadline and a bounded memory. What a
// hostile page makes endless ends a thread, never the audit.
import { Worker } from 'node:worker_threads'
import { failed, ok, type Result } from '../../core/result.ts'
import type { Apart, ToTakeApart } from './apart.ts'

const MEGABYTE = 1024 * 1024
const MOST_MEMORY = 512 * MEGABYTE
/** How long an answer is read before the thread's memory is looked at, and then looked at again. */
const WEIGH_MS = 50
/** Never to be reached: V8 ends the whole process, not the thread alone, where a thread allocates on at its limit. */
const LIMIT_OF_V8_MB = 2048
const YOUNG_MB = 8
/** To load what it runs, on a machine that is busy. */
const START_MS = 30_000
const TOO_MUCH = 'It takes too much memory to be read.'

export type Told =
  | { readonly kind: 'ready' }
  | { readonly kind: 'done'; readonly apart: Apart }
  | { readonly kind: 'failed'; readonly why: string }

interface Piece {
  readonly asked: ToTakeApart
  readonly resolve: (result: Result<Apart, 'unreadable'>) => void
}

/** One that has nothing to do, and keeps no process from ending. */
let spare: Worker | undefined

function startWorker(): Worker {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js'
  return new Worker(new URL(`./text-thread.${extension}`, import.meta.url), {
    resourceLimits: {
      maxOldGenerationSizeMb: LIMIT_OF_V8_MB,
      maxYoungGenerationSizeMb: YOUNG_MB,
    },
  })
}

export class TextThread {
  readonly #deadline: number
  readonly #waiting: Piece[] = []
  #piece: Piece | undefined
  #worker: Worker | undefined
  #isReady = false
  #timer: NodeJS.Timeout | undefined
  #scales: NodeJS.Timeout | undefined

  /** `deadline`: milliseconds for one answer. */
  constructor(deadline: number) {
    this.#deadline = deadline
  }

  /** Fails with one line when the answer takes too long, or more memory than there is. */
  takeApart(asked: ToTakeApart): Promise<Result<Apart, 'unreadable'>> {
    const { promise, resolve } = Promise.withResolvers<Result<Apart, 'unreadable'>>()
    this.#waiting.push({ asked, resolve })
    this.#next()
    return promise
  }

  /** A thread that is idle is kept for the next audit of this process: to start one takes longer than most pages. */
  async close(): Promise<void> {
    const worker = this.#worker
    for (const { resolve } of this.#waiting.splice(0))
      resolve(failed('unreadable', 'The audit has ended.'))
    if (worker !== undefined && this.#isReady && this.#piece === undefined && spare === undefined) {
      worker.removeAllListeners()
      worker.unref()
      spare = worker
      const forget = () => {
        if (spare === worker) spare = undefined
      }
      worker.on('error', forget)
      worker.on('exit', forget)
      this.#worker = undefined
      return
    }
    this.#end('The audit has ended.')
    await worker?.terminate()
  }

  #next(): void {
    if (this.#piece !== undefined || this.#waiting.length === 0) return
    this.#piece = this.#waiting.shift()
    if (this.#worker === undefined) this.#start()
    else if (this.#isReady) this.#hand(this.#worker)
  }

  #start(): void {
    const kept = spare
    spare = undefined
    const worker = kept ?? startWorker()
    worker.removeAllListeners()
    this.#worker = worker
    this.#isReady = kept !== undefined
    if (kept === undefined) this.#limit(START_MS)
    else kept.ref()
    const isOurs = () => this.#worker === worker
    worker.on('message', (told: Told) => {
      if (isOurs()) this.#hear(worker, told)
    })
    worker.on('error', (error) => {
      if (isOurs()) this.#end(endedBy(error))
    })
    worker.on('exit', () => {
      if (isOurs()) this.#end('It ended the thread that read it.')
    })
    if (kept !== undefined) this.#hand(worker)
  }

  #hear(worker: Worker, told: Told): void {
    this.#stopTimers()
    if (told.kind === 'ready') {
      this.#isReady = true
      if (this.#piece !== undefined) this.#hand(worker)
      return
    }
    const piece = this.#piece
    this.#piece = undefined
    piece?.resolve(told.kind === 'done' ? ok(told.apart) : failed('unreadable', told.why))
    this.#next()
  }

  #hand(worker: Worker): void {
    if (this.#piece === undefined) return
    worker.postMessage(this.#piece.asked)
    this.#limit(this.#deadline)
    this.#weighLater(worker)
  }

  #weighLater(worker: Worker): void {
    this.#scales = setTimeout(() => void this.#weigh(worker), WEIGH_MS)
  }

  async #weigh(worker: Worker): Promise<void> {
    const piece = this.#piece
    // Refused by a thread that is ending: that is heard of otherwise.
    const held = await worker.getHeapStatistics().then(
      ({ used_heap_size }) => used_heap_size,
      () => 0,
    )
    if (this.#worker !== worker || this.#piece !== piece) return
    if (held > MOST_MEMORY) this.#end(TOO_MUCH)
    else this.#weighLater(worker)
  }

  #limit(ms: number): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#end('It takes too long to be read.'), ms)
  }

  #stopTimers(): void {
    clearTimeout(this.#timer)
    clearTimeout(this.#scales)
  }

  #end(why: string): void {
    const piece = this.#piece
    const worker = this.#worker
    this.#stopTimers()
    this.#piece = undefined
    this.#worker = undefined
    this.#isReady = false
    void worker?.terminate()
    piece?.resolve(failed('unreadable', why))
    this.#next()
  }
}

function endedBy(error: unknown): string {
  const isMemory =
    error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY'
  return isMemory ? TOO_MUCH : 'It ended the thread that read it.'
}
