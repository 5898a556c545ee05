// Passing the gate: who writes at the site, partners, and what the configuration passes on meet the site itself; and
// nobody who only says so.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Gated, startGate } from '../support/gate.ts'
import { pageOf, type SiteArticle, serveGazette, siteArticle } from '../support/gazette.ts'
import { openOrigin, type TestOrigin } from '../support/origin.ts'
import { type Answer, NOW } from '../support/publication.ts'

const paid = siteArticle('/paid/quay/')
const SECRET = 'Zk3vQ8sT1nB6yH0wJ5mR2xC7'
const NONCE = 'abcdef0123'

let origin: TestOrigin
let gated: Gated
beforeAll(async () => {
  origin = await openOrigin()
  gated = await startGate(origin, {
    origin: {
      cms: 'wordpress',
      partners: [{ name: 'agency', path: '/feed' }],
      pass: [{ path: '/votes', methods: ['POST'], webSockets: true }],
      cookies: [{ path: '/votes', names: ['voter'] }],
    },
    policy: { default: 'subscribers' },
    env: { STANDFIRST_PARTNER_AGENCY: SECRET },
  })
})
afterAll(async () => {
  await gated.close()
  await origin.close()
})
beforeEach(() => {
  gated.now += 10 * 60_000
  serveGazette(origin, [paid])
  serveWordPress()
  origin.forget()
})

/** Its log-in, as far as it is asked: `eve` writes, `sue` has an account and reads. */
function serveWordPress(): void {
  origin.answer('/wp-admin/admin-ajax.php', ({ headers }) =>
    /wordpress_0a=(?:eve|sue)%7C/.test(headers.cookie ?? '')
      ? { body: NONCE }
      : { status: 400, body: '0' },
  )
  origin.answer('/?rest_route=/wp/v2/users/me&context=edit&_fields=id,capabilities', (request) => {
    const { cookie = '', 'x-wp-nonce': nonce } = request.headers
    const name = /^wordpress_logged_in_0a=(eve|sue)%7C/.exec(cookie)?.[1]
    if (name === undefined || nonce !== NONCE)
      return { status: 403, body: '{"code":"rest_cookie_invalid_nonce"}' }
    return {
      body: JSON.stringify({ id: 3, capabilities: { read: true, edit_posts: name === 'eve' } }),
    }
  })
  origin.answer('/wp-admin/', { body: `<p>Dashboard at ${origin.url}/wp-admin/` })
  origin.answer('/votes/quay', ({ body, headers }) => ({
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify([body, headers.cookie ?? '', headers['standfirst-pass'] ?? '']),
  }))
}

function cookiesOf(name: string): Record<string, string> {
  const signed = `${name}%7C${NOW / 1000 + 864_000}%7C${'s'.repeat(43)}%7C${'0a'.repeat(32)}`
  return { wordpress_logged_in_0a: signed, wordpress_0a: signed, 'standfirst-pass': 'p', _ga: 'g' }
}

function tells({ text }: Answer, { below }: SiteArticle): number {
  return below.filter((canary) => text.includes(canary)).length
}

const whole = paid.below.length

describe('who writes at the site', () => {
  test('gets all of it, uncached, for themselves alone, at the public address', async () => {
    await gated.read(paid.path)
    origin.forget()
    for (let time = 0; time < 2; time++) {
      const page = await gated.read(paid.path, { cookies: cookiesOf('eve') })
      expect([page.status, tells(page, paid)]).toEqual([200, whole])
      expect(page.headers.get('cache-control')).toBe('private, no-store')
      expect(page.text).not.toContain(origin.url)
    }
    const asked = origin.requests.filter(({ target }) => target === paid.path)
    expect(asked.length).toBe(2)
    expect(asked[0]?.headers.cookie).toMatch(/^wordpress_logged_in_0a=[^;]+; wordpress_0a=[^;]+$/)
    expect(tells(await gated.read(paid.path), paid)).toBe(0)
  })

  test.each(['sue', 'mallory'])('is not %s, who gets what readers get', async (name) => {
    const page = await gated.read(paid.path, { cookies: cookiesOf(name) })
    expect([page.status, tells(page, paid)]).toEqual([200, 0])
    const post = { cookies: cookiesOf(name), headers: { 'X-WP-Nonce': NONCE } }
    expect(tells(await gated.read('/wp-json/wp/v2/posts/7?context=edit', post), paid)).toBe(0)
  })

  test('reaches the log-in and the administration, which know themselves who comes', async () => {
    const page = await gated.read('/wp-admin/', { cookies: cookiesOf('sue') })
    expect(page.text).toBe(`<p>Dashboard at ${gated.address}/wp-admin/`)
  })

  test('meets an honest page where the site is down', async () => {
    await origin.down()
    const page = await gated.read('/wp-admin/', { cookies: cookiesOf('eve') })
    await origin.up()
    expect([page.status, page.headers.get('retry-after')]).toEqual([503, expect.any(String)])
  })
})

describe('a partner', () => {
  const authorization = `Basic ${Buffer.from(`feeds:${SECRET}`).toString('base64')}`
  const keyed = { headers: { Authorization: authorization } }

  test('gets the named feed in full, and keeps the secret from the site', async () => {
    expect(tells(await gated.read('/feed/'), paid)).toBe(0)
    origin.forget()
    const feed = await gated.read('/feed/', keyed)
    expect(tells(feed, paid)).toBe(whole)
    expect(feed.headers.get('cache-control')).toBe('private, no-store')
    expect(feed.text).not.toContain(origin.url)
    expect(origin.requests.map(({ headers }) => headers.authorization)).toEqual([undefined])
    expect(tells(await gated.read('/feed/'), paid)).toBe(0)
  })

  test.each([
    ['GET', paid.path],
    ['GET', '/wp-json/wp/v2/posts'],
    ['GET', '/feed/?rest_route=/wp/v2/posts'],
    ['GET', '/feed/../paid/quay/'],
    ['GET', '/feed//../../paid/quay/'],
    ['POST', '/feed/'],
  ])('opens nothing else: %s %s', async (method, path) => {
    origin.answer('/feed/?rest_route=/wp/v2/posts', { body: pageOf(paid, origin.url) })
    expect(tells(await gated.read(path, { ...keyed, method }), paid)).toBe(0)
  })
})

describe('what the configuration passes on', () => {
  test('goes both ways as it is, with the cookies that are named there', async () => {
    const vote = {
      method: 'POST',
      form: { a: gated.address },
      cookies: { ...cookiesOf('sue'), voter: 'v' },
    }
    const answer = await gated.read('/votes/quay', vote)
    expect(JSON.parse(answer.text)).toEqual([
      `a=${encodeURIComponent(gated.address)}`,
      'voter=v',
      '',
    ])
  })

  test.each([
    ['/votes/live', /<p>Not here$/],
    ['/live', /^HTTP\/1\.1 404 [^<]*$/],
    ['/wp-admin/', /^HTTP\/1\.1 404 [^<]*$/],
  ])('is open to sockets where it says so: %s', async (path, expected) => {
    const answer = await gated.raw(
      ...[`GET ${path} HTTP/1.1`, 'Host: a', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13'],
      ...['Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==', 'Connection: upgrade'],
    )
    expect(answer).toMatch(expected)
  })
})
