// Folder: an edition out of a folder of Markdown, implementing the Content port. Facts of all articles are in memory;
// texts are parsed when they are asked for.
import { join } from 'node:path'
import type { Article, Picture } from '../../core/article.ts'
import { type Fault, faultLine } from '../../core/fault.ts'
import type { Content, Image } from '../../core/ports.ts'
import { failed, ok, type Result } from '../../core/result.ts'
import type { Asker } from '../../core/seats.ts'
import type { Body } from './body.ts'
import { Library } from './library.ts'
import type { FolderOptions } from './options.ts'
import { fileOfName, pictureOf } from './picture-names.ts'
import { Pictures } from './pictures.ts'
import { codeOf } from './read-file.ts'
import { type Entry, Shelf } from './shelf.ts'
import { Texts } from './texts.ts'

export interface FolderContent extends Content {
  /** Everything that is wrong now, by file and line: of texts, only of those that were parsed. */
  faults(): readonly Fault[]
  /** The body with its links, for checks. Fails as `text` does. */
  body(
    article: Article,
    asker?: () => Asker,
  ): Promise<Result<Body, 'unavailable' | 'changed' | 'busy'>>
  readonly options: FolderOptions
  /** Looks at the whole folder again. Never rejects for what it finds. */
  rescan(): Promise<void>
  /** Takes out of memory what is withdrawn by now, and in again what no longer is. Never rejects for what it finds. */
  obey(): Promise<void>
  /** Takes an article, its text and its pictures out of memory at once, if `isWithdrawn` says so of its address. */
  forget(path: string): void
  /** Stops watching; resolves when nothing is being read any more. */
  close(): Promise<void>
}

/** A picture's articles are looked up again when one of them changes meanwhile; in the end it is given up. */
const MOST_TRIES = 5

/** Reads an edition and watches it. Fails `no-articles` when its articles folder is not there or cannot be read. */
export async function openFolder(
  options: FolderOptions,
): Promise<Result<FolderContent, 'no-articles'>> {
  const root = join(options.dir, 'articles')
  const shelf = new Shelf(
    options.sections.map(({ id }) => id),
    options.isWithdrawn,
  )
  const pictures = new Pictures(root, options.imagesPath)
  const announce = () => announcer.announce()
  const texts = new Texts(options, shelf, pictures, {
    whenMade: announce,
    publish: () => library.publish(),
    freshen: (file) => library.freshen(file),
  })
  const library = new Library(options, shelf, texts, pictures, announce)
  const faults = () => sorted([...library.faults(), ...shelf.faults(), ...texts.faults()])
  const announcer = new Announcer(faults, options.report)
  try {
    await library.open()
  } catch (error) {
    await library.close()
    const code = codeOf(error)
    const what = code === 'ENOENT' ? 'is not there' : `cannot be read (${code})`
    return failed(
      'no-articles',
      `${root} ${what}: an edition keeps its articles in it. standfirst init begins a new edition.`,
    )
  }
  return ok(new Folder(options, { shelf, pictures, texts, library }, faults))
}

class Folder implements FolderContent {
  readonly options: FolderOptions
  readonly faults: () => readonly Fault[]
  readonly #shelf: Shelf
  readonly #pictures: Pictures
  readonly #texts: Texts
  readonly #library: Library

  constructor(
    options: FolderOptions,
    parts: { shelf: Shelf; pictures: Pictures; texts: Texts; library: Library },
    faults: () => readonly Fault[],
  ) {
    this.options = options
    this.faults = faults
    this.#shelf = parts.shelf
    this.#pictures = parts.pictures
    this.#texts = parts.texts
    this.#library = parts.library
  }

  edition() {
    return this.#shelf.edition
  }

  async body(
    article: Article,
    asker?: () => Asker,
  ): Promise<Result<Body, 'unavailable' | 'changed' | 'busy'>> {
    const entry = this.#shelf.versionOf(article)
    if (entry === undefined)
      return failed('changed', `${article.path} is not that article any more`)
    return this.#texts.body(entry, asker)
  }

  async text(article: Article, asker?: () => Asker) {
    const body = await this.body(article, asker)
    return body.ok ? ok(body.value.text) : body
  }

  isCrowded() {
    return this.#texts.isCrowded()
  }

  async picture({ image, imageAlt }: Article): Promise<Picture | undefined> {
    const picture = image === undefined ? undefined : await this.#pictures.look(image)
    return picture && pictureOf(picture, imageAlt)
  }

  async image(
    name: string,
    asker?: () => Asker,
  ): Promise<Result<Image, 'unknown' | 'unavailable'>> {
    const file = fileOfName(name)
    if (file === undefined) return failed('unknown', `${name} is no picture's name`)
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      const { shownBy, missed, entries } = await this.#shownBy(file, asker)
      const picture = shownBy.length > 0 ? await this.#pictures.read(file) : undefined
      if (!entries.every((entry) => this.#shelf.isPresent(entry))) continue
      if (picture !== undefined) return ok({ ...picture, shownBy })
      if (shownBy.length > 0) return failed('unavailable', `articles/${file} cannot be read`)
      return missed
        ? failed('unavailable', `an article that may show ${file} cannot be read`)
        : failed('unknown', `no article shows ${file}`)
    }
    return failed('unavailable', `the articles around ${file} are being changed`)
  }

  /** Every article that shows a file, and where; `missed` when one that may do so could not be read. */
  async #shownBy(
    file: string,
    asker: (() => Asker) | undefined,
  ): Promise<{ shownBy: Image['shownBy']; missed: boolean; entries: readonly Entry[] }> {
    const shownBy: { article: Article; where: 'open' | 'below-cut' }[] = []
    const entries: Entry[] = []
    let missed = false
    for (const source of this.#shelf.mentioning(file.slice(file.lastIndexOf('/') + 1))) {
      const entry = this.#shelf.get(source)
      const article = this.#shelf.edition.byPath.get(entry?.article?.path ?? '')
      if (entry === undefined || article === undefined) continue
      entries.push(entry)
      if (article.image === file) {
        shownBy.push({ article, where: 'open' })
        continue
      }
      const body = await this.#texts.body(entry, asker)
      if (!body.ok) missed = true
      else if (body.value.pictures.has(file))
        shownBy.push({ article, where: body.value.openPictures.has(file) ? 'open' : 'below-cut' })
    }
    return { shownBy, missed, entries }
  }

  rescan() {
    return this.#library.rescan()
  }

  obey() {
    return this.#library.obey()
  }

  forget(path: string) {
    this.#library.withdraw(path)
  }

  async close() {
    await this.#library.close()
    await Promise.all([this.#texts.close(), this.#pictures.close()])
  }
}

/** Says each fault once, for as long as it lasts. */
class Announcer {
  readonly #faults: () => readonly Fault[]
  readonly #report: (fault: Fault) => void
  #said = new Set<string>()

  constructor(faults: () => readonly Fault[], report: (fault: Fault) => void) {
    this.#faults = faults
    this.#report = report
  }

  announce(): void {
    const present = new Set<string>()
    for (const fault of this.#faults()) {
      const line = faultLine(fault)
      if (!this.#said.has(line) && !present.has(line)) this.#report(fault)
      present.add(line)
    }
    this.#said = present
  }
}

/** By file, then by line, faults of whole files first. */
export function sorted(faults: readonly Fault[]): readonly Fault[] {
  return faults.toSorted(
    (a, b) => (a.file < b.file ? -1 : Number(a.file > b.file)) || (a.line ?? 0) - (b.line ?? 0),
  )
}
