// Gallery: the little newspaper as it should be: a paywall on the server that gives the preview to everybody and the whole
// to subscribers. A site of the gallery is this and one thing else.
import { type PageParts, pageOf } from './page.ts'
import type { Asked, Paper, Printed, Reply } from './site.ts'
import { absolute, html, inHtml, layout, xml } from './writing.ts'

/** What subscribers send; an audit that was given it knows the full text. */
export const SUBSCRIBER = 'subscription=tallow-4471'

const PUBLIC = { 'cache-control': 'public, max-age=60' }

/** Undefined when no article stands at exactly this path. */
export function articleAt(path: string, paper: Paper): Printed | undefined {
  return paper.articles.find((article) => article.path === path)
}

/** The page of an article as a subscriber gets it. */
export function fullPage(article: Printed, asked: Asked, paper: Paper, parts: PageParts = {}) {
  const text = [...article.preview, ...article.gated]
  return pageOf(article, asked, paper, { ...parts, text, wall: '', figure: true })
}

/** The paper's own answer to whatever is asked. */
export function usual(asked: Asked, paper: Paper): Reply {
  const { path } = asked
  const article = articleAt(path, paper)
  if (article !== undefined) return usualArticle(article, asked, paper)
  if (path === '/') return listPage('The Pellwick Lantern', paper.articles, asked, paper)
  if (path === '/robots.txt') return robots(asked)
  if (path === '/sitemap.xml') return xml(sitemap(asked, paper))
  if (path === '/feed/') return xml(rss(asked, paper), 'application/rss+xml')
  if (path === '/search') return search(asked, paper, ({ preview }) => preview)
  if (path.startsWith('/images/')) return picture(asked, paper)
  if (/^\/account\/|^\/subscribe$/.test(path)) return accountPage(asked, paper)
  const listed = paper.articles.filter(
    ({ section, tag }) => path === `/${section}` || path === `/tag/${tag}`,
  )
  if (listed.length > 0) return listPage(path.split('/').at(-1) ?? '', listed, asked, paper)
  const slashless = path.replace(/\/+$/, '')
  if (slashless !== path && articleAt(slashless, paper) !== undefined)
    return { status: 308, headers: { location: slashless }, body: '' }
  return html(layout('Not found', '<h1>There is nothing here</h1>', asked, paper), { status: 404 })
}

function usualArticle(article: Printed, asked: Asked, paper: Paper): Reply {
  if (article.free || isSubscriber(asked)) return html(fullPage(article, asked, paper))
  return html(pageOf(article, asked, paper))
}

export function isSubscriber({ headers }: Asked): boolean {
  return (headers['cookie'] ?? '').split(/; ?/).includes(SUBSCRIBER)
}

/** A front, section or tag page; `excerptOf` gives what it shows of each article beside the headline. */
export function listPage(
  title: string,
  articles: readonly Printed[],
  asked: Asked,
  paper: Paper,
  excerptOf = (article: Printed) => article.summary,
): Reply {
  const teasers = articles.map(
    (article) =>
      `<section class="teaser"><h2><a href="${article.path}">${inHtml(article.title)}</a></h2><p>${inHtml(excerptOf(article))}</p></section>`,
  )
  return html(layout(title, `<h1>${inHtml(title)}</h1>${teasers.join('')}`, asked, paper), {
    headers: PUBLIC,
  })
}

/** What search shows when it looks through `textOf`: headlines and summaries. */
export function search(
  asked: Asked,
  paper: Paper,
  textOf: (article: Printed) => readonly string[],
  excerptOf?: (article: Printed) => string,
): Reply {
  return listPage('Search', hits(asked, paper, textOf), asked, paper, excerptOf)
}

/** Articles in which every word that was searched for stands; none when nothing was. */
export function hits(
  { query }: Asked,
  paper: Paper,
  textOf: (article: Printed) => readonly string[],
): readonly Printed[] {
  const sought = (query.get('q') ?? query.get('s') ?? '').toLowerCase().split(/\W+/u)
  const words = sought.filter((word) => word !== '')
  if (words.length === 0) return []
  return paper.articles.filter((article) => {
    const text = [article.title, article.summary, ...textOf(article)].join(' ').toLowerCase()
    return words.every((word) => text.includes(word))
  })
}

function robots({ origin }: Asked): Reply {
  return {
    headers: { 'content-type': 'text/plain; charset=utf-8' },
    body: `User-agent: *\nDisallow: /account/\n\nSitemap: ${origin}/sitemap.xml\n`,
  }
}

export function sitemap(
  asked: Asked,
  paper: Paper,
  more: (article: Printed) => string = () => '',
): string {
  const urls = paper.articles.map(
    (article) =>
      `<url><loc>${absolute(article, asked)}</loc><lastmod>${article.published}</lastmod><news:news><news:publication><news:name>The Pellwick Lantern</news:name><news:language>${paper.language}</news:language></news:publication><news:publication_date>${article.published}</news:publication_date><news:title>${inHtml(article.title)}</news:title>${more(article)}</news:news></url>`,
  )
  return `<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
${urls.join('\n')}
</urlset>`
}

/** An RSS feed of summaries; `more` gives what stands in each item beside them. */
export function rss(
  asked: Asked,
  paper: Paper,
  more: (article: Printed) => string = () => '',
): string {
  const items = paper.articles.map((article) => {
    const link = absolute(article, asked)
    const date = new Date(article.published).toUTCString()
    return `<item><title>${inHtml(article.title)}</title><link>${link}</link><guid isPermaLink="true">${link}</guid><dc:creator>${inHtml(article.byline)}</dc:creator><pubDate>${date}</pubDate><description>${inHtml(article.summary)}</description>${more(article)}</item>`
  })
  return `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>The Pellwick Lantern</title><link>${asked.origin}/</link><description>News of a small town</description><language>${paper.language}</language>
${items.join('\n')}
</channel></rss>`
}

/** One red dot. */
export const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
  'base64',
)

function picture(asked: Asked, { articles }: Paper): Reply {
  const shown = articles.some(({ figure }) => figure?.src === asked.path)
  if (!shown) return { status: 404, body: '' }
  if (!isSubscriber(asked)) return { status: 403, body: '' }
  return { headers: { 'content-type': 'image/png', 'cache-control': 'private' }, body: PNG }
}

function accountPage(asked: Asked, paper: Paper): Reply {
  const form =
    '<h1>Log in</h1><form method="post"><label>E-mail <input type="email" name="email"></label><button>Log in</button></form>'
  return html(layout('Log in', form, asked, paper), { headers: { 'cache-control': 'no-store' } })
}
