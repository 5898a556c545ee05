import { describe, expect, test } from 'vitest'
import {
  BODY,
  GATED,
  OPEN,
  p,
  page,
  read,
  secretsIn,
  text,
} from '../../../../test/support/gated-page.ts'
import { parsePage } from './parse-page.ts'

describe('the two views', () => {
  test('the preview ends at the cut, and places stand where something of ours goes', () => {
    const { full, preview, ...reading } = read(page({}))
    expect(text(full).replaceAll(' class="standfirst-gated"', '')).toContain(GATED[4])
    expect(text(preview)).toContain('<html lang="en"{{html}}>')
    expect(text(preview)).toContain('{{head}}</head>')
    expect(text(preview)).toMatch(/<div class="entry-content">{{notice}}<p>The council/)
    expect(text(preview)).toMatch(/of it\.<\/p>\s*{{wall}}<\/div><\/article>/)
    expect(secretsIn(text(preview))).toEqual([])
    expect(reading).toMatchObject({ gated: true, words: 125, wordsBefore: 38, doubts: [] })
    expect(reading.gatedTexts).toEqual(GATED)
    expect(reading.previewHtml).toBe(p(OPEN))
    expect(reading.openText).toBe(['The quay stays', '', ...OPEN].join('\n'))
  })

  test('the full view marks what is gated, each block once, and where to read on', () => {
    const full = text(read(page({ body: BODY.replace('<p>Nobody', '<p class="big">Nobody') })).full)
    expect(full.match(/class="(?:big )?standfirst-gated"/g)).toHaveLength(5)
    expect(full).toMatch(/{{wall}}\s*<p class="standfirst-gated" id="read-on">Behind closed doors/)
    expect(full.match(/ id="read-on"/g)).toHaveLength(1)
    expect(full).toContain('"cssSelector":".standfirst-gated"')
  })

  test('lines that stand in no paragraph are cut between them, and not within one', () => {
    const lines = [...OPEN, ...GATED].map((line) => line.replace('the ', '<b>the</b> '))
    const { preview, gatedTexts } = read(page({ body: lines.join('<br><br>') }))
    expect(text(preview)).toMatch(/whatever the ministry says of it\.{{wall}}<\/div>/)
    expect(secretsIn(text(preview))).toEqual([])
    expect(gatedTexts).toEqual(GATED)
  })

  test('a free article is one and the same for all', () => {
    const { full, preview, gated, gatedTexts } = read(page({}), { access: { kind: 'free' } })
    expect(full).toBe(preview)
    expect(text(full)).toContain(GATED[4])
    expect([gated, gatedTexts]).toEqual([false, []])
  })
})

describe('authors and systems say where the cut is', () => {
  const [first = '', second = ''] = OPEN
  test.each([
    ['a comment', `<p>${first}</p><!--more--><p>${second}</p>${p(GATED)}`],
    [
      'what WordPress makes of it',
      `<p>${first}</p><p><span id="more-17"></span></p><p>${second}</p>${p(GATED)}`,
    ],
    [
      'in the paragraph that goes on',
      `<p>${first}</p><p><span id="more-17"></span>${second}</p>${p(GATED)}`,
    ],
    [
      'at the end of a paragraph',
      `<p>${first}<span id="more-17"></span></p><p>${second}</p>${p(GATED)}`,
    ],
    [
      'in a wrapper',
      `<div class="in"><div><p>${first}</p><!--more--><p>${second}</p></div>${p(GATED)}</div>`,
    ],
    ['Ghost', `<p>${first}</p><!--members-only--><p>${second}</p>${p(GATED)}`],
    [
      'Zephr',
      `<p>${first}</p><!-- ZEPHR_FEATURE x --><p>${second}</p>${p(GATED)}<!-- ZEPHR_FEATURE_END x -->`,
    ],
  ])('%s', (_, body) => {
    const { preview, gatedTexts } = read(page({ body }))
    expect(secretsIn(text(preview))).toEqual([])
    expect(text(preview)).toContain(first)
    expect(text(preview)).not.toContain(second)
    expect(gatedTexts.join(' ')).toContain(second)
  })

  test('what the structured data calls gated', () => {
    const data =
      '{"@type":"NewsArticle","isAccessibleForFree":false,"hasPart":{"@type":"WebPageElement","isAccessibleForFree":"False","cssSelector":".pay"}}'
    const head = `<script type="application/ld+json">${data}</script>`
    const body = `<p>${first}</p><p class="pay">${second}</p>${p(GATED)}`
    const preview = text(read(page({ head, body })).preview)
    expect(preview).toContain(first)
    expect(preview).not.toContain(second)
  })

  test("Ghost's gated blocks", () => {
    const block = (who: string, words: string) =>
      `<!--kg-gated-block:begin nonMember:${who} memberSegment:"status:-free" --><p>${words}</p><!--kg-gated-block:end-->`
    const body = `<p>${first}</p>${block('false', GATED[0] ?? '')}${block('true', 'Hello stranger.')}<p>${second}</p><!--members-only-->${p(GATED)}`
    const { preview } = read(page({ body }))
    expect(secretsIn(text(preview))).toEqual([])
    expect(text(preview)).toContain(second)
    expect(text(preview)).toContain('Hello stranger.')
  })
})

