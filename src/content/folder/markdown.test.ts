// What an author may write, what becomes of it, and where the cut may stand. The cut is tried with misnested HTML.
import fc from 'fast-check'
import type { Element, Root } from 'hast'
import { toHtml } from 'hast-util-to-html'
import { expect, test } from 'vitest'
import { cut } from '../../core/cut.ts'
import { type Arranging, arrangeBlocks, finish } from './arrange.ts'
import { type Blocks, markdownReader } from './markdown.ts'

const read = markdownReader({ footnoteLabel: 'Footnotes', footnoteBackLabel: 'Back to reference' })

/** As body.ts puts it together, without the pictures. */
function arranged(blocks: Blocks): { before: number; body: Root } {
  const how: Arranging = { tableLabel: 'Table', tables: 0, missing: new Set<Element>() }
  const before = arrangeBlocks(blocks.before, how)
  const after = arrangeBlocks(blocks.after, how)
  const notes = blocks.notes ? arrangeBlocks([blocks.notes], how) : []
  const body: Root = { type: 'root', children: [...before, ...after, ...notes] }
  finish(body)
  return { before: before.length, body }
}

function html(markdown: string): string {
  return toHtml(arranged(read(markdown)).body).replaceAll('\n', '')
}

function preview(markdown: string): string {
  const blocks = read(markdown)
  const { before, body } = arranged(blocks)
  const automatic = cut(body, undefined, { words: 80 }).at
  const at =
    blocks.mark === 'good'
      ? before
      : blocks.mark === 'odd' && automatic > before
        ? before
        : undefined
  return toHtml(cut(body, at, { words: 80 }).before)
}

test('a picture alone with a title is a figure; its caption holds no markup', () => {
  expect(html('![Quay](quay.svg "The quay <b>at</b> *dawn*")')).toBe(
    '<figure><img src="quay.svg" alt="Quay"><figcaption>The quay &#x3C;b>at&#x3C;/b> *dawn*</figcaption></figure>',
  )
  expect(html('![Quay](quay.svg)')).toBe('<figure><img src="quay.svg" alt="Quay"></figure>')
  expect(html('See ![Quay](quay.svg "The quay")')).toContain('<p>See <img')
})

test('a table scrolls in a region with a name; alignment is a class', () => {
  const table = '| a | b |\n|---|--:|\n| 1 | 2 |\n'
  expect(html(table)).toMatch(
    /^<div class="table" role="region" tabindex="0" aria-label="Table 1"><table>/,
  )
  expect(html(table)).toContain('<td class="align-right">2</td>')
  const captioned = html(`${table}\nTable: How *many*.\n\n${table}`)
  expect(captioned).toContain(
    'aria-labelledby="user-content-table-1"><table><caption id="user-content-table-1">How <em>many</em>.</caption>',
  )
  expect(captioned).toContain('aria-label="Table 2"')
  expect(html('Table: no table stands above')).toBe('<p>Table: no table stands above</p>')
})

test('a quote that begins with [!pull] is a pull quote', () => {
  expect(html('> [!pull]\n> So it is.')).toBe(
    '<blockquote class="pull"><p>So it is.</p></blockquote>',
  )
  expect(html('> [!pull]\n>\n> So it is.')).toBe(
    '<blockquote class="pull"><p>So it is.</p></blockquote>',
  )
  expect(html('> So [!pull] is.')).toBe('<blockquote><p>So [!pull] is.</p></blockquote>')
})

test('headings begin at h2 and leave no level out', () => {
  expect(html('# a\n\n#### b\n\n##### c\n\n## d\n\n###### e').match(/<h\d/g)).toEqual([
    '<h2',
    '<h3',
    '<h4',
    '<h2',
    '<h3',
  ])
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 6 }), { maxLength: 12 }), (levels) => {
      const text = levels.map((level) => `${'#'.repeat(level)} x`).join('\n\n')
      const shown = (html(text).match(/<h(\d)/g) ?? []).map((tag) => Number(tag.slice(2)))
      let above = 1
      for (const level of shown) {
        expect(level).toBeGreaterThanOrEqual(2)
        expect(level).toBeLessThanOrEqual(above + 1)
        above = level
      }
    }),
  )
})

test('links out carry rel=noopener; links within the page find their target', () => {
  expect(html('[a](https://example.org) [b](/town/b)')).toBe(
    '<p><a href="https://example.org" rel="noopener">a</a> <a href="/town/b">b</a></p>',
  )
  expect(html('[a](#x)\n\n<h2 id="x">x</h2>')).toBe(
    '<p><a href="#user-content-x">a</a></p><h2 id="user-content-x">x</h2>',
  )
})

