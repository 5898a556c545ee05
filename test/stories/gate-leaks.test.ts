// Leaks at the gate: an origin that hands out the whole text at every address and in every form, and readers without a
// grant who try all of them. What stands below a cut is in none of the answers.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Reader } from '../../src/core/reader.ts'
import { type Gated, startGate } from '../support/gate.ts'
import { pageOf, serveGazette, siteArticle } from '../support/gazette.ts'
import { type Asked, openOrigin, type Script, type TestOrigin } from '../support/origin.ts'

const paid = siteArticle('/paid/quay/')
const open = siteArticle('/open/gull/')
const staff: Reader = { kind: 'staff', id: 'eve' }
const POLICY = {
  default: 'subscribers',
  rules: [{ name: 'Open', path: '/open', access: 'free' }],
}

/** Whatever is asked for is another form of the article. */
function everyForm(own: string): (asked: Asked) => Script {
  const text = paid.paragraphs.join('\n\n')
  const typed = (type: string, body: string) => ({ headers: { 'Content-Type': type }, body })
  return ({ target, headers }) => {
    const path = target.split('?')[0] ?? ''
    if (target.includes('users/me'))
      return { status: 401, ...typed('application/json', '{"code":"rest_not_logged_in"}') }
    if (target.includes('rest-nonce')) return { status: 400, body: '0' }
    if (/\.(?:md|txt|markdown)$/.test(path)) return typed('text/plain', text)
    if (/feed|rss|atom/.test(target))
      return typed(
        'application/rss+xml',
        `<?xml version="1.0"?><rss version="2.0"><channel><item><title>${paid.title}</title><link>${own}${paid.path}</link><description><![CDATA[${text}]]></description></item></channel></rss>`,
      )
    if (/json|graphql|ajax|api|rest_route|xmlrpc/.test(target) || /json/.test(headers.accept ?? ''))
      return typed(
        'application/json',
        JSON.stringify({ link: own + paid.path, content: { rendered: text } }),
      )
    if (/search|\?s=/.test(target))
      return {
        body: `<!doctype html><html><title>Search</title><main><p>${text}</p></main></html>`,
      }
    return { body: pageOf(paid, own) }
  }
}

/** An origin that knows case, and no address without its slash. */
test('a list is not sent before what it leads to was read at that very address', async () => {
  const origin = await openOrigin()
  const article = siteArticle('/Paid/Crane/')
  const gated = await startGate(origin, { origin: { cms: 'none' }, policy: POLICY })
  origin.answer(article.path, { body: pageOf(article, origin.url) })
  const teaser = article.paragraphs.map((one) => `<p>${one}</p>`).join('')
  origin.answer('/latest', {
    body: `<!doctype html><h1>Latest</h1><div>${teaser}<a href="${article.path}">Read more</a></div>`,
  })
  const { text } = await gated.read('/latest')
  expect(text).toContain('Read more')
  expect(article.below.filter((canary) => text.includes(canary))).toEqual([])
  await gated.close()
  await origin.close()
})

