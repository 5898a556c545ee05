// In which element the text of an article stands, on pages as sites make them and on pages with faults.
import { parse } from 'parse5'
import { describe, expect, test } from 'vitest'
import type { Cms } from '../../../core/origin.ts'
import { type FoundBody, findBody, type Ground } from './find-body.ts'
import { proseOf } from './find-body-prose.ts'
import { outermost, survey } from './find-body-survey.ts'
import { unitsOf } from './find-body-units.ts'
import { attribute, type Element } from './selectors.ts'

const pathOf = (address: string) => (address.startsWith('/') ? address : undefined)

function groundOf(html: string): Ground {
  const page = survey(parse(html))
  const units = unitsOf(page, { paths: new Set(['/here']), postId: undefined, pathOf })
  const foreign = outermost(units.filter(({ isForeign }) => isForeign).map(({ place }) => place))
  return { survey: page, units, foreign, prose: proseOf(page, foreign) }
}

interface Wanted {
  readonly configured?: string
  readonly gated?: readonly string[]
  readonly cms?: Cms
}

function find(html: string, { configured, gated = [], cms = 'none' }: Wanted = {}): FoundBody {
  const found = findBody(groundOf(html), { configured, gated, cms })
  if (found === undefined) throw new Error('nothing was found')
  return found
}

/** As in a test: the id, the class, or the tag. */
const nameOf = (element: Element) =>
  attribute(element, 'id') ?? attribute(element, 'class') ?? element.tagName
const names = ({ container, body, foundBy }: FoundBody) => [
  nameOf(container.element),
  nameOf(body.element),
  foundBy,
]

const paragraph = (n: number) =>
  `<p>Mark${n}x of the harbour office says that the quay will be mended before the winter comes, and by whom it will be.</p>`
const paragraphs = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, n) => paragraph(from + n)).join('\n')

describe('the text stands', () => {
  const page = `<article><h1>T</h1><div class="lead">${paragraphs(0, 3)}</div><div class="entry-content">${paragraphs(3, 12)}</div></article>`

  test('where the configuration says', () => {
    expect(names(find(page, { configured: 'article > .lead' }))).toEqual([
      'lead',
      'lead',
      'configured',
    ])
    expect(names(find(page, { configured: '.lead, .entry-content' }))[0]).toBe('article')
  })

  test('elsewhere, with a doubt, where the configuration names nothing that is there', () => {
    for (const configured of ['.gone', ':::', 'p:nth-child('])
      expect(find(page, { configured })).toMatchObject({
        foundBy: 'known',
        doubts: [expect.stringContaining(configured)],
      })
  })

  test('around what the page calls not free, and what is free of it', () => {
    const parts = `<div class="text">${paragraphs(0, 4)}<div class="paid">${paragraphs(4, 12)}</div></div>`
    expect(names(find(parts, { gated: ['.paid'] }))).toEqual(['text', 'text', 'has-part'])
    const empty = `<div class="text">${paragraphs(0, 9)}<div class="paid"></div></div>`
    expect(names(find(empty, { gated: ['.paid'] }))).toEqual(['text', 'text', 'has-part'])
    const apart = `<main id="m"><div>${paragraphs(0, 4)}</div><div class="paid">${paragraphs(4, 7)}</div></main>`
    expect(names(find(apart, { gated: ['.paid'] }))[0]).toBe('m')
    expect(find(page, { gated: ['.gone'] }).doubts).toHaveLength(1)
  })

  test('in the containers of the CMS', () => {
    expect(names(find(`<main>${page}</main>`, { cms: 'wordpress' }))).toEqual([
      ...['entry-content', 'entry-content'],
      'cms',
    ])
    const ghost = `<article><section class="gh-content">${paragraphs(0, 5)}</section></article>`
    expect(names(find(ghost, { cms: 'ghost' }))).toEqual(['gh-content', 'gh-content', 'cms'])
  })

  test('in containers that many sites have', () => {
    const item = `<div itemprop="text articleBody" id="b">${paragraphs(0, 5)}</div>`
    expect(names(find(`<div>${item}</div>`))).toEqual(['b', 'b', 'known'])
    const article = `<article><h1>T</h1><div id="b">${paragraphs(0, 5)}</div></article>`
    expect(names(find(article))).toEqual(['article', 'b', 'known'])
  })

  test('where its paragraphs are, where nothing is marked', () => {
    const plain = `<div id="nav"><ul><li><a href="/x">${'Link '.repeat(40)}</a></li></ul></div><div id="b">${paragraphs(0, 5)}</div>`
    expect(names(find(plain))).toEqual(['b', 'b', 'readability'])
    const breaks = `<div id="b">${'The harbour office says so, and whose turn it is.<br><br>'.repeat(20)}</div><div>x</div>`
    expect(names(find(breaks))).toEqual(['b', 'b', 'readability'])
  })

  test('in an element within others that hold nothing else', () => {
    const nested = `<div class="entry-content"><div class="row"><div id="b">${paragraphs(0, 9)}</div></div><p>Share</p></div>`
    expect(names(find(nested))).toEqual(['entry-content', 'b', 'known'])
    const lead = `<div class="entry-content">${paragraphs(0, 2)}<div class="group">${paragraphs(2, 16)}</div></div>`
    expect(names(find(lead))[1]).toBe('entry-content')
  })

  test('not in comments, sidebars, or what leads to another article', () => {
    const beside = `<section class="comments">${paragraphs(20, 60)}</section><aside>${paragraphs(60, 80)}</aside>`
    const other = `<article><h2><a href="/other">T</a></h2><div class="entry-content">${paragraphs(80, 99)}</div></article>`
    const found = find(`${beside}${other}<div class="post-body">${paragraphs(0, 6)}</div>`)
    expect(names(found)).toEqual(['post-body', 'post-body', 'known'])
  })

  test('in an article whose text links to another one', () => {
    const linking = `<article id="a">${paragraphs(0, 5)}<h2><a href="/other">Read also</a></h2>${paragraphs(5, 9)}</article>`
    expect(names(find(linking))[0]).toBe('a')
  })

  test('in a picture, where there is nothing to read', () => {
    expect(names(find('<div class="entry-content"><img src="/a.png"></div>'))[0]).toBe(
      'entry-content',
    )
    const empty = groundOf('<div class="entry-content"> <script>1</script></div>')
    expect(findBody(empty, { configured: undefined, gated: [], cms: 'none' })).toBeUndefined()
  })
})

