// The command line as an editor meets it: beginning a newspaper, mending it, and asking why a reader sees what they see.
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openShell, put } from '../support/command-line.ts'

function article(more = '', published = '2026-11-01'): string {
  const paragraphs = Array.from(
    { length: 10 },
    (_, at) => `Paragraph ${at} ${'and so on '.repeat(12)}`,
  )
  return `---\ntitle: The quay\npublished: ${published}\n${more}---\n${paragraphs.join('\n\n')}\n`
}

describe('help', () => {
  test('names every command, and says more of one', async () => {
    const shell = await openShell()
    const { code, out } = await shell.run('help')
    expect(code).toBe(0)
    for (const name of [
      'serve',
      'check',
      'explain',
      'init',
      'open',
      'withdraw',
      'keys',
      'readers',
      'reader',
      'db',
      'doctor',
    ]) {
      expect(out).toContain(`  ${name} `)
      const more = await shell.run(name, '--help')
      expect(more).toMatchObject({ code: 0, err: '' })
      expect(more.out).toMatch(new RegExp(`^standfirst ${name} `))
    }
    expect(await shell.run('help', 'check')).toEqual(await shell.run('check', '-h'))
  })

  test('the version is the package’s', async () => {
    const shell = await openShell()
    const text = await readFile(new URL('../../package.json', import.meta.url), 'utf8')
    const { version }: { version: string } = JSON.parse(text)
    const said = { code: 0, out: `${version}\n`, err: '' }
    expect(await shell.run('--version')).toEqual(said)
    expect(await shell.runAlone('--version')).toEqual(said)
  })

  test('a slip in a command is one clear line', async () => {
    const shell = await openShell()
    const slips: [string[], string][] = [
      [['chekc'], 'There is no command chekc; did you mean check?'],
      [
        ['publish'],
        'There is no command publish; there are serve, check, explain, audit, init, open, withdraw, purge, keys, readers, reader, db, doctor.',
      ],
      [['help', 'chekc'], 'There is no command chekc; did you mean check?'],
      [['serve', '--prot', '1'], 'There is no option --prot; did you mean --port?'],
      [['serve', '--port', 'http'], '--port http is not a whole number from 0 to 65535.'],
      [['serve', '--port', '70000'], '--port 70000 is not a whole number from 0 to 65535.'],
      [['serve', '--port'], '--port needs a value after it.'],
      [['serve', 'a', 'b'], 'What is b for? It is one too many.'],
      [['check', '--fix'], 'There is no option --fix.'],
      [['init'], 'Say where: standfirst init my-newspaper'],
      [['explain', '.'], 'Say which: standfirst explain EDITION /path --as anonymous'],
      [
        ['explain', '.', '/quay'],
        'Say who asks: --as anonymous, --as registered or --as subscriber.',
      ],
      [
        ['explain', '.', 'quay', '--as', 'anonymous'],
        'quay is no address of an article: write /section/name.',
      ],
      [
        ['explain', '.', '/a/../b', '--as', 'anonymous'],
        '/a/../b is no address of an article: write /section/name.',
      ],
      [['keys'], 'Say what to do: standfirst keys list, rotate or drop.'],
    ]
    const ran = await Promise.all(slips.map(([args]) => shell.run(...args)))
    expect(ran).toEqual(slips.map(([, line]) => ({ code: 1, out: '', err: `${line}\n` })))
  })

  test('no command at all shows what there is', async () => {
    const shell = await openShell()
    const { code, out, err } = await shell.run()
    expect([code, out]).toEqual([1, ''])
    expect(err).toContain('standfirst COMMAND')
  })
})

