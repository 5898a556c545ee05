// The command line as whoever runs the server meets it: starting and ending it, lifting the wall, taking an article
// away, renewing keys. Real processes, real files, and requests over the socket.
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { createServer as createHttpServer } from 'node:http'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { openShell, type Shell } from '../support/command-line.ts'

const soon = { timeout: 8000, interval: 50 }

async function put(shell: Shell, file: string, text: string): Promise<void> {
  await mkdir(dirname(join(shell.folder, file)), { recursive: true })
  await writeFile(join(shell.folder, file), text)
}

/** A shell with a newspaper in `paper`. */
async function withPaper(env: Readonly<Record<string, string>> = {}): Promise<Shell> {
  const shell = await openShell(env)
  const { code, err } = await shell.run('init', 'paper')
  if (code !== 0) throw new Error(err)
  return shell
}

async function receiptOf(address: string): Promise<string | null> {
  return (await fetch(address)).headers.get('Standfirst-Decision')
}

describe('serve', () => {
  test('says its address, serves, notes what it serves, and ends well on SIGTERM', async () => {
    const shell = await withPaper()
    const served = await shell.serve('paper')
    expect(served.printed()).toBe(`Serving 3 articles at ${served.address}\n`)
    expect(await receiptOf(`${served.address}/news/how-the-meter-counts`)).toMatch(
      /^grant; reason=metering/,
    )
    expect((await fetch(`${served.address}/standfirst/health`)).status).toBe(200)
    const note = join(shell.folder, 'standfirst-data/serving.json')
    expect(JSON.parse(await readFile(note, 'utf8'))).toMatchObject({
      edition: join(shell.folder, 'paper'),
      address: served.address,
    })
    expect(await served.end()).toBe(0)
    expect(existsSync(note)).toBe(false)
    const [log = ''] = await readdir(join(shell.folder, 'standfirst-data/decisions'))
    const lines = await readFile(join(shell.folder, 'standfirst-data/decisions', log), 'utf8')
    expect(lines).toContain('"path":"/news/how-the-meter-counts"')
  })

  test('without an edition it serves the folder it is in, else the sample', async () => {
    const shell = await openShell()
    const sample = await shell.serve()
    await vi.waitFor(() => expect(sample.printed()).toContain('This is the sample publication.'))
    expect((await fetch(sample.address)).status).toBe(200)
    await put(
      shell,
      'articles/quay.md',
      '---\ntitle: The quay\npublished: 2026-11-01\n---\nText.\n',
    )
    const own = await shell.serve()
    expect(own.printed()).toContain('Serving 1 article at')
    expect((await fetch(`${own.address}/quay`)).status).toBe(200)
  })

  test('keeps its things where STANDFIRST_DATA says, and --data before it', async () => {
    const shell = await withPaper({ STANDFIRST_DATA: 'elsewhere' })
    const served = await shell.serve('paper')
    await served.end()
    expect(await readdir(shell.folder)).toEqual(['elsewhere', 'paper'])
    await (await shell.serve('paper', '--data', 'nearby')).end()
    expect(await readdir(join(shell.folder, 'nearby'))).toContain('keys.json')
  })

  test('a port that is taken, a folder that is not there, data that cannot be kept: one line each', async () => {
    const shell = await withPaper()
    const other = createServer().listen(0, '127.0.0.1')
    onTestFinished(() => void other.close())
    await vi.waitFor(() => expect(other.listening).toBe(true))
    const bound = other.address()
    const port = typeof bound === 'object' && bound !== null ? String(bound.port) : ''
    const taken = await shell.run('serve', 'paper', '--port', port)
    expect([taken.code, taken.out]).toEqual([1, ''])
    expect(taken.err).toMatch(new RegExp(`^Port ${port} .*taken.*\n$`))
    const missing = await shell.run('serve', 'nowhere', '--port', '0')
    expect([missing.code, missing.out]).toEqual([1, ''])
    expect(missing.err).toMatch(/^\S*nowhere: is not a folder: .*\n$/)
    await put(shell, 'file', '')
    const unwritable = await shell.run('serve', 'paper', '--port', '0', '--data', 'file')
    expect([unwritable.code, unwritable.out]).toEqual([1, ''])
    expect(unwritable.err).toMatch(/^The data folder \S+file cannot be written: .*\n$/)
  })

  test('a broken configuration is all its faults and no server', async () => {
    const shell = await withPaper()
    await put(shell, 'paper/standfirst.config.ts', `export default { publication: { nam: 'A' } }`)
    const { code, out, err } = await shell.run('serve', 'paper', '--port', '0')
    expect([code, out]).toEqual([1, ''])
    expect(err.trimEnd().split('\n')).toEqual([
      'standfirst.config.ts:1: publication.name is missing: write one line of text of at most 100 characters',
      'standfirst.config.ts:1: publication.nam is not a known field: did you mean name?',
    ])
  })

  test('practice payments are not served to everybody', async () => {
    const shell = await withPaper({ STANDFIRST_ADDRESS: 'https://paper.example' })
    const { code, err } = await shell.run('serve', 'paper', '--port', '0')
    expect(code).toBe(1)
    expect(err).toMatch(
      /^standfirst\.config\.ts: payments are for practice .*STANDFIRST_PRACTICE=1.*\n$/,
    )
  })

  test('keys or orders that cannot be understood stop it: what was withdrawn must not come back', async () => {
    const shell = await withPaper()
    await put(shell, 'standfirst-data/withdrawn.json', '[{"path"')
    const broken = await shell.run('serve', 'paper', '--port', '0')
    expect(broken.code).toBe(1)
    expect(broken.err).toMatch(/^\S+withdrawn\.json cannot be used: .*\n$/)
    const keyed = await withPaper({ STANDFIRST_KEYS: 'a:short' })
    const short = await keyed.run('serve', 'paper', '--port', '0')
    expect(short).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^STANDFIRST_KEYS is not .*\n$/),
    })
  })
})