test('footnotes: references, notes and the ways back match, in any script', () => {
  const made = html('One[^1], two[^ä b], one again[^1].\n\n[^1]: First.\n[^ä b]: Second.')
  const ids = new Set([...made.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id))
  const links = [...made.matchAll(/ href="#([^"]+)"/g)].map(([, id]) =>
    decodeURIComponent(id ?? ''),
  )
  expect(links.length).toBeGreaterThan(3)
  for (const link of links) expect(ids).toContain(link)
  expect(made).toContain('aria-label="Back to reference 1-2"')
  expect(made).toContain('aria-describedby="user-content-footnote-label"')
  expect(made).toContain('<h2 id="user-content-footnote-label" class="sr-only">Footnotes</h2>')
})

test('a note cannot break out of its place, nor HTML pass for a note or a reference', () => {
  const made = html('One[^1], two[^2].\n\n[^1]: First. </li></ol></section><div>\n[^2]: Second.')
  expect(made.match(/<section/g)).toHaveLength(1)
  expect(made).toMatch(/<\/ol><\/section>$/)
  expect(html('<section data-footnotes class="footnotes"><p>x</p></section>')).toBe(
    '<section><p>x</p></section>',
  )
  expect(html('<a data-footnote-ref href="#fn-1">x</a>')).not.toContain('data-footnote-ref')
  expect(html('<p id="fn-1">x</p>\n\nOne[^1].\n\n[^1]: First.')).toContain(
    '<li id="user-content-fn-1">',
  )
})

test.each([
  ['labels that are equal once decoded', 'Public[^é].', '[^é]: Open.', 'Gated[^%C3%A9].', '%C3%A9'],
  [
    'labels that are equal once encoded',
    'Public[^%zz].',
    '[^%zz]: Open.',
    'Gated[^%25zz].',
    '%25zz',
  ],
  [
    'a forged id, encoded',
    '<p id="%66n-x">Public.</p>\n\nA[^o].',
    '[^o]: Open.',
    'Gated[^x].',
    'x',
  ],
  ['a forged number, encoded', 'A[^o]. <b id="%66%6E-2">x</b>', '[^o]: Open.', 'Gated[^x].', 'x'],
])('%s do not bring a note from below the cut above it', (_, above, open, below, label) => {
  const text = [above, '<!--more-->', below, open, `[^${label}]: A gated note.`].join('\n\n')
  expect(html(text)).toContain('A gated note.')
  expect(preview(text)).not.toContain('A gated note.')
  expect(preview(text)).toContain('Open.')
})

test('notes go by number, whatever their labels; each has its own id', () => {
  const labels = ['é', '%C3%A9', '%c3%a9x', 'a-2', 'a', 'fn-1', '%25zz', '%zz', 'constructor', '2']
  fc.assert(
    fc.property(fc.subarray(labels, { minLength: 1 }), (used) => {
      const references = used.map((label) => `x[^${label}] and[^${label}]`).join('\n\n')
      const notes = used.map((label) => `[^${label}]: Note.`).join('\n\n')
      const made = html(`${references}\n\n${notes}`)
      const ids = [...made.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id)
      expect(new Set(ids).size).toBe(ids.length)
      expect(made.match(/<li id="user-content-fn-\d+">/g)).toHaveLength(used.length)
      for (const [, link] of made.matchAll(/ href="#([^"]+)"/g)) expect(ids).toContain(link)
    }),
  )
})

test.each([
  '<script>alert(1)</script>',
  '<p onclick="x()" style="color:red" class="wall">a</p>',
  '<iframe src="https://example.org"></iframe>',
  '<a href="javascript:alert(1)">a</a>',
  '<svg><style>p{}</style></svg>',
  '<template>secret</template>',
  '<!-- a comment -->',
  'a <!-- b --> c',
])('%s leaves nothing that runs, styles or hides', (text) => {
  expect(html(text)).not.toMatch(
    /script|onclick|style|class=|iframe|svg|template|secret|comment|<!--/,
  )
})

test('what was left out is said, with its line', () => {
  expect(read('Text.\n\n<iframe src="x"></iframe>').faults).toEqual([
    {
      line: 3,
      what: '<iframe> may not stand in an article and was left out',
      mend: 'take it out',
    },
  ])
})

test.each([
  ['<p hidden>Not yet.</p>', '<p> is to be hidden and is shown'],
  ['<div style="color: red; display: none">Not yet.</div>', '<div> is to be hidden and is shown'],
  ['<b onclick="x()">a</b>', '<b> holds a script, which was left out'],
  ['[a](javascript:x())', '<a> holds a script, which was left out'],
])('%s is said, for it is not what its author meant', (text, what) => {
  expect(read(`Text.\n\n${text}`).faults).toMatchObject([{ line: 3, what }])
})

