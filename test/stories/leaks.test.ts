// Promise 1: text below the cut never leaves for a reader who was not granted it. Each row of LEAKS as it could be
// tried here, and a crawl of everything the server links to, with canaries in all that stands below a cut.
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { EMPTY_METER, spend } from '../../src/core/meter.ts'
import type { Reader } from '../../src/core/reader.ts'
import { GUESSES, HEADERS, OTHER_VIEWS } from '../support/attempts.ts'
import { type CanaryArticle, canaryEdition } from '../support/canaries.ts'
import { cookieHeader, type OddRequest, oddRequests } from '../support/odd-requests.ts'
import {
  type Answer,
  type Ask,
  cookiesOf,
  EVERY_WAY,
  NOW,
  type Published,
  publish,
  type Way,
} from '../support/publication.ts'
import { saidBy } from '../support/same-answer.ts'

const edition = canaryEdition()
const gated = edition.articles.filter(
  ({ access }) => access === 'registered' || access === 'subscribers',
)
const registered: Reader = { kind: 'registered', id: 'ada' }
const lapsed: Reader = {
  kind: 'subscriber',
  id: 'eve',
  entitlements: [{ plan: 'digital', until: NOW - 1 }],
}
const subscriber: Reader = {
  kind: 'subscriber',
  id: 'ben',
  entitlements: [{ plan: 'digital', until: NOW + 9e9 }],
}

let published: Published
beforeAll(async () => {
  published = await publish(edition.files)
})
afterAll(() => published.close())

/** Everything a response carries, decoded in the ways a canary could hide. */
function carried(answer: Answer): string {
  const headers = [...answer.headers].flat().join('\n')
  const all = `${answer.text}\n${headers}`
  return `${all}\n${all.replace(/&#x?[0-9a-f]+;|&\w+;/gi, '')}`
}

function leaksOf(article: CanaryArticle, answer: Answer): readonly string[] {
  const all = carried(answer)
  return article.below.filter((canary) => all.includes(canary))
}

describe.each(EVERY_WAY)('registered and subscribers articles, by the %s', (way) => {
  const readers: readonly (readonly [string, Ask])[] = [
    ['anonymous', {}],
    ['registered', { as: registered }],
    ['lapsed', { as: lapsed }],
  ]
  const closedTo = (name: string) =>
    gated.filter(({ access }) => name === 'anonymous' || access === 'subscribers')

  test.each(readers)(
    'an %s reader gets the preview and nothing below it, however the address is written',
    async (name, ask) => {
      for (const article of closedTo(name))
        for (const suffix of OTHER_VIEWS) {
          if (way === 'app' && suffix.includes('#')) continue
          const answer = await published.read(
            article.path + suffix.replace('\\', way === 'app' ? '%5c' : '\\'),
            { ...ask, way },
          )
          expect([suffix, leaksOf(article, answer)]).toEqual([suffix, []])
        }
    },
  )

  test.each(readers)('an %s reader gets no more by any header', async (name, ask) => {
    for (const article of closedTo(name)) {
      const page = await published.read(article.path, { ...ask, way })
      expect(
        article.above.filter((canary) => !canary.includes('svg') && !page.text.includes(canary)),
      ).toEqual([])
      for (const headers of HEADERS)
        for (const method of way === 'socket' ? ['GET', 'HEAD', 'POST', 'OPTIONS'] : ['GET']) {
          const answer = await published.read(article.path, { ...ask, way, headers, method })
          expect([headers, leaksOf(article, answer)]).toEqual([headers, []])
          if (answer.status === 200 && method === 'HEAD') expect(answer.bytes.length).toBe(0)
        }
    }
  })

  test('a HEAD tells the length of what the same reader’s GET gets', async () => {
    for (const { path } of gated) {
      const [get, head] = [
        await published.read(path, { way }),
        await published.read(path, { way, method: 'HEAD' }),
      ]
      expect(head.headers.get('content-length')).toBe(get.headers.get('content-length'))
      expect(head.headers.get('etag')).toBe(get.headers.get('etag'))
    }
  })

  test('a picture below the cut is the granted reader’s alone, privately, and spends nothing', async () => {
    for (const article of gated) {
      const page = await published.read(article.path, { way, as: subscriber })
      const pictures = [...page.text.matchAll(/src="(\/standfirst\/images\/[^"]+)"/g)].map(
        (found) => found[1] ?? '',
      )
      const below = pictures.filter((src) => !src.includes('-lead'))
      expect(below).toHaveLength(3)
      for (const src of below) {
        const granted = await published.read(src, { way, as: subscriber })
        expect([granted.status, granted.headers.get('cache-control')]).toEqual([
          200,
          'private, max-age=31536000, immutable',
        ])
        expect(leaksOf(article, granted)).toHaveLength(1)
        for (const headers of [{}, ...HEADERS]) {
          const refused = await published.read(src, { way, headers })
          expect([headers, refused.status >= 400, leaksOf(article, refused)]).toEqual([
            headers,
            true,
            [],
          ])
        }
        const known = await published.read(src, {
          way,
          headers: { 'If-None-Match': granted.headers.get('etag') ?? '' },
        })
        expect(known.status).toBe(403)
      }
      const lead = await published.read(pictures.find((src) => src.includes('-lead')) ?? '', {
        way,
      })
      expect([lead.status, lead.headers.get('cache-control')]).toEqual([
        200,
        'public, max-age=31536000, immutable',
      ])
    }
  })

  test('a granted reader gets all of it', async () => {
    for (const article of gated) {
      const page = await published.read(article.path, { way, as: subscriber })
      const shown = article.below.filter(
        (canary) => !/(?:svg|comment|script|template)zz$/.test(canary),
      )
      expect(shown.filter((canary) => !page.text.includes(canary))).toEqual([])
    }
  })
})

