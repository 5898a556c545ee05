import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { OriginSettings } from '../../../core/origin.ts'
import { createRoutes } from './route-of.ts'

const SETTINGS: OriginSettings = {
  url: 'http://127.0.0.1:8080',
  host: undefined,
  own: [],
  cms: 'wordpress',
  mode: 'gate',
  articles: { paths: [], except: [], body: undefined },
  gates: [],
  closed: [],
  open: [],
  cookies: [],
  dropCookies: [],
  pass: [],
  partners: [],
  editors: true,
  removeRented: false,
  searches: [],
  parameters: [],
  cache: {
    memoryBytes: 1,
    diskBytes: 1,
    freshSeconds: 1,
    staleWhileRevalidateSeconds: 1,
    staleIfErrorSeconds: 1,
  },
  answerWithinMs: 1000,
  purgeSecret: undefined,
  wall: undefined,
}

/** `METHOD /path?query` to `kind` or, of what is read, its key; `*` behind one that is kept apart. */
function asker(settings: Partial<OriginSettings>): (request: string) => string {
  const routes = createRoutes({ ...SETTINGS, ...settings })
  return (request) => {
    const [, method = 'GET', target = ''] = /^(?:([A-Z]+) )?(.*)$/s.exec(request) ?? []
    const at = target.indexOf('?')
    const route = routes({
      method,
      path: at < 0 ? target : target.slice(0, at),
      query: at < 0 ? '' : target.slice(at),
    })
    return route.kind === 'read' ? route.key + (route.shared ? '' : '*') : route.kind
  }
}

