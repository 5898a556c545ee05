import fc from 'fast-check'
import { type DefaultTreeAdapterTypes, parseFragment, serialize } from 'parse5'
import { describe, expect, test } from 'vitest'
import { article, frameOf } from '../../../test/support/newspaper.ts'
import type { Variant } from '../../core/variant.ts'
import { gatePage } from './gate-page.ts'
import { PLACEHOLDERS } from './own-wall.ts'
import { wallFaults } from './own-wall-faults.ts'

const VARIANT: Variant = {
  view: 'preview',
  notice: { kind: 'wall', wall: 'paywall', reason: 'subscription-required', spent: undefined },
  signedIn: false,
}

function wallOf(ownWall: string, title = article.title): string {
  return gatePage(frameOf(), {
    ...{ pieces: [{ place: 'wall' }], article: { ...article, title }, variant: VARIANT },
    ...{ path: article.path, words: 1240, wordsBefore: 96, gated: true, ownWall },
  })
}

describe('own wall', () => {
  test('stands in our aside with its places filled', () => {
    const wall = wallOf(
      `<h2>{{ headline }}</h2><p>{{words-read}}/{{words}} {{price}}</p><a href='{{log-in}}'>{{log-in-text}}</a> <a href="{{subscribe}}">{{button-text}}</a>`,
    )
    expect(wall).toMatch(
      /^<div class="standfirst-own-place"><aside class="standfirst-own-wall standfirst-gated" id="read-on" data-wall="paywall" /,
    )
    expect(wall).toContain('<h2>Harbour board votes to reopen the east quay</h2><p>96/1,240 £6 a')
    expect(wall).toContain(
      `<a href='/account/log-in?return_to=%2Fharbour%2Feast-quay'>Log in</a> <a href="/account/subscribe/monthly?return_to=%2Fharbour%2Feast-quay">Subscribe for`,
    )
    expect(wall).not.toContain('{{')
  })

  test('every placeholder is filled', () => {
    const all = PLACEHOLDERS.map((name) => `<i>${name}={{${name}}}</i>`).join('')
    expect(wallFaults(all)).toEqual([])
    expect(wallOf(all)).not.toContain('{{')
  })

  test('no headline gets out of where it stands', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.constantFrom('"', "'", '<', '&', '>'),
        (some, sign) => {
          const wall = wallOf(
            `<b title='{{headline}}' lang="{{headline}}">{{headline}}</b>`,
            sign + some,
          )
          const { childNodes } = parseFragment(
            wall.slice(wall.indexOf('<b '), wall.indexOf('\n</aside>')),
          )
          expect(childNodes).toHaveLength(1)
          const [b] = childNodes as DefaultTreeAdapterTypes.Element[]
          expect(b?.attrs.map(({ name }) => name)).toEqual(['title', 'lang'])
          expect(b?.childNodes.every(({ nodeName }) => nodeName === '#text')).toBe(true)
        },
      ),
    )
  })
})

describe('wall faults', () => {
  const faulty: readonly (readonly [string, string, number, RegExp])[] = [
    ['an unknown place', '<p>\n{{log-on}}</p>', 2, /^has \{\{log-on\}\}.*write \{\{log-in\}\}$/],
    ['a place that is like none', '<p>{{weather in Rome}}</p>', 1, /write one of \{\{log-in\}\}, /],
    ['a place in a script', '<script>\n\nx = "{{title}}"</script>', 3, /in a script/],
    ['a place in a style', '<style>a{content:"{{title}}"}</style>', 1, /in a script, a style/],
    ['a place in a comment', '<!-- {{title}} -->', 1, /a comment/],
    ['a place in an event', '<a onclick="say(\'{{title}}\')">x</a>', 1, /quoted attribute/],
    ['a place without quotes', '<a href={{log-in}}>x</a>', 1, /without quotes/],
    ['a place as an attribute', '<a {{log-in}}>x</a>', 1, /a tag/],
    ['a field that takes in what follows', '<textarea><p>x</p>', 1, /end tag/],
    ['bold without an end', '<p><b>x</p>', 1, /end tag/],
    ['a stray end tag', '<p>x</p></div><p>y</p>', 1, /end tag/],
    ['a comment without an end', '<p>x</p><!-- y', 1, /end tag/],
    ['nothing', ' \n', 1, /is empty/],
  ]
  for (const [name, fragment, line, says] of faulty) {
    test(name, () => {
      const faults = wallFaults(fragment)
      expect(faults.map((fault) => fault.line)).toContain(line)
      expect(faults.map(({ what, mend }) => `${what}: ${mend}`).join('\n')).toMatch(says)
    })
  }

  test('a wall of every kind of markup has none', () => {
    const fragment = `<!-- ours --><div class="w"><svg viewBox="0 0 1 1"><path d="M0 0"/></svg><h2>{{title}}</h2>
<p>{{text}}<br>{{note}}</p><ul><li>x<li><a href="{{plans}}">{{plans-text}}</a></ul><img src=x.png alt="">
<template><p>{{price}}</p></template><script src="/count.js"></script></div>`
    expect(wallFaults(fragment)).toEqual([])
  })

  test('what has none stays within its aside', () => {
    const bit = fc.constantFrom(
      '<p>',
      '</p>',
      '<b>',
      '</b>',
      '<div>',
      '</div>',
      '</aside>',
      '<!--',
      '-->',
      '<table>',
      '<td>',
      '</table>',
      '<a href="x">',
      '</a>',
      '<select>',
      '<textarea>',
      'x',
      '{{title}}',
    )
    fc.assert(
      fc.property(fc.array(bit, { maxLength: 8 }), (bits) => {
        const fragment = bits.join('')
        fc.pre(wallFaults(fragment).length === 0)
        const page = parseFragment(`<div><aside>${fragment}</aside><p>after</p></div>`)
        expect(serialize(page)).toMatch(/<\/aside><p>after<\/p><\/div>$/)
        expect(page.childNodes).toHaveLength(1)
      }),
      { numRuns: 2000 },
    )
  })
})
