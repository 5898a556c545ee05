import { expect, test } from 'vitest'
import { idOf } from '../article-id.ts'
import { addressOf, fileBeside, isReserved, misnamed } from './address.ts'

test('the address is the path of the file without its ending', () => {
  expect(addressOf('harbour/east-quay.md')).toBe('/harbour/east-quay')
  expect(addressOf('index.md')).toBe('/index')
})

test('an id is 64 bits of the first address, and never another', () => {
  expect(idOf('/harbour/east-quay')).toBe('uWXETl6aq_0')
})

test.each(['east-quay.md', 'straße_2/łódź.md', '日本/記事.md'])('%s makes an address', (file) => {
  expect(misnamed(file)).toBeUndefined()
})

test.each([
  ['East Quay.md', '"east-quay"'],
  ['a.b.md', '"a-b"'],
  ['town/über.md'.normalize('NFD'), '"über"'],
  ['../x.md', 'a name of'],
  ['x.MD', '.md'],
])('%s makes none, and its mend says %s', (file, better) => {
  expect(misnamed(file)).toContain(better)
})

test('a reserved address covers itself, and with a star what is below it', () => {
  expect(isReserved('/account', ['/account'])).toBe(true)
  expect(isReserved('/account/x', ['/account'])).toBe(false)
  expect(isReserved('/account/x', ['/account/*'])).toBe(true)
  expect(isReserved('/accounts', ['/account', '/account/*'])).toBe(false)
})

test.each([
  ['harbour/a.md', 'x.svg', 'harbour/x.svg'],
  ['harbour/a.md', '../shared/x.svg', 'shared/x.svg'],
  ['harbour/a.md', '../../x.svg', undefined],
  ['a.md', '..', undefined],
  ['a.md', 'b/../../x.svg', undefined],
])('beside %s, %s is %s', (file, reference, meant) => {
  expect(fileBeside(file, reference)).toBe(meant)
})
