// Who gets past the gate, and what with: log-ins that nobody confirms, readers to what is gated by its path, forms to where
// the configuration says; and what the origin is told of all of them.
import { createHash, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Reader } from '../../src/core/reader.ts'
import { type Gated, startGate } from '../support/gate.ts'
import { serveGazette, siteArticle } from '../support/gazette.ts'
import { openOrigin, type TestOrigin } from '../support/origin.ts'
import { type Answer, NOW } from '../support/publication.ts'

const DAY = 86_400_000
const subscriber: Reader = {
  kind: 'subscriber',
  id: 'ben',
  entitlements: [{ plan: 'digital', until: NOW + 30 * DAY }],
}
const paid = siteArticle('/paid/quay/')
const PDF = `%PDF-1.7 ${'page '.repeat(2000)}`

let origin: TestOrigin
let gated: Gated
beforeAll(async () => {
  origin = await openOrigin()
  gated = await startGate(origin, {
    origin: {
      cms: 'wordpress',
      gates: [{ name: 'E-paper', path: '/epaper', access: 'subscribers' }],
      cookies: [{ path: '/shop', names: ['cart_*', 'standfirst-pass'] }],
      pass: [{ path: '/api/upload', methods: ['POST'] }],
    },
    policy: { default: 'subscribers' },
    trustedProxies: ['127.0.0.0/8', '10.0.0.0/8'],
  })
})
afterAll(async () => {
  await gated.close()
  await origin.close()
})
beforeEach(() => {
  gated.now += 60_000
  serveGazette(origin, [paid])
  origin.forget()
})

const tellsNothing = ({ text }: Answer) => !paid.below.some((canary) => text.includes(canary))

/** Cookies of a log-in as WordPress makes them; another each time. */
function logIn(): Record<string, string> {
  const secret = randomUUID().replaceAll('-', '')
  const value = `eve%7C${Math.floor(NOW / 1000) + 9_999_999}%7C${secret}%7C${createHash('sha256').update(secret).digest('hex')}`
  return { wordpress_logged_in_0a1b: value, wordpress_0a1b: value }
}

const NONCE = { 'X-WP-Nonce': '0123456789' }

function answersLogIn(said: 'reader' | 'nobody' | 'down'): void {
  const json = (status: number, body: unknown) => ({
    ...{ status, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) },
  })
  origin.answer(
    '/?rest_route=/wp/v2/users/me&context=edit&_fields=id,capabilities',
    said === 'down'
      ? { status: 500, body: 'Fatal error' }
      : said === 'nobody'
        ? json(401, { code: 'rest_not_logged_in' })
        : json(200, { id: 8, capabilities: { read: true } }),
  )
}

test('a log-in that the origin does not confirm gets what readers get; one of no shape is not even asked about', async () => {
  for (const said of ['reader', 'nobody', 'down'] as const) {
    answersLogIn(said)
    const page = await gated.read(paid.path, { cookies: logIn(), headers: NONCE })
    expect([said, page.status, tellsNothing(page)]).toEqual([said, 200, true])
    expect(page.text).toContain('standfirst-wall ')
  }
  const forged = { wordpress_logged_in_0a1b: 'eve%7C9999999999%7Cx%7Cy' }
  origin.forget()
  expect(tellsNothing(await gated.read(paid.path, { cookies: forged, headers: NONCE }))).toBe(true)
  expect(origin.requests.filter(({ target }) => target.includes('users/me'))).toEqual([])
})

test('the log-in of the site and its administration are the site’s own; a reader’s pass does not go there', async () => {
  origin.answer('/wp-login.php', ({ method, body }) => ({
    headers: { 'Set-Cookie': 'wordpress_test_cookie=1; Path=/', 'X-Seen': `${method} ${body}` },
    body: 'Log in',
  }))
  const form = await gated.read('/wp-login.php', {
    form: { log: 'eve', pwd: 'x' },
    as: subscriber,
    cookies: logIn(),
  })
  expect(form.headers.get('x-seen')).toBe('POST log=eve&pwd=x')
  expect(form.headers.getSetCookie()).toEqual(['wordpress_test_cookie=1; Path=/'])
  expect(origin.requests[0]?.headers.cookie).toMatch(/wordpress_logged_in_/)
  expect(origin.requests[0]?.headers.cookie).not.toContain('standfirst')
})

