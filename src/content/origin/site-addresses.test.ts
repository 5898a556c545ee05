import { expect, test } from 'vitest'
import { toldScheme } from './site-addresses.ts'

test.each([
  ['http://127.0.0.1:4000', 'http://127.0.0.1:8080', 'http'],
  ['http://127.0.0.1:4000', 'https://www.example.org', 'https'],
  ['https://www.example.org', 'http://www.example.org', 'https'],
  ['https://www.example.org', 'https://www.example.org', 'https'],
])('readers of %s come to a site that knows itself by %s with %s', (to, itself, scheme) => {
  expect(toldScheme(to, itself)).toBe(scheme)
})
