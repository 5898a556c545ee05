// What a configuration says of a site in front of which Standfirst stands, right and wrong, in real folders.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, onTestFinished, test } from 'vitest'
import { loadConfig } from '../config.ts'
import { faultLine } from '../core/fault.ts'
import type { OriginSettings } from '../core/origin.ts'
import type { Policy } from '../core/policy.ts'
import { sitePath } from './fields.ts'
import { siteOf } from './origin-fields.ts'

type Environment = Readonly<Record<string, string>>

const SECRET = 'k3Xp9vQmA7sLw2RtZ8yB4nCd'
const url = 'http://10.0.0.5:8080'

async function edition(files: Readonly<Record<string, string>>): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'origin-'))
  onTestFinished(() => rm(dir, { recursive: true }))
  for (const [name, text] of Object.entries(files)) await writeFile(join(dir, name), text)
  return dir
}

async function load(files: Readonly<Record<string, string>>, env: Environment = {}) {
  return loadConfig(await edition(files), env)
}

function json(origin: unknown, more: object = {}): Readonly<Record<string, string>> {
  const config = { publication: { name: 'A' }, content: { origin }, ...more }
  return { 'standfirst.config.json': JSON.stringify(config) }
}

async function settings(files: Readonly<Record<string, string>>, env: Environment = {}) {
  const loaded = await load(files, env)
  if (!loaded.ok) throw new Error(loaded.faults.map(faultLine).join('\n'))
  return { origin: loaded.value.origin, policy: loaded.value.site.policy }
}

async function faults(files: Readonly<Record<string, string>>, env: Environment = {}) {
  const loaded = await load(files, env)
  return loaded.ok ? [] : loaded.faults.map(faultLine)
}

const SHORTEST: OriginSettings = {
  url,
  host: undefined,
  secret: undefined,
  own: [],
  cms: 'none',
  mode: 'gate',
  articles: { paths: [], except: [], body: undefined },
  gates: [],
  closed: [],
  open: [],
  cookies: [],
  dropCookies: [],
  pass: [],
  partners: [],
  editors: false,
  removeRented: false,
  parameters: [],
  searches: [],
  cache: {
    memoryBytes: 134_217_728,
    diskBytes: 1_073_741_824,
    freshSeconds: 60,
    staleWhileRevalidateSeconds: 600,
    staleIfErrorSeconds: 31_536_000,
  },
  answerWithinMs: 15_000,
  purgeSecret: undefined,
  wall: undefined,
}

test('an address is enough', async () => {
  expect((await settings(json({ url }))).origin).toStrictEqual(SHORTEST)
})

test('without content, articles lie in a folder', async () => {
  const files = { 'standfirst.config.json': JSON.stringify({ publication: { name: 'A' } }) }
  expect((await settings(files)).origin).toBeUndefined()
})

const FULL = {
  url: 'https://Origin.example.org:443/',
  host: 'WWW.example.org',
  addresses: ['http://www.example.org', 'https://example.org/'],
  cms: 'wordpress',
  mode: 'observe',
  articles: { paths: '/20*', except: ['/about', '/Shop/'], body: 'main .entry-content > div' },
  gates: [{ name: 'e-paper', path: ['/epaper', '/*.pdf'], access: 'registered' }],
  closed: '/wp-json/app',
  open: ['/calendar.ics'],
  cookies: [{ path: '/shop', names: ['woocommerce_*', 'cart'] }],
  dropCookies: 'PHPSESSID',
  pass: [{ path: '/wp-json/contact-form-7' }, { path: '/live', methods: 'GET', webSockets: true }],
  partners: [{ name: 'news-agency', path: ['/feed', '/wp-json/wp/v2/posts'] }],
  editors: false,
  removeRented: true,
  parameters: ['lang', 'filter[city]'],
  searches: ['suchtext'],
  cache: { memoryMB: 1, diskMB: 0, freshSeconds: 0, staleIfErrorDays: 1 },
  answerWithinSeconds: 5,
  wall: 'wall.html',
}

