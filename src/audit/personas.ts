// Personas: who asks. Each is somebody who has not paid: a reader with another browser, a program, or somebody who only
// claims to be one.

export interface PersonaFacts {
  readonly name: string
  /** The agent string, before the audit's own name. */
  readonly agent: string
}

const CHROME =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36'

export const PERSONAS = {
  browser: { name: 'Browser without script', agent: CHROME },
  script: { name: 'Browser with script', agent: CHROME },
  'reader-mode': { name: 'Reader mode', agent: CHROME },
  'feed-reader': { name: 'Feed reader', agent: 'FeedReader/1.0' },
  crawler: {
    name: 'Search crawler, by agent string',
    agent: 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
  },
  'link-preview': {
    name: 'Link preview',
    agent: 'facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)',
  },
  amp: { name: 'AMP', agent: CHROME },
  print: { name: 'Print', agent: CHROME },
  program: { name: 'Program', agent: '' },
  searcher: { name: 'Searcher', agent: CHROME },
  visitor: { name: 'Reader from elsewhere', agent: CHROME },
  forger: { name: 'Forger of headers and addresses', agent: CHROME },
} as const satisfies Readonly<Record<string, PersonaFacts>>

export type Persona = keyof typeof PERSONAS