describe('what is found is widened', () => {
  test('to text that goes on in other elements', () => {
    const parted = `<main id="m"><div class="post-body">${paragraphs(0, 6)}</div><div class="ad"></div><div>${paragraphs(6, 12)}</div></main>`
    const found = find(parted)
    expect(names(found)[0]).toBe('m')
    expect(found.doubts).toEqual([expect.stringContaining('outside of div.post-body')])
  })

  test('to a paragraph behind it that an end tag too many put there', () => {
    const broken = `<body><article id="a"><div class="post-body">${paragraphs(0, 9)}</div></article><p>${paragraph(9).repeat(2).replaceAll(/<.?p>/g, ' ')}</p><footer>F</footer>`
    expect(names(find(broken))[0]).toBe('body')
  })

  test('not to what every page has below a text', () => {
    const footed = `<main><div class="post-body">${paragraphs(0, 9)}</div><div class="bio">${paragraph(9)}</div></main><footer>${paragraphs(10, 20)}</footer><p>© The Gazette</p>`
    expect(names(find(footed))[0]).toBe('post-body')
  })

  test('a container of the CMS that holds no text is passed over, with a doubt', () => {
    const video = `<div class="entry-content"><iframe src="/v"></iframe></div><div class="promo">${paragraphs(0, 6)}</div>`
    const found = find(video, { cms: 'wordpress' })
    expect(names(found)[0]).toBe('promo')
    expect(found.doubts).toEqual([expect.stringContaining('div.entry-content')])
  })

  test('two ways that differ are a doubt', () => {
    const differing = `<div class="post-body">${paragraphs(0, 6)}</div><div><div id="b">${paragraphs(6, 15)}</div></div>`
    expect(find(differing, { configured: '.post-body' }).doubts).toEqual([
      expect.stringContaining('#b'),
    ])
  })
})

test('megabytes, and thousands of elements within each other, are walked', () => {
  const large = `<div class="entry-content">${paragraphs(0, 9000)}</div>`
  expect(names(find(large))[0]).toBe('entry-content')
  const deep = `${'<span>'.repeat(5000)}${paragraphs(0, 5)}`
  expect(find(`<div class="entry-content">${deep}</div>`).container.letters).toBeGreaterThan(400)
})
