// A light text never makes many elements, whatever markup it holds and however that is written.
import fc from 'fast-check'
import { parseFragment } from 'parse5'
import { expect, test } from 'vitest'
import { isLight, LIGHT_BYTES } from './light.ts'

/** Of 200 tags as many as 100 can be opened again by each of 100. */
const MOST_ELEMENTS = 15_000
const TOKENS = ['<b id=%>', '<i id=%>', '<a href=%>', '<p>x', '<div>', '</p>', '<table>', '<td>x']

const hostile = fc
  .array(fc.tuple(fc.constantFrom(...TOKENS), fc.integer({ min: 1, max: 250 })), {
    minLength: 1,
    maxLength: 6,
  })
  .map((parts) => parts.flatMap(([token, times]) => Array.from({ length: times }, () => token)))
  .map((tags) => tags.map((tag, at) => tag.replace('%', `${at}`)).join(''))

test('what is light makes few elements', () => {
  fc.assert(
    fc.property(hostile, (html) => {
      fc.pre(html.length <= LIGHT_BYTES && isLight(html))
      expect(elementsIn(html)).toBeLessThan(MOST_ELEMENTS)
    }),
    { numRuns: 60 },
  )
  const worst = `<p>${many('<b id=%>', 98)}${many('<p>x', 98)}`
  expect(isLight(worst)).toBe(true)
  expect(elementsIn(worst)).toBeGreaterThan(9000)
})

const WRITINGS: readonly ((html: string) => string)[] = [
  (html) => html,
  (html) => html.replaceAll('<', '&lt;'),
  (html) => html.replaceAll('<', '&LT'),
  (html) => html.replaceAll('<', '&amp;amp;lt;'),
  (html) => html.replaceAll('<', '&#060;'),
  (html) => html.replaceAll('<', '&#X3C;'),
  (html) => html.replaceAll('<', '\\u003C'),
  (html) => html.replaceAll('<', '\\\\\\\\x3c'),
  (html) => encodeURIComponent(encodeURIComponent(html)),
]

test('many tags are seen in every way of writing them, and prose is light', () => {
  for (const write of WRITINGS) {
    expect(isLight(write(many('<b>', 300)))).toBe(false)
    expect(isLight(write(many('<b>', 150)))).toBe(true)
  }
  expect(isLight('Although the result was not felt, all told, 60; 3c. '.repeat(600))).toBe(true)
})

test('looking takes time by the length, whatever is repeated', () => {
  const parts = ['\\', '&', '&amp;', '&#0', '%25', '%', '<', '\\u00', 'amp;', '25', '0']
  // Half a second each, where it grew with the square: more than a test has.
  for (const part of parts)
    for (let time = 0; time < 100; time++) isLight(part.repeat(LIGHT_BYTES / part.length))
})

function many(tag: string, times: number): string {
  return Array.from({ length: times }, (_, at) => tag.replace('%', `${at}`)).join('')
}

function elementsIn(html: string): number {
  let count = 0
  const waiting = [...parseFragment(html).childNodes]
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    count++
    if ('childNodes' in node) waiting.push(...node.childNodes)
  }
  return count
}
