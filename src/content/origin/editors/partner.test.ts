import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { partnerOf } from './partner.ts'

const agency = { name: 'agency', paths: ['/feed', '/wp-json/wp/v2/posts'], secret: 'agency-secret' }
const app = { name: 'app', paths: ['/api/*'], secret: 'ap:p secret' }
const settings = { cms: 'wordpress', partners: [agency, app] } as const
const at = (authorization: string | undefined, target: string, method = 'GET') =>
  partnerOf({ method, authorization, target }, settings)?.name
const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`

describe('a partner', () => {
  test.each([
    ['Bearer agency-secret', '/feed', 'agency'],
    ['bearer  agency-secret', '/Feed/atom/?paged=2', 'agency'],
    ['Bearer agency-secret', '/wp-json/wp/v2/posts?slug=a&author=3', 'agency'],
    [basic('anybody:agency-secret'), '/wp-json/wp/v2/posts/7', 'agency'],
    [basic(':ap:p secret'), '/api/x', 'app'],
  ])('%s opens %s', (authorization, path, name) => {
    expect(at(authorization, path)).toBe(name)
  })

  test.each([
    ['Bearer agency-secret', '/feeds'],
    ['Bearer agency-secret', '/?rest_route=/wp/v2/posts'],
    ['Bearer agency-secret', '/wp-json/wp/v2/posts?rest_route=/wp/v2/users'],
    ['Bearer agency-secret', '/wp-json/wp/v2/posts?a&%20rest.route=/wp/v2/users'],
    ['Bearer agency-secret', '/wp-json/wp/v2/posts?rest+route[]=x'],
    ['Bearer agency-secret', '/wp-json/wp/v2/posts?a?&rest%5Froute'],
    ['Bearer agency-secret', '/feed?feed=&p=12'],
    ['Bearer agency-secret', '/'],
    ['Bearer agency-secret', '/api/x'],
    ['Bearer agency-secre', '/feed'],
    ['Bearer ', '/feed'],
    ['agency-secret', '/feed'],
    [basic('agency-secret'), '/feed'],
    [basic('agency-secret:'), '/feed'],
    ['Digest agency-secret', '/feed'],
    [undefined, '/feed'],
  ])('%s does not open %s', (authorization, path) => {
    expect(at(authorization, path)).toBeUndefined()
  })

  test('nothing but the secret opens anything', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        fc.pre(text !== agency.secret)
        expect(at(`Bearer ${text}`, '/feed')).toBeUndefined()
        expect(at(text, '/feed')).toBeUndefined()
      }),
    )
  })

  test('reads and writes nothing', () => {
    expect(at('Bearer agency-secret', '/feed', 'HEAD')).toBe('agency')
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])
      expect(at('Bearer agency-secret', '/feed', method)).toBeUndefined()
  })

  test('an empty secret of a configuration opens nothing', () => {
    const empty = { ...settings, partners: [{ ...agency, secret: '' }] }
    const request = { method: 'GET', authorization: basic('a:'), target: '/feed' }
    expect(partnerOf(request, empty)).toBeUndefined()
  })
})
