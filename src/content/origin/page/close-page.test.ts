import { describe, expect, test } from 'vitest'
import {
  BODY,
  GATED,
  OPEN,
  p,
  page,
  read,
  secretsIn,
  text,
} from '../../../../test/support/gated-page.ts'

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
      expect(secretsIn(text(read(page({ [where]: markup })).preview))).toEqual([])
  })

  test('descriptions end where the preview ends', () => {
    const from = `${OPEN.join(' ')} ${GATED[0]?.slice(0, 24)}`
    const head = ['name="description"', 'property="og:description"', 'name="twitter:description"']
      .map((name) => `<meta ${name} content="${from}">`)
      .join('')
    const data = `<script type="application/ld+json">${JSON.stringify({ '@type': 'NewsArticle', description: from })}</script>`
    const reading = read(page({ head: head + data }), { summary: from })
    expect(secretsIn(text(reading.preview))).toEqual([])
    expect(text(reading.preview).match(/whatever the ministry says of it\. …"/g)).toHaveLength(4)
    expect(reading.article.summary).toBe(`${OPEN.join(' ')} …`)
  })

  test('the headline stays, though it stands in the text below the cut too', () => {
    const title = 'Nobody has asked for the marionettes since'
    const head = `<meta property="og:title" content="${title}"><script type="application/ld+json">{"@type":"NewsArticle","headline":"${title}"}</script>`
    const preview = text(read(page({ head, behind: `<h2>${title}</h2>` }), { title }).preview)
    expect(preview.match(new RegExp(title, 'g'))).toHaveLength(3)
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
    expect(secretsIn(text(preview))).toEqual([])
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

test.each([
  ['a style', '<style>.a{background:url("/media/b.jpg")}</style>'],
  ['a program', '<script>show(["/media/b.jpg"])</script>'],
  ['a comment', '<!--[if IE]><img src="/media/b.jpg"><![endif]-->'],
  ['a viewer', '<iframe src="/viewer.html?file=/media/b.jpg"></iframe>'],
  ['what is relative to another address', '<img src="b.jpg">'],
])('a picture below the cut that %s names is gated', (_, html) => {
  const { gatedFiles } = read(page({ head: '<base href="/media/">', body: `${BODY}${html}` }))
  expect(gatedFiles).toContain('/media/b.jpg')
})
