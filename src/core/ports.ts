// Ports: what the http part needs of the outside, as contracts. Adapters live in content/ and store/.
import type { Article, ArticleText, Picture } from './article.ts'
import type { Decision } from './decide.ts'
import type { Opening } from './policy.ts'
import type { Result } from './result.ts'
import type { Asker } from './seats.ts'

/**
 * The set of articles being served, as one unchanging value; a change makes a new one. An article in it is another object
 * as soon as its text or one of its pictures is another, and the same one as long as nothing has changed.
 */
export interface Edition {
  /** Grows with every change. */
  readonly generation: number
  readonly byPath: ByPath
  /** Old address → the article's present one. */
  readonly moved: ReadonlyMap<string, string>
  /** All of them, the future ones too, in the order of `newestFirst`. */
  readonly latest: readonly Article[]
  readonly front: Front
}

export type ByPath = Pick<ReadonlyMap<string, Article>, 'get' | 'has' | 'keys' | 'size'>

/** The editor's order of the front page, as paths; what it leaves open is filled by date. */
export interface Front {
  readonly lead: string | undefined
  readonly rail: readonly string[]
  readonly rows: readonly { readonly section: string; readonly articles: readonly string[] }[]
}

export interface Content {
  /** At once, from memory. */
  edition(): Edition
  /**
   * The text of an article, parsed at most once a version.
   * Fails `unavailable` when its source cannot be read now and no good version is remembered; `changed` when the edition
   * holds this very version no more: what was decided of it says nothing of the next one, which has to be decided anew;
   * `busy` when too many texts wait to be read, or too many for this asker: nothing is wrong with it, and it can be asked
   * for again soon. `asker` is looked at only where it has to be read; without one the house itself asks.
   */
  text(
    article: Article,
    asker?: () => Asker,
  ): Promise<Result<ArticleText, 'unavailable' | 'changed' | 'busy'>>
  /** At once: whether so many texts wait to be read that what can be put off should be. */
  isCrowded(): boolean
  /** The lead picture with its public address; undefined when there is none or its file cannot be read. */
  picture(article: Article): Promise<Picture | undefined>
  /**
   * The file behind a public image address (the part after the images path), and which articles show it where.
   * Fails `unknown` for a file that no article shows, `unavailable` when it cannot be read now. `asker` as of `text`: to know
   * where a picture stands its articles are read.
   */
  image(name: string, asker?: () => Asker): Promise<Result<Image, 'unknown' | 'unavailable'>>
}

export interface Image {
  readonly bytes: Uint8Array<ArrayBuffer>
  /** Media type. */
  readonly type: string
  /** The name it has now; differs from the one asked for when the file has changed since. */
  readonly name: string
  readonly shownBy: readonly { readonly article: Article; readonly where: 'open' | 'below-cut' }[]
}

/** Articles taken away for good, and walls lifted for a time. At once, from memory; kept by the data folder. */
export interface Orders {
  openings(): readonly Opening[]
  isWithdrawn(path: string): boolean
  /** Every path that was taken away. */
  withdrawn(): Iterable<string>
  /** Grows with every change. */
  generation(): number
  /** Tells these orders from all others without saying them, so that a command can ask whether they hold yet. */
  digest(): string
}

/** Which search engines' crawlers are known. */
export interface Crawlers {
  /**
   * The engine whose crawler comes from this address, as far as it is proven at this moment: at once, from memory. What an
   * agent string says is what is to be proven, never the proof.
   */
  proven(address: string, agent: string): string | undefined
}

/** Takes what was decided; never waits, never fails, loses at most the last second. */
export interface Recorder {
  record(entry: { readonly at: number; readonly path: string; readonly decision: Decision }): void
}

/** The publication's secrets, newest first: the first signs, all of them verify. Purposes derive their own keys. */
export interface KeyRing {
  readonly keys: readonly { readonly id: string; readonly secret: Uint8Array<ArrayBuffer> }[]
}

/** Is told of each article's page that is asked for. */
export interface PageTally {
  /** It was at hand. */
  kept(): void
  /** Somebody waits for the same already. */
  shared(): void
  /** It was made, in so many seconds. */
  made(seconds: number): void
  /** It was put off, or could not be made. */
  failed(): void
}
