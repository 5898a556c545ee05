import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Cms } from '../../../core/origin.ts'
import { holds, searchIn } from './asked-search.ts'

const searchOf = (key: string, cms: Cms, searches: readonly string[] = []) =>
  searchIn(key, { cms, searches })

describe('what is a search', () => {
  test.each([
    ['/?s=quay', 'page', ['quay']],
    ['/harbour/a-story/?s=quay', 'page', ['quay']],
    ['/?s=%E2%80%9Cold+quay%E2%80%9D,-ferry', 'page', ['old', 'quay', 'ferry']],
    ['/search/old+quay/', 'page', ['old', 'quay']],
    ['/en/search/quay/page/2/', 'page', ['quay']],
    ['/%73earch/qu%61y/', 'page', ['quay']],
    ['/search/quay/feed/rss2/', 'interface', ['quay']],
    ['/?feed=rss2&s=quay', 'interface', ['quay']],
    ['/wp-json/wp/v2/posts?search=quay', 'interface', ['quay']],
    ['/?rest_route=/wp/v2/posts&search=quay', 'interface', ['quay']],
  ])('of WordPress: %s', (key, kind, words) => {
    expect(searchOf(key, 'wordpress')).toMatchObject({ kind, words })
  })

  test.each(['/', '/?s=', '/quay/', '/a/search/', '/wp-json/wp/v2/posts?page=2', '/a.jpg?s=80'])(
    'none of WordPress: %s',
    (key) => {
      expect(searchOf(key, 'wordpress')).toBeUndefined()
    },
  )

  test('elsewhere the usual names, but those of pictures', () => {
    expect(searchOf('/find?page=2&q=old+quay', 'none')?.words).toEqual(['old', 'quay'])
    expect(searchOf('/suche?Suchwort=quay', 'none')?.words).toEqual(['quay'])
    expect(searchOf('/pictures/a.webp?q=80', 'none')).toBeUndefined()
    expect(searchOf('/news?page=2', 'none')).toBeUndefined()
    expect(searchOf('/?s=quay', 'ghost')).toBeUndefined()
    for (const cms of ['none', 'ghost', 'wordpress'] as const)
      expect(searchOf('/?suchtext=quay', cms, ['suchtext'])?.words).toEqual(['quay'])
  })

  test('is asked for other words in the same way, and never by relevance', () => {
    const search = searchOf('/tag/sea/?orderby=relevance&s=quay&paged=2', 'wordpress')
    expect(search?.key).toBe('/tag/sea/?orderby=date&s=quay&paged=2')
    expect(search?.for('a b')).toBe('/tag/sea/?orderby=date&s=a+b&paged=2')
    for (const orderby of ['0', '', 'relevance', 'title relevance', 'RELEVANCE'])
      expect(searchOf(`/?orderby=${orderby}&s=a`, 'wordpress')?.key).toBe('/?orderby=date&s=a')
    expect(searchOf('/?orderby=title&s=a', 'wordpress')?.key).toBe('/?orderby=title&s=a')
    expect(searchOf('/search/quay/page/2/', 'wordpress')?.for('a b')).toBe(
      '/search/a%20b/page/2/?orderby=date',
    )
  })
})

describe('what holds words', () => {
  test('whatever their case, accents and quotes', () => {
    expect(holds('The Café’s old quay', ["cafe's", 'QUAY', 'ol'])).toBe(true)
    expect(holds('The old quay', ['old', 'ferry'])).toBe(false)
    expect(holds('Die Straße', ['strasse'])).toBe(true)
  })

  test('every part of a text, and no word that is not in it', () => {
    fc.assert(
      fc.property(
        fc.array(fc.stringMatching(/^[a-zäöüé]{1,9}$/), { minLength: 1 }),
        fc.nat(),
        (text, at) => {
          const word = text[at % text.length] ?? ''
          expect(holds(text.join(' '), [word.slice(word.length / 2) || word])).toBe(true)
          expect(holds(text.join(' '), [word, `${word}0`])).toBe(false)
        },
      ),
    )
  })
})
