// Origin: the site that the gate stands in front of, as every part of the house knows it. Types and contracts alone;
// src/content/origin/ asks the site and takes its pages apart, src/http/gate/ answers readers.
import type { Access, Article } from './article.ts'
import type { CutPolicy, Policy } from './policy.ts'
import type { Asker } from './seats.ts'

/** What the site runs on, as far as it changes what is asked of it and what is closed. */
export type Cms = 'wordpress' | 'ghost' | 'none'

/** At which addresses (scheme and authority, no slash behind) the site names itself, and what the public sees instead. */
export interface SiteAddresses {
  readonly public: string
  /** The address it is asked at and every other that its own pages carry, in any order. */
  readonly own: readonly string[]
}

/** What is no article and still not for everybody: an e-paper, a puzzle. */
export interface PathGate {
  /** Shown in the receipt. */
  readonly name: string
  /** As in a rule: `/sport` matches it and all below it; `*` stands for any characters. */
  readonly paths: readonly string[]
  readonly access: Access
}

/** What the configuration says of the site. Patterns of paths are those of a rule. */
export interface OriginSettings {
  /** Where it is asked: scheme and authority. */
  readonly url: string
  /** The Host that is sent to it; undefined: that of `url`. */
  readonly host: string | undefined
  /** Sent with every request as `Standfirst-Secret`, so that the site can turn everybody else away. */
  readonly secret?: string | undefined
  /** Further addresses that its pages carry as its own. */
  readonly own: readonly string[]
  readonly cms: Cms
  /** `observe`: decides, counts and says, and lets everything pass. */
  readonly mode: 'gate' | 'observe'
  readonly articles: {
    /** Addresses that are articles, whatever their page says; one whose body is not found is refused. */
    readonly paths: readonly string[]
    /** Addresses that never are. */
    readonly except: readonly string[]
    /** CSS selector of the element that the text stands in. */
    readonly body: string | undefined
  }
  readonly gates: readonly PathGate[]
  /** Addresses that nobody gets; and those that go out without being taken apart. The sentinel reads these too. */
  readonly closed: readonly string[]
  readonly open: readonly string[]
  /** Which cookies of readers reach the origin, and where. `*` at the end of a name stands for any. */
  readonly cookies: readonly { readonly path: string; readonly names: readonly string[] }[]
  /** Cookies that are left out of answers for everybody, which can be kept then. A star as in `cookies`. */
  readonly dropCookies: readonly string[]
  /** What is passed on untouched both ways: uploads, sockets, endpoints of the publisher's own. */
  readonly pass: readonly {
    readonly path: string
    readonly methods: readonly string[]
    readonly webSockets: boolean
  }[]
  /** Who gets named addresses in full with a secret of their own. */
  readonly partners: readonly {
    readonly name: string
    readonly paths: readonly string[]
    readonly secret: string
  }[]
  /** Whether whoever is logged in at the CMS reaches the origin. */
  readonly editors: boolean
  /** Whether scripts of rented paywalls are taken out of pages. */
  readonly removeRented: boolean
  /** Query parameters, beside those of the CMS, that tell pages apart. */
  readonly parameters: readonly string[]
  /** Query parameters, beside those of the CMS, that readers' searches stand in. */
  readonly searches: readonly string[]
  readonly cache: {
    readonly memoryBytes: number
    readonly diskBytes: number
    /** For how long an answer is fresh that does not say so itself. */
    readonly freshSeconds: number
    /** For how long it goes out stale while it is asked for again, and while the origin is wrong (RFC 5861). */
    readonly staleWhileRevalidateSeconds: number
    readonly staleIfErrorSeconds: number
  }
  readonly answerWithinMs: number
  /** What opens the address that purges; undefined: there is none. */
  readonly purgeSecret: string | undefined
  /** The publisher's own wall, as HTML. */
  readonly wall: string | undefined
}

/** A page is sent as pieces that stand as they are, with places between them where something of ours goes. */
export type Piece = string | { readonly place: Place }
/**
 * `html`: attributes of the html element, with a space before them. `head`: at the end of the head. `notice`: right
 * before the article's text. `wall`: at the cut, where the rest would begin.
 */
export type Place = 'html' | 'head' | 'notice' | 'wall'

/** What reading a page needs besides its bytes. Plain data: it is handed to a thread. */
export interface PageSettings {
  readonly cms: Cms
  readonly addresses: SiteAddresses
  readonly articles: OriginSettings['articles']
  readonly policy: Policy
  readonly cut: CutPolicy
  /** IANA name, for dates that name no offset. */
  readonly timeZone: string
  readonly removeRented: boolean
}

