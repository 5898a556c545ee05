import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Copy } from './copy.ts'
import { digestsOf, fileOf, nameOf, nameText, storedOf } from './copy-file.ts'

const lifetime = { freshUntil: 1, whileAskingUntil: 2, onErrorUntil: 3 }
const texts = fc.string({ unit: 'binary', maxLength: 20 })
const copies: fc.Arbitrary<Copy> = fc.record({
  key: texts,
  status: fc.integer({ min: 200, max: 399 }),
  headers: fc.array(
    fc.tuple(fc.constantFrom('content-type', 'x-say'), fc.constantFrom('text/html', 'image/png')),
  ),
  varying: fc.array(fc.tuple(texts, texts), { maxLength: 2 }),
  bytes: fc.uint8Array({ maxLength: 3000 }).map((bytes) => new Uint8Array(bytes)),
  version: texts,
  fetchedAt: fc.nat(),
  checkedAt: fc.nat(),
})

test('what is written is what is read', async () => {
  await fc.assert(
    fc.asyncProperty(copies, async (copy) => {
      expect(await storedOf(await fileOf({ copy, lifetime }))).toEqual({ copy, lifetime })
    }),
  )
})

test('a file with any byte changed, or any missing, is none', async () => {
  await fc.assert(
    fc.asyncProperty(copies, fc.nat(), fc.integer({ min: 1, max: 255 }), async (copy, at, by) => {
      const file = await fileOf({ copy, lifetime })
      const place = at % file.length
      expect(await storedOf(file.subarray(0, place))).toBeUndefined()
      file[place] = (file[place] ?? 0) ^ by
      expect(await storedOf(file)).toBeUndefined()
    }),
  )
})

test('a name says what it was made of; any other name is none', () => {
  const name = {
    ...digestsOf('/Some/Path/?a=b'),
    ...{ variant: '0123abcd', lasting: true, bytes: 12_345, fetchedAt: Date.UTC(2026, 4, 1) },
  }
  expect(nameOf(nameText(name))).toEqual(name)
  for (const text of ['', 'new', nameText(name).slice(1), `${nameText(name)}.tmp`])
    expect(nameOf(text)).toBeUndefined()
  expect(digestsOf('/some/path').path).toBe(name.path)
  expect(digestsOf('/some/path').exact).not.toBe(name.exact)
})
