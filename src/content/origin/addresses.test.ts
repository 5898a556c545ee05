import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { rewriteAddress, rewriteHeader, rewriteText, toOrigin } from './addresses.ts'

const site = {
  public: 'https://news.example',
  own: ['http://127.0.0.1:8080', 'https://origin.example', 'https://bücher.example'],
}

describe('an address', () => {
  test.each([
    ['https://origin.example', 'https://news.example'],
    [
      'http://ORIGIN.example/A?b=https://origin.example#c',
      'https://news.example/A?b=https://origin.example#c',
    ],
    ['//origin.example/a', '//news.example/a'],
    ['https://origin.example:443/a', 'https://news.example/a'],
    ['http://origin.example:80?a', 'https://news.example?a'],
    ['http://127.0.0.1:8080/a', 'https://news.example/a'],
    ['https://xn--bcher-kva.example/', 'https://news.example/'],
    ['https://bücher.example/', 'https://news.example/'],
  ])('%s is the public %s', (url, expected) => {
    expect(rewriteAddress(url, site)).toBe(expected)
    expect(rewriteAddress(expected, site)).toBe(expected)
  })

  test.each([
    'https://origin.example.evil.net/',
    'https://origin.examples/',
    'https://an-origin.example/',
    'https://origin.example:8443/',
    'https://origin.example:80/',
    'http://127.0.0.1/',
    'http://127.0.0.1:80801/',
    'https://reader@origin.example/',
    'https://origin.example@evil.net/',
    'https://origin.example:secret@evil.net/',
    'https://origin.example%2eevil.net/',
    'ftp://origin.example/',
    '/a//origin.example',
    'origin.example/a',
    '',
  ])('%s stays', (url) => {
    expect(rewriteAddress(url, site)).toBe(url)
  })
})

