// Newspaper: a publication and an article as plain data, for tests that make pages without a server.
import type { Root } from 'hast'
import { fromParse5 } from 'hast-util-from-parse5'
import { parseFragment } from 'parse5'
import type { Article, Picture } from '../../src/core/article.ts'
import type { Site } from '../../src/core/publication.ts'
import type { Frame } from '../../src/pages/frame.ts'
import { type Words, wordsFor } from '../../src/pages/words/words.ts'

export const site: Site = {
  publication: {
    name: 'The Saltmarsh Courier',
    description: 'The newspaper of a harbour town, which goes on, with commas, about what it is.',
    language: 'en-GB',
    timeZone: 'Europe/London',
    sections: ['Town', 'Harbour', 'Business', 'Sport', 'Weekend'].map((name) => ({
      id: name.toLowerCase(),
      name,
    })),
    logo: undefined,
    links: [],
  },
  address: 'https://saltmarsh.example',
  paths: { account: '/account', standfirst: '/standfirst' },
  articlesFrom: 'folder',
  policy: {
    default: { kind: 'metered' },
    rules: [],
    meter: {
      period: 'month',
      timeZone: 'Europe/London',
      anonymous: 3,
      registered: 5,
      perNetworkPerHour: 40,
    },
    registrationFirst: true,
    cut: { words: 80 },
  },
  plans: [
    {
      id: 'digital',
      name: 'Digital',
      description: 'Every article, on every screen.',
      offers: [
        {
          id: 'monthly',
          price: 900,
          currency: 'GBP',
          every: 'month',
          days: undefined,
          trialDays: undefined,
          introductory: { price: 600, periods: 12 },
        },
      ],
    },
  ],
  thirdParties: [],
  scripts: [],
}

/** By language: Intl's formatters are costly to make. */
const words = new Map<string, Words>()

function wordsOf(language: string): Words {
  const made = words.get(language) ?? wordsFor(language)
  words.set(language, made)
  return made
}

export function frameOf(changed: Partial<Site> = {}, language = 'en-GB'): Frame {
  const whole = { ...site, ...changed }
  return {
    site: { ...whole, publication: { ...whole.publication, language } },
    words: wordsOf(language),
    assets: {
      css: '/assets/style.css',
      accountCss: '/assets/account.css',
      gateCss: '/assets/wall.css',
      passkeysScript: '/assets/passkeys.js',
      fonts: ['/assets/roman.woff2'],
      icon: '/favicon.svg',
    },
  }
}

export const article: Article = {
  id: 'AAAAAAAAAAA',
  path: '/harbour/east-quay',
  title: 'Harbour board votes to reopen the east quay',
  summary: 'The first ferry could sail in April. Who pays for the dredging is unsettled.',
  bylines: ['Ines Marlowe', 'Tom Ashby'],
  published: Date.UTC(2026, 10, 23, 6, 10),
  updated: Date.UTC(2026, 10, 23, 8, 45),
  section: 'harbour',
  tags: ['east-quay', 'harbour-board'],
  access: undefined,
  image: 'quay.svg',
  imageAlt: 'The quay from the hill.',
  correction: 'An earlier version of this article, which was wrong, said that it was seven.',
  moved: [],
}

export const picture: Picture = {
  src: '/standfirst/images/quay.svg',
  alt: article.imageAlt,
  width: 1200,
  height: 800,
}

/** A body out of HTML that an edition could have made. */
export function bodyOf(html: string): Root {
  const tree = fromParse5(parseFragment(html))
  if (tree.type !== 'root') throw new TypeError('a fragment has a root')
  return tree
}
