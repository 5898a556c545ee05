// Articles in broken markup: what a browser would show of one is found, or the page is not sent.
import fc from 'fast-check'
import { parse } from 'parse5'
import { expect, test } from 'vitest'
import { PAGE_SETTINGS } from '../../../../test/support/recognised-page.ts'
import { recognisePage } from './recognise.ts'
import { textOf } from './selectors.ts'

const paragraph = (n: number) =>
  `<p>Mark${n}x of the harbour office says that the quay will be mended before the winter comes, and by whom it will be.</p>`

const FAULTS = [
  ...['</p>', '</span>', '</table>', '</body>', '</html>', '</select>', '</svg>', '</b></i>'],
  ...[
    '<table>',
    '<table><tr>',
    '<table><tr><td>',
    '<b>',
    '<i><b>',
    '<a href="/x">',
    '<ul>',
    '<li>',
  ],
  ...[
    '<svg>',
    '<svg><desc>',
    '<math><mi>',
    '<div>',
    '<article>',
    '<section>',
    '<p><div>',
    '<em><p>',
  ],
  ...['<form>', '<button>', '<blockquote>', '<!-- -- >', '<br/', '<h2>', '</h3>', '<center>'],
]

test('whatever faults are in a text, all of it that the page shows stands in what is found', () => {
  const faults = fc.array(fc.tuple(fc.integer({ min: 0, max: 13 }), fc.constantFrom(...FAULTS)), {
    maxLength: 6,
  })
  fc.assert(
    fc.property(faults, fc.constantFrom('article', 'div class="entry-content"'), (put, tag) => {
      const text = Array.from({ length: 14 }, (_, n) => {
        const before = put.flatMap(([at, fault]) => (at === n ? [fault] : []))
        return `${before.join('')}${paragraph(n)}`
      })
      const html = `<meta property="og:type" content="article"><body><nav>Home</nav><main><h1>T</h1><${tag}>${text.join('\n')}</${tag.split(' ')[0]}></main><footer>F</footer></body>`
      const page = parse(html)
      const found = recognisePage(page, { address: '/harbour/quay' }, PAGE_SETTINGS, 0)
      if (found.kind === 'page') throw new Error('it was taken for a page')
      const within = found.kind === 'article' ? textOf(found.container) : ''
      for (const mark of textOf(page).match(/Mark\d+x/g) ?? []) expect(within).toContain(mark)
    }),
    { numRuns: 300 },
  )
})
