import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { inventedReport } from '../../test/support/audit-report.ts'
import type { ArticleFacts, Leak, Report } from './finding.ts'
import { beginReport, collect, endReport, keepDone } from './report.ts'
import { figuresOf } from './report-figures.ts'
import { jsonReport, readReport, reportSchema } from './report-schema.ts'
import { percent, verdictOf, whereOf } from './report-words.ts'

const SITE = 'https://www.example.org'
const BEGAN = '2026-11-25T08:00:00.000Z'

function article(path: string, facts: Partial<ArticleFacts> = {}): ArticleFacts {
  const tried = ['page', 'feed'] as const
  const known = { title: undefined, access: 'gated', gatedWords: 100, tried } as const
  return { url: SITE + path, ...known, ...facts }
}

function leak(path: string | undefined, words: number, more: Partial<Leak> = {}): Leak {
  return {
    kind: 'leak',
    article: path === undefined ? undefined : SITE + path,
    channel: 'feed',
    persona: 'feed',
    basis: 'truth',
    words,
    gatedWords: 100,
    severity: 'high',
    why: 'The feed holds it.',
    proof: undefined,
    ...more,
  }
}

function reportOf(articles: readonly ArticleFacts[], leaks: readonly Leak[] = []): Report {
  const of = articles.length
  const site = { ...beginReport(SITE, BEGAN).site, articles: of, basis: 'truth' as const }
  let report = collect(beginReport(SITE, BEGAN), { kind: 'site', site })
  for (const one of leaks) report = collect(report, one)
  for (const [index, one] of articles.entries())
    report = collect(report, { kind: 'article', article: one, done: index + 1, of })
  return endReport(report, BEGAN, true)
}

const sentence = (report: Report) => verdictOf(report, figuresOf(report)).sentences.join(' ')
const rest = (report: Report) => verdictOf(report, figuresOf(report)).rest

describe('collecting', () => {
  test('changes nothing that was there, and keeps the order in which things were found', () => {
    const empty = beginReport(SITE, BEGAN)
    const one = collect(empty, leak('/a', 10))
    const two = collect(one, leak('/b', 20))
    expect(empty.leaks).toEqual([])
    expect(one.leaks).toHaveLength(1)
    expect(two.leaks.map(({ words }) => words)).toEqual([10, 20])
  })

  test('what is said twice stands once, and the last word holds', () => {
    const twice = reportOf([article('/a'), article('/a')], [leak('/a', 10), leak('/a', 30)])
    expect(twice.articles).toHaveLength(1)
    expect(twice.leaks.map(({ words }) => words)).toEqual([30])
  })

  test('personas and channels are told apart', () => {
    const leaks = [
      leak('/a', 1),
      leak('/a', 2, { persona: 'plain' }),
      leak('/a', 3, { channel: 'page' }),
    ]
    expect(reportOf([], leaks).leaks).toHaveLength(3)
  })

  test('an audit that goes on keeps what is of articles that were done, and nothing else', () => {
    const half = reportOf([article('/a')], [leak('/a', 10), leak('/b', 20), leak(undefined, 5)])
    const kept = keepDone(half)
    expect(kept.leaks).toEqual([leak('/a', 10)])
    expect(kept.articles).toEqual(half.articles)
    expect([kept.complete, kept.ended]).toEqual([false, undefined])
  })
})

describe('figures', () => {
  test('an article leaks what its worst way gives away; ways do not add up', () => {
    const leaks = [leak('/a', 60), leak('/a', 50, { channel: 'page' })]
    const { share, rows } = figuresOf(reportOf([article('/a')], leaks))
    expect(share).toBe(0.6)
    expect(rows[0]?.cells).toEqual(
      new Map([
        ['feed', 0.6],
        ['page', 0.5],
      ]),
    )
  })

  test('a share is of the words of all paid articles, long ones weigh more', () => {
    const long = article('/long', { gatedWords: 900 })
    const report = reportOf([long, article('/short')], [leak('/short', 100)])
    expect(figuresOf(report).share).toBe(0.1)
  })

  test('channels stand by damage, then those that are tight; what was never tried stands apart', () => {
    const tried = ['page', 'feed', 'amp', 'oembed'] as const
    const leaks = [leak('/a', 30), leak('/a', 90, { channel: 'amp' })]
    const { channels, untried } = figuresOf(reportOf([article('/a', { tried })], leaks))
    expect(channels.map(({ channel }) => channel)).toEqual(['amp', 'feed', 'page', 'oembed'])
    expect(untried).toContain('graphql')
    expect(untried).not.toContain('oembed')
  })

  test('a leak that is of no article is counted for its channel, without a share', () => {
    const found = figuresOf(reportOf([article('/a')], [leak(undefined, 3, { channel: 'search' })]))
    expect(found.leaking).toBe(0)
    expect(found.channels[0]).toMatchObject({ channel: 'search', share: undefined, leaking: 0 })
  })

  test('no share is above one, whatever was counted', () => {
    const { share, rows } = figuresOf(reportOf([article('/a')], [leak('/a', 130)]))
    expect([share, rows[0]?.cells.get('feed')]).toEqual([1, 1])
  })
})

