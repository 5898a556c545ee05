// Way back: what leads back into the publication, and what leads nowhere.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { backHref } from '../../pages/addresses.ts'
import { safeArticle, safeReturn } from './way-back.ts'

const PATHS = { account: '/account', standfirst: '/standfirst' }
const SITE = {
  paths: PATHS,
  articlesFrom: 'folder',
  publication: { sections: [{ id: 'harbour', name: 'Harbour' }] },
} as const
const offer = (back: string) => `/account/subscribe/monthly?return_to=${encodeURIComponent(back)}`

test.each([
  ['/harbour/quay', '/harbour/quay', '/harbour/quay#read-on'],
  ['/Harbour/Größe', '/Harbour/Größe', '/Harbour/Gr%C3%B6%C3%9Fe#read-on'],
  ['/?p=7', '/?p=7', '/?p=7#read-on'],
  ['/news.php?id=5&lang=de', '/news.php?id=5&lang=de', '/news.php?id=5&lang=de#read-on'],
  [offer('/harbour/quay'), '/harbour/quay', offer('/harbour/quay')],
  [offer('/?p=7'), '/?p=7', offer('/?p=7')],
  ['/', '/', '/'],
  ['/harbour', '/harbour', '/harbour'],
  ['/tag/mud', '/tag/mud', '/tag/mud'],
  ['/account', '/account', '/account'],
  ['/account/feed', '/account/feed', '/account/feed'],
])('%s leads back', (value, article, link) => {
  const safe = safeReturn(value, PATHS)
  expect(safe).toBe(value)
  expect(safeArticle(value, PATHS)).toBe(article)
  expect(backHref(SITE, safe ?? '')).toBe(link)
})

test.each([
  ...['https://evil.example/', '//evil.example', '/\\evil.example', 'quay', ''],
  ...['/account?said=x', '/standfirst/health?x=1', '/account/link/x?y=1', '/a/../b', '/a?<b>'],
  ...['/x?return_to=https://evil.example', '/x?%72eturn_to=//evil.example', '/x?a=b\r\nSet-Cookie'],
])('%j leads nowhere', (value) => {
  expect(safeReturn(value, PATHS)).toBeUndefined()
})

test('whatever a link says, it leads into this publication', () => {
  const part = fc.constantFrom(
    '/',
    '?',
    '&',
    'return_to=',
    '//',
    'evil.example',
    '%2f',
    'p=7',
    '\\',
    '#',
    'account',
    'subscribe',
  )
  const value = fc.oneof(
    fc.string(),
    fc.array(part).map((parts) => parts.join('')),
    fc.array(part).map((parts) => offer(parts.join(''))),
  )
  fc.assert(
    fc.property(value, (text) => {
      for (const safe of [safeReturn(text, PATHS), safeArticle(text, PATHS)]) {
        if (safe === undefined) continue
        const { origin } = new URL(backHref(SITE, safe), 'https://news.example')
        expect(origin).toBe('https://news.example')
        expect(backHref(SITE, safe)).not.toMatch(/[\r\n]|^\/\//)
      }
    }),
  )
})