describe('open', () => {
  test('lifts the wall of a running server and restores it', async () => {
    const shell = await withPaper()
    const served = await shell.serve('paper')
    const gated = `${served.address}/guide/below-the-cut`
    expect(await receiptOf(gated)).toMatch(/^wall/)
    const lifted = await shell.run('open', '--section', 'guide', '--until', '2099-01-01T00:00:00Z')
    expect(lifted).toEqual({
      code: 0,
      out: `Ordered: the wall is lifted for the section guide until 2099-01-01 00:00 (UTC).\nThe server at ${served.address} has taken it in.\n`,
      err: '',
    })
    expect(await receiptOf(gated)).toBe('grant; reason=opened; rule="open section"')
    expect((await shell.run('open', '--list')).out).toBe(
      'the section guide until 2099-01-01 00:00 (UTC)\n',
    )
    expect((await shell.run('open', '--close')).out).toContain(
      'Ordered: the wall is restored; it was lifted for the section guide until 2099-01-01 00:00 (UTC).',
    )
    expect(await receiptOf(gated)).toMatch(/^wall/)
    expect((await shell.run('open', '--list')).out).toBe('No wall is lifted.\n')
    expect((await shell.run('open', '--close')).out).toBe('No wall was lifted.\n')
  })

  test('needs no server, and explain knows of it', async () => {
    const shell = await withPaper()
    const lifted = await shell.run('open', '--all', '--until', '2099-01-01')
    expect(lifted.out).toContain('it holds as soon as one is.')
    const explained = await shell.run(
      'explain',
      'paper',
      '/guide/below-the-cut',
      '--as',
      'anonymous',
    )
    expect(explained.out).toContain('reads it whole: the wall is lifted.')
    const served = await shell.serve('paper')
    expect(await receiptOf(`${served.address}/guide/below-the-cut`)).toMatch(/reason=opened/)
  })

  test('a section that the publication does not have, and times that are none, are refused', async () => {
    const shell = await withPaper()
    const served = await shell.serve('paper')
    const refusals: [string[], string][] = [
      [['--section', 'giude', '--until', '3h'], 'There is no section giude; did you mean guide?'],
      [['--all'], 'Say until when: --until 23:00, --until 3h.'],
      [['--until', '3h'], 'Say what to open: one of --section S, --tag T and --all.'],
      [
        ['--all', '--tag', 'x', '--until', '3h'],
        'Say what to open: one of --section S, --tag T and --all.',
      ],
      [
        ['--all', '--until', 'dawn'],
        '--until dawn is no time: write 23:00, 3h or "2026-11-24 06:00".',
      ],
      [['--all', '--until', '2020-01-01'], '--until 2020-01-01 is over: 2020-01-01 00:00 (UTC).'],
    ]
    const ran = await Promise.all(refusals.map(([args]) => shell.run('open', ...args)))
    expect(ran).toEqual(refusals.map(([, line]) => ({ code: 1, out: '', err: `${line}\n` })))
    expect((await shell.run('open', '--list')).out).toBe('No wall is lifted.\n')
    await served.end()
  })
})

