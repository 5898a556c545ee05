import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import type { Apart } from './apart.ts'
import { takeApart } from './take-apart.ts'
import { noticesIn } from './wall-words.ts'

const SECRET = 'Eleven crossings were cancelled before anybody found the broken valve'
const OPEN = 'The ferry did not sail on Monday, and it did not sail on Tuesday either.'

function apart(
  text: string | Uint8Array,
  type = 'text/html',
  styles: readonly string[] = [],
): Apart {
  const bytes = typeof text === 'string' ? Buffer.from(text) : text
  const url = 'https://paper.example/harbour/ferry'
  return takeApart({
    bytes,
    type,
    charset: undefined,
    url,
    styles,
    readerMode: true,
    textsOnly: false,
  })
}

test('of a page of which only texts are wanted, it does not matter where it comes from', () => {
  const html =
    '<!doctype html><link rel="canonical" href="./"><a href="next">On</a><form role="search" action=""><input type="search" name="q"></form><img src="a.png"><p>Text'
  const [here, there] = ['https://paper.example/a/b?c', 'https://paper.example/'].map((url) =>
    takeApart({
      ...{ bytes: Buffer.from(html), type: 'text/html', charset: undefined, url, styles: [] },
      ...{ readerMode: false, textsOnly: true },
    }),
  )
  expect(here).toEqual(there)
  expect(here?.pieces).not.toEqual([])
})

const page = (rest: string, head = '') =>
  `<!doctype html><html><head><title>Ferry</title>${head}</head><body><article><h1>Ferry</h1><p>${OPEN}</p>${rest}</article></body></html>`

function placesOf(found: Apart): readonly string[] {
  return found.pieces.filter(({ text }) => text.includes('broken valve')).map(({ place }) => place)
}

test.each([
  ['shown', page(`<p>${SECRET}`)],
  ['hidden', page(`<p hidden>${SECRET}`)],
  ['hidden', page(`<div style="color:red; display : none !important"><p>${SECRET}</div>`)],
  ['hidden', page(`<p style="opacity:0">${SECRET}`)],
  ['shown', page(`<p style="opacity:0.9">${SECRET}`)],
  [
    'hidden',
    page(
      `<div class="rest"><p>${SECRET}</div>`,
      '<style>/* } */ article > .rest{visibility:hidden}</style>',
    ),
  ],
  [
    'shown',
    page(
      `<div class="rest"><p>${SECRET}</div>`,
      '<style>@media print { .rest{display:none} }</style>',
    ),
  ],
  [
    'shown',
    page(
      `<div class="rest"><p>${SECRET}</div>`,
      '<style>.no-js .rest{display:none}.other .rest{display:none}</style>',
    ),
  ],
  ['hidden', page(`<dialog><p>${SECRET}</dialog>`)],
  ['comment', page(`<!-- <p>${SECRET}</p> -->`)],
  ['noscript', page(`<noscript><p>${SECRET}</noscript>`)],
  ['template', page(`<template><p>${SECRET}</template>`)],
  ['shown', page(`<div><template shadowrootmode="open"><p>${SECRET}</template></div>`)],
  ['attribute', page(`<div data-rest="${SECRET}"></div>`)],
  ['attribute', page(`<iframe srcdoc="<p>${SECRET}"></iframe>`)],
  ['metadata', page('', `<meta property="og:description" content="${SECRET}">`)],
  [
    'structured-data',
    page(
      '',
      `<script type="application/ld+json">{"@type":"NewsArticle","articleBody":"${SECRET}"}</script>`,
    ),
  ],
  [
    'structured-data',
    page(
      '',
      `<script type="application/ld+json">{"@type":"NewsArticle","articleBody":"${SECRET}",}</script>`,
    ),
  ],
  [
    'state',
    page(
      `<script id="__NEXT_DATA__" type="application/json">{"props":{"body":[{"text":"${SECRET}"}]}}</script>`,
    ),
  ],
  ['state', page(`<script>window.__DATA__ = {"body":"${SECRET}"}</script>`)],
])('a text is %s in %s', (place, html) => expect(placesOf(apart(html))).toEqual([place]))

test('a style sheet of the site hides as the page’s own does', () => {
  const html = page(`<div class="premium"><p>${SECRET}</div>`)
  expect(placesOf(apart(html, 'text/html', ['.premium{display:none}']))).toEqual(['hidden'])
})

