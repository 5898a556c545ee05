import { domainToASCII } from 'node:url'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseAddress } from './address.ts'

const parsed = (text: string) => {
  const result = parseAddress(text, domainToASCII)
  return result.ok ? result.value : undefined
}

describe('one form', () => {
  const spellings: readonly [string, string][] = [
    ['ada@example.com', 'ada@example.com'],
    ['  ada@example.com\r\n', 'ada@example.com'],
    ['Ada.Lovelace@EXAMPLE.Com', 'ada.lovelace@example.com'],
    ['ａｄａ＠ｅｘａｍｐｌｅ．ｃｏｍ', 'ada@example.com'],
    ['ada@example。com', 'ada@example.com'],
    ['ada｡l@example｡com', 'ada.l@example.com'],
    ['ada@Bücher.de', 'ada@xn--bcher-kva.de'],
    ['ada@XN--BCHER-KVA.de', 'ada@xn--bcher-kva.de'],
    ['ada@bu\u0308cher.de', 'ada@xn--bcher-kva.de'],
    ['JOSE\u0301@example.com', 'josé@example.com'],
    ['ｱﾀﾞ@example.jp', 'アダ@example.jp'],
    ['ΝΊΚΟΣ@example.gr', 'νίκος@example.gr'],
    ['अदा@डाटामेल.भारत', 'अदा@xn--c2bd4bq1db8d.xn--h2brj9c'],
    ['ada@col·lecció.cat', 'ada@xn--collecci-ioa91d.cat'],
    ["o'brien+news@example.co.uk", "o'brien+news@example.co.uk"],
  ]
  for (const [written, address] of spellings) {
    test(JSON.stringify(written), () => expect(parsed(written)).toBe(address))
  }

  test('lookalikes of another script are other addresses', () => {
    expect(parsed('\u0430da@example.com')).toBe('\u0430da@example.com')
    expect(parsed('\u0430da@example.com')).not.toBe(parsed('ada@example.com'))
    expect(parsed('ada@ex\u0430mple.com')).toBe('ada@xn--exmple-4nf.com')
  })
})

describe('refused', () => {
  const refused: Readonly<Record<string, readonly string[]>> = {
    'nothing or half an address': ['', ' ', '@', 'ada', 'ada@', '@example.com', 'example.com'],
    'two of them': [
      'ada@example.com@example.org',
      'ada@example.com, eve@example.org',
      'a@b.de;c@d.de',
    ],
    'a second @ in another form': [
      'ada＠eve@example.com',
      'ada﹫eve@example.com',
      'ada@eve﹫example.com',
    ],
    'what would begin a header': [
      'ada@example.com\r\nBcc: eve@example.org',
      'ada\r\nBcc:eve@example.com',
      'ada\n@example.com',
      'ada@exam\nple.com',
      'ada\u0000@example.com',
      'ada@example.com\u0000.org',
      'ada\u0085@example.com',
      'ada\u2028@example.com',
    ],
    'names, quotes, comments and routes': [
      'Ada <ada@example.com>',
      '<ada@example.com>',
      '"ada"@example.com',
      '"a b"@example.com',
      'ada(work)@example.com',
      'ada@(work)example.com',
      'ada@example.com(work)',
      '@hop.example:ada@example.com',
      'mailto:ada@example.com',
      'ada\\@example.com',
      'ada[1]@example.com',
    ],
    'white space within': [
      'a da@example.com',
      'ada @example.com',
      'ada@ example.com',
      'a\u3000b@example.com',
      'a\u00a0b@example.com',
    ],
    'what does not show, or turns the text round': [
      'ad\u200ba@example.com',
      'ad\u00ada@example.com',
      'ada@exam\u00adple.com',
      'ada@exam\u200dple.com',
      'ada\u202e@example.com',
      'ada\u2066@example.com',
      'ada@\u202aexample.com',
      'ada\ufe0f@example.com',
      'ada@exa\ufe0fmple.com',
      'ada\u3164@example.com',
      'ada\u115f@example.com',
      'ada\u034f@example.com',
      '\ufeffad\ufeffa@example.com',
      'ada\u{e0041}@example.com',
    ],
    'letters that stand for others': [
      'ﬁona@example.com',
      '𝐚da@example.com',
      '①@example.com',
      'ſam@example.com',
    ],
    'a mark without its letter': ['\u0301da@example.com', 'ada.\u0301@example.com'],
    'dots in the wrong place': [
      '.ada@example.com',
      'ada.@example.com',
      'a..b@example.com',
      'ada@.example.com',
      'ada@example..com',
      'ada@example.com.',
    ],
    'what is no host name': [
      'ada@localhost',
      'ada@example.c',
      'ada@127.0.0.1',
      'ada@0x7f.1',
      'ada@[127.0.0.1]',
      'ada@[IPv6:::1]',
      'ada@a_b.com',
      'ada@-a.com',
      'ada@a-.com',
      'ada@ex%61mple.com',
      'ada@exam/ple.com',
      'ada@example.com:25',
      'ada@example.com/x',
      'ada@⅓.com',
    ],
    'half of a surrogate pair': ['ada\ud800@example.com', 'ada@\udc00example.com'],
    'more than a mail server takes': [
      `${'a'.repeat(65)}@example.com`,
      `${'é'.repeat(33)}@example.com`,
      `ada@${'a'.repeat(64)}.com`,
      `ada@${`${'a'.repeat(50)}.`.repeat(5)}com`,
      ' '.repeat(100_000),
      `${'a'.repeat(1_000_000)}@example.com`,
    ],
  }
  for (const [why, texts] of Object.entries(refused)) {
    test(why, () => {
      for (const text of texts)
        expect([text.slice(0, 80), parsed(text)]).toEqual([text.slice(0, 80), undefined])
    })
  }

  test('says why without the address', () => {
    const result = parseAddress('eve\r\n@example.com', domainToASCII)
    expect(result).toMatchObject({ reason: 'malformed' })
    expect(JSON.stringify(result)).not.toMatch(/eve|example/)
  })

  test('a domain that cannot be put into ASCII', () => {
    expect(parseAddress('ada@example.com', () => undefined).ok).toBe(false)
    expect(parseAddress('ada@example.com', () => '').ok).toBe(false)
    expect(parseAddress('ada@example.com', () => 'evil.com\r\nbcc:').ok).toBe(false)
  })
})