describe('withdraw', () => {
  test('takes an article from readers and from the disk, with its old addresses and its own pictures', async () => {
    const shell = await withPaper()
    const head =
      '---\ntitle: The quay\npublished: 2026-11-01\naccess: free\nmoved: [/old-quay]\n---\n'
    await put(
      shell,
      'paper/articles/news/quay.md',
      `${head}Text.\n\n![Own](own.svg)\n\n![Shared](../guide/front-page.svg)\n`,
    )
    await put(shell, 'paper/articles/news/own.svg', '<svg xmlns="http://www.w3.org/2000/svg"/>')
    const served = await shell.serve('paper')
    expect((await fetch(`${served.address}/news/quay`)).status).toBe(200)
    const { code, out, err } = await shell.run('withdraw', '/old-quay', '--yes')
    expect([code, err]).toEqual([0, ''])
    expect(out).toContain('To be gone for good at /news/quay, /old-quay\n')
    expect(out).toContain(
      'To be kept, for something else mentions it: articles/guide/front-page.svg\n',
    )
    expect(out).toContain('Deleted: articles/news/quay.md\nDeleted: articles/news/own.svg\n')
    expect(out).toContain('Beyond its reach: the history of a version control system, backups')
    expect(out).toContain(`The server at ${served.address} answers 410.\n`)
    expect((await fetch(`${served.address}/news/quay`)).status).toBe(410)
    expect((await fetch(`${served.address}/old-quay`)).status).toBe(410)
    await vi.waitFor(async () => {
      expect(await (await fetch(`${served.address}/feed.xml`)).text()).not.toContain('quay')
      expect(await (await fetch(`${served.address}/sitemap.xml`)).text()).not.toContain('quay')
    }, soon)
    expect(await readdir(join(shell.folder, 'paper/articles/news'))).toEqual([
      'how-the-meter-counts.md',
    ])
    expect(await readdir(join(shell.folder, 'paper/articles/guide'))).toContain('front-page.svg')
  })

  test('holds without a server, and when the file comes back', async () => {
    const shell = await withPaper()
    const file = join(shell.folder, 'paper/articles/guide/below-the-cut.md')
    const text = await readFile(file, 'utf8')
    const args = ['withdraw', '/guide/below-the-cut', '--edition', 'paper', '--yes']
    expect((await shell.run(...args)).code).toBe(0)
    expect(existsSync(file)).toBe(false)
    await writeFile(file, text)
    const served = await shell.serve('paper')
    expect((await fetch(`${served.address}/guide/below-the-cut`)).status).toBe(410)
    const explained = await shell.run(
      'explain',
      'paper',
      '/guide/below-the-cut',
      '--as',
      'subscriber',
    )
    expect(explained.err).toBe('/guide/below-the-cut was withdrawn: everybody gets 410 Gone.\n')
  })

  test('of a broken article only its file goes, and one that is gone already is remembered', async () => {
    const shell = await withPaper()
    await put(shell, 'paper/articles/news/quay.md', '---\ntitel: x\n---\n![Own](own.svg)\n')
    await put(shell, 'paper/articles/news/own.svg', '<svg xmlns="http://www.w3.org/2000/svg"/>')
    const broken = await shell.run('withdraw', '/news/quay', '--edition', 'paper', '--yes')
    expect(broken.code).toBe(0)
    expect(broken.out).toContain('if it has pictures, delete them by hand.')
    expect(broken.out).toContain('No server is running on ')
    expect(await readdir(join(shell.folder, 'paper/articles/news'))).toEqual([
      'how-the-meter-counts.md',
      'own.svg',
    ])
    const gone = await shell.run('withdraw', '/news/gone', '--edition', 'paper', '--yes')
    expect(gone.out).toContain('No article can be read at /news/gone now.')
    const kept = await readFile(join(shell.folder, 'standfirst-data/withdrawn.json'), 'utf8')
    expect(kept).toContain('"/news/gone"')
  })

  test('deletes nothing while the order cannot be kept', async () => {
    const shell = await withPaper()
    await put(shell, 'standfirst-data/withdrawn.json', '[{"path"')
    const args = ['withdraw', '/guide/start-here', '--edition', 'paper', '--yes']
    const { code, err } = await shell.run(...args)
    expect(code).toBe(1)
    expect(err).toMatch(/^Nothing was done: \S+ does not take the order: .*\n$/)
    expect(await readdir(join(shell.folder, 'paper/articles/guide'))).toContain('start-here.md')
  })

  test('does nothing where nobody can be asked, or nothing is known of the edition', async () => {
    const shell = await withPaper()
    const unasked = await shell.run('withdraw', '/guide/start-here', '--edition', 'paper')
    expect([unasked.code, unasked.err]).toEqual([
      1,
      'Nothing was done. This cannot be undone, so add --yes where nobody can be asked.\n',
    ])
    const nowhere = await shell.run('withdraw', '/guide/start-here', '--yes')
    expect(nowhere.code).toBe(1)
    expect(nowhere.err).toMatch(/^No server is running on \S+: name the folder with --edition\.\n$/)
    const odd = await shell.run('withdraw', '/guide/../start-here', '--yes')
    expect(odd.err).toBe('/guide/../start-here is no address of an article: write /section/name.\n')
    expect(await readdir(join(shell.folder, 'paper/articles/guide'))).toContain('start-here.md')
    expect(existsSync(join(shell.folder, 'standfirst-data/withdrawn.json'))).toBe(false)
  })
})

