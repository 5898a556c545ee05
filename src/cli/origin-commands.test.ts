// The commands beside a gate, against a real site over HTTP: what they say of pages, and what they take away.
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { paper } from '../../test/support/origin-paper.ts'
import {
  paragraphs,
  type SmallPages,
  smallSite,
  smallWordPress,
  wordPressPage,
} from '../../test/support/small-site.ts'
import { Disk } from '../content/origin/cache/disk.ts'
import { check } from './check.ts'
import { doctor } from './doctor.ts'
import { explain } from './explain.ts'
import { init } from './init.ts'
import { purge } from './purge.ts'
import { withdraw } from './withdraw.ts'

function withPages(pages: SmallPages) {
  return smallSite((address) => ({ ...smallWordPress(address), ...pages }))
}

test('check: a site whose articles are all found has no faults', async () => {
  const site = await withPages({})
  const { run } = await paper({ url: site.address, cms: 'wordpress' })
  expect(await run(check)).toEqual({
    code: 0,
    out: '4 articles, 0 other pages, no faults.',
    err: '',
  })
})

test('check: reads no more pages than it is told', async () => {
  const site = await withPages({})
  const { run } = await paper({ url: site.address, cms: 'wordpress' })
  expect((await run(check, '.', '--most', '2')).out).toBe('2 articles, 0 other pages, no faults.')
  expect(site.asked.filter((one) => one.includes('/2026/'))).toHaveLength(2)
})

test('check: an article without a text is a fault, one that is missing and a rented paywall are noted', async () => {
  const site = await withPages({
    '/2026/11/01/quay/': `<!doctype html><title>Quay</title><meta property="og:type" content="article"><body><h1>Quay</h1></body>`,
    '/2026/11/02/ferry/': { status: 404 },
    '/2026/11/03/crane/': wordPressPage('', {
      ...{ path: '/2026/11/03/crane/', title: 'Crane' },
      body: `${paragraphs(20, 'crane')}<script src="https://cdn.tinypass.com/api/tinypass.min.js"></script>`,
    }),
  })
  const { run } = await paper({ url: site.address, cms: 'wordpress' })
  const { code, out } = await run(check)
  expect(code).toBe(1)
  expect(out).toMatch(
    /^\/2026\/11\/01\/quay\/: nobody gets it \(.+\): name the element of its text/m,
  )
  expect(out).toContain('/2026/11/02/ferry/ answers 404')
  expect(out).toContain('Scripts of Piano on 1 page, left in: content.origin.removeRented takes')
  expect(out).toMatch(/^1 fault\.\n2 articles, 0 other pages, 1 not read\.$/m)
})

test('check: a site without articles is a fault, and one that is down is said to be', async () => {
  const site = await smallSite(() => ({ '/': '<!doctype html><title>Shop</title>' }))
  const shop = await paper({ url: site.address })
  expect((await shop.run(check)).out).toContain('nothing that was read is an article: nothing is')
  const down = await paper({ url: 'http://127.0.0.1:1' })
  expect((await down.run(check)).err).toContain('http://127.0.0.1:1 does not answer: nothing takes')
  expect((await down.run(explain, '.', '/2026/quay/')).err).toMatch(/is the port right\?$/)
})

test('check, init and explain: a form that nothing lets pass is said, and how to open it', async () => {
  const form = `<form method="post" action="/login"><button formaction="/letter">Go</button></form>
<form action="/find"></form><form method="POST" action="https://pay.example/x"></form><a href="/anmelden">In</a>`
  const site = await withPages({})
  const pages = smallWordPress(site.address)
  const withForm = Object.entries(pages).map(([path, page]) => [
    path,
    path === '/2026/11/01/quay/' && typeof page === 'string'
      ? page.replace('</body>', `${form}</body>`)
      : page,
  ])
  site.show({ ...Object.fromEntries(withForm), '/login': '<!doctype html><title>Log in</title>' })
  const { run } = await paper({ url: site.address, cms: 'wordpress' })
  expect((await run(check)).out).toMatch(
    /^Forms are sent to \/letter, \/login, and .* closed: name in content\.origin\.pass .*\nReaders are led to log in at \/anmelden, /m,
  )
  expect((await run(init, 'new', '--origin', site.address)).out).toMatch(
    /^ {2}Closed +Forms are sent to \/letter, \/login, /m,
  )
  expect((await run(explain, '.', '/login')).out).toMatch(
    /^Sent {6}POST: closed \(404\)\. .* write pass: \[\{ path: '\/login' \}\] into/m,
  )
  const named = ['/login', '/letter', '/anmelden'].map((path) => ({ path }))
  const open = await paper({ url: site.address, cms: 'wordpress', pass: named })
  expect((await open.run(check)).out).toBe('4 articles, 0 other pages, no faults.')
  expect((await open.run(explain, '.', '/login')).out).not.toContain('closed')
})

