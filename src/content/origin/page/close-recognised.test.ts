import { describe, expect, test } from 'vitest'
import type { Article } from '../../../core/article.ts'
import type { ArticlePageReading, PageSettings, Piece } from '../../../core/origin.ts'
import type { ArticleFacts } from '../../../core/policy.ts'
import { closeRecognised } from './close-recognised.ts'
import { attributeOf, type Element, isElement, nodesIn, parsePage } from './parse-page.ts'

const NOW = Date.UTC(2026, 4, 1)
const OPEN = [
  'The council met on Tuesday evening in the old customs house, and it did not take long to agree.',
  'Eleven of the thirteen members want the quay to stay where it is, whatever the ministry says of it.',
]
const GATED = [
  'Behind closed doors the harbour master had shown them a ledger with nineteen names in faded violet ink.',
  'Ludmila Forsberg, a puppeteer, paid forty crowns in cash and left a coffin full of marionettes behind.',
  'Nobody has asked for the marionettes since, and the warehouse is to be sold before the summer ends.',
  'Whoever sleeps beneath the loft hears wooden footsteps overhead, which the watchmen blame upon seagulls.',
  'A photograph of the warehouse hangs in the town hall, next to the stairs that nobody uses any more.',
]
const article: Article = {
  id: 'AAAAAAAAAAA',
  path: '/news/quay',
  title: 'The quay stays',
  summary: '',
  bylines: [],
  published: NOW - 1000,
  updated: undefined,
  section: undefined,
  tags: [],
  access: { kind: 'subscribers' },
  image: undefined,
  imageAlt: '',
  correction: undefined,
  moved: [],
}
const settings: PageSettings = {
  cms: 'wordpress',
  addresses: {
    public: 'https://paper.example',
    own: ['http://origin.internal:8080', 'https://old.example'],
  },
  articles: { paths: [], except: [], body: undefined },
  policy: {
    default: { kind: 'metered' },
    rules: [],
    meter: { period: 'month', timeZone: 'UTC', anonymous: 3, registered: 5, perNetworkPerHour: 9 },
    registrationFirst: true,
    cut: { words: 30 },
  },
  cut: { words: 30 },
  timeZone: 'UTC',
  removeRented: false,
}

const p = (texts: readonly string[]) => texts.map((text) => `<p>${text}</p>`).join('\n')
const BODY = `${p(OPEN)}\n${p(GATED)}`

function page({ head = '', body = BODY, before = '', after = '', behind = '' }): string {
  return `<!doctype html><html lang="en"><head><title>The quay stays</title>${head}</head><body>${before}<article><h1>The quay stays</h1><div class="entry-content">${body}</div>${after}</article>${behind}</body></html>`
}

function read(
  html: string,
  facts: Partial<Article> = {},
  changed: Partial<PageSettings> = {},
): ArticlePageReading {
  const parsed = parsePage(html)
  if (parsed === undefined) throw new Error('too deep')
  const elements = [...nodesIn(parsed.document)].filter(isElement)
  const byClass = (name: string) =>
    elements.filter((one) => (attributeOf(one, 'class') ?? '').split(' ').includes(name))
  const [body] = byClass('entry-content')
  if (body === undefined) throw new Error('no body')
  const container = elements.find(({ tagName }) => tagName === 'article') ?? body
  const others = byClass('other').map((element) => ({
    element,
    article: factsOfOther(element),
    path: undefined,
  }))
  const found = {
    kind: 'article',
    article: { ...article, ...facts },
    body,
    container,
    foundBy: 'known',
    others,
    doubts: [],
    language: 'en',
  } as const
  const reading = closeRecognised(parsed, found, {
    settings: { ...settings, ...changed },
    base: new URL('https://paper.example/news/quay'),
    now: NOW,
  })
  if (reading.kind !== 'article') throw new Error(reading.kind)
  return reading
}

function factsOfOther(element: Element): ArticleFacts | undefined {
  if (attributeOf(element, 'data-free') === undefined) return undefined
  return { ...article, path: '/other', access: { kind: 'free' } }
}

const text = (pieces: readonly Piece[]) =>
  pieces.map((piece) => (typeof piece === 'string' ? piece : `{{${piece.place}}}`)).join('')

