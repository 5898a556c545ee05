// Around the articles at the gate: pictures below a cut, front page, feeds, interfaces and maps, a passage in the wrong
// place, and everywhere the public address in place of the origin's.
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Reader } from '../../src/core/reader.ts'
import { type Gated, startGate } from '../support/gate.ts'
import { pageOf, type SiteArticle, serveGazette, siteArticle } from '../support/gazette.ts'
import { openOrigin, type TestOrigin } from '../support/origin.ts'
import { NOW } from '../support/publication.ts'

const DAY = 86_400_000
const subscriber: Reader = {
  kind: 'subscriber',
  id: 'ben',
  entitlements: [{ plan: 'digital', until: NOW + 30 * DAY }],
}
const paid = siteArticle('/paid/quay/')
const other = siteArticle('/paid/ferry/')
const open = siteArticle('/open/gull/')

/** Free while it is young. */
const aging = siteArticle('/news/tide/')

let origin: TestOrigin
let gated: Gated
beforeAll(async () => {
  origin = await openOrigin()
  serveGazette(origin, [paid, other, open, aging])
  gated = await startGate(origin, {
    origin: { cms: 'wordpress', addresses: ['https://cms.gazette.example'] },
    policy: {
      default: 'subscribers',
      rules: [
        { name: 'Open', path: '/open', access: 'free' },
        { name: 'News', path: '/news', access: 'free', youngerThanDays: 7 },
      ],
    },
  })
})
afterAll(async () => {
  await gated.close()
  await origin.close()
})

function tellsNothingOf(article: SiteArticle, text: string, what = ''): void {
  const told = article.below.filter((canary) => text.includes(canary))
  expect(told, what).toEqual([])
}

test('lists say nothing below a cut, whether the articles were read or not; then they say the preview', async () => {
  const lists = ['/feed/', '/wp-json/wp/v2/posts', '/']
  for (const path of lists) {
    const { status, text } = await gated.read(path)
    expect([path, status]).toEqual([path, 200])
    for (const article of [paid, other]) tellsNothingOf(article, text, path)
    expect(text).toContain(paid.title)
    expect(text).not.toContain(origin.url)
  }
  for (const article of [paid, other, open]) await gated.read(article.path)
  for (const path of lists) {
    const { text } = await gated.read(path)
    for (const article of [paid, other]) {
      tellsNothingOf(article, text, path)
      expect(text, path).toContain(article.above[0])
    }
    if (path !== '/') expect(text, path).toContain(open.below.at(-1))
  }
})

test('pictures below a cut are refused in every size and spelling, also after a restart, and given to whoever may read', async () => {
  await gated.read(paid.path)
  const [original = '', , large = ''] = paid.pictureBelow
  const spellings = [
    ...paid.pictureBelow,
    ...[
      `${original}?ver=2`,
      original.replace('paidquay', '%70aidquay'),
      original.replace('-below', '%2Dbelow'),
    ],
    ...[
      original.replace('.jpg', '-scaled.jpg'),
      original.replace('.jpg', '-90x90.jpg'),
      `${original}/`,
      `/thumb.php?src=${original}`,
    ],
  ]
  const refused = async () => {
    for (const path of spellings) {
      origin.answer(path, { headers: { 'Content-Type': 'image/jpeg' }, body: 'JPEG of it' })
      for (const headers of [{}, { Range: 'bytes=0-3' }]) {
        const answer = await gated.read(path, { headers })
        expect([path, answer.status, answer.text.includes('JPEG')]).toEqual([path, 403, false])
        expect(answer.headers.get('cache-control')).toMatch(/no-store/)
      }
    }
  }
  await refused()
  const granted = await gated.read(large, { as: subscriber })
  expect([granted.status, granted.text]).toEqual([200, 'JPEG of it'])
  expect(granted.headers.get('cache-control')).toBe('private, no-cache')
  const thumb = `/_next/image?url=${encodeURIComponent(paid.pictureAbove)}&w=90`
  origin.answer('/_next/image', { headers: { 'Content-Type': 'image/jpeg' }, body: 'JPEG of it' })
  expect((await gated.read(thumb)).status).toBe(200)
  const part = await gated.read(large, { as: subscriber, headers: { Range: 'bytes=0-3' } })
  expect([part.status, part.text, part.headers.get('cache-control')]).toEqual([
    206,
    'JPEG',
    'private, no-cache',
  ])
  const above = await gated.read(paid.pictureAbove)
  expect([above.status, above.headers.get('cache-control')]).toEqual([200, 'public, max-age=60'])
  const lead = `<p><img src="${paid.pictureAbove}" alt="The quay"></p>`
  const without = { body: `${lead}<p>${paid.paragraphs.join('</p><p>')}</p>` }
  origin.answer(paid.path, { etag: '"2"', body: pageOf(paid, origin.url, without) })
  gated.now += DAY
  await gated.read(paid.path)
  await gated.restart()
  await refused()
  expect((await gated.read(paid.pictureAbove)).status).toBe(200)
})

