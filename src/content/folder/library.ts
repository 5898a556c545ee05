// Library: keeps the shelf true to the folder: what is new, changed or gone is taken in, in batches, and an edition
// is published after each. A folder that vanishes takes nothing with it.
import { opendir, readdir, readFile, stat } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import type { Fault } from '../../core/fault.ts'
import { takeFirst } from './first-intake.ts'
import { FRONT_FILE, NO_ORDER, readFrontOrder } from './front-page.ts'
import { Intake, type News } from './intake.ts'
import type { FolderOptions } from './options.ts'
import { inParallel } from './parallel.ts'
import { isPicture } from './picture-names.ts'
import type { Pictures } from './pictures.ts'
import { codeOf, stampOf } from './read-file.ts'
import { isArticleFile, isHidden, scan } from './scan.ts'
import type { Shelf } from './shelf.ts'
import type { Texts } from './texts.ts'
import { Watch } from './watch.ts'

const ARTICLES = 'articles'
const DEBOUNCE = 100
const LOOK_AGAIN = 150
const HEARTBEAT = 2000
/** After this many changes at once the system may have dropped some: all is looked through when it is calm. */
const MANY = 200
const BATCH = 500
/** Bytes of files that wait for the rest of their batch. */
const MOST_WAITING = 32 * 1024 * 1024
/** At the start nobody is in the middle of writing a file, so a broken one is broken. */
const FIRST_LOOK = 2

export class Library {
  readonly #dir: string
  readonly #root: string
  readonly #shelf: Shelf
  readonly #texts: Texts
  readonly #pictures: Pictures
  readonly #intake: Intake
  readonly #watch: Watch
  readonly #published: () => void
  /** Paths within the edition that may have changed, and how often each was looked at since. */
  readonly #dirty = new Map<string, number>()
  /** Those that are looked at again in a moment. */
  readonly #again = new Map<string, number>()
  /** Files of articles that show a picture which is another since the last edition. */
  readonly #redrawn = new Set<string>()
  #scanFaults: readonly Fault[] = []
  #frontFaults: readonly Fault[] = []
  #blindness: readonly Fault[] = []
  #vanished: readonly Fault[] = []
  #soon: NodeJS.Timeout | undefined
  #later: NodeJS.Timeout | undefined
  #calm: NodeJS.Timeout | undefined
  #heart: NodeJS.Timeout | undefined
  #running: Promise<void> = Promise.resolve()
  #isOpening = false
  #closed = false
  #rootId = ''
  #frontStamp = ''

