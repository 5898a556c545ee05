// Options: what an audit is told before it begins.
import type { Limits } from './asking/limits.ts'

/** What is known of the text of one article, beyond what its page shows. */
export interface TrueText {
  /** The whole of it. What the page shows of it to everybody is taken off. */
  readonly full?: string | undefined
  /** What stands below the cut, where that is known; `full` is not needed then. */
  readonly gated?: string | undefined
  /** What stands above the cut, where that is known. */
  readonly preview?: string | undefined
  /** `metered`: everybody may read some of these whole. `open`: nothing of it is gated. */
  readonly access?: 'gated' | 'metered' | 'open' | undefined
  /** Addresses of pictures that stand below the cut, absolute or on the site's origin. */
  readonly pictures?: readonly string[] | undefined
}

/** Where it is known from what is paid for. */
export type Truth =
  | {
      readonly kind: 'texts'
      /** Addresses that are audited first, absolute or on the site's origin. */
      readonly articles?: readonly string[] | undefined
      /** Undefined for an article that it does not know. */
      of(article: {
        readonly url: string
        readonly title: string | undefined
      }): TrueText | undefined | Promise<TrueText | undefined>
    }
  | {
      readonly kind: 'cookies'
      /** As a Cookie header has them. They are sent to the audited origin alone, and only to read the truth. */
      readonly cookies: string
    }

export interface AuditOptions {
  readonly url: string
  /** Standfirst's own version, for the agent string. */
  readonly version: string
  /** How many articles at most; 20 when left out. */
  readonly articles?: number | undefined
  /** The address of a site map on the site's own origin; without it, it is looked for. */
  readonly sitemap?: string | undefined
  /** Requests a second; 4 when left out, and without limit on a loopback address. */
  readonly rate?: number | undefined
  readonly truth?: Truth | undefined
  /** `edition`: whoever asks serves the site themselves. */
  readonly control?: 'edition' | undefined
  /** The line that proves control when it stands in /.well-known/standfirst-audit; `standfirst-audit: proof` when left out. */
  readonly proof?: string | undefined
  /** Where whoever reads the site's log learns who asked. */
  readonly contact?: string | undefined
  /** Addresses of articles that an earlier audit has finished. */
  readonly from?: readonly string[] | undefined
  /** `auto`: a Chromium is used where one is found. */
  readonly browser?: 'auto' | 'none' | undefined
  /** The site's name may resolve to private addresses. */
  readonly trustPrivateAddresses?: boolean | undefined
  readonly signal?: AbortSignal | undefined
  readonly limits?: Limits | undefined
}
