// Thread: work that one hostile file could make endless is done beside the serving thread, one piece at a time, within
// a deadline and a bounded memory. A thread that exceeds either is ended, and a new one is started for the next piece.
import { Worker } from 'node:worker_threads'
import { type ThreadName, type Told, threadFile } from './thread-messages.ts'

const MOST_MEMORY_MB = 512
/** To load what it runs, on a machine that is busy. */
const START_MS = 30_000

interface Piece {
  readonly ask: unknown
  readonly ms: number
  readonly resolve: (value: unknown) => void
  readonly reject: (error: Error) => void
}

interface Running {
  readonly worker: Worker
  isReady: boolean
}

export class Thread<Ask, Value> {
  readonly #name: ThreadName
  readonly #data: unknown
  readonly #answer: (question: string) => Promise<unknown>
  readonly #waiting: Piece[] = []
  #piece: Piece | undefined
  #running: Running | undefined
  #timer: NodeJS.Timeout | undefined
  /** When the running stretch of a piece began, and what is left of its time then; both in milliseconds. */
  #began = 0
  #left = 0

  /** `data` is given to the thread when it starts; `answer` is what it may ask while it works, which is not its time. */
  constructor(name: ThreadName, data: unknown, answer: (question: string) => Promise<unknown>) {
    this.#name = name
    this.#data = data
    this.#answer = answer
  }

  /** Rejects when it takes longer than `ms` milliseconds or more memory than there is, and with what it throws. */
  async run(ask: Ask, ms: number): Promise<Value> {
    const { promise, resolve, reject } = Promise.withResolvers<unknown>()
    this.#waiting.push({ ask, ms, resolve, reject })
    this.#next()
    // The thread of this name answers with this type: its file says so.
    return (await promise) as Value
  }

  /** Ends it. What was asked is refused. */
  async close(): Promise<void> {
    const { worker } = this.#running ?? {}
    for (const { reject } of this.#waiting.splice(0)) reject(new Error('is not read any more'))
    this.#end('is not read any more')
    await worker?.terminate()
  }

  #next(): void {
    if (this.#piece !== undefined) return
    this.#piece = this.#waiting.shift()
    const running = this.#running
    if (this.#piece === undefined) running?.worker.unref()
    else if (running === undefined) this.#start()
    else {
      running.worker.ref()
      if (running.isReady) this.#hand(running.worker)
    }
  }

  #start(): void {
    const worker = new Worker(threadFile(this.#name), {
      workerData: this.#data,
      resourceLimits: { maxOldGenerationSizeMb: MOST_MEMORY_MB },
    })
    const running: Running = { worker, isReady: false }
    this.#running = running
    this.#limit(START_MS)
    const isOurs = () => this.#running === running
    worker.on('message', (told: Told) => {
      if (isOurs()) this.#hear(running, told)
    })
    worker.on('error', (error) => {
      if (isOurs()) this.#end(endedBy(error))
    })
    worker.on('exit', () => {
      if (isOurs()) this.#end('ended while it was read')
    })
  }

  #hear(running: Running, told: Told): void {
    const piece = this.#piece
    if (told.kind === 'ready') {
      running.isReady = true
      clearTimeout(this.#timer)
      if (piece !== undefined) this.#hand(running.worker)
    } else if (told.kind === 'question') void this.#ask(running, told.question)
    else {
      clearTimeout(this.#timer)
      this.#piece = undefined
      if (told.kind === 'done') piece?.resolve(told.value)
      else piece?.reject(new Error(told.why))
      this.#next()
    }
  }

  #hand(worker: Worker): void {
    if (this.#piece === undefined) return
    worker.postMessage({ kind: 'ask', ask: this.#piece.ask })
    this.#limit(this.#piece.ms)
  }

  async #ask(running: Running, question: string): Promise<void> {
    clearTimeout(this.#timer)
    const left = this.#left - (performance.now() - this.#began)
    const answer = await this.#answer(question)
    if (this.#running !== running) return
    running.worker.postMessage({ kind: 'answer', answer })
    this.#limit(left)
  }

  #limit(ms: number): void {
    this.#began = performance.now()
    this.#left = ms
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#end('takes too long'), Math.max(0, ms))
  }

  #end(why: string): void {
    const piece = this.#piece
    const { worker } = this.#running ?? {}
    clearTimeout(this.#timer)
    this.#piece = undefined
    this.#running = undefined
    void worker?.terminate()
    piece?.reject(new Error(why))
    this.#next()
  }
}

function endedBy(error: unknown): string {
  const isMemory =
    error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY'
  return isMemory ? 'takes too much memory' : `ended the thread (${String(error)})`
}