test('a passage of an article is taken out of whatever else carries it, and that is said once', async () => {
  const passage = `${paid.paragraphs[4]} ${paid.paragraphs[5]}`
  origin.answer('/about/', {
    body: `<!doctype html><html><title>About</title><p>Before.</p><blockquote>${passage}</blockquote><p>After.</p></html>`,
  })
  origin.answer('/app.js', {
    headers: { 'Content-Type': 'text/javascript' },
    body: `before();show(${JSON.stringify(passage)});after()`,
  })
  origin.answer('/data/latest', {
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ before: 1, note: passage, after: 2 }),
  })
  await gated.read(paid.path)
  for (const [path, channel] of [
    ['/about/', 'page'],
    ['/app.js', 'script'],
    ['/data/latest', 'api'],
  ] as const) {
    for (const _ of [1, 2, 3]) {
      const { status, text } = await gated.read(path)
      expect([path, status]).toEqual([path, 200])
      tellsNothingOf(paid, text, path)
      expect(text.toLowerCase()).toMatch(/before[\s\S]*after/)
    }
    // What carries articles is closed before the sentinel looks.
    if (channel === 'api') continue
    expect(gated.log.filter((line) => line.startsWith(path))).toHaveLength(1)
    expect(gated.counted.filter((one) => one === `sentinel channel=${channel}`)).toHaveLength(1)
  }
})

test('what stands openly somewhere is left alone elsewhere', async () => {
  const quote = paid.paragraphs[4] ?? ''
  const quoting = siteArticle('/open/quoting/')
  origin.answer(quoting.path, {
    body: pageOf(quoting, origin.url, {
      body: `<blockquote>${quote}</blockquote><p>${quoting.paragraphs.join('</p><p>')}</p>`,
    }),
  })
  origin.answer('/quotes/', {
    body: `<!doctype html><html><title>Quotes</title><p>${quote}</p></html>`,
  })
  await gated.read(quoting.path)
  await gated.read(paid.path)
  expect((await gated.read(quoting.path)).text).toContain(quote)
  expect((await gated.read('/quotes/')).text).toContain(quote)
  tellsNothingOf(paid, (await gated.read(paid.path)).text)
})

test('the origin is named nowhere: not in texts, not in headers', async () => {
  const own = origin.url
  const { address } = gated
  origin.answer('/old/', {
    status: 301,
    headers: {
      Location: `${own}/paid/quay/?a=1`,
      Link: `<${own}/wp-json/>; rel="https://api.w.org/", <${own}/a.css>; rel=preload; as=style`,
    },
  })
  origin.answer('/elsewhere/', { status: 302, headers: { Location: 'https://shop.example/x' } })
  origin.answer('/cookie/', {
    headers: { 'Set-Cookie': 'lang=en; Domain=.cms.gazette.example; Path=/' },
    body: `<p>${own}/x and https://cms.gazette.example/y</p>`,
  })
  origin.answer('/menu.js', {
    headers: { 'Content-Type': 'text/javascript' },
    body: `fetch(${JSON.stringify(`${own}/x`).replaceAll('/', '\\/')})`,
  })
  const old = await gated.read('/old/')
  expect([old.status, old.headers.get('location')]).toEqual([301, `${address}/paid/quay/?a=1`])
  expect(old.headers.get('link')).toBe(`<${address}/a.css>; rel=preload; as=style`)
  expect((await gated.read('/elsewhere/')).headers.get('location')).toBe('https://shop.example/x')
  const cookie = await gated.read('/cookie/')
  expect(cookie.headers.getSetCookie()).toEqual(['lang=en; Path=/'])
  expect(cookie.headers.get('cache-control')).toBe('private, no-store')
  expect(cookie.text).toContain(`${address}/x and ${address}/y`)
  for (const path of [
    '/',
    '/feed/',
    '/wp-sitemap.xml',
    '/wp-json/wp/v2/posts',
    '/menu.js',
    '/cookie/',
    paid.path,
    '/old/',
  ]) {
    const { text, headers } = await gated.read(path)
    const all = [text, ...[...headers].flat()].join('\n')
    expect(all, path).not.toContain(own)
    expect(all, path).not.toContain(new URL(own).host)
  }
  expect((await gated.read('/wp-sitemap.xml')).text).toContain(`<loc>${address}${paid.path}</loc>`)
  expect((await gated.read('/menu.js')).text).toContain(`${address}/x`.replaceAll('/', '\\/'))
})

test('the origin’s own policies stay on its pages, and ours are on ours alone', async () => {
  const policy = "default-src 'self'; img-src https:"
  const article = siteArticle('/paid/policy/')
  const headers = {
    'Content-Security-Policy': policy,
    'X-Frame-Options': 'DENY',
    'Content-Type': 'text/html',
    'X-Powered-By': 'PHP/8',
  }
  origin.answer(article.path, { headers, body: pageOf(article, origin.url) })
  const page = await gated.read(article.path)
  expect(page.headers.get('content-security-policy')).toBe(policy)
  expect(page.headers.get('x-frame-options')).toBe('DENY')
  expect(page.headers.get('x-powered-by')).toBeNull()
  for (const path of ['/account/log-in', '/nowhere.bak'])
    expect((await gated.read(path)).headers.get('content-security-policy')).toContain(
      "default-src 'none'",
    )
})

test('what was read when other rules held is not known any more: lists give nothing of it before it is read again', async () => {
  const last = aging.below.at(-1)
  expect((await gated.read(aging.path)).text).toContain(last)
  expect((await gated.read('/feed/')).text).toContain(last)
  gated.now += 8 * DAY
  for (const path of ['/feed/', '/wp-json/wp/v2/posts', '/', aging.path, '/feed/', '/']) {
    const { status, text } = await gated.read(path)
    expect([path, status]).toEqual([path, 200])
    tellsNothingOf(aging, text, path)
  }
  expect((await gated.read('/feed/')).text).toContain(aging.above[0])
  const walled = await gated.read(aging.path)
  expect(walled.headers.get('standfirst-decision')).toMatch(/^wall.*rule="default"/)
  gated.now -= 8 * DAY
  expect((await gated.read(aging.path)).text).toContain(last)
})
