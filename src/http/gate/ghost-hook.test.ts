import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isSignedByGhost, pathsOfGhost } from './ghost-hook.ts'

const NOW = Date.parse('2026-11-26T09:00:00Z')
const SECRET = 'k3Xp9vQmA7sLw2RtZ8yB4nCd'

/** As Ghost makes it: the body, and the time behind it, which older ones only name. */
function signed(text: string, { secret = SECRET, at = NOW, withTime = true } = {}): string {
  const hex = createHmac('sha256', secret).update(withTime ? `${text}${at}` : text)
  return `sha256=${hex.digest('hex')}, t=${at}`
}

test('what Ghost signed with the secret is taken, and nothing else', () => {
  fc.assert(
    fc.property(
      fc.string(),
      fc.string(),
      fc.integer({ min: 0 }),
      fc.boolean(),
      (text, other, at, withTime) => {
        const now = at + 5000
        const signature = signed(text, { at, withTime })
        expect(isSignedByGhost(signature, { text, secret: SECRET, now })).toBe(true)
        expect(isSignedByGhost(signature, { text: `${text}x`, secret: SECRET, now })).toBe(false)
        expect(isSignedByGhost(signature, { text, secret: `${SECRET}x`, now })).toBe(false)
        expect(isSignedByGhost(other, { text, secret: SECRET, now })).toBe(false)
      },
    ),
  )
})

test.each([
  ['of an hour ago', signed('{}', { at: NOW - 3_600_000 })],
  ['of an older Ghost and of an hour ago', signed('{}', { at: NOW - 3_600_000, withTime: false })],
  ['of tomorrow', signed('{}', { at: NOW + 86_400_000 })],
  ['without its time', signed('{}').split(',')[0] ?? ''],
  [
    'with another time behind it',
    signed('{}').replace(/\d$/, (digit) => `${(Number(digit) + 1) % 10}`),
  ],
  ['empty', ''],
])('a signature %s is worth nothing', (_, signature) => {
  expect(isSignedByGhost(signature, { text: '{}', secret: SECRET, now: NOW })).toBe(false)
})

test('a change purges the old address and the new one, its tags and authors, and what shows the newest', () => {
  const current = {
    url: 'https://www.example.org/news/quay/',
    slug: 'quay',
    tags: [{ slug: 'harbour' }],
    authors: [{ slug: 'ida' }],
  }
  const previous = { slug: 'old-quay', tags: [{ slug: 'council' }] }
  expect(pathsOfGhost({ post: { current, previous } })).toEqual([
    ...['/news/quay/', '/quay/', '/old-quay/', '/tag/harbour/', '/author/ida/', '/tag/council/'],
    ...['/', '/rss/', '/sitemap.xml', '/sitemap-posts.xml'],
  ])
})

test('what is deleted is purged by its name', () => {
  const previous = { slug: 'quay', url: 'https://www.example.org/404/' }
  expect(pathsOfGhost({ page: { current: {}, previous } })?.[0]).toBe('/quay/')
})

test('whatever comes, paths come out or nothing', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (current, previous) => {
      const paths = pathsOfGhost({ post: { current, previous } })
      for (const path of paths ?? []) expect(path.startsWith('/')).toBe(true)
    }),
  )
  expect(pathsOfGhost({ member: { current: { slug: 'a' } } })).toBeUndefined()
})
