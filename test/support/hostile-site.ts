// A site that behaves as badly as a server can, around one article that is in order and leaks.
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { paragraphs } from './prose.ts'

export interface HostileSite {
  readonly origin: string
  /** Bytes that the endless answer got rid of. */
  readonly endless: () => number
  /** Requests to the other server that it tries to lead to. */
  readonly led: () => number
  readonly agents: ReadonlySet<string>
  readonly methods: ReadonlySet<string>
  readonly asked: (path: string) => number
  close(): Promise<void>
}

/** Paths of articles that misbehave, each in the way that its name says. */
export const MISBEHAVING = [
  '/news/hangs',
  '/news/drips',
  '/news/loops',
  '/news/leads-away',
  '/news/leads-inside',
  '/news/endless',
  '/news/bomb',
  '/news/rubbish',
  '/news/heads',
  '/news/deep',
  '/news/tangled',
  '/news/image',
  '/news/traps',
  '/news/long-name',
]

const GIGABYTE = 1024 ** 3
const CHUNK = Buffer.alloc(64 * 1024, '<p>more and more ')

interface State {
  endless: number
  led: number
  readonly agents: Set<string>
  readonly methods: Set<string>
  readonly asked: Map<string, number>
  elsewhere: string
}

export async function hostileSite(): Promise<HostileSite> {
  const state: State = {
    endless: 0,
    led: 0,
    agents: new Set(),
    methods: new Set(),
    asked: new Map(),
    elsewhere: '',
  }
  const other = createServer((_, response) => {
    state.led++
    response.end('<p>not to be read')
  })
  const site = createServer((request, response) => {
    const [path = ''] = (request.url ?? '').split('?')
    state.asked.set(path, (state.asked.get(path) ?? 0) + 1)
    state.agents.add(request.headers['user-agent'] ?? '')
    state.methods.add(request.method ?? '')
    answer(path, request, response, state)
  })
  for (const server of [other, site]) {
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
  }
  state.elsewhere = `http://127.0.0.1:${(other.address() as AddressInfo).port}`
  return {
    origin: `http://127.0.0.1:${(site.address() as AddressInfo).port}`,
    endless: () => state.endless,
    led: () => state.led,
    agents: state.agents,
    methods: state.methods,
    asked: (path) => state.asked.get(path) ?? 0,
    async close() {
      for (const server of [other, site]) {
        server.closeAllConnections()
        server.close()
        await once(server, 'close')
      }
    },
  }
}

const HIDDEN = paragraphs('hidden', 4, 3).join('</p><p>')

function answer(
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
  state: State,
): void {
  const origin = `http://${request.headers.host}`
  const misbehave = WAYS[path]
  if (misbehave !== undefined) misbehave(response, state, origin)
  else if (path === '/') response.end(front(origin))
  else if (path === '/robots.txt')
    response.end(
      `Sitemap: ${origin}/sitemap.xml\nSitemap: ${origin}/endless\nUser-agent: *\nDisallow: /closed\n${maps(origin)}`,
    )
  else if (path === '/sitemap.xml') response.end(sitemap(origin, state.elsewhere))
  else if (path === '/feed.xml') response.end(laughs())
  else if (path === '/style.css') response.end(`${'.a{'.repeat(60_000)}${'/*'.repeat(60_000)}`)
  else if (path === '/news/in-order') response.end(inOrder())
  else response.writeHead(404, { 'Content-Type': 'text/html' }).end('<p>nothing')
}

/** More of them than anybody has, and none is there. */
function maps(origin: string): string {
  return Array.from({ length: 8000 }, (_, at) => `Sitemap: ${origin}/map-${at}.xml`).join('\n')
}

function front(origin: string): string {
  const links = MISBEHAVING.map((path) => `<a href="${path}">An article that has three words</a>`)
  return `<!doctype html><title>Front</title><link rel="stylesheet" href="${origin}/style.css">${links.join('')}`
}

