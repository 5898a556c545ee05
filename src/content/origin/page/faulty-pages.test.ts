import fc from 'fast-check'
import { type DefaultTreeAdapterTypes, parse } from 'parse5'
import { expect, test } from 'vitest'
import { faultyBody, sourceOf } from '../../../../test/support/faulty-html.ts'
import { p, read, text } from '../../../../test/support/gated-page.ts'
import { attributeOf, isElement, nodesIn } from './parse-page.ts'

const CANARY = /geheim\d+/g

/** What a browser with or without scripts may show of a page; comments too, for whoever looks. */
function shownBy(html: string, scriptingEnabled: boolean): string {
  const document: DefaultTreeAdapterTypes.Document = parse(html, { scriptingEnabled })
  const parts: string[] = []
  for (const node of nodesIn(document)) {
    if ('value' in node) parts.push(node.value)
    if ('data' in node) parts.push(node.data)
    if (isElement(node)) parts.push(attributeOf(node, 'alt') ?? '')
  }
  return parts.join(' ')
}

const canariesIn = (html: string) => [
  ...(shownBy(html, true).match(CANARY) ?? []),
  ...(shownBy(html, false).match(CANARY) ?? []),
]

test('of what is written behind the mark nothing goes out, whatever faults the page has', () => {
  fc.assert(
    fc.property(faultyBody('offen'), faultyBody('geheim'), (open, gated) => {
      const html = sourceOf(`<p>offen</p>${open}`, gated)
      const { preview, previewHtml, openText } = read(html)
      expect(canariesIn(text(preview))).toEqual([])
      expect(canariesIn(`${previewHtml} ${openText}`)).toEqual([])
    }),
    { numRuns: 200 },
  )
})

test('where the page has no mark, no text goes out that stands below the cut in what a browser makes of it', () => {
  fc.assert(
    fc.property(faultyBody('geheim'), (body) => {
      const { preview, gatedTexts, openText } = read(sourceOf(p([body]), undefined))
      const open = new Set(openText.match(CANARY))
      const below = gatedTexts.join(' ').match(CANARY) ?? []
      const out = new Set(shownBy(text(preview), true).match(CANARY))
      expect(below.filter((canary) => !open.has(canary) && out.has(canary))).toEqual([])
    }),
    { numRuns: 200 },
  )
})

const secrets = Array.from({ length: 12 }, (_, n) => `<p>geheim${n} geheim${n} geheim${n}</p>`)

test.each([
  ['for browsers without scripts', `<noscript><img src="/a.png">${secrets.join('')}</noscript>`],
  ['in a comment', `<!-- ad ${secrets.join('')} -->`],
  ['in a template', `<template>${secrets.join('')}</template>`],
  ['in a script', `<script>${secrets.join('')}</script>`],
  ['in an attribute', `<a href="/x>y</a>${secrets.join('')}">z</a>`],
  ['in a title', `<svg></svg><title>${secrets.join('')}</title>`],
])('what is missing an end has swallowed the text: %s', (_, swallowed) => {
  const open = '<p>offen und frei</p>'
  const rest = Array.from({ length: 9 }, (_, n) => `<p>rest${n} und mehr davon</p>`).join('')
  const { preview } = read(sourceOf(`${open}${swallowed}${open.repeat(3)}${rest}`, undefined))
  expect(text(preview).match(/offen und frei/g)).toHaveLength(4)
  expect(text(preview)).not.toMatch(CANARY)
})

test('a mark counts where it is written, also when the page has ended before it', () => {
  const { preview } = read(sourceOf('<p>offen</p><p>frei</p></body>', secrets.join('')))
  expect(text(preview)).toContain('<p>frei</p>')
  expect(text(preview)).not.toMatch(CANARY)
})
