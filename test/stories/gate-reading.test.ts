// Reading at the gate: the site's own pages with the wall in them, decided like an edition's.
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { idOf } from '../../src/content/article-id.ts'
import { EMPTY_METER, spend } from '../../src/core/meter.ts'
import type { Reader } from '../../src/core/reader.ts'
import { type Gated, startGate } from '../support/gate.ts'
import { pageOf, type SiteArticle, serveGazette, siteArticle } from '../support/gazette.ts'
import { cookieHeader, oddRequests } from '../support/odd-requests.ts'
import { openOrigin, type TestOrigin } from '../support/origin.ts'
import { type Answer, browse, NOW } from '../support/publication.ts'
import { saidBy } from '../support/same-answer.ts'

const DAY = 86_400_000
const PERIOD = { start: Date.UTC(2026, 10, 1), end: Date.UTC(2026, 11, 1), rolling: undefined }
const registered: Reader = { kind: 'registered', id: 'ada' }
const staff: Reader = { kind: 'staff', id: 'eve' }
const subscriber: Reader = {
  kind: 'subscriber',
  id: 'ben',
  entitlements: [{ plan: 'digital', until: NOW + 30 * DAY }],
}

const paid = siteArticle('/paid/quay/')
const members = siteArticle('/members/ferry/')
const open = siteArticle('/open/gull/')
const metered = ['/town/m1/', '/town/m2/', '/town/m3/'].map(siteArticle)
const [first = paid] = metered

let origin: TestOrigin
let gated: Gated
beforeAll(async () => {
  origin = await openOrigin()
  serveGazette(origin, [paid, members, open, ...metered])
  gated = await startGate(origin, {
    origin: { cms: 'wordpress' },
    policy: {
      rules: [
        { name: 'Open', path: '/open', access: 'free' },
        { name: 'Members', path: '/members', access: 'registered' },
        { name: 'Paid', path: '/paid', access: 'subscribers' },
      ],
    },
  })
})
afterAll(async () => {
  await gated.close()
  await origin.close()
})
beforeEach(() => {
  gated.now += 10 * 60_000
})

const receiptOf = ({ headers }: Answer) => headers.get('standfirst-decision')

function isWalled({ text }: Answer, { above, below }: SiteArticle): void {
  for (const canary of above) expect(text).toContain(canary)
  for (const canary of below) expect(text).not.toContain(canary)
}

function isWhole({ text }: Answer, { paragraphs }: SiteArticle): void {
  for (const paragraph of paragraphs) expect(text).toContain(paragraph)
}

test('whoever has no grant gets the preview in the site’s own page, with the wall at the cut', async () => {
  const page = await gated.read(paid.path)
  expect(page.status).toBe(200)
  isWalled(page, paid)
  expect(receiptOf(page)).toBe('wall; wall=paywall; reason=subscription-required; rule="Paid"')
  expect(page.text).toMatch(
    /<html lang="en-GB" data-standfirst-view="preview" data-standfirst-access="gated" data-standfirst-reader="anonymous" data-standfirst-wall="paywall">/,
  )
  expect(page.text.indexOf('standfirst-wall ')).toBeGreaterThan(
    page.text.indexOf(paid.above[0] ?? ''),
  )
  expect(page.text.indexOf('standfirst-wall ')).toBeLessThan(page.text.indexOf('</article>'))
  expect(page.text).toContain('<footer>Impressum of the Gazette</footer>')
  expect(page.text).not.toContain(origin.url)
  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8')
  expect(page.headers.get('cache-control')).toBe('private, no-cache')
  expect(page.headers.get('vary')).toBe('Cookie, Accept-Encoding')
  expect(page.headers.get('content-security-policy')).toBeNull()
})

