import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  bodyOf,
  type ListedArticle,
  listedArticle,
  lookUpOf,
  OWN,
  SITE,
} from '../../../../test/support/listed-articles.ts'
import { named, treeOf } from '../../../../test/support/xml-elements.ts'
import { kindOf } from '../kind-of.ts'
import { closeText } from './close-text.ts'

const SETTINGS = { cms: 'wordpress', addresses: SITE } as const
const ARTICLES = [listedArticle(1, 'gated'), listedArticle(2, 'free'), listedArticle(3, 'unknown')]
const LOOK_UP = lookUpOf(ARTICLES)

function closed(text: string, type = 'application/rss+xml; charset=UTF-8') {
  const reading = closeText(text, type, LOOK_UP, SETTINGS)
  if (reading.kind !== 'closed') throw new Error(`${reading.kind}: ${JSON.stringify(reading)}`)
  return reading
}

const cdata = (text: string) => `<![CDATA[${text.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`
const coded = (text: string) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)

function rss(items: string, channel = ''): string {
  return `<?xml version="1.0"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:media="http://search.yahoo.com/mrss/" xmlns:atom="http://www.w3.org/2005/Atom">
<channel><title>The Quay</title><link>${OWN}</link>${channel}
${items}
</channel></rss>`
}

const itemOf = (article: ListedArticle) => `<item>
  <title>${article.title}</title>
  <link>${OWN}${article.path}/?utm_source=rss</link>
  <dc:creator>${cdata('Ida Quill')}</dc:creator>
  <pubDate>Wed, 25 Nov 2026 23:09:42 +0000</pubDate>
  <category>Harbour</category>
  <description>${coded(`<p>${article.above[0]}</p>`)}</description>
  <content:encoded>${cdata(bodyOf(article))}</content:encoded>
</item>`

describe('an RSS feed', () => {
  const feed = rss(ARTICLES.map(itemOf).join('\n'))
  const { text, unknown } = closed(feed)
  const bodies = named(treeOf(text), 'content:encoded').map((one) => one.text)

  test('gives the preview of a gated article, a free one whole, and of an unknown one nothing', () => {
    expect(bodies[0]).toContain('gulls')
    expect(bodies[0]).not.toContain('canary')
    expect(bodies[1]).toBe(bodyOf(listedArticle(2, 'free')))
    expect(bodies[2]).toBe('')
    expect(named(treeOf(text), 'description').map((one) => one.text)[2]).toBe('')
  })

  test('keeps headline, link, date, author and section of each', () => {
    for (const name of ['title', 'dc:creator', 'pubDate', 'category'])
      expect(named(treeOf(text), name).map((one) => one.text)).toEqual(
        named(treeOf(feed), name).map((one) => one.text),
      )
    expect(named(treeOf(text), 'link').map((one) => one.text)).toEqual([
      'https://news.example',
      ...ARTICLES.map(({ path }) => `https://news.example${path}/?utm_source=rss`),
    ])
  })

  test('says what is to be read before it can be made in full', () => {
    expect(unknown).toEqual([{ path: '/news/story-3', address: '/news/story-3/' }])
  })

  test('leaves all that it does not close byte for byte', () => {
    const free = rss(
      itemOf(listedArticle(2, 'free')).replaceAll('\n', '\r\n'),
      '<!-- é 𝄞 &#8217; -->',
    )
    expect(closed(free).text).toBe(free.replaceAll(OWN, SITE.public))
  })

  test('says that it is sent as UTF-8, whatever it was', () => {
    const latin = feed.replace(
      '<?xml version="1.0"?>',
      `<?xml version="1.0" encoding='ISO-8859-1' ?>`,
    )
    expect(closed(latin).text).toMatch(/^<\?xml version="1\.0" encoding='UTF-8' \?>\n<rss /)
  })

  test('is closed again to the same', () => {
    expect(closed(text).text).toBe(text)
  })
})