describe('init', () => {
  test('a new newspaper has no faults, its own name, and a meter, a plan and a wall to see', async () => {
    const shell = await openShell()
    const made = await shell.run('init', 'papers/harbour-news')
    expect(made).toMatchObject({ code: 0, err: '' })
    expect(made.out).toContain(
      'Harbour News is ready. Read it with:  standfirst serve papers/harbour-news --data papers/harbour-news/standfirst-data',
    )
    expect(await shell.run('check', 'papers/harbour-news')).toEqual({
      code: 0,
      out: '3 articles, no faults.\n',
      err: '',
    })
    const config = await readFile(
      join(shell.folder, 'papers/harbour-news/standfirst.config.ts'),
      'utf8',
    )
    expect(config).toContain("name: 'Harbour News'")
    const ignored = await readFile(join(shell.folder, 'papers/harbour-news/.gitignore'), 'utf8')
    expect(ignored).toContain('standfirst-data/')
    const receipt = async (path: string, ...more: string[]) =>
      (await shell.run('explain', 'papers/harbour-news', path, '--as', ...more)).out
    expect(await receipt('/guide/start-here', 'anonymous')).toContain('reason=free')
    expect(await receipt('/guide/below-the-cut', 'anonymous')).toContain('wall=paywall')
    expect(await receipt('/guide/below-the-cut', 'subscriber')).toContain('reason=subscription')
    const metered = '/news/how-the-meter-counts'
    expect(await receipt(metered, 'anonymous', '--read', '2')).toContain('used=3; limit=3')
    expect(await receipt(metered, 'anonymous', '--read', '3')).toContain('wall=registration')
    expect(await receipt(metered, 'registered', '--read', '4')).toContain('used=5; limit=5')
    expect(await receipt(metered, 'registered', '--read', '5')).toContain('wall=paywall')
  })

  test.each([
    [
      { npm_lifecycle_event: 'standfirst', npm_package_name: 'standfirst' },
      'npm run -s standfirst --',
    ],
    [{ npm_lifecycle_event: 'npx' }, 'npx standfirst'],
    [{ npm_lifecycle_event: 'start', npm_package_name: 'our-newspaper' }, 'standfirst'],
  ])('started with %j it says commands as they work there', async (env, called) => {
    const shell = await openShell(env)
    const { out } = await shell.run('init', 'paper')
    expect(out).toContain(`Read it with:  ${called} serve paper --data paper/standfirst-data\n`)
  })

  test('a name may be anything that fits in a line', async () => {
    const shell = await openShell()
    const name = `O'Brien's "Daily" \\ $& Post`
    expect((await shell.run('init', 'post', '--name', name)).code).toBe(0)
    expect((await shell.run('check', 'post')).out).toBe('3 articles, no faults.\n')
    const broken = await shell.run('init', 'other', '--name', 'Two\nlines')
    expect(broken).toEqual({
      code: 1,
      out: '',
      err: 'A name is one line of at most 100 characters.\n',
    })
  })

  test('a folder with something in it is left as it is', async () => {
    const shell = await openShell()
    await put(shell, 'paper/notes.txt', 'mine')
    const { code, err } = await shell.run('init', 'paper')
    expect([code, err]).toEqual([
      1,
      `${join(shell.folder, 'paper')} is not empty: choose a new folder, so that nothing is lost.\n`,
    ])
    expect(await readdir(join(shell.folder, 'paper'))).toEqual(['notes.txt'])
    const file = await shell.run('init', 'paper/notes.txt')
    expect(file.code).toBe(1)
    expect(file.err).toMatch(/^\S+notes\.txt cannot be written: .*\n$/)
  })
})

