// A small site for tests of commands that look at one from outside: real HTTP on a port of its own.
import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import { onTestFinished } from 'vitest'

interface SmallReply {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

/** HTML, or more; asked for by path with query. A function gets the request. */
export type SmallPages = Readonly<
  Record<string, string | SmallReply | ((request: IncomingMessage) => string | SmallReply)>
>

export interface SmallSite {
  readonly address: string
  /** `GET /feed/`, in turn. */
  readonly asked: readonly string[]
  /** What is answered from now on. */
  show(pages: SmallPages): void
}

/** `pagesAt` is told the site's own address. Closed after the test. */
export async function smallSite(pagesAt: (address: string) => SmallPages): Promise<SmallSite> {
  const asked: string[] = []
  let pages: SmallPages = {}
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`)
    const found = pages[request.url ?? '/'] ?? { status: 404, body: '<!doctype html><p>Nothing' }
    const said = typeof found === 'function' ? found(request) : found
    if (said === 'never') return
    const {
      status = 200,
      headers = {},
      body = '',
    } = typeof said === 'string' ? { body: said } : said
    response.writeHead(status, { 'Content-Type': 'text/html; charset=utf-8', ...headers })
    response.end(body)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  const bound = server.address()
  if (bound === null || typeof bound === 'string') throw new TypeError('not bound to a port')
  const address = `http://127.0.0.1:${bound.port}`
  pages = pagesAt(address)
  return {
    address,
    asked,
    show: (next) => {
      pages = next
    },
  }
}

const WORDS = 'harbour council ferry quay tide crane winter barge sluice lantern'.split(' ')

/** As many paragraphs as that, of twenty words each, no two alike. */
export function paragraphs(count: number, mark: string): string {
  return Array.from({ length: count }, (_, at) => {
    const words = Array.from({ length: 18 }, (_, word) => WORDS[(word * 3 + at) % WORDS.length])
    return `<p>The ${words.join(' ')} ${mark}${at}.</p>`
  }).join('\n')
}

/** A page as WordPress's themes make them. */
export function wordPressPage(
  address: string,
  { path, title, body }: { readonly path: string; readonly title: string; readonly body: string },
): string {
  return `<!doctype html><html lang="en-GB"><head><title>${title} – The Herald</title>
<meta name="generator" content="WordPress 6.6.2"><link rel="canonical" href="${address}${path}">
<link rel="https://api.w.org/" href="${address}/wp-json/"><meta property="og:type" content="article">
<script type="application/ld+json">{"@context":"https://schema.org","@type":"NewsArticle","headline":"${title}","datePublished":"2026-11-02T08:00:00+00:00"}</script>
</head><body class="single single-post"><main><article class="post type-post category-harbour"><h1 class="entry-title">${title}</h1>
<div class="entry-content">${body}</div></article></main></body></html>`
}

/** Front page, feed, index of the REST API and some articles of a WordPress that knows itself by `address`. */
export function smallWordPress(address: string): SmallPages {
  const articles = ['quay', 'ferry', 'crane', 'barge'].map((name, at) => ({
    path: `/2026/11/0${at + 1}/${name}/`,
    title: `News of the ${name}`,
    body: paragraphs(20, name),
  }))
  const links = articles.map(({ path, title }) => `<a href="${address}${path}">${title}</a>`)
  const items = articles.map(
    ({ path, title }) => `<item><title>${title}</title><link>${address}${path}</link></item>`,
  )
  const index = {
    name: 'The Herald &amp; Post',
    description: 'News of the harbour',
    url: address,
    home: address,
    timezone_string: 'Europe/London',
    namespaces: ['oembed/1.0', 'contact-form-7/v1', 'wc/store/v1', 'acme/v1', 'wp/v2'],
  }
  return {
    '/': `<!doctype html><html lang="en-GB"><head><title>The Herald</title>
<meta name="generator" content="WordPress 6.6.2"><link rel="canonical" href="${address}/">
<link rel="alternate" type="application/rss+xml" href="${address}/feed/">
<link rel="https://api.w.org/" href="${address}/wp-json/"></head><body>${links.join('\n')}</body></html>`,
    '/feed/': {
      headers: { 'Content-Type': 'application/rss+xml' },
      body: `<?xml version="1.0"?><rss version="2.0"><channel>${items.join('')}</channel></rss>`,
    },
    '/wp-json/': {
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(index),
    },
    ...Object.fromEntries(articles.map((one) => [one.path, wordPressPage(address, one)])),
  }
}
