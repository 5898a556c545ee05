import fc from 'fast-check'
import { SaxesParser } from 'saxes'
import { describe, expect, test } from 'vitest'
import { article, bodyOf, frameOf, picture } from '../../test/support/newspaper.ts'
import { atomFeed, type Feed, jsonFeed, rssFeed } from './feeds.ts'
import { newsSitemap, robotsText, sitemap, sitemapIndex } from './sitemaps.ts'

const frame = frameOf()
const preview = bodyOf(
  '<p>A <a href="/town/budget">link</a>, <a href="#fn-1">a note</a>, <a href="//other.example/x">elsewhere</a>.</p><img src="/standfirst/images/plan.svg" alt="">',
)
const feed: Feed = {
  title: 'The Saltmarsh Courier',
  path: '/feed.xml',
  home: '/',
  updated: article.published,
  items: [{ article, picture, preview, gated: true }],
}

/** Throws on what is not well-formed XML. */
function xml(text: string): void {
  const parser = new SaxesParser({ xmlns: true })
  parser.on('error', (error) => {
    throw error
  })
  parser.write(text).close()
}

describe('feeds', () => {
  test('links and pictures are whole addresses, those within the article its own', () => {
    const { items } = JSON.parse(jsonFeed(frame, feed))
    const content = items[0].content_html
    expect(content).toContain('href="https://saltmarsh.example/town/budget"')
    expect(content).toContain('href="https://saltmarsh.example/harbour/east-quay#fn-1"')
    expect(content).toContain('href="https://other.example/x"')
    expect(content).toContain('src="https://saltmarsh.example/standfirst/images/plan.svg"')
    expect(content).toContain('src="https://saltmarsh.example/standfirst/images/quay.svg"')
    expect(content).toContain('>Read on at The Saltmarsh Courier</a>')
  })

  test('an article keeps its name when it moves', () => {
    const moved = { ...article, path: '/archive/quay' }
    const id = (one: Feed) => /<id>(tag:[^<]+)<\/id>/.exec(atomFeed(frame, one))?.[1]
    const item = feed.items.map((one) => ({ ...one, article: moved }))
    expect(id({ ...feed, items: item })).toBe(id(feed))
    expect(id(feed)).toBe('tag:saltmarsh.example,2026-11-23:AAAAAAAAAAA')
  })

  test('whatever an article says, feeds and maps are well-formed', () => {
    const texts = fc.array(fc.string({ unit: 'binary' }), { minLength: 20, maxLength: 60 })
    fc.assert(
      fc.property(texts, (said) => {
        const articles = said.map((text) => ({
          ...article,
          title: text,
          summary: text,
          bylines: [text],
          tags: [text],
        }))
        const items = articles.map((one) => ({ article: one, picture, preview, gated: true }))
        xml(rssFeed(frame, { ...feed, items }))
        xml(atomFeed(frame, { ...feed, items }))
        xml(newsSitemap(frame, articles))
      }),
      { numRuns: 6 },
    )
  })
})

describe('maps', () => {
  test('name whole, encoded addresses', () => {
    const entries = [{ path: '/a/ü & b', updated: article.published }]
    xml(sitemap(frame, entries))
    xml(sitemapIndex(frame, entries))
    expect(sitemap(frame, entries)).toContain(
      '<loc>https://saltmarsh.example/a/%C3%BC%20%26%20b</loc><lastmod>2026-11-23T06:10:00.000Z</lastmod>',
    )
    expect(robotsText(frame)).toContain('Disallow: /account/\n')
    expect(robotsText(frame)).toContain('Sitemap: https://saltmarsh.example/sitemap.xml\n')
  })
})