describe.each(EVERY_WAY)('metered articles, by the %s', (way) => {
  const metered = edition.articles.filter(({ access }) => access === 'metered')
  const spent = () => {
    let meter = EMPTY_METER
    const period = { start: 0, end: published.now + 9e9, rolling: undefined }
    for (const n of [1, 2, 3])
      meter = spend(meter, undefined, `other-----${n}`, published.now, period)
    return meter
  }

  test('with the meter spent nothing below the cut leaves, nor its pictures', async () => {
    const meter = spent()
    for (const article of metered) {
      for (const suffix of OTHER_VIEWS.filter((one) => way !== 'app' || !/[#\\]/.test(one)))
        expect(
          leaksOf(article, await published.read(article.path + suffix, { way, meter })),
        ).toEqual([])
      const page = await published.read(article.path, { way, as: subscriber })
      for (const [, src = ''] of page.text.matchAll(/src="(\/standfirst\/images\/[^"]+)"/g))
        expect(leaksOf(article, await published.read(src, { way, meter }))).toEqual([])
    }
  })

  test('a forged, truncated, foreign, cleared or older cookie gets what no cookie gets', async () => {
    const cookies = cookiesOf({ meter: spent() }, published)
    const [[name = '', sealed = ''] = []] = Object.entries(cookies)
    const none = await published.read('/town/metered', { way })
    const worthless = [
      sealed.slice(0, -1),
      `${sealed}A`,
      sealed.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')),
      sealed.replace('v1.', 'v2.'),
      sealed.replace('.test.', '.other.'),
      '',
      'null',
      '{}',
      'x'.repeat(5000),
      cookiesOf({ as: subscriber }, published)['standfirst-pass'] ?? '',
    ]
    for (const value of worthless) {
      const answer = await published.read('/town/metered', { way, cookies: { [name]: value } })
      expect([answer.status, answer.text === none.text]).toEqual([200, true])
      expect(answer.headers.get('standfirst-decision')).toBe(
        none.headers.get('standfirst-decision'),
      )
    }
    const before = published.now
    published.now = Date.UTC(2026, 11, 2)
    const older = await published.read('/town/metered', { way, cookies: { [name]: sealed } })
    expect(older.headers.get('standfirst-decision')).toContain(
      'used=1; limit=3; resets="2027-01-01"',
    )
    published.now = before
  })
})

describe.each(EVERY_WAY)('a crawl of everything that is linked, by the %s', (way) => {
  test('finds no canary from below a cut', async () => {
    const queue = [...GUESSES]
    const seen = new Set(queue)
    const gatedArticles = edition.articles.filter(({ access }) => access !== 'free')
    const meter = {
      entries: [1, 2, 3].map((n) => ({
        article: `other-----${n}`,
        at: published.now,
        reader: undefined,
      })),
    }
    const statuses = new Map<string, number>()
    for (const path of queue) {
      const answer = await published.read(path, { way, meter })
      statuses.set(path, answer.status)
      for (const article of gatedArticles)
        expect([path, leaksOf(article, answer)]).toEqual([path, []])
      for (const found of linksIn(answer.text, published.address))
        if (!seen.has(found)) {
          seen.add(found)
          queue.push(found)
        }
    }
    expect(seen.size).toBeGreaterThan(60)
    for (const { path } of edition.articles) expect(statuses.get(path)).toBe(200)
    const broken = [...statuses].filter(
      ([path, status]) =>
        status >= 500 || (status === 404 && path.startsWith('/town/') && !path.includes('.')),
    )
    expect(broken).toEqual([])
  })
})

/** Every address of this publication that a text mentions in any way. */
function linksIn(text: string, address: string): readonly string[] {
  const found = [
    ...text.matchAll(
      /(?:href|src|content|action)="([^"]+)"|<(?:loc|link|id)>([^<]+)<|"(?:url|id|image|src)":\s*"([^"]+)"/g,
    ),
  ]
  return found
    .map((match) =>
      (match[1] ?? match[2] ?? match[3] ?? '').replaceAll('&amp;', '&').replace(address, ''),
    )
    .filter((link) => link.startsWith('/') && !link.startsWith('//'))
    .map((link) => link.split('#')[0] ?? '')
}

const PICTURE = /src="(\/standfirst\/images\/[^"]+)"/g
/** Health tells of the process: whose orders it has taken in. */
const OTHERS = GUESSES.filter((path) => path !== '/standfirst/health')
const ACCOUNT = ['/account', '/account/log-in', '/account/subscribe', '/account/nothing']

/** Whether a Web Request can say this: its address is tidied as it is made, and some methods are forbidden. */
function canBeARequest({ method, path }: OddRequest): boolean {
  if (method === 'TRACE' || !path.startsWith('/') || path.startsWith('//')) return false
  const { pathname, search } = new URL(published.address + path)
  return pathname + search === path
}

let readers = 0

async function askOf(way: Way, request: OddRequest) {
  readers++
  const { method, path, headers } = request
  const cookie = cookieHeader(request, `reader-${readers}`, published)
  const all = { ...headers, ...(cookie !== undefined && { Cookie: cookie }) }
  const answer = await published.read(path, { way, method, headers: all })
  const same = { way, ...saidBy(answer) }
  return { same, tag: answer.headers.get('etag') }
}

/** Gives the ETag that the direct handler said, if it did. */
async function sameOfAll(request: OddRequest): Promise<string | null> {
  const { same: direct, tag } = await askOf('socket', request)
  expect(direct.status).not.toBe(500)
  for (const way of EVERY_WAY.slice(1))
    if (way !== 'app' || canBeARequest(request))
      expect((await askOf(way, request)).same).toEqual({ ...direct, way })
  return tag
}

test('the same request gets the same answer by every way, and so does who has that answer', async () => {
  const articles = edition.articles.map(({ path }) => path)
  const staff = { as: { kind: 'staff', id: 'eve' } } as const
  const pages = await Promise.all(articles.map((path) => published.read(path, staff)))
  const pictures = pages.flatMap(({ text }) =>
    [...text.matchAll(PICTURE)].map(([, src = '']) => src),
  )
  const most = Array.from({ length: 8 }, () => articles).flat()
  const asked = oddRequests([...most, ...OTHERS, ...ACCOUNT, ...pictures.slice(0, 8)])
  await fc.assert(
    fc.asyncProperty(asked, async (request) => {
      const tag = await sameOfAll(request)
      if (tag !== null)
        await sameOfAll({ ...request, headers: { ...request.headers, 'If-None-Match': tag } })
    }),
    { numRuns: 200 },
  )
})

test('no log, no record and no fault holds a word of any article', async () => {
  const said = await published.said()
  expect(said.match(/wall/g)?.length).toBeGreaterThan(2000)
  for (const article of edition.articles)
    expect([...article.above, ...article.below].filter((canary) => said.includes(canary))).toEqual(
      [],
    )
})
