// Known: what was learnt of every article that was ever read, by its path. Lists are closed by it, and pictures below a
// cut are found by it. What articles say below their cuts is on the disk alone.
import type { Article } from '../../../core/article.ts'
import type { ArticlePageReading } from '../../../core/origin.ts'
import { articleBeside } from '../file-key.ts'
import { type Change, type Journal, NO_JOURNAL, openJournal } from './journal.ts'
import { goneOf, type PartTexts, type Remembered, rememberedOf } from './remembered.ts'
import { createCopies, createFiles } from './shown-files.ts'

export interface Known {
  find(path: string): Remembered | undefined
  all(): readonly Article[]
  /** Grows whenever something that lists may say has changed. */
  generation(): number
  /** What is remembered now; the very same as before where it says nothing new, undefined where it is not remembered. */
  learn(reading: ArticlePageReading): Remembered | undefined
  /** All but which files stood below its cut: where they lie they may still be had. */
  forget(path: string): void
  /** Likewise, and what a crash may have left of its texts. */
  withdraw(path: string): void
  /** Articles below whose cut a file stands, when it stands openly nowhere. */
  below(file: string): readonly Article[]
  /** What everybody may read of it; undefined where nobody knows. */
  openText(path: string): Promise<string | undefined>
  /** What one page of an article says; undefined where that is not on the disk, or damaged. */
  textsOf(path: string, part: string): Promise<PartTexts | undefined>
  /** What that page said is gone, and is taken in again as soon as it is read. */
  miss(path: string, part: string): void
  /** Resolves when everything is on the disk, and what was forgotten is off it. */
  written(): Promise<void>
}

/** Previews that lists give of gated articles, some 60,000 of them. */
const MOST_PREVIEWS = 128 * 1024 * 1024

export interface KnownOptions {
  /** Where it lies on the disk; undefined keeps it in memory alone, and of texts nothing. */
  readonly folder: string | undefined
  /** One name for every size of a picture. */
  readonly fileKey: (file: string) => string
  readonly report: (line: string) => void
  /** Bytes of previews in memory. Beyond it those that were read longest ago go, and lists give headlines alone. */
  readonly previewBytes?: number
}

export async function openKnown(options: KnownOptions): Promise<Known> {
  const { folder, report } = options
  const articles = new Map<string, Remembered>()
  const journal =
    folder === undefined ? NO_JOURNAL : await openJournal({ folder, report }, articles)
  return new Articles(options, articles, journal)
}

class Articles implements Known {
  readonly #options: KnownOptions
  readonly #articles: Map<string, Remembered>
  readonly #journal: Journal
  readonly #files: ReturnType<typeof createFiles>
  readonly #copies = createCopies()
  /** Those that have a preview, longest ago first. */
  readonly #shown = new Set<string>()
  #previewBytes = 0
  #generation = 0
  #said = false

  constructor(options: KnownOptions, articles: Map<string, Remembered>, journal: Journal) {
    this.#options = options
    this.#articles = articles
    this.#journal = journal
    this.#files = createFiles(options.fileKey)
    for (const one of articles.values()) this.#count(one)
    this.#makeRoom()
  }

  find(path: string): Remembered | undefined {
    const found = this.#articles.get(path)
    return found?.gone === true ? undefined : found
  }

  all(): readonly Article[] {
    return [...this.#articles.values()].flatMap((one) => (one.gone === true ? [] : one.article))
  }

  generation(): number {
    return this.#generation
  }

  learn(reading: ArticlePageReading): Remembered | undefined {
    const { path } = reading.article
    const before = this.#articles.get(path)
    const next = rememberedOf(reading, before)
    if (before === undefined && this.#copies.areMany(next)) return undefined
    if (JSON.stringify(before) === JSON.stringify(next)) return before
    const part = next.parts.at(reading.continues ? -1 : 0)
    this.#put(path, next, part === undefined ? undefined : { part, texts: reading })
    return next
  }

  forget(path: string): void {
    const before = this.find(path)
    if (before !== undefined) this.#put(path, goneOf(before), undefined)
  }

  withdraw(path: string): void {
    this.forget(path)
    this.#journal.tidy(path)
  }

  below(file: string): readonly Article[] {
    const shownBy = this.#files.below(file)
    if (shownBy.length > 0) return shownBy.flatMap((one) => this.#articles.get(one)?.article ?? [])
    const key = this.#options.fileKey(file)
    const whole = this.#articles.get(articleBeside(key) ?? '')
    return whole?.gated === true && !this.#files.isOpen(key) ? [whole.article] : []
  }

  async openText(path: string): Promise<string | undefined> {
    const found = this.find(path)
    if (found === undefined || found.openText !== '') return found?.openText
    const [first] = found.parts
    return first === undefined ? '' : (await this.textsOf(path, first))?.openText
  }

  textsOf(path: string, part: string): Promise<PartTexts | undefined> {
    return this.#journal.textsOf(path, part)
  }

  miss(path: string, part: string): void {
    const found = this.find(path)
    if (found === undefined) return
    this.#put(path, { ...found, parts: found.parts.filter((one) => one !== part) }, undefined)
  }

  written(): Promise<void> {
    return this.#journal.written()
  }

  #put(path: string, next: Remembered | undefined, read: Change['read']): void {
    const before = this.#articles.get(path)
    if (before !== undefined) this.#discount(before)
    this.#articles.delete(path)
    if (next !== undefined) {
      this.#articles.set(path, next)
      this.#count(next)
    }
    this.#generation++
    this.#journal.write({ path, learnt: next, read })
    if (before !== undefined) this.#journal.tidy(path)
    this.#makeRoom()
  }

  #count(one: Remembered): void {
    this.#files.add(one)
    this.#copies.count(one, 1)
    if (previewSize(one) === 0) return
    this.#shown.add(one.article.path)
    this.#previewBytes += previewSize(one)
  }

  #discount(one: Remembered): void {
    this.#files.remove(one)
    this.#copies.count(one, -1)
    this.#shown.delete(one.article.path)
    this.#previewBytes -= previewSize(one)
  }

  /** That an article is gated, and what the sentinel knows of it, is not forgotten with its preview. */
  #makeRoom(): void {
    const most = this.#options.previewBytes ?? MOST_PREVIEWS
    if (this.#previewBytes <= most) return
    for (const path of this.#shown) {
      // A tenth more than it has to be, so that lists are not closed anew with each article that is read.
      if (this.#previewBytes <= most * 0.9) break
      const found = this.#articles.get(path)
      this.#shown.delete(path)
      if (found === undefined) continue
      this.#previewBytes -= previewSize(found)
      this.#articles.set(path, { ...found, previewHtml: '', openText: '' })
    }
    this.#generation++
    if (!this.#said)
      this.#options.report(
        `Previews of articles take more than ${Math.round(most / 1024 / 1024)} MB: of those that were read longest ago lists give the headline alone.`,
      )
    this.#said = true
  }
}

/** Two bytes a sign, at most. */
function previewSize({ previewHtml, openText }: Remembered): number {
  return 2 * (previewHtml.length + openText.length)
}