const VIEWS = [
  ...['', '?amp', '?amp=1', '?format=json', '?output=1', '?print=1', '?view=full', '?preview=true'],
  ...[
    '?_escaped_fragment_=',
    '?replytocom=3',
    '?utm_source=x',
    '?x[amp]=1',
    '?more=1',
    'amp/',
    'feed/',
  ],
  ...[
    'print/',
    'embed/',
    '2/',
    'index.json',
    'page-data.json',
    '?s=ferry',
    '?rest_route=/wp/v2/posts/7',
  ],
].map((end) => paid.path + end)
const ADDRESSES = [
  ...VIEWS,
  ...[
    '/paid/quay',
    '/PAID/Quay/',
    '/%70aid/qua%79/',
    '/paid/quay.md',
    '/paid/quay.json',
    '/paid/quay.txt',
  ],
  ...[
    '/paid/quay.bak',
    '/index.php/paid/quay/',
    '/?p=7',
    '/open/?p=7',
    '/about/?p=7',
    '/feed/',
    '/feed/atom/',
    '/?feed=rss2',
  ],
  ...[
    '/comments/feed/',
    '/wp-json/wp/v2/posts/7',
    '/wp-json/wp/v2/posts?search=ferry',
    '/llms.txt',
  ],
  ...[
    '/wp-json/oembed/1.0/embed?url=x',
    '/?rest_route=/wp/v2/posts/7',
    '/llms-full.txt',
    '/xmlrpc.php',
    '/wp-admin/quay/?preview=true',
    '/wp-admin/quay.html',
    '/wp-login.php/paid/quay/',
  ],
  ...[
    '/graphql?query=%7Bpost%7D',
    '/wp-admin/admin-ajax.php?action=more',
    '/api/articles/7',
    '/search?q=x',
  ],
  ...['/_next/data/b/paid/quay.json', '/wp-content/cache/paid/quay/index.html', '/?s=ferry+quay'],
]
const HEADERS: readonly Record<string, string>[] = [
  {},
  { Range: 'bytes=400-200000' },
  { Accept: 'application/json' },
  { Accept: 'text/markdown, text/plain' },
  {
    'User-Agent': 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
    'X-Forwarded-For': '66.249.66.1',
    Forwarded: 'for=66.249.66.1',
  },
  {
    'X-Forwarded-Host': 'localhost',
    'X-Original-URL': '/open/gull/',
    'X-Rewrite-URL': '/open/gull/',
  },
  { 'X-HTTP-Method-Override': 'POST', 'X-Requested-With': 'XMLHttpRequest', RSC: '1' },
  { Referer: 'https://www.google.com/', Origin: 'https://www.google.com' },
  { Authorization: 'Basic YTpi' },
  {
    Cookie:
      'standfirst-pass=v1.test.e30.e30; standfirst-meter=v1.test.e30.e30; wordpress_logged_in_0a=eve%7C9999999999%7Cx%7Cy',
  },
  { 'Accept-Encoding': 'gzip', 'If-None-Match': '"1"' },
]

function tellsNothing(what: string, text: string): void {
  const told = paid.below.filter((canary) => text.includes(canary))
  expect(told, what).toEqual([])
}