test('what is gated by its path shows our wall, and goes out with a grant in parts too', async () => {
  origin.answer('/epaper/today.pdf', ({ headers }) => {
    const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(headers.range ?? '') ?? []
    if (from === undefined || to === undefined)
      return { headers: { 'Content-Type': 'application/pdf' }, body: PDF }
    return {
      status: 206,
      headers: {
        'Content-Type': 'application/pdf',
        'Content-Range': `bytes ${from}-${to}/${PDF.length}`,
      },
      body: PDF.slice(Number(from), Number(to) + 1),
    }
  })
  for (const path of [
    '/epaper/today.pdf',
    '/EPAPER/today.pdf',
    '/%65paper/today.pdf',
    '/epaper/today.pdf?x=1',
    '/epaper/',
  ]) {
    const wall = await gated.read(path, { headers: { Range: 'bytes=0-3' } })
    expect([path, wall.status, wall.text.includes('%PDF')]).toEqual([path, 403, false])
    expect(wall.headers.get('standfirst-decision')).toMatch(/^wall; wall=paywall/)
    expect(wall.text).toContain('/account/log-in')
    if (path.startsWith('/EPAPER')) expect(wall.text).toContain('return_to=%2FEPAPER%2Ftoday.pdf')
  }
  const whole = await gated.read('/epaper/today.pdf', { as: subscriber })
  expect([whole.status, whole.text, whole.headers.get('cache-control')]).toEqual([
    200,
    PDF,
    'private, no-cache',
  ])
  const part = await gated.read('/epaper/today.pdf', {
    as: subscriber,
    headers: { Range: 'bytes=1-3' },
  })
  expect([part.status, part.text, part.headers.get('cache-control')]).toEqual([
    206,
    'PDF',
    'private, no-cache',
  ])
  expect((await gated.read('/epaper/today.pdf', { method: 'POST' })).status).toBe(405)
})

test('readers’ cookies reach the origin where the configuration says so, and ours never', async () => {
  origin.answer('/shop/', ({ headers }) => ({ body: `<p>cart ${headers.cookie}</p>` }))
  const cookies = { cart_id: 'a1', other: 'b2' }
  expect((await gated.read('/shop/', { cookies, as: subscriber })).text).toContain(
    'cart cart_id=a1<',
  )
  expect((await gated.read('/shop/', { cookies: { cart_id: 'c3' } })).text).toContain(
    'cart cart_id=c3<',
  )
  expect((await gated.read('/shop/')).text).toContain('cart undefined<')
  await gated.read(paid.path, { cookies, as: subscriber })
  expect(origin.requests.at(-1)?.headers.cookie).toBeUndefined()
})

test('a form that is passed goes through; a comment is asked; everything else is closed to writing', async () => {
  origin.answer('/api/upload', ({ method, body }) => ({
    status: 201,
    body: `<p>${method} ${body}</p><p>${paid.paragraphs[4]}</p>`,
  }))
  const sent = await gated.read('/api/upload', { form: { a: '1' } })
  expect([sent.status, sent.text.includes('POST a=1')]).toEqual([201, true])
  await gated.read(paid.path)
  // Whatever a form makes the origin say, the sentinel has read it.
  const again = await gated.read('/api/upload', { form: { a: '1' } })
  expect([again.status, again.text.includes('POST a=1')]).toEqual([201, true])
  expect(tellsNothing(again)).toBe(true)
  origin.answer('/wp-comments-post.php', ({ body }) => ({
    body: `<p>Thank you: ${body}</p><p>${paid.paragraphs[4]}</p>`,
  }))
  const comment = await gated.read('/wp-comments-post.php', { form: { comment: 'Good' } })
  expect(comment.text).toContain('Thank you: comment=Good')
  expect(tellsNothing(comment)).toBe(true)
  origin.forget()
  const closed = await gated.read('/newsletter/', { form: { a: '1' } })
  expect([closed.status, origin.requests]).toEqual([404, []])
  expect(closed.text).toContain('This form cannot be sent here')
  expect(closed.text).toContain('href="/account/log-in"')
  expect(gated.log).toContain(
    'POST /newsletter was closed: name it in content.origin.pass if readers are to send something there.',
  )
})

test('the origin hears of the last hop that is no proxy of ours, and nothing that was claimed', async () => {
  origin.answer('/shop/', { body: '<p>shop' })
  await gated.read('/shop/', {
    cookies: { cart_id: 'a1' },
    headers: {
      ...{
        'X-Forwarded-For': '198.51.100.66, 203.0.113.9, 10.0.0.2',
        'X-Real-IP': '198.51.100.66',
      },
      ...{
        'X-Forwarded-Host': 'evil.example',
        Forwarded: 'for=198.51.100.66',
        'X-Original-URL': '/wp-admin/',
      },
    },
  })
  const { headers } = origin.requests[0] ?? {}
  expect(headers?.['x-forwarded-for']).toBe('203.0.113.9')
  expect(headers?.['x-forwarded-host']).toBe(new URL(gated.address).host)
  expect(JSON.stringify(headers)).not.toMatch(/198\.51\.100\.66|evil\.example|wp-admin/)
})
