// Finding: what an audit says, as data. The report, the terminal and whoever imports the library read these alone.
import type { Channel } from './channels.ts'

/** How certain it is that a text is paid for: from truth, or from what only some of those who ask get to see. */
export type Basis = 'truth' | 'comparison'

export type Severity = 'high' | 'medium' | 'low'

/** Text below the cut that got out. One for each article, channel and persona. */
export interface Leak {
  readonly kind: 'leak'
  /** The article's address; undefined when the leak is not of one article. */
  readonly article: string | undefined
  readonly channel: Channel
  /** Who asked: an id of personas.ts. */
  readonly persona: string
  readonly basis: Basis
  /** Words below the cut that got out, and how many there are. Their quotient is the share. */
  readonly words: number
  readonly gatedWords: number
  readonly severity: Severity
  /** In one sentence, for this case: `The field content:encoded of the feed holds it.` */
  readonly why: string
  readonly proof: Proof | undefined
}

/** Shown only to whoever has shown that the site is theirs. */
export interface Proof {
  /** At most twelve words. */
  readonly excerpt: string
  /** The request, so that it can be repeated: `GET /feed/`, then its headers. */
  readonly request: string
}

/** What is no leak and worth knowing: a metered article read without cookies, a channel that could not be tried. */
export interface Note {
  readonly kind: 'note'
  readonly article: string | undefined
  readonly channel: Channel | undefined
  readonly persona: string | undefined
  readonly text: string
}

/** What a reader meets on the page of an article. */
export interface Meeting {
  readonly kind: 'reader'
  readonly article: string
  readonly problem: Problem
  readonly severity: Severity
  readonly why: string
}

export type Problem =
  | 'script-needed'
  | 'notice-in-reader-mode'
  | 'log-in-missing'
  | 'markup-missing'
  | 'markup-wrong'
  | 'cache-contradicts'
  | 'heavy'
  | 'ends-in-sentence'
  | 'third-party'

export type Finding = Leak | Note | Meeting

/** What `audit` gives one after the other: findings, and where it is. */
export type AuditEvent =
  | Finding
  | { readonly kind: 'site'; readonly site: SiteFacts }
  /** An article of which everything was tried. */
  | {
      readonly kind: 'article'
      readonly article: ArticleFacts
      readonly done: number
      readonly of: number
    }

export interface SiteFacts {
  /** Scheme and authority. */
  readonly origin: string
  /** What it runs on, as far as its answers show: `WordPress 6.1`, `Ghost`, `Next`; undefined when they do not. */
  readonly system: string | undefined
  readonly articles: number
  readonly basis: Basis
  /** What showed that whoever asks controls the site; undefined when nothing did. */
  readonly control: 'well-known' | 'edition' | 'loopback' | undefined
}

export interface ArticleFacts {
  readonly url: string
  readonly title: string | undefined
  /** `open`: nothing of it seems to be paid for. `unknown`: it could not be read. */
  readonly access: 'gated' | 'metered' | 'open' | 'unknown'
  readonly gatedWords: number
  /** Each channel that was tried for it. */
  readonly tried: readonly Channel[]
}

/** The whole of an audit; its JSON form is what `--json` writes (report-schema.ts). */
export interface Report {
  readonly version: 1
  /** ISO 8601. */
  readonly began: string
  readonly ended: string | undefined
  /** Whether it came to its end, or was interrupted and holds what it had by then. */
  readonly complete: boolean
  readonly site: SiteFacts
  readonly articles: readonly ArticleFacts[]
  readonly leaks: readonly Leak[]
  readonly notes: readonly Note[]
  readonly meetings: readonly Meeting[]
}
