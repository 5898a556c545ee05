// A search at the gate: hits prove nothing of what stands below a cut.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Gated, startGate } from '../support/gate.ts'
import { pageOf, type SiteArticle, serveGazette, siteArticle } from '../support/gazette.ts'
import { openOrigin, type Script, type TestOrigin } from '../support/origin.ts'

const quay = siteArticle('/town/quay/')
const ferry = siteArticle('/town/ferry/')
const gull = siteArticle('/open/gull/')
const articles = [quay, ferry, gull]
const about = { path: '/about/', text: 'The Gazette has its office at the lighthouse.' }

let origin: TestOrigin
let gated: Gated
beforeAll(async () => {
  origin = await openOrigin()
  serveGazette(origin, articles)
  for (const { path } of [...articles, about])
    origin.answer(path.slice(0, -1), { status: 301, headers: { Location: path } })
  origin.answer(about.path, {
    body: `<body class="page page-id-7"><h1>About</h1><p>${about.text}</p></body>`,
  })
  origin.answer('/', ({ target }) => results(new URL(target, origin.url)))
  origin.answerOthers(({ target }) => {
    const [, word] = /^\/search\/(\w+)\//.exec(target) ?? []
    return word === undefined ? { status: 404 } : results(new URL(`/?s=${word}`, origin.url))
  })
  gated = await startGate(origin, {
    origin: { cms: 'wordpress' },
    policy: { rules: [{ name: 'Open', path: '/open', access: 'free' }] },
  })
})
afterAll(async () => {
  await gated.close()
  await origin.close()
})

/** As WordPress finds: each word a part of the title or of all of the text; the latest stand beside whatever is found. */
function results(url: URL): Script {
  const typed = url.searchParams.get('s') ?? ''
  const words = typed.toLowerCase().split(' ')
  const said = ({ title, paragraphs }: SiteArticle) => `${title} ${paragraphs.join(' ')}`
  const found = [
    ...articles.map((one) => ({ ...one, text: said(one) })),
    { ...about, title: 'About', text: about.text },
  ].filter(({ text }) => words.every((word) => text.toLowerCase().includes(word)))
  return page(typed, found)
}

function page(
  typed: string,
  found: readonly { readonly path: string; readonly title: string }[],
): Script {
  const shown = typed.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
  const latest = [quay, gull]
  // Themes show what is new where nothing was found, and call it what they call what is found.
  const items = (found.length === 0 ? latest : found).map(
    ({ path, title }, at) =>
      `<li class="wp-block-post post-${at + 1} post"><h2><a href="${origin.url}${path}">${title}</a></h2><p><a href="${origin.url}/author/ann/">Ann</a></p></li>`,
  )
  const data = `<script type="application/ld+json">${JSON.stringify({ '@type': 'SearchResultsPage', about: found.map(({ path }) => origin.url + path) })}</script>`
  const list = `${found.length === 0 ? '<p>Nothing was found.</p>' : ''}<ul>${items.join('')}</ul>`
  const beside = latest.map(
    ({ path, title }) => `<li><a href="${origin.url}${path}">${title}</a></li>`,
  )
  return {
    body: `<!doctype html><html lang="en"><head><title>${shown} – The Gazette</title>${found.length === 0 ? '' : data}</head>
<body class="search ${found.length === 0 ? 'search-no-results' : 'search-results'}"><nav><a href="/about/">About</a></nav>
<main><h1>Results for ${shown}</h1><p class="count">${found.length} results</p>${list}
<form><input name="s" value="${shown}"></form></main><aside class="widget"><ul>${beside.join('')}</ul></aside></body></html>`,
  }
}

const search = (typed: string) => gated.read(`/?s=${encodeURIComponent(typed)}`)
const listOf = (text: string) => /<main>(.*)<\/main>/s.exec(text)?.[1] ?? ''

test('finds articles by what everybody may read of them', async () => {
  const { status, text } = await search(`news ${quay.above[0]}`)
  expect(status).toBe(200)
  expect(listOf(text)).toContain('>News of townquay</a>')
  const free = await search(gull.below[3] ?? '')
  expect(listOf(free.text)).toContain('>News of opengull</a>')
  expect(listOf((await search('lighthouse')).text)).toContain('/about/')
})

test('a hidden word finds what a word that stands nowhere finds', async () => {
  const hidden = await search(quay.below[3] ?? '')
  const nowhere = await search('nowhere')
  expect(hidden.status).toBe(nowhere.status)
  expect(hidden.text.replaceAll(quay.below[3] ?? '', 'nowhere')).toBe(nowhere.text)
  expect(hidden.text).toContain('search-no-results')
})

test('what a reader typed is written as text on the page that found nothing', async () => {
  const { text } = await search(`<b>"x" & y`)
  expect(text).toContain('Results for &lt;b&gt; x &amp; y')
  expect(text).not.toContain('<b>')
  expect(text).not.toMatch(/zq[\da-f]{24}/)
})

