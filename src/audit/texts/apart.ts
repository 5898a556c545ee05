// Apart: what an answer is made of once it is taken apart: pieces of text, each with the place where it stands, and
// what a page says of itself.

export type Place =
  | 'shown'
  | 'hidden'
  | 'structured-data'
  | 'metadata'
  | 'state'
  | 'comment'
  | 'noscript'
  | 'template'
  | 'attribute'
  /** A field of JSON or XML, or a text that is no page. */
  | 'field'

export interface Piece {
  readonly place: Place
  /** Where exactly, as a publisher's developer would look for it: `articleBody of the JSON-LD`, `content:encoded`. */
  readonly at: string
  readonly text: string
  /** The address or slug that stands beside it, where it says whose text it is: an item of a feed, a record of an API. */
  readonly of: string | undefined
}

export interface Link {
  readonly href: string
  readonly text: string
}

export interface Alternate {
  readonly rel: string
  readonly type: string
  readonly href: string
  readonly media: string
}

/** What a page says of itself, as far as an audit needs it. Addresses are absolute. */
export interface PageFacts {
  readonly title: string | undefined
  readonly headline: string | undefined
  readonly description: string | undefined
  readonly canonical: string | undefined
  readonly generator: string | undefined
  readonly openGraphType: string | undefined
  readonly data: StructuredFacts
  /** What a reader's eye sees without script. */
  readonly shown: string
  /** The part of it that stands in the article's own element. */
  readonly body: string
  /** What Reader mode takes; empty when it takes nothing. */
  readonly readerText: string
  /** Text in the part that markup or class names call gated, whether it is shown or not. */
  readonly named: string
  /** Whether an element stands there that the markup calls gated. */
  readonly selected: boolean
  /** The element that covers the text, when one does. */
  readonly overlay: string | undefined
  readonly alternates: readonly Alternate[]
  readonly links: readonly Link[]
  readonly stylesheets: readonly string[]
  readonly scripts: readonly string[]
  /** Where scripts, styles, frames and pictures come from that are loaded at once. */
  readonly loads: readonly string[]
  readonly pictures: readonly string[]
  /** Where its own search answers, with WORDS for what is looked for. */
  readonly search: string | undefined
  /** Texts and targets of what leads to a log-in. */
  readonly logIn: boolean
  /** The words of a wall stand on it. */
  readonly wall: boolean
  /** Ids of the scripts that carry data, and names of the globals they fill. */
  readonly marks: readonly string[]
}

export interface StructuredFacts {
  /** Every @type that stands in it. */
  readonly types: readonly string[]
  readonly free: boolean | undefined
  readonly selectors: readonly string[]
  readonly wordCount: number | undefined
  readonly headline: string | undefined
  /** Why a JSON-LD script could not be read, when one could not. */
  readonly broken: boolean
}

export interface FeedItem {
  readonly link: string
  readonly title: string
  /** Epoch milliseconds; undefined when no date stands beside it. */
  readonly date: number | undefined
}

export interface Apart {
  readonly kind: 'page' | 'json' | 'xml' | 'text' | 'other'
  /** The outermost element of XML: `rss`, `feed`, `urlset`. */
  readonly root: string
  readonly pieces: readonly Piece[]
  readonly page: PageFacts | undefined
  /** Addresses that a feed, a sitemap or a list of an API names, in their order. */
  readonly items: readonly FeedItem[]
}

/** What is handed to whoever takes it apart. */
export interface ToTakeApart {
  readonly bytes: Uint8Array
  readonly type: string
  readonly charset: string | undefined
  readonly url: string
  /** The site's style sheets. */
  readonly styles: readonly string[]
  /** Whether Reader mode is to be tried, which takes longer than all the rest. */
  readonly readerMode: boolean
  /** Whether only texts are wanted of a page, and not where it leads and what it loads. */
  readonly textsOnly: boolean
}