test('check: pages that no cache may keep are noted, with the line that keeps them', async () => {
  const sending = (headers: Readonly<Record<string, string>>) =>
    smallSite((address) =>
      Object.fromEntries(
        Object.entries(smallWordPress(address)).map(([path, page]) => [
          path,
          typeof page === 'string' ? { headers, body: page } : page,
        ]),
      ),
    )
  const { address: url } = await sending({ 'Set-Cookie': 'PHPSESSID=1; path=/' })
  const { run } = await paper({ url, cms: 'wordpress' })
  expect((await run(init, 'new', '--origin', url)).out).toMatch(
    /^ {2}Not kept +\d of \d pages set a cookie \(PHPSESSID\)/m,
  )
  expect((await run(check)).out).toMatch(
    /^4 of 4 pages set a cookie \(PHPSESSID\), .* write dropCookies: \['PHPSESSID'\] into content\.origin$/m,
  )
  const kept = await paper({ url, cms: 'wordpress', dropCookies: 'PHPSESSID' })
  expect((await kept.run(check)).out).toBe('4 articles, 0 other pages, no faults.')
  const forbidding = await sending({ 'Cache-Control': 'private, no-store' })
  const forbidden = await paper({ url: forbidding.address, cms: 'wordpress' })
  expect((await forbidden.run(check)).out).toMatch(/^4 of 4 pages forbid caches to keep them /m)
})

test('check: an article that shows nothing is noted, with what to do', async () => {
  const words = paragraphs(20, 'quay').replaceAll(/<\/?p>/g, '')
  const site = await withPages({
    '/2026/11/01/quay/': wordPressPage('', {
      ...{ path: '/2026/11/01/quay/', title: 'Quay', body: `<p>${words}</p><p>Short.</p>` },
    }),
  })
  const { run } = await paper({ url: site.address, cms: 'wordpress' })
  expect((await run(explain, '.', '/2026/11/01/quay/')).out).toMatch(
    /^Cut {7}after 0 of \d+ words$/m,
  )
  expect((await run(check)).out).toMatch(
    /^\/2026\/11\/01\/quay: everybody reads its headline and no word of its text, .* write <!--more--> where/m,
  )
})

test('explain: says of an article its facts, rule, cut, and what each reader gets', async () => {
  const site = await withPages({})
  const rules = [{ name: 'harbour', access: 'subscribers', path: '/2026/*' }]
  const { run } = await paper({ url: site.address, cms: 'wordpress' }, { policy: { rules } })
  const { code, out } = await run(explain, '.', `${site.address}/2026/11/01/quay/?utm_source=x`)
  expect(code).toBe(0)
  expect(out).toContain('/2026/11/01/quay  “News of the quay”\nFacts     ')
  expect(out).toContain('Rule      harbour: subscribers')
  expect(out).toMatch(/^Text {6}4\d\d words, in the container of its CMS$/m)
  expect(out).toMatch(/^Cut {7}after \d\d of 4\d\d words: “The .* quay3\.”$/m)
  expect(out).toMatch(/an anonymous reader gets the preview and the paywall: it is for subscribers/)
  expect(out).toMatch(/a subscriber reads it whole: the subscription opens it/)
  expect(out).not.toContain('quay4')
})

test('what a site says moves no cursor and colours no line', async () => {
  const title = 'Quay \u001b[2Jand\u202e back'
  const site = await withPages({
    '/2026/11/01/quay/': wordPressPage('', {
      ...{ path: '/2026/11/01/quay/', title },
      body: paragraphs(20, 'quay').replace('The', 'The \u001b[31m'),
    }),
    '/2026/11/02/ferry/': { status: 302, headers: { Location: 'https://x.example/%1b' } },
  })
  const { run } = await paper({ url: site.address, cms: 'wordpress' })
  const printed = [
    (await run(explain, '.', '/2026/11/01/quay/')).out,
    (await run(check)).out,
    (await run(init, 'new', '--origin', site.address)).out,
  ].join('\n')
  expect(printed).toContain('and back')
  expect(printed).not.toMatch(/[^\P{C}\n]/u)
})

test('explain: for one reader, and for programs', async () => {
  const site = await withPages({})
  const { run } = await paper({ url: site.address, cms: 'wordpress' })
  const as = ['--as', 'anonymous', '--read', '3', '--on', '2026-11-30'] as const
  const { out } = await run(explain, '.', '/2026/11/02/ferry/', ...as, '--json')
  expect(JSON.parse(out)).toMatchObject({
    ...{ path: '/2026/11/02/ferry', kind: 'article', title: 'News of the ferry', gated: true },
    ...{ foundBy: 'cms', read: 3, on: '2026-11-30T00:00:00.000Z' },
    readers: [{ as: 'anonymous', access: 'metered', decision: { outcome: 'wall' } }],
  })
})

