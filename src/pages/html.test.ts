import fc from 'fast-check'
import type { Element } from 'hast'
import { describe, expect, test } from 'vitest'
import { bodyOf } from '../../test/support/newspaper.ts'
import { html } from './html.ts'

/** What HTML and XML have no place for, and what a parser of HTML reads as a line end. */
const survives = (text: string) =>
  text
    .toWellFormed()
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    .replace(/\r\n?/g, '\n')

describe('html', () => {
  test('any text comes back as it was, in an element and in an attribute', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const { children } = bodyOf(html`<b title="${text}">${text}</b>`.markup)
        const [element] = children as [Element]
        expect(children).toHaveLength(1)
        expect(element.properties['title']).toBe(survives(text))
        expect(
          element.children.map((child) => (child.type === 'text' ? child.value : child)),
        ).toEqual(survives(text) === '' ? [] : [survives(text)])
      }),
    )
  })

  test('markup is kept, lists are joined, undefined leaves nothing', () => {
    expect(
      html`<ul>${['a', '<'].map((one) => html`<li>${one}</li>`)}${undefined}${7}</ul>`.markup,
    ).toBe('<ul><li>a</li><li>&lt;</li>7</ul>')
  })
})