describe.each(['wordpress', 'none'] as const)('%s', (cms) => {
  let origin: TestOrigin
  let gated: Gated
  beforeAll(async () => {
    origin = await openOrigin()
    serveGazette(origin, [paid, open])
    origin.answerOthers(everyForm(origin.url))
    gated = await startGate(origin, {
      origin: { cms, articles: { except: ['/about'] } },
      policy: POLICY,
    })
  })
  afterAll(async () => {
    await gated.close()
    await origin.close()
  })

  test('no second way to the article tells more, before it was ever read', async () => {
    for (const address of ADDRESSES) {
      await gated.publisher.site.purge(undefined)
      tellsNothing(address, (await gated.read(address)).text)
    }
  })

  test('nor with headers that other servers believe, when it was read', async () => {
    expect((await gated.read(paid.path)).text).toContain(paid.above[0])
    const asked = cms === 'none' ? VIEWS : ADDRESSES
    for (const headers of HEADERS) {
      const answers = asked.map(async (address) => {
        const { text } = await gated.read(address, { headers })
        tellsNothing(`${address} with ${JSON.stringify(headers)}`, text)
      })
      await Promise.all(answers)
    }
    expect((await gated.read(paid.path, { as: staff })).text).toContain(paid.below[0])
  })

  test('nor another form of it, and what one reader wishes for is not kept for the next', async () => {
    const forms = ['application/json', 'text/markdown', 'application/pdf', 'application/x-text']
    for (const form of forms) {
      await gated.publisher.site.purge(undefined)
      origin.answer(paid.path, ({ headers }) =>
        headers.accept?.includes(form) === true
          ? { headers: { 'Content-Type': form }, body: paid.paragraphs.join('\n\n') }
          : { body: pageOf(paid, origin.url) },
      )
      tellsNothing(form, (await gated.read(paid.path, { headers: { Accept: form } })).text)
      const { headers } = await gated.read(paid.path)
      expect([form, headers.get('content-type')]).toEqual([form, 'text/html; charset=utf-8'])
    }
  })

  test('nor a form that nobody knows, that waits for no article to be read', async () => {
    const text = paid.paragraphs.join('\n\n')
    const data = JSON.stringify({ url: origin.url + paid.path, body: text })
    const forms: readonly (readonly [string, string])[] = [
      ['text/vnd.turbo-stream.html', `<turbo-stream><template>${text}</template></turbo-stream>`],
      ['application/octet-stream', data],
      ['text/javascript', `/**/ cb(${data});`],
      ['text/event-stream', `data: ${text.replaceAll('\n\n', '\ndata: ')}\n\n`],
      ['multipart/mixed; boundary=x', `--x\r\n\r\n${text}\r\n--x--`],
      [
        'text/html',
        `<!doctype html><h1>Latest</h1><script type="application/json">${data}</script><template>${text}</template><div data-page='${data}'></div>`,
      ],
    ]
    await gated.publisher.site.purge(undefined)
    for (const [number, [type, body]] of forms.entries()) {
      origin.answer(`/more/${number}`, { headers: { 'Content-Type': type }, body })
      tellsNothing(type, (await gated.read(`/more/${number}`)).text)
    }
  })

  test.each([402, 403, 404, 410])(
    'nor a page that says %s and tells it all the same',
    async (status) => {
      await gated.publisher.site.purge(undefined)
      const body = `<!doctype html><h1>Sorry</h1>${paid.paragraphs.map((one) => `<p>${one}</p>`).join('')}`
      origin.answer(`/sorry/${status}`, { status, body })
      const answer = await gated.read(`/sorry/${status}`)
      expect(answer.status).toBe(status)
      tellsNothing(String(status), answer.text)
    },
  )

  test('nor a redirect that says what is to be shared', async () => {
    await gated.read(paid.path)
    const Location = `https://social.example/?text=${encodeURIComponent(paid.paragraphs[4] ?? '')}`
    origin.answer('/share/7', { status: 302, headers: { Location } })
    const { headers } = await gated.read('/share/7')
    tellsNothing('Location', JSON.stringify([...headers]))
  })

  test('nor by another method', async () => {
    for (const method of [
      'POST',
      'PUT',
      'PATCH',
      'DELETE',
      'OPTIONS',
      'PROPFIND',
      'TRACE',
      'QUERY',
      'PURGE',
    ])
      for (const address of [
        paid.path,
        '/',
        '/feed/',
        '/wp-json/wp/v2/posts/7',
        '/wp-comments-post.php',
        '/wp-admin/quay/',
        '/graphql',
      ])
        tellsNothing(`${method} ${address}`, (await gated.read(address, { method })).text)
  })

  test('nor by an address that two servers would read differently', async () => {
    const tricks = [
      ...[
        '//paid/quay/',
        '/paid//quay/',
        '/./paid/quay/',
        '/open/../paid/quay/',
        '/open/%2e%2e/paid/quay/',
      ],
      ...[
        '/open/gull/..%2f..%2fpaid/quay/',
        '/paid%2fquay/',
        '/paid/quay/;x',
        '/paid;x/quay/',
        '/paid/quay/.',
      ],
      ...[
        '/paid/quay./',
        '/paid/quay/%00',
        '/paid/quay/%2500',
        '/%2570aid/quay/',
        '/paid/quay/%0d%0aX:1',
      ],
      ...[
        '/account/../paid/quay/',
        '/account/%2e%2e/paid/quay/',
        '/standfirst/..;/paid/quay/',
        '\\paid\\quay',
      ],
      ...[`${gated.address}/paid/quay/`, `${origin.url}/paid/quay/`, `/${'a/'.repeat(6000)}`, '*'],
      ...['/paid/quay/?amp;amp=1', '/paid/quay/#?amp', '/paid/quay/?%61mp=1', '/paid/quay/?a%00mp'],
    ]
    for (const target of tricks)
      tellsNothing(target, await gated.raw(`GET ${target} HTTP/1.1`, 'Host: 127.0.0.1'))
    const nul = await gated.raw('GET /paid/quay/\u0000 HTTP/1.1', 'Host: 127.0.0.1')
    tellsNothing('NUL', nul)
  })
})
