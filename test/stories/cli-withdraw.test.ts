// Taking an article away as an editor under a court order meets it: what readers get, what leaves the disk and what
// never does, and what is said of a server that has not heard of it. Real processes, real files, real requests.
import { existsSync } from 'node:fs'
import { readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { createServer as createHttpServer } from 'node:http'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { put, type Shell, withPaper } from '../support/command-line.ts'

const soon = { timeout: 20_000, interval: 50 }

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
      'To be kept, for something else may show it: articles/guide/front-page.svg\n',
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
    const args = ['withdraw', '/news/gone', '--edition', 'paper', '--yes']
    const gone = await shell.run(...args, '--unknown')
    expect([gone.code, gone.err]).toEqual([0, ''])
    expect(gone.out).toContain('No article can be read at /news/gone now.')
    const kept = await readFile(join(shell.folder, 'standfirst-data/withdrawn.json'), 'utf8')
    expect(kept).toContain('"/news/gone"')
    expect((await shell.run(...args)).code).toBe(0)
  })

  test('keeps no order for what nobody knows', async () => {
    const shell = await withPaper()
    const why = 'An order is for good; add --unknown if it is to hold where none stands now.\n'
    const args = ['--edition', 'paper', '--yes'] as const
    expect(await shell.run('withdraw', '/nope', ...args)).toEqual({
      code: 1,
      out: '',
      err: `Nothing was done: no article is known at /nope. ${why}`,
    })
    const slip = await shell.run('withdraw', '/guide/strat-here', ...args)
    expect([slip.code, slip.err]).toEqual([
      1,
      `Nothing was done: no article is known at /guide/strat-here. Did you mean /guide/start-here? ${why}`,
    ])
    expect(existsSync(join(shell.folder, 'standfirst-data/withdrawn.json'))).toBe(false)
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
    const unasked = await shell.runAlone('withdraw', '/guide/start-here', '--edition', 'paper')
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

test('openings that cannot be read are one clear line, whatever is asked of them', async () => {
  const shell = await withPaper()
  await put(shell, 'standfirst-data/openings.json', '[{"scope"')
  const asked = [['--list'], ['--close'], ['--all', '--until', '3h']]
  for (const args of asked) {
    const { code, out, err } = await shell.run('open', ...args)
    expect([code, out]).toEqual([1, ''])
    expect(err).toMatch(
      /^The openings in \S+ cannot be (read|changed): [^\n]+ If \S+openings\.json is broken, mend it, or delete it, which restores every wall\.\n$/,
    )
  }
})

describe('a server that has not taken an order in', () => {
  /** A note of a server that runs but answers as it did before the order. */
  async function besideDeafServer(shell: Shell): Promise<string> {
    const deaf = createHttpServer((_, response) => response.end('{"status":"ok","orders":"old"}'))
    deaf.listen(0, '127.0.0.1')
    onTestFinished(() => void deaf.close())
    await vi.waitFor(() => expect(deaf.listening).toBe(true), 15_000)
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
    await symlink('nowhere', join(shell.folder, 'paper/articles/news/dangling.md'))
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
