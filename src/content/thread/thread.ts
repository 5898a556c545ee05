// Thread: work that one hostile file could make endless is done beside the serving thread, one piece at a time, within
// a deadline and a bounded memory. A thread that exceeds either is ended, and a new one is started for the next piece.
import { setFlagsFromString } from 'node:v8'
import { Worker } from 'node:worker_threads'
import type { Told } from './thread-messages.ts'

const MEGABYTE = 1024 * 1024
const MOST_MEMORY = 512 * MEGABYTE
/** How long a piece is read before its memory is looked at, and then looked at again. */
const WEIGH_MS = 50
/**
 * Never to be reached: V8 ends the whole process, not the thread alone, where a thread allocates on at its limit. From 2048
 * on it lets a heap grow to four times of what is in use before it collects it, below to twice of that.
 */
const LIMIT_OF_V8_MB = 2047
/** What a thread makes is soon forgotten: most need no more room for it, and there are several threads. */
const YOUNG_MB = 16
/** V8 has two for what is new, and counts what is large and new as a third. */
const SEMI_SPACES = 3
const AS_V8_HAS_IT = 0
/** Pieces that wait, whatever else bounds them: each holds what is to be read. */
const MOST_WAITING = 1000
/** To load what it runs, on a machine that is busy. */
const START_MS = 30_000
/** To end once it is asked or told to: one that reads a hostile file does not hear that it is asked. */
const END_MS = 1000

interface Piece {
  readonly ask: unknown
  readonly ms: number
  readonly resolve: (value: unknown) => void
  readonly reject: (error: Error) => void
}

interface Running {
  readonly worker: Worker
  readonly ended: Promise<void>
  isReady: boolean
}

export class Thread<Ask, Value> {
  readonly #file: URL
  readonly #data: unknown
  readonly #answer: (question: string) => Promise<unknown>
  readonly #youngMB: number
  readonly #waiting: Piece[] = []
  #piece: Piece | undefined
  #running: Running | undefined
  /** The one before, which exceeded something: the next is not started beside it. */
  #ending: Promise<void> | undefined
  #timer: NodeJS.Timeout | undefined
  #scales: NodeJS.Timeout | undefined
  /** When the running stretch of a piece began, and what is left of its time then; both in milliseconds. */
  #began = 0
  #left = 0

  /**
   * `file` is what it runs, `data` is given to it when it starts; `answer` is what it may ask while it works, which is not
   * its time. `youngMB`: room for what is new; with less than a few pieces make, what is in use is copied again and again.
   */
  constructor(
    file: URL,
    data: unknown,
    answer: (question: string) => Promise<unknown>,
    youngMB = YOUNG_MB,
  ) {
    this.#youngMB = youngMB
    this.#file = file
    this.#data = data
    this.#answer = answer
  }

