import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { inventedReport } from '../../test/support/audit-report.ts'
import { jsonReport } from '../audit/report-schema.ts'
import { interruptedIn, writeReports } from './audit-files.ts'
import { readOrder } from './audit-options.ts'
import { cookiesIn, fullTextsIn } from './audit-truth.ts'
import type { Terminal } from './command.ts'

let folder: string
let terminal: Terminal
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'standfirst-audit-'))
  terminal = { out: () => {}, err: () => {}, env: {}, folder }
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const put = async (name: string, text: string) => {
  await mkdir(join(folder, name, '..'), { recursive: true })
  await writeFile(join(folder, name), text)
  return join(folder, name)
}

describe('what is ordered', () => {
  test.each([
    ['www.example.org', 'https://www.example.org/'],
    ['http://www.example.org', 'http://www.example.org/'],
    ['HTTPS://Example.ORG/news', 'https://example.org/news'],
    ['localhost:4000', 'http://localhost:4000/'],
    ['127.0.0.1:4000', 'http://127.0.0.1:4000/'],
    ['[::1]:4000', 'http://[::1]:4000/'],
    ['localhost.example.org', 'https://localhost.example.org/'],
  ])('%s is the site %s', async (written, url) => {
    expect(await readOrder([written], terminal)).toMatchObject({
      ok: true,
      value: { subject: { url } },
    })
  })

  test('everything that can be said', async () => {
    const said = ['a.example', '--articles', '200', '--rate', '0.5', '--sitemap', '/maps/news.xml']
    const more = ['--json', 'a.json', '--html', 'a.html', '--fail-on', 'leak', '--no-browser']
    expect(await readOrder([...said, ...more], terminal)).toMatchObject({
      ok: true,
      value: {
        articles: 200,
        rate: 0.5,
        sitemap: 'https://a.example/maps/news.xml',
        json: join(folder, 'a.json'),
        html: join(folder, 'a.html'),
        failOnLeak: true,
        browser: 'none',
        subject: { kind: 'site', url: 'https://a.example/', truth: undefined },
      },
    })
  })

  test('an edition needs no address, and may have one', async () => {
    const edition = { kind: 'edition', edition: join(folder, 'paper') }
    expect(await readOrder(['--edition', 'paper'], terminal)).toMatchObject({
      value: { subject: { ...edition, url: undefined } },
    })
    expect(await readOrder(['localhost:4000', '--edition', 'paper'], terminal)).toMatchObject({
      value: { subject: { ...edition, url: 'http://localhost:4000/' } },
    })
  })

  test.each([
    [[], 'Say which site: standfirst audit https://www.example.org'],
    [['ftp://a.example'], 'ftp://a.example is no address of a site: write https://www.example.org'],
    [['a b'], 'a b is no address of a site'],
    [['a.example', 'b.example'], 'What is b.example for?'],
    [['https://anna:secret@a.example/x'], 'Leave name and password out of the address'],
    [['a.example', '--rate', '0'], '--rate 0 is not a number of requests a second from 0.1 to 50.'],
    [['a.example', '--rate', '51'], 'from 0.1 to 50.'],
    [['a.example', '--rate', 'fast'], '--rate fast is not a number'],
    [['a.example', '--articles', '0'], '--articles 0 is not a whole number from 1 to 1000.'],
    [['a.example', '--articles', '1001'], 'is not a whole number from 1 to 1000.'],
    [['a.example', '--sitemap', 'ftp://a.example/x'], '--sitemap ftp://a.example/x is no address'],
    [['a.example', '--fail-on', 'note'], '--fail-on note is not known: write --fail-on leak.'],
    [
      ['a.example', '--full-text', 'texts', '--cookie-file', 'c.txt'],
      '--full-text and --cookie-file both say what the truth is: give one of them.',
    ],
    [['a.example', '--proof', '<!doctype html>'], '--proof has to begin with “standfirst-audit:”'],
    [['a.example', '--proof', ''], '--proof has to begin with'],
    [['a.example', '--json', 'a', '--html', './a'], '--json and --html name the same file'],
    [['a.example', '--json', 'none/a.json'], 'there is no folder none; make it first.'],
    [['a.example', '--html', '.'], 'it is no file.'],
    [['a.example', '--json'], '--json needs a value after it.'],
    [['a.example', '--json', '--html', 'a'], '--json needs a value after it.'],
    [['a.example', '--no-browser=1'], '--no-browser takes no value.'],
    [['a.example', '--contact', 'the editor'], '--contact has to be an address'],
    [['a.example', '--contact', 'a\r\nb: c'], '--contact has to be an address'],
    [['a.example', '--jsn', 'a'], 'There is no option --jsn; did you mean --json?'],
  ])('%j is a fault of one line', async (args, said) => {
    const read = await readOrder(args, terminal)
    expect(read).toMatchObject({ ok: false, detail: expect.stringContaining(said) })
    expect(JSON.stringify(read)).not.toMatch(/secret|\\n/)
  })
})

