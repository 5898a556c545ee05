import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sliceOf } from './range.ts'

const bytes = new TextEncoder().encode('0123456789')
const headers = [
  ['etag', '"1"'],
  ['last-modified', 'Fri, 01 May 2026 12:00:00 GMT'],
] as const

/** The part as text, or the kind of answer. */
function part(range: string | undefined, ifRange?: string): string {
  const slice = sliceOf({ bytes, headers }, range, ifRange)
  return slice.kind === 'part' ? new TextDecoder().decode(slice.bytes) : slice.kind
}

test.each([
  ['bytes=0-3', '0123'],
  ['bytes=8-', '89'],
  ['bytes=-2', '89'],
  ['bytes=-200', '0123456789'],
  ['bytes=5-200', '56789'],
  ['bytes=10-', 'none'],
  ['bytes=-0', 'none'],
  ['bytes=4-2', 'whole'],
  ['bytes=0-1,4-5', 'whole'],
  ['lines=0-1', 'whole'],
  ['bytes=-', 'whole'],
  [undefined, 'whole'],
])('%s', (range, expected) => {
  expect(part(range)).toBe(expected)
})

test('only of the version that was named', () => {
  expect(part('bytes=0-0', '"1"')).toBe('0')
  expect(part('bytes=0-0', '"2"')).toBe('whole')
  expect(part('bytes=0-0', 'W/"1"')).toBe('whole')
  expect(part('bytes=0-0', 'Fri, 01 May 2026 12:00:00 GMT')).toBe('0')
  expect(part('bytes=0-0', 'Fri, 01 May 2026 12:00:01 GMT')).toBe('whole')
})

test('a part is where it says it is', () => {
  const number = fc.option(fc.nat(30), { nil: '' })
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 25 }), number, number, (file, from, to) => {
      const whole = new Uint8Array(file)
      const slice = sliceOf({ bytes: whole, headers: [] }, `bytes=${from}-${to}`, undefined)
      if (slice.kind !== 'part') return
      const [, first, last, size] = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(slice.contentRange) ?? []
      expect(Number(size)).toBe(whole.length)
      expect(slice.bytes).toEqual(whole.slice(Number(first), Number(last) + 1))
      expect(slice.bytes.length).toBeGreaterThan(0)
    }),
  )
})
