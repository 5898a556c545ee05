// Teaching: the sentinel learns each article as it is read, and after a start what it knew before: from its fingerprints,
// and from the texts of what these do not have.
import type { ArticlePageReading } from '../../core/origin.ts'
import type { Known } from './known/known.ts'
import type { PartTexts, Remembered } from './known/remembered.ts'
import {
  type Fingerprints,
  keepFingerprints,
  readFingerprints,
  type Taught,
} from './sentinel/fingerprints.ts'
import { createSentinel, type KnowingSentinel } from './sentinel/sentinel.ts'

/** So many articles, or this part of all, are taught before fingerprints are kept again: at 1 ms each a start bears them. */
const MOST_UNKEPT = 1000
const UNKEPT_PART = 1 / 20
/** So many letters fewer that everybody may read are another cut, and no other headline. */
const CUT_MOVED = 40

export interface TeachingOptions {
  readonly known: Known
  readonly sentinel: KnowingSentinel
  /** Where fingerprints lie; undefined keeps none, and begins with nothing. */
  readonly folder: string | undefined
  /** Whether nothing that it says is anybody's secret, ever. */
  readonly isOpen: (one: Remembered) => boolean
  /** What of the configuration moves the cuts of all articles, in any form. */
  readonly cut: string
  readonly report: (line: string) => void
}

type ByPath = ReadonlyMap<string, Taught>

export class Teaching {
  readonly #options: TeachingOptions
  /** Resolves when the sentinel knows what it knew before the start. */
  readonly begun: Promise<void>
  /** A second one, while it is taught anew what is open and what is not. */
  #fresh: KnowingSentinel | undefined
  /** Whether it takes for open what was open before an article's access or cut was changed. */
  #isMasked = false
  /** How often that came about. */
  #maskings = 0
  #unkept = 0
  #isFull = false
  #isBegun = false
  #isEnding = false
  #keeping: Promise<void> | undefined
  #renewing: Promise<void> = Promise.resolve()

  constructor(options: TeachingOptions) {
    this.#options = options
    this.#isBegun = options.folder === undefined
    this.begun = options.folder === undefined ? Promise.resolve() : this.#begin(options.folder)
  }

  /** `learnt`: what is remembered of it now; undefined forgets it. `before`: what was remembered until now. */
  teach(
    reading: ArticlePageReading,
    learnt: Remembered | undefined,
    before: Remembered | undefined,
  ): void {
    const { sentinel } = this.#options
    for (const one of this.#fresh === undefined ? [sentinel] : [sentinel, this.#fresh])
      this.#teachOne(one, reading.article.path, learnt, reading)
    if (learnt !== undefined && before !== undefined && isLessOpen(learnt, before)) this.#mask()
    this.#unkept++
    this.#keepWhenDue()
  }

  forget(path: string): void {
    this.#options.sentinel.forget(path)
    this.#fresh?.forget(path)
    // What everybody could read of it may be gated when it comes back.
    this.#mask()
    this.#unkept++
  }

  #mask(): void {
    this.#isMasked = true
    this.#maskings++
  }