test('the longest that fits is taken', () => {
  expect(parsed(`${'a'.repeat(64)}@example.com`)).toBeDefined()
  const domain = `${`${'a'.repeat(61)}.`.repeat(3)}com`
  expect(parsed(`${'a'.repeat(64)}@${domain}`)).toHaveLength(254)
  expect(parsed(`${'a'.repeat(64)}@a${domain}`)).toBeUndefined()
})

describe('whatever is written', () => {
  const pieces = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 12 }),
    fc.string({ unit: 'grapheme', maxLength: 12 }),
    fc.constantFrom(
      '@',
      '＠',
      '.',
      '。',
      'ada',
      'example.com',
      'ﬀ',
      '\r\n',
      '\u202e',
      'İ',
      'Σ',
      'ẞ',
      '\u0345',
      'xn--',
    ),
  )
  const written = fc.oneof(
    fc.array(pieces, { maxLength: 6 }).map((parts) => parts.join('')),
    fc.tuple(pieces, pieces).map(([local, label]) => `${local}@${label}.com`),
  )

  test('an address is one in its own form, and holds nothing that could break out of a header', () => {
    fc.assert(
      fc.property(written, (text) => {
        const address = parsed(text)
        if (address === undefined) return
        expect(parsed(address)).toBe(address)
        expect(address).toMatch(/^[^\s\p{C}"(),:;<>@[\\\]]+@[a-z0-9.-]+$/u)
        expect(Buffer.byteLength(address)).toBeLessThanOrEqual(254)
        expect(address.normalize('NFC')).toBe(address)
      }),
      { numRuns: 5000 },
    )
  })

  test('every letter there is, first and before a mark, keeps its form', () => {
    for (let code = 0x80; code <= 0x1ffff; code += 1) {
      // Han and Hangul have neither capitals nor anything to compose with this mark.
      if (code >= 0x3400 && code <= 0xd7a3 && !(code >= 0xa000 && code < 0xac00)) continue
      const letter = String.fromCodePoint(code)
      const address = parsed(`${letter}x${letter}\u0307@example.com`)
      if (address !== undefined && parsed(address) !== address)
        expect.fail(`U+${code.toString(16)} has two forms`)
    }
  })

  test('capitals and small letters are one address', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-zäöüßéñçøæþđœšž]{1,20}$/), (local) => {
        const small = parsed(`${local}@example.com`)
        // The capital of ß in capitals is SS, which is another address.
        const capitals = local.replaceAll('ß', 'ẞ').toUpperCase()
        expect(parsed(`${capitals}@EXAMPLE.COM`)).toBe(small)
      }),
    )
  })
})