export interface PageSource {
  readonly bytes: Uint8Array
  /** The Content-Type header as it came. */
  readonly type: string | undefined
  /** The public address of the page: path and query, encoded as in a request. */
  readonly address: string
}

/** How a body was found. */
export type FoundBy = 'configured' | 'has-part' | 'cms' | 'known' | 'readability'

export interface ArticlePageReading {
  readonly kind: 'article'
  /** `path` is decoded, without a slash at its end, lower case; `id` is made of it. `section` and `tags` as rules name them. */
  readonly article: Article
  /** Whether the rules asked anything of a reader when it was read; another answer now means: read it again. */
  readonly gated: boolean
  /** The whole page for whoever may read it. Of a gated one with marks and structured data of a paywall. */
  readonly full: readonly Piece[]
  /** Down to the cut, with no trace of what stands below. The same as `full` where the article is not gated. */
  readonly preview: readonly Piece[]
  readonly words: number
  readonly wordsBefore: number
  /** The granted blocks alone, as HTML of the public address, for feeds and interfaces. */
  readonly previewHtml: string
  /** A later page of an article that goes over several: all of its text stands below the cut. */
  readonly continues: boolean
  /** Other articles that the page lists, with more or less of their text. */
  readonly listed: readonly Named[]
  /** What stands below the cut, block by block, as it is read; alternative texts and captions too. Empty where not gated. */
  readonly gatedTexts: readonly string[]
  /** What everybody may read of the article: headline, summary, preview. */
  readonly openText: string
  /** Paths and queries of pictures, sounds and files at the public address, that stand below the cut, and above. */
  readonly gatedFiles: readonly string[]
  readonly openFiles: readonly string[]
  readonly foundBy: FoundBy
  /** BCP 47, as the page says. */
  readonly language: string | undefined
  /** What a publisher should look at: a body found in two ways that differ … One sentence each. */
  readonly doubts: readonly string[]
  /** Rented paywalls whose scripts are on the page. */
  readonly rented: readonly string[]
}

export type PageReading =
  | ArticlePageReading
  /** No article: sent as it is, but for texts of articles that it carries, which are cut too. */
  | {
      readonly kind: 'page'
      readonly html: string
      readonly language: string | undefined
      /** What it lists or carries. */
      readonly listed: readonly Named[]
      readonly openFiles: readonly string[]
      readonly rented: readonly string[]
    }
  /** It looks like an article, or its address says that it is one, and its text cannot be found: it is not sent. */
  | { readonly kind: 'unfindable'; readonly why: string }

/** What a feed or an interface may say of an article that has been read. */
export interface KnownArticle {
  readonly article: Article
  readonly gated: boolean
  readonly previewHtml: string
  readonly openText: string
}

/** By path, as in `Article.path`; undefined for an article that was not read yet. */
export type LookUp = (path: string) => KnownArticle | undefined

/** An article that a list names: as an article's path, and as the list leads to it: path and query, encoded. */
export interface Named {
  readonly path: string
  readonly address: string
}

/** A text that carries articles, closed. `unknown`: those without a body in it, for they were not read yet. */
export interface ClosedText {
  readonly text: string
  readonly unknown: readonly Named[]
}

/** What is done with a request, by its method and address alone. */
export type Route =
  /** Taken from the origin, kept, taken apart. `key`: path and query as they tell pages apart. */
  | { readonly kind: 'read'; readonly key: string; readonly shared: boolean }
  /** Nobody gets it. */
  | {
      readonly kind: 'closed'
      readonly why: string
      /** Only because `pass` does not name what is sent there. */
      readonly forWantOfPass?: true
    }
  /** The origin decides for itself: its log-in, its administration. Not kept, not shared. */
  | { readonly kind: 'origin'; readonly why: string }
  /** Passed on untouched, for the configuration says so. */
  | { readonly kind: 'pass' }
  /** Passed on, and what comes back is taken apart, and not kept: a comment, a search that is posted. */
  | { readonly kind: 'ask'; readonly why: string }
  | { readonly kind: 'gate'; readonly gate: PathGate }

/** Where a gated text stands in another text: places of single words in it, so that they can be taken out of any format. */
export interface Trace {
  /** Path of the article that it is of. */
  readonly path: string
  /** Begin and end of each of its words in the text that was looked through, in turn. */
  readonly words: readonly (readonly [number, number])[]
}

/** What went wrong, or what was kept from readers, counted for the publisher. */
export interface Tally {
  count(what: string, labels?: Readonly<Record<string, string>>): void
}