test('a month at the meter: two are read, the third meets the registration wall, a read one opens again', async () => {
  const read = browse(gated)
  const [one, two, three] = metered
  if (one === undefined || two === undefined || three === undefined)
    throw new Error('three are asked for')
  const first = await read(one.path)
  isWhole(first, one)
  expect(receiptOf(first)).toBe(
    'grant; reason=metering; rule="default"; used=1; limit=2; resets="2026-12-01"',
  )
  expect(first.headers.getSetCookie()).toHaveLength(1)
  isWhole(await read(two.path), two)
  const wall = await read(three.path)
  isWalled(wall, three)
  expect(receiptOf(wall)).toMatch(
    /^wall; wall=registration; reason=meter-spent; rule="default"; used=2; limit=2/,
  )
  expect(wall.text).toContain('data-standfirst-wall="registration"')
  const again = await read(one.path)
  isWhole(again, one)
  expect(again.headers.getSetCookie()).toEqual([])
})

test.each([
  ['anonymous', undefined, { paid: false, members: false, open: true }],
  ['registered', registered, { paid: false, members: true, open: true }],
  ['subscriber', subscriber, { paid: true, members: true, open: true }],
  ['staff', staff, { paid: true, members: true, open: true }],
] as const)(
  '%s: each gets what the rules say, from what is kept as from what is fetched',
  async (_, as, gets) => {
    const asked = as === undefined ? {} : { as }
    for (const article of [paid, members, open]) {
      await gated.publisher.site.purge(undefined)
      const slow = await gated.read(article.path, asked)
      const kept = await gated.read(article.path, asked)
      const isGranted = gets[article === paid ? 'paid' : article === members ? 'members' : 'open']
      if (isGranted) isWhole(slow, article)
      else isWalled(slow, article)
      expect(receiptOf(slow)).toMatch(isGranted ? /^grant/ : /^wall/)
      expect(kept.text).toBe(slow.text)
      expect(withoutDate(kept)).toEqual(withoutDate(slow))
    }
  },
)

test('whatever is asked, what is kept is answered as what is fetched', async () => {
  const paths = [paid, members, open, ...metered].map(({ path }) => path)
  const seen = new Map<string, number>()
  let readers = 0
  await fc.assert(
    fc.asyncProperty(oddRequests(paths), async (request) => {
      const { path, method } = request
      const ask = async () => {
        readers++
        const cookie = cookieHeader(request, `reader-${readers}`, gated)
        const headers = { ...request.headers, ...(cookie !== undefined && { Cookie: cookie }) }
        return saidBy(await gated.read(path, { method, headers }))
      }
      await gated.publisher.site.purge(undefined)
      const fetched = await ask()
      expect(fetched.status).not.toBe(500)
      expect(await ask()).toEqual(fetched)
      seen.set(path, fetched.status)
    }),
    { numRuns: 100 },
  )
  expect(seen.size).toBeGreaterThan(paths.length)
})

function withoutDate({ headers }: Answer): readonly [string, string][] {
  return [...headers].filter(([name]) => name !== 'date')
}

test('one ETag a variant: whoever has a preview is not told that the whole is the same', async () => {
  const preview = await gated.read(paid.path)
  const whole = await gated.read(paid.path, { as: subscriber })
  const tags = [preview, whole].map(({ headers }) => headers.get('etag') ?? '')
  expect(new Set(tags).size).toBe(2)
  const [ofPreview = '', ofWhole = ''] = tags
  const ask = (tag: string) => ({ headers: { 'If-None-Match': tag } })
  expect((await gated.read(paid.path, ask(ofPreview))).status).toBe(304)
  const walled = await gated.read(paid.path, ask(ofWhole))
  expect(walled.status).toBe(200)
  isWalled(walled, paid)
  expect((await gated.read(paid.path, { ...ask(ofPreview), as: subscriber })).status).toBe(200)
  const same = await gated.read(paid.path, { ...ask(ofWhole), as: subscriber })
  expect([same.status, same.text, same.headers.get('content-type')]).toEqual([304, '', null])
})

