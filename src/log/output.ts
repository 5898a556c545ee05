// Output: standard output, as the log writes to it. A line is with the kernel when the call returns, so that neither a
// crash nor a kill takes what explains it; and nobody waits for whoever reads too slowly, or not at all.
import { constants, openSync, writeSync } from 'node:fs'

export interface Output {
  /** At once. */
  write(text: string): void
  /** Together with whatever else is written in this round of the loop. */
  gather(text: string): void
  /** Writes what waits. What is not taken within a quarter of a second is given up. */
  end(): void
}

/** What waits for a reader who does not read; beyond it whole texts are dropped, and counted. */
const MOST_WAITING = 1024 * 1024
/** Of one write: what a pipe takes whole, whoever else writes to it (POSIX, PIPE_BUF). */
const CHUNK = 4096
const AGAIN_MS = 25
const AT_THE_END_MS = 250

/** `lost` is told how many texts were dropped, as soon as there is room again. */
export function openOutput(lost: (count: number) => void): Output {
  return new NonBlocking(nonBlocking(), lost)
}

/**
 * Node's own stream makes a pipe or a socket non-blocking as soon as it is made, and would write to a terminal blocking:
 * whoever stops the terminal would stop the server. So a terminal is opened once more.
 */
function nonBlocking(): number {
  const { isTTY, fd } = process.stdout
  if (!isTTY) return fd
  try {
    return openSync('/dev/fd/1', constants.O_WRONLY | constants.O_NONBLOCK | constants.O_NOCTTY)
  } catch {
    // One that belongs to somebody else: it is written to as every program does.
    return fd
  }
}

class NonBlocking implements Output {
  readonly #fd: number
  readonly #lost: (count: number) => void
  /** Each of whole texts, no longer than one write where it can be. */
  #waiting: Buffer[] = []
  #gathered = ''
  #gatheredBytes = 0
  /** Of both. */
  #bytes = 0
  #dropped = 0
  #timer: NodeJS.Timeout | undefined
  #isGathering = false

  constructor(fd: number, lost: (count: number) => void) {
    this.#fd = fd
    this.#lost = lost
  }

  write(text: string): void {
    this.#add(text)
    this.#flush()
  }

  gather(text: string): void {
    this.#add(text)
    if (this.#isGathering) return
    this.#isGathering = true
    setImmediate(() => {
      this.#isGathering = false
      this.#flush()
    })
  }

  end(): void {
    const late = performance.now() + AT_THE_END_MS
    const still = new Int32Array(new SharedArrayBuffer(4))
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#close()
    while (!this.#pass() && performance.now() < late) Atomics.wait(still, 0, 0, 5)
  }

  #add(text: string): void {
    const bytes = Buffer.byteLength(text)
    if (this.#bytes + bytes > MOST_WAITING) {
      this.#dropped++
      return
    }
    if (this.#gatheredBytes + bytes > CHUNK) this.#close()
    this.#gathered += text
    this.#gatheredBytes += bytes
    this.#bytes += bytes
  }

  /** What was gathered is one write, or as many as it takes. */
  #close(): void {
    if (this.#gathered === '') return
    this.#waiting.push(Buffer.from(this.#gathered))
    this.#gathered = ''
    this.#gatheredBytes = 0
  }

  #flush(): void {
    if (this.#timer !== undefined) return
    this.#close()
    if (this.#pass()) return
    this.#timer = setTimeout(() => {
      this.#timer = undefined
      this.#flush()
    }, AGAIN_MS)
    this.#timer.unref()
  }

  /** Whether all of it is with the kernel, or can never be. */
  #pass(): boolean {
    for (let [first] = this.#waiting; first !== undefined; [first] = this.#waiting) {
      const taken = this.#take(first)
      if (taken === 'later') return false
      this.#bytes -= taken
      if (taken === first.length) this.#waiting.shift()
      else this.#waiting[0] = first.subarray(taken)
    }
    const dropped = this.#dropped
    this.#dropped = 0
    if (dropped > 0) this.#lost(dropped)
    return true
  }

  /** How many bytes were taken. What nobody can ever read (a pipe without a reader) is taken by nobody, and is gone. */
  #take(bytes: Buffer): number | 'later' {
    try {
      return writeSync(this.#fd, bytes)
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined
      return code === 'EAGAIN' || code === 'ENOSPC' ? 'later' : bytes.length
    }
  }
}
