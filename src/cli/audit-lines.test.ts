import { expect, test } from 'vitest'
import { inventedEvents, inventedReport } from '../../test/support/audit-report.ts'
import { beginReport, collect } from '../audit/report.ts'
import { type Progress, progressOn, type Screen, summaryLines } from './audit-lines.ts'

function watch(progress: Progress): void {
  let report = beginReport('https://www.example.org', '2026-11-25T08:00:00Z')
  for (const event of inventedEvents()) {
    report = collect(report, event)
    if (event.kind === 'site') progress.site(event.site)
    if (event.kind === 'article') progress.article(event.article, report)
  }
  progress.end()
}

test('where nobody looks on, each article has its line, with what leaks most', () => {
  const lines: string[] = []
  watch(progressOn(undefined, (line) => lines.push(line)))
  expect(lines).toHaveLength(21)
  expect(lines[0]).toBe('https://www.saltmarsh-courier.example (WordPress 6.8): 20 articles')
  expect(lines[5]).toMatch(/^ 5 of 20 {3}97 % {2}Hidden text +\/who-pays-for-the-mud-$/)
  expect(lines[3]).toMatch(/^ 3 of 20 {2}tight +\/rovers/)
  expect(lines[20]).toMatch(/^20 of 20 {2}open to everybody +\/opening/)
})

test('on a screen one line is written again and again, never longer than the screen', () => {
  const written: string[] = []
  const screen: Screen = { write: (text) => written.push(text), columns: 60 }
  watch(progressOn(screen, () => expect.unreachable('a line that stays')))
  for (const text of written) {
    expect(text.startsWith('\r\u001b[K')).toBe(true)
    expect(text).not.toContain('\n')
    expect(text.length).toBeLessThanOrEqual('\r\u001b[K'.length + 59)
  }
  expect(written.at(-1)).toBe('\r\u001b[K')
})

test('what a site is called moves no cursor', () => {
  const lines: string[] = []
  const progress = progressOn(undefined, (line) => lines.push(line))
  const { site } = inventedReport()
  progress.site({ ...site, system: 'Word\u001b[2JPress\r\n\u202e7' })
  expect(lines).toEqual(['https://www.saltmarsh-courier.example (Word[2JPress7): 20 articles'])
})

test('the end: the verdict, what it rests on, the channels by damage', () => {
  const lines = summaryLines(inventedReport({ basis: 'comparison' }))
  expect(lines[1]).toMatch(
    /^Of 20 articles, 13 leak\. \d,\d+ paid words can be read without paying\.$/,
  )
  expect(lines[2]).toContain('The full texts were not known')
  const table = lines.filter((line) => line.includes(' %  '))
  expect(table).toHaveLength(8)
  expect(table[0]).toMatch(/^ {2}CMS API +\d\d % {2}in 13 of 20 articles$/)
  expect(table[7]).toMatch(/^ {2}Lists .* <1 % {2}in 4 of 20 articles$/)
  const first = lines.indexOf('Close first; a share is of the paid words that were seen:')
  expect(lines[first + 1]).toBe(table[0])
  expect(lines[first + 2]).toMatch(/^ {4}Close the API to the public/)
  expect(lines).toContain('  Third parties before reading: 20 articles')
  expect(lines.join('\n')).not.toContain('\u00a0')
})
