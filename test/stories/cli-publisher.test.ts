// The command line as whoever runs the server meets it: starting and ending it, lifting the wall,
// renewing keys. Real processes, real files, and requests over the socket.
import { existsSync } from 'node:fs'
import { readdir, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { openShell, put, withPaper } from '../support/command-line.ts'

const soon = { timeout: 20_000, interval: 50 }

async function receiptOf(address: string): Promise<string | null> {
  return (await fetch(address)).headers.get('Standfirst-Decision')
}

describe('serve', () => {
  test('does not let two newspapers share a data folder, readers, keys and orders', async () => {
    const shell = await withPaper()
    await shell.run('init', 'other')
    await shell.serve('paper')
    const second = await shell.run('serve', 'other', '--port', '0')
    expect(second.code).toBe(1)
    expect(second.err).toContain('belongs to another newspaper that is being served')
    expect(second.err).toContain('--data')
  })

  test('says its address, serves, notes what it serves, says that it does not reload, and ends well on SIGTERM', async () => {
    const shell = await withPaper()
    const served = await shell.serve('paper')
    expect(served.printed()).toBe(`Serving 3 articles at ${served.address}\n`)
    expect(await receiptOf(`${served.address}/news/how-the-meter-counts`)).toMatch(
      /^grant; reason=metering/,
    )
    expect((await fetch(`${served.address}/standfirst/health`)).status).toBe(200)
    const note = join(shell.folder, 'standfirst-data/serving.json')
    const noted = JSON.parse(await readFile(note, 'utf8'))
    expect(noted).toMatchObject({
      edition: join(shell.folder, 'paper'),
      address: served.address,
    })
    process.kill(noted.pid, 'SIGHUP')
    await vi.waitFor(
      () => expect(served.printed()).toContain('SIGHUP: a single process does not reload.'),
      soon,
    )
    expect((await fetch(`${served.address}/standfirst/health`)).status).toBe(200)
    expect(await served.end()).toBe(0)
    expect(existsSync(note)).toBe(false)
    const [log = ''] = await readdir(join(shell.folder, 'standfirst-data/decisions'))
    const lines = await readFile(join(shell.folder, 'standfirst-data/decisions', log), 'utf8')
    expect(lines).toContain('"path":"/news/how-the-meter-counts"')
  })

  test('without an edition it serves the folder it is in, else the sample', async () => {
    const shell = await openShell()
    const sample = await shell.serve()
    await vi.waitFor(
      () => expect(sample.printed()).toContain('This is the sample publication.'),
      15_000,
    )
    expect((await fetch(sample.address)).status).toBe(200)
    await sample.end()
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
    await vi.waitFor(() => expect(other.listening).toBe(true), 15_000)
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
      /^standfirst\.config\.ts: payments are for practice .*STANDFIRST_PRACTICE=1.*\nstandfirst\.config\.ts: mail has no server .*\n$/,
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
    const tagged = await shell.run('open', '--tag', 'first step', '--until', '2099-01-01T00:00:00Z')
    expect(tagged.out).toContain('Ordered: the wall is lifted for the tag first step')
    expect(tagged.err).toBe(
      'No article has the tag first step yet; did you mean first steps? `standfirst open --close` takes it back.\n',
    )
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