test('every field arrives where it belongs', async () => {
  const files = { ...json(FULL), 'wall.html': '<p>Read on with us.</p>\n' }
  const env = {
    STANDFIRST_PARTNER_NEWS_AGENCY: SECRET,
    STANDFIRST_PURGE_SECRET: `${SECRET}!`,
    STANDFIRST_ORIGIN_SECRET: `${SECRET}?`,
  }
  const expected: OriginSettings = {
    url: 'https://origin.example.org',
    host: 'www.example.org',
    secret: `${SECRET}?`,
    own: ['http://www.example.org', 'https://example.org'],
    cms: 'wordpress',
    mode: 'observe',
    articles: {
      paths: ['/20*'],
      except: ['/about', '/shop'],
      body: 'main .entry-content > div',
    },
    gates: [{ name: 'e-paper', paths: ['/epaper', '/*.pdf'], access: { kind: 'registered' } }],
    closed: ['/wp-json/app'],
    open: ['/calendar.ics'],
    cookies: [{ path: '/shop', names: ['woocommerce_*', 'cart'] }],
    dropCookies: ['PHPSESSID'],
    pass: [
      {
        path: '/wp-json/contact-form-7',
        methods: ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'],
        webSockets: false,
      },
      { path: '/live', methods: ['GET'], webSockets: true },
    ],
    partners: [{ name: 'news-agency', paths: ['/feed', '/wp-json/wp/v2/posts'], secret: SECRET }],
    editors: false,
    removeRented: true,
    parameters: ['lang', 'filter[city]'],
    searches: ['suchtext'],
    cache: {
      memoryBytes: 1_048_576,
      diskBytes: 0,
      freshSeconds: 0,
      staleWhileRevalidateSeconds: 600,
      staleIfErrorSeconds: 86_400,
    },
    answerWithinMs: 5000,
    purgeSecret: `${SECRET}!`,
    wall: '<p>Read on with us.</p>\n',
  }
  expect((await settings(files, env)).origin).toStrictEqual(expected)
})

test('rules take paths and sections as sites have them, and need none to be named', async () => {
  const path = ['/2024/05/a.b~c_d.html', '/%C3%9Cber-uns/', '/Meinung/*']
  const rules: unknown = [{ name: 'r', access: 'free', section: 'Спорт & mehr', path }]
  const more = { policy: { rules } }
  const named = { name: 'A', sections: [{ id: 'account', name: 'Accounts' }] }
  const { policy } = await settings(json({ url }, { ...more, publication: named }))
  const expected: Policy['rules'] = [
    {
      name: 'r',
      access: { kind: 'free' },
      sections: ['Спорт & mehr'],
      tags: undefined,
      paths: ['/2024/05/a.b~c_d.html', '/über-uns', '/meinung/*'],
      olderThanDays: undefined,
      youngerThanDays: undefined,
    },
  ]
  expect(policy.rules).toEqual(expected)
})

test.each([
  'http://wordpress',
  'http://127.0.0.1:8080',
  'http://[fd00::1]:8080',
  'https://origin.example.org',
  'http://origin.example.org',
])('asks %s', async (address) => {
  expect((await settings(json({ url: address }))).origin?.url).toBe(address)
})

const PATH = 'write a path, begun by a slash'

