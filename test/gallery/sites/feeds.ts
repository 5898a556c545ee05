// Gallery: feeds.
import { rss } from '../paper.ts'
import type { Asked, Paper, Printed, Site } from '../site.ts'
import { absolute, inHtml, json, paragraphs, xml } from '../writing.ts'

const leak = { channel: 'feed', persona: 'feed-reader' } as const

const isFeed = ({ path }: Asked) => path === '/feed/'
const data = (html: string) => `<![CDATA[${html}]]>`

function atomEntry(article: Printed, asked: Asked): string {
  const link = absolute(article, asked)
  return `<entry><title>${inHtml(article.title)}</title><id>${link}</id><link rel="alternate" href="${link}"/><updated>${article.published}</updated><summary>${inHtml(article.summary)}</summary><content type="html">${inHtml(paragraphs(article.whole))}</content></entry>`
}

function atom(asked: Asked, { articles }: Paper): string {
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>The Pellwick Lantern</title><id>${asked.origin}/</id><updated>2026-11-23T06:10:00Z</updated><author><name>The Pellwick Lantern</name></author>
${articles.map((article) => atomEntry(article, asked)).join('\n')}
</feed>`
}

function jsonFeed(asked: Asked, { articles }: Paper) {
  const items = articles.map((article) => ({
    id: absolute(article, asked),
    url: absolute(article, asked),
    title: article.title,
    summary: article.summary,
    content_html: paragraphs(article.whole),
    date_published: article.published,
  }))
  return { version: 'https://jsonfeed.org/version/1.1', title: 'The Pellwick Lantern', items }
}

export const feeds: readonly Site[] = [
  {
    name: 'rss-content',
    says: 'The RSS feed carries the whole article in content:encoded, as its software does by default.',
    leak,
    answer: (asked, paper) =>
      isFeed(asked)
        ? xml(
            rss(
              asked,
              paper,
              ({ whole }) => `<content:encoded>${data(paragraphs(whole))}</content:encoded>`,
            ),
            'application/rss+xml',
          )
        : undefined,
  },
  {
    name: 'rss-tracked',
    says: 'The feed counts its readers by parameters on its links, and carries the whole article.',
    leak,
    answer: (asked, paper) => {
      if (!isFeed(asked)) return undefined
      const feed = rss(
        asked,
        paper,
        ({ whole }) => `<content:encoded>${inHtml(paragraphs(whole))}</content:encoded>`,
      )
      const tracked = feed.replace(
        /<\/link><guid.*?<\/guid>/g,
        '?utm_source=rss&amp;utm_medium=feed</link>',
      )
      return xml(tracked, 'application/rss+xml')
    },
  },
  {
    name: 'rss-excerpt',
    says: 'The description in the RSS feed is an excerpt of two hundred words, far longer than the preview.',
    leak: { channel: 'feed', share: [0.4, 0.8] },
    answer: (asked, paper) => {
      const excerpt = ({ whole }: Printed) => whole.join(' ').split(' ').slice(0, 200).join(' ')
      const articles = paper.articles.map((one) => ({ ...one, summary: `${excerpt(one)} …` }))
      return isFeed(asked)
        ? xml(rss(asked, { ...paper, articles }), 'application/rss+xml')
        : undefined
    },
  },
  {
    name: 'rss-description',
    says: 'The feed of one section, which no page links to, has the article in its description.',
    leak,
    answer: (asked, paper) => {
      const section = /^\/(\w+)\/feed\/$/.exec(asked.path)?.[1]
      const articles = paper.articles.filter((article) => article.section === section)
      if (articles.length === 0) return undefined
      const whole = articles.map((article) => ({ ...article, summary: paragraphs(article.whole) }))
      return xml(rss(asked, { ...paper, articles: whole }), 'application/rss+xml')
    },
  },
  {
    name: 'atom-content',
    says: 'The Atom feed carries the whole article, its markup escaped.',
    leak,
    answer: (asked, paper) =>
      isFeed(asked) ? xml(atom(asked, paper), 'application/atom+xml') : undefined,
  },
  {
    name: 'json-feed',
    says: 'The JSON feed, where such feeds usually are, has content_html.',
    leak,
    answer: (asked, paper) =>
      asked.path === '/feed.json'
        ? json(jsonFeed(asked, paper), 'application/feed+json')
        : undefined,
  },
]
