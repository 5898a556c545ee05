// Gallery: the page of an article, with the places where sites of the gallery put what does not belong there.
import type { Article } from './articles.ts'
import type { Asked, Paper } from './site.ts'
import { absolute, inHtml, layout, paragraphs, scriptJson } from './writing.ts'

export interface PageParts {
  /** Paragraphs that are shown, instead of the preview. */
  readonly text?: readonly string[]
  /** Markup after these paragraphs, still inside the article. */
  readonly rest?: string
  /** What stands after the article, instead of the paywall. */
  readonly wall?: string
  /** Markup at the end of the head. */
  readonly head?: string
  /** Markup after the wall: scripts, for the most part. */
  readonly foot?: string
  /** Further fields of the structured data. */
  readonly linked?: Readonly<Record<string, unknown>>
  /** Instead of the summary, in the tags for search engines and social networks. */
  readonly description?: { readonly meta?: string; readonly og?: string; readonly twitter?: string }
  /** Whether the article's picture below the cut is shown. */
  readonly figure?: boolean
}

export const WALL = `<aside class="paywall">
<h2>Subscribe to read on</h2>
<p>The rest of this article is for subscribers. A month costs less than a bucket of coal.</p>
<p><a class="button" href="/subscribe">Subscribe</a> Already a subscriber? <a href="/account/log-in">Log in</a></p>
</aside>`

/** Where the rest would stand: the element that the structured data calls gated. */
const EMPTY_REST = '<div class="story-rest"></div>'

export function pageOf(
  article: Article,
  asked: Asked,
  paper: Paper,
  { text, rest = EMPTY_REST, wall = WALL, head = '', foot = '', ...parts }: PageParts = {},
): string {
  const main = `<article class="story">
<h1>${inHtml(article.title)}</h1>
<p class="summary">${inHtml(article.summary)}</p>
<p class="byline">By ${inHtml(article.byline)}, <time datetime="${article.published}">${article.published.slice(0, 10)}</time>, in <a href="/tag/${article.tag}" rel="tag">${article.tag}</a></p>
<div class="story-body">
${paragraphs(text ?? article.preview)}
${parts.figure === true ? figureHtml(article) : ''}
${rest}
</div>
</article>
${wall}
${moreOf(article, paper)}
${foot}`
  return layout(article.title, main, asked, paper, headOf(article, asked, parts) + head)
}

function figureHtml({ figure }: Article): string {
  if (figure === undefined) return ''
  return `<figure><img src="${figure.src}" alt="${inHtml(figure.alt)}" width="640" height="400"><figcaption>${inHtml(figure.caption)}</figcaption></figure>`
}

function headOf(article: Article, asked: Asked, { linked, description = {} }: PageParts): string {
  const data = {
    '@context': 'https://schema.org',
    '@type': 'NewsArticle',
    headline: article.title,
    datePublished: article.published,
    description: article.summary,
    author: { '@type': 'Person', name: article.byline },
    mainEntityOfPage: absolute(article, asked),
    isAccessibleForFree: article.free,
    ...(article.free
      ? {}
      : {
          hasPart: {
            '@type': 'WebPageElement',
            isAccessibleForFree: false,
            cssSelector: '.story-rest',
          },
        }),
    ...linked,
  }
  return `<link rel="canonical" href="${absolute(article, asked)}">
<meta name="description" content="${inHtml(description.meta ?? article.summary)}">
<meta property="og:type" content="article">
<meta property="og:title" content="${inHtml(article.title)}">
<meta property="og:url" content="${absolute(article, asked)}">
<meta property="og:description" content="${inHtml(description.og ?? article.summary)}">
<meta name="twitter:card" content="summary">
<meta name="twitter:description" content="${inHtml(description.twitter ?? article.summary)}">
<script type="application/ld+json">${scriptJson(data)}</script>
`
}

function moreOf(article: Article, { articles }: Paper): string {
  const others = articles.filter(({ path }) => path !== article.path)
  const links = others.map(({ path, title }) => `<li><a href="${path}">${inHtml(title)}</a></li>`)
  return `<nav class="more"><h2>More stories</h2><ul>${links.join('')}</ul></nav>`
}