describe('WordPress', () => {
  const ask = asker({})
  test.each([
    ['/', '/'],
    ['/News/A-Story/', '/News/A-Story/'],
    ['/a/?utm_source=x&fbclid=y&gclid=z&utm_source=again', '/a/'],
    ['/?p=12', '/?p=12'],
    ['/?p=12&preview=true&preview_nonce=abc', '/?p=12'],
    ['/?paged=2&cat=3', '/?cat=3&paged=2'],
    ['/?cat=3&utm_medium=x&paged=2', '/?cat=3&paged=2'],
    ['/?p=1&p=2', 'closed'],
    ['/?p[]=1&p.=2', '/'],
    ['/?tag=quay', '/?tag=quay*'],
    ['/?s=quay+wall', '/?s=quay%20wall*'],
    ['/?s="the whole sentence" of it', '/?s=the%20whole%20sentence%20of%20it*'],
    ['/?s=1+2+3+4+5+6+7+8+9+10', '/?s=1%202%203%204%205%206%207%208%209*'],
    ['/a/?amp=1&format=json&output=1&print=1&more=1', '/a/'],
    ['/a/?replytocom=4', '/a/?replytocom=4*'],
    ['/wp-includes/style.css?ver=6.1.9', '/wp-includes/style.css?ver=6.1.9'],
    ['/?feed=rss2', '/?feed=rss2'],
    ['/feed/', '/feed/'],
    ['/a/feed/?withoutcomments=1', '/a/feed/?withoutcomments=1'],
    ['/wp-sitemap-posts-post-1.xml', '/wp-sitemap-posts-post-1.xml'],
    ['/a/embed/', '/a/embed/'],
    ['/?author=1', '/?author=1'],
    ['HEAD /a/', '/a/'],
    ['/robots.txt', '/robots.txt'],
    ['/llms.txt', '/llms.txt'],
    ['/.well-known/security.txt', '/.well-known/security.txt'],
    ['/wp-content/uploads/2026/01/quay.png', '/wp-content/uploads/2026/01/quay.png'],
    ['/wp-content/uploads/notes.txt', '/wp-content/uploads/notes.txt'],
    ['/wp-content/cache/autoptimize/css/a.css', '/wp-content/cache/autoptimize/css/a.css'],
  ])('%s is read as %s', (request, expected) => {
    expect(ask(request)).toBe(expected)
  })

  test.each([
    [
      '/wp-json/wp/v2/posts?per_page=5&_fields=content&_method=DELETE',
      '/wp-json/wp/v2/posts?per_page=5',
    ],
    ['/wp-json/wp/v2/posts/12?context=edit', '/wp-json/wp/v2/posts/12'],
    ['/?rest_route=/wp/v2/posts&slug=a', '/?rest_route=%2Fwp%2Fv2%2Fposts&slug=a*'],
    [
      '/wp-json/oembed/1.0/embed?url=https://news.example/a',
      '/wp-json/oembed/1.0/embed?url=https%3A%2F%2Fnews.example%2Fa*',
    ],
    ['/index.php/wp-json/wp/v2/posts', '/index.php/wp-json/wp/v2/posts'],
  ])('of its interface %s is read as %s', (request, expected) => {
    expect(ask(request)).toBe(expected)
  })

  test.each([
    ...[
      '/wp-json',
      '/wp-json/',
      '/wp-json/wp/v2/posts/12/revisions',
      '/wp-json/wp/v2/blocks',
      '/wp-json/wp/v2/media',
      '/?rest_route=/wp/v2/media/7',
    ],
    ...['/wp-json/batch/v1', 'POST /wp-json/batch/v1', 'POST /wp-json/wp/v2/posts', '/WP-JSON/x'],
    ...['/index.php/wp-json/', '/index.php/wp-json/x/v1', '/?rest_route=', '/?rest_route=/x/v1'],
    ...[
      '/a/?rest_route=%2Fx%2Fv1',
      '/index.php?rest_route=/',
      '/?rest_route=/wp/v2/posts/../blocks',
    ],
    ...['/?rest_route=/wp/v2/posts&rest_route=/x', '/wp-admin/admin-ajax.php?action=more'],
    ...[
      'POST /wp-admin/admin-ajax.php',
      '/xmlrpc.php',
      'POST /xmlrpc.php',
      '/wp-content/debug.log',
    ],
    ...[
      '/wp-config.php.bak',
      '/wp-config.php',
      '/a/trackback/',
      '/a/amp/',
      '/a/print/',
      '/.git/HEAD',
    ],
    ...['/.env', '/a.md', '/graphql?query={posts{nodes{content}}}', 'POST /graphql', 'POST /a/'],
    ...['/wp-content/cache/supercache/news.example/a/index.html', '/wp-content/plugins/x/pdf.php'],
    ...[
      '/llms-full.txt',
      '/a/story.txt',
      '/wp-comments-post.php',
      'DELETE /a/',
      '/a/?query={posts}',
    ],
    ...['//a', '/a//b', '/a/../b', '/a;x=1', '/a%2fb', '/a%5cb', '/a%00', '/%2e%2e/b', '/a\\b'],
    ...[
      '/wp-admin/x/?rest_route=/wp/v2/posts',
      '/wp-admin/quay/',
      '/wp-admin/x.php?p=7',
      '/wp-admin/edit.php?rest.route=/wp/v2/posts',
      '/wp-login.php/x?p=7',
      '/wp-login.php?rest%5Broute=/wp/v2/posts',
    ],
    ...['/%252e', '/%ff', '/?p=%ff', '/?p=1%00', '/a%0a'],
  ])('%s is closed', (request) => {
    expect(ask(request)).toBe('closed')
  })

  test.each([
    ...['/wp-admin/', '/wp-admin', '/wp-admin/network/', '/wp-admin/options-general.php'],
    ...['POST /wp-admin/async-upload.php', '/wp-admin/load-styles.php?c=1&load=login'],
    '/wp-admin/network/site-new.php',
  ])('keeps its administration for itself: %s', (request) => {
    expect(ask(request)).toBe('origin')
  })

  test.each([
    ...[
      '/wp-admin/quay/?preview=true',
      'POST /wp-admin/quay/',
      '/wp-admin/quay.html',
      '/wp-admin/x.php',
    ],
    ...['/wp-admin/x.php?rest_route=/wp/v2/posts', '/wp-admin/css/x.css?rest_route=/wp/v2/posts'],
    ...[
      '/wp-admin/css/x.css?rest.route=/wp/v2/posts',
      'POST /wp-admin/css/x.css',
      'POST /wp-admin/network/post.php?_method=GET',
      '/wp-login.php/quay',
    ],
    ...['/index.php/wp-admin/post.php?rest_route=/wp/v2/posts', '/index.php/wp-cron.php?p=7'],
  ])(
    'and what is no file of it, that WordPress would answer as a page, is closed: %s',
    (request) => {
      expect(ask(request)).toBe('closed')
    },
  )

  test('decides of its log-in and of comments itself', () => {
    expect(ask('/wp-login.php?redirect_to=x')).toBe('origin')
    expect(ask('POST /wp-login.php?action=postpass')).toBe('origin')
    expect(ask('/wp-admin/css/common.min.css?ver=6')).toBe('/wp-admin/css/common.min.css?ver=6')
    expect(ask('/wp-admin/post.php?post=1')).toBe('origin')
    expect(ask('POST /wp-comments-post.php')).toBe('ask')
  })
})

