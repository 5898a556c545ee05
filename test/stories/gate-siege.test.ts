// The gate against whoever wants it down, blind or as a weapon: what one reader or the origin itself may do to it.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Gated, startGate } from '../support/gate.ts'
import { serveGazette, siteArticle } from '../support/gazette.ts'
import { openOrigin, type TestOrigin } from '../support/origin.ts'
import { allowsByNewSum } from '../support/summed-script.ts'

const [paid] = ['quay'].map((name) => siteArticle(`/paid/${name}/`))
if (paid === undefined) throw new TypeError('There is no article')

let origin: TestOrigin
let gated: Gated
beforeAll(async () => {
  origin = await openOrigin()
  serveGazette(origin, [paid])
  gated = await startGate(origin, {
    origin: { cms: 'wordpress', cookies: [{ path: '/shop/*', names: ['cart'] }] },
    policy: { default: 'subscribers' },
  })
})
afterAll(async () => {
  await gated.close()
  await origin.close()
})

test('no page of the origin sets a cookie of ours', async () => {
  const lines = ['standfirst-pass=x; Path=/', '__Host-standfirst-session=x', '=standfirst-meter=x']
  for (const path of ['/about/', '/wp-login.php']) {
    origin.answer(path, { headers: { 'Set-Cookie': [...lines, 'theirs=1'] }, body: '<p>About' })
    const { headers } = await gated.read(path)
    expect([path, headers.getSetCookie()]).toEqual([path, ['theirs=1']])
  }
})

test('what is made with the cookie of one reader is for no shared cache, whatever the origin says', async () => {
  const body = '<p>Basket'
  for (const type of ['text/html', 'application/pdf']) {
    const headers = { 'Content-Type': type, 'Cache-Control': 'public, max-age=600' }
    origin.answer('/shop/basket/', {
      headers: { ...headers, 'CDN-Cache-Control': 'max-age=9' },
      body,
    })
    const answer = await gated.read('/shop/basket/', { headers: { Cookie: 'cart=1' } })
    expect(answer.headers.get('cache-control')).toBe('private, no-cache')
    expect(answer.headers.get('cdn-cache-control')).toBeNull()
  }
})

test('scripts of the site, whose addresses are rewritten, are not refused by the sum of what they were', async () => {
  const sum = 'integrity="sha384-x"'
  const scripts = [`${origin.url}/a.js`, '/b.js', 'https://cdn.example/c.js']
  const body = scripts.map((src) => `<script src="${src}" ${sum}></script>`).join('')
  origin.answer('/scripts/', { body: `<!doctype html><title>Scripts</title>${body}` })
  const { text } = await gated.read('/scripts/')
  expect(text.match(/src="[^"]*"(?= integrity)/g)).toEqual(['src="https://cdn.example/c.js"'])
})

test('a script in a page, whose addresses are rewritten, stays allowed by its new sum', async () => {
  await allowsByNewSum(origin, gated)
})

test('a part of a file has one type', async () => {
  const headers = { 'Content-Type': 'application/pdf', 'Cache-Control': 'max-age=60' }
  origin.answer('/paper.pdf', { headers, body: 'x'.repeat(1000) })
  for (const Range of ['bytes=0-9', 'bytes=5-6']) {
    const part = await gated.read('/paper.pdf', { headers: { Range } })
    expect([part.status, part.headers.get('content-type')]).toEqual([206, 'application/pdf'])
  }
})

test('a clock that is set back leaves no origin alone for good, and makes no page last', async () => {
  await gated.read(paid.path)
  await origin.down()
  for (let at = 0; at < 6; at++) await gated.read(`/gone/${at}/`)
  await origin.up()
  gated.now -= 86_400_000
  origin.forget()
  origin.answer('/fresh/', { body: '<p>Fresh' })
  expect((await gated.read('/fresh/')).status).toBe(200)
  expect((await gated.read(paid.path)).status).toBe(200)
  await expect.poll(() => origin.asked(paid.path)).toBe(1)
})

test('the output says of an address no word that a reader wrote into it', async () => {
  gated.log.length = 0
  origin.answer('/failing/', { fault: 'reset' })
  await gated.read('/failing/?name=secret-words&p=12')
  expect(gated.log).toEqual([expect.stringMatching(/^\/failing\/\?name=…&p=12 cannot be had/)])
})
