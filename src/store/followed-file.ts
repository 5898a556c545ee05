// Followed file: a small file of the data folder, held in memory and read again within a second after it changes.
import { createHash } from 'node:crypto'
import { type FSWatcher, watch } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { failed, ok, type Result } from '../core/result.ts'
import { isCode, readIfThere } from './whole-file.ts'

const POLL_MS = 500

export interface FollowedFile<Value> {
  /** What the last good state of the file says; at once, from memory. */
  value(): Value
  /** Grows with every change. */
  generation(): number
  /** `digestOf` the text of that state. */
  digest(): string
  close(): void
}

export interface FollowOptions<Value> {
  readonly file: string
  /** Makes the value of the file's text (undefined: there is no file). Throws when the text is broken. */
  readonly parse: (text: string | undefined) => Value
  /** Is told of each distinct trouble once, as long as it lasts; the last good value holds on. */
  readonly report: (line: string) => void
  /** From one look at the file to the next, where nothing says that it has changed. */
  readonly pollMs?: number
}

/**
 * Reads the file and follows it. Fails `broken` when it cannot be understood now, for then there is no good state to
 * hold on to.
 */
export async function followFile<Value>(
  options: FollowOptions<Value>,
): Promise<Result<FollowedFile<Value>, 'broken'>> {
  const followed = new Followed(options)
  try {
    await followed.read()
  } catch (error) {
    return failed('broken', lineOf(options.file, error))
  }
  followed.start()
  return ok(followed)
}

class Followed<Value> implements FollowedFile<Value> {
  readonly #options: FollowOptions<Value>
  #state: { readonly value: Value; readonly digest: string } | undefined
  #generation = 0
  #mark = 'unread'
  /** What was said of the state that cannot be read now. */
  readonly #said = new Set<string>()
  #isReading = false
  #timer: NodeJS.Timeout | undefined
  #watcher: FSWatcher | undefined

  constructor(options: FollowOptions<Value>) {
    this.#options = options
  }

  value(): Value {
    return this.#read().value
  }

  digest(): string {
    return this.#read().digest
  }

  generation(): number {
    return this.#generation
  }

  /** Reads the file if it is another than the last good one. Throws when it is broken or cannot be read now. */
  async read(): Promise<void> {
    const { file, parse } = this.#options
    const mark = await markOf(file)
    if (mark !== this.#mark) {
      // A folder that vanished with all its orders (a mount that is gone) is no order to forget them.
      if (mark === ABSENT) await stat(dirname(file))
      const text = await readIfThere(file)
      if (text === undefined && mark !== ABSENT) throw new Error('it went away while it was read')
      this.#state = { value: parse(text), digest: digestOf(text) }
      this.#generation++
      // Only now: whatever failed above is tried again, for nobody will change the file for that.
      this.#mark = mark
    }
    this.#said.clear()
  }

  start(): void {
    const { file, pollMs = POLL_MS } = this.#options
    this.#timer = setInterval(() => this.#look(), pollMs)
    this.#timer.unref()
    try {
      this.#watcher = watch(dirname(file), { persistent: false }, (_, name) => {
        if (name === null || name === basename(file)) this.#look()
      })
      // Watching only makes it quicker: without it (network disks, too many watches) the poll sees the change.
      this.#watcher.on('error', () => this.#watcher?.close())
    } catch {
      this.#watcher = undefined
    }
  }

  close(): void {
    clearInterval(this.#timer)
    this.#watcher?.close()
  }

  #read() {
    if (this.#state === undefined) throw new Error(`${this.#options.file} was not read yet`)
    return this.#state
  }

  #look(): void {
    if (this.#isReading) return
    this.#isReading = true
    this.read()
      .catch((error: unknown) => this.#say(lineOf(this.#options.file, error)))
      .finally(() => {
        this.#isReading = false
      })
  }

  #say(line: string): void {
    if (this.#said.has(line)) return
    this.#said.add(line)
    this.#options.report(line)
  }
}

/** Of a file's text (undefined: there is no file): tells one state from every other one. */
export function digestOf(text: string | undefined): string {
  if (text === undefined) return 'none'
  return createHash('sha256').update(text).digest('base64url').slice(0, 16)
}

const ABSENT = 'absent'

/** A text that changes whenever the file is replaced, written, taken away or locked up. */
async function markOf(file: string): Promise<string> {
  try {
    const { ino, size, mtimeNs } = await stat(file, { bigint: true })
    return `${ino} ${size} ${mtimeNs}`
  } catch (error) {
    return isCode(error, 'ENOENT') ? ABSENT : String(error)
  }
}

function lineOf(file: string, error: unknown): string {
  return `${file} cannot be used: ${error instanceof Error ? error.message : String(error)}`
}
