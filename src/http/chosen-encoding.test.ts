// Chosen encoding: a look finds what reading the header would, in whatever order they come.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { chosenEncoding } from './chosen-encoding.ts'
import { chooseEncoding } from './prepare.ts'

const parts = fc.constantFrom(
  'br',
  'gzip',
  'deflate',
  'zstd',
  ';q=0',
  ';q=0.5',
  ', ',
  '*',
  ' ',
  'ł',
)
const headers = fc.oneof(
  fc.constant(undefined),
  fc.array(parts, { maxLength: 40 }).map((all) => all.join('')),
  fc.string({ unit: 'binary', maxLength: 120 }),
)

test('the same as by reading it, the first time and again', () => {
  fc.assert(
    fc.property(fc.array(headers, { maxLength: 20 }), (all) => {
      for (const accept of [...all, ...all])
        expect(chosenEncoding(accept)).toBe(chooseEncoding(accept))
    }),
    { numRuns: 500 },
  )
})