describe('what a feed may hold besides', () => {
  const [gated, free, unknown] = ARTICLES as [ListedArticle, ListedArticle, ListedArticle]
  const link = (article: ListedArticle) => `<link>${OWN}${article.path}/</link>`
  const secret = gated.below[0] ?? ''

  test.each([
    [
      'a description that goes on below the cut',
      `<description>${coded(gated.above[0] + secret)}</description>`,
    ],
    [
      'several bodies',
      `<content:encoded>${cdata(bodyOf(gated))}</content:encoded><content:encoded>${cdata(bodyOf(gated))}</content:encoded>`,
    ],
    [
      'a body whose CDATA is split',
      `<content:encoded>${cdata(`${secret} ]]> ${secret}`)}</content:encoded>`,
    ],
    [
      'a body of text and CDATA',
      `<content:encoded>${coded(secret)}${cdata(secret)}</content:encoded>`,
    ],
    ['Atom in RSS', `<atom:content type="html">${coded(bodyOf(gated))}</atom:content>`],
    [
      'a caption',
      `<media:group><media:content url="/a.png"><media:description>${coded(secret)}</media:description></media:content></media:group>`,
    ],
    [
      'a caption as a title',
      `<media:content url="/a.png"><media:title>${coded(secret)}</media:title></media:content>`,
    ],
    ['an attribute', `<media:content url="/a.png" alt="${coded(secret)}"/>`],
    ['a comment', `<!-- ${secret} -->`],
    ['a comment in a headline', `<title>A title<!-- ${secret} --></title>`],
    ['a text of its own', coded(secret)],
    ['an element nobody knows', `<x>${coded(secret)}</x>`],
    ['elements nobody knows', `<x><y>${coded(secret)}</y><z>${coded(secret)}</z></x>`],
    [
      'a hidden text in an open one',
      `<description>${coded(`${gated.above[0]}<!-- ${secret} -->`)}</description>`,
    ],
    [
      'an alternative text in an open one',
      `<description>${coded(`${gated.above[0]}<img alt='${coded(secret)}'>`)}</description>`,
    ],
    [
      'a script in an open one',
      `<description>${coded(`${gated.above[0]}<script>"${secret}"</script>`)}</description>`,
    ],
    [
      'a podcast',
      `<itunes:summary>${coded(secret)}</itunes:summary><enclosure type="audio/mpeg" url="/a.mp3"/>`,
    ],
    ['a processing instruction', `<?x ${secret.replaceAll('<', '')} ?>`],
  ])('%s', (_, field) => {
    const ofGated = closed(rss(`<item>${link(gated)}${field}</item>`)).text
    expect(ofGated).not.toContain('canary')
    expect(treeOf(ofGated).name).toBe('rss')
    if (field.includes('audio')) return
    const ofUnknown = closed(rss(`<item>${link(unknown)}${field}</item>`)).text
    expect(ofUnknown).not.toContain('canary')
    expect(ofUnknown).not.toContain('gulls')
    const ofFree = rss(`<item>${link(free)}${field}</item>`)
    expect(closed(ofFree).text).toBe(ofFree.replaceAll(OWN, SITE.public))
  })

  test('a podcast whose episodes are no articles is left alone', () => {
    const podcast = rss(
      `<item><title>One</title>${link(unknown)}<itunes:summary>${coded(secret)}</itunes:summary><enclosure type="audio/mpeg" url="${OWN}/a.mp3" length="1"/></item>`,
      '<itunes:author>The Quay</itunes:author>',
    )
    expect(closed(podcast)).toMatchObject({
      text: podcast.replaceAll(OWN, SITE.public),
      unknown: [{ path: unknown.path }],
    })
  })

  test('an article that is read aloud waits until it is known for one', () => {
    const text = `<p>${`${secret} `.repeat(15)}</p>`
    const episode = rss(
      `<item><title>One</title>${link(unknown)}<content:encoded>${coded(text)}</content:encoded><enclosure type="audio/mpeg" url="${OWN}/a.mp3" length="1"/></item>`,
      '<itunes:author>The Quay</itunes:author>',
    )
    expect(closed(episode).text).not.toContain(secret)
    expect(closed(episode)).toMatchObject({ unknown: [{ path: unknown.path }] })
  })

  test('what readers say of an article is theirs', () => {
    const comments = rss(
      `<item><link>${OWN}${gated.path}/#comment-20</link><description>${coded('As we say here: who counts the gulls has no fish.')}</description></item>`,
    )
    expect(closed(comments).text).toBe(comments.replaceAll(OWN, SITE.public))
  })

  test('an item that leads elsewhere has no text either', () => {
    const other = rss(
      `<item><link>https://other.example/a</link><description>${coded(secret)}</description></item>`,
    )
    expect(closed(other)).toMatchObject({ unknown: [] })
    expect(closed(other).text).not.toContain('canary')
  })

  test('a second link opens nothing', () => {
    for (const links of [
      `${link(free)}<guid>${OWN}${gated.path}</guid>`,
      `<guid>${OWN}${gated.path}</guid>${link(free)}`,
    ])
      expect(
        closed(rss(`<item>${links}<description>${coded(secret)}</description></item>`)).text,
      ).not.toContain('canary')
  })

  test('items of RSS 1.0 stand beside their channel', () => {
    const rdf = `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><channel rdf:about="${OWN}"><title>Q</title></channel><item rdf:about="${OWN}${gated.path}"><title>A</title><description>${coded(secret)}</description></item></rdf:RDF>`
    expect(closed(rdf, 'application/rdf+xml').text).not.toContain('canary')
  })

  test('an excerpt that stands nowhere on its page gives way to the beginning of the preview', () => {
    const known = LOOK_UP(gated.path)
    if (known === undefined) throw new Error('not known')
    const silent = { ...known, article: { ...known.article, summary: '' } }
    const feed = rss(`<item>${link(gated)}<description>${secret.slice(0, 30)}</description></item>`)
    const reading = closeText(feed, 'text/xml', () => silent, SETTINGS)
    const text = reading.kind === 'closed' ? reading.text : ''
    const [description] = named(treeOf(text), 'description')
    expect(description?.text).toBe(gated.above.join(' '))
  })

  test('a preview that ends a CDATA section is carried over to the next', () => {
    const previewHtml = '<p>a ]]> b</p>'
    const known = LOOK_UP(gated.path)
    const feed = rss(itemOf(gated))
    const reading = closeText(feed, 'text/xml', () => known && { ...known, previewHtml }, SETTINGS)
    const text = reading.kind === 'closed' ? reading.text : ''
    expect(named(treeOf(text), 'content:encoded')[0]?.text).toBe(previewHtml)
  })

  test('Atom says what its texts are written in', () => {
    const atom = (content: string) =>
      `<feed xmlns="http://www.w3.org/2005/Atom"><entry><link rel="self" href="${OWN}${free.path}"/><link href="${OWN}${gated.path}/"/>${content}</entry></feed>`
    const xhtml = closed(
      atom(
        `<content type='xhtml'><div xmlns="http://www.w3.org/1999/xhtml"><p>${coded(secret)}</p></div></content>`,
      ),
    ).text
    const [content] = named(treeOf(xhtml), 'content')
    expect(content?.attributes['type']).toBe('html')
    expect(content?.text).toContain('<p>On the quay')
    expect(xhtml).not.toContain('canary')
    const untyped = closed(atom(`<summary>${coded(`<b>${secret}</b>`)}</summary>`)).text
    expect(named(treeOf(untyped), 'summary')[0]?.attributes['type']).toBe('html')
    expect(untyped).not.toContain('canary')
    const plain = closed(atom(`<content>${secret.replaceAll(/[<&]/g, '')}</content>`)).text
    expect(named(treeOf(plain), 'content')[0]).toMatchObject({
      attributes: {},
      text: expect.not.stringContaining('<p>'),
    })
  })
})

