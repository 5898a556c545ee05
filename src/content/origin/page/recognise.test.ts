// Which pages of a site are articles: by the configuration, by the CMS, by what pages say of themselves.
import { parse } from 'parse5'
import { describe, expect, test } from 'vitest'
import { PAGE_SETTINGS } from '../../../../test/support/page-settings.ts'
import type { PageSettings } from '../../../core/origin.ts'
import type { Policy, Rule } from '../../../core/policy.ts'
import { type Recognised, recognisePage } from './recognise.ts'

const NOW = Date.parse('2026-11-20T12:00:00Z')
const POLICY = PAGE_SETTINGS.policy

const sentence = (n: number) =>
  `Sentence ${n} of the harbour office says that the quay will be mended before the winter, and by whom. `
const paragraphs = (count: number, from = 0) =>
  Array.from({ length: count }, (_, n) => `<p>${sentence(from + n).repeat(2)}</p>`).join('\n')
const ld = (value: unknown) =>
  `<script type="application/ld+json">${JSON.stringify(value)}</script>`

interface Page {
  readonly head?: string
  readonly body?: string
  readonly classes?: string
  readonly address?: string
  readonly settings?: Partial<PageSettings>
}

const TEXT = `<main><h1>The quay</h1><div class="text">${paragraphs(8)}</div></main>`

function recognise({
  head = '',
  body = TEXT,
  classes = '',
  address = '/harbour/quay',
  settings,
}: Page) {
  const html = `<!doctype html><html lang="en"><head><title>t</title>${head}</head><body class="${classes}">${body}</body></html>`
  return recognisePage(parse(html), { address }, { ...PAGE_SETTINGS, ...settings }, NOW)
}

const kindOf = (page: Page): Recognised['kind'] => recognise(page).kind

function articleOn(page: Page): Extract<Recognised, { kind: 'article' }> {
  const found = recognise(page)
  if (found.kind !== 'article') throw new Error(`it is ${found.kind}`)
  return found
}

function pageOn(page: Page): Extract<Recognised, { kind: 'page' }> {
  const found = recognise(page)
  if (found.kind !== 'page') throw new Error(`it is ${found.kind}`)
  return found
}

const OTHER = 'https://gazette.example/sport/rowing'
const HERE = 'https://gazette.example/harbour/quay'

describe('by its structured data a page is an article', () => {
  test.each<[string, string]>([
    ['of itself', ld({ '@type': 'NewsArticle', url: HERE })],
    ['in a graph', ld({ '@graph': [{ '@type': 'WebSite' }, { '@type': ['Article', 'Thing'] }] })],
    ['in an array', ld([{ '@type': 'Organization' }, { '@type': 'ReportageNewsArticle' }])],
    ['as what a page is about', ld({ '@type': 'WebPage', mainEntity: { '@type': 'BlogPosting' } })],
    ['in the second script', ld({ '@type': 'WebSite' }) + ld({ '@type': 'LiveBlogPosting' })],
    ['by the whole name of its type', ld({ '@type': 'https://schema.org/TechArticle' })],
    [
      'at the address that the origin has',
      ld({ '@type': 'Article', url: 'http://origin.internal:8080/harbour/quay/' }),
    ],
    [
      'among others',
      ld([
        { '@type': 'Article', url: OTHER },
        { '@type': 'Article', mainEntityOfPage: { '@id': HERE } },
      ]),
    ],
    [
      'with a comma too many',
      '<script type="application/ld+json">{"@type":"Article","headline":"a\nb",}</script>',
    ],
    ['in a comment', '<script type="application/ld+json"><!-- {"@type":"Article"} --></script>'],
    [
      'beside broken data',
      `<script type="application/ld+json">{"@type":</script>${ld({ '@type': 'Article' })}`,
    ],
    [
      'in broken data',
      '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "a "b" c"}</script>',
    ],
  ])('%s', (_, head) => {
    expect(kindOf({ head })).toBe('article')
  })

  test.each<[string, string]>([
    [
      'it lists articles',
      ld({
        '@type': 'ItemList',
        itemListElement: [{ '@type': 'ListItem', item: { '@type': 'NewsArticle', url: HERE } }],
      }),
    ],
    ['it is a blog', ld({ '@type': 'Blog', blogPost: [{ '@type': 'BlogPosting' }] })],
    [
      'it collects',
      ld({ '@graph': [{ '@type': 'CollectionPage' }, { '@type': 'Article', url: OTHER }] }),
    ],
    ['it speaks of one elsewhere', ld({ '@type': 'Article', url: OTHER })],
    ['it speaks of several', ld([{ '@type': 'Article' }, { '@type': 'Article' }])],
    ['it quotes one', ld({ '@type': 'WebPage', mentions: { '@type': 'NewsArticle' } })],
    ['there is none', ''],
  ])('not where %s', (_, head) => {
    expect(kindOf({ head })).toBe('page')
  })
})