test.each<[string, unknown, string, Environment?]>([
  ['no address', {}, 'content.origin.url is missing: write scheme and host alone'],
  ['a path behind it', { url: 'https://a.example/blog' }, 'content.origin.url is "https://a'],
  ['a parameter behind it', { url: 'https://a.example/?' }, 'content.origin.url is "https://a'],
  ['a password in it', { url: 'https://a:b@a.example' }, 'content.origin.url is "https://a:b'],
  ['another scheme', { url: 'ftp://a.example' }, 'content.origin.url is "ftp://a.example"'],
  ['an unknown field', { url, artikel: {} }, 'content.origin.artikel is not a known field'],
  ['every cookie left out', { url, dropCookies: ['*'] }, 'content.origin.dropCookies'],
  ['an unknown CMS', { url, cms: 'joomla' }, 'content.origin.cms is "joomla": write "wordpress"'],
  ['a scheme in the host', { url, host: 'https://a.example' }, 'content.origin.host is'],
  [
    'no selector',
    { url, articles: { body: '.entry[' } },
    'content.origin.articles.body is ".entry[", which is no selector (',
  ],
  [
    'a selector with an open end',
    { url, articles: { body: 'main >' } },
    'content.origin.articles.body is "main >", which is no selector (it has nothing',
  ],
  [
    'a path without slash',
    { url, articles: { paths: 'news' } },
    `content.origin.articles.paths is "news": ${PATH}`,
  ],
  ['the front page alone', { url, open: '/' }, 'content.origin.open is "/": write "/*" for all'],
  ['a parameter in a path', { url, closed: '/a?b' }, `content.origin.closed is "/a?b": ${PATH}`],
  [
    'a path that climbs',
    { url, open: ['/a/../b'] },
    `content.origin.open[0] is "/a/../b": ${PATH}`,
  ],
  [
    'a gate for an unknown plan',
    { url, gates: [{ name: 'g', path: '/g', access: { subscribers: ['gold'] } }] },
    'content.origin.gates[0].access.subscribers[0] is "gold", which is no plan',
  ],
  [
    'a gate that would take a read',
    { url, gates: [{ name: 'g', path: '/g', access: 'metered' }] },
    'content.origin.gates[0].access is "metered"',
  ],
  [
    'a gate named default',
    { url, gates: [{ name: 'default', path: '/g', access: 'registered' }] },
    'content.origin.gates[0].name is "default", which receipts use already',
  ],
  [
    'two gates of one name',
    { url, gates: ['/g', '/h'].map((path) => ({ name: 'g', path, access: 'registered' })) },
    'content.origin.gates[1].name is "g" a second time',
  ],
  [
    'no method',
    { url, pass: [{ path: '/a', methods: ['BREW'] }] },
    'content.origin.pass[0].methods is ["BREW"]: write one of GET',
  ],
  [
    'no cookie',
    { url, cookies: [{ path: '/a', names: ['a b'] }] },
    'content.origin.cookies[0].names[0] is "a b": write a cookie’s name',
  ],
  [
    'a partner without a secret',
    { url, partners: [{ name: 'news-agency', path: '/feed' }] },
    'environment: STANDFIRST_PARTNER_NEWS_AGENCY is not set, and is the secret of partner news-agency: set it to 24',
  ],
  [
    'a partner with a short secret',
    { url, partners: [{ name: 'a', path: '/feed' }] },
    'environment: STANDFIRST_PARTNER_A is too short',
    { STANDFIRST_PARTNER_A: SECRET.slice(1) },
  ],
  [
    'a short secret that purges',
    { url },
    'environment: STANDFIRST_PURGE_SECRET is too short',
    { STANDFIRST_PURGE_SECRET: SECRET.slice(1) },
  ],
  [
    'a short secret of the site',
    { url },
    'environment: STANDFIRST_ORIGIN_SECRET is too short',
    { STANDFIRST_ORIGIN_SECRET: SECRET.slice(1) },
  ],
  [
    'editors of no CMS',
    { url, editors: true },
    'content.origin.editors is true, and how one is logged in is known of WordPress and Ghost alone',
  ],
  ['a wall that is not there', { url, wall: 'wall.html' }, 'content.origin.wall is "wall.html", a'],
  ['a wall outside', { url, wall: '../wall.html' }, 'content.origin.wall is "../wall.html", which'],
  [
    'a wall of another kind',
    { url, wall: 'wall.md' },
    'content.origin.wall is "wall.md", which is',
  ],
  [
    'itself, by the environment',
    { url: 'https://www.example.org' },
    'environment: STANDFIRST_ADDRESS is "https://www.example.org", and so is content.origin.url',
    { STANDFIRST_ADDRESS: 'https://www.example.org' },
  ],
])('refuses %s', async (_, origin, expected, env) => {
  const lines = await faults(json(origin), env)
  expect(lines).toHaveLength(1)
  expect(lines[0]?.replace(/^standfirst\.config\.json:\d+: /, '')).toContain(expected)
})

