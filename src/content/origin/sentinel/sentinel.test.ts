// The sentinel: whatever is planted of a gated text is found in every format, and is gone when it was taken out; what
// was not planted is never touched.
import fc from 'fast-check'
import { type DefaultTreeAdapterTypes, parse } from 'parse5'
import { describe, expect, test } from 'vitest'
import { paragraphs } from '../../../../test/support/prose.ts'
import { Prose } from '../../../../test/wordpress/prose.ts'
import { withoutTraces } from './passages.ts'
import { createSentinel, type Sentinel } from './sentinel.ts'

/** Letters of a sentence in a row in which something is certain to be met; docs/decisions/0022. */
const CERTAIN = 55
const CERTAIN_UNSPACED = 16

const articleOf = (seed: number) => {
  const prose = new Prose(seed)
  return Array.from({ length: 6 }, (_, index) => prose.paragraph(4, `${prose.name()}${index}`))
}

const japanese = [
  '港湾局は昨日、東埠頭の改修工事が予定より三週間遅れると発表した。漁師たちは冬の前に桟橋が使えなくなることを心配している。',
  '市議会は二十一日に予算案を採決する。反対派は、橋の修理費が初めの見積もりの二倍になったことを問題にした。',
]

function knowing(): Sentinel {
  const sentinel = createSentinel()
  for (let seed = 0; seed < 20; seed++)
    sentinel.learn(`/article/${seed}`, articleOf(seed), `What article ${seed} says to everybody.`)
  sentinel.learn('/japanese', japanese, '東埠頭の工事')
  return sentinel
}

const lettersIn = (text: string) => text.replace(/[^\p{L}\p{N}]/gu, '').length

/** Words of a text from one on, until they have so many letters. */
function passageOf(text: string, from: number, least: number): string {
  const words = text.split(' ')
  let end = from
  while (end < words.length && lettersIn(words.slice(from, end).join('')) < least) end++
  return words.slice(from, end).join(' ')
}

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
const numeric = (text: string) =>
  [...text].map((sign) => `&#${sign === 'e' ? 'x65' : sign.codePointAt(0)};`).join('')
