// Observing: the gate decides, counts and says, and every reader gets what the site sends, but for its addresses.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Gated, startGate } from '../support/gate.ts'
import { pageOf, serveGazette, siteArticle } from '../support/gazette.ts'
import { openOrigin, type TestOrigin } from '../support/origin.ts'
import { allowsByNewSum } from '../support/summed-script.ts'

const paid = siteArticle('/paid/quay/')
const metered = siteArticle('/town/ferry/')

let origin: TestOrigin
let gated: Gated
beforeAll(async () => {
  origin = await openOrigin()
  serveGazette(origin, [paid, metered])
  gated = await startGate(origin, {
    origin: {
      ...{
        cms: 'wordpress',
        mode: 'observe',
        articles: { paths: ['/essays'] },
        closed: ['/hidden'],
      },
      gates: [{ name: 'E-paper', path: '/epaper', access: 'subscribers' }],
    },
    policy: { rules: [{ name: 'Paid', path: '/paid', access: 'subscribers' }] },
  })
})
afterAll(async () => {
  await gated.close()
  await origin.close()
})
beforeEach(() => {
  gated.now += 60_000
  gated.counted.length = 0
})

/** Each worker says it once. */
const saidOnce = ({ log, crew }: Gated, begin: string) => {
  const lines = log.filter((line) => line.startsWith(begin))
  return crew === undefined ? lines.join() : lines[0]
}

const observed = (headers: Headers) => [
  headers.get('standfirst-observed'),
  headers.get('standfirst-decision'),
]

test('a file of the site, whose addresses are rewritten, is not refused by the sum of what it was', async () => {
  const sum = 'integrity="sha384-x"'
  const scripts = [`${origin.url}/a.js`, '/b.js', 'https://cdn.example/c.js']
  const body = scripts.map((src) => `<script src="${src}" ${sum}></script>`).join('')
  const headers = {
    'Content-Type': 'text/html',
    'Integrity-Policy': 'blocked-destinations=(script)',
    Link: `<${origin.url}/a.js>; rel=preload; as=script; integrity="sha384-x"`,
  }
  origin.answer('/scripts/', { headers, body: `<!doctype html><title>S</title>${body}` })
  const page = await gated.read('/scripts/')
  expect(page.text).toBe(
    `<!doctype html><title>S</title>${body.replaceAll(origin.url, gated.address).replace(` ${sum}`, '').replace(` ${sum}`, '')}`,
  )
  expect(page.headers.get('integrity-policy')).toBeNull()
  expect(page.headers.get('link')).toBe(`<${gated.address}/a.js>; rel=preload; as=script`)
})

test('a script in a page, whose addresses are rewritten, stays allowed by its new sum', async () => {
  await allowsByNewSum(origin, gated)
})

test('an article goes out byte for byte but for addresses, and what would have been decided is said', async () => {
  const sent = pageOf(paid, origin.url)
    .replaceAll(origin.url, gated.address)
    .replaceAll(encodeURIComponent(origin.url), encodeURIComponent(gated.address))
  for (const _ of ['fetched', 'kept']) {
    const page = await gated.read(paid.path)
    expect(page.text).toBe(sent)
    expect(observed(page.headers)).toEqual([
      'wall; wall=paywall; reason=subscription-required; rule="Paid"',
      null,
    ])
  }
  expect(gated.decisions.at(-1)).toMatchObject({
    path: '/paid/quay',
    decision: { outcome: 'wall' },
  })
  const read = await gated.read(metered.path)
  expect(observed(read.headers)[0]).toMatch(/^grant; reason=metering; .*used=1/)
})

test('a prefetch is not put off, and takes no read', async () => {
  const page = await gated.read(metered.path, { headers: { 'Sec-Purpose': 'prefetch' } })
  expect([page.status, page.headers.getSetCookie()]).toEqual([200, []])
  expect(page.text).toContain(metered.below.at(-1))
})

test('what would be closed, gated or refused passes, and is counted', async () => {
  const ask = async (path: string, body: string, type = 'text/html') => {
    origin.answer(path, ({ method }) => ({
      headers: { 'Content-Type': type },
      body: `${method} ${body}`,
    }))
    const answer = await gated.read(path, path.endsWith('ajax.php') ? { form: { a: '1' } } : {})
    expect([path, answer.status, answer.text]).toEqual([
      path,
      200,
      `${path.endsWith('ajax.php') ? 'POST' : 'GET'} ${body}`,
    ])
  }
  await ask('/hidden/page', 'hidden')
  await ask('/wp-admin/admin-ajax.php', 'ajax')
  await ask('/paid/quay/amp/', 'amp')
  await ask('/epaper/today.pdf', '%PDF', 'application/pdf')
  await ask('/a;b/c', 'semicolon')
  await ask('/a//b', 'two slashes')
  expect(gated.counted.filter((one) => one.startsWith('closed'))).toHaveLength(3)
  expect(gated.decisions.at(-1)?.path).toBe('/epaper/today.pdf')
  await gated.read(paid.path)
  const [picture = ''] = paid.pictureBelow
  const shown = await gated.read(picture)
  expect([shown.status, shown.headers.get('cache-control')]).toEqual([200, 'public, max-age=60'])
  expect(gated.counted).toContain('gated-file')
})

test('a form for which nothing is named in pass goes through, and the log says once that it would not', async () => {
  origin.answer('/login', { status: 303, headers: { Location: '/' } })
  for (const path of ['/login', '/login?next=%2F', '/login'])
    expect((await gated.read(path, { form: { a: 'secret' } })).status).toBe(303)
  expect(saidOnce(gated, 'POST /login')).toBe(
    'POST /login would be closed: name it in content.origin.pass if readers are to send something there.',
  )
})

test('lists and passages pass too, and the sentinel says what it would have taken out', async () => {
  await gated.read(paid.path)
  expect((await gated.read('/feed/')).text).toContain(paid.below.at(-1))
  origin.answer('/about/', {
    body: `<!doctype html><html><title>About</title><p>${paid.paragraphs[4]}</p></html>`,
  })
  expect((await gated.read('/about/')).text).toContain(paid.paragraphs[4])
  expect(gated.counted).toContain('sentinel channel=page')
  expect(gated.log).toContain(
    '/about/ (page) carried gated text of /paid/quay in one place, the gate would take it out',
  )
  expect(gated.log.join('\n')).not.toContain('was taken out')
})

test('a page whose text is not found passes, and that is said', async () => {
  origin.answer('/essays/one/', {
    body: '<!doctype html><html><title>An essay</title><canvas id="app"></canvas></html>',
  })
  const page = await gated.read('/essays/one/')
  expect([page.status, page.text.includes('canvas')]).toEqual([200, true])
  expect(gated.counted).toContain('unfindable')
  expect(gated.log.filter((line) => line.startsWith('/essays/one/'))).toEqual([
    expect.stringMatching(/^\S+ would not go out through the gate: It .*\.$/),
  ])
})