describe('other XML', () => {
  const secrets = ARTICLES.flatMap(({ below }) => below)

  test('a map keeps its addresses and loses captions; nothing is read for its sake', () => {
    const map = `<urlset xmlns:image="x" xmlns:news="y">${ARTICLES.map(({ path, title, below }) => `<url><loc>${OWN}${path}</loc><lastmod>2026-11-25T23:09:42Z</lastmod><news:news><news:title>${title}</news:title></news:news><image:image><image:loc>${OWN}/a.png</image:loc><image:caption>${coded(below[0] ?? '')}</image:caption><image:title>${coded(below[1] ?? '')}</image:title></image:image></url>`).join('')}</urlset>`
    const { text, unknown } = closed(map, 'application/xml')
    expect(unknown).toEqual([])
    expect(text.match(/canary\w+/g)).toEqual(['canary2a', 'canary2b'])
    expect(named(treeOf(text), 'news:title')).toHaveLength(3)
    expect(named(treeOf(text), 'loc').map((one) => one.text)).toEqual(
      ARTICLES.map(({ path }) => SITE.public + path),
    )
  })

  test('an article in a language for articles goes, with or without an address', () => {
    const paragraphs = secrets.map((text) => `<p>${coded(text)}</p>`).join('')
    expect(closed(`<nitf><body>${paragraphs}</body></nitf>`, 'text/xml').text).not.toContain(
      'canary',
    )
    expect(
      closed(`<list><story><url>${OWN}/news/story-3</url>${paragraphs}</story></list>`, 'text/xml'),
    ).toMatchObject({
      text: expect.not.stringContaining('canary'),
      unknown: [{ path: '/news/story-3' }],
    })
  })

  test('settings, styles and pictures stay', () => {
    const sheet = `<xsl:stylesheet xmlns:xsl="x"><xsl:template><style>${'body { color: red } '.repeat(40)}</style></xsl:template></xsl:stylesheet>`
    expect(closed(sheet, 'application/xml').text).toBe(sheet)
  })

  test.each([
    ['no end', '<rss><channel><item>'],
    ['an entity nobody declared', '<rss>&nope;</rss>'],
    ['two roots', '<rss/><rss/>'],
    ['a sign in the wrong place', '<rss><a b="<"/></rss>'],
    ['entities of its own', '<!DOCTYPE rss [<!ENTITY a "b">]><rss>&a;</rss>'],
    ['no element', 'no XML at all'],
    ['no bottom', '<a>'.repeat(5000) + '</a>'.repeat(5000)],
  ])('with %s is refused', (_, text) => {
    expect(closeText(text, 'application/rss+xml', LOOK_UP, SETTINGS).kind).toBe('refused')
  })

  test('a feed that is sent as a page is read as a feed, a page as a page', () => {
    const bytes = (text: string) => new TextEncoder().encode(text)
    const feed = `\ufeff\n<?xml version="1.0"?><!-- a --><?xml-stylesheet href="a"?>${'<rss'}>`
    expect(kindOf('text/html; charset=UTF-8', bytes(feed))).toBe('text')
    for (const page of [
      '<!doctype html><rss>',
      '<?xml version="1.0"?><!DOCTYPE html><html>',
      'a <rss>',
    ])
      expect(kindOf('text/html', bytes(page))).toBe('page')
    expect(kindOf('text/html', bytes(`${'<!----> '.repeat(60)}<html>`))).toBe('page')
    expect(kindOf(undefined, bytes('\ufeff <html>'))).toBe('page')
  })

  test('a feed is one whatever it is sent as, and wherever it begins', () => {
    for (const type of ['text/html', 'text/plain', ''])
      expect(closed(`\n\ufeff ${rss(itemOf(listedArticle(1, 'gated')))}`, type).text).not.toContain(
        'canary',
      )
  })
})