describe('by its metadata and markup', () => {
  test.each<[string, Page]>([
    ['Open Graph', { head: '<meta property="og:type" content="article">' }],
    [
      'the time it was published',
      { head: '<meta property="article:published_time" content="2026-11-01">' },
    ],
    ['its tier', { head: '<meta property="article:content_tier" content="metered">' }],
    [
      'microdata',
      { body: `<div itemscope itemtype="https://schema.org/NewsArticle">${TEXT}</div>` },
    ],
    [
      'a headline and a date',
      { body: `<article><h1>T</h1><time datetime="2026-11-01"></time>${paragraphs(4)}</article>` },
    ],
  ])('%s makes it an article', (_, page) => {
    expect(kindOf(page)).toBe('article')
  })

  test.each<[string, Page]>([
    ['a front page', { address: '/', head: '<meta property="og:type" content="article">' }],
    [
      'an article element without a date',
      { body: `<article><h1>About us</h1>${paragraphs(4)}</article>` },
    ],
    [
      'a website',
      {
        head: '<meta property="og:type" content="website">',
        body: `<article><h1>T</h1><time datetime="2026"></time>${paragraphs(4)}</article>`,
      },
    ],
  ])('%s is none', (_, page) => {
    expect(kindOf(page)).toBe('page')
  })
})

describe('by the classes of its CMS', () => {
  const open = '<meta property="og:type" content="article">'
  const text = `<div class="entry-content">${paragraphs(6)}</div>`
  test.each<[string, string, Recognised['kind']]>([
    [
      'a post',
      'post-template-default single single-post postid-151 wp-embed-responsive',
      'article',
    ],
    ['a post of a kind of its own', 'single single-report postid-7', 'article'],
    ['a page', 'page-template-default page page-id-162 wp-embed-responsive', 'page'],
    ['the page in front', 'home page page-id-2 wp-embed-responsive', 'page'],
    ['the front page', 'home blog wp-embed-responsive', 'page'],
    ['a section', 'archive category category-harbour wp-embed-responsive', 'page'],
    ['a search', 'search search-results wp-embed-responsive', 'page'],
    ['an author', 'archive author author-ida wp-embed-responsive', 'page'],
    ['no page', 'error404 wp-embed-responsive', 'page'],
    ['a log-in', 'login no-js login-action-login wp-core-ui', 'page'],
    ['a product', 'single single-product postid-9', 'page'],
    ["Ghost's post", 'post-template tag-harbour', 'article'],
    ["Ghost's page", 'page-template', 'page'],
    ["Ghost's front page", 'home-template', 'page'],
    ["Ghost's tag", 'tag-template tag-harbour', 'page'],
  ])('%s', (_, classes, kind) => {
    expect(kindOf({ classes, head: open, body: text })).toBe(kind)
  })

  test('a page that says that it is not free is an article after all, and a doubt', () => {
    const head = ld({ '@type': 'NewsArticle', isAccessibleForFree: 'False' })
    const found = articleOn({ classes: 'page page-id-162', head, body: text })
    expect(found.doubts).toHaveLength(1)
  })

  test('classes that only look like them say nothing', () => {
    expect(kindOf({ classes: 'blog archive', head: open })).toBe('article')
  })
})

describe('by the configuration', () => {
  const paths = { paths: ['/harbour'], except: [], body: undefined }
  test('an address is one, whatever its page says', () => {
    expect(kindOf({ settings: { articles: paths } })).toBe('article')
    expect(kindOf({ settings: { articles: paths }, classes: 'page page-id-1' })).toBe('article')
  })

  test('an address is none, whatever its page says', () => {
    const articles = { ...paths, except: ['/harbour/quay'] }
    expect(kindOf({ settings: { articles }, head: ld({ '@type': 'Article' }) })).toBe('page')
  })

  test('an article whose text is not found is not sent', () => {
    for (const body of ['', '<div id="app"></div><script>render()</script>'])
      expect(recognise({ body, settings: { articles: paths } })).toMatchObject({
        kind: 'unfindable',
        why: expect.stringContaining('the configuration names its address'),
      })
  })
})

