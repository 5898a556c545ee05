import fc from 'fast-check'
import { expect, test } from 'vitest'
import { faultyBody } from '../../../test/support/faulty-html.ts'
import { withoutSums } from './without-sums.ts'

const addresses = { public: 'https://paper.example', own: ['http://10.0.0.5:8080'] }

test.each([
  [
    '<script src="/a.js" integrity="sha384-x" async></script>',
    '<script src="/a.js" async></script>',
  ],
  ["<script\n integrity=sha384-x src='/a.js'></script>", "<script src='/a.js'></script>"],
  ['<LINK HREF="//paper.example/a.css" INTEGRITY=\'s\'>', '<LINK HREF="//paper.example/a.css">'],
  ['<script src=http://10.0.0.5:8080/a.js integrity=s>', '<script src=http://10.0.0.5:8080/a.js>'],
])('the sum of a file of the site goes: %s', (html, expected) => {
  expect(withoutSums(`<p>é\r\n${html}<p>b`, addresses)).toBe(`<p>é\r\n${expected}<p>b`)
})

test.each([
  '<script src="https://cdn.example/a.js" integrity="sha384-x"></script>',
  '<script>const a = \'<script src="/a.js" integrity="sha384-x">\'</script>',
  '<style>/* <link href="/a.css" integrity="s"> */</style><title><link href=/a integrity=s></title>',
  '<!-- <script src="/a.js" integrity="s"></script> --><p>Of integrity.</p>',
])('all else stays: %s', (html) => {
  expect(withoutSums(html, addresses)).toBe(html)
})

test('what has no sums of the site stays byte for byte, however broken it is', () => {
  fc.assert(
    fc.property(faultyBody('word'), (html) => {
      expect(withoutSums(`${html}<i title=integrity>`, addresses)).toBe(
        `${html}<i title=integrity>`,
      )
    }),
  )
})
