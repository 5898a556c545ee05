// Found: what the cache is asked and what it answers. The contract of this part.
import type { OriginSettings, Tally } from '../../../core/origin.ts'
import type { Result } from '../../../core/result.ts'
import type { Asker, PutOff } from '../../../core/seats.ts'
import type { OriginAnswer, OriginClient } from '../client/ask-origin.ts'
import type { HeaderList } from '../client/header-list.ts'
import type { Forwarded } from '../client/sent-headers.ts'
import type { Copy, Kept } from './copy.ts'

export interface CacheAsk {
  /**
   * Of the reader's headers those that go to the origin, which may vary its answer by them. With a cookie or
   * credentials among them nothing is shared: the origin is asked for this reader alone.
   */
  readonly headers: HeaderList
  /** As the route says: what is not shared is kept in a small part of memory alone. */
  readonly shared: boolean
  readonly from?: Forwarded | undefined
  /** The headers Range and If-Range: passed on for files that are not kept. What is kept is given whole. */
  readonly range?: string | undefined
  readonly ifRange?: string | undefined
  /** The reader has left. Ends what is asked for this reader alone. */
  readonly signal?: AbortSignal | undefined
  /** Takes a seat where the origin has to be waited for, and may be put off. Without: never is. */
  readonly asker?: (() => Asker) | undefined
}

export type Found<Reading> =
  /** `stale`: it is sent because the origin gives no good answer, or while it is asked. */
  | { readonly kind: 'kept'; readonly kept: Kept<Reading>; readonly stale: boolean }
  /** Not kept: private, a file too large, or asked with a cookie. Its body has to be read or destroyed. */
  | { readonly kind: 'stream'; readonly answer: OriginAnswer }
  /** `copy`: the page that the origin sent with it. */
  | { readonly kind: 'gone'; readonly status: GoneStatus; readonly copy: Copy | undefined }
  | {
      readonly kind: 'unavailable'
      readonly retryAfterSeconds: number
      /** Others may be answered. */
      readonly isPutOff?: true
    }
  /** It must not go out, and there was no version that may. */
  | { readonly kind: 'refused'; readonly why: string }

export type GoneStatus = 404 | 410 | 451

export interface CacheOptions<Reading> {
  readonly client: OriginClient
  readonly now: () => number
  /** A folder of the cache's own; undefined: nothing is kept over a restart. */
  readonly dir: string | undefined
  readonly settings: OriginSettings['cache']
  /** One line for the publisher's log. */
  readonly report: (line: string) => void
  readonly tally: Tally
  /** Paths as articles have them. Asked before anything is sent, kept or taken from the disk. */
  readonly isWithdrawn: (path: string) => boolean
  /**
   * Makes of a copy what is sent; once a version, and again for one that comes from the disk. Fails `refused` when it
   * must not go out: then the last good one stays, and without one it is refused.
   */
  readonly read: (
    copy: Copy,
    last: Kept<Reading> | undefined,
  ) => Promise<Result<Reading, 'refused'>>
  /** Bytes that a reading takes in memory beside the copy. */
  readonly sizeOf: (reading: Reading) => number
  /** As src/content/origin/cache/asking.ts has it. */
  readonly withoutDropped?: (headers: HeaderList, key: string) => HeaderList
  /** What is last to go from the disk: articles. */
  readonly isLasting: (reading: Reading) => boolean
  /** Is told at once at which path (as articles have it) another version stands from now on, or none. */
  readonly changed?: (where: { readonly path: string } | 'all') => void
  /** Is told of each request that is put off because too many wait for the origin. */
  readonly putOff?: (why: PutOff) => void
  /** How many may wait for the origin. */
  readonly seats?: number
  /** For how long a failure answers for the next; how long a reader waits for the origin who could have a stale one. */
  readonly failureHoldsMs?: number
  readonly patienceMs?: number
}

export type Purge = { readonly key: string } | { readonly path: string } | 'all'

export interface Cache<Reading> {
  /**
   * At once, from memory: fresh, or stale within what is allowed, which begins to ask in the background. undefined
   * when it has to be waited for (`get`).
   */
  ready(key: string, ask: CacheAsk): Kept<Reading> | undefined
  /** Never throws. However many ask, the origin is asked once. */
  get(key: string, ask: CacheAsk): Promise<Found<Reading>>
  /**
   * Makes the reading of a kept copy anew, because what `read` looks at has changed; undefined when it is refused
   * now: then it is kept no more.
   */
  readAgain(kept: Kept<Reading>): Promise<Kept<Reading> | undefined>
  /**
   * Takes every version off memory and disk, with what is on its way; a path with all queries below it. How many
   * there were, when they are gone.
   */
  purge(match: Purge): Promise<number>
  /** The same for an article that is taken away for good; `isWithdrawn` says so from then on. */
  withdraw(path: string): Promise<void>
  /** What it holds, in bytes and files, for the publisher's counts. */
  held(): { readonly memoryBytes: number; readonly diskBytes: number; readonly diskFiles: number }
  /** Returns when what is to be on the disk is there. */
  close(): Promise<void>
}
