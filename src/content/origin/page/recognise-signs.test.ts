// Which pages of a site are articles: by the configuration, by the CMS, by what pages say of themselves.
import { describe, expect, test } from 'vitest'
import {
  articleOn,
  kindOf,
  ld,
  type Page,
  paragraphs,
  recognise,
  TEXT,
} from '../../../../test/support/recognised-page.ts'
import type { Recognised } from './recognise.ts'

const OTHER = 'https://gazette.example/sport/rowing'
const HERE = 'https://gazette.example/harbour/quay'

describe('by its structured data a page is an article', () => {
  test.each<[string, string]>([
    ['of itself', ld({ '@type': 'NewsArticle', url: HERE })],
    ['in a graph', ld({ '@graph': [{ '@type': 'WebSite' }, { '@type': ['Article', 'Thing'] }] })],
    ['in an array', ld([{ '@type': 'Organization' }, { '@type': 'ReportageNewsArticle' }])],
    ['as what a page is about', ld({ '@type': 'WebPage', mainEntity: { '@type': 'BlogPosting' } })],
    ['in the second script', ld({ '@type': 'WebSite' }) + ld({ '@type': 'LiveBlogPosting' })],
    ['beside a list of others', ld([{ '@type': 'Article' }, { '@type': 'ItemList' }])],
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
    ['that it is not free', { head: ld({ '@type': 'WebPage', isAccessibleForFree: false }) }],
    ['its tier', { head: '<meta property="article:content_tier" content="metered">' }],
    [
      'microdata',
      { body: `<div itemscope itemtype="https://schema.org/NewsArticle">${TEXT}</div>` },
    ],
    [
      'a headline and a date',
      { body: `<article><h1>T</h1><time datetime="2026-11-01"></time>${paragraphs(4)}</article>` },
    ],
    [
      'that of the only article with a text among cards',
      {
        body: `<h1>T</h1><article><time datetime="2026-11-01"></time>${paragraphs(4)}</article><article><h2><a href="/other">Other</a></h2></article><article>Third</article>`,
      },
    ],
    [
      'Open Graph beside a list of others',
      { head: `${ld({ '@type': 'ItemList' })}<meta property="og:type" content="article">` },
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

  test("words that are anybody's say less than an article that names its address", () => {
    const head = ld({ '@type': 'Article', url: HERE })
    expect(kindOf({ classes: 'blog', head, settings: { cms: 'wordpress' } })).toBe('article')
    expect(kindOf({ classes: 'blog', settings: { cms: 'wordpress' } })).toBe('page')
    expect(kindOf({ classes: 'page', head: open, settings: { cms: 'wordpress' } })).toBe('article')
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