describe('a server that has not taken an order in', () => {
  /** A note of a server that runs but answers as it did before the order. */
  async function besideDeafServer(shell: Shell): Promise<string> {
    const deaf = createHttpServer((_, response) => response.end('{"status":"ok","orders":"old"}'))
    deaf.listen(0, '127.0.0.1')
    onTestFinished(() => void deaf.close())
    await vi.waitFor(() => expect(deaf.listening).toBe(true))
    const bound = deaf.address()
    const port = typeof bound === 'object' && bound !== null ? bound.port : 0
    const note = {
      edition: join(shell.folder, 'paper'),
      address: 'https://paper.example',
      health: `http://127.0.0.1:${port}/standfirst/health`,
      pid: process.pid,
    }
    await put(shell, 'standfirst-data/serving.json', JSON.stringify(note))
    return note.address
  }

  test('open and withdraw say so, keep the order, and end with exit code 1', async () => {
    const shell = await withPaper()
    const address = await besideDeafServer(shell)
    const lifted = await shell.run('open', '--all', '--until', '2099-01-01')
    expect(lifted).toMatchObject({
      code: 1,
      out: 'Ordered: the wall is lifted for everything until 2099-01-01 00:00 (UTC).\n',
    })
    const notYet = `The server at ${address} has not taken it in yet: `
    expect(lifted.err).toContain(`${notYet}it still holds to the orders before.`)
    const withdrawn = await shell.run('withdraw', '/guide/start-here', '--yes')
    expect(withdrawn.code).toBe(1)
    expect(withdrawn.out).not.toContain('answers 410')
    expect(withdrawn.err).toContain(`${notYet}it answers 200 at /guide/start-here.`)
    const kept = await readFile(join(shell.folder, 'standfirst-data/withdrawn.json'), 'utf8')
    expect(kept).toContain('"/guide/start-here"')
  })
})

