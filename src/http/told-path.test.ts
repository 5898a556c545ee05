// What of an address stands in the log: words, and never what could be a secret, a name or a search.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { placeOf, toldPath, withoutWords } from './told-path.ts'

const OWN = { account: '/account', standfirst: '/standfirst' }
const told = (target: string) => toldPath(target, OWN)

test('addresses made of words are told as they are, without what stands behind them', () => {
  for (const path of [
    ...['/', '/harbour/east-quay-vote', '/2026/11/feed.xml', '/über/größe', '/page/2', '/covid19'],
    ...['/tag/Top-10', '/robots.txt', '/wp-json/wp/v2/posts', '/account/log-in', '/account'],
  ])
    expect([path, told(`${path}?q=secret&x#y`)]).toEqual([path, path])
  expect(told('/%C3%BCber')).toBe('/über')
  expect(told('https://paper.example/harbour/a?b')).toBe('/harbour/a')
})

test('of our own pages only which one it is', () => {
  expect(told('/account/link/v1.k.payload.mac')).toBe('/account/link/…')
  expect(told('/account/receipts/anything')).toBe('/account/receipts/…')
  expect(told('/account/feed/secret/harbour/feed.xml')).toBe('/account/feed/…')
  expect(told('/standfirst/preview/words')).toBe('/standfirst/preview/…')
})

test('what was searched for is left out, and of what the site answers for itself all but the place', () => {
  expect(told('/search/my-illness/page/2')).toBe('/search/…')
  expect(told('/en/search/my-illness')).toBe('/en/search/…')
  expect(placeOf('/members/jane/messages', OWN)).toBe('/members/…')
  expect(placeOf('/wp-login.php?key=abc', OWN)).toBe('/wp-login.php')
})

test('in a line nothing stands behind an address but names of fields and numbers', () => {
  const lines = [
    ['/?s=jane+doe&page=2 cannot be had.', '/?s=…&page=2 cannot be had.'],
    ['/?jane+doe cannot be had.', '/?… cannot be had.'],
    ['/?filter%5Bname%5D=jane must not go out', '/?… must not go out'],
    ['/?a=1;q=jane&x[y]=jane=doe was', '/?a=1;q=…&x[y]=… was'],
    ['/?p=123 was not sent', '/?p=123 was not sent'],
    ['/en/search/jane/page/2 cannot', '/en/search/… cannot'],
    ['/reset/3f2504e0-4f89-41d3-9a0c-0305e82c3301/ cannot', '/reset/…/ cannot'],
    ['/confirm/q7Zk2Lx0Pw9aTb4c cannot', '/confirm/… cannot'],
    ['/2026/11/a-quay-of-1200-boats/ carried', '/2026/11/a-quay-of-1200-boats/ carried'],
    ['Is it there? It is.', 'Is it there? It is.'],
  ]
  for (const [line = '', left] of lines) expect(withoutWords(line)).toBe(left)
  const queries = fc.array(fc.constantFrom('jane', '=', '&', ';', '?', '%20', '+', '7', '[', 'q'))
  fc.assert(
    fc.property(queries, (parts) => {
      const said = withoutWords(`/list?${parts.join('')}+jane was not sent`)
      expect(said.replace(/[\w.[\]-]{1,40}=/g, '')).not.toContain('jane')
    }),
  )
})

test('numbers of a network or of a telephone are left out, dates are not', () => {
  expect(told('/whois/198.51.100.207')).toBe('/whois/…')
  expect(told('/call/0151-234-567-89')).toBe('/call/…')
  expect(told('/2026-11-02/page-2')).toBe('/2026-11-02/page-2')
})

/** As random secrets are written. Those that are made of letters of one case alone are too rare to meet. */
const bytes = (least: number, most: number) =>
  fc
    .uint8Array({ minLength: least, maxLength: most })
    .map((list) => Buffer.from(list.map((one, at) => one ^ (at * 89 + 151))))
const secret = fc.oneof(
  bytes(12, 40).map((of) => `${of.toString('base64url')}a7Qz`),
  bytes(8, 32).map((of) => `${of.toString('hex')}0f9`),
  fc.uuid(),
  fc.integer({ min: 100_000, max: 999_999 }).map(String),
  fc.emailAddress().filter((one) => !/[/?#%]/.test(one)),
  fc
    .tuple(fc.string({ minLength: 1, maxLength: 8 }), bytes(3, 40))
    .map(([, of]) => `v1.k1.${of.toString('base64url')}`),
)
const word = fc.constantFrom('harbour', 'account', 'standfirst', 'p', 'feed', 'gift', 'vote-2026')

test('no secret is told, wherever in an address it stands', () => {
  fc.assert(
    fc.property(
      fc.array(word, { maxLength: 3 }),
      secret,
      fc.array(word, { maxLength: 2 }),
      fc.boolean(),
      (before, hidden, after, isEncoded) => {
        const shown = isEncoded ? encodeURIComponent(hidden) : hidden
        const target = `/${[...before, shown, ...after].join('/')}`
        expect(told(target)).not.toContain(hidden)
        expect(placeOf(target, OWN)).not.toContain(hidden)
      },
    ),
  )
})

test('whatever is asked for, something short is told and nothing is thrown', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 240 }), (target) => {
      expect(told(target).length).toBeLessThanOrEqual(200)
      expect(told(`/${target}`)).toMatch(/^\//)
    }),
    { numRuns: 40 },
  )
})