describe('the verdict', () => {
  test.each([
    [[], [], 'No article was looked at.'],
    [['/a'], [], 'The article does not leak.'],
    [
      ['/a'],
      [leak('/a', 50)],
      'The article leaks. 50\u00a0% of the paid words can be read without paying.',
    ],
    [['/a', '/b'], [], 'Neither article leaks.'],
    [
      ['/a', '/b', '/c'],
      [leak('/b', 3)],
      'Of 3 articles, 1 leaks. 1\u00a0% of the paid words can be read without paying.',
    ],
    [
      ['/a', '/b'],
      [leak('/a', 100), leak('/b', 99)],
      'Both articles leak. 99\u00a0% of the paid words can be read without paying.',
    ],
    [['/a'], [leak(undefined, 1)], 'Paid text gets out, though not of one article alone.'],
  ] as const)('of %j', (paths, leaks, said) => {
    expect(
      sentence(
        reportOf(
          paths.map((path) => article(path)),
          leaks,
        ),
      ),
    ).toBe(said)
  })

  test('of a site that sells nothing, and of one that cannot be read', () => {
    const open = article('/a', { access: 'open', gatedWords: 0 })
    const unknown = article('/b', { access: 'unknown', gatedWords: 0 })
    expect(sentence(reportOf([open]))).toBe('Nothing here seems to be paid for.')
    expect(sentence(reportOf([unknown]))).toBe('No article could be read.')
    expect(rest(reportOf([open, unknown, article('/c')]))).toBe(
      '2 ways were tried. 1 article is open to everybody. 1 article could not be read.',
    )
  })

  test('says what is of the whole audit', () => {
    const text = 'The cookies are worn.'
    const note = { kind: 'note', channel: undefined, persona: 'browser', text } as const
    const of = (path: string | undefined) =>
      rest(collect(reportOf([article('/a')]), { ...note, article: path }))
    expect(of(undefined)).toContain(text)
    expect(of(`${SITE}/a`)).not.toContain(text)
  })

  test('says what it rests on: an interruption, texts that were not known', () => {
    const half = inventedReport({ basis: 'comparison', done: 7 })
    expect(rest(half)).toContain('The audit was interrupted: 7 of 20 articles were looked at.')
    expect(rest(half)).toContain('The full texts were not known')
    expect(rest(inventedReport())).not.toContain('The full texts were not known')
  })

  test('says where a channel leaks as somebody would', () => {
    const inWords = (leaking: number, tried: number) =>
      whereOf({ channel: 'feed', leaking, tried, share: undefined, leaks: [] })
    expect([inWords(1, 1), inWords(2, 2), inWords(3, 3), inWords(1, 3), inWords(0, 3)]).toEqual([
      ...['in the one article', 'in both articles', 'in all 3 articles', 'in 1 of 3 articles'],
      'not in one article alone',
    ])
  })

  test('where only what got out is known, it counts words and no share', () => {
    expect(sentence(inventedReport({ basis: 'comparison' }))).toMatch(
      /^Of 20 articles, 13 leak\. \d,\d{3} paid words can be read without paying\.$/,
    )
  })

  test('a share that is neither nothing nor all never looks like it', () => {
    expect([0, 0.001, 0.994, 0.999, 1].map(percent)).toEqual([
      '0\u00a0%',
      'less than 1\u00a0%',
      '99\u00a0%',
      '99\u00a0%',
      '100\u00a0%',
    ])
  })
})

describe('the JSON form', () => {
  const written = readFileSync(new URL('report.schema.json', import.meta.url), 'utf8')
  const published = z.fromJSONSchema(JSON.parse(written))

  test('the schema that is published is the one that is read with', () => {
    expect(JSON.parse(written)).toEqual(JSON.parse(JSON.stringify(reportSchema())))
  })

  test.each([
    ['whole', inventedReport({ control: 'edition' })],
    ['interrupted', inventedReport({ done: 3, basis: 'comparison' })],
    ['empty', beginReport(SITE, BEGAN)],
    ['with a leak of no article', reportOf([article('/a')], [leak(undefined, 1)])],
  ])('a report is read back as it was, and keeps to the schema: %s', (_, report) => {
    const text = jsonReport(report)
    expect(readReport(text)).toEqual({ ok: true, value: report })
    expect(published.safeParse(JSON.parse(text)).error).toBeUndefined()
  })

  test('what is no report is refused, with the place', () => {
    expect(readReport('<html>')).toMatchObject({ ok: false, detail: 'is not JSON' })
    const other = { ...inventedReport(), version: 2 }
    expect(readReport(jsonReport({ ...other, version: 1 }))).toMatchObject({ ok: true })
    expect(readReport(JSON.stringify(other))).toMatchObject({
      ok: false,
      detail: 'is no report of an audit (version)',
    })
    expect(published.safeParse(JSON.parse(JSON.stringify(other))).success).toBe(false)
  })
})
