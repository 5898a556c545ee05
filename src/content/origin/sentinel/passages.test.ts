import { describe, expect, test } from 'vitest'
import { withoutTraces } from './passages.ts'

describe('what is left where words were taken out', () => {
  /** The words in brackets are those that were met. */
  const leftOf = (marked: string) => {
    const words: [number, number][] = []
    let text = ''
    for (const [index, part] of marked.split(/[[\]]/).entries()) {
      if (index % 2 === 1)
        for (const { index: at, 0: word } of part.matchAll(/[\p{L}\p{N}]+/gu))
          words.push([text.length + at, text.length + at + word.length])
      text += part
    }
    return withoutTraces(text, [{ path: '/a', words }])
  }
  test.each([
    [
      '<p>[A paragraph 4: The committee met] for the ferry terminal. Tea.</p>',
      '<p>  :   . Tea.</p>',
    ],
    ['<p>[The committee met], says Ada Lovelace</p>', '<p>  </p>'],
    [
      '{"a":"[the committee met] at noon","n":[4],"m":{"x":[5], "y":6}}',
      '{"a":"  ","n":0,"m":{"x":0, "y":6}}',
    ],
    [
      '[The committee met] and five more words than that stay.',
      '   and five more words than that stay.',
    ],
    [
      '<i title=[the committee met] id=a hidden>[They met] <b>at noon</b></i>',
      '<i title=   id=a hidden>  <b>at noon</b></i>',
    ],
    ["<i title='[the committee met] at noon' hidden>", "<i title='   at noon' hidden>"],
    ['<a href="/?q=[committee]+met">[met] &amp; more</a>', '<a href="/?q=+met"> &amp; more</a>'],
  ])('%s', (marked, left) => {
    expect(leftOf(marked)).toBe(left)
  })
})
