// A look at sites of all kinds, over real HTTP: what is found, what it costs them, and what is said of those that show
// nothing.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, onTestFinished, test } from 'vitest'
import {
  paragraphs,
  type SmallPages,
  smallSite,
  smallWordPress,
  wordPressPage,
} from '../../../test/support/small-site.ts'
import { loadConfig } from '../../config.ts'
import { faultLine } from '../../core/fault.ts'
import { configText, type Found } from './config-text.ts'
import { endpointsOf } from './endpoints.ts'
import { articlesAmong, type FirstLook, lookAtSite } from './first-look.ts'
import { lookLines } from './look-lines.ts'

const HOW = { agent: 'test', timeZone: 'UTC', now: Date.parse('2026-11-26') }

async function look(url: string): Promise<FirstLook> {
  const looked = await lookAtSite(url, HOW)
  if (!looked.ok) throw new Error(looked.detail)
  return looked.value
}

async function refusal(url: string): Promise<string> {
  const looked = await lookAtSite(url, HOW)
  return looked.ok ? 'not refused' : looked.detail
}

test('a WordPress is recognised, with its name, zone, plugins and articles, by few requests', async () => {
  const site = await smallSite(smallWordPress)
  const found = await look(site.address)
  expect(found.facts).toMatchObject({
    cms: 'wordpress',
    name: 'The Herald & Post',
    description: 'News of the harbour',
    language: 'en-GB',
    timeZone: 'Europe/London',
    address: site.address,
    own: [],
  })
  expect(articlesAmong(found.pages).map(({ article }) => article.title)).toEqual([
    'News of the quay',
    'News of the ferry',
    'News of the crane',
    'News of the barge',
  ])
  expect(found.articlePaths).toEqual(['/2026/*'])
  expect(found.endpoints.map(({ plugin, namespace }) => plugin || namespace)).toEqual([
    'Contact Form 7',
    'WooCommerce',
    'acme/v1',
  ])
  expect(found.requests).toBe(site.asked.length)
  expect(site.asked.length).toBeLessThan(15)
  expect(site.asked.every((one) => one.startsWith('GET '))).toBe(true)
})

test('what is shown of an article is what everybody reads, and no word below the cut', async () => {
  const site = await smallSite(smallWordPress)
  const text = lookLines(await look(site.address)).join('\n')
  expect(text).toContain('“News of the quay”\n  /2026/11/01/quay\n  Everybody reads ')
  expect(text).toMatch(/quay3\.”\n {2}3\d\d words follow for those who may read on\.$/m)
  expect(text).not.toContain('quay4')
})

test('a site that answers to its public name alone is asked by it, and keeps that name', async () => {
  const site = await smallSite((address) => {
    const pages = smallWordPress('https://www.herald.example')
    const guarded: SmallPages = Object.fromEntries(
      Object.entries(pages).map(([path, page]) => [
        path,
        (request) => {
          const { host, 'x-forwarded-proto': scheme } = request.headers
          if (host === 'www.herald.example' && scheme === 'https')
            return typeof page === 'function' ? page(request) : page
          return { status: 301, headers: { Location: `https://www.herald.example${path}` } }
        },
      ]),
    )
    expect(address).toMatch(/^http:/)
    return guarded
  })
  const found = await look(site.address)
  expect(found.address).toMatchObject({ url: site.address, host: 'www.herald.example' })
  expect(found.facts.address).toBe('https://www.herald.example')
  expect(articlesAmong(found.pages)).toHaveLength(4)
  const config = configText({ ...found, name: 'A', timeZone: 'UTC', on: '2026-11-26' })
  expect(config).toContain(`url: '${site.address}',\n    host: 'www.herald.example',`)
  expect(config).toContain("addresses: ['https://www.herald.example'],")
})

test('Ghost is recognised, and says its zone by the key that it shows to all', async () => {
  const site = await smallSite((address) => ({
    '/': `<!doctype html><html><head><title>Der Bote</title><meta name="generator" content="Ghost 5.96">
<link rel="canonical" href="${address}/"><script defer src="/x/portal.min.js" data-ghost="${address}/" data-key="0a1b2c" data-api="${address}/ghost/api/content/"></script></head><body></body></html>`,
    '/ghost/api/admin/site/': JSON.stringify({ site: { title: 'Der Bote', url: `${address}/` } }),
    '/ghost/api/content/settings/?key=0a1b2c': JSON.stringify({
      settings: { title: 'Der Bote', lang: 'de_AT', timezone: 'Europe/Berlin', url: `${address}/` },
    }),
  }))
  const { facts } = await look(site.address)
  expect(facts).toMatchObject({
    ...{ cms: 'ghost', name: 'Der Bote', language: 'de-AT', timeZone: 'Europe/Berlin' },
    address: site.address,
  })
})

