import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { rewriteText } from '../addresses.ts'
import { rewriteBytes, rewriting } from './rewriting.ts'

const site = { public: 'https://news.example', own: ['http://127.0.0.1:8080', 'https://o.example'] }
const rewrite = (text: string) => rewriteText(text, site)

const piece = fc.oneof(
  fc.constantFrom(
    ...[
      'http://127.0.0.1:8080/a',
      'https://o.example',
      'http:\\/\\/127.0.0.1:8080\\/b',
      '//o.example/',
    ],
    ...[
      'https%3A%2F%2Fo.example%2F',
      'https://o.example.net/',
      '“https://o.example”',
      '"',
      ' ',
      '<',
      '\n',
    ],
  ),
  fc.string({ unit: 'binary', maxLength: 12 }),
)
const text = fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join(''))

function chunked(bytes: Buffer, lengths: readonly number[]): Buffer[] {
  const chunks: Buffer[] = []
  let at = 0
  for (const length of lengths) {
    chunks.push(bytes.subarray(at, at + length))
    at += length
  }
  return [...chunks, bytes.subarray(at)]
}

test('a text comes out the same, however it is cut on its way', async () => {
  await fc.assert(
    fc.asyncProperty(text, fc.array(fc.nat(40), { maxLength: 20 }), async (whole, lengths) => {
      const bytes = Buffer.from(whole)
      const out = await buffer(Readable.from(chunked(bytes, lengths)).pipe(rewriting(rewrite)))
      expect(out.toString()).toBe(rewrite(bytes.toString()))
    }),
  )
})

test('what names no address comes out byte for byte, whatever its charset', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (some) => {
      const bytes = Buffer.from(some)
      const out = await buffer(Readable.from([bytes]).pipe(rewriting(rewrite)))
      expect(out.equals(bytes)).toBe(true)
    }),
  )
})

test('what is not UTF-8 is rewritten all the same, and its other bytes stay', () => {
  const before = Buffer.from([0xe9, 0x20, ...Buffer.from('http://127.0.0.1:8080/'), 0xff])
  const after = Buffer.from([0xe9, 0x20, ...Buffer.from('https://news.example/'), 0xff])
  expect(rewriteBytes(before, rewrite)).toEqual(after)
})

test('a text without a place to cut it does not gather', async () => {
  const through = rewriting(rewrite)
  const chunk = Buffer.alloc(64 * 1024, 'a')
  let came = 0
  through.on('data', (some: Buffer) => {
    came += some.length
  })
  for (let sent = 0; sent < 64; sent++) through.write(chunk)
  await new Promise((resolve) => setImmediate(resolve))
  expect(came).toBeGreaterThan(3 * 1024 * 1024)
  through.destroy()
})