test.each([
  ['/xmlrpc.php', '/xmlrpc.php is closed to everybody but editors: '],
  ['/wp-admin/', '/wp-admin/ is left to the site: '],
  ['/epaper/today.pdf', '/epaper/today.pdf is gated by “e-paper”: registered. Whoever'],
  ['/about/', '/about/\nA page that is no article: everybody gets it'],
  ['/us/', '/us/ leads to /about/:\n/about/\nA page that is no article'],
  ['/about/?utm_source=x', '/about/\nA page that is no article: everybody gets it'],
  ['/?s=tide', '/?s=tide\nA page that is no article'],
  ['/?s=tide', 'Search    An article is listed only where every searched word stands in'],
  ['/?s=tide&feed=rss2', 'Search    As data or a feed it is closed'],
  ['/feed/', '/feed/\nA text (application/rss+xml) and no page: everybody gets it, without what'],
  ['/feed/', 'Partners  agency: in full, with the secret.'],
  ['/calendar.ics', 'as the site sends it, for content.origin.open says so; the sentinel reads it'],
  ['/wp-content/quay.png', 'A file: as the site sends it. One that articles show only below'],
  ['/wp-json/contact-form-7/v1', 'Sent      POST: passed on to the site untouched, as'],
  ['/live', 'Sockets   WebSockets are passed on to the site.'],
  [
    '/wp-json/app/x',
    '/wp-json/app/x is closed to everybody but editors: closed by the configuration.',
  ],
  ['/wp-comments-post.php', 'Sent      POST: taken to the site, and what it answers is read: '],
  [
    '/account',
    "/account is Standfirst's own, whatever the site has there: the reader's account, or",
  ],
  ['/account/log-in?x=1', "a page of readers' accounts where there is one of that name, else 404."],
  [
    '/standfirst/purge',
    'own, whatever the site has there: 404, for STANDFIRST_PURGE_SECRET is not set',
  ],
  ['/standfirst/health', 'whether it runs, for whoever watches it.'],
  ['/standfirst/x', 'own, whatever the site has there: nothing, 404.'],
  ['/a/../b', '/a/../b is refused (400): two servers could read it differently.'],
  ['/a//b', '/a//b is led to /a/b, the one form of it.'],
])('explain: %s', async (path, expected) => {
  const site = await withPages({
    ...{ '/about/': '<!doctype html><title>About</title><p>Us.</p>' },
    ...{ '/?s=tide': '<!doctype html><title>tide</title>', '/live': '<!doctype html><p>Live' },
    '/?feed=rss2&s=tide': '<rss/>',
    '/us/': { status: 301, headers: { Location: '/about/' } },
    '/calendar.ics': { headers: { 'Content-Type': 'text/calendar' }, body: 'BEGIN:VCALENDAR' },
    '/wp-content/quay.png': { headers: { 'Content-Type': 'image/png' }, body: 'PNG' },
  })
  const { run } = await paper({
    ...{ url: site.address, cms: 'wordpress', open: '/calendar.ics', closed: '/wp-json/app' },
    gates: [{ name: 'e-paper', path: '/epaper', access: 'registered' }],
    partners: [{ name: 'agency', path: '/feed' }],
    pass: [
      { path: '/wp-json/contact-form-7', methods: ['POST'] },
      { path: '/live', webSockets: true },
    ],
  })
  const { out, err } = await run(explain, '.', path)
  expect(out + err).toContain(expected)
})

test('explain: says that a gate that observes closes nothing', async () => {
  const { run } = await paper({ url: 'http://127.0.0.1:1', cms: 'wordpress', mode: 'observe' })
  expect((await run(explain, '.', '/xmlrpc.php')).out).toMatch(
    /\nObserves {2}content\.origin\.mode/,
  )
  expect(JSON.parse((await run(explain, '.', '/xmlrpc.php', '--json')).out)).toEqual({
    ...{ path: '/xmlrpc.php', kind: 'closed', why: expect.stringContaining('closed to everybody') },
    more: { Observes: expect.any(String) },
  })
})

test.each([
  ['https://other.example/a', 'https://other.example is no address of this publication'],
  ['/nowhere', '/nowhere answers 404.'],
  ['a', 'a is no address of the site: write /path.'],
])('explain: refuses %s in words', async (written, expected) => {
  const site = await withPages({})
  const { run } = await paper({ url: site.address })
  const { code, err } = await run(explain, '.', written)
  expect([code, err]).toEqual([1, expect.stringContaining(expected)])
})