const words = (sentence: string) => sentence.split(/\W+/).filter((word) => word.length > 5)
const SECRET = [...new Set(GATED.flatMap(words))].filter((word) => !OPEN.join(' ').includes(word))

function expectClosed(html: string): void {
  expect(SECRET.filter((word) => html.includes(word))).toEqual([])
}

describe('the two views', () => {
  test('the preview ends at the cut, and places stand where something of ours goes', () => {
    const { full, preview, ...reading } = read(page({}))
    expect(text(full).replaceAll(' class="standfirst-gated"', '')).toContain(GATED[4])
    expect(text(preview)).toContain('<html lang="en"{{html}}>')
    expect(text(preview)).toContain('{{head}}</head>')
    expect(text(preview)).toMatch(/<div class="entry-content">{{notice}}<p>The council/)
    expect(text(preview)).toMatch(/of it\.<\/p>\s*{{wall}}<\/div><\/article>/)
    expectClosed(text(preview))
    expect(reading).toMatchObject({ gated: true, words: 125, wordsBefore: 38, doubts: [] })
    expect(reading.gatedTexts).toEqual(GATED)
    expect(reading.previewHtml).toBe(p(OPEN))
    expect(reading.openText).toBe(['The quay stays', '', ...OPEN].join('\n'))
  })

  test('the full view marks what is gated, each block once', () => {
    const full = text(read(page({ body: BODY.replace('<p>Nobody', '<p class="big">Nobody') })).full)
    expect(full.match(/class="(?:big )?standfirst-gated"/g)).toHaveLength(5)
    expect(full).toMatch(/{{wall}}\s*<p class="standfirst-gated">Behind closed doors/)
    expect(full).toContain('"cssSelector":".standfirst-gated"')
  })

  test('a free article is one and the same for all', () => {
    const { full, preview, gated, gatedTexts } = read(page({}), { access: { kind: 'free' } })
    expect(full).toBe(preview)
    expect(text(full)).toContain(GATED[4])
    expect([gated, gatedTexts]).toEqual([false, []])
  })
})

describe('authors and systems say where the cut is', () => {
  const [first = '', second = ''] = OPEN
  test.each([
    ['a comment', `<p>${first}</p><!--more--><p>${second}</p>${p(GATED)}`],
    [
      'what WordPress makes of it',
      `<p>${first}</p><p><span id="more-17"></span></p><p>${second}</p>${p(GATED)}`,
    ],
    [
      'in the paragraph that goes on',
      `<p>${first}</p><p><span id="more-17"></span>${second}</p>${p(GATED)}`,
    ],
    [
      'at the end of a paragraph',
      `<p>${first}<span id="more-17"></span></p><p>${second}</p>${p(GATED)}`,
    ],
    [
      'in a wrapper',
      `<div class="in"><div><p>${first}</p><!--more--><p>${second}</p></div>${p(GATED)}</div>`,
    ],
    ['Ghost', `<p>${first}</p><!--members-only--><p>${second}</p>${p(GATED)}`],
    [
      'Zephr',
      `<p>${first}</p><!-- ZEPHR_FEATURE x --><p>${second}</p>${p(GATED)}<!-- ZEPHR_FEATURE_END x -->`,
    ],
  ])('%s', (_, body) => {
    const { preview, gatedTexts } = read(page({ body }))
    expectClosed(text(preview))
    expect(text(preview)).toContain(first)
    expect(text(preview)).not.toContain(second)
    expect(gatedTexts.join(' ')).toContain(second)
  })

  test('what the structured data calls gated', () => {
    const data =
      '{"@type":"NewsArticle","isAccessibleForFree":false,"hasPart":{"@type":"WebPageElement","isAccessibleForFree":"False","cssSelector":".pay"}}'
    const head = `<script type="application/ld+json">${data}</script>`
    const body = `<p>${first}</p><p class="pay">${second}</p>${p(GATED)}`
    const preview = text(read(page({ head, body })).preview)
    expect(preview).toContain(first)
    expect(preview).not.toContain(second)
  })

  test("Ghost's gated blocks", () => {
    const block = (who: string, words: string) =>
      `<!--kg-gated-block:begin nonMember:${who} memberSegment:"status:-free" --><p>${words}</p><!--kg-gated-block:end-->`
    const body = `<p>${first}</p>${block('false', GATED[0] ?? '')}${block('true', 'Hello stranger.')}<p>${second}</p><!--members-only-->${p(GATED)}`
    const { preview } = read(page({ body }))
    expectClosed(text(preview))
    expect(text(preview)).toContain(second)
    expect(text(preview)).toContain('Hello stranger.')
  })
})