/** One answer of the site as it may be sent: read, closed, addresses rewritten, looked through by the sentinel. */
export interface SiteAnswer {
  /** Path and query as they tell pages apart. */
  readonly key: string
  readonly status: number
  /** Differs when anything differs that is sent. */
  readonly version: string
  /** Names and values in turn; nothing of caching, length, encoding, cookies and the connection. */
  readonly headers: readonly string[]
  /** What the origin says of caching; undefined where it says nothing, or where it is for one reader alone. */
  readonly caching: string | undefined
  readonly reading: AnswerReading
  /** Set-Cookie values; none of an answer that is kept. */
  readonly cookies: readonly string[]
}

export type AnswerReading =
  | ArticlePageReading
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }

export type FoundAnswer =
  | { readonly kind: 'answer'; readonly answer: SiteAnswer }
  /** A file, sent on as it comes. */
  | {
      readonly kind: 'stream'
      readonly status: number
      readonly headers: readonly string[]
      readonly body: AsyncIterable<Uint8Array>
    }
  /** Taken away by the origin or by an order. */
  | { readonly kind: 'gone'; readonly status: 404 | 410 | 451; readonly page?: SiteAnswer }
  /** The origin does not answer, and nothing is kept. `isPutOff`: too much waits for it already, for this asker. */
  | { readonly kind: 'unavailable'; readonly isPutOff?: true }
  /** What it answers must not go out, and nothing good is kept. */
  | { readonly kind: 'refused' }

/** What of a reader's request the origin may be told. */
export interface SiteAsk {
  readonly method: string
  /** By its lower-case name. */
  readonly header: (name: string) => string | undefined
  /** The client, the last hop that is not the publisher's own. */
  readonly client: string | undefined
  readonly body: AsyncIterable<Uint8Array> | undefined
  /** Looked at only where the origin has to be waited for. Without: the house itself asks, or nothing is put off. */
  readonly asker?: (() => Asker) | undefined
}

/** The site behind the gate. */
export interface OriginSite {
  readonly settings: OriginSettings
  /** `target`: path and query as sent. What is not read goes by `settings` and the presets. */
  route(method: string, path: string, query: string): Route
  /** At once, from memory: only what may be sent without asking anybody. */
  ready(key: string, ask: SiteAsk): SiteAnswer | undefined
  find(route: Extract<Route, { kind: 'read' }>, ask: SiteAsk): Promise<FoundAnswer>
  /** Asked for this reader alone, and read like everything else. `target`: path and query as sent. */
  ask(target: string, ask: SiteAsk): Promise<FoundAnswer>
  /**
   * The articles below whose cut a file stands, when it stands openly nowhere. `target`: its path and query. A promise where
   * another process has to be asked.
   */
  below(target: string): readonly Article[] | Promise<readonly Article[]>
  /** How many articles are known. */
  known(): number
  /** A text that is passed on, after the sentinel has looked through it; undefined: it must not go out. */
  cleared(text: string, target: string, type: string | undefined): Promise<string | undefined>
  /** Reads an answer again under the rules of this moment: whether its article is gated has changed with its age. */
  again(key: string): Promise<SiteAnswer | undefined>
  /** Reads, between other work, what the site's maps name and nobody has read. Rejects when that cannot go on. */
  survey(): Promise<void>
  /** How many answers were forgotten. Paths as sent; without: everything. */
  purge(paths: readonly string[] | undefined): Promise<number>
  /** Takes away for good, in memory and on disk, what `isWithdrawn` says now. */
  sweep(): Promise<void>
  close(): Promise<void>
}

/** An answer that may be sent without asking again, as long as nothing is said to have changed. */
export interface HeldAnswer {
  readonly answer: SiteAnswer
  /** Epoch milliseconds. */
  readonly from: number
  readonly until: number
  /** To whoever asks with these headers, names and values. */
  readonly varying: readonly (readonly [string, string])[]
}

/** `known`: of articles more or less is known. `path`: what stands there is another version, or gone. */
export type SiteChange = 'known' | 'all' | { readonly path: string }

/** A site whose answers other processes keep too. */
export interface SharedSite extends OriginSite {
  below(target: string): readonly Article[]
  /** What `ready` gives, and for how long. */
  holding(key: string, ask: SiteAsk): HeldAnswer | undefined
  /** Grows when lists may say something else, or the sentinel takes something else out. */
  generation(): number
  /** Ends all but what is under way to readers: nothing is written any more. */
  retire(): Promise<void>
}
