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
import type { Cms, LookUp } from '../../../core/origin.ts'
import { closeText } from './close-text.ts'

const [gated, free, unknown] = [
  listedArticle(1, 'gated'),
  listedArticle(2, 'free'),
  listedArticle(3, 'unknown'),
] as const
const ARTICLES = [gated, free, unknown]
const LOOK_UP = lookUpOf(ARTICLES)

function closed(value: unknown, cms: Cms = 'wordpress', lookUp: LookUp = LOOK_UP) {
  const text = typeof value === 'string' ? value : JSON.stringify(value).replaceAll('/', '\\/')
  const reading = closeText(text, 'application/json', lookUp, { cms, addresses: SITE })
  if (reading.kind !== 'closed') throw new Error(`${reading.kind}: ${JSON.stringify(reading)}`)
  return { ...reading, value: JSON.parse(reading.text) as unknown }
}

const post = (article: ListedArticle) => ({
  id: 9007199254740993n.toString().length,
  date: '2026-11-25T23:09:42',
  guid: { rendered: `${OWN}/?p=5` },
  link: `${OWN}${article.path}/`,
  title: { rendered: article.title },
  content: { rendered: bodyOf(article), protected: false },
  excerpt: { rendered: `<p>${article.above[0]} [&hellip;]</p>\n`, protected: false },
  categories: [1, 2],
  yoast_head: `<meta name="description" content="${article.below[0]?.replaceAll('"', '')}">`,
  yoast_head_json: {
    title: article.title,
    og_description: article.below[0],
    robots: { index: 'index' },
  },
  _embedded: {
    author: [
      {
        name: 'Ida Quill',
        link: `${OWN}/author/ida/`,
        description: 'She has written of harbours since the harbour had boats.',
        avatar_urls: { 24: 'x' },
      },
    ],
    'wp:featuredmedia': [
      {
        link: `${OWN}${article.path}/quay/`,
        source_url: '/quay.png',
        media_type: 'image',
        alt_text: article.below[0],
        caption: { rendered: `<p>${article.above[0]}</p>` },
      },
    ],
  },
})

describe("WordPress's posts", () => {
  const posts = ARTICLES.map(post)
  const { value, unknown: paths } = closed(posts)

  test('carry the preview of a gated article, a free one whole, and nothing of an unknown one', () => {
    expect(value).toEqual([
      {
        ...posts[0],
        guid: { rendered: `${SITE.public}/?p=5` },
        link: `${SITE.public + gated.path}/`,
        content: {
          rendered: expect.stringMatching(/^<p>On the quay .*why, and it did not say\.<\/p>$/),
          protected: false,
        },
        yoast_head: '',
        yoast_head_json: { ...posts[0]?.yoast_head_json, og_description: gated.above[0] },
        _embedded: {
          author: [{ ...posts[0]?._embedded.author[0], link: `${SITE.public}/author/ida/` }],
          'wp:featuredmedia': [
            {
              ...posts[0]?._embedded['wp:featuredmedia'][0],
              link: `${SITE.public}${gated.path}/quay/`,
              alt_text: '',
            },
          ],
        },
      },
      JSON.parse(JSON.stringify(posts[1]).replaceAll(OWN, SITE.public)),
      expect.objectContaining({
        title: { rendered: unknown.title },
        content: { rendered: '', protected: false },
        excerpt: { rendered: '', protected: false },
        yoast_head_json: { title: unknown.title, og_description: '', robots: { index: 'index' } },
        categories: [1, 2],
      }),
    ])
    expect(paths.map(({ path }) => path)).toEqual([unknown.path])
  })

  test('stay byte for byte but for what is closed', () => {
    const text = `{ "b" : 9007199254740993.10, "10": 1, "2": -0, "link":"${OWN}${gated.path}", "content":${JSON.stringify(bodyOf(gated))}, "b":null}`
    expect(closed(text).text.replace(/"content":"(?:[^"\\]|\\.)*"/, '')).toBe(
      text.replace(/"content":"(?:[^"\\]|\\.)*"/, '').replace(OWN, SITE.public),
    )
  })
})

