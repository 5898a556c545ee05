// Gazette: a site that an origin serves in stories, as a WordPress makes it: articles in which every sentence can be told
// from every other, their pictures, front page, feed, interface and map, all with the origin's own address.
import { createHash } from 'node:crypto'
import type { Script, TestOrigin } from './origin.ts'

export interface SiteArticle {
  /** As it stands in addresses, with a slash at its end. */
  readonly path: string
  readonly title: string
  /** Every paragraph, in turn. */
  readonly paragraphs: readonly string[]
  /** What everybody may read, and what nobody without a grant may get: one word of each paragraph. */
  readonly above: readonly string[]
  readonly below: readonly string[]
  /** Paths of the picture below the cut in its sizes, and of the one above it. */
  readonly pictureBelow: readonly string[]
  readonly pictureAbove: string
}

const WORDS =
  'harbour council ferry quay tide crane winter barge sluice lantern mason rope gull copper ledger'.split(
    ' ',
  )
const PARAGRAPHS = 9
/** A lead picture and 45 words: with 45 more it would be beyond a third. */
const ABOVE = 1

export function siteArticle(path: string): SiteArticle {
  const name = path.replaceAll(/\W/g, '')
  const canaries = Array.from({ length: PARAGRAPHS }, (_, at) => `zz${name}${'abcdefghi'[at]}zz`)
  const paragraphs = canaries.map((canary, at) => `The ${filler(name, at)} ${canary} ended.`)
  const below = `/wp-content/uploads/2026/11/${name}-below`
  return {
    ...{ path, title: `News of ${name}`, paragraphs },
    above: canaries.slice(0, ABOVE),
    below: canaries.slice(ABOVE),
    pictureBelow: [`${below}.jpg`, `${below}-300x200.jpg`, `${below}-1024x768.jpg`],
    pictureAbove: `/wp-content/uploads/2026/11/${name}-above.jpg`,
  }
}

/** Forty-two words that follow each other like this nowhere else. */
function filler(name: string, at: number): string {
  const bytes = createHash('sha512').update(`${name} ${at}`).digest().subarray(0, 42)
  return [...bytes].map((byte) => WORDS[byte % WORDS.length]).join(' ')
}

/** The body as the site writes it: a picture above the cut, one in three sizes below it. */
function bodyOf(article: SiteArticle, own: string): string {
  const [, small = '', large = ''] = article.pictureBelow
  const figure = `<figure><img src="${own}${large}" srcset="${own}${small} 300w, ${own}${large} 1024w" alt="A ${article.below[0]} crane"></figure>`
  const [first = '', ...rest] = article.paragraphs.map((text) => `<p>${text}</p>`)
  const lead = `<p><img src="${own}${article.pictureAbove}" alt="The quay"></p>`
  return [lead, first, ...rest.slice(0, 3), figure, ...rest.slice(3)].join('\n')
}

export function pageOf(
  article: SiteArticle,
  own: string,
  more: {
    readonly head?: string
    readonly foot?: string
    readonly body?: string
    readonly data?: false
  } = {},
): string {
  const { path, title } = article
  return `<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>${title} – The Gazette</title>
<link rel="canonical" href="${own}${path}"><link rel="amphtml" href="${own}${path}amp/">
<link rel="alternate" type="application/json+oembed" href="${own}/wp-json/oembed/1.0/embed?url=${encodeURIComponent(own + path)}">
<meta property="og:type" content="article"><meta property="og:url" content="${own}${path}">
${more.data === false ? '' : dataOf(article, own)}${more.head ?? ''}
</head><body class="single single-post"><header><a href="${own}/">The Gazette</a></header><main><article class="post type-post">
<h1 class="entry-title">${title}</h1><div class="entry-content">${more.body ?? bodyOf(article, own)}</div></article></main>
<footer>Impressum of the Gazette</footer>${more.foot ?? ''}</body></html>`
}

/** The text again, as structured data, as a description, and as the state of a script. */
function dataOf({ path, title, paragraphs }: SiteArticle, own: string): string {
  const data = {
    ...{ '@context': 'https://schema.org', '@type': 'NewsArticle', headline: title },
    ...{ datePublished: '2026-11-20T08:00:00+00:00', articleBody: paragraphs.join('\n\n') },
    mainEntityOfPage: `${own}${path}`,
  }
  return `<meta name="description" content="${paragraphs.slice(0, 4).join(' ')}">
<script type="application/ld+json">${JSON.stringify(data)}</script>
<script id="state" type="application/json">${JSON.stringify({ post: { content: paragraphs } })}</script>`
}

/** Scripts everything of these articles into the origin. */
export function serveGazette(origin: TestOrigin, articles: readonly SiteArticle[]): void {
  const own = origin.url
  for (const article of articles) {
    origin.answer(article.path, { etag: '"1"', body: pageOf(article, own) })
    const picture = (path: string): Script => ({
      headers: { 'Content-Type': 'image/jpeg', 'Cache-Control': 'public, max-age=60' },
      body: `JPEG of ${path}`,
    })
    for (const path of [...article.pictureBelow, article.pictureAbove])
      origin.answer(path, picture(path))
  }
  origin.answer('/', { body: frontOf(articles, own) })
  origin.answer('/feed/', {
    headers: { 'Content-Type': 'application/rss+xml; charset=utf-8' },
    body: feedOf(articles, own),
  })
  origin.answer('/wp-json/wp/v2/posts', {
    headers: { 'Content-Type': 'application/json; charset=utf-8' },
    body: JSON.stringify(articles.map((article) => postOf(article, own))),
  })
  origin.answer('/wp-sitemap.xml', {
    headers: { 'Content-Type': 'application/xml; charset=utf-8' },
    body: `<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${articles
      .map(({ path }) => `<url><loc>${own}${path}</loc></url>`)
      .join('')}</urlset>`,
  })
}

/** Every card says four paragraphs, of which everybody may read one. */
function frontOf(articles: readonly SiteArticle[], own: string): string {
  const cards = articles.map(
    ({ path, title, paragraphs }) =>
      `<article class="post type-post"><h2 class="entry-title"><a href="${own}${path}">${title}</a></h2><div class="entry-summary">${paragraphs
        .slice(0, 4)
        .map((text) => `<p>${text}</p>`)
        .join('')}</div></article>`,
  )
  return `<!doctype html><html lang="en-GB"><head><title>The Gazette</title><link rel="canonical" href="${own}/">
<link rel="alternate" type="application/rss+xml" href="${own}/feed/"></head><body class="home blog"><main>${cards.join('\n')}</main></body></html>`
}

function feedOf(articles: readonly SiteArticle[], own: string): string {
  const items = articles.map(
    (article) => `<item><title>${article.title}</title><link>${own}${article.path}</link>
<description><![CDATA[${article.paragraphs.slice(0, 4).join(' ')}]]></description>
<content:encoded><![CDATA[${bodyOf(article, own)}]]></content:encoded></item>`,
  )
  return `<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>The Gazette</title><link>${own}/</link>${items.join('\n')}</channel></rss>`
}

function postOf(article: SiteArticle, own: string) {
  return {
    ...{ id: article.title.length, link: own + article.path, type: 'post' },
    title: { rendered: article.title },
    content: { rendered: bodyOf(article, own), protected: false },
    excerpt: { rendered: `<p>${article.paragraphs.slice(0, 4).join(' ')}</p>`, protected: false },
  }
}
