// Gallery: another view of the article, made without the decision that the page is made with.

import { ARTICLES } from '../articles.ts'
import { pageOf } from '../page.ts'
import { articleAt } from '../paper.ts'
import type { Asked, Paper, Printed, Reply, Site } from '../site.ts'
import { absolute, html, inHtml, json, paragraphs, text } from '../writing.ts'

/** Answers at an article's path with `suffix` after it. */
const after =
  (suffix: string, make: (article: Printed, asked: Asked) => Reply) =>
  (asked: Asked, paper: Paper): Reply | undefined => {
    if (!asked.path.endsWith(suffix)) return undefined
    const article = articleAt(asked.path.slice(0, -suffix.length), paper)
    return article && make(article, asked)
  }

const fields = ({ title, summary, byline, published, whole }: Printed) => ({
  title,
  summary,
  byline,
  published,
  body: whole,
})

const markdown = ({ title, summary, whole }: Printed) =>
  `# ${title}\n\n*${summary}*\n\n${whole.join('\n\n')}\n`

const ampPage = (article: Printed, asked: Asked) => `<!doctype html>
<html amp lang="en"><head><meta charset="utf-8"><title>${inHtml(article.title)}</title>
<link rel="canonical" href="${absolute(article, asked)}"><meta name="viewport" content="width=device-width">
<script async src="https://cdn.ampproject.org/v0.js"></script>
<script async custom-element="amp-access" src="https://cdn.ampproject.org/v0/amp-access-0.1.js"></script>
</head><body><h1>${inHtml(article.title)}</h1>
<section amp-access="NOT error AND access" amp-access-hide>${paragraphs(article.whole)}</section>
<section amp-access="NOT access"><a href="/subscribe">Subscribe</a></section></body></html>`

const printPage = ({ title, byline, whole }: Printed) =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${inHtml(title)}</title><meta name="robots" content="noindex"></head>
<body onload="window.print()"><h1>${inHtml(title)}</h1><p>By ${inHtml(byline)}</p>${paragraphs(whole)}</body></html>`

export const views: readonly Site[] = [
  {
    name: 'amp-linked',
    says: 'The AMP page leaves it to amp-access to hide the text.',
    leak: { channel: 'amp', persona: 'amp' },
    answer: after('/amp', (article, asked) => html(ampPage(article, asked))),
    page: (article, asked, paper) =>
      pageOf(article, asked, paper, {
        head: `<link rel="amphtml" href="${absolute(article, asked)}/amp">`,
      }),
  },
  {
    name: 'amp-parameter',
    says: 'An AMP page that nothing links to any more still answers to ?amp=1.',
    leak: { channel: 'amp' },
    page: (article, asked, paper) =>
      asked.query.has('amp') ? ampPage(article, asked) : pageOf(article, asked, paper),
  },
  {
    name: 'amp-after-slash',
    says: 'The addresses of articles end in a slash, and those of their AMP pages in /amp/.',
    leak: { channel: 'amp' },
    articles: ARTICLES.map((article) => ({ ...article, path: `${article.path}/` })),
    answer: after('amp/', (article, asked) => html(ampPage(article, asked))),
  },
  {
    name: 'print-linked',
    says: 'A link under the headline leads to a page for the printer, whole.',
    leak: { channel: 'print', persona: 'print' },
    answer: after('/print', (article) => html(printPage(article))),
    page: (article, asked, paper) =>
      pageOf(article, asked, paper, {
        foot: `<p class="tools"><a href="${article.path}/print" rel="nofollow">Print this story</a></p>`,
      }),
  },
  {
    name: 'print-parameter',
    says: 'The print view answers to ?print=1 without being linked.',
    leak: { channel: 'print' },
    page: (article, asked, paper) =>
      asked.query.get('print') === '1' ? printPage(article) : pageOf(article, asked, paper),
  },
  {
    name: 'markdown-path',
    says: 'The path with .md after it gives the source that the article was written as.',
    leak: { channel: 'representation' },
    answer: after('.md', (article) => text(markdown(article), 'text/markdown')),
  },
  {
    name: 'json-path',
    says: 'The path with .json after it gives the article’s fields.',
    leak: { channel: 'representation' },
    answer: after('.json', (article) => json(fields(article))),
  },
  {
    name: 'accept-markdown',
    says: 'Programs that accept Markdown get the whole article as Markdown.',
    leak: { channel: 'representation' },
    page: (article, asked, paper) =>
      (asked.headers['accept'] ?? '').includes('text/markdown')
        ? text(markdown(article), 'text/markdown')
        : pageOf(article, asked, paper),
  },
  {
    name: 'accept-json',
    says: 'Programs that accept JSON get the article’s fields, its body among them.',
    leak: { channel: 'representation', persona: 'program' },
    page: (article, asked, paper) =>
      (asked.headers['accept'] ?? '').startsWith('application/json')
        ? json(fields(article))
        : pageOf(article, asked, paper),
  },
  {
    name: 'format-parameter',
    says: '?format=json turns the page into data before the paywall is reached.',
    leak: { channel: 'representation' },
    page: (article, asked, paper) =>
      asked.query.get('format') === 'json' ? json(fields(article)) : pageOf(article, asked, paper),
  },
  {
    name: 'output-parameter',
    says: '?output=1 gives the text for apps, without a paywall, as HTML.',
    leak: { channel: 'representation' },
    page: (article, asked, paper) =>
      asked.query.get('output') === '1'
        ? `<h1>${inHtml(article.title)}</h1>${paragraphs(article.whole)}`
        : pageOf(article, asked, paper),
  },
  {
    name: 'oembed',
    says: 'The oEmbed answer, linked from the page, embeds the whole article.',
    leak: { channel: 'oembed', persona: 'link-preview' },
    answer: (asked, paper) => {
      if (asked.path !== '/oembed') return undefined
      const url = asked.query.get('url') ?? ''
      const article = articleAt(url.replace(asked.origin, ''), paper)
      if (article === undefined) return { status: 404, body: '' }
      return json({
        version: '1.0',
        type: 'rich',
        title: article.title,
        provider_name: 'The Pellwick Lantern',
        width: 600,
        height: null,
        html: `<blockquote class="embed">${paragraphs(article.whole)}</blockquote>`,
      })
    },
    page: (article, asked, paper) => {
      const url = encodeURIComponent(absolute(article, asked))
      return pageOf(article, asked, paper, {
        head: `<link rel="alternate" type="application/json+oembed" href="${asked.origin}/oembed?url=${url}&amp;format=json">`,
      })
    },
  },
]