test('a style that hides nothing, and what is made of Markdown, are no faults', () => {
  const table = '| a |\n|:-:|\n| 1 |\n\n- [ ] b[^1]\n\n[^1]: Note.'
  expect(read(`<p style="color: red">Red.</p>\n\n${table}`).faults).toEqual([])
})

test.each(['<!--more-->', '<!-- more -->', '<!--members-only-->', '<!--more Read on-->'])(
  '%s alone between two blocks sets the cut',
  (mark) => {
    const blocks = read(`Above.\n\n${mark}\n\nBelow.\n\nBelow.`)
    expect(blocks).toMatchObject({ mark: 'good', markLine: 3, faults: [] })
    expect(preview(`Above.\n\n${mark}\n\nBelow.`)).toBe('<p>Above.</p>')
  },
)

test.each([
  '<!--more: read on-->',
  '<!-- More... -->',
  '<!--members-->',
  '<!--mroe-->',
  '<!--more>',
])('%s is no mark, is said, and nothing below it is in the preview', (mark) => {
  const text = `Above.\n\n${mark}\n\nBelow.\n\n${'word '.repeat(300)}`
  expect(read(text)).toMatchObject({ mark: 'odd', markLine: 3 })
  expect(read(text).faults).toMatchObject([
    { line: 3, what: expect.stringContaining('seems meant for the mark') },
  ])
  expect(preview(text)).not.toContain('Below.')
})

test.each(['<!-- note: look this up -->', '<!-- move this -->', '<!-- check -->'])(
  '%s is a comment like any other',
  (comment) => {
    expect(read(`Above.\n\n${comment}\n\nBelow.`)).toMatchObject({ mark: 'none', faults: [] })
  },
)

test('marks without end are read in a moment, and the first of them are said', () => {
  const blocks = read(`Above.\n\n<div>\n${'<!--more '.repeat(200_000)}`)
  expect(blocks.mark).toBe('odd')
  expect(blocks.faults).toHaveLength(21)
  expect(blocks.faults.at(-1)?.what).toMatch(/^has \d+ more faults$/)
})

test('in code, or with a backslash, it is text', () => {
  expect(read('    <!--more-->\n\n`<!--more-->` \\<!--more-->\n\n```\n<!--more-->\n```').mark).toBe(
    'none',
  )
})

const MISPLACED: readonly string[] = [
  '- a\n\n  <!--more-->\n\n- b',
  '> <!--more-->',
  'in a <!--more--> line',
  '<!--more--> and more',
  '<div>\n\n<!--more-->\n\n</div>',
  '<div>\n\nunclosed\n\n<!--more-->\n\nBelow.',
  '<table><tr><td>\n\n<!--more-->\n\nBelow.',
  '<textarea>\n\n<!--more-->\n\nBelow.',
  '<template>\n\n<!--more-->\n\nBelow.',
  '<!-- open\n\n<!--more-->',
]

test.each(MISPLACED)('%j is no place for the cut, and is said', (text) => {
  const blocks = read(`Above.\n\n${text}\n\nBelow.`)
  expect(blocks.mark).toBe('odd')
  expect(blocks.faults.map(({ what }) => what)).toContain(
    'the mark of the cut stands inside something else',
  )
})

test('of two marks the first counts, and the second is said', () => {
  const blocks = read('A.\n\n<!--more-->\n\nB.\n\n<!--more-->\n\nC.')
  expect(blocks.mark).toBe('good')
  expect(blocks.faults).toMatchObject([{ line: 7, what: expect.stringContaining('second mark') }])
  expect(preview('A.\n\n<!--more-->\n\nB.\n\n<!--more-->\n\nC.')).toBe('<p>A.</p>')
})

const TRICKS = fc.constantFrom(
  'Above.',
  '<div>',
  '</div>',
  '<b>',
  '<table>',
  '<table><tr>',
  '<tr><td>',
  '</table>',
  '<p>',
  '<a href="/x">',
  '<ul><li>',
  '<select>',
  '<textarea>',
  '<style>',
  '<title>',
  '<template>',
  '<svg>',
  '<math><mi>',
  '<plaintext>',
  '<noscript>',
  '<button>',
  '<!more>',
  '<?more?>',
  '</ more>',
  '<!-- open',
  '<div a="',
  '> quote',
  '- item',
  'One[^1].',
  '[^1]: Note. </section>',
)

test('whatever stands around the mark, nothing from below it is in the preview', () => {
  fc.assert(
    fc.property(
      fc.array(TRICKS, { maxLength: 6 }),
      fc.array(fc.oneof(TRICKS, fc.constant('canary '.repeat(30).trim())), { maxLength: 8 }),
      (above, below) => {
        const text = [...above, '<!--more-->', 'canary first', ...below, 'canary '.repeat(300)]
        expect(preview(text.join('\n\n'))).not.toContain('canary')
      },
    ),
    { numRuns: 120 },
  )
})
