import { expect, test } from 'vitest'
import type { KeptPages } from '../../http/kept-pages.ts'
import { keptOfText, textOfKept } from './handed-on.ts'

const KEPT: KeptPages = {
  wanted: [
    { variant: { view: 'full', notice: { kind: 'none' }, signedIn: false }, encoding: 'gzip' },
  ],
  pages: [['/town/quay', [0]]],
}

test('a list of pages comes out as it went in', () => {
  expect(keptOfText(textOfKept(KEPT))).toEqual(KEPT)
})

test('what a worker of another code says otherwise is no list', () => {
  const wantedOf = (variant: unknown) => ({ ...KEPT, wanted: [{ variant, encoding: 'gzip' }] })
  const others = [
    ...[{}, { ...KEPT, pages: [['/town/quay', 0]] }, { ...KEPT, wanted: [{}] }],
    ...[wantedOf({ view: 'full', notice: null, signedIn: false }), wantedOf({ view: 'full' })],
  ]
  for (const text of ['', 'null', '{', ...others.map((one) => JSON.stringify(one))])
    expect(keptOfText(text), text).toBeUndefined()
})