describe('what is known of an article', () => {
  const single = 'single single-post postid-5'
  const post = (classes: string, inside = '') =>
    `<article id="post-5" class="post-5 post type-post ${classes}"><h1 class="entry-title">The <i>quay</i></h1><div class="entry-content">${paragraphs(6)}</div><footer class="entry-footer">${inside}</footer></article>`

  test('its path by its canonical address, at either address of the site', () => {
    const canonical = (href: string, base = '') =>
      articleOn({
        ...{ classes: single, address: '/?p=5' },
        head: `${base}<link rel="canonical" href="${href}">`,
      }).article.path
    expect(canonical('http://origin.internal:8080/Harbour/Quay/')).toBe('/harbour/quay')
    expect(canonical('quay', '<base href="/harbour/">')).toBe('/harbour/quay')
    expect(canonical('https://elsewhere.example/x')).toBe('/?p=5')
    expect(canonical('https://gazette.example/')).toBe('/?p=5')
  })

  test('everything that the structured data says', () => {
    const head = ld({
      '@graph': [
        {
          ...{ '@type': 'NewsArticle', headline: 'Council &amp; quay', description: 'In  short.' },
          ...{ datePublished: '2026-11-01T07:30:00+01:00', dateModified: '2026-11-02 08:00' },
          ...{ author: [{ '@id': '#ida' }, { name: 'Tam Orrin' }], articleSection: 'Harbour News' },
          keywords: 'Ferries, Rates',
        },
        { '@type': 'Person', '@id': '#ida', name: 'Ida Quill' },
      ],
    })
    expect(articleOn({ head }).article).toMatchObject({
      ...{ path: '/harbour/quay', title: 'Council & quay', summary: 'In short.' },
      ...{
        bylines: ['Ida Quill', 'Tam Orrin'],
        section: 'harbour-news',
        tags: ['ferries', 'rates'],
      },
      published: Date.parse('2026-11-01T06:30:00Z'),
      updated: Date.parse('2026-11-02T07:00:00Z'),
    })
  })

  test('what the page shows, where nothing is said', () => {
    const inside =
      '<time class="published" datetime="2026-11-01T00:00:00Z"></time> <a rel="author">Ida Quill</a>'
    const body = post('category-harbour tag-ferries tag-rates', inside)
    expect(articleOn({ classes: single, body, address: '/quay' }).article).toMatchObject({
      ...{ title: 'The quay', summary: '', bylines: ['Ida Quill'], section: 'harbour' },
      ...{ tags: ['ferries', 'rates'], published: Date.parse('2026-11-01T00:00:00Z') },
    })
  })

  test('the links to its section and tags in a theme of blocks', () => {
    const terms =
      '<div class="taxonomy-category"><a href="/category/harbour/" rel="tag">News</a></div><div class="taxonomy-post_tag"><a href="/tag/ferries/" rel="tag">F</a></div>'
    const body = `<main><div class="entry-content">${paragraphs(6)}</div>${terms}</main>`
    const { article } = articleOn({ classes: single, body, address: '/quay' })
    expect(article).toMatchObject({ section: 'harbour', tags: ['ferries'] })
  })

  test("Ghost's first tag is its section", () => {
    const body = `<article class="article post tag-harbour tag-hash-paid"><h1>T</h1><section class="gh-content">${paragraphs(6)}</section></article>`
    const { article } = articleOn({ classes: 'post-template tag-harbour', body, address: '/quay' })
    expect(article).toMatchObject({ section: 'harbour', tags: ['harbour', 'hash-paid'] })
  })

  test('of several sections the one that a rule is about, else the one in its path', () => {
    const body = post('category-archive category-harbour category-premium')
    const rule: Rule = {
      ...{ name: 'premium', sections: ['premium'] },
      ...{ tags: undefined, paths: undefined, olderThanDays: undefined },
      ...{ youngerThanDays: undefined, access: { kind: 'subscribers' } },
    }
    const policy = { ...POLICY, rules: [rule] }
    expect(articleOn({ classes: single, body }).article.section).toBe('harbour')
    const { article } = articleOn({ classes: single, body, settings: { policy } })
    expect(article.section).toBe('premium')
  })

  test('its section by its path where nothing else says one', () => {
    const { article } = articleOn({ head: '<meta property="og:type" content="article">' })
    expect(article.section).toBe('harbour')
  })

  test('no date from tomorrow, for what is shown is out', () => {
    const head = ld({ '@type': 'Article', datePublished: '2030-01-01' })
    expect(articleOn({ head }).article.published).toBe(NOW)
    expect(articleOn({ head: ld({ '@type': 'Article' }) }).article.published).toBe(0)
  })
})

