// Decision log: what was decided, for the publisher's own counting. It is never in the reader's way and holds nothing
// about a reader: when, which path, what came out and why.
import { appendFile, mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Recorder } from '../core/ports.ts'
import { isCode } from './whole-file.ts'

type Entry = Parameters<Recorder['record']>[0]

const MOST_WAITING = 10_000
/** Bytes that are one write, so that several processes may append to one file: Node parts more than half a megabyte. */
const SHEET_BYTES = 256 * 1024
/** Sheets that are kept for the next second: as many as a busy one fills. */
const MOST_SPARE = 16
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

/** Lines that wait, as bytes: as texts they would outlive a few of V8's collections, and each of a busy second would stay. */
interface Sheet {
  readonly bytes: Buffer
  used: number
  lines: number
}

class FileDecisionLog implements DecisionLog {
  readonly #folder: string
  readonly #report: (line: string) => void
  readonly #options: DecisionLogOptions
  readonly #timer: NodeJS.Timeout
  /** By UTC day, counted from 1970. Written at once: all lines of a second together would keep readers waiting. */
  #waiting = new Map<number, Sheet[]>()
  readonly #spare: Sheet[] = []
  #count = 0
  #writing: Promise<void> = Promise.resolve()
  #isWriting = false
  #dropped = 0
  #why = ''
  #lastReport = Number.NEGATIVE_INFINITY
  #tidiedOn = ''
  /** The time of the last line, and its text: many are of the same millisecond. */
  #lastAt = Number.NaN
  #lastTime = ''

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
    if (this.#count >= MOST_WAITING) {
      this.#drop(1, `more than ${MOST_WAITING} waited for the disk`)
      return
    }
    this.#count++
    const line = this.#lineOf(entry)
    // UTF-8 takes at most three bytes for each of a text's units.
    const sheet = this.#sheetFor(Math.floor(entry.at / DAY_MS), 3 * line.length)
    sheet.used += sheet.bytes.write(line, sheet.used)
    sheet.lines++
  }

  #sheetFor(day: number, room: number): Sheet {
    const sheets = this.#waiting.get(day) ?? []
    const last = sheets.at(-1)
    if (last !== undefined && last.used + room <= last.bytes.length) return last
    const fresh = room > SHEET_BYTES ? sheetOf(room) : (this.#spare.pop() ?? sheetOf(SHEET_BYTES))
    sheets.push(fresh)
    this.#waiting.set(day, sheets)
    return fresh
  }

  #lineOf({ at, path, decision }: Entry): string {
    if (at !== this.#lastAt) {
      this.#lastAt = at
      this.#lastTime = new Date(at).toISOString()
    }
    const { outcome, reason, rule } = decision
    const texts = `"path":${JSON.stringify(path)},"outcome":"${outcome}","reason":"${reason}"`
    return `{"at":"${this.#lastTime}",${texts},"rule":${JSON.stringify(rule)}}\n`
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
    this.#waiting = new Map()
    this.#count = 0
    for (const [day, sheets] of batch)
      for (const sheet of sheets) await this.#append(utcDate(day * DAY_MS), sheet)
    await this.#tidy()
    this.#tell()
    this.#isWriting = false
  }

  async #append(date: string, sheet: Sheet): Promise<void> {
    try {
      await append(join(this.#folder, `${date}.jsonl`), sheet.bytes.subarray(0, sheet.used))
    } catch (error) {
      this.#drop(sheet.lines, error instanceof Error ? error.message : String(error))
    }
    if (this.#spare.length >= MOST_SPARE || sheet.bytes.length !== SHEET_BYTES) return
    sheet.used = 0
    sheet.lines = 0
    this.#spare.push(sheet)
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
async function append(file: string, lines: Buffer): Promise<void> {
  try {
    await appendFile(file, lines, { mode: 0o600 })
  } catch (error) {
    if (!isCode(error, 'ENOENT')) throw error
    await mkdir(join(file, '..'), { mode: 0o700 })
    await appendFile(file, lines, { mode: 0o600 })
  }
}

function sheetOf(bytes: number): Sheet {
  return { bytes: Buffer.allocUnsafeSlow(bytes), used: 0, lines: 0 }
}

function utcDate(instant: number): string {
  return new Date(instant).toISOString().slice(0, 10)
}
