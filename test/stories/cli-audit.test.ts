// The command audit as a publisher meets it: a site that leaks and one that does not, reports that are there, an
// interruption that is taken up again, and faults in one line.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { Report } from '../../src/audit/finding.ts'
import { readReport } from '../../src/audit/report-schema.ts'
import { openShell, RUN_CLI, type Shell } from '../support/command-line.ts'
import { find, tagged, textOf } from '../support/elements.ts'
import { type LeakyOptions, type LeakySite, openLeakySite } from '../support/leaky-site.ts'

async function siteOf(options: LeakyOptions = {}): Promise<LeakySite> {
  const site = await openLeakySite(options)
  onTestFinished(() => site.close())
  return site
}

async function reportIn({ folder }: Shell, file: string): Promise<Report> {
  const read = readReport(await readFile(join(folder, file), 'utf8'))
  if (!read.ok) throw new Error(read.detail)
  return read.value
}

const FILES = ['--json', 'report.json', '--html', 'report.html', '--no-browser'] as const

describe('a site that leaks', () => {
  test('is told so, article by article and in the end, with both reports written', async () => {
    const { address } = await siteOf()
    const shell = await openShell()
    const { code, out, err } = await shell.run('audit', address, ...FILES)
    expect([code, err]).toEqual([0, ''])
    expect(out).toMatch(/^4 of 4 +100 % {2}(?:Feeds|Hidden text) +\/news\/story-3$/m)
    expect(out).toMatch(/^All 4 articles leak\. \d+ paid words can be read without paying\.$/m)
    expect(out).toMatch(/^ {2}Feeds +100 % {2}in all 4 articles$/m)
    expect(out).toContain('Written: report.html, report.json')
    const { leaks, complete } = await reportIn(shell, 'report.json')
    expect(complete).toBe(true)
    expect(new Set(leaks.map(({ channel }) => channel))).toEqual(new Set(['hidden-text', 'feed']))
    const html = await readFile(join(shell.folder, 'report.html'), 'utf8')
    expect(textOf(find(html, tagged('h1')))[0]).toContain('All 4 articles leak.')
    // On this machine whoever asks is whoever serves.
    expect(find(html, tagged('blockquote')).length).toBeGreaterThan(0)
  })

  test('ends with 2 where a leak is to fail, one that does not leak with 0', async () => {
    const shell = await openShell()
    for (const tight of [false, true]) {
      const { address } = await siteOf({ tight, articles: 1 })
      const { code } = await shell.run('audit', address, '--fail-on', 'leak', '--no-browser')
      expect(code).toBe(tight ? 0 : 2)
    }
  })

  test('is measured against full texts that are handed over', async () => {
    const { address } = await siteOf({ articles: 1 })
    const shell = await openShell()
    await writeFile(
      join(shell.folder, 'story-0.txt'),
      'Not one sentence of it stands on the site. '.repeat(9),
    )
    const { code } = await shell.run('audit', address, ...FILES, '--full-text', '.')
    expect(code).toBe(0)
    const { site, leaks } = await reportIn(shell, 'report.json')
    expect([site.basis, leaks]).toEqual(['truth', []])
  })
})

describe('a truth that is none', () => {
  test.each([
    ['--cookie-file', 'worn.txt', 'are they those of a subscriber, and still good?'],
    ['--full-text', 'texts', 'are they named as the addresses of their articles end?'],
  ])('makes no leak of a tight site, and is said: %s', async (option, name, said) => {
    const { address } = await siteOf({ tight: true, articles: 1 })
    const shell = await openShell()
    await mkdir(join(shell.folder, 'texts'))
    await writeFile(join(shell.folder, 'texts', 'other.txt'), 'Not one sentence. '.repeat(90))
    await writeFile(join(shell.folder, 'worn.txt'), 'subscription=worn')
    const { code, out } = await shell.run('audit', address, ...FILES, option, name)
    expect(code).toBe(0)
    expect(out).toContain('The article does not leak.')
    expect(out).toContain(said)
  })
})

describe('an interruption', () => {
  test('leaves what there is, and the same command goes on from there', async () => {
    const { address } = await siteOf({ articles: 3 })
    const shell = await openShell()
    // So slow that the second article is far from done when the first one is said.
    const { code, out } = await interrupted(shell, [address, ...FILES, '--rate', '50'], /^1 of 3/m)
    expect(code).toBe(130)
    expect(out).toContain(
      'Interrupted. 1 article of it is kept; the same command goes on from there.',
    )
    const half = await reportIn(shell, 'report.json')
    expect([half.complete, half.articles.length, half.leaks.length]).toEqual([false, 1, 2])
    expect(await readFile(join(shell.folder, 'report.html'), 'utf8')).toContain('was interrupted')

    const rest = await shell.run('audit', address, ...FILES)
    expect(rest.code).toBe(0)
    expect(rest.out).toMatch(/^Going on with report\.json: 1 of 3 articles is done\./m)
    expect(rest.out).not.toMatch(/^1 of 3/m)
    const whole = await reportIn(shell, 'report.json')
    expect([whole.complete, whole.articles.length, whole.leaks.length]).toEqual([true, 3, 6])
    expect(whole.began).toBe(half.began)
  })
})

/** Runs the command until it says `when`, then presses Ctrl+C. */
async function interrupted(
  { folder }: Shell,
  args: readonly string[],
  when: RegExp,
): Promise<{ readonly code: number | null; readonly out: string }> {
  const stdio: ['ignore', 'pipe', 'inherit'] = ['ignore', 'pipe', 'inherit']
  const child = spawn(process.execPath, [...RUN_CLI, 'audit', ...args], { cwd: folder, stdio })
  onTestFinished(() => {
    child.kill('SIGKILL')
  })
  let out = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const was = when.test(out)
    out += text
    if (was || !when.test(out)) return
    // The terminal sends one, and npm hands on its own.
    child.kill('SIGINT')
    setTimeout(() => child.kill('SIGINT'), 20)
  })
  await once(child, 'close')
  return { code: child.exitCode, out }
}

describe('what cannot be done', () => {
  test('is said in one line, with exit code 1', async () => {
    const shell = await openShell()
    const { address, close } = await openLeakySite()
    await close()
    const nobody = await shell.run('audit', address)
    expect([nobody.code, nobody.out]).toEqual([1, ''])
    expect(nobody.err.trim().split('\n')).toHaveLength(1)
    const { address: empty } = await siteOf({ articles: 0 })
    const nothing = await shell.run('audit', empty, '--fail-on', 'leak', '--no-browser')
    expect(nothing.code).toBe(1)
    expect(nothing.err).toMatch(/^No article was found .*name a site map with --sitemap\.$/m)
  })
})