  constructor(
    options: FolderOptions,
    shelf: Shelf,
    texts: Texts,
    pictures: Pictures,
    published: () => void,
  ) {
    this.#dir = options.dir
    this.#root = join(options.dir, ARTICLES)
    this.#shelf = shelf
    this.#texts = texts
    this.#pictures = pictures
    this.#intake = new Intake(options, shelf, texts)
    this.#published = published
    this.#watch = new Watch(
      (folder, name) => this.#noteChange(folder, name),
      (why) => this.#noteBlindness(why),
    )
  }

  faults(): readonly Fault[] {
    return [...this.#vanished, ...this.#blindness, ...this.#scanFaults, ...this.#frontFaults]
  }

  /** Reads everything and begins to watch. Rejects when there is no articles folder that can be read. */
  async open(): Promise<void> {
    await readdir(this.#root)
    this.#watch.add(this.#dir)
    this.#rootId = (await this.#presentId()) ?? ''
    this.#isOpening = true
    await this.rescan()
    this.#isOpening = false
    this.#heart = setInterval(() => void this.#beat(), HEARTBEAT).unref()
  }

  /** Looks at everything, second looks included, also at what was taken away for good. */
  async rescan(): Promise<void> {
    this.#dirty.set(FRONT_FILE, FIRST_LOOK)
    this.#dirty.set(ARTICLES, FIRST_LOOK)
    this.#withdrawAll(this.#shelf.files())
    await this.#work()
    while (this.#again.size > 0 && !this.#closed) {
      await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN))
      this.#lookAgain()
      await this.#work()
    }
  }

  /** Takes the article at an address away if the publication says so, at once. */
  withdraw(path: string): void {
    const entry = this.#shelf.at(this.#shelf.edition.moved.get(path) ?? path)
    if (entry !== undefined) this.#withdrawAll([entry.file])
  }

  #withdrawAll(files: readonly string[]): void {
    const gone = files.filter((file) => this.#intake.withdraw(file))
    if (gone.length === 0) return
    this.#pictures.forgetBytes()
    this.publish()
  }

  /** Takes one file in now, rather than when its change is heard of. */
  freshen(file: string): Promise<void> {
    this.#dirty.set(`${ARTICLES}/${file}`, 0)
    return this.#work()
  }

  async close(): Promise<void> {
    this.#closed = true
    for (const timer of [this.#soon, this.#later, this.#calm]) clearTimeout(timer)
    clearInterval(this.#heart)
    this.#watch.close()
    await this.#running
  }

  #noteChange(folder: string, name: string | undefined): void {
    if (folder === this.#dir) {
      if (name === undefined || name === FRONT_FILE) this.#note(FRONT_FILE)
      if (name === undefined || name === ARTICLES) this.#note(ARTICLES)
      return
    }
    const place = folder === this.#root ? ARTICLES : `${ARTICLES}/${relative(this.#root, folder)}`
    if (name === undefined) this.#note(place)
    else if (!isHidden(name)) this.#note(`${place}/${name}`)
  }

  #note(path: string): void {
    if (this.#closed) return
    this.#dirty.set(path, 0)
    this.#soon ??= setTimeout(() => {
      this.#soon = undefined
      void this.#work()
    }, DEBOUNCE).unref()
  }

  #noteBlindness(why: string): void {
    this.#blindness = [
      {
        file: ARTICLES,
        line: undefined,
        what: `cannot be watched (${why}), and is looked through every two seconds instead`,
        mend: 'raise fs.inotify.max_user_watches and max_user_instances',
      },
    ]
  }

  /** One batch after the other, never two at a time. */
  #work(): Promise<void> {
    this.#running = this.#running.then(() => this.#workOff())
    return this.#running
  }

  async #workOff(): Promise<void> {
    while (this.#dirty.size > 0 && !this.#closed) {
      if ((await this.#presentId()) === undefined) return this.#noteVanished()
      if (this.#dirty.size > MANY) this.#lookThroughWhenCalm()
      const files = new Map<string, number>()
      let changed = false
      for (const [path, looks] of [...this.#dirty].slice(0, BATCH)) {
        this.#dirty.delete(path)
        changed = (await this.#sort(path, looks, files)) || changed
      }
      if (this.#isOpening) await this.#takeFirst(files, changed)
      else await this.#takeAll(files, changed)
      await setImmediate()
    }
    if (this.#again.size === 0) return
    this.#later ??= setTimeout(() => {
      this.#later = undefined
      this.#lookAgain()
      void this.#work()
    }, LOOK_AGAIN).unref()
  }

  #lookAgain(): void {
    for (const [path, looks] of this.#again)
      if (!this.#dirty.has(path)) this.#dirty.set(path, looks)
    this.#again.clear()
  }

  #lookThroughWhenCalm(): void {
    clearTimeout(this.#calm)
    this.#calm = setTimeout(() => this.#note(ARTICLES), HEARTBEAT).unref()
  }

  /** Finds out what a path is now, and adds the articles' files to look at. True when something else changed. */
  async #sort(path: string, looks: number, files: Map<string, number>): Promise<boolean> {
    if (path === FRONT_FILE) return this.#takeFront()
    const file = path.slice(ARTICLES.length + 1)
    const place = join(this.#dir, path)
    const wasFolder = this.#watch.has(place)
    if (isArticleFile(file) && !wasFolder) files.set(file, looks + 1)
    else if (isPicture(file) && !wasFolder) return this.#pictureChanged(file)
    else if (wasFolder || file === '' || (await isDirectory(place)))
      return this.#lookThrough(file, looks, files)
    return false
  }

  async #pictureChanged(file: string): Promise<boolean> {
    const name = file.slice(file.lastIndexOf('/') + 1)
    try {
      await stat(join(this.#root, file))
    } catch {
      // Gone: pages go on without it.
      this.#pictures.forget(file)
    }
    const shownBy = this.#shelf.mentioning(name)
    for (const article of shownBy) {
      this.#texts.forgetBody(article)
      this.#redrawn.add(article)
    }
    return shownBy.size > 0
  }

  /** Adds what is new, changed or gone below a folder. True when there is something else to say of it. */
  async #lookThrough(folder: string, looks: number, files: Map<string, number>): Promise<boolean> {
    const place = join(this.#root, folder)
    this.#watch.drop(place)
    const found = await scan(this.#root, folder, (entered) =>
      this.#watch.add(join(this.#root, entered)),
    )
    const wasThere = this.#scanFaults.length + this.#vanished.length
    if (found.files.length > 0) this.#vanished = []
    this.#scanFaults = [
      ...this.#scanFaults.filter(({ file }) => !isWithin(file.slice(ARTICLES.length + 1), folder)),
      ...found.faults,
    ]
    const missing = new Set(this.#shelf.files().filter((file) => isWithin(file, folder)))
    await inParallel(found.files, async (file) => {
      missing.delete(file)
      if (!(await this.#isKnown(file))) files.set(file, looks + 1)
    })
    for (const file of missing)
      if (!found.unreadable.some((above) => isWithin(file, above))) files.set(file, looks + 1)
    return wasThere > 0 || found.faults.length > 0
  }

  async #isKnown(file: string): Promise<boolean> {
    const entry = this.#shelf.get(file)
    if (entry === undefined) return false
    try {
      return stampOf(await stat(join(this.#root, file))) === entry.stamp
    } catch {
      // It cannot be looked at, so it has to be taken in, which says why.
      return false
    }
  }

  async #takeFirst(files: ReadonlyMap<string, number>, hasChanged: boolean): Promise<void> {
    await takeFirst(files, {
      ...{ root: this.#root, intake: this.#intake, isOver: () => this.#closed },
      found: (file, finding, looks) => {
        if (finding === 'again') this.#again.set(`${ARTICLES}/${file}`, looks)
      },
    })
    if (files.size > 0 || hasChanged) this.publish()
  }

  /** Takes files in, and publishes if that changed anything or something else has. */
  async #takeAll(files: ReadonlyMap<string, number>, hasChanged: boolean): Promise<void> {
    let news: News[] = []
    let weight = 0
    const settle = (changed: boolean) => {
      if (settledAll(news) || changed) this.publish()
      news = []
      weight = 0
    }
    const gone: string[] = []
    await inParallel(files, async ([file, looks]) => {
      const found = await this.#intake.take(file, looks)
      if (found === 'again') this.#again.set(`${ARTICLES}/${file}`, looks)
      else if (found === 'gone') gone.push(file)
      else if (found !== 'same') {
        news.push(found)
        weight += found.weight
        if (weight > MOST_WAITING) settle(false)
      }
    })
    const vanished =
      gone.length > 0 &&
      (gone.length >= this.#shelf.size || (await this.#presentId()) === undefined)
    if (vanished) this.#noteVanished()
    else for (const file of gone) this.#intake.remove(file)
    settle(hasChanged || (gone.length > 0 && !vanished))
  }

  /** Takes the editor's order; one that is broken leaves the last good one standing. True when it changed. */
  async #takeFront(): Promise<boolean> {
    const path = join(this.#dir, FRONT_FILE)
    try {
      const stamp = stampOf(await stat(path))
      if (stamp === this.#frontStamp) return false
      const reading = readFrontOrder(await readFile(path))
      this.#frontStamp = stamp
      if (reading.ok) this.#shelf.arrangeFront(reading.value)
      this.#frontFaults = reading.ok ? [] : reading.faults
    } catch (error) {
      const code = codeOf(error)
      if (code === this.#frontStamp) return false
      this.#frontStamp = code
      if (code === 'ENOENT') this.#shelf.arrangeFront(NO_ORDER)
      const what = `cannot be read (${code})`
      const mend = 'let the account that runs Standfirst read it'
      const fault = { file: FRONT_FILE, line: undefined, what, mend }
      this.#frontFaults = code === 'ENOENT' ? [] : [fault]
    }
    return true
  }

  /** A new edition of what is on the shelf now. */
  publish(): void {
    for (const file of this.#redrawn) this.#shelf.renew(file)
    this.#redrawn.clear()
    this.#shelf.publish()
    this.#published()
  }

  /** The articles folder that is there now; undefined when it is gone, or empty where there were articles. */
  async #presentId(): Promise<string | undefined> {
    try {
      if (this.#shelf.size > 0 && (await isEmpty(this.#root))) return undefined
      const { dev, ino } = await stat(this.#root)
      return `${dev}:${ino}`
    } catch {
      // Unmounted, moved away or closed to us: all the same to readers, who are served on.
      return undefined
    }
  }

  #noteVanished(): void {
    if (this.#vanished.length > 0) return
    const what = 'is gone or empty; what was read is served on'
    const mend = 'bring the folder back; to begin anew with an empty one, restart'
    this.#vanished = [{ file: ARTICLES, line: undefined, what, mend }]
    this.#published()
  }

  /** Notices what no watcher tells: a folder that was unmounted, or came back as another. */
  async #beat(): Promise<void> {
    const id = await this.#presentId()
    if (this.#closed) return
    if (id === undefined) return this.#noteVanished()
    if (id !== this.#rootId || this.#vanished.length > 0 || this.#watch.isPolling) {
      this.#rootId = id
      this.#watch.add(this.#dir)
      this.#note(FRONT_FILE)
      this.#note(ARTICLES)
    }
  }
}

/** Settles all of it; true when there is something new to publish. */
function settledAll(news: readonly News[]): boolean {
  let changed = false
  for (const one of news) changed = one.settle() || changed
  return changed
}

function isWithin(file: string, folder: string): boolean {
  return folder === '' || file === folder || file.startsWith(`${folder}/`)
}

/** Whether a folder holds nothing but hidden files. */
async function isEmpty(folder: string): Promise<boolean> {
  for await (const { name } of await opendir(folder)) if (!isHidden(name)) return false
  return true
}

async function isDirectory(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory()
  } catch {
    // Not there, so nothing to look through.
    return false
  }
}
