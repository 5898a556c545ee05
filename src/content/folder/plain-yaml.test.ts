import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { plainFields } from './plain-yaml.ts'

test('reads the simplest front matter, with the lines of its keys', () => {
  const head =
    'title: Tide’s out: no, in\npublished: 2026-11-20\r\nsummary: "A: b # c"\ntags: [sea, low tide]\n'
  expect(plainFields(head.replace(': no', ', no'))).toEqual({
    value: {
      title: 'Tide’s out, no, in',
      published: '2026-11-20',
      summary: 'A: b # c',
      tags: ['sea', 'low tide'],
    },
    keys: ['title', 'published', 'summary', 'tags'],
  })
  expect(plainFields(head)).toBeUndefined()
})

test('a line of very many spaces is left to the parser', () => {
  expect(plainFields(`title: a${' '.repeat(4_000_000)}b: `)).toBeUndefined()
  expect(plainFields(`tags: [a${' '.repeat(4_000_000)}b]`)).toBeUndefined()
})

const PIECES = fc.constantFrom(
  ...'a b Z 0 7 . - + _ : # , [ ] { } & * ! | > \' " % @ ` ~ ? \\ / = é “ 日 \u00a0 \u2028 \t'.split(
    ' ',
  ),
  ' ',
  ': ',
  ' #',
  '- ',
  'null',
  'true',
  '0x1',
  '1e3',
  '.inf',
  '<<',
  '2026-11-20',
  '\n',
  '\r',
  '\r\n',
  '\n  ',
  '\nb: ',
)

test('whatever it reads, YAML reads the same', () => {
  const written = fc.array(PIECES, { maxLength: 8 }).map((pieces) => pieces.join(''))
  let plain = 0
  fc.assert(
    fc.property(written, fc.boolean(), (text, list) => {
      const head = list ? `key: [${text}]\nlast: x` : `key: ${text}\nlast: x`
      const fields = plainFields(head)
      if (fields === undefined) return
      plain++
      expect(parse(head)).toEqual(fields.value)
    }),
    { numRuns: 5000 },
  )
  expect(plain).toBeGreaterThan(100)
})
