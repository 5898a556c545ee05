import fc from 'fast-check'
import type { Element } from 'hast'
import { describe, expect, test } from 'vitest'
import { inventedReport } from '../../test/support/audit-report.ts'
import { find, tagged, textOf } from '../../test/support/elements.ts'
import type { Report } from './finding.ts'
import { htmlReport } from './report-page.ts'

/** The report with one text in every place that a site has its hands on. */
function inHands(report: Report, text: string, url: string): Report {
  return {
    ...report,
    site: { ...report.site, origin: url, system: text },
    articles: report.articles.map((one, index) => ({
      ...one,
      title: text,
      url: index === 0 ? url : one.url,
    })),
    leaks: report.leaks.map((one) => ({
      ...one,
      article: one.article === report.articles[0]?.url ? url : one.article,
      persona: text,
      why: text,
      proof: { excerpt: text, request: text },
    })),
    notes: report.notes.map((one) => ({ ...one, article: url, text })),
    meetings: report.meetings.map((one) => ({ ...one, article: url, why: text })),
  }
}

const everything = () => true
const shapeOf = (page: string) => find(page, everything).map(({ tagName }) => tagName)
/** One article: what is written of it is written of all. */
const few = inventedReport({ control: 'edition', done: 1 })
const harmless = inHands(few, 'x', 'https://www.example.org/x')

const HOSTILE = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  '</style><script>alert(1)</script>',
  '</pre></details></main><iframe src="//evil.example">',
  '<!--',
  ']]><svg/onload=alert(1)>',
  '&lt;script&gt;',
]

describe('a hostile site', () => {
  test.each(HOSTILE)('writes nothing into the page but text: %s', (text) => {
    const page = htmlReport(inHands(few, text, 'https://a.b/x'))
    expect(shapeOf(page)).toEqual(shapeOf(htmlReport(harmless)))
    expect(textOf(find(page, tagged('blockquote')))[0]).toBe(`… ${text} …`)
  })

  test('whatever it writes, the page keeps its elements', () => {
    const shape = shapeOf(htmlReport(harmless))
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), (text) => {
        fc.pre(text.trim() !== '')
        const page = htmlReport(inHands(few, text, 'https://a.b/x'))
        expect(shapeOf(page)).toEqual(shape)
      }),
      { numRuns: 5 },
    )
  }, 30_000)

  test.each([
    'javascript:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'file:///etc/passwd',
    'JaVaScRiPt:alert(1)//https://a.b',
    'no address',
  ])('has no address made a link that is none of the web: %s', (url) => {
    const page = htmlReport(inHands(few, 'x', url))
    for (const href of hrefs(page)) expect(href).toMatch(/^(?:https:\/\/www\.saltmarsh|#)/)
  })

  test('is not told where a reader of the report came from, and gets nothing long through', () => {
    const page = htmlReport(inHands(few, 'y'.repeat(100_000), 'https://a.b/x'))
    expect(page.length).toBeLessThan(100_000)
    const links = find(page, tagged('a')).filter(
      ({ properties }) => properties['href'] !== '#start',
    )
    expect(links.length).toBeGreaterThan(4)
    for (const { properties } of links) expect(properties['rel']).toEqual(['noreferrer'])
  })
})

function hrefs(page: string): unknown[] {
  return find(page, tagged('a')).map(({ properties }) => properties['href'])
}

describe('the file', () => {
  const page = htmlReport(inventedReport({ control: 'well-known' }))
  const named = (name: string) => (element: Element) => element.properties['name'] === name

  test('needs nothing else: no script, nothing loaded, and a policy that forbids both', () => {
    for (const name of ['script', 'link', 'img', 'iframe', 'object', 'form', 'base'])
      expect(find(page, tagged(name)), name).toEqual([])
    expect(page).not.toMatch(/url\((?!#)|@import|@font-face/)
    const [policy] = find(page, ({ properties }) => 'httpEquiv' in properties)
    expect(policy?.properties['content']).toMatch(
      /^default-src 'none'; style-src 'sha256-[^']+'; base-uri 'none'; form-action 'none'$/,
    )
    const handlers = find(page, ({ properties }) =>
      Object.keys(properties).some((name) => /^(?:on[A-Z]|style$)/.test(name)),
    )
    expect(handlers).toEqual([])
    expect(find(page, named('robots'))[0]?.properties['content']).toBe('noindex')
  })

  test('says the verdict first, and in its title', () => {
    const [heading] = textOf(find(page, tagged('h1')))
    expect(heading?.replace(/\s+/g, ' ').trim()).toMatch(
      /^Of 20 articles, 13 leak\. \d+ % of the paid words can be read without paying\.$/,
    )
    expect(textOf(find(page, tagged('title')))[0]).toContain('Of 20 articles, 13 leak.')
  })

  test('has a matrix whose heads have scopes, with a share or a dash in each cell', () => {
    const [table = ''] = /<table>[\s\S]*<\/table>/.exec(page) ?? []
    const heads = find(table, tagged('th'))
    const scopes = heads.map(({ properties }) => properties['scope'])
    expect(scopes.filter((scope) => scope === 'row')).toHaveLength(20)
    expect(scopes.filter((scope) => scope === 'col')).toHaveLength(26)
    const cells = textOf(find(table, tagged('td')))
    expect(cells).toHaveLength(20 * 25)
    for (const cell of cells) expect(cell).toMatch(/^(?:<?\d+\s%|0|–nothing paid for|–not tried)$/)
  })

  test('shows excerpts and requests with proof of control alone', () => {
    expect(find(page, tagged('blockquote')).length).toBeGreaterThan(0)
    const without = htmlReport(inventedReport())
    expect(find(without, tagged('blockquote'))).toEqual([])
    expect(find(without, tagged('pre'))).toEqual([])
    expect(without).toContain('/.well-known/standfirst-audit')
  })

  test('says of an interrupted audit that it was', () => {
    expect(htmlReport(inventedReport({ done: 4 }))).toContain(
      'The audit was interrupted: 4 of 20 articles were looked at.',
    )
  })
})