  /**
   * Rejects when it takes longer than `ms` milliseconds or more memory than there is, when too many pieces wait already,
   * and with what it throws.
   */
  async run(ask: Ask, ms: number): Promise<Value> {
    if (this.#waiting.length >= MOST_WAITING) throw new Error('has to wait behind too many others')
    const { promise, resolve, reject } = Promise.withResolvers<unknown>()
    this.#waiting.push({ ask, ms, resolve, reject })
    this.#next()
    // What the thread runs answers with this type: its file says so.
    return (await promise) as Value
  }

  /** Ends it, and resolves when it has ended. What was asked is refused. */
  async close(): Promise<void> {
    const running = this.#running
    const why = 'is not read any more'
    for (const { reject } of this.#waiting.splice(0)) reject(new Error(why))
    this.#letGo()?.reject(new Error(why))
    if (running !== undefined) await endByItself(running)
    await this.#ending
  }

  #next(): void {
    if (this.#piece !== undefined || this.#ending !== undefined) return
    this.#piece = this.#waiting.shift()
    const running = this.#running
    if (this.#piece === undefined) running?.worker.unref()
    else if (running === undefined) this.#start()
    else {
      running.worker.ref()
      if (running.isReady) this.#hand(running)
    }
  }

  #start(): void {
    const begun = beginWith(this.#youngMB)
    const worker = new Worker(this.#file, {
      workerData: this.#data,
      resourceLimits: {
        maxOldGenerationSizeMb: LIMIT_OF_V8_MB,
        maxYoungGenerationSizeMb: this.#youngMB,
      },
    })
    const { promise: ended, resolve } = Promise.withResolvers<void>()
    const running: Running = { worker, ended, isReady: false }
    this.#running = running
    this.#limit(START_MS)
    const isOurs = () => this.#running === running
    worker.on('message', (told: Told) => {
      if (isOurs()) this.#hear(running, told)
    })
    worker.on('error', (error) => {
      if (isOurs()) this.#end(endedBy(error))
    })
    worker.on('online', begun)
    worker.on('exit', () => {
      begun()
      resolve()
      if (isOurs()) this.#end('ended while it was read')
    })
  }

  #hear(running: Running, told: Told): void {
    const piece = this.#piece
    if (told.kind === 'ready') {
      running.isReady = true
      clearTimeout(this.#timer)
      if (piece !== undefined) this.#hand(running)
    } else if (told.kind === 'question') void this.#ask(running, told.question)
    else {
      this.#stopTimers()
      this.#piece = undefined
      if (told.kind === 'done') piece?.resolve(told.value)
      else piece?.reject(new Error(told.why))
      this.#next()
    }
  }

  #hand(running: Running): void {
    if (this.#piece === undefined) return
    running.worker.postMessage({ kind: 'ask', ask: this.#piece.ask })
    this.#limit(this.#piece.ms)
    this.#weighLater(running)
  }

  #weighLater(running: Running): void {
    this.#scales = setTimeout(() => void this.#weigh(running), WEIGH_MS)
  }

  async #weigh(running: Running): Promise<void> {
    const piece = this.#piece
    // Refused by a thread that is ending: that is heard of otherwise.
    const held = await running.worker.getHeapStatistics().then(
      ({ used_heap_size }) => used_heap_size,
      () => 0,
    )
    if (this.#running !== running || this.#piece !== piece) return
    if (held > MOST_MEMORY) this.#end('takes too much memory')
    else this.#weighLater(running)
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
    const running = this.#running
    const piece = this.#letGo()
    if (running !== undefined)
      this.#ending = endNow(running).then(() => {
        this.#ending = undefined
        this.#next()
      })
    piece?.reject(new Error(why))
    this.#next()
  }

  #stopTimers(): void {
    clearTimeout(this.#timer)
    clearTimeout(this.#scales)
  }

  /** The thread is not ours any more; gives the piece that it was at. */
  #letGo(): Piece | undefined {
    const piece = this.#piece
    this.#stopTimers()
    this.#piece = undefined
    this.#running = undefined
    return piece
  }
}

/** Asks it to end, and tells it to when it does not. */
async function endByItself(running: Running): Promise<void> {
  running.worker.postMessage({ kind: 'end' })
  if (!(await endsInTime(running))) await endNow(running)
}

/** V8 has loops in which a thread does not notice that it is told to end: it is not waited for any longer then. */
async function endNow(running: Running): Promise<void> {
  void running.worker.terminate()
  await endsInTime(running)
}

function endsInTime({ ended }: Running): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>()
  const timer = setTimeout(() => resolve(false), END_MS)
  void ended.then(() => {
    clearTimeout(timer)
    resolve(true)
  })
  return promise
}

/** Threads that V8 may not have made yet, and the megabytes that they are to begin with. */
let beginning = 0
let begunWith = 0

/**
 * A thread has all of its room for what is new from the start: it would begin with one megabyte, which grows only while
 * no thread of the process is kept from it (src/node/young-space.ts). V8 looks at this in the new thread, when others may
 * have been started already: until all have begun it never becomes less, and none gets more than its own limit. Gives what
 * is called when the thread has begun or ended: threads without a limit are to begin as V8 has it.
 */
function beginWith(youngMB: number): () => void {
  beginning++
  const semiSpace = Math.ceil(youngMB / SEMI_SPACES)
  if (semiSpace > begunWith) tellV8(semiSpace)
  let hasBegun = false
  return () => {
    if (hasBegun) return
    hasBegun = true
    beginning--
    if (beginning === 0) tellV8(AS_V8_HAS_IT)
  }
}

function tellV8(semiSpace: number): void {
  begunWith = semiSpace
  setFlagsFromString(`--min-semi-space-size=${semiSpace}`)
}

function endedBy(error: unknown): string {
  const isMemory =
    error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY'
  return isMemory ? 'takes too much memory' : `ended the thread (${String(error)})`
}