describe('the sign of its access', () => {
  const tier = (value: string) => `<meta property="article:content_tier" content="${value}">`
  const free = (value: unknown) => ld({ '@type': 'Article', isAccessibleForFree: value })
  test.each<[string, string, string | undefined, number]>([
    ['nothing', ld({ '@type': 'Article' }), undefined, 0],
    ['free', free('http://schema.org/True'), 'free', 0],
    ['not free, which leaves it to the policy', free(false), undefined, 0],
    ['the tier free', tier('free'), 'free', 0],
    ['the tier metered', tier('metered'), 'metered', 0],
    ['the tier locked', tier('locked'), 'subscribers', 0],
    ['not free, and metered', free(false) + tier('metered'), 'metered', 0],
    ['free, and metered', free(true) + tier('metered'), 'metered', 1],
    [
      'free, and not free',
      free(true) + ld({ '@type': 'WebPage', isAccessibleForFree: false }),
      undefined,
      1,
    ],
    ['two tiers', tier('metered') + tier('locked'), 'subscribers', 1],
  ])('%s', (_, head, kind, doubts) => {
    const found = articleOn({ head })
    expect(found.article.access).toBeUndefined()
    expect(found.article.sign?.kind).toBe(kind)
    expect(found.doubts).toHaveLength(doubts)
  })

  test('never opens what it calls not free, where all else is', () => {
    const policy: Policy = { ...POLICY, default: { kind: 'free' } }
    const { article } = articleOn({ head: free(false), settings: { policy } })
    expect(article.sign).toEqual({ kind: 'subscribers' })
  })

  test('of Ghost, which keeps the rest back from whoever asks without a member', () => {
    const body = `<article class="post"><h1>T</h1><section class="gh-content">${paragraphs(3)}<aside class="gh-post-upgrade-cta">For subscribers</aside></section></article>`
    expect(articleOn({ classes: 'post-template', body }).doubts).toHaveLength(1)
  })
})

describe('other pages', () => {
  const card = (n: number, text: string) =>
    `<article class="post-${n} post type-post hentry category-sport tag-rowing"><h2 class="entry-title"><a href="/sport/${n}/">T</a></h2><time datetime="2026-11-0${n}"></time><div class="entry-content">${text}</div></article>`

  test('name what they lead to, and the whole texts that they carry', () => {
    const body = `<main>${card(1, paragraphs(6))}${card(2, paragraphs(1))}</main>`
    const found = pageOn({ classes: 'archive wp-embed-responsive', body })
    expect(found.listed).toEqual(['/sport/1', '/sport/2'])
    expect(found.bodies).toHaveLength(1)
    expect(found.bodies[0]).toMatchObject({
      element: { tagName: 'div' },
      path: '/sport/1',
      article: { path: '/sport/1', section: 'sport', tags: ['rowing'] },
    })
  })

  test('carry texts in elements that are no articles too', () => {
    const entry = (n: number) =>
      `<div><h2><a href="/sport/${n}">T</a></h2><div class="post-content">${paragraphs(6)}</div></div>`
    const found = pageOn({ address: '/', body: entry(1) + entry(2) })
    expect(found.bodies.map(({ path }) => path)).toEqual(['/sport/1', '/sport/2'])
  })

  test('keep their own text, but not those of articles within it', () => {
    const own = `<article class="post-162 page type-page hentry"><h1>About</h1><div class="entry-content">${paragraphs(6)}</div></article>`
    const classes = 'page page-id-162 wp-embed-responsive'
    expect(pageOn({ classes, body: own }).bodies).toEqual([])
    const within = own.replace('</div>', `${card(1, paragraphs(6))}</div>`)
    expect(pageOn({ classes, body: within }).bodies.map(({ path }) => path)).toEqual(['/sport/1'])
  })

  test('are told by structured data what they list', () => {
    const head = ld({
      '@type': 'ItemList',
      itemListElement: [{ '@type': 'ListItem', url: OTHER }, { item: { url: '/sport/2/' } }],
    })
    expect(pageOn({ head }).listed).toEqual(['/sport/rowing', '/sport/2'])
  })
})

describe('a later page of an article is of the same one', () => {
  const open = '<meta property="og:type" content="article">'
  test.each<[string, string, string]>([
    ['/harbour/quay/2', '', 'single single-post postid-5 paged-2 single-paged-2'],
    ['/harbour/quay/page/2', open, ''],
    ['/harbour/quay?page=2', `${open}<link rel="canonical" href="/harbour/quay">`, ''],
    ['/harbour/quay/2', `${open}<link rel="prev" href="/harbour/quay/">`, ''],
  ])('%s', (address, head, classes) => {
    expect(articleOn({ address, head, classes })).toMatchObject({
      continues: true,
      article: { path: '/harbour/quay' },
    })
  })

  test.each(['/harbour/quay', '/harbour/quay?page=1', '/harbour/2026', '/harbour/quay?page=x'])(
    'which %s is not',
    (address) => {
      expect(articleOn({ address, head: open }).continues).toBe(false)
    },
  )
})
