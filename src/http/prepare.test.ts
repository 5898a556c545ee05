// Which bytes a request is answered with, and when it is told that it has them already.
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import {
  bestOfPage,
  chooseEncoding,
  isKnown,
  prepare,
  prepareBest,
  preparePage,
} from './prepare.ts'

describe('Accept-Encoding', () => {
  test.each([
    [undefined, 'identity'],
    ['', 'identity'],
    ['gzip', 'gzip'],
    ['gzip, deflate, br, zstd', 'br'],
    ['br;q=0, gzip', 'gzip'],
    ['br;q=0.0,gzip;q=0', 'identity'],
    ['x-gzip, brotli', 'identity'],
    ['gzip;q=1.0, identity; q=0.5', 'gzip'],
  ] as const)('%s gives %s', (accept, encoding) => {
    expect(chooseEncoding(accept)).toBe(encoding)
  })
})

describe('prepared pages', () => {
  const text = Array.from(
    { length: 900 },
    (_, n) => `The vote of ${n * n} took ${n} minutes.`,
  ).join(' ')
  test('every encoding holds the same text under an ETag of its own', async () => {
    const page = await prepare(text, ['Vary', 'Cookie, Accept-Encoding'])
    expect(gunzipSync(page.gzip.bytes).toString()).toBe(text)
    expect(brotliDecompressSync(page.br.bytes).toString()).toBe(text)
    expect(new Set([page.identity.etag, page.gzip.etag, page.br.etag]).size).toBe(3)
    const quick = page.br
    await prepareBest(page)
    expect(brotliDecompressSync(page.br.bytes).toString()).toBe(text)
    expect(page.br.bytes.length).toBeLessThanOrEqual(quick.bytes.length)
    expect(page.br.headers).toContain('Cookie, Accept-Encoding')
    expect(isKnown(quick.etag, page.br)).toBe(true)
    expect(isKnown(page.gzip.etag, page.br)).toBe(false)
  })
  test('a list of ETags, weak ones too, but never a star', async () => {
    const { gzip } = await prepare(text, [])
    expect(isKnown(`"x", W/${gzip.etag}`, gzip)).toBe(true)
    expect(isKnown('*', gzip)).toBe(false)
    expect(isKnown(undefined, gzip)).toBe(false)
  })
  test.each(['identity', 'gzip', 'br'] as const)(
    'alone as %s it is what it is among all encodings, also at its best',
    async (encoding) => {
      const all = await prepare(text, ['Vary', 'Cookie'], 'soon')
      const page = await preparePage(text, ['Vary', 'Cookie'], encoding, 'soon')
      expect(page.encoded).toEqual(all[encoding])
      await Promise.all([prepareBest(all), bestOfPage(page)])
      expect(page.encoded).toEqual(all[encoding])
    },
  )
})