test('a site of neither is read by what its pages say', async () => {
  const article = `<!doctype html><html lang="en"><head><title>Tide – The Post</title><meta property="og:type" content="article"><meta property="og:site_name" content="The Post"></head>
<body><article itemscope itemtype="https://schema.org/NewsArticle"><h1>Tide</h1><div itemprop="articleBody">${paragraphs(20, 'tide')}</div></article></body></html>`
  const site = await smallSite(() => ({
    '/': '<!doctype html><html lang="en"><head><title>Home | The Post</title></head><body><a href="/news/tide">The tide is late again</a><a href="/about">About us and others</a></body></html>',
    '/news/tide': article,
    '/about': '<!doctype html><title>About</title><p>We are a newspaper.</p>',
  }))
  const { facts, pages } = await look(site.address)
  expect(facts).toMatchObject({ cms: 'none', name: 'The Post', timeZone: undefined })
  expect(pages.map(({ path, reading }) => [path, reading.kind])).toEqual([
    ['/news/tide', 'article'],
    ['/about', 'page'],
  ])
})

test('articles whose addresses are numbers in a query are found', async () => {
  const site = await smallSite((address) => ({
    ...smallWordPress(address),
    '/feed/': `<?xml version="1.0"?><rss><channel><item><link>${address}/?p=12</link></item><item><link>${address}/?paged=2</link></item></channel></rss>`,
    '/?p=12': wordPressPage(address, {
      ...{ path: '/?p=12', title: 'Tide' },
      body: paragraphs(20, 'tide'),
    }),
  }))
  const { pages } = await look(site.address)
  expect(pages.map(({ path }) => path)).toContain('/?p=12')
  expect(pages.map(({ path }) => path)).not.toContain('/?paged=2')
  expect(articlesAmong(pages)[0]?.article).toMatchObject({ path: '/?p=12', title: 'Tide' })
})

test('a site that cuts its articles itself is said to', async () => {
  const page = `<!doctype html><title>Tide</title><script type="application/ld+json">{"@context":"https://schema.org","@type":"NewsArticle","headline":"Tide","isAccessibleForFree":false,"hasPart":{"@type":"WebPageElement","isAccessibleForFree":false,"cssSelector":".rest"}}</script>
<body><article><h1>Tide</h1><div class="entry-content">${paragraphs(4, 'tide')}<div class="rest"></div></div></article></body>`
  const site = await smallSite(() => ({
    '/': '<!doctype html><title>The Post</title><a href="/tide">The tide is late again</a>',
    '/tide': page,
  }))
  expect(lookLines(await look(site.address)).join('\n')).toContain(
    'No word follows: the site sends',
  )
})

test.each<[string, SmallPages, string]>([
  [
    'leads to a log-in',
    {
      '/': { status: 302, headers: { Location: '/private/?r=%2F' } },
      '/private/?r=%2F': '<!doctype html><form>',
    },
    'shows a log-in to everybody (/private/?r=%2F). Open the site',
  ],
  ['asks for a password', { '/': { status: 401 } }, 'asks for a name and a password'],
  [
    'checks for robots',
    { '/': { status: 403, headers: { 'cf-mitigated': 'challenge' } } },
    'A check for robots stands in front of',
  ],
  ['is down', { '/': { status: 503, body: 'x' } }, 'answers 503 at its front page'],
  [
    'sends no page',
    { '/': { headers: { 'Content-Type': 'application/json' }, body: '{}' } },
    'sends no page but application/json',
  ],
  [
    'is Standfirst',
    { '/': '<!doctype html>', '/standfirst/health': '{"status":"ok","articles":18,"faults":0}' },
    'Standfirst itself answers at',
  ],
  [
    'leads elsewhere however it is asked',
    { '/': { status: 301, headers: { Location: 'https://www.herald.example/' } } },
    'Let it believe X-Forwarded-Proto',
  ],
  ['turns in a circle', { '/': { status: 302, headers: { Location: '/' } } }, 'redirects for ever'],
])('a site that %s is refused in words', async (_, pages, expected) => {
  const { address } = await smallSite(() => pages)
  expect(await refusal(address)).toContain(expected)
})