const unicode = (text: string) =>
  text.replace(/[^ ]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
const halved = (text: string) => text.replace(/(\p{L})(\p{L})/gu, '$1<b class="x">$2</b>')
/** Letters of other alphabets that look alike. */
const alike = (text: string, table: Readonly<Record<string, string>>) =>
  text.replace(/\p{L}/gu, (letter) => table[letter] ?? letter)
const CYRILLIC = {
  a: 'а',
  e: 'е',
  o: 'о',
  p: 'р',
  c: 'с',
  x: 'х',
  y: 'у',
  i: 'і',
  s: 'ѕ',
  B: 'В',
  H: 'Н',
}
const GREEK = { a: 'α', o: 'ο', i: 'ι', v: 'ν', p: 'ρ', u: 'υ', k: 'κ', A: 'Α', T: 'Τ' }
const base64 = (text: string) => Buffer.from(text).toString('base64')
const page = (html: string) =>
  `<!doctype html><html><head><title>A page</title></head><body><nav><a href="/x">Home</a></nav><main>${html}</main><footer>About us</footer></body></html>`
const inScript = (text: string) =>
  JSON.stringify({ html: `<p class="a">${escaped(text)}</p>` }).replaceAll('</', '<\\/')

/** Whatever holds a text; `json` and `html` are what it has to be afterwards. */
const formats: readonly {
  readonly name: string
  readonly make: (text: string) => string
  readonly is?: 'json' | 'html'
}[] = [
  { name: 'a paragraph', make: (text) => page(`<p>${escaped(text)}</p>`), is: 'html' },
  { name: 'plain text', make: (text) => `Before it.\n\n${text}\n\nBehind it.` },
  { name: 'capitals', make: (text) => page(`<h2>${escaped(text.toUpperCase())}</h2>`), is: 'html' },
  { name: 'tags in words', make: (text) => page(`<p>${halved(text)}</p>`), is: 'html' },
  { name: 'numeric entities', make: (text) => page(`<p>${numeric(text)}</p>`), is: 'html' },
  {
    name: 'soft hyphens',
    make: (text) => page(`<p>${text.replace(/(\p{L})(\p{L})/gu, '$1&shy;$2\u200b')}</p>`),
    is: 'html',
  },
  { name: 'Cyrillic letters', make: (text) => page(`<p>${alike(text, CYRILLIC)}</p>`), is: 'html' },
  { name: 'Greek letters', make: (text) => page(`<p>${alike(text, GREEK)}</p>`), is: 'html' },
  {
    name: 'letters that nobody sees',
    make: (text) => page(`<p>${text.replaceAll('e', 'e\u3164\u2060\u115f\ufe00')}</p>`),
    is: 'html',
  },
  {
    name: 'base64 in an attribute',
    make: (text) => page(`<div data-state="${base64(`<p>${escaped(text)}</p>`)}">x</div>`),
    is: 'html',
  },
  {
    name: 'base64 in JSON, slashes escaped',
    make: (text) => `{"id":7,"text":"${base64(JSON.stringify({ text })).replaceAll('/', '\\/')}"}`,
    is: 'json',
  },
  {
    name: 'base64 of an address, behind a word',
    make: (text) => `https://x.example/state-${Buffer.from(text).toString('base64url')}?a=1`,
  },
  { name: 'base64 of base64', make: (text) => `{"a":"${base64(base64(text))}"}`, is: 'json' },
  { name: 'decomposed', make: (text) => page(`<p>${text.normalize('NFD')}</p>`), is: 'html' },
  {
    name: 'broken by comments',
    make: (text) => page(`<p>${text.replaceAll(' ', ' <!-- a > b --> ')}</p>`),
    is: 'html',
  },
  {
    name: 'an item of a list each',
    make: (text) => page(`<ul><li>${text.replaceAll(' ', '</li><li>')}</li></ul>`),
    is: 'html',
  },
  { name: 'JSON', make: (text) => JSON.stringify({ id: 7, text, more: ['x'] }), is: 'json' },
  { name: 'escapes of JSON', make: (text) => `{"id":7,"text":"${unicode(text)}"}`, is: 'json' },
  {
    name: 'JSON in JSON',
    make: (text) => JSON.stringify({ state: JSON.stringify({ html: `<p id="a">${text}</p>` }) }),
    is: 'json',
  },
  {
    name: 'a script',
    make: (text) => page(`<script>if(a<b){window.state=${inScript(text)}}</script>`),
    is: 'html',
  },
  {
    name: 'JSON in an attribute',
    make: (text) =>
      page(`<div data-state="${escaped(JSON.stringify({ html: `<p>${text}</p>` }))}">x</div>`),
    is: 'html',
  },
  { name: 'an alternative text', make: (text) => page(`<img alt="${escaped(text)}">`), is: 'html' },
  {
    name: 'a description',
    make: (text) =>
      page(`<meta name="description" content='${escaped(text).replaceAll("'", '&#39;')}'>`),
    is: 'html',
  },
  {
    name: 'an address',
    make: (text) =>
      page(`<a href="https://x.example/?text=${encodeURIComponent(text)}&amp;a=1">x</a>`),
    is: 'html',
  },
  {
    name: 'an address in an address',
    make: (text) => `https://x.example/?u=${encodeURIComponent(`/?t=${encodeURIComponent(text)}`)}`,
  },
  {
    name: 'a feed',
    make: (text) =>
      `<rss><channel><item><content:encoded><![CDATA[<p>${escaped(text)}</p>]]></content:encoded></item></channel></rss>`,
  },
  {
    name: 'a feed with escaped HTML',
    make: (text) =>
      `<feed><entry><content type="html">${escaped(`<p>${text}</p>`)}</content></entry></feed>`,
  },
]

/** Names of elements and of their attributes, in turn. */
function structureOf(html: string): readonly string[] {
  const names: string[] = []
  const walk = (node: DefaultTreeAdapterTypes.Node) => {
    if ('attrs' in node)
      names.push(`${node.nodeName} ${node.attrs.map(({ name }) => name).join(' ')}`)
    if ('childNodes' in node) for (const child of node.childNodes) walk(child)
  }
  walk(parse(html))
  return names
}

describe('a passage of a gated text', () => {
  const sentinel = knowing()
  const places = fc.record({
    seed: fc.integer({ min: 0, max: 19 }),
    block: fc.integer({ min: 0, max: 5 }),
    from: fc.integer({ min: 0, max: 25 }),
    more: fc.integer({ min: 0, max: 200 }),
    /** What follows in the same sentence and is of nobody. */
    rest: fc.constantFrom('', ' zqx', ': 4 zqx, at noon. Ztt'),
  })

  for (const { name, make, is } of formats)
    test(`is found in ${name}, and gone when it was taken out`, () => {
      fc.assert(
        fc.property(places, ({ seed, block, from, more, rest }) => {
          const passage = passageOf(articleOf(seed)[block] ?? '', from, CERTAIN + more)
          fc.pre(passage.split('.').some((part) => lettersIn(part) >= CERTAIN))
          const text = make(passage + rest)
          const traces = sentinel.look(text)
          expect(traces.map(({ path }) => path)).toContain(`/article/${seed}`)
          const left = withoutTraces(text, traces)
          expect(sentinel.look(left)).toEqual([])
          if (is === 'json')
            expect(Object.keys(JSON.parse(left))).toEqual(Object.keys(JSON.parse(text)))
          if (is === 'html') expect(structureOf(left)).toEqual(structureOf(text))
        }),
        { numRuns: 25 },
      )
    })

  test('is found in a script without spaces between words', () => {
    const sizes = fc.record({
      block: fc.integer({ min: 0, max: 1 }),
      from: fc.integer({ min: 0, max: 30 }),
      format: fc.constantFrom(...formats),
    })
    fc.assert(
      fc.property(sizes, ({ block, from, format }) => {
        const letters = (japanese[block] ?? '').replace(/[^\p{L}\p{N}]/gu, '')
        const text = format.make(letters.slice(from, from + CERTAIN_UNSPACED))
        expect(sentinel.look(text).map(({ path }) => path)).toEqual(['/japanese'])
      }),
    )
  })

  test('takes nothing with it of the string before, though that ends as the gated text goes on', () => {
    for (let seed = 0; seed < 20; seed++) {
      const words = (articleOf(seed)[0] ?? '').split(' ')
      for (const [at, word] of words.slice(0, -12).entries()) {
        const name = `name${word.slice(-4)}`
        const text = JSON.stringify({ [name]: words.slice(at + 1, at + 12).join(' ') })
        expect(Object.keys(JSON.parse(withoutTraces(text, sentinel.look(text))))).toEqual([name])
      }
    }
  })

  test('is found when it is a short sentence, whole', () => {
    const known = createSentinel()
    known.learn('/a', ['The mayor sold it twice, to his aunt.'], '')
    expect(known.look('<li>The mayor sold it</li><li>twice, to his aunt.</li>')).toEqual([])
    const text = '<li>The mayor sold it twice, to his aunt</li><li>He said so.</li>'
    expect(withoutTraces(text, known.look(text))).toBe('<li>    ,   </li><li>He said so.</li>')
  })
})

describe('what is no secret', () => {
  test('no text is touched that has nothing of a gated one', () => {
    const sentinel = knowing()
    fc.assert(
      fc.property(
        fc.integer({ min: 100, max: 10_000 }),
        fc.constantFrom(...formats),
        (seed, format) => {
          // Of other words: what two articles of one maker share by chance is shared.
          const text = format.make(paragraphs(`${seed}`, 6, 4).join(' '))
          expect(sentinel.look(text)).toEqual([])
        },
      ),
      { numRuns: 25 },
    )
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
        expect(sentinel.look(text)).toEqual([])
      }),
      { numRuns: 50 },
    )
  })

  test('what stands in the open text as well, or in so many articles that it is of none', () => {
    const quote = 'The bridge will be open to everybody before the first frost comes, she had said.'
    const note = 'The author has written about the harbour for this newspaper since he was a boy.'
    const sentinel = createSentinel()
    for (let seed = 0; seed < 6; seed++)
      sentinel.learn(`/${seed}`, [...articleOf(seed), note, ...(seed === 0 ? [quote] : [])], quote)
    expect(sentinel.look(`<p>${quote}</p><p>${note}</p>`)).toEqual([])
    expect(sentinel.look(`<p>${articleOf(3)[2]}</p>`)).toMatchObject([{ path: '/3' }])
  })

  test('a name that stands alone, though the sentence before ends likewise', () => {
    const names = Array.from({ length: 2000 }, (_, seed) => {
      const prose = new Prose(seed)
      return `${prose.name()} ${prose.name()} ${prose.name()}`
    }).filter((name) => lettersIn(name) >= 27 && lettersIn(name) < 32)
    const sentinel = createSentinel()
    for (const [at, name] of names.entries())
      sentinel.learn(`/${at}`, [`All of it began with those boats. ${name}. They had gone.`], '')
    for (const name of names) {
      const page = `<p>Nobody here had ever heard of boats.</p><p>${name}.</p><p>Said twice at noon.`
      expect(sentinel.look(page)).toEqual([])
    }
  })

  test('a source that stands in many articles, whatever stands before it', () => {
    const source = 'Quillmore, Harbours and Ferries, Nr'
    const lastOf = (seed: number) => ((seed % 90) * 191 + 300).toString(36).padStart(3, 'k')
    const sentinel = createSentinel()
    const gatedOf = (seed: number) => `${articleOf(seed)[0]} They saw ${lastOf(seed)}. ${source}. 7`
    for (let seed = 0; seed < 270; seed++) sentinel.learn(`/${seed}`, [gatedOf(seed)], '')
    for (let seed = 1080; seed < 1170; seed++)
      expect(
        sentinel.look(
          `<p>${articleOf(seed)[1]} No ${lastOf(seed)}.</p><p>${source}. 8 of them all`,
        ),
      ).toEqual([])
    expect(sentinel.look(gatedOf(7))).toMatchObject([{ path: '/7' }])
  })

  test('a picture in base64, a digest, a long link', () => {
    const sentinel = knowing()
    const bytes = fc.uint8Array({ minLength: 48, maxLength: 400 })
    fc.assert(
      fc.property(bytes, (one) => {
        const text = `<img src="data:image/png;base64,${Buffer.from(one).toString('base64')}">`
        expect(sentinel.look(text)).toEqual([])
      }),
    )
    expect(sentinel.look(`/a/${'what-the-harbour-master-sold-'.repeat(9)}`)).toEqual([])
  })

  test('a text that is an article at five addresses stays a secret', () => {
    const sentinel = createSentinel()
    for (let copy = 0; copy < 8; copy++) sentinel.learn(`/copy/${copy}`, articleOf(1), '')
    expect(sentinel.look(articleOf(1)[3] ?? '')).not.toEqual([])
  })

  test('the page of an article holds all of it, though it stands at another address too', () => {
    const sentinel = knowing()
    sentinel.learn('/print/5', articleOf(5), '')
    const text = formats[0]?.make(articleOf(5).join(' ')) ?? ''
    for (const own of ['/article/5', '/print/5']) expect(sentinel.look(text, own)).toEqual([])
    expect(sentinel.look(text, '/article/6')).not.toEqual([])
    expect(sentinel.look(text + articleOf(7)[1], '/article/5')).toMatchObject([
      { path: '/article/7' },
    ])
  })

  test('what was forgotten, and what took its place is not', () => {
    const sentinel = knowing()
    sentinel.forget('/article/4')
    expect(sentinel.look(articleOf(4).join(' '))).toEqual([])
    // Its number is given to another only when nothing of it is left.
    for (let seed = 100; seed < 400; seed++)
      sentinel.learn(`/article/${seed}`, [articleOf(seed)[0] ?? ''], '')
    expect(sentinel.look(articleOf(4).join(' '))).toEqual([])
    expect(sentinel.look(articleOf(5)[1] ?? '')).toMatchObject([{ path: '/article/5' }])
    const before = sentinel.articles
    for (let seed = 0; seed < 10; seed++) {
      sentinel.learn('/again', articleOf(1000 + seed), '')
      sentinel.forget('/again')
    }
    expect(sentinel.articles).toBe(before)
  })
})

describe('versions and restarts', () => {
  test('every version of an article is known', () => {
    const sentinel = createSentinel()
    sentinel.learn('/a', articleOf(1), '')
    sentinel.learn('/a', articleOf(2), '')
    const { generation } = sentinel
    sentinel.learn('/a', articleOf(1), '')
    expect(sentinel.generation).toBe(generation)
    expect(sentinel.look(articleOf(1)[0] ?? '')).toMatchObject([{ path: '/a' }])
    expect(sentinel.look(articleOf(2)[0] ?? '')).toMatchObject([{ path: '/a' }])
  })
})