describe('check', () => {
  test('lists every fault of a configuration at once, each with its line', async () => {
    const shell = await openShell()
    await put(shell, 'paper/articles/quay.md', article())
    await put(
      shell,
      'paper/standfirst.config.ts',
      `import { defineConfig } from 'standfirst'

export default defineConfig({
  publication: { name: 'A', timeZone: 'Mars' },
  policy: {
    rules: [{ name: 'r', access: 'free', oldrThanDays: 3 }],
    meter: { anonymous: -1 },
  },
})
`,
    )
    const { code, out, err } = await shell.runAlone('check', 'paper')
    expect([code, err]).toEqual([1, ''])
    expect(out.split('\n')).toEqual([
      'standfirst.config.ts:4: publication.timeZone is "Mars": write the name of a time zone: "Europe/Berlin", "UTC"',
      'standfirst.config.ts:6: policy.rules[0].oldrThanDays is not a known field: did you mean olderThanDays?',
      'standfirst.config.ts:7: policy.meter.anonymous is -1: write a whole number from 0 to 200',
      '3 faults.',
      'What stands in the articles depends on the configuration: mend that first.',
      '',
    ])
  })

  test('says of a folder that is not there only that', async () => {
    const { code, out } = await (await openShell()).run('check', 'nowhere')
    expect(code).toBe(1)
    expect(out).toMatch(/nowhere: is not a folder: .+\n1 fault\.\n$/)
  })

  test('lists faults of articles and of the front page with their lines', async () => {
    const shell = await openShell()
    await put(shell, 'paper/articles/quay.md', article('sectoin: town\naccess: fre\n'))
    await put(shell, 'paper/articles/ferry.md', article())
    await put(shell, 'paper/front.yaml', 'lead: /ferry\nrail:\n  - /nowhere\n')
    const { code, out } = await shell.run('check', 'paper')
    expect(code).toBe(1)
    expect(out).toMatch(/^articles\/quay\.md:4: sectoin /m)
    expect(out).toMatch(/^articles\/quay\.md:5: access is "fre": /m)
    expect(out).toMatch(/^front\.yaml:3: \/nowhere /m)
    expect(out).toMatch(/^3 faults\.$/m)
  })

  test('names tags and sections that a rule and an article do not write alike', async () => {
    const shell = await openShell()
    await put(shell, 'paper/articles/quay.md', article('tags: [Premium, sea]\nsection: Sport\n'))
    const rule = { access: 'subscribers', tag: ['premium', 'sea', 'air'], section: 'sport' }
    const policy = { rules: [{ name: 'r', ...rule }] }
    const config = { publication: { name: 'A' }, policy }
    await put(shell, 'paper/standfirst.config.json', JSON.stringify(config))
    const { code, out } = await shell.run('check', 'paper')
    expect([code, out.split('\n')]).toEqual([
      1,
      [
        'standfirst.config.json: policy.rules[0].tag has "premium", and articles write "Premium": the rule passes those by: write the tag alike in both, to the letter',
        'standfirst.config.json: policy.rules[0].section has "sport", and articles write "Sport": the rule passes those by: write the section alike in both, to the letter',
        '2 faults.',
        '',
      ],
    ])
  })

  test('a folder without articles, or none at all, is one line', async () => {
    const shell = await openShell()
    await put(shell, 'paper/standfirst.config.json', '{"publication":{"name":"A"}}')
    const empty = await shell.run('check', 'paper')
    expect([empty.code, empty.err.trimEnd().split('\n').length]).toEqual([1, 1])
    expect(empty.err).toContain('articles')
    const none = await shell.run('check', 'nowhere')
    expect([none.code, none.out.split('\n')[0]]).toEqual([
      1,
      `${join(shell.folder, 'nowhere')}: is not a folder: name the folder that holds the edition`,
    ])
  })

  test('says why practice payments must not be served to everybody', async () => {
    const shell = await openShell({ STANDFIRST_ADDRESS: 'https://paper.example' })
    await shell.run('init', 'paper')
    const { code, out } = await shell.run('check', 'paper')
    expect(code).toBe(1)
    expect(out).toContain(
      'payments are for practice and https://paper.example is open to everybody',
    )
    const meant = await openShell({
      STANDFIRST_ADDRESS: 'https://paper.example',
      STANDFIRST_PRACTICE: '1',
    })
    await meant.run('init', 'paper')
    expect((await meant.run('check', 'paper')).code).toBe(0)
  })
})