describe('Ghost', () => {
  const ask = asker({ cms: 'ghost' })
  test.each([
    ['/a-story/', '/a-story/'],
    ['/a-story/?ref=letter&attribution_id=1&action=signup', '/a-story/'],
    ['/rss/', '/rss/'],
    ['/assets/built/screen.css?v=abc', '/assets/built/screen.css?v=abc'],
    ['/content/images/2026/quay.png', '/content/images/2026/quay.png'],
    [
      '/ghost/api/content/posts/slug/a-story/?key=1&fields=html&formats=plaintext',
      '/ghost/api/content/posts/slug/a-story/?formats=plaintext&key=1*',
    ],
    ['/ghost/api/v3/content/posts/?key=1', '/ghost/api/v3/content/posts/?key=1*'],
    ["/ghost/api/content/posts/?filter=plaintext:~'a'", 'closed'],
    ['/ghost/api/content/newsletters/', 'closed'],
    ['/ghost/api/admin/posts/', 'origin'],
    ['PUT /ghost/api/admin/posts/1', 'origin'],
    ['/ghost/', 'origin'],
    ['/members/api/session', 'closed'],
    ['POST /members/api/send-magic-link', 'closed'],
    ['/p/0123-4567/', 'closed'],
    ['/email/0123-4567/', 'closed'],
    ['POST /webmentions/receive', 'closed'],
    ['/.ghost/activitypub/outbox/index', 'closed'],
    ['/a-story/amp/', 'closed'],
  ])('%s: %s', (request, expected) => {
    expect(ask(request)).toBe(expected)
  })
})

describe('any other', () => {
  const ask = asker({ cms: 'none', parameters: ['postId'] })
  test.each([
    ['/article.php?id=5&utm_source=x', '/article.php?id=5*'],
    ['/article.php?postId=5', '/article.php?postId=5'],
    ['/article.php?postId=5&postId=6', 'closed'],
    ['/list?tag=b&tag=a&page=2', '/list?page=2&tag=b&tag=a*'],
    ['/a?print=1&outputType=amp&_escaped_fragment_=&view=full&view[]=x&view.=x', '/a'],
    ['/a?format=rss', '/a?format=rss*'],
    ['/a?x=1;amp=1', 'closed'],
    ['/a/index.html.gz', 'closed'],
    ['/feed.xml.gz', 'closed'],
    ['/sitemap-2.xml.gz', '/sitemap-2.xml.gz'],
    ['/_next/data/b/a.json', 'closed'],
    ['/a/__data.json', 'closed'],
    ['/main.js.map', 'closed'],
    ['/a/index.json', '/a/index.json'],
  ])('%s: %s', (request, expected) => {
    expect(ask(request)).toBe(expected)
  })
})

