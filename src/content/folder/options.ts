// Options: what the folder must be told of the publication, and how much memory it may keep.
import type { Fault } from '../../core/fault.ts'
import type { CutPolicy } from '../../core/policy.ts'
import type { Section } from '../../core/publication.ts'
import type { PutOff } from '../../core/seats.ts'

export interface FolderOptions {
  /** The edition's folder: it holds `articles/` and, when the editor orders the front page, `front.yaml`. */
  readonly dir: string
  /** The sections an article may name; none means any. */
  readonly sections: readonly Pick<Section, 'id'>[]
  /** Ids of the plans that `access` may name. */
  readonly plans: readonly string[]
  /** IANA name; a date without an offset is local time there. */
  readonly timeZone: string
  readonly cut: CutPolicy
  /** Where pictures are served, without a trailing slash: `/standfirst/images`. */
  readonly imagesPath: string
  /** Addresses that are not articles': `/account` is that one page, `/account/*` all below it. Links to them are good. */
  readonly reserved: readonly string[]
  /** Heading of the footnotes, for those who do not see the page. */
  readonly footnoteLabel: string
  /** Name of the link from a footnote back to its reference; the reference's number follows: `Back to reference 2`. */
  readonly footnoteBackLabel: string
  /** Name of a table without a caption; its number follows: `Table 2`. */
  readonly tableLabel: string
  /** Whether the publication took this address away for good. */
  isWithdrawn(path: string): boolean
  /** Called once for every fault that was not there before. */
  report(fault: Fault): void
  /** Bytes of parsed texts to keep. */
  readonly textBudget?: number
  /** Bytes of sources to keep, so that a broken or vanished folder is served on. */
  readonly sourceBudget?: number
  /** How many texts may wait to be read at once. */
  readonly mostWaiting?: number
  /** Is told of each text that is not read because too many wait. */
  putOff?(why: PutOff): void
}

export const TEXT_BUDGET = 64 * 1024 * 1024
export const SOURCE_BUDGET = 64 * 1024 * 1024
/** About a second's, and what a reader waits for behind all others. */
export const MOST_WAITING = 200
/** A file above this is no article: it would hold up every other reader while it is parsed. */
export const LARGEST_ARTICLE = 2 * 1024 * 1024
