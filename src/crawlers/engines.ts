// Engines: the search engines whose crawlers can be proven, and by what.

export interface Engine {
  readonly name: EngineName
  /** Whose agent string says so is asked for proof. It opens nothing by itself. */
  readonly agent: RegExp
  /** Where the engine publishes the addresses that its crawlers come from. */
  readonly list: string
  /** What the names of these addresses end in. */
  readonly suffix: string
}

export type EngineName = 'google' | 'bing' | 'apple'

/**
 * Of Google its crawlers for search alone: names in google.com are also those of what fetches a page because somebody
 * asked for it, and whoever can ask could read the newspaper through it.
 */
export const ENGINES: readonly Engine[] = [
  {
    name: 'google',
    agent: /Googlebot|Google-InspectionTool/i,
    // developers.google.com/crawling/docs/crawlers-fetchers/verify-google-requests
    list: 'https://developers.google.com/static/crawling/ipranges/common-crawlers.json',
    suffix: '.googlebot.com',
  },
  {
    name: 'bing',
    agent: /bingbot/i,
    // www.bing.com/webmasters/help/how-to-verify-bingbot-3905dc26
    list: 'https://www.bing.com/toolbox/bingbot.json',
    suffix: '.search.msn.com',
  },
  {
    name: 'apple',
    agent: /Applebot/i,
    // support.apple.com/119829
    list: 'https://search.developer.apple.com/applebot.json',
    suffix: '.applebot.apple.com',
  },
]
