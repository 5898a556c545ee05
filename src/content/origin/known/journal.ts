// Journal: writes what is learnt of articles after a moment, so that a thousand that are read at once are one write.
// Texts are on the disk before the line that names them, and off it before the line that says that they are gone.
import { appendFile, mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createKeptTexts, type KeptTexts } from './kept-texts.ts'
import { type Line, readLines, textOfLine } from './lines.ts'
import type { PartTexts, Remembered } from './remembered.ts'

const FILE = 'articles.jsonl'
const WRITE_AFTER_MS = 1000
const WRITE_AGAIN_MS = 30_000
/** So many lines, and as many as there are articles, that say what later ones say better: the file is written anew. */
const MOST_OLD_LINES = 1000
/** Texts of so many changes wait for a disk that cannot be written. */
const MOST_WAITING = 2000
const AT_ONCE = 8

export interface Change extends Line {
  /** What was just read of it, by its digest. */
  readonly read?: { readonly part: string; readonly texts: PartTexts } | undefined
}

export interface Journal {
  write(change: Change): void
  /** Takes off the disk what is not remembered of an article. */
  tidy(path: string): void
  textsOf(path: string, part: string): Promise<PartTexts | undefined>
  /** Resolves when everything is on the disk, and what was forgotten is off it. */
  written(): Promise<void>
}

/** For who keeps everything in memory alone. */
export const NO_JOURNAL: Journal = {
  write: () => undefined,
  tidy: () => undefined,
  textsOf: async () => undefined,
  written: async () => undefined,
}

/** Takes what is on the disk into `articles`, and writes from then on what is changed there. */
export async function openJournal(
  { folder, report }: { readonly folder: string; readonly report: (line: string) => void },
  articles: Map<string, Remembered>,
): Promise<Journal> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const file = join(folder, FILE)
  const lines = await readLines(file, ({ path, learnt }) => {
    articles.delete(path)
    if (learnt !== undefined) articles.set(path, learnt)
  })
  const journal = new Writing(file, createKeptTexts(folder), articles, report)
  await journal.begin(lines)
  return journal
}

/** Whether anything was learnt of an article, for who only looks while a server may write. Throws like `readLines`. */
export async function wasLearnt(folder: string, path: string): Promise<boolean> {
  let was = false
  await readLines(join(folder, FILE), (line) => {
    was ||= line.path === path
  })
  return was
}

class Writing implements Journal {
  readonly #file: string
  readonly #texts: KeptTexts
  readonly #articles: ReadonlyMap<string, Remembered>
  readonly #report: (line: string) => void
  #lines = 0
  #waiting: Change[] = []
  #untidy = new Set<string>()
  #isAnew = false
  #writing = Promise.resolve()
  #timer: NodeJS.Timeout | undefined

  constructor(
    file: string,
    texts: KeptTexts,
    articles: ReadonlyMap<string, Remembered>,
    report: (line: string) => void,
  ) {
    this.#file = file
    this.#texts = texts
    this.#articles = articles
    this.#report = report
  }

  async begin(lines: number): Promise<void> {
    this.#lines = lines
    if (this.#isLong()) await this.#writeAnew()
  }

  write(change: Change): void {
    // What was taken away does not stay behind in an older line.
    if (isGone(change)) this.#isAnew = true
    this.#waiting.push(change)
    this.#later(WRITE_AFTER_MS)
  }

  tidy(path: string): void {
    this.#untidy.add(path)
    this.#later(WRITE_AFTER_MS)
  }

  async textsOf(path: string, part: string): Promise<PartTexts | undefined> {
    const waits = this.#waiting.findLast((one) => one.path === path && one.read?.part === part)
    return waits?.read?.texts ?? (await this.#texts.read(path, part))
  }

  written(): Promise<void> {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#writing = this.#writing.then(() => this.#writeAll())
    return this.#writing
  }

  async #writeAll(): Promise<void> {
    const changes = this.#waiting
    // A page that says another thing each time it is asked for adds a line each time.
    this.#lines += changes.length
    const anew = this.#isAnew || this.#isLong()
    this.#waiting = []
    this.#isAnew = false
    try {
      await this.#changeTexts(changes)
      if (anew) await this.#writeAnew()
      else if (changes.length > 0)
        await appendFile(this.#file, changes.map(lineOf).join(''), { mode: 0o600 })
      await this.#tidyAll()
    } catch (error) {
      this.#report(`${this.#file} cannot be written: ${String(error)}`)
      // Perhaps half of a line was, and what was to go is still there.
      this.#isAnew = true
      this.#waiting = [...changes, ...this.#waiting].slice(-MOST_WAITING)
      this.#later(WRITE_AGAIN_MS)
    }
  }

  async #tidyAll(): Promise<void> {
    for (const path of this.#untidy) {
      this.#untidy.delete(path)
      try {
        await this.#texts.keepOnly(path, this.#articles.get(path)?.parts ?? [])
      } catch (error) {
        this.#untidy.add(path)
        throw error
      }
    }
  }

  async #changeTexts(changes: readonly Change[]): Promise<void> {
    for (let from = 0; from < changes.length; from += AT_ONCE)
      await Promise.all(changes.slice(from, from + AT_ONCE).map((one) => this.#changeText(one)))
  }

  async #changeText({ path, read }: Change): Promise<void> {
    // What counts is what is remembered now: it may have been learnt anew or forgotten since.
    const parts = this.#articles.get(path)?.parts ?? []
    if (parts.length === 0) await this.#texts.keepOnly(path, [])
    else if (read !== undefined && parts.includes(read.part))
      await this.#texts.write(path, read.part, read.texts)
  }

  #isLong(): boolean {
    return this.#lines - this.#articles.size > MOST_OLD_LINES + this.#articles.size
  }

  #later(ms: number): void {
    this.#timer ??= setTimeout(() => void this.written(), ms).unref()
  }

  async #writeAnew(): Promise<void> {
    await writeFile(`${this.#file}.new`, linesOf(this.#articles), { mode: 0o600 })
    await rename(`${this.#file}.new`, this.#file)
    this.#lines = this.#articles.size
  }
}

function isGone({ learnt }: Line): boolean {
  return learnt === undefined || learnt.gone === true
}

function lineOf({ path, learnt }: Line): string {
  return textOfLine({ path, learnt })
}

/** One at a time: all of them together may be longer than a string can be. */
function* linesOf(articles: ReadonlyMap<string, Remembered>): Generator<string> {
  for (const [path, learnt] of articles) yield textOfLine({ path, learnt })
}
