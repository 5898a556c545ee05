// Shelf: what is known of every file, and the edition put together from it.
import { type Article, newestFirst, placeIn } from '../../core/article.ts'
import type { Fault } from '../../core/fault.ts'
import type { Edition } from '../../core/ports.ts'
import { idOf } from '../article-id.ts'
import { amended } from './by-path.ts'
import { type FrontOrder, frontOf, NO_ORDER } from './front-page.ts'

/** One file as it was last read. Never changed, only replaced. */
export interface Entry {
  /** Relative to the articles folder. */
  readonly file: string
  /** Tells one state of the file from another. */
  readonly stamp: string
  /** The last good version; undefined when there never was one, or when it was taken away for good. */
  readonly article: Article | undefined
  /** Whether the file on disk is another than the version served. */
  readonly broken: boolean
  readonly mentions: readonly string[]
  readonly lines: { readonly moved: number | undefined; readonly image: number | undefined }
  /** Offset of the text in the last good version. */
  readonly textAt: number
  /** Of the file as it is on disk. */
  readonly faults: readonly Fault[]
}

/** More changed articles than this, and all is put together anew. */
const MOST_AMENDED = 500

type Facts = Pick<Edition, 'byPath' | 'moved' | 'latest'>

/** Holds the entries and makes a new edition of them whenever it is asked to. */
export class Shelf {
  readonly #entries = new Map<string, Entry>()
  readonly #byAddress = new Map<string, Entry>()
  /** A picture's name → the file that mentions it, or several. */
  readonly #mentioning = new Map<string, string | Set<string>>()
  /** Files with faults: few, so that saying them does not take a look at every file. */
  readonly #faulty = new Map<string, readonly Fault[]>()
  readonly #sections: readonly string[]
  readonly #isWithdrawn: (path: string) => boolean
  #order: FrontOrder = NO_ORDER
  #edition: Edition = {
    generation: 0,
    byPath: new Map(),
    moved: new Map(),
    latest: [],
    front: { lead: undefined, rail: [], rows: [] },
  }
  #faults: readonly Fault[] = []
  #claimFaults: readonly Fault[] = []
  /** Every old address that an article names, also where it is not free. */
  #claimed: ReadonlySet<string> = new Set()
  /** Addresses at which something was put or removed since the last edition. */
  #changed = new Set<string>()
  /** An article as the edition has it → as its file gave it, where the two differ. */
  readonly #written = new WeakMap<Article, Article>()

  constructor(sections: readonly string[], isWithdrawn: (path: string) => boolean) {
    this.#sections = sections
    this.#isWithdrawn = isWithdrawn
  }

  get edition(): Edition {
    return this.#edition
  }

  /** Faults of single files, then those between files that the last edition met. */
  faults(): readonly Fault[] {
    return [...[...this.#faulty.values()].flat(), ...this.#faults]
  }

  get size(): number {
    return this.#entries.size
  }

  files(): readonly string[] {
    return [...this.#entries.keys()]
  }

  get(file: string): Entry | undefined {
    return this.#entries.get(file)
  }

  /** The file whose article has this address. */
  at(path: string): Entry | undefined {
    return this.#byAddress.get(path)
  }

  /** The entry that an article of an edition was made from; undefined when another version stands there now. */
  versionOf(article: Article): Entry | undefined {
    const entry = this.#byAddress.get(article.path)
    if (!this.#edition.byPath.has(article.path)) return undefined
    return entry?.article === (this.#written.get(article) ?? article) ? entry : undefined
  }

  /** Whether an entry's version is still the one that is served. */
  isPresent({ file, article }: Entry): boolean {
    return article !== undefined && this.#entries.get(file)?.article === article
  }

  /** Files of articles that may show a picture of this name, without its folder. */
  mentioning(name: string): ReadonlySet<string> {
    const files = this.#mentioning.get(name) ?? new Set()
    return typeof files === 'string' ? new Set([files]) : files
  }

  put(entry: Entry): void {
    this.remove(entry.file)
    this.#entries.set(entry.file, entry)
    if (entry.faults.length > 0) this.#faulty.set(entry.file, entry.faults)
    if (entry.article !== undefined) {
      this.#byAddress.set(entry.article.path, entry)
      this.#changed.add(entry.article.path)
    }
    for (const name of entry.mentions) {
      const files = this.#mentioning.get(name)
      if (files === undefined) this.#mentioning.set(name, entry.file)
      else if (typeof files === 'string') this.#mentioning.set(name, new Set([files, entry.file]))
      else files.add(entry.file)
    }
  }

  remove(file: string): void {
    const entry = this.#entries.get(file)
    if (entry === undefined) return
    this.#entries.delete(file)
    this.#faulty.delete(file)
    if (entry.article !== undefined) {
      this.#byAddress.delete(entry.article.path)
      this.#changed.add(entry.article.path)
    }
    for (const name of entry.mentions) {
      const files = this.#mentioning.get(name)
      if (typeof files !== 'string') files?.delete(file)
      if (files === file || this.mentioning(name).size === 0) this.#mentioning.delete(name)
    }
  }

  /** A picture of its article has changed: what was made with it before is another version. */
  renew(file: string): void {
    const entry = this.#entries.get(file)
    if (entry?.article !== undefined) this.put({ ...entry, article: { ...entry.article } })
  }

  arrangeFront(order: FrontOrder): void {
    this.#order = order
  }

  /** Whether any address an article ever had was taken away for good: a new address does not bring it back. */
  isWithdrawn({ path, moved }: Pick<Article, 'path' | 'moved'>): boolean {
    return this.#isWithdrawn(path) || moved.some((old) => this.#isWithdrawn(old))
  }

  /** A new edition of what is on the shelf now. */
  publish(): Edition {
    const facts = this.#amend() ?? this.#putTogether()
    this.#changed = new Set()
    const { byPath, moved } = facts
    const { front, faults: missing } = frontOf(
      this.#order,
      (path) => (byPath.has(path) ? path : moved.get(path)),
      this.#sections,
    )
    this.#faults = [...this.#claimFaults, ...missing]
    this.#edition = { generation: this.#edition.generation + 1, ...facts, front }
    return this.#edition
  }

  /** The last edition with what has changed since; undefined where that is much, or where old addresses may change hands. */
  #amend(): Facts | undefined {
    const { byPath, moved, latest } = this.#edition
    if (byPath.size === 0 || this.#changed.size > MOST_AMENDED) return undefined
    const changes = new Map<string, Article | undefined>()
    const next = [...latest]
    for (const path of this.#changed) {
      const before = byPath.get(path)
      const after = this.#articleAt(path)
      if (!this.#keepsClaims(path, before, after)) return undefined
      if (before !== undefined) next.splice(placeIn(next, before), 1)
      if (after !== undefined) next.splice(placeIn(next, after), 0, after)
      if (before !== undefined || after !== undefined) changes.set(path, after)
    }
    return { byPath: amended(byPath, changes), moved, latest: next }
  }

  #articleAt(path: string): Article | undefined {
    const article = this.#byAddress.get(path)?.article
    return article === undefined || this.isWithdrawn(article) ? undefined : article
  }

  /** Whether no other article gets or loses an old address by this, nor this one any that it may not have. */
  #keepsClaims(path: string, before: Article | undefined, after: Article | undefined): boolean {
    if (before !== undefined && this.#written.has(before)) return false
    const isThere = before !== undefined && after !== undefined
    const were = before?.moved ?? []
    const are = after?.moved ?? []
    const same = were.length === are.length && were.every((old, index) => old === are[index])
    return same && (isThere || (were.length === 0 && !this.#claimed.has(path)))
  }

  #putTogether(): Facts {
    const byPath = new Map<string, Article>()
    const movers: { readonly article: Article; readonly entry: Entry }[] = []
    for (const entry of this.#entries.values()) {
      const { article } = entry
      if (article === undefined || this.isWithdrawn(article)) continue
      byPath.set(article.path, article)
      if (article.moved.length > 0) movers.push({ article, entry })
    }
    const moved = new Map<string, string>()
    const faults: Fault[] = []
    for (const { article, entry } of movers.sort((a, b) =>
      byText(a.article.path, b.article.path),
    )) {
      const claimed = claim(article, entry, byPath, moved, faults)
      if (claimed !== article) this.#written.set(claimed, article)
      byPath.set(article.path, claimed)
    }
    this.#claimFaults = faults
    this.#claimed = new Set(movers.flatMap(({ article }) => article.moved))
    return { byPath, moved, latest: [...byPath.values()].sort(newestFirst) }
  }
}

/** The article with those of its old addresses that are free; its id follows from the first of them. */
function claim(
  article: Article,
  { file, lines }: Entry,
  byPath: ReadonlyMap<string, Article>,
  moved: Map<string, string>,
  faults: Fault[],
): Article {
  const free = article.moved.filter((old) => {
    const holder = byPath.has(old) ? old : moved.get(old)
    if (holder === undefined) {
      moved.set(old, article.path)
      return true
    }
    faults.push({
      file: `articles/${file}`,
      line: lines.moved,
      field: 'moved',
      what:
        holder === old
          ? `names ${old}, where an article is`
          : `names ${old}, which ${holder} names too`,
      mend: 'leave each old address to the one article that was there',
    })
    return false
  })
  if (free.length === article.moved.length) return article
  return { ...article, moved: free, id: idOf(free[0] ?? article.path) }
}

function byText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}
