// A page is light: in every variant of every article of the sample, HTML and style sheet together are at most 14 KB as
// they are first sent, and no script comes with them.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { EMPTY_METER, spend } from '../../src/core/meter.ts'
import type { Reader } from '../../src/core/reader.ts'
import { encodedOf, prepare } from '../../src/http/prepare.ts'
import { type EveryPage, everyPage } from '../support/every-page.ts'
import { NOW, type Published, publish } from '../support/publication.ts'
import { sampleFiles } from '../support/sample.ts'

/** What a new connection carries in its first flight of packets. */
const MOST = 14 * 1024
const ENCODINGS = ['br', 'gzip'] as const

const SUBSCRIBER: Reader = {
  kind: 'subscriber',
  id: 'ben',
  entitlements: [{ plan: 'digital', until: NOW + 9e9 }],
}

let published: Published
let pages: readonly EveryPage[]
beforeAll(async () => {
  published = await publish(await sampleFiles())
  pages = await everyPage(published)
})
afterAll(() => published.close())

test('what is weighed is what the server sends', async () => {
  const made = new Set(pages.map(({ html }) => html))
  const spent = ['one', 'two', 'three'].reduce(
    (meter, id) => spend(meter, undefined, id, NOW, { start: 0, end: NOW + 1, rolling: undefined }),
    EMPTY_METER,
  )
  for (const { path } of published.content.edition().latest)
    for (const ask of [{}, { as: SUBSCRIBER }, { meter: spent }]) {
      const page = await published.read(path, ask)
      expect([path, page.status, made.has(page.text)]).toEqual([path, 200, true])
    }
})

test('HTML and style sheet together are at most 14 KB in every variant', async () => {
  const [, sheet = ''] = /<link rel="stylesheet" href="([^"]+)"/.exec(pages[0]?.html ?? '') ?? []
  const sheets = new Map<string, number>()
  for (const encoding of ENCODINGS) {
    const answer = await published.read(sheet, { headers: { 'Accept-Encoding': encoding } })
    expect(answer.headers.get('content-encoding')).toBe(encoding)
    sheets.set(encoding, answer.bytes.length)
  }
  const heavy: string[] = []
  for (const { key, html } of pages) {
    const prepared = await prepare(html, [])
    for (const encoding of ENCODINGS) {
      const weight =
        encodedOf(prepared, encoding).bytes.length + (sheets.get(encoding) ?? Number.NaN)
      if (!(weight <= MOST)) heavy.push(`${key}: ${weight} bytes as ${encoding}`)
    }
  }
  expect(heavy).toEqual([])
})

test('no page has a script, a style of its own or a file of another origin', () => {
  for (const { key, html } of pages) {
    const scripts = html.match(/<script\b[^>]*>/g)
    expect([key, scripts]).toEqual([key, ['<script type="application/ld+json">']])
    expect([key, /<style|\sstyle=|\son\w+=/.test(html)]).toEqual([key, false])
    const files = html.match(/<(?:link rel="(?:stylesheet|preload)"|img)[^>]*>/g) ?? []
    for (const file of files) expect(file).toMatch(/(?:href|src)="\/standfirst\//)
  }
})
