// A large site for measuring: articles that leak by several ways, with the weight that pages of newspapers have.
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { paragraphs } from './prose.ts'

export interface LargeSite {
  readonly origin: string
  readonly requests: () => number
  close(): Promise<void>
}

/** `eager`: whatever is asked for is answered with a page of its own, as single-page applications do it. */
export type Kind = 'plain' | 'eager'

interface Made {
  readonly slug: string
  readonly title: string
  readonly preview: string
  readonly gated: string
}

/** Every third article leaks in its structured data, every fifth by its feed, every seventh to crawlers. */
export async function largeSite(count: number, kind: Kind): Promise<LargeSite> {
  const articles = Array.from({ length: count }, (_, at) => make(at))
  const bySlug = new Map(articles.map((article, at) => [article.slug, { article, at }]))
  let requests = 0
  const server = createServer((request, response) => {
    requests++
    const url = URL.parse(request.url ?? '/', `http://${request.headers.host}`)
    const path = url?.pathname ?? '/'
    const origin = url?.origin ?? ''
    const agent = request.headers['user-agent'] ?? ''
    const slug =
      kind === 'eager' ? /article-number-\d+/.exec(request.url ?? '')?.[0] : path.slice(6)
    const found = bySlug.get(slug ?? '')
    response.setHeader('Content-Type', 'text/html; charset=utf-8')
    if (found !== undefined) {
      const text = page(found.article, found.at, /Googlebot/.test(agent))
      response.end(kind === 'eager' ? `${text}<!-- request ${requests} -->` : text)
    } else if (path === '/') response.end(front(articles))
    else if (path === '/sitemap.xml') response.end(sitemap(articles, origin))
    else if (path === '/feed.xml') response.end(feed(articles, origin))
    else response.writeHead(404).end('<!doctype html><title>Nothing here</title>')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests: () => requests,
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

function make(at: number): Made {
  const slug = `article-number-${at}`
  return {
    slug,
    title: `What happened at quay ${at}`,
    preview: html(paragraphs(`${slug} preview`, 3, 2)),
    gated: html(paragraphs(`${slug} gated`, 12, 4)),
  }
}

function html(texts: readonly string[]): string {
  return texts.map((text) => `<p>${text}</p>`).join('\n')
}

/** About 40 kB, most of it markup around the text. */
function page({ title, preview, gated }: Made, at: number, crawler: boolean): string {
  const data = {
    '@type': 'NewsArticle',
    headline: title,
    isAccessibleForFree: false,
    ...(at % 3 === 0 && { articleBody: `${preview} ${gated}` }),
  }
  const more = crawler && at % 7 === 0 ? gated : ''
  return `<!doctype html><html lang="en"><head><title>${title}</title><meta property="og:type" content="article">
<style>${STYLE}</style><script type="application/ld+json">${JSON.stringify(data)}</script></head><body>
<header><nav>${LINKS}</nav></header><main><article><h1>${title}</h1>${preview}${more}</article>
<aside class="wall">Already a subscriber? <a href="/log-in">Log in</a></aside></main><footer>${LINKS}</footer>
<script>window.dataLayer=${LAYER}</script></body></html>`
}

const STYLE = Array.from(
  { length: 150 },
  (_, at) => `.box-${at} .inner>a:hover{color:#123;margin:${at}px}`,
).join('')
const LINKS = Array.from(
  { length: 90 },
  (_, at) => `<a class="link item-${at}" href="/part/${at}"><span>Part ${at}</span></a>`,
).join('')
const LAYER = JSON.stringify(
  Array.from({ length: 150 }, (_, at) => ({ event: `view-${at}`, id: at * 7919 })),
)

function front(articles: readonly Made[]): string {
  const links = articles
    .slice(0, 60)
    .map(({ slug, title }) => `<li><a href="/news/${slug}">${title}</a>`)
  return `<!doctype html><title>The Large Courier</title><link rel="alternate" type="application/rss+xml" href="/feed.xml"><ul>${links.join('')}</ul>`
}

function sitemap(articles: readonly Made[], origin: string): string {
  const urls = articles.map(({ slug }) => `<url><loc>${origin}/news/${slug}</loc></url>`)
  return `<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${urls.join('')}</urlset>`
}

function feed(articles: readonly Made[], origin: string): string {
  const items = articles.map(({ slug, title, preview, gated }, at) => {
    const text = at % 5 === 0 ? preview + gated : preview
    return `<item><title>${title}</title><link>${origin}/news/${slug}</link><description><![CDATA[${text}]]></description></item>`
  })
  return `<?xml version="1.0"?><rss version="2.0"><channel><title>The Large Courier</title>${items.join('')}</channel></rss>`
}