test('HEAD says what GET would and spends nothing; a prefetch that would spend is put off', async () => {
  const path = first.path
  const head = await gated.read(path, { method: 'HEAD' })
  expect([head.status, head.text]).toEqual([200, ''])
  expect(head.headers.getSetCookie()).toEqual([])
  const get = await gated.read(path)
  expect(head.headers.get('content-length')).toBe(get.headers.get('content-length'))
  const prefetched = await gated.read(path, { headers: { 'Sec-Purpose': 'prefetch' } })
  expect(prefetched.status).toBe(503)
  expect(prefetched.headers.get('cache-control')).toBe('no-store')
  expect(prefetched.headers.getSetCookie()).toEqual([])
  const read = { meter: spend(EMPTY_METER, undefined, idOf(path.slice(0, -1)), gated.now, PERIOD) }
  const known = await gated.read(path, { ...read, headers: { 'Sec-Purpose': 'prefetch' } })
  isWhole(known, first)
})

test.each(['gzip', 'br'])('%s carries the same page', async (coding) => {
  const plain = await gated.read(paid.path)
  const coded = await gated.read(paid.path, { headers: { 'Accept-Encoding': coding } })
  expect(coded.headers.get('content-encoding')).toBe(coding)
  expect(coded.text).toBe(plain.text)
  expect(coded.bytes.length).toBeLessThan(plain.bytes.length)
})

/** Of a reader who has read two other articles this month. */
function spent() {
  const once = spend(EMPTY_METER, undefined, idOf('/one'), gated.now, PERIOD)
  return { meter: spend(once, undefined, idOf('/two'), gated.now, PERIOD) }
}

test('an article that goes over two pages is one article: one read, and nothing of the second before it is granted', async () => {
  const long = siteArticle('/town/long/')
  const [one = '', two = ''] = [long.paragraphs.slice(0, 5), long.paragraphs.slice(5)].map((part) =>
    part.map((text) => `<p>${text}</p>`).join(''),
  )
  const second = pageOf(long, origin.url, { body: two, data: false }).replace(
    'single-post"',
    'single-post paged-2 single-paged-2"',
  )
  origin.answer('/town/long/', { body: pageOf(long, origin.url, { body: one, data: false }) })
  origin.answer('/town/long/2/', { body: second })
  const read = browse(gated)
  const opened = await read('/town/long/2/')
  expect(receiptOf(opened)).toMatch(/^grant; reason=metering; rule="default"; used=1/)
  expect(receiptOf(await read('/town/long/'))).toMatch(
    /^grant; reason=metering; rule="default"; used=1/,
  )
  for (const path of ['/town/long/2/', '/town/long/']) {
    const walled = await gated.read(path, spent())
    expect(receiptOf(walled)).toMatch(/^wall/)
    for (const canary of long.below) expect(walled.text).not.toContain(canary)
    expect(walled.text).toContain('standfirst-wall ')
  }
})

test('an article that comes with another status, or with a cookie, is walled and stays that', async () => {
  const [refused, personal] = ['/paid/refused/', '/paid/personal/'].map(siteArticle)
  if (refused === undefined || personal === undefined) throw new Error('two are made')
  origin.answer(refused.path, { status: 403, body: pageOf(refused, origin.url) })
  const headers = { 'Set-Cookie': 'seen=1; Path=/' }
  origin.answer(personal.path, { headers, body: pageOf(personal, origin.url) })
  const page = await gated.read(refused.path)
  expect(page.status).toBe(403)
  isWalled(page, refused)
  origin.forget()
  for (const _ of [1, 2]) {
    const own = await gated.read(personal.path)
    isWalled(own, personal)
    expect(own.headers.getSetCookie()).toEqual(['seen=1; Path=/'])
  }
  expect(origin.asked(personal.path)).toBe(2)
})

test.each([
  ['/Town/Größe/', '/Town/Größe'],
  ['/?p=7', '/?p=7'],
])(
  'the way to the log-in and back leads to the very address that was read: %s',
  async (path, back) => {
    const article = siteArticle(path)
    origin.answer(encodeURI(path), { body: pageOf(article, origin.url) })
    const walled = await gated.read(encodeURI(path), spent())
    isWalled(walled, article)
    const href = /href="(\/account\/log-in[^"]*)"/.exec(walled.text)?.[1] ?? ''
    expect(new URL(href, gated.address).searchParams.get('return_to')).toBe(back)
    const form = await gated.read(href.replaceAll('&amp;', '&'))
    expect(form.text).toContain(`name="return_to" value="${back}"`)
  },
)