describe('withdraw deletes nothing that is not the article’s own', () => {
  const svg = '<svg xmlns="http://www.w3.org/2000/svg"/>'
  const head = '---\ntitle: The quay\npublished: 2026-11-01\naccess: free\n'

  async function withdrawn(shell: Shell) {
    return shell.run('withdraw', '/news/quay', '--edition', 'paper', '--yes')
  }

  test('no file that its prose names, wherever that leads', async () => {
    const shell = await withPaper()
    await put(shell, 'victim/holiday.png', svg)
    await put(shell, 'paper/articles/news/beside.svg', svg)
    const prose = 'See ..%2F..%2F..%2Fvictim%2Fholiday.png and beside.svg, or `![x](beside.svg)`.'
    await put(shell, 'paper/articles/news/quay.md', `${head}---\n${prose}\n`)
    expect((await withdrawn(shell)).out).toContain('Deleted: articles/news/quay.md\nBeyond')
    expect(existsSync(join(shell.folder, 'victim/holiday.png'))).toBe(true)
    expect(existsSync(join(shell.folder, 'paper/articles/news/beside.svg'))).toBe(true)
  })

  test('no picture and no folder behind a link, and no article that poses as a lead picture', async () => {
    const shell = await withPaper()
    await put(shell, 'victim/holiday.svg', svg)
    await put(shell, 'paper/articles/shared/real.svg', svg)
    await put(shell, 'victim/quay.md', `${head}---\nText.\n`)
    const articles = join(shell.folder, 'paper/articles')
    await symlink(join(shell.folder, 'victim'), join(articles, 'away'))
    await symlink(join(shell.folder, 'victim/holiday.svg'), join(articles, 'news/out.svg'))
    await symlink(join(articles, 'shared/real.svg'), join(articles, 'news/in.svg'))
    const lead = 'image: how-the-meter-counts.md\nimageAlt: An article\n---\n'
    const body = '![a](out.svg)\n\n![b](in.svg)\n\n![c](../away/holiday.svg)\n'
    await put(shell, 'paper/articles/news/quay.md', `${head}${lead}${body}`)
    const { code, out, err } = await withdrawn(shell)
    expect(code).toBe(1)
    expect(out.match(/^Deleted: .*$/gm)).toEqual(['Deleted: articles/news/quay.md'])
    expect(err).toContain('Not deleted, do it by hand: articles/news/in.svg (it is reached through')
    const behind = await shell.run('withdraw', '/away/quay', '--edition', 'paper', '--yes')
    expect([behind.code, behind.err]).toEqual([
      1,
      expect.stringContaining('Not deleted, do it by hand: articles/away/quay.md (it is reached'),
    ])
    expect(await readdir(join(shell.folder, 'victim'))).toEqual(['holiday.svg', 'quay.md'])
    expect(await readdir(join(articles, 'shared'))).toEqual(['real.svg'])
    expect(await readdir(join(articles, 'news'))).toContain('how-the-meter-counts.md')
  })

  test.each([
    ['percent signs', '..%2Fnews%2F%73hared.svg'],
    ['character references', 'sh&#97;red&period;svg'],
    ['backslashes', 'shared\\.svg'],
  ])('no picture that another article shows, written with %s', async (_, reference) => {
    const shell = await withPaper()
    await put(shell, 'paper/articles/news/shared.svg', svg)
    await put(shell, 'paper/articles/news/own.svg', svg)
    await put(shell, 'paper/articles/news/other.md', `${head}---\n![a](${reference})\n`)
    await put(
      shell,
      'paper/articles/news/quay.md',
      `${head}---\n![a](shared.svg)\n\n![b](own.svg)\n`,
    )
    expect((await withdrawn(shell)).out).toContain(
      'Deleted: articles/news/quay.md\nDeleted: articles/news/own.svg\nBeyond',
    )
    expect(await readdir(join(shell.folder, 'paper/articles/news'))).toContain('shared.svg')
  })
})

