// Which bytes a request is answered with, and when it is told that it has them already.
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { describe, expect, test, vi } from 'vitest'
import {
  bestOfPage,
  chooseEncoding,
  createBestLater,
  type Encoded,
  encodedOf,
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
    const quick = encodedOf(page, 'br')
    expect(brotliDecompressSync(quick.bytes).toString()).toBe(text)
    expect(new Set([page.identity.etag, page.gzip.etag, quick.etag]).size).toBe(3)
    await prepareBest(page)
    const best = encodedOf(page, 'br')
    expect(brotliDecompressSync(best.bytes).toString()).toBe(text)
    expect(best.bytes.length).toBeLessThanOrEqual(quick.bytes.length)
    expect(best.headers.list).toContain('Cookie, Accept-Encoding')
    expect(isKnown(quick.etag, best)).toBe(true)
    expect(isKnown(page.gzip.etag, best)).toBe(false)
  })
  test('their size is what they take, also where the headers are most of it', async () => {
    const headers = ['X', 'x'.repeat(9000)]
    const taken = ({ headers, unsized }: Encoded) =>
      (headers.run?.bytes.buffer.byteLength ?? 0) + (unsized.run?.bytes.buffer.byteLength ?? 0)
    const { encoded, size } = await preparePage(text, headers, 'br')
    expect(size).toBeGreaterThan(taken(encoded))
    const all = await prepare(text, headers)
    const encodings = [all.identity, all.gzip, all.br ?? all.gzip]
    expect(all.size).toBeGreaterThan(encodings.reduce((sum, one) => sum + taken(one), 0))
  })
  test('one that is wanted soon is there in brotli when it is sent again', async () => {
    const page = await prepare(text, [], 'soon')
    expect(encodedOf(page, 'gzip, br')).toBe(page.gzip)
    expect(encodedOf(page, 'br')).toBe(page.identity)
    createBestLater(prepareBest)(page)
    await vi.waitFor(() => expect(encodedOf(page, 'gzip, br').headers.list).toContain('br'), 15_000)
    expect(brotliDecompressSync(encodedOf(page, 'br').bytes).toString()).toBe(text)
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
      const all = await prepare(text, ['Vary', 'Cookie'])
      const page = await preparePage(text, ['Vary', 'Cookie'], encoding)
      expect(page.encoded).toEqual(all[encoding])
      await Promise.all([prepareBest(all), bestOfPage(page)])
      expect(page.encoded).toEqual(all[encoding])
    },
  )
  test('alone and wanted soon it is in the encoding that was asked for', async () => {
    const page = await preparePage(text, [], 'br', 'soon')
    expect(brotliDecompressSync(page.encoded.bytes).toString()).toBe(text)
    await bestOfPage(page)
    expect(page.encoded.etag).toMatch(/-b11"$/)
    expect(brotliDecompressSync(page.encoded.bytes).toString()).toBe(text)
  })
})
