// Intake: takes one changed file after the other onto the shelf. A file that is broken leaves the last good version
// standing; one that is empty or gone is looked at again first, for an editor may be about to write it.
import { join } from 'node:path'
import type { Checked, Fault } from '../../core/fault.ts'
import { isReserved, misnamed } from './address.ts'
import { detached } from './detached.ts'
import { frontMatterReader, type ReadArticle, textOf } from './front-matter.ts'
import { beyondLimits } from './limits.ts'
import { mentionsIn } from './mentions.ts'
import { type FolderOptions, LARGEST_ARTICLE } from './options.ts'
import { type FileReading, readFileWithin } from './read-file.ts'
import type { Entry, Shelf } from './shelf.ts'
import type { Texts } from './texts.ts'
import type { YamlFault } from './yaml-faults.ts'

/**
 * What a look at a file found. `again`: look once more in a moment. `gone`: it is not there, and was not a moment ago
 * either. News change nothing until they are settled: whoever settles them publishes the edition in the same breath, so
 * that no text is ever on the shelf beside the facts of another version.
 */
export type Finding = 'same' | 'again' | 'gone' | News

export interface News {
  /** Bytes that wait in memory until it is settled. */
  readonly weight: number
  /** True when there is something new to publish. */
  settle(): boolean
}

const LOOKS_AT_EMPTY = 4
const LOOKS_AT_BROKEN = 2
const NONE: readonly string[] = []
const NO_LINES = { moved: undefined, image: undefined }

export class Intake {
  readonly #root: string
  readonly #shelf: Shelf
  readonly #texts: Texts
  readonly #read: (file: string, bytes: Buffer) => Checked<ReadArticle>
  readonly #reserved: readonly string[]

  constructor(options: FolderOptions, shelf: Shelf, texts: Texts) {
    this.#root = join(options.dir, 'articles')
    this.#shelf = shelf
    this.#texts = texts
    this.#read = frontMatterReader(options)
    this.#reserved = options.reserved
  }

  /** Reads a file that is new or may have changed. `looks` counts how often it was looked at since, this time included. */
  async take(file: string, looks: number): Promise<Finding> {
    return this.sort(file, await readFileWithin(this.#root, file, LARGEST_ARTICLE), looks)
  }

  /** As take, of a file that was read. What it gives is to be settled before bytes that are lent are overwritten. */
  sort(file: string, reading: FileReading, looks: number): Finding {
    const misname = misnamed(file)
    if (misname !== undefined && reading.kind !== 'gone') return this.#leaveOut(file, misname)
    switch (reading.kind) {
      case 'gone':
        if (this.#shelf.get(file) === undefined) return 'same'
        return looks < LOOKS_AT_BROKEN ? 'again' : 'gone'
      case 'empty':
        if (looks < LOOKS_AT_EMPTY) return 'again'
        return this.#break(file, reading.stamp, [
          { line: undefined, what: 'is empty', mend: 'write the article, or take the file out' },
        ])
      case 'broken':
        if (looks < LOOKS_AT_BROKEN) return 'again'
        return this.#break(file, reading.stamp, [reading.fault])
      case 'read':
        return this.#takeBytes(file, reading, looks)
    }
  }

  #takeBytes(
    file: string,
    { stamp, bytes, isLent }: Extract<FileReading, { kind: 'read' }>,
    looks: number,
  ): Finding {
    const before = this.#shelf.get(file)
    if (before !== undefined && !before.broken && this.#texts.source(file)?.equals(bytes)) {
      this.#shelf.put({ ...before, stamp })
      return 'same'
    }
    const reading = this.#examine(file, bytes)
    if (!reading.ok) {
      if (looks < LOOKS_AT_BROKEN) return 'again'
      return this.#break(file, stamp, reading.faults)
    }
    const { article, mentions, lines, textAt, faults } = reading.value
    const settle = () => {
      if (this.#shelf.isWithdrawn(article)) return this.#withdraw(file)
      if (isLent) this.#texts.rememberCopy(file, bytes)
      else this.#texts.remember(file, bytes)
      this.#shelf.put({ file, stamp, article, broken: false, mentions, lines, textAt, faults })
      return true
    }
    return { weight: bytes.byteLength, settle }
  }

  /** Front matter, the pictures that the text may show, and what would keep it from being parsed later. */
  #examine(file: string, bytes: Buffer): Checked<ReadArticle & Pick<Entry, 'mentions'>> {
    const reading = this.#read(file, bytes)
    if (!reading.ok) return reading
    const { article, textAt } = reading.value
    const refuse = (line: number | undefined, what: string, mend: string) => ({
      ok: false as const,
      faults: [{ file: `articles/${file}`, line, what, mend }],
    })
    const text = textOf(bytes, textAt)
    const beyond = beyondLimits(text)
    if (beyond !== undefined) return refuse(beyond.line, beyond.what, beyond.mend)
    if (isReserved(article.path, this.#reserved)) {
      const what = `has the address ${article.path}, which is a page of the publication's own`
      return refuse(undefined, what, 'rename it')
    }
    const mentions = new Set(mentionsIn(text))
    if (article.image !== undefined) mentions.add(detached(nameOf(article.image)))
    return {
      ok: true,
      value: { ...reading.value, mentions: mentions.size === 0 ? NONE : [...mentions] },
    }
  }

  #break(file: string, stamp: string, faults: readonly (YamlFault | Fault)[]): News {
    return { weight: 0, settle: () => this.#settleBroken(file, stamp, faults) }
  }

  #settleBroken(file: string, stamp: string, faults: readonly (YamlFault | Fault)[]): boolean {
    const before = this.#shelf.get(file)
    if (before?.article !== undefined && !before.broken) this.#texts.hold(file)
    const entry: Entry = {
      file,
      stamp,
      article: before?.article,
      broken: true,
      mentions: before?.mentions ?? [],
      lines: before?.lines ?? NO_LINES,
      textAt: before?.textAt ?? 0,
      faults: faults.map((fault) => ({ ...fault, file: `articles/${file}` })),
    }
    this.#shelf.put(entry)
    return true
  }

  #leaveOut(file: string, mend: string): Finding {
    const fault = { line: undefined, what: 'has a name that makes no address', mend }
    return this.#shelf.get(file) === undefined ? this.#break(file, 'misnamed', [fault]) : 'same'
  }

  /** Takes an article away for good if the publication says so: neither its text nor its facts are kept. */
  withdraw(file: string): boolean {
    const article = this.#shelf.get(file)?.article
    if (article === undefined || !this.#shelf.isWithdrawn(article)) return false
    this.#withdraw(file)
    return true
  }

  #withdraw(file: string): boolean {
    this.#texts.forget(file)
    const stamp = 'withdrawn'
    const nothing = {
      article: undefined,
      broken: false,
      mentions: [],
      lines: NO_LINES,
      textAt: 0,
      faults: [],
    }
    const isNews = this.#shelf.get(file)?.stamp !== stamp
    this.#shelf.put({ file, stamp, ...nothing })
    return isNews
  }

  /** The file is gone for good. */
  remove(file: string): void {
    this.#texts.forget(file)
    this.#shelf.remove(file)
  }
}

function nameOf(file: string): string {
  return file.slice(file.lastIndexOf('/') + 1)
}
