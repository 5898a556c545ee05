// What a response says of itself: variants, caching, conditional requests, security headers, odd requests.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Reader } from '../../src/core/reader.ts'
import { type CanaryArticle, canaryEdition } from '../support/canaries.ts'
import { type Ask, cookiesOf, NOW, type Published, publish, WAYS } from '../support/publication.ts'
import { saidBy } from '../support/same-answer.ts'

const subscriber: Reader = {
  kind: 'subscriber',
  id: 'ben',
  entitlements: [{ plan: 'digital', until: NOW + 9e9 }],
}
const edition = canaryEdition()
const paid = edition.articles.find(({ access }) => access === 'subscribers') as CanaryArticle
let published: Published
beforeAll(async () => {
  published = await publish(edition.files)
})
afterAll(() => published.close())

for (const way of WAYS)
  describe(`by the ${way}`, () => {
    test('every variant of an article is private, asks each time, and has an ETag of its own', async () => {
      const etags = new Set<string | null>()
      for (const as of [undefined, subscriber])
        for (const encoding of ['identity', 'gzip', 'br']) {
          const page = await published.read(paid.path, {
            way,
            headers: { 'Accept-Encoding': encoding },
            ...(as && { as }),
          })
          expect(page.headers.get('cache-control')).toBe('private, no-cache')
          expect(page.headers.get('vary')).toBe('Cookie, Accept-Encoding')
          expect(page.headers.get('content-encoding') ?? 'identity').toBe(encoding)
          expect(Number(page.headers.get('content-length'))).toBe(page.bytes.length)
          etags.add(page.headers.get('etag'))
        }
      expect(etags.size).toBe(6)
    })

    test('whoever has the variant is told so; whoever has another one gets theirs', async () => {
      const whole = await published.read(paid.path, { way, as: subscriber })
      const etag = whole.headers.get('etag') ?? ''
      const again = await published.read(paid.path, {
        way,
        as: subscriber,
        headers: { 'If-None-Match': etag },
      })
      expect([again.status, again.bytes.length]).toEqual([304, 0])
      expect(again.headers.get('etag')).toBe(etag)
      expect(again.headers.get('cache-control')).toBe('private, no-cache')
      expect(again.headers.get('standfirst-decision')).toContain('grant; reason=subscription')
      for (const forged of [etag, '*', `W/${etag}`]) {
        const anonymous = await published.read(paid.path, {
          way,
          headers: { 'If-None-Match': forged },
        })
        expect(anonymous.status).toBe(200)
        for (const canary of paid.below) expect(anonymous.text).not.toContain(canary)
      }
    })

    test('every page forbids inline script and style, framing, sniffing and third parties', async () => {
      const pages = [
        paid.path,
        '/',
        '/town',
        '/tag/canary',
        '/author/a-writer',
        '/nowhere',
        '/account/log-in',
        '/account/subscribe',
      ]
      for (const path of pages) {
        const page = await published.read(path, { way })
        const policy = page.headers.get('content-security-policy') ?? ''
        expect(policy).toContain("default-src 'none'")
        expect(policy).not.toContain('unsafe')
        expect(page.headers.get('x-content-type-options')).toBe('nosniff')
        expect(page.headers.get('referrer-policy')).toBe('same-origin')
        expect(page.text).not.toMatch(
          /<style|style=|<script(?! type="application\/ld\+json")|\son\w+=/,
        )
        expect(page.text).not.toMatch(/(?:src|href)="(?:https?:)?\/\/(?!127\.0\.0\.1|example\.org)/)
      }
    })

    test('public pages may be kept by any cache and carry nothing of the reader', async () => {
      for (const path of [
        '/',
        '/town',
        '/feed.xml',
        '/atom.xml',
        '/feed.json',
        '/sitemap.xml',
        '/news-sitemap.xml',
        '/town/feed.xml',
      ]) {
        const anonymous = await published.read(path, { way })
        const payer = await published.read(path, { way, as: subscriber })
        expect([path, anonymous.status]).toEqual([path, 200])
        expect(payer.text).toBe(anonymous.text)
        expect(anonymous.headers.get('cache-control')).toMatch(/^public, max-age=\d+$/)
        expect(anonymous.headers.get('vary')).toBe('Accept-Encoding')
        expect(payer.headers.getSetCookie()).toEqual([])
      }
    })

    test('account pages and messages are kept by nobody', async () => {
      for (const [path, status] of [
        ['/account', 303],
        ['/account/log-in?return_to=/town', 200],
        ['/account/subscribe', 200],
        ['/account/cancel', 200],
        ['/account/nothing', 404],
        ['/nowhere', 404],
        ['/town//x', 400],
      ] as const) {
        const page = await published.read(path, { way })
        if (way !== 'app' || !path.includes('//'))
          expect([path, page.status]).toEqual([path, status])
        expect(page.headers.get('cache-control')).toBe('no-store')
      }
    })

    test('a way back leads only into this publication', async () => {
      for (const evil of [
        'https://evil.example/',
        '//evil.example',
        '/\\evil.example',
        'javascript:alert(1)',
        '/%2F/evil.example',
        '/town/../..//evil.example',
      ]) {
        const page = await published.read(`/account/log-in?return_to=${encodeURIComponent(evil)}`, {
          way,
        })
        expect(page.text).not.toContain('evil')
        expect(page.text).not.toContain('javascript:')
      }
    })

    test('what only reads may be asked; anything else is refused', async () => {
      for (const method of ['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS']) {
        const answer = await published.read(paid.path, { way, method })
        expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, HEAD'])
      }
    })

    test('health says that articles are served', async () => {
      const answer = await published.read('/standfirst/health', { way })
      const faults = published.content.faults().length
      const orders = expect.any(String)
      expect(JSON.parse(answer.text)).toEqual({ status: 'ok', articles: 8, faults, orders })
    })

    test('one address for each article: slashes and capitals are led there, the query stays', async () => {
      for (const path of [`${paid.path}/?utm=1`, `${paid.path.toUpperCase()}?utm=1`]) {
        const answer = await published.read(path, { way })
        expect([answer.status, answer.headers.get('location')]).toEqual([308, `${paid.path}?utm=1`])
      }
    })
  })

test('an article that is at hand is answered at once, whoever reads it: nothing is waited for', async () => {
  const metered = edition.articles.find(({ access }) => access === 'metered') as CanaryArticle
  const read = (count: number) => ({
    entries: Array.from({ length: count }, (_, n) => ({
      ...{ article: `other-----${n}`, at: published.now, reader: undefined },
    })),
  })
  const readers: Ask[] = [{}, { meter: read(1) }, { meter: read(3) }, { as: subscriber }]
  for (const { path } of [metered, paid])
    for (const ask of readers) {
      const { headers } = await published.read(path, ask)
      const cookies = Object.entries(cookiesOf(ask, published))
      const cookie = cookies.map((pair) => pair.join('=')).join('; ')
      const known = headers.get('etag') ?? undefined
      for (const [etag, status] of [[undefined, 200] as const, [known, 304] as const]) {
        const sent = new Map([
          ['cookie', cookie || undefined],
          ['if-none-match', etag],
        ])
        const asked = {
          method: 'GET',
          target: path,
          header: (name: string) => sent.get(name),
        } as const
        // A promise has no status.
        expect(published.publisher.direct.answer(asked, () => '127.0.0.1')).toMatchObject({
          status,
        })
      }
    }
})

test('public pages are the same by all ways: kept or made, asked for again, their heads alone', async () => {
  const files: Record<string, string> = { 'standfirst.config.json': JSON.stringify(PLAIN) }
  for (let n = 0; n < 30; n++) files[`articles/town/piece-${n}.md`] = piece(n)
  const paper = await publish(files)
  // What goes before a public page of the same address: an order, and below a redirect.
  paper.withdrawn.add('/tag/quay-5')
  const paths = [
    ...['/', '/town', '/town?page=2', '/town?utm=1&page=2', '/town?p%61ge=2#page=1', '/tag/ferry'],
    ...['/author/a-writer', '/feed.xml', '/town/atom.xml', '/feed.json', '/sitemap.xml'],
    ...['/sitemap-1.xml', '/news-sitemap.xml', '/standfirst', '/account'],
    ...['/town?page=3', '/town?page=02', '/town?page=', '/sitemap-2.xml', '/no-page', '/town/'],
    ...['/Town?page=2', '/Feed.xml', '/town/feed.json', '/town/piece-4', '/tag/quay-5'],
  ]
  const statuses: number[] = []
  for (const path of paths) {
    // The first way finds nothing kept.
    const first = await paper.read(path)
    statuses.push(first.status)
    const etag = first.headers.get('etag')
    const asked = [
      {},
      { method: 'HEAD' },
      { headers: { 'Accept-Encoding': 'gzip' } },
      ...(etag === null ? [] : [{ headers: { 'If-None-Match': etag } }]),
    ]
    for (const ask of asked) {
      const [here, ...others] = await Promise.all(
        WAYS.map(async (way) => saidBy(await paper.read(path, { ...ask, way }))),
      )
      for (const other of others) expect([path, ask, other]).toEqual([path, ask, here])
      if ('headers' in ask && 'If-None-Match' in ask.headers) expect(here?.status).toBe(304)
    }
    expect(saidBy(await paper.read(path))).toEqual(saidBy(first))
  }
  expect(statuses.slice(0, 13)).toEqual(Array(13).fill(200))
  expect(statuses.slice(15, 20)).toEqual([404, 404, 404, 404, 404])
  expect(statuses.slice(20)).toEqual([308, 308, 308, 301, 200, 410])
  for (const path of ['/', '/town?page=2', '/feed.xml', '/sitemap.xml'])
    expect(paper.publisher.direct.answer(headOf(path), () => undefined)).toMatchObject({
      status: 200,
    })
  await paper.close()
})

const PLAIN = {
  publication: {
    name: 'The Courier',
    timeZone: 'Europe/London',
    sections: [{ id: 'town', name: 'Town' }],
  },
  policy: { default: 'free' },
}

function headOf(target: string) {
  return { method: 'HEAD', target, header: () => undefined } as const
}

function piece(n: number): string {
  const head = `title: Piece ${n}\nsection: town\nbyline: A Writer\ntags: [ferry, quay ${n}]\nmoved: [${n === 3 ? '/town/feed.json' : ''}]`
  return `---\n${head}\npublished: 2026-11-22T06:00:00Z\naccess: free\n---\n\nWords of ${n}.\n`
}

test('a preview address shows what is not out yet, with its pictures, to whoever holds it', async () => {
  const { previewAddress } = await import('../../src/http/preview.ts')
  const before = published.now
  published.now = Date.UTC(2026, 10, 1)
  const paths = { account: '/account', standfirst: '/standfirst' }
  const address = previewAddress(paid.path, paths, published.seals)
  const page = await published.read(address)
  expect(page.status).toBe(200)
  expect(page.headers.get('cache-control')).toBe('private, no-store')
  expect(page.headers.get('x-robots-tag')).toBe('noindex')
  for (const canary of paid.below.filter((word) => /zz\w+qq(?:third|last|td)zz/.test(word)))
    expect(page.text).toContain(canary)
  const picture = /src="(\/standfirst\/images\/[^"]*figure[^"]*)"/.exec(page.text)?.[1] ?? ''
  expect((await published.read(picture)).status).toBe(404)
  const [cookie = ''] = page.headers.getSetCookie()
  const allowed = await published.read(picture, { headers: { Cookie: cookie.split(';')[0] ?? '' } })
  expect(allowed.status).toBe(200)
  expect((await published.read(`${address}x`)).status).toBe(404)
  const other = edition.articles.find(({ path }) => path !== paid.path) as CanaryArticle
  const [, seal = ''] =
    /preview\/(.*)$/.exec(previewAddress(other.path, paths, published.seals)) ?? []
  for (const value of [seal, address.split('/').at(-1) ?? '']) {
    const swapped = { 'standfirst-preview': value }
    expect((await published.read(picture, { cookies: swapped })).status).toBe(404)
  }
  published.now += 3_600_000
  const late = { headers: { Cookie: cookie.split(';')[0] ?? '' } }
  expect((await published.read(picture, late)).status).toBe(404)
  published.now = before
  const out = await published.read(address)
  expect([out.status, out.headers.get('location')]).toEqual([302, paid.path])
  published.now = Date.UTC(2026, 10, 21, 5, 59)
  const [kept = ''] = (await published.read(address)).headers.getSetCookie()
  const carried = { headers: { Cookie: kept.split(';')[0] ?? '' } }
  published.now = Date.UTC(2026, 10, 22, 6)
  expect((await published.read(picture, carried)).status).toBe(403)
  published.now = before
})