test('refuses to stand in front of itself', async () => {
  const publication = { name: 'A', address: 'https://www.example.org' }
  const lines = await faults(json({ url: 'https://www.example.org/' }, { publication }))
  expect(lines).toEqual([expect.stringContaining('so is publication.address: Standfirst would')])
})

test('refuses a wall with nothing in it', async () => {
  const files = { ...json({ url, wall: 'wall.html' }), 'wall.html': ' \n' }
  expect(await faults(files)).toEqual([expect.stringContaining('which is empty: name a file')])
})

test('faults of a file and of the environment come in one list, and secrets are not repeated', async () => {
  const partners = [{ name: 'a', paths: '/feed' }]
  const env = { STANDFIRST_PARTNER_A: 'short', STANDFIRST_PURGE_SECRET: 'pass word' }
  const lines = await faults(json({ url, partners }), env)
  expect(lines).toEqual([
    expect.stringContaining('content.origin.partners[0].path is missing: write a path'),
    expect.stringContaining('content.origin.partners[0].paths is not a known field: did you'),
    expect.stringMatching(/^environment: STANDFIRST_PARTNER_A is too short/),
    expect.stringMatching(/^environment: STANDFIRST_PURGE_SECRET is too short/),
  ])
  expect(lines.join('\n')).not.toMatch(/"short"|pass word/)
})

test('whatever stands in an origin, faults are listed and nothing is thrown', async () => {
  const dir = await edition({})
  const field = fc.constantFrom(...Object.keys(FULL))
  const origin = fc.oneof(fc.jsonValue(), fc.dictionary(field, fc.jsonValue()))
  await fc.assert(
    fc.asyncProperty(origin, async (value) => {
      for (const [name, text] of Object.entries(json(value))) await writeFile(join(dir, name), text)
      const loaded = await loadConfig(dir, {})
      expect(loaded.ok ? loaded.value.origin : loaded.faults.map(faultLine)).toBeTruthy()
    }),
    { numRuns: 60 },
  )
})

test('a path that is taken is in the form that is compared, and stays it', () => {
  const segment = fc.string({ minLength: 1, maxLength: 8, unit: 'grapheme' })
  fc.assert(
    fc.property(fc.array(segment, { minLength: 1, maxLength: 4 }), (segments) => {
      const written = `/${segments.map(encodeURIComponent).join('/')}`
      const taken = sitePath.safeParse(written)
      if (!taken.success) return
      expect(sitePath.parse(taken.data)).toBe(taken.data)
      const { pathname } = new URL(taken.data.replaceAll('*', 'x'), 'https://a.example')
      expect(decodeURIComponent(pathname)).toBe(taken.data.replaceAll('*', 'x'))
    }),
  )
})

/** fc.webUrl alone takes a second to be made: it knows every letter of a path beforehand. */
const webAddress = fc
  .tuple(
    fc.constantFrom('http', 'https'),
    fc.webAuthority({ withPort: true }),
    fc.constantFrom('', '/', '/a', '/a/%C3%A9/', '/%F0%9F%9B%9F'),
    fc.constantFrom('', '?', '?a=1', '#', '#b', '?a=1#b'),
  )
  .map(([scheme, authority, path, rest]) => `${scheme}://${authority}${path}${rest}`)

test('an address of a site is scheme and authority, and stays it', () => {
  fc.assert(
    fc.property(webAddress, (text) => {
      const site = siteOf(text)
      if (site !== undefined) expect(new URL(text).href).toBe(`${site}/`)
      expect(siteOf(new URL(text).origin)).toBe(new URL(text).origin)
    }),
  )
})