describe('every copy of what is gated is closed', () => {
  const copy = GATED.join(' ')
  const json = JSON.stringify({ props: { article: { body: `<p>${copy}</p>` } } })
  const broken = JSON.stringify({
    children: copy.split(' ').map((word) => ({ kind: 'text', text: word, bold: false })),
  })
  const entities = [...copy].map((sign) => `&#${sign.codePointAt(0)};`).join('')
  test.each([
    ['a state', `<script id="__NEXT_DATA__" type="application/json">${json}</script>`],
    ['a state that is assigned', `<script>window.__STATE__ = ${json};</script>`],
    ['a rich text that breaks at every word', `<script type="application/json">${broken}</script>`],
    ['a state in a string', `<script>window.a = JSON.parse(${JSON.stringify(json)})</script>`],
    ['base64', `<script>boot("${Buffer.from(json).toString('base64')}")</script>`],
    ['a state in an address', `<script>boot("${encodeURIComponent(json)}")</script>`],
    ['a comment', `<!-- ${copy} -->`],
    ['a template', `<template><p>${copy}</p></template>`],
    ['a shadow', `<div><template shadowrootmode="open"><p>${copy}</p></template></div>`],
    ['for browsers without scripts', `<noscript><div><p>${copy}</p></div></noscript>`],
    ['in its attributes', `<noscript><img src="/a.png" alt="${copy}"></noscript>`],
    ['hidden', `<div style="display:none">${copy}</div>`],
    [
      'hidden, word by word',
      `<div hidden>${copy
        .split(' ')
        .map((word) => `<i>${word}</i> `)
        .join('')}</div>`,
    ],
    ['an attribute', `<div data-text="${copy}">x</div>`],
    ['an attribute with JSON', `<div data-props='${json}'>x</div>`],
    ['an attribute in entities', `<div title="${entities}">x</div>`],
    ['a frame', `<iframe srcdoc="<p>${copy}</p>"></iframe>`],
    [
      'what is shared',
      `<a href="https://social.example/?text=${encodeURIComponent(copy)}">Share</a>`,
    ],
    ['a form', `<form><textarea>${copy}</textarea><input type="hidden" value="${copy}"></form>`],
    ['a style', `<style>p::after { content: "${copy}" }</style>`],
    ['a drawing', `<svg><title>${copy}</title><text>${copy}</text></svg>`],
    ['metadata', `<meta name="description" content="${copy}">`],
    ['other frames', `<noembed>${copy}</noembed><noframes>${copy}</noframes>`],
  ])('%s', (_, markup) => {
    for (const where of ['before', 'after', 'behind', 'head'])
      expectClosed(text(read(page({ [where]: markup })).preview))
  })

  test('descriptions end where the preview ends', () => {
    const from = `${OPEN.join(' ')} ${GATED[0]?.slice(0, 24)}`
    const head = ['name="description"', 'property="og:description"', 'name="twitter:description"']
      .map((name) => `<meta ${name} content="${from}">`)
      .join('')
    const data = `<script type="application/ld+json">${JSON.stringify({ '@type': 'NewsArticle', description: from })}</script>`
    const reading = read(page({ head: head + data }), { summary: from })
    expectClosed(text(reading.preview))
    expect(text(reading.preview).match(/whatever the ministry says of it\. …"/g)).toHaveLength(4)
    expect(reading.article.summary).toBe(`${OPEN.join(' ')} …`)
  })

  test('structured data is made of what is granted', () => {
    const data = {
      '@context': 'https://schema.org',
      '@graph': [
        { '@type': 'WebPage', url: 'https://old.example/news/quay', description: copy },
        {
          '@type': ['NewsArticle', 'Thing'],
          headline: 'The quay stays',
          articleBody: `${OPEN.join(' ')} ${copy}`,
          hasPart: [{ '@type': 'WebPageElement', isAccessibleForFree: false, cssSelector: '.x' }],
          comment: [{ '@type': 'Comment', text: `So: ${GATED[1]}` }],
        },
        { '@type': 'NewsArticle', headline: 'Another', articleBody: 'What another article says.' },
      ],
    }
    const head = `<script type="application/ld+json">${JSON.stringify(data)}</script><script type="application/ld+json">{ "broken": "${copy}</script>`
    const { preview, full } = read(page({ head }))
    const [made, ...rest] = jsonLdOf(text(preview))
    expectClosed(text(preview))
    expect(rest).toEqual([])
    expect(made).toEqual({
      '@context': 'https://schema.org',
      '@graph': [
        { '@type': 'WebPage', url: 'https://paper.example/news/quay' },
        {
          '@type': ['NewsArticle', 'Thing'],
          headline: 'The quay stays',
          articleBody: OPEN.join('\n'),
          isAccessibleForFree: false,
          hasPart: {
            '@type': 'WebPageElement',
            isAccessibleForFree: false,
            cssSelector: '.standfirst-gated',
          },
          comment: [{ '@type': 'Comment' }],
        },
        { '@type': 'NewsArticle', headline: 'Another' },
      ],
    })
    expect(text(full)).toContain(`${GATED[4]}","comment"`)
    expect(text(full)).not.toContain('What another article says')
  })

  test('a page without structured data gets some', () => {
    for (const view of ['full', 'preview'] as const)
      expect(jsonLdOf(text(read(page({}))[view]))).toMatchObject([
        { isAccessibleForFree: false, hasPart: { cssSelector: '.standfirst-gated' } },
      ])
  })

  test('files below the cut are named nowhere, and told', () => {
    const picture =
      '<figure><img src="/up/ledger-300x200.jpg" srcset="/up/ledger-600x400.jpg 600w" data-large-file="http://origin.internal:8080/up/ledger.jpg?w=9"><figcaption>The ledger, as it was found</figcaption></figure>'
    const noscript = '<noscript><img src="/up/coffin.jpg"></noscript>'
    const open = '<img src="/up/quay.jpg">'
    const body = `${open}${BODY}${picture}<p>${noscript}<a href="/up/report.pdf">Report</a></p>`
    const head =
      '<link rel="preload" as="image" href="/up/ledger.jpg"><meta property="og:image" content="https://paper.example/up/quay.jpg">'
    const behind =
      '<div data-gallery="[&quot;\\/up\\/coffin-scaled.jpg&quot;]">g</div><noscript><img src="//old.example/up/coffin.jpg"></noscript><p title="The ledger, as it was found">t</p>'
    const reading = read(page({ body, head, behind }))
    expect(text(reading.preview)).not.toMatch(/ledger|coffin|report/)
    expect(reading.gatedFiles).toEqual(
      expect.arrayContaining([
        '/up/ledger-300x200.jpg',
        '/up/ledger-600x400.jpg',
        '/up/ledger.jpg?w=9',
        '/up/ledger.jpg',
        '/up/coffin.jpg',
        '/up/report.pdf',
      ]),
    )
    expect(reading.openFiles).toEqual(['/up/quay.jpg'])
  })

  test('links to other views go, feeds and all that is not of the article stay', () => {
    const views = [
      '<link rel="amphtml" href="/news/quay/amp">',
      '<link rel="alternate" type="application/json+oembed" href="/oembed">',
      '<link rel="alternate" type="application/json" href="/wp-json/wp/v2/posts/1">',
      '<link rel="alternate" type="text/markdown" href="/news/quay.md">',
      '<link rel="shortlink" href="/?p=1">',
      '<link rel="https://api.w.org/" href="/wp-json/">',
      '<link rel="EditURI" type="application/rsd+xml" href="/xmlrpc.php?rsd">',
    ]
    const kept = [
      '<link rel="alternate" type="application/rss+xml" href="/feed/">',
      '<link rel="alternate" hreflang="de" href="/de/news/quay">',
      '<link rel="canonical" href="https://paper.example/news/quay">',
      '<script>window.dataLayer = window.dataLayer || []; consent({ "purposes": [1, 2] })</script>',
      '<script async="" src="https://ads.example/tag.js"></script>',
      '<meta http-equiv="Content-Security-Policy" content="img-src *">',
      '<!--[if IE]> old <![endif]-->',
    ]
    const preview = text(read(page({ head: [...views, ...kept].join('') })).preview)
    for (const link of views) expect(preview).not.toContain(link)
    for (const link of kept) expect(preview).toContain(link)
  })

  test('what stands behind the text in its container goes, but for what every page has there', () => {
    const after = `<div class="part-two"><p>${GATED[0]}</p></div><footer class="entry-footer">Filed under <a href="/town">Town</a></footer><div class="share"><button>Share</button></div>`
    const preview = text(
      read(page({ body: p([...OPEN, ...OPEN, ...GATED.slice(1)]), after })).preview,
    )
    expect(preview).not.toContain('part-two')
    expect(preview).toContain('Filed under')
    expect(preview).toContain('Share')
    expect(preview).toContain('</article>')
  })

  test('a sentence that also stands above the cut is not taken out', () => {
    const aside = `<aside>${OPEN[1]}</aside>`
    const body = p([...OPEN, ...GATED, OPEN[1] ?? ''])
    expect(text(read(page({ body, behind: aside })).preview)).toContain(aside)
  })
})

function jsonLdOf(html: string): readonly unknown[] {
  return [...html.matchAll(/<script type="application\/ld\+json">(.*?)<\/script>/gs)].map(
    ([, data = '']) => JSON.parse(data),
  )
}

describe('what is not the article', () => {
  test('other articles on the page are cut in both views, but for free ones', () => {
    const other = (name: string, sentence: string, attribute = '') =>
      `<article><div class="other ${name}"${attribute}>${p(OPEN)}<p>${sentence}</p><p>${sentence} Again.</p><p>${sentence} And again.</p></div></article>`
    const behind = `${other('one', 'A secret that is told in another article of the same paper.')}${other('two', 'A sentence that anybody may read in a free article.', ' data-free')}`
    for (const view of ['full', 'preview'] as const) {
      const html = text(read(page({ behind }))[view])
      expect(html).not.toContain('A secret that is told')
      expect(html).toContain('And again.')
      expect(html).toContain('that anybody may read')
    }
  })

  test('own addresses become the public one, in all ways of writing', () => {
    const head = `<link rel="canonical" href="http://origin.internal:8080/news/quay"><meta property="og:url" content="https://old.example/news/quay"><meta http-equiv="refresh" content="9;url=http://old.example/x"><style>a { background: url(//old.example/a.png) }</style><script>var a = "https:\\/\\/old.example\\/b"</script>`
    const behind =
      '<a href="https://old.example.com/">No</a><img srcset="//old.example/c.png 2x, http://old.example/d.png 3x"><form action="http://origin.internal:8080/s"></form>'
    const { preview, full } = read(page({ head, behind }))
    for (const view of [text(full), text(preview)]) {
      expect(view).not.toContain('origin.internal')
      expect(view.match(/old\.example(?!\.com)/g)).toBeNull()
      expect(view).toContain('https://old.example.com/')
      expect(view).toContain('"https:\\/\\/paper.example\\/b"')
      expect(view).toContain('srcset="//paper.example/c.png 2x, https://paper.example/d.png 3x"')
    }
  })

  test('rented paywalls are named, and taken out where that is wanted', () => {
    const head =
      '<script src="https://cdn.tinypass.com/api/tinypass.min.js"></script><script>window.Pelcro = {}</script><script src="/wp-content/plugins/leaky-paywall/js/a.js"></script><script src="/own.js"></script>'
    const kept = read(page({ head }))
    expect(kept.rented).toEqual(['Piano', 'Pelcro', 'Leaky Paywall'])
    expect(text(kept.full)).toContain('tinypass')
    const removed = read(page({ head }), {}, { removeRented: true })
    expect(removed.rented).toEqual(['Piano', 'Pelcro', 'Leaky Paywall'])
    expect(text(removed.full)).not.toMatch(/tinypass|Pelcro|leaky/)
    expect(text(removed.full)).toContain('/own.js')
  })
})

test('a page that is nested more deeply than browsers show is not parsed', () => {
  expect(parsePage('<div>'.repeat(100_000))).toBeUndefined()
  expect(parsePage('<table><tr><td>'.repeat(40_000))).toBeUndefined()
})