/** An index of itself, of another site and of what never ends, and a list of articles. */
function sitemap(origin: string, elsewhere: string): string {
  const urls = ['/news/in-order', ...MISBEHAVING].map(
    (path) => `<url><loc>${origin}${path}</loc></url>`,
  )
  return `<?xml version="1.0"?><urlset><url><loc>${elsewhere}/stolen</loc></url><url><loc>file:///etc/passwd</loc></url>${urls.join('')}`
}

function laughs(): string {
  const entities = Array.from(
    { length: 12 },
    (_, at) => `<!ENTITY l${at + 1} "${`&l${at};`.repeat(10)}">`,
  )
  return `<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "ha">${entities.join('')}]><rss><channel><item><title>&l12;</title>`
}

const WALLED = `<script type="application/ld+json">${JSON.stringify({ '@type': 'NewsArticle', headline: 'In order', isAccessibleForFree: false })}</script>`

function inOrder(): string {
  return `<!doctype html><title>In order</title>${WALLED}
<article><h1>In order</h1><p>${paragraphs('open', 2, 2).join('</p><p>')}</p><div hidden><p>${HIDDEN}</p></div></article>
<p>Already a subscriber? <a href="/log-in">Log in</a></p>`
}

type Way = (response: ServerResponse, state: State, origin: string) => void

const page = (response: ServerResponse) => response.writeHead(200, { 'Content-Type': 'text/html' })

const WAYS: Readonly<Record<string, Way>> = {
  '/news/hangs': () => {},
  '/news/drips': (response) => {
    page(response).write('<title>Drips</title>')
    const drip = setInterval(() => response.write('.'), 50)
    response.on('close', () => clearInterval(drip))
  },
  '/news/loops': (response) => response.writeHead(302, { Location: '/news/loops' }).end(),
  '/news/leads-away': (response, { elsewhere }) =>
    response.writeHead(302, { Location: `${elsewhere}/secrets` }).end(),
  '/news/leads-inside': (response) =>
    response.writeHead(302, { Location: 'http://169.254.169.254/latest/meta-data/' }).end(),
  '/news/endless': endless,
  '/endless': endless,
  '/news/bomb': (response) =>
    response
      .writeHead(200, { 'Content-Type': 'text/html', 'Content-Encoding': 'gzip' })
      .end(gzipSync(Buffer.alloc(100 * 1024 * 1024, '<b>'))),
  '/news/rubbish': (response) => response.socket?.end('\u0000HTTP/9 ????\r\n\r\n\u0007'),
  '/news/heads': (response) =>
    response.socket?.end(`HTTP/1.1 200 OK\r\n${`X-Head: ${'x'.repeat(500)}\r\n`.repeat(500)}\r\n`),
  '/news/deep': (response) =>
    page(response).end(`<article>${'<div><p>deep and deeper '.repeat(9000)}`),
  // The adoption agency of the parser goes through all open elements for every end tag.
  '/news/tangled': (response) =>
    page(response).end(`<article>${'<a><b><i><table>'.repeat(8000)}${'</a></b></i>'.repeat(8000)}`),
  // Each takes time that grows with its square, if it is looked for without care.
  '/news/traps': (response) =>
    page(response).end(
      `<!doctype html><title>Traps</title>${WALLED}<article><p>${'aktivier'.repeat(20_000)}<p>a${'\u0315\u0300'.repeat(60_000)}</article><script>var a = "${'\\"'.repeat(200_000)}</script>`,
    ),
  '/news/long-name': (response) =>
    page(response).end(
      `<!doctype html><title>${'x'.repeat(400_000)}</title>${WALLED}<article><p>${'and so on '.repeat(40)}</article>`,
    ),
  '/news/image': (response) =>
    response.writeHead(200, { 'Content-Type': 'text/html' }).end(Buffer.alloc(20_000, 0xff)),
}

function endless(response: ServerResponse, state: State): void {
  page(response)
  const more = () => {
    while (state.endless < GIGABYTE && !response.destroyed) {
      state.endless += CHUNK.length
      if (!response.write(CHUNK)) {
        response.once('drain', more)
        return
      }
    }
    response.end()
  }
  more()
}