/** Any of an item's fields, in any way of writing, with any of its article's texts in it. */
const field = fc.record({
  name: fc.constantFrom(
    ...['description', 'content:encoded', 'content', 'summary', 'dc:description', 'itunes:summary'],
    ...[
      'media:description',
      'media:text',
      'x',
      'excerpt:encoded',
      'title',
      'fullText',
      'atom:content',
    ],
  ),
  write: fc.constantFrom(
    cdata,
    coded,
    (text: string) => `<b><i>${coded(text)}</i></b>`,
    (text: string) => coded(coded(text)),
  ),
  text: fc.constantFrom<(article: ListedArticle) => string>(
    bodyOf,
    ({ above, below }) => [...above, ...below].join(' '),
    ({ above, below }) => `${above[0]} ${below[1]} ${above[1]}`,
    ({ below }) => below.join(' '),
    ({ above, below }) => `<div>${above[0]}</div><img alt="${below[0]?.replaceAll('"', '')}">`,
  ),
})

test('whatever a feed is made of, no text below a cut is left, and what is left is XML', () => {
  const kinds = fc.constantFrom('gated' as const, 'free' as const, 'unknown' as const)
  const item = fc.tuple(kinds, fc.array(field, { maxLength: 5 }), fc.boolean())
  fc.assert(
    fc.property(fc.array(item, { maxLength: 5 }), fc.boolean(), (items, isAtom) => {
      const articles = items.map(([kind], index) => listedArticle(index, kind))
      const texts = items.map(([, fields, isNested], index) => {
        const article = articles[index] ?? listedArticle(0, 'unknown')
        const inner = fields
          .map(
            ({ name, write, text }) =>
              `<${name}>${write(name === 'title' && article.kind === 'unknown' ? article.title : text(article))}</${name}>`,
          )
          .join('\n')
        const link = isAtom
          ? `<link href="${OWN}${article.path}"/>`
          : `<link>${OWN}${article.path}/</link>`
        const tag = isAtom ? 'entry' : 'item'
        return `<${tag}>${link}${isNested ? `<media:group>${inner}</media:group>` : inner}</${tag}>`
      })
      const feed = isAtom ? `<feed xmlns="x">${texts.join('')}</feed>` : rss(texts.join(''))
      const reading = closeText(feed, 'text/xml', lookUpOf(articles), SETTINGS)
      if (reading.kind !== 'closed') throw new Error(reading.kind)
      const open = articles.filter(({ kind }) => kind === 'free').map(({ slug }) => slug.slice(6))
      const left =
        reading.text.match(/canary\d+/g)?.filter((one) => !open.includes(one.slice(6))) ?? []
      expect(left).toEqual([])
      const tree = treeOf(reading.text)
      for (const [index, article] of articles.entries()) {
        const element = [...named(tree, 'item'), ...named(tree, 'entry')][index]
        if (article.kind === 'unknown' && element !== undefined)
          expect(reading.text.slice(element.from, element.to)).not.toMatch(/gulls|asked/)
      }
      for (const { path } of reading.unknown)
        expect(articles.find((one) => one.path === path)?.kind).toBe('unknown')
    }),
    { numRuns: 150 },
  )
})

test('a feed full of what never ends takes time by its length alone', () => {
  const opened = '<!--'.repeat(250_000)
  const { unknown } = closed(rss(`<item><title>${cdata(opened)}</title></item>`))
  expect(unknown).toEqual([])
})