describe('a text', () => {
  test.each([
    ['<a href="http://127.0.0.1:8080/a">', '<a href="https://news.example/a">'],
    [
      '<img srcset="//origin.example/a 1x,//origin.example/b 2x">',
      '<img srcset="//news.example/a 1x,//news.example/b 2x">',
    ],
    ['url(//origin.example/a)', 'url(//news.example/a)'],
    [
      String.raw`{"a":"http:\/\/127.0.0.1:8080\/a\n\/\/origin.example"}`,
      String.raw`{"a":"https:\/\/news.example\/a\n\/\/news.example"}`,
    ],
    [
      String.raw`"https:\u002F\u002Forigin.example\u002Fa"`,
      String.raw`"https:\u002F\u002Fnews.example\u002Fa"`,
    ],
    [
      String.raw`"{\"a\":\"https:\\\/\\\/origin.example\"}"`,
      String.raw`"{\"a\":\"https:\\\/\\\/news.example\"}"`,
    ],
    ['?url=https%3A%2F%2Forigin.example%2Fa', '?url=https%3A%2F%2Fnews.example%2Fa'],
    [
      '?url=http%253a%252f%252f127.0.0.1%253a8080%252fa',
      '?url=https%253a%252f%252fnews.example%252fa',
    ],
    ['https:&#x2F;&#x2F;origin.example&#x2F;', 'https:&#x2F;&#x2F;news.example&#x2F;'],
    ['https&colon;&sol;&sol;origin.example', 'https&colon;&sol;&sol;news.example'],
    ['Read https://origin.example. And more', 'Read https://news.example. And more'],
    ['wss://origin.example/socket', 'wss://news.example/socket'],
    [
      'https://other.example/?a=https://origin.example',
      'https://other.example/?a=https://news.example',
    ],
    ['%0Ahttps://origin.example:443"', '%0Ahttps://news.example"'],
  ])('%s', (text, expected) => {
    expect(rewriteText(text, site)).toBe(expected)
  })

  test.each([
    'https://origin.example.evil.net',
    'https://origin.example%2Eevil.net',
    'https://origin.example&#46;evil.net',
    String.raw`https:\/\/origin.example\u002eevil.net`,
    'https://origin.examples and https://the-origin.example',
    'https://origin.exampleé/',
    'https%3A%2F%2Forigin.example%40evil.net',
    'https://origin.example:secret@evil.net',
    'https://origin.example:8443/',
    'https://other.example//origin.example',
    'ftp://origin.example/ file:///origin.example',
    'mail to desk@origin.example of origin.example',
  ])('%s stays', (text) => {
    expect(rewriteText(text, site)).toBe(text)
  })

  test('carries the colon of a public port as the text carries others', () => {
    const local = { public: 'http://localhost:3000', own: site.own }
    expect(rewriteText('?u=%2F%2Forigin.example%2Fa', local)).toBe('?u=%2F%2Flocalhost%3A3000%2Fa')
    expect(rewriteText('https://origin.example/a', local)).toBe('http://localhost:3000/a')
  })

  const part = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      ...[
        'http',
        's',
        ':',
        '/',
        '//',
        '\\/',
        '%2F',
        '%3A',
        '%25',
        '&#x2F;',
        '.',
        '@',
        ':443',
        ':80',
      ],
      ...[
        'origin.example',
        'ORIGIN.example',
        '127.0.0.1:8080',
        'news.example',
        'https://origin.example',
      ],
      ...['https%3A%2F%2Forigin.example', '//127.0.0.1:8080', '\\u002f', 'n', '\\n'],
    ),
  )
  const texts = fc.array(part, { maxLength: 12 }).map((parts) => parts.join(''))

  test('is the same after a second time', () => {
    const ports = {
      public: 'http://localhost:3000',
      own: ['http://127.0.0.1:8080', 'https://origin.example'],
    }
    const within = {
      public: 'https://www.origin.example',
      own: ['https://origin.example', 'https://www.origin.example'],
    }
    fc.assert(
      fc.property(texts, fc.constantFrom(site, ports, within), (text, addresses) => {
        const once = rewriteText(text, addresses)
        expect(rewriteText(once, addresses)).toBe(once)
      }),
      { numRuns: 2000 },
    )
  })

  test('without an own host is the same byte for byte', () => {
    fc.assert(
      fc.property(texts, (text) => {
        fc.pre(!/origin\.example|127\.0\.0\.1/i.test(text))
        expect(rewriteText(text, site)).toBe(text)
      }),
      { numRuns: 1000 },
    )
  })

  test('keeps no own address, however it is packed, where an address can stand', () => {
    const packings: readonly ((address: string) => string)[] = [
      (address) => address,
      (address) => encodeURIComponent(address),
      (address) => encodeURIComponent(encodeURIComponent(address)),
      (address) => address.replaceAll('/', '\\/'),
      (address) => address.replaceAll('/', '\\u002F'),
      (address) => address.replaceAll('/', '&#x2F;').replaceAll(':', '&#58;'),
      (address) => JSON.stringify(JSON.stringify(address.replaceAll('/', '\\/'))),
    ]
    fc.assert(
      fc.property(
        fc.constantFrom(...site.own),
        fc.constantFrom(...packings),
        fc.constantFrom('', ' ', '"', '=', '(', '\\n', '%22', '&quot;', '\\u0022', '>', ','),
        fc.constantFrom('', ' ', '"', '/a', ')', '%2Fa', '&quot;', '?a', '#b', '<', '\\"'),
        (own, pack, before, after) => {
          const text = rewriteText(before + pack(own) + after, site)
          expect(text).toContain(before)
          expect(text).toContain('news.example')
          expect(text).not.toMatch(/origin\.example|127\.0\.0\.1|bücher/)
        },
      ),
      { numRuns: 500 },
    )
  })
})

test('what goes to the site names it as it names itself', () => {
  const back = toOrigin(
    '/wp-login.php?redirect_to=https%3A%2F%2Fnews.example%2Fa',
    site,
    'http://127.0.0.1:8080',
  )
  expect(back).toBe('/wp-login.php?redirect_to=http%3A%2F%2F127.0.0.1%3A8080%2Fa')
  expect(toOrigin('https://news.example', site, 'https://origin.example')).toBe(
    'https://origin.example',
  )
  expect(toOrigin('https://other.example', site, 'https://origin.example')).toBe(
    'https://other.example',
  )
})

test.each([
  ['Location', 'http://127.0.0.1:8080/a', 'https://news.example/a'],
  ['Location', '/a', '/a'],
  [
    'Link',
    '<https://origin.example/wp-json/>; rel="x"',
    '<https://news.example/wp-json/>; rel="x"',
  ],
  ['Refresh', '3;url=https://origin.example/a', '3;url=https://news.example/a'],
  ['Access-Control-Allow-Origin', 'https://origin.example', 'https://news.example'],
  ['Set-Cookie', 'a=1; Domain=.origin.example; Path=/', 'a=1; Path=/'],
  ['Set-Cookie', 'a=1; path=/; domain=news.example', 'a=1; path=/; domain=news.example'],
  [
    'Content-Security-Policy',
    "img-src 'self' origin.example https://origin.example/a *.example;frame-src other.example",
    "img-src 'self' news.example https://news.example/a *.example;frame-src other.example",
  ],
  ['X-Other', 'https://origin.example', 'https://origin.example'],
])('the header %s: %s', (name, value, expected) => {
  expect(rewriteHeader(name, value, site)).toBe(expected)
})
