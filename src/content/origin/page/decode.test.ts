// Pages in the encodings that sites still send, declared in each of the ways in which they declare them.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodePage } from './decode.ts'

const bytes = (...parts: readonly (string | readonly number[])[]) =>
  new Uint8Array(
    parts.flatMap((part) => (typeof part === 'string' ? [...Buffer.from(part, 'latin1')] : part)),
  )
const utf8 = (text: string) => new TextEncoder().encode(text)

describe('a page is read in the encoding', () => {
  test('of its byte order mark, whatever else is declared', () => {
    const page = bytes([0xef, 0xbb, 0xbf], [...utf8('<meta charset=koi8-r>é')])
    expect(decodePage(page, 'text/html; charset=iso-8859-1')).toBe('<meta charset=koi8-r>é')
    expect(decodePage(bytes([0xff, 0xfe, 0x41, 0x00]), undefined)).toBe('A')
    expect(decodePage(bytes([0xfe, 0xff, 0x00, 0x41]), undefined)).toBe('A')
  })

  test('of its header, before what the page declares', () => {
    const page = bytes('<meta charset="utf-8">', [0xe9])
    expect(decodePage(page, 'text/html; Charset="ISO-8859-2"')).toContain('é')
    expect(decodePage(bytes([0xc1]), 'text/html;charset=koi8-r')).toBe('а')
  })

  test('that it declares by itself, in either form', () => {
    expect(decodePage(bytes('<meta charset=shift_jis>', [0x82, 0xa0]), 'text/html')).toContain('あ')
    const pragma = '<meta content="text/html; charset=windows-1251" http-equiv="Content-Type">'
    expect(decodePage(bytes(pragma, [0xe4]), undefined)).toContain('д')
  })

  test('of browsers where it says Latin 1, which is windows-1252', () => {
    expect(decodePage(bytes([0x93, 0x80, 0x94]), 'text/html; charset=ISO-8859-1')).toBe('“€”')
    expect(decodePage(bytes('<meta charset=latin1>', [0x80]), undefined)).toContain('€')
  })

  test('UTF-8 where a declaration that was read says UTF-16', () => {
    const page = bytes('<meta charset="utf-16le">', [...utf8('é')])
    expect(decodePage(page, undefined)).toContain('é')
  })

  test('that its bytes are in where nothing, or a name that nobody knows, is declared', () => {
    expect(decodePage(utf8('é'), undefined)).toBe('é')
    expect(decodePage(bytes([0x93]), 'text/html; charset=nobody-knows')).toBe('“')
    expect(decodePage(bytes('<meta charset=none>', [0xe9]), undefined)).toContain('é')
  })

  test('not of a comment, a script, or what stands further in than browsers look', () => {
    const comment = bytes('<!-- <meta charset=koi8-r> -->', [...utf8('é')])
    const script = bytes('<script>"<meta charset=koi8-r>"</script>', [...utf8('é')])
    const late = bytes(' '.repeat(1024), '<meta charset=koi8-r>', [...utf8('é')])
    for (const page of [comment, script, late]) expect(decodePage(page, undefined)).toContain('é')
  })
})

test('nothing that is sent keeps it from being read', () => {
  fc.assert(
    fc.property(fc.uint8Array(), fc.option(fc.string(), { nil: undefined }), (page, type) => {
      expect(typeof decodePage(page, type)).toBe('string')
    }),
  )
})
