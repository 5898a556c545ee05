// Gallery: sites that give nothing away: paywalls as they should be, of many kinds.
import { ARTICLES, type Article } from '../articles.ts'
import { metered } from '../metered.ts'
import { GERMAN, JAPANESE } from '../other-languages.ts'
import { pageOf } from '../page.ts'
import { articleAt, fullPage, isSubscriber, rss } from '../paper.ts'
import type { Asked, Paper, Printed, Reply, Site } from '../site.ts'
import { absolute, html, idOf, inHtml, json, paragraphs, slugOf, xml } from '../writing.ts'

const ALL_FREE: readonly Article[] = ARTICLES.map((article) => ({ ...article, free: true }))

/** Whatever is asked for in whatever form: the preview, as that form. */
function previewInEveryForm(asked: Asked, paper: Paper): Reply | undefined {
  const path = asked.path.replace(/\.(?:md|json|txt)$|\/(?:amp|print|feed)?$/, '')
  const article = articleAt(path, paper)
  if (article === undefined || article.free || isSubscriber(asked)) return undefined
  const { title, summary, preview } = article
  const wantsJson =
    asked.path.endsWith('.json') ||
    asked.query.has('format') ||
    (asked.headers['accept'] ?? '').includes('json')
  if (wantsJson) return json({ title, summary, body: preview, locked: true })
  if (asked.path.endsWith('.md') || (asked.headers['accept'] ?? '').includes('markdown'))
    return {
      headers: { 'content-type': 'text/markdown; charset=utf-8', 'cache-control': 'private' },
      body: `# ${title}\n\n${preview.join('\n\n')}\n`,
    }
  return html(pageOf(article, asked, paper))
}

/** A feed address is a secret of its reader; the public has none. */
function secretFeed(asked: Asked, paper: Paper): Reply | undefined {
  if (asked.path === '/feed/' && asked.query.get('key') !== 'h7Qd0vLw2mXz')
    return { status: 404, body: '' }
  if (asked.path !== '/feed/') return undefined
  const whole = ({ preview, gated }: Printed) => paragraphs([...preview, ...gated])
  return xml(
    rss(asked, paper, (article) => `<content:encoded>${inHtml(whole(article))}</content:encoded>`),
  )
}

function previewEverywhere(article: Printed, asked: Asked, paper: Paper): string {
  const preview = article.preview.join(' ')
  return pageOf(article, asked, paper, {
    linked: { articleBody: preview, description: preview },
    description: { meta: preview, og: preview, twitter: preview },
  })
}

const CRAWLERS = /bot|crawl|spider|facebookexternalhit|slurp/i

export const tight: readonly Site[] = [
  {
    name: 'plain',
    says: 'The server sends the preview and a paywall, and nothing else.',
    leak: undefined,
    meets: [],
  },
  {
    name: 'metered',
    says: 'One article a month is open to everybody, and a cookie counts.',
    leak: undefined,
    access: 'metered',
    page: (article, asked, paper) => metered(article, asked, paper),
  },
  {
    name: 'preview-everywhere',
    says: 'Structured data, tags and feeds carry the preview, to the word.',
    leak: undefined,
    answer: (asked, paper) => {
      const item = ({ preview }: Printed) =>
        `<content:encoded><![CDATA[${paragraphs(preview)}]]></content:encoded>`
      return asked.path === '/feed/' ? xml(rss(asked, paper, item)) : undefined
    },
    page: previewEverywhere,
  },
  {
    name: 'preview-in-every-form',
    says: 'JSON, Markdown, AMP and print are there, each with the preview.',
    leak: undefined,
    answer: previewInEveryForm,
  },
  {
    name: 'crawlers-refused',
    says: 'Whoever looks like a crawler gets 403.',
    leak: undefined,
    answer: ({ headers, path }) =>
      path !== '/robots.txt' && CRAWLERS.test(headers['user-agent'] ?? '')
        ? { status: 403, headers: { 'content-type': 'text/plain' }, body: 'Forbidden' }
        : undefined,
  },
  {
    name: 'odd-paths-redirected',
    says: 'Every path that is not written in its one form is redirected to it, for ever if need be.',
    leak: undefined,
    answer: (asked, paper) => {
      const normal = asked.path
        .toLowerCase()
        .replace(/\/{2,}/g, '/')
        .replace(/[;%].*$/, '')
      const known = normal !== '/feed/' && normal.length > 1 ? normal.replace(/\/$/, '') : normal
      if (known !== asked.path || (asked.query.size > 0 && articleAt(known, paper) !== undefined))
        return { status: 301, headers: { location: known }, body: '' }
      return undefined
    },
  },
  {
    name: 'all-free',
    says: 'Everything is free, in the feed and in the structured data as on the page.',
    leak: undefined,
    access: 'open',
    articles: ALL_FREE,
    answer: (asked, paper) => {
      if (asked.path === '/feed/')
        return xml(
          rss(
            asked,
            paper,
            ({ whole }) => `<content:encoded><![CDATA[${paragraphs(whole)}]]></content:encoded>`,
          ),
        )
      const article = articleAt(asked.path, paper)
      if (article === undefined) return undefined
      const linked = { articleBody: article.whole.join(' '), isAccessibleForFree: true }
      return html(fullPage(article, asked, paper, { linked }))
    },
  },
  {
    name: 'secret-feeds',
    says: 'Feeds are whole, at an address that only its reader knows; without the secret there is none.',
    leak: undefined,
    answer: secretFeed,
  },
  {
    name: 'german',
    says: 'A plain paywall, in German.',
    leak: undefined,
    articles: GERMAN,
    language: 'de',
  },
  {
    name: 'japanese',
    says: 'A plain paywall, in a language without spaces between words.',
    leak: undefined,
    articles: JAPANESE,
    language: 'ja',
  },
  {
    name: 'log-in-redirect',
    says: 'Gated articles lead to the log-in page, with their address in its own.',
    leak: undefined,
    access: 'unread',
    answer: (asked, paper) => {
      const article = articleAt(asked.path, paper)
      if (article === undefined || article.free || isSubscriber(asked)) return undefined
      const to = encodeURIComponent(absolute(article, asked))
      return { status: 302, headers: { location: `/account/log-in?to=${to}` }, body: '' }
    },
  },
  {
    name: 'api-for-previews',
    says: 'WordPress’s API is open, and its plugin cuts what it gives.',
    leak: undefined,
    answer: (asked, paper) => {
      const route = asked.query.get('rest_route') ?? asked.path.replace('/wp-json', '')
      if (route === asked.path || !route.startsWith('/wp/v2/posts')) return undefined
      const posts = paper.articles.map((article) => ({
        id: idOf(article, paper),
        slug: slugOf(article),
        link: absolute(article, asked),
        title: { rendered: inHtml(article.title) },
        content: { rendered: paragraphs(article.preview), protected: true },
        excerpt: { rendered: paragraphs([article.summary]), protected: false },
      }))
      const slug = asked.query.get('slug')
      return json(slug === null ? posts : posts.filter((post) => post.slug === slug))
    },
  },
]
