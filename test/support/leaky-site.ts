// A small newspaper that leaks: its feed carries whole articles, its pages hide the rest by style.
import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'

export interface LeakySite {
  readonly address: string
  close(): Promise<void>
}

export interface LeakyOptions {
  readonly articles?: number
  /** Nothing leaks. */
  readonly tight?: boolean
}

export async function openLeakySite(options: LeakyOptions = {}): Promise<LeakySite> {
  const server = createServer((request, response) => {
    const path = request.url ?? '/'
    answer(path, { ...options, origin: `http://${request.headers.host}` }, response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const bound = server.address()
  if (bound === null || typeof bound === 'string') throw new TypeError('not bound to a port')
  return {
    address: `http://127.0.0.1:${bound.port}`,
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

interface Asked extends LeakyOptions {
  readonly origin: string
}

function answer(path: string, asked: Asked, response: ServerResponse): void {
  const { articles = 4, tight = false, origin } = asked
  const [, written] = /^\/news\/story-(\d+)$/.exec(path) ?? []
  const story = written === undefined ? undefined : Number(written)
  if (story !== undefined && story < articles)
    send(response, 'text/html; charset=utf-8', page(story, tight))
  else if (path === '/feed') send(response, 'application/rss+xml', feed(articles, tight, origin))
  else if (path === '/') send(response, 'text/html; charset=utf-8', '<!doctype html><h1>News</h1>')
  else {
    response.statusCode = 404
    send(response, 'text/plain', 'Nothing here.')
  }
}

function send(response: ServerResponse, type: string, body: string): void {
  response.setHeader('Content-Type', type)
  response.end(body)
}

function page(story: number, tight: boolean): string {
  const rest = tight
    ? '<div class="wall"><p>Subscribe to read on. <a href="/login">Log in</a></p></div>'
    : `<div style="display:none">${paragraphs(story)}</div><div class="wall"><p>Subscribe to read on. <a href="/login">Log in</a></p></div>`
  const data = { '@type': 'NewsArticle', headline: titleOf(story), isAccessibleForFree: false }
  return `<!doctype html><html lang="en"><head><title>${titleOf(story)}</title>
<meta property="og:type" content="article">
<script type="application/ld+json">${JSON.stringify(data)}</script></head>
<body><main><article><h1>${titleOf(story)}</h1><p>${previewOf(story)}</p>${rest}</article></main></body></html>`
}

function feed(articles: number, tight: boolean, origin: string): string {
  const items = Array.from({ length: articles }, (_, story) => {
    const text = `<p>${previewOf(story)}</p>${tight ? '' : paragraphs(story)}`
    return `<item><title>${titleOf(story)}</title><link>${origin}/news/story-${story}</link><pubDate>Wed, ${25 - story} Nov 2026 08:00:00 GMT</pubDate><content:encoded><![CDATA[${text}]]></content:encoded></item>`
  })
  return `<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>News</title><link>/</link><description>News</description>${items.join('')}</channel></rss>`
}

function titleOf(story: number): string {
  return `Story number ${story} of the harbour`
}

function previewOf(story: number): string {
  return `The preview of story ${story} tells that something happened in the harbour this morning, and that more of it can be read below by those who have paid for this newspaper.`
}

/** Sentences that stand in no other story. */
function paragraphs(story: number): string {
  const sentences = SUBJECTS.map(
    (subject, index) =>
      `${subject} number ${story * 31 + index} was ${DEEDS[(story + index) % DEEDS.length]} near berth ${story * 7 + index}, as the harbour office wrote on page ${story * 100 + index}.`,
  )
  return `<p>${sentences.slice(0, 6).join(' ')}</p><p>${sentences.slice(6).join(' ')}</p>`
}

const SUBJECTS = [
  ...['Barge', 'Crane', 'Ferry', 'Pilot boat', 'Trawler', 'Lighter'],
  ...['Dredger', 'Tug', 'Buoy', 'Fender', 'Winch', 'Launch'],
]
const DEEDS = [
  'painted blue',
  'sold to a farmer',
  'raised from the mud',
  'named again',
  'measured twice',
]
