import { afterAll, describe, expect, test } from 'vitest'
import { settings, text } from '../../../../test/support/gated-page.ts'
import type { PageReading } from '../../../core/origin.ts'
import { openPageReader } from './open-page-reader.ts'
import { readPage } from './read-page.ts'

const NOW = Date.parse('2026-11-20T12:00:00Z')
const sentence = (word: string, n: number) =>
  `The ${word} ${n} of the harbour office says that the quay will be mended before the winter, and by whom, and what the ${word} costs. `
const paragraphs = (word: string, count: number) =>
  Array.from({ length: count }, (_, n) => `<p>${sentence(word, n).repeat(2)}</p>`).join('\n')

const article = (body: string, head = '') =>
  `<!doctype html><html lang="en-GB"><head><meta charset="iso-8859-1"><title>The quay – Gazette</title><meta property="og:type" content="article">${head}</head><body class="single single-post postid-7"><header><a href="/">Gazette</a></header><main><article class="post-7 post type-post hentry"><h1 class="entry-title">The quay</h1><div class="entry-content">${body}</div><footer class="entry-footer"><a href="/town/">Town</a></footer></article></main><aside><p>About the Gazette.</p></aside></body></html>`

const list = `<!doctype html><html><head><title>Gazette</title><script type="application/ld+json">{"@type":"ItemList","itemListElement":[{"@type":"NewsArticle","url":"/a","articleBody":"${sentence('secret', 0)}"}]}</script></head><body class="home blog"><main>${['a', 'b'].map((name) => `<article class="post type-post hentry"><h2 class="entry-title"><a href="/${name}">Story ${name}</a></h2><div class="entry-content">${paragraphs('fact', 1)}${paragraphs('secret', 6)}</div></article>`).join('')}</main><footer>The Gazette</footer></body></html>`

function readingOf(html: string, address = '/harbour/quay', type = 'text/html'): PageReading {
  return readPage({ bytes: Buffer.from(html, 'latin1'), type, address }, settings, NOW)
}

describe('bytes of the site become what readers get of them', () => {
  test('an article in another encoding, found by what WordPress calls its text', () => {
    const body = `<p>Café. ${sentence('fact', 1)}</p><!--more-->${paragraphs('secret', 6)}`
    const reading = readingOf(article(body))
    if (reading.kind !== 'article') throw new Error(reading.kind)
    const preview = text(reading.preview)
    expect(reading).toMatchObject({ gated: true, language: 'en-GB' })
    expect(reading.article).toMatchObject({ path: '/harbour/quay', title: 'The quay' })
    expect(preview).toContain('Café.')
    expect(preview).toContain('<meta charset="utf-8">')
    expect(preview).not.toContain('secret')
    expect(preview).toContain('About the Gazette.')
    expect(text(reading.full)).toContain('secret 5')
    expect(reading.gatedTexts).toHaveLength(6)
  })

  test('of a later page of an article nothing stands above the cut, whatever marks it has', () => {
    const body = `<p>${sentence('secret', 9)}</p><!--more-->${paragraphs('secret', 6)}`
    const head =
      '<link rel="canonical" href="https://paper.example/harbour/quay/2/"><link rel="prev" href="https://paper.example/harbour/quay/">'
    const reading = readingOf(article(body, head), '/harbour/quay/2')
    if (reading.kind !== 'article') throw new Error(reading.kind)
    expect(reading.continues).toBe(true)
    expect([text(reading.preview), reading.openText].join()).not.toContain('secret')
  })

  test('articles that a list shows whole are cut, in its structured data too', () => {
    const reading = readingOf(list, '/')
    if (reading.kind !== 'page') throw new Error(reading.kind)
    expect(reading.html).not.toContain('secret')
    expect(reading.html.match(/The fact 0/g)).toHaveLength(4)
    expect(reading.html).toContain('Story b')
    expect(reading.listed.map(({ path }) => path)).toEqual(['/a', '/b'])
  })

  test('an article without a text is not sent, and neither is what no browser shows', () => {
    expect(readingOf('<meta property="og:type" content="article"><h1>The quay</h1>').kind).toBe(
      'unfindable',
    )
    expect(readingOf('<div>'.repeat(2000)).kind).toBe('unfindable')
  })

  test('bytes that are no page are a page without a text', () => {
    for (const html of ['', '\u0000', '<', '<frameset><frame src="/a"></frameset>', '<svg/>'])
      expect(readingOf(html).kind).toBe('page')
  })
})

describe('in a thread', () => {
  const reader = openPageReader(settings)
  afterAll(() => reader.close())

  test('the same comes out', async () => {
    const source = { bytes: Buffer.from(list), type: 'text/html', address: '/' }
    const read = await reader.read(source, NOW)
    expect(read).toEqual({ ok: true, value: readPage(source, settings, NOW) })
  })

  test('what is asked of one that is closed is refused', async () => {
    const closed = openPageReader(settings)
    const source = { bytes: Buffer.from(list), type: 'text/html', address: '/' }
    const read = closed.read(source, NOW)
    await closed.close()
    expect(await read).toMatchObject({ ok: false, reason: 'unreadable' })
  })
})
