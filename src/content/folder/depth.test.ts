import { expect, test } from 'vitest'
import { tooDeepAt } from './depth.ts'

test.each([
  ['quotes', `${'>'.repeat(100_000)} a`],
  ['spaced quotes', `Text.\n\n${'> '.repeat(5000)}a`],
  ['lists', `${'- '.repeat(5000)}a`],
  ['elements', '<div>'.repeat(100_000)],
  ['formatting', '<b>'.repeat(200)],
])('%s without end are too deep', (_, text) => {
  expect(tooDeepAt(text)).toBeDefined()
})

test.each([
  ['paragraphs that are not closed', '<p>a'.repeat(5000)],
  ['items that are not closed', `<ul>${'<li>a'.repeat(5000)}</ul>`],
  ['elements side by side', '<div>a</div>'.repeat(5000)],
  ['pictures', '<img src="a.png"><br>'.repeat(5000)],
  ['rules', `${'- '.repeat(500)}\n\n${'*'.repeat(500)}`],
])('%s are not', (_, text) => {
  expect(tooDeepAt(text)).toBeUndefined()
})
