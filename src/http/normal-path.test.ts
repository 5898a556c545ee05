// One normal form: whatever two servers could read differently is redirected or refused.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { encodePath, normalPath } from './normal-path.ts'

describe('normalPath', () => {
  test.each([
    '/',
    '/harbour/east-quay',
    '/standfirst/assets/style.a1b2.css',
    '/caf%C3%A9/men%C3%BC',
  ])('%s is normal', (raw) => {
    expect(normalPath(raw)).toEqual({ kind: 'normal', path: decodeURIComponent(raw) })
  })
  test.each([
    ['/harbour/east-quay/', '/harbour/east-quay'],
    ['/%68arbour/east-quay', '/harbour/east-quay'],
    ['/cafe%CC%81', '/caf%C3%A9'],
    ['/caf%c3%a9', '/caf%C3%A9'],
  ])('%s leads to %s', (raw, to) => {
    expect(normalPath(raw)).toEqual({ kind: 'redirect', to })
  })
  test.each([
    '',
    'harbour',
    '//harbour/east-quay',
    '/harbour//east-quay',
    '//evil.example/',
    '/harbour/../harbour/east-quay',
    '/harbour/./east-quay',
    '/harbour/%2e%2e/east-quay',
    '/harbour/%2E/east-quay',
    '/harbour%2Feast-quay',
    '/harbour/east-quay;x=1',
    '/harbour/east-quay%3Bx',
    '/harbour\\east-quay',
    '/harbour/east-quay%00',
    '/harbour/east%252Dquay',
    '/harbour/%',
    '/harbour/%ff',
    '/harbour/%E2%80%AEquay',
    'http://elsewhere.example/harbour',
    '*',
  ])('%s is refused', (raw) => {
    expect(normalPath(raw)).toEqual({ kind: 'refused' })
  })
  test('a redirect leads to something normal on this publication, and a normal path is its own address', () => {
    fc.assert(
      fc.property(fc.webPath({ size: 'medium' }), (raw) => {
        const found = normalPath(raw)
        if (found.kind === 'redirect') {
          expect(found.to).toMatch(/^\/(?!\/)/)
          expect(normalPath(found.to).kind).toBe('normal')
        }
        if (found.kind === 'normal') expect(encodePath(found.path)).toBe(raw)
      }),
      { numRuns: 1000 },
    )
  })
})
