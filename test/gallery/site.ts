// Gallery: what a site of it is. A site is a value: it says what it does wrong, and overrides the one answer that does it.
import type { Channel } from '../../src/audit/channels.ts'
import type { Problem } from '../../src/audit/finding.ts'
import type { Persona } from '../../src/audit/personas.ts'
import type { Article } from './articles.ts'

/** What was asked of a site, as it came over the wire. */
export interface Asked {
  readonly method: string
  /** As it was written: undecoded, not brought into any form. */
  readonly path: string
  readonly query: URLSearchParams
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  /** Scheme and authority of the site, which stands on a port that nobody knows before. */
  readonly origin: string
  readonly body: string
}

export interface Reply {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body: string | Uint8Array
}

/** An article together with what the site gives of it where it should give only the preview. */
export interface Printed extends Article {
  /** All paragraphs; those of the preview alone in the closed form of a site. */
  readonly whole: readonly string[]
  /** What of it stands below the cut: none in the closed form. */
  readonly rest: readonly string[]
}

export interface Paper {
  readonly articles: readonly Printed[]
  readonly language: string
  /** False in the closed form, for sites that give out something else than paragraphs. */
  readonly leaks: boolean
  /** What a site keeps from one request to the next. */
  readonly memory: Map<string, string>
}

export interface Site {
  /** Unique in the gallery: `json-ld-body`. */
  readonly name: string
  /** What it does, in one sentence. */
  readonly says: string
  /** The one way by which it gives text below the cut away; undefined when it does not. */
  readonly leak: ExpectedLeak | undefined
  /** What its readers meet; not looked at when left out. */
  readonly meets?: readonly Problem[]
  /** Answers before the paper's own pages are looked up; undefined when it has nothing to say. */
  readonly answer?: (asked: Asked, paper: Paper) => Reply | undefined
  /** The page of a gated article, for those who are no subscribers. */
  readonly page?: (article: Printed, asked: Asked, paper: Paper) => Reply | string
  /** What an audit must have to tell: the full texts, a subscriber's cookie, or a browser. */
  readonly needs?: 'texts' | 'subscriber' | 'browser'
  /** What its gated articles have to be taken for: gated, when left out. `unread`: they cannot be read at all. */
  readonly access?: 'gated' | 'metered' | 'open' | 'unread'
  /** Another paper than the gallery's own. */
  readonly articles?: readonly Article[]
  readonly language?: string
}

interface ExpectedLeak {
  readonly channel: Channel
  /** Who has to be named as the one who gets it, where it is one alone. */
  readonly persona?: Persona
  /** The paths of the articles that leak, where not all do that are gated. */
  readonly only?: readonly string[]
  /** The least and the largest share of the gated words that an audit with the full texts may report; nearly all when left out. */
  readonly share?: readonly [number, number]
}
