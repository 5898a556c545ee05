// Channels: the ways by which text below the cut gets out of a site, each with what it is, and how to close it. The
// words are for a publisher's developer who has never read our documentation.

export interface ChannelFacts {
  /** The column's head in the report. */
  readonly name: string
  /** What happens there, in one sentence. */
  readonly what: string
  /** How to close it, in one or two sentences that do not presume our product. */
  readonly how: string
}

export const CHANNELS = {
  page: {
    name: 'Page',
    what: 'The page shows the whole article to everybody.',
    how: 'Decide on the server, before the page is made, and send only what this reader may read.',
  },
  'hidden-text': {
    name: 'Hidden text',
    what: 'The text is in the page and only hidden, by style, by an attribute or under an overlay.',
    how: 'Do not send it: what is hidden in a browser is one click, one blocked script or one Reader mode away.',
  },
  'script-dom': {
    name: 'After script',
    what: 'The text is in the page once its scripts have run, shown or not.',
    how: 'Have the server decide, and answer the request that fetches the rest with what this reader may read.',
  },
  'structured-data': {
    name: 'Structured data',
    what: 'JSON-LD carries the text (articleBody, description).',
    how: 'Fill articleBody and description from the preview. Search engines ask for the markup, not for the text.',
  },
  metadata: {
    name: 'Metadata',
    what: 'Description, OpenGraph or Twitter tags carry the text.',
    how: 'Fill them from the headline and summary alone.',
  },
  state: {
    name: 'Script state',
    what: 'The data that scripts start with holds the article.',
    how: 'Cut the article before it is made into page data: what a script gets, everybody gets.',
  },
  comment: {
    name: 'Comments',
    what: 'A comment of the page’s source holds the text.',
    how: 'Take comments out where the page is made.',
  },
  noscript: {
    name: 'noscript',
    what: 'A noscript element holds the text for browsers without script.',
    how: 'Put the preview there, as everywhere.',
  },
  template: {
    name: 'template',
    what: 'A template element holds the text, ready to be shown.',
    how: 'Fetch it once the reader may read it, from an address that decides.',
  },
  attribute: {
    name: 'Attributes',
    what: 'An attribute (data-…, alt, title, value, srcset) holds the text or a gated picture.',
    how: 'Leave out what belongs to the text below the cut, pictures and their descriptions too.',
  },
  picture: {
    name: 'Pictures',
    what: 'A picture that stands below the cut is open to everybody.',
    how: 'Decide pictures as the text that they stand in.',
  },
  feed: {
    name: 'Feeds',
    what: 'RSS, Atom or JSON Feed carries the whole text.',
    how: 'Send summaries in public feeds, and the text only in feeds with a secret address for each reader.',
  },
  amp: {
    name: 'AMP',
    what: 'The AMP page carries the text.',
    how: 'Make the AMP page from the same decision, or drop it: no search engine asks for it any more.',
  },
  print: {
    name: 'Print view',
    what: 'The print view carries the text.',
    how: 'Print with a style sheet; where there is an address for it, let the same decision make it.',
  },
  representation: {
    name: 'Other formats',
    what: 'Another format of the same address (JSON, Markdown, plain text) carries the text.',
    how: 'Every format has to pass the decision of the page; an unknown one gets the preview.',
  },
  oembed: {
    name: 'oEmbed',
    what: 'The oEmbed answer carries the text.',
    how: 'Leave html and description at what the preview shows.',
  },
  api: {
    name: 'CMS API',
    what: 'A REST or content API of the CMS hands the article out.',
    how: 'Close the API to the public, or cut what it gives for those who are not logged in.',
  },
  'page-data': {
    name: 'Page data',
    what: 'The data route of the site’s framework hands the article out as JSON.',
    how: 'Cut the article in the loader of the page: the data route gives whatever the loader gives.',
  },
  graphql: {
    name: 'GraphQL',
    what: 'The GraphQL address hands the article out.',
    how: 'Decide in the resolver of the text’s field, and close introspection.',
  },
  list: {
    name: 'Lists',
    what: 'Front, section, tag or author pages show more of the article than its preview.',
    how: 'Build excerpts from the preview.',
  },
  search: {
    name: 'Search',
    what: 'Search or autocomplete shows text below the cut, or finds words that stand only there.',
    how: 'Index the preview for everybody, the text only for those who may read it.',
  },
  sitemap: {
    name: 'Sitemaps',
    what: 'A sitemap carries text of the article.',
    how: 'Leave titles, addresses and dates in it.',
  },
  agent: {
    name: 'Agent string',
    what: 'Whoever claims to be a search engine or a link preview gets more.',
    how: 'Prove crawlers by their published addresses; an agent string is only a claim.',
  },
  referrer: {
    name: 'Referrer',
    what: 'Whoever claims to come from a search or a social network gets more.',
    how: 'Let no referrer open anything: every program can write one.',
  },
  proxy: {
    name: 'Forged headers',
    what: 'A forged proxy header (X-Forwarded-For, X-Original-URL …) opens the article.',
    how: 'Believe such headers from your own proxies only, and take them off at the edge.',
  },
  query: {
    name: 'Query strings',
    what: 'Another query string opens the article.',
    how: 'Ignore parameters that you do not know, and let none of them choose a view without the decision.',
  },
  path: {
    name: 'Odd paths',
    what: 'The same article, written as another path, is not decided.',
    how: 'Bring paths into one form before rules are looked up, and redirect or refuse all others.',
  },
  method: {
    name: 'HEAD and Range',
    what: 'HEAD, Range or another method tells the whole article’s bytes or their length.',
    how: 'Choose the variant before looking at method and headers, and refuse Range on pages.',
  },
  cache: {
    name: 'Shared caches',
    what: 'The page says that shared caches may keep what depends on the reader, or one of them does.',
    how: 'Send Cache-Control: private, no-cache and Vary: Cookie with everything that depends on the reader.',
  },
} as const satisfies Readonly<Record<string, ChannelFacts>>

export type Channel = keyof typeof CHANNELS

/** Those by which the page of an article itself holds what it does not show. */
export const WITHIN_PAGE: readonly Channel[] = [
  'hidden-text',
  'structured-data',
  'metadata',
  'state',
  'comment',
  'noscript',
  'template',
  'attribute',
]
