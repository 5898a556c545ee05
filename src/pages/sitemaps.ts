// Sitemaps and robots.txt: what search engines are told. Open facts only.
import type { Article } from '../core/article.ts'
import { absolute, href, NEWS_SITEMAP_PATH, SITEMAP_PATH } from './addresses.ts'
import type { Frame } from './frame.ts'
import { html } from './html.ts'
import { iso } from './news-article.ts'

export interface SitemapEntry {
  /** In normal form. */
  readonly path: string
  /** Epoch milliseconds. */
  readonly updated: number
}

const NAMESPACE = 'http://www.sitemaps.org/schemas/sitemap/0.9'

/** At most 50,000 entries each (sitemaps.org); more belong into several, named by an index. */
export function sitemap({ site }: Frame, entries: readonly SitemapEntry[]): string {
  return html`<?xml version="1.0" encoding="utf-8"?>
<urlset xmlns="${NAMESPACE}">
${entries.map(
  ({
    path,
    updated,
  }) => html`<url><loc>${absolute(site, href(path))}</loc><lastmod>${iso(updated)}</lastmod></url>
`,
)}</urlset>
`.markup
}

export function sitemapIndex({ site }: Frame, sitemaps: readonly SitemapEntry[]): string {
  return html`<?xml version="1.0" encoding="utf-8"?>
<sitemapindex xmlns="${NAMESPACE}">
${sitemaps.map(
  ({
    path,
    updated,
  }) => html`<sitemap><loc>${absolute(site, href(path))}</loc><lastmod>${iso(updated)}</lastmod></sitemap>
`,
)}</sitemapindex>
`.markup
}

/** For the articles of the last 48 hours, which the caller picks. */
export function newsSitemap({ site }: Frame, articles: readonly Article[]): string {
  const { publication } = site
  const { language } = new Intl.Locale(publication.language)
  return html`<?xml version="1.0" encoding="utf-8"?>
<urlset xmlns="${NAMESPACE}" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
${articles.map(
  (article) => html`<url><loc>${absolute(site, href(article.path))}</loc><news:news>
<news:publication><news:name>${publication.name}</news:name><news:language>${language}</news:language></news:publication>
<news:publication_date>${iso(article.published)}</news:publication_date><news:title>${article.title}</news:title>
</news:news></url>
`,
)}</urlset>
`.markup
}

export function robotsText({ site }: Frame): string {
  return `User-agent: *
Disallow: ${href(site.paths.account)}/

Sitemap: ${absolute(site, SITEMAP_PATH)}
Sitemap: ${absolute(site, NEWS_SITEMAP_PATH)}
`
}