test("Ghost's posts", () => {
  const ghost = (article: ListedArticle) => ({
    id: '5f0c',
    uuid: 'x',
    title: article.title,
    slug: article.slug,
    url: `${OWN}${article.path}/`,
    html: bodyOf(article),
    plaintext: article.below.join(' '),
    mobiledoc: null,
    lexical: JSON.stringify({ root: article.below }),
    excerpt: article.above[0],
    custom_excerpt: null,
    feature_image_caption: article.below[0],
    codeinjection_foot: '<script>a()</script>',
    meta_description: article.below[0],
    reading_time: 3,
    access: true,
    primary_tag: {
      id: 't',
      slug: 'harbour',
      url: `${OWN}/tag/harbour/`,
      description: 'All that floats, and what it is tied to.',
      accent_color: null,
    },
  })
  const { value, unknown: paths } = closed(
    { posts: ARTICLES.map(ghost), meta: { pagination: { page: 1 } } },
    'ghost',
  )
  expect(value).toMatchObject({
    posts: [
      {
        html: expect.stringContaining('gulls'),
        plaintext: expect.not.stringContaining('<p>'),
        mobiledoc: null,
        lexical: '',
        excerpt: gated.above[0],
        feature_image_caption: '',
        codeinjection_foot: '',
        meta_description: gated.above[0],
        reading_time: 3,
        primary_tag: { description: 'All that floats, and what it is tied to.' },
      },
      JSON.parse(JSON.stringify(ghost(free)).replaceAll(OWN, SITE.public)),
      { html: '', plaintext: '', excerpt: '', lexical: '', title: unknown.title },
    ],
    meta: { pagination: { page: 1 } },
  })
  expect(JSON.stringify(value)).not.toMatch(/canary[13]/)
  expect(paths.map(({ path }) => path)).toEqual([unknown.path])
})

describe('other JSON', () => {
  const secret = gated.below[0] ?? ''
  test.each<[string, unknown]>([
    [
      'a JSON feed',
      {
        version: 'https://jsonfeed.org/version/1.1',
        items: [
          {
            id: '1',
            url: OWN + gated.path,
            content_html: bodyOf(gated),
            content_text: secret,
            summary: secret,
          },
        ],
      },
    ],
    ['a path alone', { path: gated.path, teaser: secret }],
    ['a link within a link', { guid: { rendered: OWN + gated.path }, x: [[{ y: secret }]] }],
    [
      'paragraphs as elements',
      {
        canonical_url: `${gated.path}/`,
        content_elements: gated.below.map((content) => ({ type: 'text', content })),
      },
    ],
    ['a name and no address', { a: { articleBody: `${bodyOf(gated)}${bodyOf(gated)}` } }],
    [
      'paragraphs and no address',
      { a: [...gated.below, ...gated.below, ...gated.above].map((x) => ({ x })) },
    ],
    [
      'paragraphs by number',
      { p1: secret, p2: secret, p3: secret, p4: secret, p5: gated.below[1], p6: secret },
    ],
    ['JSON within JSON', { url: OWN + gated.path, state: JSON.stringify({ a: { b: secret } }) }],
    [
      'a packed text',
      {
        url: OWN + gated.path,
        state: `${Buffer.from(secret.repeat(20)).toString('base64')}canary`,
      },
    ],
    [
      'structured data',
      {
        '@graph': [
          { '@id': `${OWN}${gated.path}/#article`, articleBody: secret, headline: gated.title },
        ],
      },
    ],
    [
      'a free one around it',
      { url: OWN + free.path, related: [{ a: { url: OWN + gated.path, text: secret } }] },
    ],
    ['a second link', { url: OWN + free.path, permalink: OWN + gated.path, text: secret }],
    [
      'an attachment of it',
      {
        link: `${OWN}${gated.path}/attachment/quay/`,
        media_type: 'image',
        source_url: '/a.png',
        alt_text: secret,
      },
    ],
  ])('%s', (_, value) => {
    expect(closed(value).text).not.toContain('canary')
  })

  test('what names no article stays, up to what a settings file says', () => {
    const words = {
      'Log in': 'Anmelden',
      help: 'Here is how to read the paper on a boat.',
      list: ['a', 'b'],
      n: [1, null, true],
    }
    expect(closed(words).value).toEqual(words)
    const menu = [
      { title: 'Harbour', url: `${OWN}/harbour/` },
      { title: 'All', url: `${OWN}/` },
    ]
    expect(closed(menu)).toMatchObject({ unknown: [], text: expect.stringContaining('Harbour') })
    const manifest = { name: 'The Quay', start_url: '/', icons: [{ src: '/a.png', sizes: '1x1' }] }
    expect(closed(manifest).value).toEqual(manifest)
  })

  test('a comment is its reader’s word', () => {
    const comment = {
      id: 21,
      link: `${OWN}${gated.path}/#comment-21`,
      content: { rendered: '<p>Who counts the gulls has no fish, as we say.</p>' },
    }
    expect(closed([comment]).value).toEqual([
      { ...comment, link: `${SITE.public}${gated.path}/#comment-21` },
    ])
  })

  test('is read line by line where it comes so, and behind what keeps scripts off', () => {
    const line = JSON.stringify({ url: OWN + gated.path, text: secret })
    const lines = closeText(`${line}\n\n${line}\n`, 'application/x-ndjson', LOOK_UP, {
      cms: 'none',
      addresses: SITE,
    })
    expect(JSON.stringify(lines)).not.toContain('canary')
    expect(closed(`)]}'\n${line}`.slice(5)).text).not.toContain('canary')
    const guarded = closeText(`)]}',\n${line}`, 'application/json', LOOK_UP, {
      cms: 'none',
      addresses: SITE,
    })
    expect(guarded).toMatchObject({ kind: 'closed', text: expect.stringMatching(/^\)\]\}',\n\{/) })
    expect(JSON.stringify(guarded)).not.toContain('canary')
  })

  test.each(['{', '{"a":1}{"b":2}', "{'a':1}", '[1,]', '['.repeat(5000) + ']'.repeat(5000)])(
    '%.20s is refused',
    (text) => {
      expect(
        closeText(text, 'application/json', LOOK_UP, { cms: 'none', addresses: SITE }).kind,
      ).toBe('refused')
    },
  )
})

