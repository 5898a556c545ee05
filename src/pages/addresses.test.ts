import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { site } from '../../test/support/newspaper.ts'
import { absolute, authorPath, href, logInHref, pageHref, tagPath } from './addresses.ts'

describe('addresses', () => {
  test('a name becomes a path of letters, digits and hyphens', () => {
    expect(authorPath('Ines Márlowe-Smith')).toBe('/author/ines-marlowe-smith')
    expect(tagPath('East Quay')).toBe('/tag/east-quay')
    expect(authorPath('김 수진')).toBe('/author/김-수진')
  })

  test('the path of a path is itself, so that one tag has one page', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (name) => {
        const path = tagPath(name)
        expect(tagPath(path.slice('/tag/'.length))).toBe(path)
        expect(path.slice('/tag/'.length)).toMatch(/^[\p{L}\p{N}-]*$/u)
      }),
    )
  })

  test('a link is encoded once, and only in its segments', () => {
    expect(href('/sport/größe 7?')).toBe('/sport/gr%C3%B6%C3%9Fe%207%3F')
    expect(pageHref('/sport', 1)).toBe('/sport')
    expect(pageHref('/sport', 2)).toBe('/sport?page=2')
    expect(logInHref(site, '/a/ü&b')).toBe('/account/log-in?return_to=%2Fa%2F%C3%BC%26b')
  })

  test('an address of another place stays what it is', () => {
    expect(absolute(site, '/a')).toBe('https://saltmarsh.example/a')
    expect(absolute(site, 'https://cdn.example/a.png')).toBe('https://cdn.example/a.png')
  })
})
