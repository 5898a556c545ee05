// The cut on bodies of every shape: between blocks, never too much, footnotes with their reference.
import fc from 'fast-check'
import type { Element, ElementContent, Root, RootContent } from 'hast'
import { describe, expect, test } from 'vitest'
import { countWords, cut } from './cut.ts'

const POLICY = { words: 80 }

function element(tagName: string, children: ElementContent[], properties = {}): Element {
  return { type: 'element', tagName, properties, children }
}

function paragraph(words: number, ...more: ElementContent[]): Element {
  const value = Array.from({ length: words }, (_, n) => `word${n}`).join(' ')
  return element('p', [{ type: 'text', value }, ...more])
}

function body(...children: RootContent[]): Root {
  return { type: 'root', children }
}

function reference(name: string): Element {
  const properties = {
    href: `#user-content-fn-${name}`,
    id: `user-content-fnref-${name}`,
    dataFootnoteRef: true,
  }
  return element('sup', [element('a', [{ type: 'text', value: name }], properties)])
}

function notes(...names: string[]): Element {
  const items = names.map((name) =>
    element('li', [element('p', [{ type: 'text', value: `note-${name} text` }, back(name)])], {
      id: `user-content-fn-${name}`,
    }),
  )
  return element('section', [element('ol', items)], { dataFootnotes: true })
}

function back(name: string): Element {
  return element('a', [{ type: 'text', value: '↩' }], {
    href: `#user-content-fnref-${name}`,
    dataFootnoteBackref: '',
  })
}

const text = (root: Root) => JSON.stringify(root)

describe('where the preview ends', () => {
  test('after the first whole blocks that reach about 80 words', () => {
    const found = cut(body(paragraph(50), paragraph(40), paragraph(300)), undefined, POLICY)
    expect(found).toMatchObject({ at: 2, wordsBefore: 90, words: 390, by: 'length' })
  })
  test('never more than a third of the article, down to no block at all', () => {
    expect(cut(body(paragraph(50), paragraph(40), paragraph(60)), undefined, POLICY).at).toBe(1)
    expect(cut(body(paragraph(120), paragraph(100)), undefined, POLICY)).toMatchObject({
      at: 0,
      wordsBefore: 0,
    })
  })
  test('where the author put it, even at the very top', () => {
    const article = body(paragraph(10), paragraph(10), paragraph(10))
    expect(cut(article, 2, POLICY)).toMatchObject({ at: 2, wordsBefore: 20, by: 'author' })
    expect(cut(article, 0, POLICY).before.children).toEqual([])
  })
  test('never on a heading, a rule or a picture', () => {
    const heading = element('h2', [{ type: 'text', value: 'And then' }])
    const found = cut(
      body(paragraph(70), heading, element('figure', []), paragraph(300)),
      undefined,
      POLICY,
    )
    expect(found.at).toBe(1)
  })
  test('a gallery is not given away for having no words', () => {
    const picture = element('figure', [element('img', [])])
    const gallery = Array.from({ length: 9 }, () => picture)
    const found = cut(body(paragraph(20), ...gallery, paragraph(20)), undefined, POLICY)
    expect(found.at).toBe(1)
    expect(cut(body(...gallery, paragraph(5), paragraph(200)), undefined, POLICY).at).toBe(0)
  })
  test('the footnotes above it travel, those below stay below', () => {
    const article = body(
      paragraph(90, reference('1')),
      paragraph(400, reference('2')),
      notes('1', '2'),
    )
    const { before } = cut(article, undefined, POLICY)
    expect(text(before)).toContain('note-1')
    expect(text(before)).not.toContain('note-2')
  })
  test('a note without an id, with one that stands twice, or within another note stays below', () => {
    const item = (value: string, properties = {}) =>
      element('li', [{ type: 'text', value }], properties)
    const inner = element('ul', [item('inner-note', { id: 'user-content-fn-9' })])
    const section = element(
      'section',
      [
        element('ol', [
          element('li', [{ type: 'text', value: 'open-note' }, inner], { id: 'user-content-fn-1' }),
          item('nameless-note'),
          item('first-twin', { id: 'user-content-fn-2' }),
          item('second-twin', { id: 'user-content-fn-2' }),
        ]),
        element('p', [{ type: 'text', value: 'stray-text' }]),
      ],
      { dataFootnotes: true },
    )
    const references = [reference('1'), reference('2')]
    const { before } = cut(
      body(paragraph(90, ...references), paragraph(400), section),
      undefined,
      POLICY,
    )
    expect(text(before)).toContain('open-note')
    for (const gated of ['nameless-note', 'twin', 'stray-text'])
      expect(text(before)).not.toContain(gated)
  })
  test('words are counted in one pass, whatever they are made of', () => {
    expect(countWords('.'.repeat(200_000))).toBe(0)
  })
  test('a note that is referred to on both sides has no way back to what is not there', () => {
    const twice = {
      ...back('1'),
      properties: { href: '#user-content-fnref-1-2', dataFootnoteBackref: '' },
    }
    const section = element(
      'section',
      [
        element('ol', [
          element('li', [{ type: 'text', value: 'note' }, back('1'), twice], {
            id: 'user-content-fn-1',
          }),
        ]),
      ],
      { dataFootnotes: true },
    )
    const { before } = cut(
      body(paragraph(90, reference('1')), paragraph(400), section),
      undefined,
      POLICY,
    )
    expect(text(before)).toContain('#user-content-fnref-1"')
    expect(text(before)).not.toContain('fnref-1-2')
  })
})

describe('always', () => {
  const blocks = fc.array(
    fc.oneof(
      fc.integer({ min: 1, max: 200 }).map((words) => paragraph(words)),
      fc.constant(element('h2', [{ type: 'text', value: 'Heading' }])),
      fc.constant<RootContent>({ type: 'text', value: '\n' }),
    ),
    { maxLength: 12 },
  )
  test('a preview is the beginning of the whole, ends with it or before a third, and counts its own words', () => {
    fc.assert(
      fc.property(blocks, fc.nat(200), (children, words) => {
        const found = cut(body(...children), undefined, { words })
        expect(found.before.children).toEqual(children.slice(0, found.at))
        expect(found.wordsBefore).toBeLessThanOrEqual(found.words / 3)
      }),
    )
  })
})

test('words counted sign by sign are as many as there are pieces with a letter or a digit', () => {
  const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/gu
  const signs = fc.constantFrom(...'ab1 \n\u00a0\u2003.-’—漢字かなไท𠮷😀é', '\ud842', '\udfb7')
  const texts = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(signs, { maxLength: 40 }).map((all) => all.join('')),
  )
  fc.assert(
    fc.property(texts, (written) => {
      const pieces = written.replace(unspaced, ' ').split(/\s+/)
      const words = pieces.filter((piece) => /[\p{L}\p{N}]/u.test(piece)).length
      expect(countWords(written)).toBe(
        words + Math.ceil((written.match(unspaced)?.length ?? 0) / 2),
      )
    }),
    { numRuns: 500 },
  )
})

test('words are counted in scripts with and without spaces', () => {
  expect(countWords('Two words — and £2.1m, don’t count a dash.')).toBe(8)
  expect(countWords('港町の新聞')).toBe(3)
  expect(countWords('  ')).toBe(0)
})
