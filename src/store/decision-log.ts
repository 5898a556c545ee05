// Decision log: what was decided, for the publisher's own counting. It is never in the reader's way and holds nothing
// about a reader: when, which path, what came out and why.
import { appendFile, mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Recorder } from '../core/ports.ts'
import { isCode } from './whole-file.ts'

type Entry = Parameters<Recorder['record']>[0]

const MOST_WAITING = 10_000
/** Of which each is one write, so that several processes may append to one file: Node parts more than half a megabyte. */
const MOST_AT_ONCE = 1000
const EVERY_MS = 1000
const QUIET_MS = 60_000
const DAY_MS = 86_400_000

export interface DecisionLog extends Recorder {
  /** Writes what waits. Never fails: what cannot be written is counted and reported. */
  flush(): Promise<void>
  /** Writes what waits and stops. */
  close(): Promise<void>
}

export interface DecisionLogOptions {
  /** How many days a day's file is kept after its end. */
  readonly keepDays: number
  /** Epoch milliseconds. */
  readonly now: () => number
}

/**
 * Keeps decisions in DATA/decisions, a file of JSON lines for each UTC day, written once a second. What a full disk or
 * a vanished folder does not take is dropped, and `report` is told how much at most once a minute.
 */
export function openDecisionLog(
  dataDir: string,
  report: (line: string) => void,
  options: Partial<DecisionLogOptions> = {},
): DecisionLog {
  return new FileDecisionLog(join(dataDir, 'decisions'), report, {
    keepDays: 30,
    now: Date.now,
    ...options,
  })
}

class FileDecisionLog implements DecisionLog {
  readonly #folder: string
  readonly #report: (line: string) => void
  readonly #options: DecisionLogOptions
  readonly #timer: NodeJS.Timeout
  #waiting: Entry[] = []
  #writing: Promise<void> = Promise.resolve()
  #isWriting = false
  #dropped = 0
  #why = ''
  #lastReport = Number.NEGATIVE_INFINITY
  #tidiedOn = ''

  constructor(folder: string, report: (line: string) => void, options: DecisionLogOptions) {
    this.#folder = folder
    this.#report = report
    this.#options = options
    this.#timer = setInterval(() => {
      // A disk that answers slowly gets no second batch: what waits meanwhile is bounded.
      if (!this.#isWriting) this.#writing = this.#write()
    }, EVERY_MS)
    this.#timer.unref()
  }

  record(entry: Entry): void {
    if (this.#waiting.length < MOST_WAITING) this.#waiting.push(entry)
    else this.#drop(1, `more than ${MOST_WAITING} waited for the disk`)
  }

  async flush(): Promise<void> {
    await this.#writing
    this.#writing = this.#write()
    await this.#writing
  }

  async close(): Promise<void> {
    clearInterval(this.#timer)
    await this.flush()
    this.#lastReport = Number.NEGATIVE_INFINITY
    this.#tell()
  }

  async #write(): Promise<void> {
    this.#isWriting = true
    const batch = this.#waiting
    this.#waiting = []
    for (const [date, entries] of Map.groupBy(batch, ({ at }) => utcDate(at))) {
      for (let at = 0; at < entries.length; at += MOST_AT_ONCE)
        await this.#append(date, entries.slice(at, at + MOST_AT_ONCE))
    }
    await this.#tidy()
    this.#tell()
    this.#isWriting = false
  }

  async #append(date: string, entries: readonly Entry[]): Promise<void> {
    try {
      await append(join(this.#folder, `${date}.jsonl`), entries.map(lineOf).join(''))
    } catch (error) {
      this.#drop(entries.length, error instanceof Error ? error.message : String(error))
    }
  }

  #drop(count: number, why: string): void {
    this.#dropped += count
    this.#why = why
  }

  #tell(): void {
    const now = this.#options.now()
    if (this.#dropped === 0 || now - this.#lastReport < QUIET_MS) return
    this.#report(`The decision log lost ${this.#dropped} entries: ${this.#why}`)
    this.#lastReport = now
    this.#dropped = 0
  }

  /** Once a day: files of days that are kept no longer go. */
  async #tidy(): Promise<void> {
    const { now, keepDays } = this.#options
    const today = utcDate(now())
    if (today === this.#tidiedOn) return
    this.#tidiedOn = today
    const oldest = utcDate(now() - keepDays * DAY_MS)
    try {
      for (const name of await readdir(this.#folder))
        if (/^\d{4}-\d\d-\d\d\.jsonl$/.test(name) && name.slice(0, 10) < oldest)
          await rm(join(this.#folder, name), { force: true })
    } catch (error) {
      if (!isCode(error, 'ENOENT'))
        this.#report(`Old decisions in ${this.#folder} cannot be removed: ${String(error)}`)
    }
  }
}

/** The folder is made inside a data folder that is there, never the data folder itself: a mount may be gone. */
async function append(file: string, text: string): Promise<void> {
  try {
    await appendFile(file, text, { mode: 0o600 })
  } catch (error) {
    if (!isCode(error, 'ENOENT')) throw error
    await mkdir(join(file, '..'), { mode: 0o700 })
    await appendFile(file, text, { mode: 0o600 })
  }
}

function lineOf({ at, path, decision }: Entry): string {
  const { outcome, reason, rule } = decision
  return `${JSON.stringify({ at: new Date(at).toISOString(), path, outcome, reason, rule })}\n`
}

function utcDate(instant: number): string {
  return new Date(instant).toISOString().slice(0, 10)
}