describe('what is not the article', () => {
  test('other articles on the page are cut in both views, but for free ones', () => {
    const other = (name: string, sentence: string, attribute = '') =>
      `<article><div class="other ${name}"${attribute}>${p(OPEN)}<p>${sentence}</p><p>${sentence} Again.</p><p>${sentence} And again.</p></div></article>`
    const behind = `${other('one', 'A secret that is told in another article of the same paper.')}${other('two', 'A sentence that anybody may read in a free article.', ' data-free')}`
    for (const view of ['full', 'preview'] as const) {
      const html = text(read(page({ behind }))[view])
      expect(html).not.toContain('A secret that is told')
      expect(html).toContain('And again.')
      expect(html).toContain('that anybody may read')
    }
  })

  test('own addresses become the public one, in all ways of writing', () => {
    const head = `<link rel="canonical" href="http://origin.internal:8080/news/quay"><meta property="og:url" content="https://old.example/news/quay"><meta http-equiv="refresh" content="9;url=http://old.example/x"><style>a { background: url(//old.example/a.png) }</style><script>var a = "https:\\/\\/old.example\\/b"</script>`
    const behind =
      '<a href="https://old.example.com/">No</a><img srcset="//old.example/c.png 2x, http://old.example/d.png 3x"><form action="http://origin.internal:8080/s"></form>'
    const { preview, full } = read(page({ head, behind }))
    for (const view of [text(full), text(preview)]) {
      expect(view).not.toContain('origin.internal')
      expect(view.match(/old\.example(?!\.com)/g)).toBeNull()
      expect(view).toContain('https://old.example.com/')
      expect(view).toContain('"https:\\/\\/paper.example\\/b"')
      expect(view).toContain('srcset="//paper.example/c.png 2x, https://paper.example/d.png 3x"')
    }
  })

  test('rented paywalls are named, and taken out where that is wanted', () => {
    const head =
      '<script src="https://cdn.tinypass.com/api/tinypass.min.js"></script><script>window.Pelcro = {}</script><script src="/wp-content/plugins/leaky-paywall/js/a.js"></script><script src="/own.js"></script>'
    const kept = read(page({ head }))
    expect(kept.rented).toEqual(['Piano', 'Pelcro', 'Leaky Paywall'])
    expect(text(kept.full)).toContain('tinypass')
    const removed = read(page({ head }), {}, { removeRented: true })
    expect(removed.rented).toEqual(['Piano', 'Pelcro', 'Leaky Paywall'])
    expect(text(removed.full)).not.toMatch(/tinypass|Pelcro|leaky/)
    expect(text(removed.full)).toContain('/own.js')
  })
})

test('a page that is nested more deeply than browsers show is not parsed', () => {
  expect(parsePage('<div>'.repeat(100_000))).toBeUndefined()
  expect(parsePage('<table><tr><td>'.repeat(40_000))).toBeUndefined()
})
