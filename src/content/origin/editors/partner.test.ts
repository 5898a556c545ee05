import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { partnerOf } from './partner.ts'

const agency = { name: 'agency', paths: ['/feed', '/wp-json/wp/v2/posts'], secret: 'agency-secret' }
const app = { name: 'app', paths: ['/api/*'], secret: 'ap:p secret' }
const settings = { partners: [agency, app] }
const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`

describe('a partner', () => {
  test.each([
    ['Bearer agency-secret', '/feed', 'agency'],
    ['bearer  agency-secret', '/feed/atom', 'agency'],
    [basic('anybody:agency-secret'), '/wp-json/wp/v2/posts/7', 'agency'],
    [basic(':ap:p secret'), '/api/x', 'app'],
  ])('%s opens %s', (authorization, path, name) => {
    expect(partnerOf(authorization, path, settings)?.name).toBe(name)
  })

  test.each([
    ['Bearer agency-secret', '/feeds'],
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
    expect(partnerOf(authorization, path, settings)).toBeUndefined()
  })

  test('nothing but the secret opens anything', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        fc.pre(text !== agency.secret)
        expect(partnerOf(`Bearer ${text}`, '/feed', settings)).toBeUndefined()
        expect(partnerOf(text, '/feed', settings)).toBeUndefined()
      }),
    )
  })

  test('an empty secret of a configuration opens nothing', () => {
    const empty = { partners: [{ ...agency, secret: '' }] }
    expect(partnerOf(basic('a:'), '/feed', empty)).toBeUndefined()
  })
})