describe('explain', () => {
  test('says what a reader gets, the rule, the cut and the receipt', async () => {
    const shell = await openShell()
    await put(shell, 'paper/articles/quay.md', article())
    const { code, out } = await shell.run(
      ...['explain', 'paper', '/quay', '--as', 'anonymous', '--read', '3', '--on', '2026-11-23'],
    )
    expect(code).toBe(0)
    expect(out.split('\n')).toEqual([
      '/quay  “The quay”',
      'On 2026-11-23 00:00 (UTC), an anonymous reader who has read 3 other metered articles gets the preview and the registration wall: the meter is used up.',
      'Rule      default: metered',
      'Cut       after 114 of 380 words, by length',
      'Standfirst-Decision: wall; wall=registration; reason=meter-spent; rule="default"; used=3; limit=3; resets="2026-12-01"',
      '',
    ])
  })

  test('says the same to programs', async () => {
    const shell = await openShell()
    await put(shell, 'paper/articles/quay.md', article('access: subscribers\n'))
    const { out } = await shell.run(
      ...[
        'explain',
        'paper',
        '/quay',
        '--as',
        'subscriber',
        '--on',
        '2026-11-23T12:00:00Z',
        '--json',
      ],
    )
    expect(JSON.parse(out)).toEqual({
      path: '/quay',
      title: 'The quay',
      as: 'subscriber',
      read: 0,
      on: '2026-11-23T12:00:00.000Z',
      published: '2026-11-01T00:00:00.000Z',
      isOut: true,
      decision: { outcome: 'grant', reason: 'subscription', rule: 'article', spends: false },
      access: 'subscribers',
      receipt: 'Standfirst-Decision: grant; reason=subscription; rule="article"',
      cut: { by: 'length', wordsBefore: 114, words: 380 },
    })
  })

  test('rules by age follow the date', async () => {
    const shell = await openShell()
    await put(shell, 'paper/articles/quay.md', article())
    const policy = { rules: [{ name: 'archive', access: 'free', olderThanDays: 30 }] }
    await put(
      shell,
      'paper/standfirst.config.json',
      JSON.stringify({ publication: { name: 'A' }, policy }),
    )
    const on = async (date: string) =>
      (await shell.run('explain', 'paper', '/quay', '--as', 'anonymous', '--on', date)).out
    expect(await on('2026-12-01')).toContain('Rule      default: metered')
    expect(await on('2026-12-02')).toContain('Rule      archive: free')
  })

  test('follows an old address, names the nearest one, and repeats the faults of a broken article', async () => {
    const shell = await openShell()
    await put(shell, 'paper/articles/quay.md', article('moved: /old-quay\n'))
    await put(shell, 'paper/articles/broken.md', article('access: fre\n'))
    const as = ['--as', 'anonymous']
    const moved = await shell.run('explain', 'paper', '/old-quay', ...as)
    expect(moved.out).toMatch(/^\/old-quay moved to \/quay\n/)
    expect(await shell.run('explain', 'paper', '/quai', ...as)).toEqual({
      code: 1,
      out: '',
      err: 'There is no article /quai; did you mean /quay?\n',
    })
    const broken = await shell.run('explain', 'paper', '/broken', ...as)
    expect(broken.code).toBe(1)
    expect(broken.err).toMatch(/^articles\/broken\.md:4: access is "fre"/)
    const date = await shell.run('explain', 'paper', '/quay', ...as, '--on', 'soon')
    expect(date).toEqual({ code: 1, out: '', err: '--on soon is no date: write 2026-12-01.\n' })
  })

  test('of an article that is not out, it gives the preview address once there are keys', async () => {
    const shell = await openShell()
    await put(shell, 'paper/articles/quay.md', article('', '2090-01-01'))
    const asked = () => shell.run('explain', 'paper', '/quay', '--as', 'anonymous')
    expect((await asked()).out).toContain('It is not out before 2090-01-01 00:00 (UTC)')
    expect((await asked()).out).toContain('the first start makes those')
    expect(await readdir(shell.folder)).toEqual(['paper'])
    await shell.run('keys', 'rotate')
    expect((await asked()).out).toMatch(/^Preview {3}\/standfirst\/preview\/v1\.\S+$/m)
    expect((await asked()).out).toContain('Once it is out, an anonymous reader reads it whole')
  })

  test('names the server in a preview address only when that server serves this edition', async () => {
    const shell = await openShell()
    await put(shell, 'paper/articles/quay.md', article('', '2090-01-01'))
    await shell.run('keys', 'rotate')
    const beside = async (edition: string) => {
      const note = { address: 'http://127.0.0.1:4321', health: 'http://127.0.0.1:4321/health' }
      const serving = { ...note, edition: join(shell.folder, edition), pid: process.pid }
      await put(shell, 'standfirst-data/serving.json', JSON.stringify(serving))
      return (await shell.run('explain', 'paper', '/quay', '--as', 'anonymous')).out
    }
    const own = await beside('paper')
    expect(own).toContain('Preview   http://127.0.0.1:4321/standfirst/preview/')
    expect(own).not.toContain('The data folder serves')
    const other = await beside('another-paper')
    expect(other).toContain('Preview   /standfirst/preview/')
    expect(other).toContain(`The data folder serves ${join(shell.folder, 'another-paper')}: if`)
  })
})