describe('a folder of full texts', () => {
  const full = async (path: string) => {
    const truth = await fullTextsIn(join(folder, 'texts'))
    if (!truth.ok || truth.value.kind !== 'texts') throw new Error(JSON.stringify(truth))
    const found = await truth.value.of({ url: `https://a.example${path}`, title: undefined })
    return found?.full
  }

  test('knows an article by its path, else by its last name where only one ends like that', async () => {
    await put('texts/harbour/mud.txt', 'Mud in the harbour.')
    await put('texts/town/mud.txt', 'Mud in the town.')
    await put('texts/ferry.txt', 'The ferry.')
    await put('texts/größe.txt', 'Umlauts.')
    expect(await full('/harbour/mud')).toBe('Mud in the harbour.')
    expect(await full('/town/mud.html?x=1')).toBe('Mud in the town.')
    expect(await full('/sport/mud')).toBeUndefined()
    expect(await full('/2026/11/ferry/')).toBe('The ferry.')
    expect(await full('/gr%C3%B6%C3%9Fe')).toBe('Umlauts.')
    expect(await full('/%ff')).toBeUndefined()
  })

  test('reads Markdown and HTML as a reader does', async () => {
    await put(
      'texts/a.md',
      '---\ntitle: No\n---\n# Head\n\nA [link](https://x.example) and *one*.\n',
    )
    await put(
      'texts/b.html',
      '<title>No</title><style>p {}</style><h1>Head</h1><p>A <b>b</b>old.</p><script>no()</script>',
    )
    expect(await full('/a')).toMatch(/^Head\n+A link and one\.\s*$/)
    expect((await full('/b'))?.trim().split(/\n+/)).toEqual(['Head', 'A bold.'])
  })

  test('that is not there, is empty or cannot be read is a fault', async () => {
    expect(await fullTextsIn(join(folder, 'nowhere'))).toMatchObject({
      detail: expect.stringMatching(/nowhere cannot be read: it is not there\.$/),
    })
    await put('empty/picture.png', '')
    expect(await fullTextsIn(join(folder, 'empty'))).toMatchObject({
      detail: expect.stringContaining('holds no text: put .txt, .md or .html there.'),
    })
  })
})

describe('cookies of a subscriber', () => {
  const read = async (text: string) =>
    cookiesIn(await put('cookies.txt', text), 'https://example.org/')

  test('as a header, and as browsers export them: those of the site alone', async () => {
    const cookies = { ok: true, value: { kind: 'cookies', cookies: 'a=1; b=2' } }
    expect(await read('a=1; b=2\n')).toEqual(cookies)
    expect(await read('Cookie: a=1\nb=2')).toEqual(cookies)
    const exported = [
      '# Netscape HTTP Cookie File',
      '#HttpOnly_.example.org\tTRUE\t/\tTRUE\t0\ta\t1',
      'www.example.org\tFALSE\t/\tTRUE\t0\tb\t2',
      'bank.example\tFALSE\t/\tTRUE\t0\tsecret\t3',
      'ample.org\tFALSE\t/\tTRUE\t0\tnot\t4',
    ]
    expect(await read(exported.join('\r\n'))).toEqual(cookies)
  })

  test('that are for https alone do not go over http', async () => {
    const file = await put('cookies.txt', '.example.org\tTRUE\t/\tTRUE\t0\ta\thunter2')
    const refused = await cookiesIn(file, 'http://example.org/')
    expect(refused).toMatchObject({
      ok: false,
      detail: expect.stringContaining('https://example.org/'),
    })
    expect(JSON.stringify(refused)).not.toContain('hunter2')
    const here = await put('here.txt', '127.0.0.1\tFALSE\t/\tTRUE\t0\ta\t1')
    expect(await cookiesIn(here, 'http://127.0.0.1:4000/')).toMatchObject({ ok: true })
  })

  test('are never repeated in a fault', async () => {
    const said = [await read(''), await read('hunter2'), await read('x\ty\t/\tTRUE\t0\tq\thunter2')]
    for (const one of said) {
      expect(one).toMatchObject({ ok: false, reason: 'unreadable' })
      expect(JSON.stringify(one)).not.toContain('hunter2')
    }
  })
})

describe('the file of an interrupted audit', () => {
  const half = inventedReport({ done: 4 })
  const site = { url: 'http://saltmarsh-courier.example/', basis: 'truth' } as const

  test('is gone on from, for the same site with or without www and https', async () => {
    const file = await put('half.json', jsonReport(half))
    const kept = await interruptedIn(file, site)
    expect(kept).toMatchObject({ ok: true, value: { articles: half.articles, complete: false } })
  })

  test.each([
    ['none', undefined],
    ['an empty one', ''],
    ['one that came to its end', jsonReport(inventedReport())],
    ['one that was interrupted before its first article', jsonReport(inventedReport({ done: 0 }))],
  ])('begins anew from %s', async (_, text) => {
    const file = text === undefined ? join(folder, 'new.json') : await put('old.json', text)
    expect(await interruptedIn(file, site)).toEqual({ ok: true, value: undefined })
  })

  test('is not lost to an audit of another site, with another truth, or to a mistyped name', async () => {
    const file = await put('half.json', jsonReport(half))
    expect(await interruptedIn(file, { ...site, url: 'https://other.example/' })).toMatchObject({
      detail: expect.stringContaining('holds an interrupted audit of https://www.saltmarsh'),
    })
    expect(await interruptedIn(file, { ...site, basis: 'comparison' })).toMatchObject({
      detail: expect.stringContaining('with the full texts: go on with the same options'),
    })
    expect(await interruptedIn(await put('package.json', '{}'), site)).toMatchObject({
      detail: expect.stringContaining('is no report of an audit'),
    })
  })

  test('of an edition that is served anew each time is not gone on from', async () => {
    const file = await put('half.json', jsonReport(half))
    expect(await interruptedIn(file, { url: undefined, basis: 'truth' })).toEqual({
      ok: true,
      value: undefined,
    })
  })

  test('what cannot be written is said, and the rest is written', async () => {
    const closed = join(folder, 'closed')
    await mkdir(closed)
    const html = join(folder, 'open.html')
    const written = await writeReports(half, { json: join(closed, 'no', 'a.json'), html })
    expect(written).toMatchObject({
      ok: false,
      detail: expect.stringContaining('a.json was not written'),
    })
    expect(await readFile(html, 'utf8')).toContain('Of 4 articles')
  })
})
