import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type CookieRules, cookiesForOrigin, cookiesForPublic } from './cookies.ts'

const isOurs = (name: string) => /^(?:__Host-)?standfirst-/.test(name)
const rules: CookieRules = {
  cms: 'wordpress',
  cookies: [
    { path: '/shop', names: ['cart', 'woo_*', 'standfirst-*'] },
    { path: '/', names: ['consent'] },
  ],
  isOurs,
}

describe('cookies on their way to the origin', () => {
  const header =
    'standfirst-pass=p; __Host-standfirst-meter=m; wordpress_logged_in_a=w; wp-settings-1=s; cart=c; woo_x=1; consent=y; _ga=g; broken'

  test.each([
    ['/', true, 'wordpress_logged_in_a=w; wp-settings-1=s; consent=y'],
    ['/', false, 'consent=y'],
    ['/shop/basket', false, 'cart=c; woo_x=1; consent=y'],
    ['/shopping', false, 'consent=y'],
  ])('at %s, with those of its log-in: %s', (path, cms, expected) => {
    expect(cookiesForOrigin(header, path, rules, cms)).toBe(expected)
  })

  test('ours never go, whatever the configuration says and however they are written', () => {
    const all: CookieRules = { ...rules, cookies: [{ path: '/', names: ['*'] }] }
    const name = fc.constantFrom('standfirst-pass', '__Host-standfirst-session', 'other', 'a')
    const space = fc.constantFrom('', ' ', '  ', '\t')
    const pair = fc.tuple(space, name, space, fc.string({ maxLength: 5 }))
    fc.assert(
      fc.property(fc.array(pair), fc.boolean(), (pairs, cms) => {
        const written = pairs.map(([a, one, b, value]) => `${a}${one}${b}=${value}`).join(';')
        const sent = cookiesForOrigin(written, '/', all, cms) ?? ''
        expect(sent).not.toMatch(/(?:^|;)\s*(?:__Host-)?standfirst-[a-z]+\s*=/)
      }),
    )
  })

  test('without any, none', () => {
    expect(cookiesForOrigin('_ga=g', '/', rules, true)).toBeUndefined()
    expect(cookiesForOrigin(undefined, '/', rules, true)).toBeUndefined()
  })
})

describe('a cookie of the origin at the public address', () => {
  const on = (address: string) => ({ public: address, own: ['http://origin.internal'] })

  test.each([
    ['a=1; Path=/x; HttpOnly', 'https://news.example', 'a=1; Path=/x; HttpOnly; Secure'],
    ['a=1; secure', 'https://news.example', 'a=1; secure'],
    ['a=1; Secure; SameSite=None', 'http://127.0.0.1:8080', 'a=1'],
    ['a=1; Domain=origin.internal; Path=/', 'http://127.0.0.1', 'a=1; Path=/'],
    ['a=secure; Path=/', 'http://127.0.0.1', 'a=secure; Path=/'],
    [
      'wordpress_logged_in_0a=1; path=/; HttpOnly',
      'http://a.b',
      'wordpress_logged_in_0a=1; Path=/; HttpOnly',
    ],
    ['wordpress_rec_0a=1; path=/x', 'http://a.b', 'wordpress_rec_0a=1; path=/x'],
    ['wordpress_test_cookie=1; path=/blog', 'http://a.b', 'wordpress_test_cookie=1; path=/blog'],
  ])('%s at %s', (line, address, expected) => {
    expect(cookiesForPublic(line, { isOurs }, on(address))).toEqual([expected])
  })

  test.each([
    [
      'wordpress_0a=1; path=/wp-admin; HttpOnly',
      'wordpress_0a',
      '/wp-admin',
      '=1; Path=/; HttpOnly',
    ],
    ['wordpress_sec_0a=+; Path=/a', 'wordpress_sec_0a', '/a', '=+; Path=/'],
    ['ghost-admin-api-session=s; PATH=/ghost', 'ghost-admin-api-session', '/ghost', '=s; Path=/'],
  ])(
    '%s is sent everywhere from then on, and the one of before is gone',
    (line, name, path, set) => {
      const [gone, ...others] = cookiesForPublic(line, { isOurs }, on('http://a.b'))
      expect(gone?.toLowerCase()).toBe(`${name}=; path=${path}; max-age=0`)
      expect(others).toEqual([name + set])
    },
  )

  test.each(['standfirst-pass=x', '__Host-standfirst-session =x; Path=/', '=x', 'x'])(
    '%s is not set',
    (line) => {
      expect(cookiesForPublic(line, { isOurs }, on('https://news.example'))).toEqual([])
    },
  )
})