test('of several that are found, one leaves no trace, and what always stands there stays', async () => {
  const word = gull.below[0] ?? ''
  const all = page(word, articles)
  origin.answer(`/?orderby=date&s=${word}`, all)
  origin.answer(`/?s=${word}&orderby=date`, all)
  const mixed = await search(word)
  expect(mixed.text).toContain('search-results')
  expect(listOf(mixed.text)).toContain('/open/gull/')
  expect(listOf(mixed.text)).not.toMatch(/town|post-[12]|<li[^>]*><\/li>/)
  expect(mixed.text).not.toMatch(/ld\+json/)
  expect(mixed.text).not.toMatch(/\d results/)
  expect(mixed.text).toMatch(/<aside.*\/town\/quay\/.*\/open\/gull\/.*<\/aside>/s)
})

test('feeds and interfaces of a search are closed', async () => {
  for (const path of [
    '/?s=gull&feed=rss2',
    '/search/gull/feed/',
    '/wp-json/wp/v2/posts?search=gull',
    '/wp-json/wp/v2/search?search=gull',
    '/?rest_route=/wp/v2/posts&search=gull',
  ])
    expect((await gated.read(path)).status, path).toBe(404)
  expect((await gated.read('/search/gull/')).status).toBe(200)
})

test('a site of which nothing is known searches with any of the usual names', async () => {
  const plain = await openOrigin()
  serveGazette(plain, articles)
  for (const { path } of articles)
    plain.answer(path.slice(0, -1), { status: 301, headers: { Location: path } })
  plain.answer('/find', ({ target }) => {
    const word = new URL(target, plain.url).searchParams.get('q') ?? ''
    const found = articles.filter(({ paragraphs }) => paragraphs.join(' ').includes(word))
    const hits = found.map(
      ({ path, title }) => `<div class="hit"><a href="${path}">${title}</a></div>`,
    )
    return {
      body: `<html><head><title>${word}</title></head><body><p>${found.length} hits for ${word}</p><div>${hits.join('')}</div></body></html>`,
    }
  })
  plain.answer('/suggest', { headers: { 'Content-Type': 'application/json' }, body: '["quay"]' })
  const other = await startGate(plain, {
    policy: { rules: [{ name: 'Open', path: '/open', access: 'free' }] },
  })
  try {
    const find = async (word: string) => (await other.read(`/find?q=${word}`)).text
    const hidden = await find(quay.below[2] ?? '')
    expect(hidden).not.toContain('/town/quay/')
    expect(hidden.replaceAll(quay.below[2] ?? '', 'nowhere')).toBe(await find('nowhere'))
    const some = await find('ended')
    for (const { path } of articles) expect(some).toContain(path)
    expect(some).not.toMatch(/\d hits/)
    expect((await other.read('/suggest?q=quay')).status).toBe(404)
    expect((await other.read(`${quay.pictureAbove}?q=80`)).status).toBe(200)
  } finally {
    await other.close()
    await plain.close()
  }
})

test('a cookie on every page keeps no article from being found, and none of its words is told', async () => {
  const site = await openOrigin()
  const sets = { 'Set-Cookie': 'sid=1; Path=/', 'Content-Type': 'text/html' }
  for (const article of articles) {
    const { path } = article
    site.answer(path, { headers: sets, body: pageOf(article, site.url) })
    site.answer(path.slice(0, -1), { status: 301, headers: { ...sets, Location: path } })
  }
  site.answer('/find', ({ target }) => {
    const word = new URL(target, site.url).searchParams.get('q') ?? ''
    const found = articles.filter(({ title, paragraphs }) =>
      `${title} ${paragraphs.join(' ')}`.toLowerCase().includes(word),
    )
    const hits = found.map(({ path }) => `<div class="hit"><a href="${path}">${path}</a></div>`)
    return {
      headers: sets,
      body: `<html><head><title>${word}</title></head><body><p>Hits</p><div>${hits.join('')}</div></body></html>`,
    }
  })
  const other = await startGate(site, {
    policy: { rules: [{ name: 'Open', path: '/open', access: 'free' }] },
  })
  try {
    const find = async (word: string) => (await other.read(`/find?q=${word}`)).text
    for (const word of ['opengull', gull.below[2] ?? ''])
      expect(await find(word)).toContain(gull.path)
    expect(await find(quay.above[0] ?? '')).toContain(quay.path)
    const hidden = await find(quay.below[2] ?? '')
    expect(hidden).not.toContain(quay.path)
    expect(hidden.replaceAll(quay.below[2] ?? '', 'nowhere')).toBe(await find('nowhere'))
    expect((await other.read(quay.path)).headers.getSetCookie().join()).toContain('sid=1')
  } finally {
    await other.close()
    await site.close()
  }
})