/** JSON of any shape, with articles at any place in it, each with texts at any depth under any name. */
const texts = fc.constantFrom<(article: ListedArticle) => string>(
  bodyOf,
  ({ above, below }) => [...above, ...below].join(' '),
  ({ below }) => below[0] ?? '',
  ({ above, below }) => `<p>${above[0]}</p><!-- ${below[1]} -->`,
  ({ below }) => JSON.stringify({ html: below }),
  ({ below }) => encodeURIComponent(below.join(' ').repeat(8)),
)
const names = fc.constantFrom(
  'content',
  'html',
  'x',
  'rendered',
  'excerpt',
  'description',
  '0',
  'body',
  '__proto__',
  'text',
  'items',
  'caption',
)
const links = fc.constantFrom('url', 'link', 'permalink', 'path', 'canonical_url', '@id')
type Make = (article: ListedArticle) => unknown
const { field } = fc.letrec<{ field: Make }>((tie) => ({
  field: fc.oneof(
    { maxDepth: 3 },
    texts as fc.Arbitrary<Make>,
    fc.constantFrom<unknown>(1, -0.5, null, true, 'a').map(
      (value): Make =>
        () =>
          value,
    ),
    fc.array(tie('field'), { maxLength: 3 }).map(
      (makes): Make =>
        (article) =>
          makes.map((make) => make(article)),
    ),
    fc.dictionary(names, tie('field'), { maxKeys: 3 }).map(
      (makes): Make =>
        (article) =>
          Object.fromEntries(Object.entries(makes).map(([name, make]) => [name, make(article)])),
    ),
  ),
}))

test('whatever JSON is made of, no text below a cut is left, and all that is no text stays in its place', () => {
  const kinds = fc.constantFrom('gated' as const, 'free' as const, 'unknown' as const)
  const item = fc.tuple(kinds, links, fc.dictionary(names, field, { maxKeys: 5 }), fc.boolean())
  fc.assert(
    fc.property(
      fc.array(item, { maxLength: 4 }),
      fc.constantFrom<Cms>('wordpress', 'ghost', 'none'),
      (items, cms) => {
        const articles = items.map(([kind], index) => listedArticle(index, kind))
        const value = items.map(([, link, fields, isWrapped], index) => {
          const article = articles[index] ?? unknown
          const made = {
            title: article.title,
            ...Object.fromEntries(
              Object.entries(fields).map(([name, make]) => [name, make(article)]),
            ),
            [link]: OWN + article.path,
          }
          return isWrapped ? { node: [{ data: made }] } : made
        })
        const reading = closed({ items: value }, cms, lookUpOf(articles))
        const open = articles.flatMap(({ kind }, index) => (kind === 'free' ? [String(index)] : []))
        const left =
          reading.text.match(/canary\d+/g)?.filter((one) => !open.includes(one.slice(6))) ?? []
        expect(left).toEqual([])
        const bare = (json: unknown) =>
          JSON.stringify(json, (_, one) => (typeof one === 'string' ? '' : one))
        expect(bare(reading.value)).toBe(bare({ items: value }))
        const ofUnknown = articles.filter(({ kind }) => kind === 'unknown').map(({ path }) => path)
        for (const path of ofUnknown)
          expect(reading.text).not.toContain(`part ${path.slice(12)} the gulls`)
        expect(ofUnknown).toEqual(expect.arrayContaining(reading.unknown.map(({ path }) => path)))
      },
    ),
    { numRuns: 150 },
  )
})

test('a transcript goes, line by line; what is chosen from stays', () => {
  const said = Array.from({ length: 60 }, (_, n) => ({ at: n, text: `the ${n} gulls canary9 had` }))
  expect(closed({ segments: said }).text).not.toContain('canary9')
  const countries = Array.from({ length: 200 }, (_, n) => ({ value: n, text: `Land ${n}` }))
  expect(closed({ countries }).text).toContain('Land 199')
})

test('an article that stands by its name alone beside one that is free goes', () => {
  const beside = {
    slug: 'b',
    title: 'B',
    body: [{ type: 'p', text: 'canary9 is hidden. '.repeat(30) }],
  }
  const value = { url: OWN + free.path, body: 'Open', related: [beside] }
  const { text } = closed(value)
  expect(text).toContain('Open')
  expect(text).not.toContain('canary9')
})
