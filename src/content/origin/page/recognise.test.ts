// What is known of an article by its page, and which texts of articles other pages carry.
import { describe, expect, test } from 'vitest'
import {
  articleOn,
  ld,
  NOW,
  PAGE_SETTINGS,
  pageOn,
  paragraphs,
} from '../../../../test/support/recognised-page.ts'
import { NO_DATE } from '../../../core/article.ts'
import type { Policy, Rule } from '../../../core/policy.ts'

const POLICY = PAGE_SETTINGS.policy
const OTHER = 'https://gazette.example/sport/rowing'

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
          keywords: 'Ferries, Économie',
        },
        { '@type': 'Person', '@id': '#ida', name: 'Ida Quill' },
      ],
    })
    expect(articleOn({ head }).article).toMatchObject({
      ...{ path: '/harbour/quay', title: 'Council & quay', summary: 'In short.' },
      ...{
        bylines: ['Ida Quill', 'Tam Orrin'],
        section: 'harbour-news',
        tags: ['ferries', 'économie', 'economie'],
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

  test('the headline in its text, where the title of the page begins with it', () => {
    const titleOf = (headline: string, title: string) =>
      articleOn({
        head: '<meta property="og:type" content="article">',
        body: `<div class="text"><h1>${headline}</h1>${paragraphs(8)}</div>`,
        title,
      }).article.title
    const long = 'A letter to the mayor | The Weir Post'
    expect(titleOf('A letter\n to <i>the</i> mayor', long)).toBe('A letter to the mayor')
    expect(titleOf('What the mayor says', long)).toBe(long)
    expect(titleOf('', long)).toBe(long)
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
    expect(articleOn({ head: ld({ '@type': 'Article' }) }).article.published).toBe(NO_DATE)
  })

  test.each([
    '1970-01-01',
    '1970-01-01T00:00:00Z',
    '0001-01-01T00:00:00Z',
    '-0001-11-30T00:00:00+00:00',
  ])('no date from %s, which a template writes where it has none', (datePublished) => {
    const head = ld({ '@type': 'Article', datePublished, dateCreated: '2019-03-04' })
    expect(articleOn({ head }).article.published).toBe(Date.parse('2019-03-03T23:00:00Z'))
    const alone = ld({ '@type': 'Article', datePublished })
    expect(articleOn({ head: alone }).article.published).toBe(NO_DATE)
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

describe('the text of an article', () => {
  const head = '<meta property="og:type" content="article">'
  const classOf = (page: { body: string }) =>
    articleOn({ ...page, head }).container.attrs.map(({ value }) => value)

  test('is the only one on its page, wherever its headline leads', () => {
    const body = `<article class="a"><h2><a href="/other">T</a></h2>${paragraphs(5)}</article>`
    expect(classOf({ body })).toEqual(['a'])
  })

  test('is not elsewhere because its headline was never closed', () => {
    const text = `<article class="a"><h2>T <a href="/other">o</a> ${paragraphs(5)}</article>`
    expect(classOf({ body: `${text}<div>${paragraphs(4)}</div>` })).toEqual(['a'])
  })

  test('is not that of the next one, which an endless page holds too', () => {
    const part = (path: string, count: number) =>
      `<article data-url="${path}"><h1>T</h1><div class="article-body">${paragraphs(count)}</div></article>`
    const body = `<main>${part('/harbour/quay', 5)}${part('/harbour/next', 9)}</main>`
    const { others, listed } = articleOn({ head, body })
    expect(others).toMatchObject([{ element: { tagName: 'div' }, path: '/harbour/next' }])
    expect(listed.map(({ path }) => path)).toEqual(['/harbour/next'])
  })
})

describe('other pages', () => {
  const card = (n: number, text: string) =>
    `<article class="post-${n} post type-post hentry category-sport tag-rowing"><h2 class="entry-title"><a href="/sport/${n}/">T</a></h2><time datetime="2026-11-0${n}"></time><div class="entry-content">${text}</div></article>`

  test('name what they lead to, and the whole texts that they carry', () => {
    const body = `<main>${card(1, paragraphs(6))}${card(2, paragraphs(1))}</main>`
    const found = pageOn({ classes: 'archive wp-embed-responsive', body })
    expect(found.listed).toEqual([
      { path: '/sport/1', address: '/sport/1/' },
      { path: '/sport/2', address: '/sport/2/' },
    ])
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

  test('name what their headlines lead to, where nothing is marked', () => {
    const body =
      '<h1><a href="/">G</a></h1><div><h3><a href="/a/b">B</a></h3></div><a href="/a/c?utm_id=1"><div><h3>C</h3></div></a><p><a href="/d">D</a></p>'
    expect(pageOn({ body }).listed.map(({ path }) => path)).toEqual(['/a/b', '/a/c'])
  })

  test.each([
    [
      'a line behind a text',
      (text: string, a: string) => `<div>${text}<a href="${a}">Read more</a></div>`,
    ],
    ['an item', (text: string, a: string) => `<li><b>T</b>${text}<a href="${a}">T</a></li>`],
    [
      'a row',
      (text: string, a: string) => `<table><tr><td><a href="${a}">T</a><td>${text}</table>`,
    ],
    ['a definition', (text: string, a: string) => `<dl><dt><a href="${a}">T</a><dd>${text}</dl>`],
    [
      'a card that a program opens',
      (text: string, a: string) => `<div data-href="${a}">${text}</div>`,
    ],
  ])('name what %s leads to, as it is written', (_, teaser) => {
    const body = `${teaser(paragraphs(4), '/Sport/One/?id=x')}${teaser(paragraphs(4), '/sport/2/')}`
    expect(pageOn({ body }).listed).toEqual([
      { path: '/sport/one', address: '/Sport/One/?id=x' },
      { path: '/sport/2', address: '/sport/2/' },
    ])
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
    expect(pageOn({ head }).listed.map(({ path }) => path)).toEqual(['/sport/rowing', '/sport/2'])
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