/** Keeps an answer as a server that ran before has. */
async function keep(folder: string, ...keys: string[]): Promise<string> {
  const dir = join(folder, 'standfirst-data', 'origin', 'answers')
  await mkdir(dir, { recursive: true })
  const opened = await Disk.open({ dir, budgetBytes: 1e6, report: () => {} })
  if (!opened.ok) throw new Error(opened.detail)
  for (const key of keys) {
    const at = Date.now()
    const copy = {
      ...{ key, status: 200, headers: [], bytes: new TextEncoder().encode('kept'), version: key },
      ...{ varying: [], fetchedAt: at, checkedAt: at },
    }
    const lifetime = { freshUntil: at, whileAskingUntil: at, onErrorUntil: at }
    await opened.value.put({ copy, lifetime }, true)
  }
  await opened.value.close()
  return dir
}

async function filesIn(dir: string): Promise<number> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).length
}

test('purge: with no server running, what is kept of an address leaves the disk, or all of it', async () => {
  const { run, folder } = await paper({ url: 'http://127.0.0.1:1' })
  const dir = await keep(folder, '/a/', '/a/?page=2', '/b/', '/c/')
  expect(await filesIn(dir)).toBe(4)
  expect((await run(purge, 'https://www.herald.example/A')).out).toBe('2 answers forgotten.')
  expect(await filesIn(dir)).toBe(2)
  expect((await run(purge, '--all')).out).toBe('2 answers forgotten.')
  expect(await filesIn(dir)).toBe(0)
  expect((await run(purge)).err).toContain('Say which address: standfirst purge /path, or --all.')
  expect((await run(purge, 'a')).err).toBe('a is no address: write /path.')
  expect((await run(purge, '/a', '--all')).err).toContain('name none beside it')
})

/** What the server has learnt of an article, as it keeps it. */
function learntOf(path: string): string {
  const article = {
    ...{ id: 'x', path, title: 'A title', summary: '', bylines: [], published: 0, tags: [] },
    ...{ imageAlt: '', moved: [] },
  }
  const texts = { previewHtml: '<p>Open', openText: `open of ${path}`, parts: ['0'] }
  const learnt = { article, gated: true, ...texts, gatedFiles: [], openFiles: [] }
  return `${JSON.stringify({ path, learnt })}\n`
}

test('withdraw: with no server running, the order is kept and every version leaves the disk', async () => {
  const { run, folder } = await paper({
    url: 'http://127.0.0.1:1',
    addresses: 'https://www.herald.example',
  })
  const dir = await keep(folder, '/2026/quay/', '/2026/quay/?page=2', '/b/')
  const learnt = join(folder, 'standfirst-data', 'origin', 'articles.jsonl')
  await writeFile(learnt, learntOf('/2026/quay') + learntOf('/b'))
  const args = ['https://www.herald.example/2026/Quay/', '--edition', '.'] as const
  expect((await run(withdraw, ...args)).err).toContain('add --yes')
  expect(await filesIn(dir)).toBe(3)
  const { code, out } = await run(withdraw, ...args, '--yes')
  expect(code).toBe(0)
  expect(out).toContain('To be gone for good at /2026/quay\n')
  expect(out).toContain('Deleted: what was kept of it (2 files).')
  expect(out).toContain('Beyond its reach: the site itself, where it has to be taken down too')
  expect(await filesIn(dir)).toBe(1)
  expect(await readFile(learnt, 'utf8')).not.toContain('/2026/quay')
  expect(await readFile(learnt, 'utf8')).toContain('open of /b')
  const order = await readFile(join(folder, 'standfirst-data', 'withdrawn.json'), 'utf8')
  expect(JSON.parse(order)).toEqual([{ path: '/2026/quay', at: expect.any(String) }])
  expect((await run(explain, '.', '/2026/quay')).err).toContain('was withdrawn: everybody gets 410')
})

test('withdraw: takes a number in a query for part of the address, and no front page', async () => {
  const { run, folder } = await paper({ url: 'http://127.0.0.1:1' })
  await mkdir(join(folder, 'standfirst-data'))
  const { out } = await run(withdraw, '/?p=12&utm_source=x', '--edition', '.', '--yes', '--unknown')
  expect(out).toContain('To be gone for good at /?p=12\n')
  for (const written of ['/', '/?utm_source=x']) {
    const { code, err } = await run(withdraw, written, '--edition', '.', '--yes')
    expect([code, err]).toEqual([1, `${written} is the front page, and no article.`])
  }
  const order = await readFile(join(folder, 'standfirst-data', 'withdrawn.json'), 'utf8')
  expect(JSON.parse(order)).toHaveLength(1)
})

test('doctor: says how a gate is set up, and no address of it', async () => {
  const { run } = await paper({ url: 'http://10.1.2.3:8080', host: 'www.herald.example' })
  const { out } = await run(doctor, '.')
  expect(out).toMatch(/^Origin {9}none, gate, http on a private host with a Host of its own; /m)
  expect(out).toContain('Articles       on the site behind it')
  expect(out).not.toMatch(/10\.1\.2\.3|herald/)
})
