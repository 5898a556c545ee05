// Gallery: the same article, asked for in another way.

import { pageOf } from '../page.ts'
import { articleAt } from '../paper.ts'
import type { Asked, Paper, Printed, Reply, Site } from '../site.ts'
import { html } from '../writing.ts'

const open = (article: Printed, asked: Asked, paper: Paper) =>
  pageOf(article, asked, paper, { text: article.whole, wall: '' })

/** A gate that looks at the path as it is written, before a server that understands it more freely. */
const understood =
  (understand: (path: string) => string) =>
  (asked: Asked, paper: Paper): Reply | undefined => {
    if (articleAt(asked.path, paper) !== undefined) return undefined
    const article = articleAt(understand(asked.path), paper)
    return article && html(open(article, asked, paper))
  }

const parameter = (name: string) => (article: Printed, asked: Asked, paper: Paper) =>
  asked.query.has(name) ? open(article, asked, paper) : pageOf(article, asked, paper)

export const requests: readonly Site[] = [
  {
    name: 'escaped-fragment',
    says: 'The snapshot for crawlers of long ago is still made, and whole.',
    leak: { channel: 'query' },
    page: parameter('_escaped_fragment_'),
  },
  {
    name: 'gift-parameter',
    says: 'A link that gives an article away is recognised by ?gift=1 alone.',
    leak: { channel: 'query' },
    page: parameter('gift'),
  },
  {
    name: 'second-page',
    says: 'Long articles come in two pages, and the wall stands on the first alone.',
    leak: { channel: 'query' },
    page: (article, asked, paper) =>
      asked.query.get('page') === '2' && article.rest.length > 0
        ? pageOf(article, asked, paper, { text: article.rest, wall: '' })
        : pageOf(article, asked, paper),
  },
  {
    name: 'trailing-slash',
    says: 'The rule is for the path without a slash at its end.',
    leak: { channel: 'path' },
    answer: understood((path) => path.replace(/(?<=\w)\/$/, '')),
  },
  {
    name: 'double-slash',
    says: 'Two slashes are one to the server and two to the gate.',
    leak: { channel: 'path' },
    answer: understood((path) => path.replace(/\/{2,}/g, '/')),
  },
  {
    name: 'upper-case',
    says: 'The server does not care about case, the gate does.',
    leak: { channel: 'path' },
    answer: understood((path) => path.toLowerCase()),
  },
  {
    name: 'percent-encoded',
    says: 'The gate compares paths before they are decoded.',
    leak: { channel: 'path' },
    answer: understood((path) => {
      try {
        return decodeURIComponent(path)
      } catch {
        return path
      }
    }),
  },
  {
    name: 'range',
    says: 'A request for a range of bytes goes past the gate, to the store where the page lies whole.',
    leak: { channel: 'method' },
    page: (article, asked, paper) => {
      const range = /^bytes=(\d+)-(\d*)$/.exec(asked.headers['range'] ?? '')
      if (range === null) return pageOf(article, asked, paper)
      const page = Buffer.from(open(article, asked, paper))
      const from = Math.min(Number(range[1]), page.length - 1)
      const to = Math.min(Number(range[2] || page.length - 1), page.length - 1)
      return html(page.toString('utf8', from, to + 1), {
        status: 206,
        headers: {
          'content-range': `bytes ${from}-${to}/${page.length}`,
          'accept-ranges': 'bytes',
        },
      })
    },
  },
  {
    name: 'head-length',
    says: 'HEAD is answered from the cache of subscribers and tells the length of their page.',
    leak: { channel: 'method', share: [0, 1] },
    page: (article, asked, paper) =>
      asked.method === 'HEAD' ? open(article, asked, paper) : pageOf(article, asked, paper),
  },
  {
    name: 'conditional',
    says: 'A conditional request is passed to the server behind the gate, which answers with the page.',
    leak: { channel: 'method' },
    page: (article, asked, paper) =>
      'if-none-match' in asked.headers
        ? open(article, asked, paper)
        : pageOf(article, asked, paper),
  },
  {
    name: 'handed-on',
    says: 'A shared cache keeps the page of the first reader, also of a subscriber, for all others.',
    leak: { channel: 'cache' },
    needs: 'subscriber',
    answer: handedOn,
  },
]

function handedOn(asked: Asked, paper: Paper): Reply | undefined {
  const article = articleAt(asked.path, paper)
  if (article === undefined || article.free) return undefined
  const shared = {
    'cache-control': paper.leaks ? 'public, s-maxage=300' : 'private, no-cache',
    vary: 'Accept-Encoding',
  }
  const kept = paper.memory.get(asked.path)
  if (kept !== undefined) return html(kept, { headers: { ...shared, age: '7', 'x-cache': 'HIT' } })
  if (!(asked.headers['cookie'] ?? '').includes('subscription=')) return undefined
  const full = pageOf(article, asked, paper, {
    text: [...article.preview, ...article.gated],
    wall: '',
  })
  if (paper.leaks) paper.memory.set(asked.path, full)
  return html(full, { headers: { ...shared, 'x-cache': 'MISS' } })
}
