// File key: which addresses show the same picture.
import { expect, test } from 'vitest'
import { articleBeside, fileKeyOf, originalsOf } from './file-key.ts'

const QUAY = '/uploads/quay.jpg'

test.each([
  ['wordpress', '/uploads/quay-300x200.jpg', QUAY],
  ['wordpress', '/uploads/quay-scaled.jpg?ver=3', QUAY],
  ['wordpress', '/uploads/%71uay%2D300x200.JPG', QUAY],
  ['wordpress', '/thumb.php?src=uploads/quay-300x200.jpg&w=80', QUAY],
  ['ghost', '/content/images/size/w600/2026/11/quay.jpg', '/content/images/2026/11/quay.jpg'],
  ['none', `/_next/image?url=${encodeURIComponent(QUAY)}&w=640&q=75`, QUAY],
  ['none', `/_next/image?w=640&url=https%3A%2F%2Fnews.example%2Fuploads%2Fquay.jpg%3Fv%3D2`, QUAY],
  ['none', '/cdn-cgi/image/width=80,quality=75/uploads/quay.jpg', QUAY],
  ['none', '/uploads/quay.jpg?width=80#x', QUAY],
  ['none', '/uploads/quay@2x.jpg', QUAY],
  ['none', '/uploads/quay.jpg.webp', QUAY],
  ['none', '/index.php/uploads/quay.jpg', QUAY],
  ['none', '/_ipx/w_200/uploads/quay.jpg', QUAY],
  ['none', '/sites/styles/large/public/quay.jpg', '/sites/quay.jpg'],
  ['none', '/uploads/Quay.jpg/', QUAY],
] as const)('%s: %s is %s', (cms, address, key) => {
  expect(fileKeyOf(cms)(address)).toBe(key)
})

test('what is told apart by a query alone stays apart, in whatever size and order', () => {
  const key = fileKeyOf('none')
  expect(key('/image?id=5&of=a&w=300')).toBe(key('/image?of=a&id=5&w=90'))
  expect(key('/image?id=5')).not.toBe(key('/image?id=6'))
  expect(key('/uploads/quay-2.jpg')).not.toBe(key('/uploads/quay-3.jpg'))
})

test.each(['/thumbs/200/uploads/quay.jpg', '/uploads/quay.jpg/w300', '/uploads/quay.webp'])(
  '%s may be made of another',
  (key) => {
    expect(originalsOf(key)).toContain(QUAY)
  },
)

test('of a picture in no folder nothing else is told', () => {
  expect(originalsOf('/quay.jpg')).toEqual([])
  expect(originalsOf('/uploads/quay.jpg')).toEqual([])
  expect(originalsOf('/harbour/quay')).toEqual([])
})

test.each(['/news/quay.pdf', '/news/quay/pdf', '/news/quay/audio.mp3'])(
  '%s is an article',
  (key) => {
    expect(articleBeside(key)).toBe('/news/quay')
  },
)