describe('what the configuration says', () => {
  const gate = {
    name: 'e-paper',
    paths: ['/E-Paper', '/wp-json/e/v1'],
    access: { kind: 'registered' },
  } as const
  const ask = asker({
    articles: { paths: ['/amp/story*'], except: [], body: undefined },
    gates: [gate],
    closed: ['/e-paper/internal', '/archive/'],
    open: ['/e-paper', '/archive', '/wp-json/shop', '/api.json', '/.git'],
    pass: [
      { path: '/e-paper', methods: ['GET'], webSockets: false },
      { path: '/wp-json/forms', methods: ['POST'], webSockets: false },
      { path: '/wp-admin/admin-ajax.php', methods: ['GET', 'POST'], webSockets: false },
    ],
  })
  test.each([
    ['/e-paper/2026.pdf', 'gate'],
    ['/E-PAPER/2026.pdf', 'gate'],
    ['/index.php/e-paper/2026.pdf', 'gate'],
    ['/?rest_route=/e/v1/today', 'gate'],
    ['/e-paper/internal/plan.pdf', 'closed'],
    ['/archive/1', 'closed'],
    ['/.git/config', 'closed'],
    ['/wp-json/shop/v1/cart', '/wp-json/shop/v1/cart'],
    ['/?rest_route=/shop/v1/cart&view=x', '/?rest_route=%2Fshop%2Fv1%2Fcart&view=x*'],
    ['POST /wp-json/shop/v1/cart', 'closed'],
    ['POST /wp-json/forms/v1', 'pass'],
    ['GET /wp-json/forms/v1', 'closed'],
    ['POST /wp-admin/admin-ajax.php', 'pass'],
    ['/amp/story-1', '/amp/story-1'],
    ['/amp/other', 'closed'],
  ])('%s: %s', (request, expected) => {
    expect(ask(request)).toBe(expected)
  })
})

test('what is closed stays closed, whatever stands behind it and however it is spelled', () => {
  const ask = asker({ closed: ['/secret'], open: ['/secret/open'] })
  const spellings = fc.constantFrom(
    '/secret',
    '/SECRET',
    '/%73ecret',
    '/index.php/secret',
    '/index.php/%53ecret/',
    '/secret.',
    '/secret%20',
  )
  const rest = fc.constantFrom(
    '',
    '/',
    '/open',
    '/a/b.json',
    '/%C3%A9',
    '/wp-json/wp/v2/posts',
    '/..',
    '//',
  )
  const query = fc.array(
    fc.constantFrom(
      'p=1',
      'rest_route=/open',
      'rest_route=/secret',
      'a',
      '&',
      '=',
      '%00',
      'x=/secret/open',
    ),
  )
  fc.assert(
    fc.property(spellings, rest, query, (spelling, behind, parts) => {
      expect(ask(`${spelling}${behind}?${parts.join('&')}`)).toBe('closed')
    }),
  )
})

test('what the configuration names is asked, and no less careful with what is known', () => {
  const ask = asker({ parameters: ['lang', 's'] })
  expect(ask('/a/?lang=de&other=1')).toBe('/a/?lang=de')
  expect(ask('/wp-json/wp/v2/posts?lang=de&other=1')).toBe('/wp-json/wp/v2/posts?lang=de')
  expect(ask('/?s="a sentence"')).toBe('/?s=a%20sentence*')
})

test('a key asks for what is known alone, once, and is its own key', () => {
  const ask = asker({})
  const name = fc.constantFrom(
    'p',
    's',
    'paged',
    'x',
    'P',
    'p[]',
    'utm_a',
    'rest.route',
    'tag',
    'feed',
  )
  const query = fc
    .array(fc.tuple(name, fc.string({ unit: 'grapheme' })), { maxLength: 6 })
    .map((pairs) => pairs.map((pair) => pair.map(encodeURIComponent).join('=')).join('&'))
  fc.assert(
    fc.property(query, (text) => {
      const key = ask(`/a?${text}`)
      if (key === 'closed') return
      const asked = key.replace(/\*$/, '')
      expect([...new URL(asked, 'http://x').searchParams.keys()]).toEqual(
        ['feed', 'p', 'paged', 's', 'tag'].filter((one) =>
          new URL(asked, 'http://x').searchParams.has(one),
        ),
      )
      expect(ask(asked)).toBe(key)
    }),
  )
})
