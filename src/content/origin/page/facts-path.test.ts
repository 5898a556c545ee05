// One article, one path, however its address is written.
import { describe, expect, test } from 'vitest'
import { addressOf, articlePath } from './facts-path.ts'

const addresses = { public: 'https://gazette.example', own: ['http://origin.internal:8080'] }
const pathOf = (address: string, base?: string) => articlePath(address, addresses, base)

describe('the path of an article', () => {
  test.each([
    ['https://gazette.example/Harbour/East-Quay/', '/harbour/east-quay'],
    ['http://gazette.example/harbour/east-quay', '/harbour/east-quay'],
    ['http://origin.internal:8080/harbour/east-quay?utm_source=x#top', '/harbour/east-quay'],
    ['//gazette.example/caf%C3%A9/', '/café'],
    ['/caf%65%CC%81', '/café'],
    ['/50%-off', '/50%-off'],
    ['/', '/'],
    ['/harbour/quay/comment-page-2/', '/harbour/quay'],
    ['/?p=151', '/?p=151'],
    ['/?utm_source=x', '/'],
    ['/?s=ferries', '/'],
    ['/article?id=7&utm_medium=y&x=1', '/article?id=7'],
    ['/article?id=x', '/article'],
    ['/show.php?id=7&utm_medium=y', '/show.php?id=7'],
  ])('%s is %s', (address, path) => {
    expect(pathOf(address)).toBe(path)
  })

  test('is read from where its page stands', () => {
    expect(pathOf('vote', 'https://gazette.example/harbour/list')).toBe('/harbour/vote')
  })

  test.each([
    'https://elsewhere.example/harbour',
    'https://gazette.example.evil.example/',
    'https://gazette.example:8443/harbour',
    'mailto:desk@gazette.example',
    'javascript:void(0)',
    'http://[',
    '',
  ])('is none for %s', (address) => {
    expect(pathOf(address)).toBeUndefined()
  })
})

test.each(['/', '/harbour/east-quay', '/café/50%-off', '/?p=151', '/show.php?id=7&n=é'])(
  'the address of %s leads to it',
  (path) => {
    expect(addressOf(path)).toMatch(/^[!-~]+$/)
    expect(pathOf(addressOf(path))).toBe(path)
  },
)