test('an item of a feed is told from the next, and its XHTML is one text', () => {
  const feed = `<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Paper</title>
<entry><title>One</title><link rel="self" href="/x"/><link href="https://paper.example/one"/><updated>2026-11-20T00:00:00Z</updated>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Eleven <b>crossings</b> were cancelled</p></div></content></entry>
<entry><title>Two</title><link href="https://paper.example/two"/><summary>${SECRET}</summary></entry>`
  const found = apart(feed, 'application/octet-stream')
  expect([found.kind, found.root]).toEqual(['xml', 'feed'])
  expect(found.items.map(({ link, title }) => [link, title])).toEqual([
    ['https://paper.example/one', 'One'],
    ['https://paper.example/two', 'Two'],
  ])
  const texts = found.pieces.map(({ of, at, text }) => [of, at, text.replace(/\s+/g, ' ').trim()])
  expect(texts).toContainEqual([
    'https://paper.example/one',
    'content',
    'Eleven crossings were cancelled',
  ])
  expect(texts).toContainEqual(['https://paper.example/two', 'summary', SECRET])
})

test('a packed site map is read, and one that is cut off as far as it goes', () => {
  const map = `<?xml version="1.0"?><urlset><url><loc>https://paper.example/one</loc></url><url><loc>https://paper.example/two</lo`
  expect(apart(gzipSync(map), 'application/gzip').items[0]?.link).toBe('https://paper.example/one')
})

test('records of an API are kept apart by the address that they name, and paragraphs of one put together', () => {
  const api = [
    {
      slug: 'one',
      title: { rendered: 'One' },
      blocks: [{ text: 'Eleven crossings were cancelled' }, { text: 'before anybody' }],
    },
    {
      slug: 'two',
      title: { rendered: 'Two' },
      blocks: [{ text: 'something else that is long enough' }],
    },
  ]
  const texts = apart(JSON.stringify(api), 'application/json').pieces.map(({ of, at, text }) => [
    of,
    at,
    text,
  ])
  expect(texts).toContainEqual([
    'one',
    'blocks[].text',
    'Eleven crossings were cancelled\nbefore anybody',
  ])
  expect(texts).toContainEqual(['two', 'blocks[].text', 'something else that is long enough'])
})

test('bytes are read in the character set that they say', () => {
  const latin = Buffer.from(
    page('<p>Die Fähre fährt nicht, sagte der Kapitän der kleinen Gesellschaft'),
    'latin1',
  )
  const html = Buffer.concat([Buffer.from('<meta charset="iso-8859-1">'), latin])
  expect(apart(html).page?.shown).toContain('Kapitän')
})

test('what a page says of itself', () => {
  const head = `<link rel="canonical" href="/harbour/ferry"><link rel="amphtml" href="https://paper.example/amp/ferry">
<meta name="generator" content="WordPress 6.1"><meta property="og:type" content="article">
<script type="application/ld+json">{"@graph":[{"@type":["NewsArticle"],"headline":"Ferry","isAccessibleForFree":"False","hasPart":{"@type":"WebPageElement","isAccessibleForFree":false,"cssSelector":".wall"}}]}</script>`
  const { page: facts } = apart(
    page(`<div class="wall">Already a subscriber? <a href="/log-in">Log in</a></div>`, head),
  )
  expect(facts).toMatchObject({
    headline: 'Ferry',
    canonical: 'https://paper.example/harbour/ferry',
    generator: 'WordPress 6.1',
    openGraphType: 'article',
    logIn: true,
    wall: true,
    selected: true,
    data: { free: false, selectors: ['.wall'], broken: false },
  })
  expect(facts?.body).toContain(OPEN)
})

test.each([
  ['nested deeper than functions call each other', `<div>`.repeat(20_000) + SECRET],
  ['attributes without end', `<p ${'a=b '.repeat(50_000)}>${SECRET}`],
  [
    'style sheets without end',
    `<style>${'.a{'.repeat(50_000)}${'/*'.repeat(50_000)}</style><p>${SECRET}`,
  ],
  [
    'JSON nested without end',
    `<script type="application/ld+json">${'['.repeat(50_000)}</script><p>${SECRET}`,
  ],
])('%s: the text is found all the same', (_, html) =>
  expect(placesOf(apart(html))).toContain('shown'),
)

test('a notice is told from an article about notices', () => {
  expect(
    noticesIn(
      'We are having trouble retrieving the article content.\nPlease enable JavaScript to read on.\nIf you are in Reader mode please exit.',
    ),
  ).toHaveLength(3)
  expect(
    noticesIn('Then turn off scripts, or open an article in Reader mode, or print one.'),
  ).toEqual([])
})
