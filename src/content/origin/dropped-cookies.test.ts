import { expect, test } from 'vitest'
import type { HeaderList } from './client/header-list.ts'
import { withoutDropped } from './dropped-cookies.ts'

const settings = {
  cookies: [{ path: '/shop', names: ['PHPSESSID'] }],
  dropCookies: ['PHPSESSID', 'pll_*', 'w*'],
}
const session = ['set-cookie', 'PHPSESSID=abc; path=/'] as const
const language = ['set-cookie', 'pll_language=en; expires=Sat, 27 Nov 2027 12:00:00 GMT'] as const
const type = ['content-type', 'text/html'] as const
const ofPhp: HeaderList = [
  ['expires', 'Thu, 19 Nov 1981 08:52:00 GMT'],
  ['cache-control', 'no-store, no-cache, must-revalidate'],
  ['pragma', 'no-cache'],
]
const dropped = (headers: HeaderList, key = '/quay/?page=2') =>
  withoutDropped(headers, key, settings)

test('an answer that sets nothing but what may be left out loses it, and what PHP says for its session', () => {
  expect(dropped([type, session])).toEqual([type])
  expect(dropped([session, type, language, ...ofPhp])).toEqual([type])
  expect(dropped([type, session, ['cache-control', 'max-age=60']])).toEqual([
    type,
    ['cache-control', 'max-age=60'],
  ])
})

test.each<[string, HeaderList, string?]>([
  ['sets another cookie too', [type, session, ['set-cookie', 'cart=7']]],
  ['has that cookie where it reaches the site', [type, session], '/shop/basket/?x'],
  ['opens a log-in', [['set-cookie', 'wordpress_logged_in_1=eve']]],
  ['sets a cookie of ours', [['set-cookie', '__Host-standfirst-pass=x']]],
  ['sets none, whatever it says of caches', [type, ...ofPhp]],
  ['sets one without a name', [['set-cookie', '']]],
])('one that %s stays as it came', (_, headers, key) => {
  expect(dropped(headers, key)).toBe(headers)
})

test('what the site itself says of caches is not what PHP says for a session', () => {
  const own: HeaderList = [['cache-control', 'private, no-store'], ofPhp[0] ?? type]
  expect(dropped([session, ...own])).toEqual(own)
})
