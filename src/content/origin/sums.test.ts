import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { faultyBody } from '../../../test/support/faulty-html.ts'
import { newSums, withNewSums, withoutSums } from './sums.ts'

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

const sum = (text: string, name = 'sha256') =>
  `'${name}-${createHash(name).update(text).digest('base64')}'`

test('a policy that knew a script by its sum knows it by the new one too', () => {
  const before = "fetch('http://10.0.0.5:8080/a')\n"
  const after = "fetch('https://paper.example/a')\n"
  const style = 'a{background:url(http://10.0.0.5:8080/b.png)}'
  const same = "fetch('/a')"
  const html = `<script>${before.replace('\n', '\r\n')}</script><style>${style}</style><script>${same}</script><p>${before}`
  const policy = `script-src ${sum(before)} ${sum(same)} ${sum(before, 'sha512')}; style-src ${sum(style)}`
  const said = withNewSums(policy, newSums(html, policy, addresses))
  expect(said).toBe(
    `script-src ${sum(before)} ${sum(after)} ${sum(same)} ${sum(before, 'sha512')} ${sum(after, 'sha512')}; style-src ${sum(style)} ${sum('a{background:url(https://paper.example/b.png)}')}`,
  )
  expect(newSums(html, "script-src 'self'", addresses).size).toBe(0)
  expect(withNewSums("script-src 'sha256-xxxx'", newSums(html, policy, addresses))).toBe(
    "script-src 'sha256-xxxx'",
  )
})
