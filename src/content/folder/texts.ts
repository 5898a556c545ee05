// Texts: the sources of good versions and the bodies made from them, each within its budget.
import { join } from 'node:path'
import { LRUCache } from 'lru-cache'
import type { Article } from '../../core/article.ts'
import type { Fault } from '../../core/fault.ts'
import { failed, ok, type Result } from '../../core/result.ts'
import { type Asker, Seats } from '../../core/seats.ts'
import { Thread } from '../thread/thread.ts'
import { threadBeside } from '../thread/thread-messages.ts'
import type { Body, Source } from './body.ts'
import {
  type FolderOptions,
  LARGEST_ARTICLE,
  MOST_WAITING,
  SOURCE_BUDGET,
  TEXT_BUDGET,
} from './options.ts'
import type { Pictures } from './pictures.ts'
import { readFileWithin } from './read-file.ts'
import type { Entry, Shelf } from './shelf.ts'

/** An article of the usual length takes a hundredth of it. */
const PARSE_MS = 3000
const BEFORE_BUDGET = 16 * 1024 * 1024
const PARSE_MS_A_BYTE = 2 / 1000
const TEXT_THREAD = threadBeside(import.meta.url, 'text-thread')

export class Texts {
  readonly #root: string
  readonly #shelf: Shelf
  readonly #thread: Thread<Source, Body>
  readonly #sources: LRUCache<string, Buffer>
  readonly #bodies: LRUCache<string, Body>
  /** Sources whose files are broken now: nothing could bring these back. */
  readonly #held = new Map<string, Buffer>()
  readonly #mostWaiting: number
  readonly #seats: Seats
  readonly #making = new Map<string, Promise<Result<Body, 'unavailable' | 'changed' | 'busy'>>>()
  /** Of files with faults alone: few, so that saying them does not take a look at every text. */
  readonly #faults = new Map<string, readonly Fault[]>()
  /** Versions that were given up: each would take as long again. */
  readonly #unreadable = new Map<string, Article>()
  /** The versions before those whose texts nobody has asked for yet. */
  readonly #before = new LRUCache<string, { readonly entry: Entry; readonly bytes: Buffer }>({
    maxSize: BEFORE_BUDGET,
    sizeCalculation: ({ bytes }) => bytes.byteLength + 1,
  })
  readonly #publish: () => void
  readonly #whenMade: () => void
  readonly #freshen: (file: string) => Promise<void>

  /**
   * `whenMade` is called after each body, when faults may have changed; `publish` when the shelf has; `freshen` takes in
   * a file that has changed.
   */
  constructor(
    options: FolderOptions,
    shelf: Shelf,
    pictures: Pictures,
    hooks: { whenMade: () => void; publish: () => void; freshen: (file: string) => Promise<void> },
  ) {
    this.#root = join(options.dir, 'articles')
    this.#shelf = shelf
    const { footnoteLabel, footnoteBackLabel, tableLabel, cut } = options
    const data = { footnoteLabel, footnoteBackLabel, tableLabel, cut }
    this.#thread = new Thread(TEXT_THREAD, data, (file) => pictures.look(file))
    this.#mostWaiting = options.mostWaiting ?? MOST_WAITING
    this.#seats = new Seats(this.#mostWaiting, options.putOff)
    this.#sources = new LRUCache({
      maxSize: options.sourceBudget ?? SOURCE_BUDGET,
      sizeCalculation: (bytes) => bytes.byteLength + 1,
    })
    this.#bodies = new LRUCache({
      maxSize: options.textBudget ?? TEXT_BUDGET,
      sizeCalculation: ({ size }) => size,
    })
    this.#whenMade = hooks.whenMade
    this.#publish = hooks.publish
    this.#freshen = hooks.freshen
  }

  faults(): readonly Fault[] {
    return [...this.#faults.values()].flat()
  }

  source(file: string): Buffer | undefined {
    return this.#held.get(file) ?? this.#sources.get(file)
  }

  /** A new good version, as far as is known before its text was parsed: until then the one before it is kept. */
  remember(file: string, bytes: Buffer): void {
    const entry = this.#shelf.get(file)
    const source = this.source(file)
    const before = this.#before.get(file) ?? (entry?.article && source && { entry, bytes: source })
    this.forget(file)
    this.#sources.set(file, bytes)
    if (before !== undefined) this.#before.set(file, before)
  }

  /** A copy of a source that nothing was known of before, if there is room: none is sent away for it. */
  rememberCopy(file: string, bytes: Buffer): void {
    if (this.#sources.calculatedSize + bytes.byteLength >= this.#sources.maxSize) return
    const copy = Buffer.allocUnsafeSlow(bytes.byteLength)
    bytes.copy(copy)
    this.#sources.set(file, copy)
  }

  /** Puts the version before an unreadable one back, if it is kept. */
  #bringBack({ file, stamp }: Entry, fault: Fault): boolean {
    const before = this.#before.get(file)
    if (before === undefined) return false
    this.forget(file)
    this.#held.set(file, before.bytes)
    this.#shelf.put({ ...before.entry, stamp, broken: true, faults: [fault] })
    this.#publish()
    return true
  }

  /** The file is broken: its last good version is held on to. */
  hold(file: string): void {
    const bytes = this.source(file)
    if (bytes !== undefined) this.#held.set(file, bytes)
  }

  /** Nothing of this file is kept. */
  forget(file: string): void {
    this.#held.delete(file)
    this.#sources.delete(file)
    this.#before.delete(file)
    this.forgetBody(file)
  }

  /** The body is made again when it is next asked for. */
  forgetBody(file: string): void {
    this.#bodies.delete(file)
    this.#making.delete(file)
    this.#faults.delete(file)
    this.#unreadable.delete(file)
  }

  /** Whether so many texts wait to be read that what can be put off should be. */
  isCrowded(): boolean {
    return this.#seats.taken > this.#mostWaiting / 2
  }

  /** Parses nothing any more. */
  close(): Promise<void> {
    return this.#thread.close()
  }

  /**
   * The body of the version of an entry that is on the shelf. Fails `unavailable` when its source is neither remembered
   * nor readable, `changed` when the file turns out to be another version, which is on the shelf then, `busy` when too many
   * texts wait to be read, or too many for `asker`.
   */
  body(
    entry: Entry,
    asker?: () => Asker,
  ): Promise<Result<Body, 'unavailable' | 'changed' | 'busy'>> {
    const { file } = entry
    const known = this.#bodies.get(file)
    if (known !== undefined) return Promise.resolve(ok(known))
    if (entry.article !== undefined && this.#unreadable.get(file) === entry.article)
      return Promise.resolve(failed('unavailable', `articles/${file} cannot be read`))
    const running = this.#making.get(file)
    if (running !== undefined) return running
    const giveBack = this.#seats.take(asker?.())
    if (giveBack === undefined)
      return Promise.resolve(failed('busy', `articles/${file} would wait behind too many others`))
    const made = this.#make(entry).finally(giveBack)
    const making = made.then((made) => {
      if (this.#making.get(file) !== making) return made
      this.#making.delete(file)
      if (made.ok && this.#shelf.isPresent(entry)) {
        this.#bodies.set(file, made.value)
        this.#before.delete(file)
        if (made.value.faults.length > 0) this.#faults.set(file, made.value.faults)
        else this.#faults.delete(file)
        this.#whenMade()
      }
      return made
    })
    this.#making.set(file, making)
    return making
  }

  async #make(entry: Entry): Promise<Result<Body, 'unavailable' | 'changed' | 'busy'>> {
    const { file, article, lines, textAt } = entry
    const bytes = await this.#sourceOf(entry)
    if (bytes === 'changed') return failed('changed', `articles/${file} has changed`)
    if (article === undefined || bytes === undefined)
      return failed('unavailable', `articles/${file} cannot be read and is not remembered`)
    try {
      const source = { file, article, imageLine: lines.image, textAt, bytes }
      return ok(await this.#thread.run(source, PARSE_MS + bytes.byteLength * PARSE_MS_A_BYTE))
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      const what = `has a text that cannot be read (${why})`
      if (this.#shelf.isPresent(entry)) {
        const mend = 'simplify its tables, its lists and its HTML'
        const fault = { file: `articles/${file}`, line: undefined, what, mend }
        if (this.#bringBack(entry, fault)) return failed('changed', `articles/${file} ${what}`)
        this.#unreadable.set(file, article)
        this.#faults.set(file, [fault])
        this.#whenMade()
      }
      return failed('unavailable', `articles/${file} ${what}`)
    }
  }

  /** The source of this very version; `changed` when the file has changed and nobody had noticed until now. */
  async #sourceOf(entry: Entry): Promise<Buffer | 'changed' | undefined> {
    const { file, broken } = entry
    const bytes = this.source(file) ?? (broken ? undefined : await this.#sourceOnDisk(entry))
    if (bytes !== undefined || broken) return bytes
    await this.#freshen(file)
    const now = this.#shelf.get(file)
    if (now === undefined || !this.#shelf.isPresent(entry)) return 'changed'
    return this.source(file) ?? (await this.#sourceOnDisk(now))
  }

  /** Only the version that was found good: a newer one has to be looked at first. */
  async #sourceOnDisk({ file, stamp }: Entry): Promise<Buffer | undefined> {
    const reading = await readFileWithin(this.#root, file, LARGEST_ARTICLE)
    if (reading.kind !== 'read' || reading.stamp !== stamp) return undefined
    if (this.#shelf.get(file)?.stamp === stamp) this.#sources.set(file, reading.bytes)
    return reading.bytes
  }
}