test.each([
  ['ftp://a.example', 'ftp://a.example is no http or https address.'],
  ['https://a:b@a.example', 'Leave name and password out'],
  ['https://a.example/blog', 'write https://a.example, and say'],
  ['http://127.0.0.1:1', 'does not answer: nothing takes connections there'],
  ['127.0.0.1:1', 'so https was taken: write http://127.0.0.1:1 if it is that.'],
  ['http://nowhere.invalid', 'The name nowhere.invalid leads to no address.'],
])('%s is refused in words', async (url, expected) => {
  expect(await refusal(url)).toContain(expected)
})

async function loaded(text: string) {
  const dir = await mkdtemp(join(tmpdir(), 'written-'))
  onTestFinished(() => rm(dir, { recursive: true, force: true }))
  // Here nothing resolves `standfirst`, which both functions come from.
  const plain = text.replace(
    /^import .*$/m,
    'const defineConfig = (one) => one, origin = (options) => ({ origin: options })',
  )
  await writeFile(join(dir, 'standfirst.config.mjs'), plain)
  const config = await loadConfig(dir, {})
  if (!config.ok) throw new Error(config.faults.map(faultLine).join('\n'))
  return config.value
}

const FOUND: Found = {
  address: { url: 'https://www.herald.example', host: undefined, own: [] },
  facts: {
    cms: 'wordpress',
    cmsSigns: [],
    name: 'A',
    description: '',
    language: undefined,
    timeZone: undefined,
    address: 'https://www.herald.example',
    own: ['http://herald.example'],
    namespaces: [],
  },
  name: 'A',
  timeZone: 'Europe/Berlin',
  endpoints: endpointsOf(['contact-form-7/v1', 'wc/store/v1']),
  sections: ['harbour'],
  articlePaths: ['/2026/*'],
  passedOver: [],
  rented: ['Piano'],
  on: '2026-11-26',
}

test('what is written is a configuration that needs no editing', async () => {
  const { origin, site, address } = await loaded(configText(FOUND))
  expect(address).toBeUndefined()
  expect(site.publication.timeZone).toBe('Europe/Berlin')
  expect(origin).toMatchObject({
    url: 'https://www.herald.example',
    own: ['https://www.herald.example', 'http://herald.example'],
    mode: 'gate',
    editors: true,
    pass: [{ path: '/wp-json/contact-form-7' }, { path: '/wp-json/wc/store' }],
    removeRented: false,
  })
  expect(origin?.cookies.map(({ path }) => path)).toContain('/checkout')
})

test('what is commented out in it can be taken in', async () => {
  const text = configText(FOUND).replace(/^(\s*)\/\/ (?=(?:address|articles|\{ name)[:\s])/gm, '$1')
  const { origin, address, site } = await loaded(
    text.replace("url: 'https://www.herald.example',", "url: 'http://10.0.0.5',"),
  )
  expect(address).toBe('https://www.herald.example')
  expect(origin?.articles.paths).toEqual(['/2026/*'])
  expect(site.policy.rules).toHaveLength(3)
  const passedOver = ['/Letters/To%20the-mayor/', '/?p=7']
  const named = configText({ ...FOUND, passedOver }).replace(/^(\s*)\/\/ (?=articles:)/m, '$1')
  expect((await loaded(named)).origin?.articles.paths).toEqual(['/2026/*', '/letters/to the-mayor'])
})

test('whatever a site says of itself stays text', async () => {
  const hostile = fc.oneof(
    fc.string({ minLength: 1, maxLength: 30, unit: 'grapheme' }),
    fc.constantFrom(
      "'); process.exit(3); ('",
      '\u2028process.exit(3)',
      '\nprocess.exit(3) //',
      '\\',
    ),
  )
  await fc.assert(
    fc.asyncProperty(hostile, hostile, hostile, async (name, description, section) => {
      const said = `x${name}`
      const config = await loaded(
        configText({
          ...FOUND,
          name: said,
          facts: { ...FOUND.facts, description: `x${description}` },
          sections: [section],
          passedOver: [`/${name}`, section],
        }),
      )
      expect(config.site.publication.name).toBe(said.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' '))
    }),
    { numRuns: 40 },
  )
})
