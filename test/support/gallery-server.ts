// A site of the gallery on a port of its own, over real HTTP.
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { ARTICLES, type Article } from '../gallery/articles.ts'
import { isSubscriber, usual } from '../gallery/paper.ts'
import type { Asked, Paper, Printed, Reply, Site } from '../gallery/site.ts'
import { html } from '../gallery/writing.ts'

export interface Served {
  readonly origin: string
  /** Every request so far: `GET /feed/`. */
  readonly asked: readonly string[]
  close(): Promise<void>
}

/** `closed`: the site as it is once its one leak has been closed. */
export type Form = 'leaky' | 'closed'

export async function serve(site: Site, form: Form = 'leaky'): Promise<Served> {
  const paper = paperOf(site, form === 'leaky')
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`)
    void bodyOf(request).then((body) => {
      const one = askedOf(request, body)
      send(one, replyOf(one, site, paper), response)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const bound = server.address()
  if (bound === null || typeof bound === 'string') throw new TypeError('not bound to a port')
  return {
    origin: `http://127.0.0.1:${bound.port}`,
    asked,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function paperOf({ articles = ARTICLES, language = 'en-GB' }: Site, leaks: boolean): Paper {
  const memory = new Map<string, string>()
  return { articles: articles.map((article) => printed(article, leaks)), language, leaks, memory }
}

function printed(article: Article, leaks: boolean): Printed {
  const rest = leaks || article.free ? article.gated : []
  return { ...article, whole: [...article.preview, ...rest], rest }
}

/** What the site says itself, then the page of an article that it overrides, then what the paper has there. */
function replyOf(asked: Asked, site: Site, paper: Paper): Reply {
  const own = site.answer?.(asked, paper)
  if (own !== undefined) return own
  const article = paper.articles.find(({ path }) => path === asked.path)
  if (article === undefined || article.free || site.page === undefined || isSubscriber(asked))
    return usual(asked, paper)
  const page = site.page(article, asked, paper)
  return typeof page === 'string' ? html(page) : page
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part)
  return Buffer.concat(parts).toString('utf8')
}

function askedOf(request: IncomingMessage, body: string): Asked {
  const [path = '', query = ''] = (request.url ?? '/').split(/\?(.*)/s)
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(request.headers))
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value
  return {
    method: request.method ?? 'GET',
    path,
    query: new URLSearchParams(query),
    headers,
    origin: `http://${headers['host'] ?? ''}`,
    body,
  }
}

function send({ method }: Asked, reply: Reply, response: ServerResponse): void {
  const body = Buffer.from(reply.body)
  response.writeHead(reply.status ?? 200, { 'content-length': body.length, ...reply.headers })
  response.end(method === 'HEAD' ? undefined : body)
}