describe('keys', () => {
  test('a rotation reaches the running server, and no reader loses their meter', async () => {
    const shell = await withPaper()
    const served = await shell.serve('paper')
    const article = `${served.address}/news/how-the-meter-counts`
    const cookie = (await fetch(article)).headers.get('Set-Cookie')?.split(';')[0] ?? ''
    const [old] = (await shell.run('keys', 'list')).out.split('  ')
    const rotated = await shell.run('keys', 'rotate')
    expect(rotated.out.trimEnd().split('\n')).toEqual([
      expect.stringMatching(/^[a-z0-9]{4} {2}made \d{4}-\d\d-\d\d {2}signs$/),
      expect.stringMatching(new RegExp(`^${old} {2}made \\d{4}-\\d\\d-\\d\\d {2}verifies$`)),
    ])
    const [fresh] = rotated.out.split('  ')
    await vi.waitFor(async () => {
      const seal = (await fetch(article)).headers.get('Set-Cookie')
      expect(seal).toContain(`v1.${fresh}.`)
    }, soon)
    expect(
      (await fetch(article, { headers: { Cookie: cookie } })).headers.get('Set-Cookie'),
    ).toBeNull()
    expect((await shell.run('keys', 'list')).out).toBe(rotated.out)
  })

  test('a key that leaked is dropped: what it signed is worth nothing, and the rest goes on', async () => {
    const shell = await withPaper()
    const served = await shell.serve('paper')
    const article = `${served.address}/news/how-the-meter-counts`
    const cookie = (await fetch(article)).headers.get('Set-Cookie')?.split(';')[0] ?? ''
    const again = async () =>
      (await fetch(article, { headers: { Cookie: cookie } })).headers.get('Set-Cookie')
    expect(await again()).toBeNull()
    const [leaked = ''] = (await shell.run('keys', 'list')).out.split('  ')
    const only = await shell.run('keys', 'drop', leaked)
    expect([only.code, only.err]).toEqual([
      1,
      `${leaked} is the only key and signs: standfirst keys rotate first, then drop it.\n`,
    ])
    const [fresh = ''] = (await shell.run('keys', 'rotate')).out.split('  ')
    const dropped = await shell.run('keys', 'drop', leaked)
    expect([dropped.code, dropped.err]).toEqual([0, ''])
    expect(dropped.out).toContain(`${leaked} is dropped.`)
    const left = (await shell.run('keys', 'list')).out
    expect([left.includes(fresh), left.includes(leaked)]).toEqual([true, false])
    await vi.waitFor(async () => expect(await again()).toContain(`v1.${fresh}.`), soon)
    const unknown = await shell.run('keys', 'drop', leaked)
    expect([unknown.code, unknown.err.startsWith(`There is no key ${leaked} in `)]).toEqual([
      1,
      true,
    ])
    expect((await shell.run('keys', 'drop')).err).toMatch(/^Say which: /)
  })

  test('before the first start there are none; what cannot be understood is one line without secrets', async () => {
    const shell = await openShell()
    expect((await shell.run('keys', 'list')).out).toMatch(/^There are no keys in \S+ yet/)
    await put(shell, 'standfirst-data/keys.json', '[{"id":"a","secret":"hush","created":"now"}]')
    for (const action of ['list', 'rotate']) {
      const { code, err } = await shell.run('keys', action)
      expect(code).toBe(1)
      expect(err).toMatch(/^The keys in \S+ cannot be used: .*\n$/)
      expect(err).not.toContain('hush')
    }
    await rm(join(shell.folder, 'standfirst-data'), { recursive: true })
    const set = await openShell({ STANDFIRST_KEYS: `a:${'A'.repeat(43)}` })
    expect((await set.run('keys', 'rotate')).err).toMatch(/^The keys come from STANDFIRST_KEYS: /)
  })
})
