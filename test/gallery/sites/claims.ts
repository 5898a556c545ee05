// Gallery: whoever claims to be somebody, in a header that everybody can write, gets the article.

import { pageOf } from '../page.ts'
import { articleAt } from '../paper.ts'
import type { Asked, Paper, Printed, Site } from '../site.ts'
import { html } from '../writing.ts'

/** The page is whole when a header says the right thing. */
const whenever =
  (opens: (asked: Asked) => boolean) => (article: Printed, asked: Asked, paper: Paper) =>
    opens(asked)
      ? pageOf(article, asked, paper, { text: article.whole, wall: '' })
      : pageOf(article, asked, paper)

const header = (name: string, pattern: RegExp) =>
  whenever(({ headers }) => pattern.test(headers[name] ?? ''))

export const claims: readonly Site[] = [
  {
    name: 'search-crawler',
    says: 'An agent string with Googlebot in it opens everything.',
    leak: { channel: 'agent', persona: 'crawler' },
    page: header('user-agent', /Googlebot\/2\.1/),
  },
  {
    name: 'link-preview',
    says: 'The agents of social networks get the article, so that they can show it.',
    leak: { channel: 'agent', persona: 'link-preview' },
    page: header('user-agent', /facebookexternalhit|Twitterbot/i),
  },
  {
    name: 'from-search',
    says: 'The first click from a search engine is free, for everybody who says to come from one.',
    leak: { channel: 'referrer', persona: 'visitor' },
    page: header('referer', /^https:\/\/(www\.)?google\.[a-z.]+\//),
  },
  {
    name: 'from-social',
    says: 'Readers who come from social networks get the article.',
    leak: { channel: 'referrer', persona: 'visitor' },
    page: header('referer', /^https:\/\/(t\.co|(www\.|m\.|l\.)?facebook\.com)\//),
  },
  {
    name: 'forwarded-for',
    says: 'The office network reads for free, and the address is taken from X-Forwarded-For.',
    leak: { channel: 'proxy', persona: 'forger' },
    page: header('x-forwarded-for', /^\s*(127\.|10\.|192\.168\.)/),
  },
  {
    name: 'original-url',
    says: 'The gate decides about the path, and the server behind it serves X-Original-URL instead.',
    leak: { channel: 'proxy', persona: 'forger' },
    answer: (asked, paper) => {
      const path = asked.headers['x-original-url'] ?? asked.headers['x-rewrite-url']
      const served = articleAt(path ?? '', paper)
      const decided = articleAt(asked.path, paper)
      if (served === undefined || decided === served) return undefined
      return html(pageOf(served, asked, paper, { text: served.whole, wall: '' }))
    },
  },
]