  /** Resolves when all that was taught is on the disk. */
  async end(): Promise<void> {
    this.#isEnding = true
    await this.begun
    await this.#renewing
    await this.#keeping
    if (this.#unkept > 0) await this.#keep()
  }

  async #begin(folder: string): Promise<void> {
    const { sentinel, known, report, cut } = this.#options
    const read = await readFingerprints(folder, sentinel)
    const paths = known.all().map(({ path }) => path)
    if (!read.ok && read.reason === 'unusable')
      report(
        `What the sentinel knew cannot be used (${read.detail}): it is taught anew from the texts of ${paths.length} articles, and until then nothing goes out.`,
      )
    for (const path of sentinel.owners.keys())
      if (known.find(path)?.gated !== true) sentinel.forget(path)
    const taught: ByPath = new Map(
      read.ok ? read.value.taught.map((one) => [one.path, one] as const) : [],
    )
    const missing = await this.#teachAll(sentinel, paths, taught)
    if (missing > 0)
      report(
        `The texts of ${missing} pages of articles are not on the disk, or damaged: the sentinel knows nothing of them until they are read again.`,
      )
    if (this.#isEnding) return
    this.#isBegun = true
    this.#isMasked = read.ok && (read.value.isMasked || this.#isOutdated(taught, read.value, cut))
    if (this.#isMasked) this.#renewing = this.#renew(paths)
    this.#keepWhenDue()
  }

  /** Whether rules, cuts or articles are others than when it was taught: what was open then may be none now. */
  #isOutdated(taught: ByPath, kept: Fingerprints, cut: string): boolean {
    if (kept.cut !== cut) return true
    return [...taught.values()].some(({ path, kind, parts }) => {
      const found = this.#options.known.find(path)
      if (found === undefined) return true
      if (kind === 'open') return this.#kindOf(found) !== 'open'
      // Another version came before a kill: where its cut was, nobody knows any more.
      return !parts.every((part) => found.parts.includes(part))
    })
  }

  /** Gives of how many pages there are no texts. */
  async #teachAll(
    sentinel: KnowingSentinel,
    paths: readonly string[],
    taught: ByPath,
  ): Promise<number> {
    const { known } = this.#options
    let missing = 0
    for (const path of paths) {
      const one = known.find(path)
      const kind = one && this.#kindOf(one)
      if (one === undefined || kind === undefined) continue
      const before = taught.get(path)
      const parts = one.parts.filter(
        (part) => before?.kind !== kind || !before.parts.includes(part),
      )
      for (const part of parts) {
        const texts = await known.textsOf(path, part)
        if (this.#isEnding) return missing
        if (texts === undefined) {
          known.miss(path, part)
          missing++
        } else {
          this.#teachOne(sentinel, path, known.find(path), texts)
          this.#unkept++
        }
      }
    }
    return missing
  }

  /** Beside all else, and put in place of the first when it knows all of it. */
  async #renew(paths: readonly string[]): Promise<void> {
    const fresh = createSentinel()
    const maskings = this.#maskings
    this.#fresh = fresh
    const missing = await this.#teachAll(fresh, paths, new Map())
    this.#fresh = undefined
    if (missing > 0 || this.#isEnding) return
    this.#options.sentinel.become(fresh)
    // What came meanwhile may have been taught before.
    this.#isMasked = this.#maskings !== maskings
    await this.#keep()
  }

  #kindOf(one: Remembered): Taught['kind'] | undefined {
    if (one.gated) return 'gated'
    return this.#options.isOpen(one) ? 'open' : undefined
  }

  #teachOne(
    sentinel: KnowingSentinel,
    path: string,
    learnt: Remembered | undefined,
    { gatedTexts, openText }: PartTexts,
  ): void {
    const kind = learnt && this.#kindOf(learnt)
    if (kind !== 'gated') sentinel.forget(path)
    if (kind === 'open') sentinel.noteOpen(openText)
    if (kind !== 'gated' || sentinel.learn(path, gatedTexts, openText) || this.#isFull) return
    this.#isFull = true
    this.#options.report(
      `The sentinel knows ${sentinel.articles} articles and has no room for ${path}, and for others that come: gated text of these is not found elsewhere.`,
    )
  }

  #keepWhenDue(): void {
    const most = Math.max(MOST_UNKEPT, this.#options.sentinel.articles * UNKEPT_PART)
    if (this.#unkept >= most && this.#keeping === undefined)
      this.#keeping = this.#keep().finally(() => {
        this.#keeping = undefined
      })
  }

  async #keep(): Promise<void> {
    const { folder, sentinel, cut, report } = this.#options
    if (folder === undefined || !this.#isBegun) return
    const unkept = this.#unkept
    this.#unkept = 0
    try {
      const taught = this.#allTaught()
      await keepFingerprints(folder, sentinel, { taught, cut, isMasked: this.#isMasked })
    } catch (error) {
      this.#unkept += unkept
      report(`What the sentinel knows cannot be written: ${String(error)}`)
    }
  }

  #allTaught(): readonly Taught[] {
    const { known, sentinel } = this.#options
    return known.all().flatMap(({ path }) => {
      const one = known.find(path)
      const kind = one && this.#kindOf(one)
      if (one === undefined || kind === undefined) return []
      // For these there was no room.
      if (this.#isFull && kind === 'gated' && !sentinel.owners.has(path)) return []
      return { path, kind, parts: one.parts }
    })
  }
}

function isLessOpen(learnt: Remembered, before: Remembered): boolean {
  if (!learnt.gated) return false
  if (!before.gated) return true
  // There was no room to remember what was open of it.
  if (before.openText === '') return !before.parts.every((part) => learnt.parts.includes(part))
  return before.openText.length > learnt.openText.length + CUT_MOVED
}
