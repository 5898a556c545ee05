// Payers of another system are brought along from a file, as publishers' files are.
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openShell, type Shell } from '../support/command-line.ts'
import { DATA, logIn, readsOn, visitor } from '../support/visitor.ts'

const OPTIONS = ['--edition', 'paper', ...DATA] as const

/** A newspaper whose accounts are there. */
async function withAccounts(): Promise<Shell> {
  const shell = await openShell()
  expect((await shell.run('init', 'paper')).code).toBe(0)
  await (await shell.serve('paper', ...DATA)).end()
  return shell
}

async function put(shell: Shell, file: string, lines: readonly string[] | Uint8Array) {
  const text = lines instanceof Uint8Array ? lines : `${lines.join('\n')}\n`
  await writeFile(join(shell.folder, file), text)
}

describe('readers import', () => {
  test('a trial first, then in earnest while a server runs; whoever is in it logs in and reads', async () => {
    const shell = await withAccounts()
    await put(shell, 'payers.csv', [
      'address,plan,until,external id,name',
      'anna@example.org,all,2099-12-31,K-1,Anna Quincey',
      'ben@example.org,Everything,2099-12-31,K-2,"Marlowe, Ben"',
    ])
    const served = await shell.serve('paper', ...DATA)
    const trial = await shell.run('readers', 'import', 'payers.csv', ...DATA)
    expect(trial).toEqual({
      code: 0,
      out: [
        '2  rows',
        '2  accounts would be made',
        '2  plans would open',
        'Nothing was changed. Add --apply to do it.\n',
      ].join('\n'),
      err: '',
    })
    const apply = ['readers', 'import', 'payers.csv', '--apply', ...DATA]
    expect(await shell.run(...apply)).toEqual({
      code: 0,
      out: '2  rows\n2  accounts made\n2  plans opened\n',
      err: '',
    })
    expect(await shell.run(...apply)).toEqual({
      code: 0,
      out: '2  rows\n2  plans open as long already\n',
      err: '',
    })
    const anna = visitor(served.address)
    expect(await readsOn(anna)).toBe(false)
    await logIn(shell, anna, 'anna@example.org')
    expect(await readsOn(anna)).toBe(true)
    const shown = await shell.run('reader', 'show', 'ANNA@example.org', ...DATA)
    expect(shown.out).toContain('Brought along external id K-1, Anna Quincey\n')
    expect(shown.out).toContain(
      'Open          all, until the end of 2099-12-31 (UTC), from import\n',
    )
  })

  test('a file as spreadsheets write it: byte order mark, semicolons, days with dots, columns in any order', async () => {
    const shell = await withAccounts()
    await put(shell, 'abos.csv', [
      '\ufeffKundennummer;"E-Mail-Adresse";Bezahlt bis;Abo;Notiz',
      '17; Jörg@Bücher.example ;31.12.2099;ALL;"sagt ""guten Tag"";',
      'zweite Zeile"',
      '',
      ';;;;',
    ])
    const { code, out, err } = await shell.run(
      'readers',
      'import',
      'abos.csv',
      '--apply',
      ...OPTIONS,
    )
    expect([code, err]).toEqual([0, ''])
    expect(out).toBe('1  row\n1  account made\n1  plan opened\nColumns that are not read: Notiz\n')
    const shown = await shell.run('reader', 'show', 'jörg@bücher.example', ...OPTIONS)
    expect(shown.out).toContain('external id 17')
  })

  test('rows that cannot be used are listed with why, without what is in them, and the others are done', async () => {
    const shell = await withAccounts()
    await put(shell, 'payers.csv', [
      'address,plan,until,external id,name',
      'anna@example.org,all,2099-12-31,K-1,',
      'secret-name,all,2099-12-31,,',
      ',all,2099-12-31,,',
      'cleo@example.org,al,2099-12-31,,',
      'cleo@example.org,gold,2099-12-31,,',
      'cleo@example.org,,2099-12-31,,',
      'cleo@example.org,all,12/31/2099,,',
      'cleo@example.org,all,,,',
      'dora@example.org,all,2099-12-31,,Quincey, Dora',
      'dora@example.org,all,2099-12-31,K-1,',
      `eve@example.org,all,2099-12-31,,${'x'.repeat(201)}`,
      'fay@example.org,all,2020-12-31,,',
      'gus@example.org,all,2098-12-31,,',
      'gus@example.org,all,2099-12-31,,',
      'gus@example.org,all,2097-12-31,,',
    ])
    const { code, out, err } = await shell.run(
      'readers',
      'import',
      'payers.csv',
      '--apply',
      ...OPTIONS,
    )
    expect(code).toBe(1)
    expect(out.split('\n')).toEqual([
      '15  rows',
      ' 2  accounts made',
      ' 2  plans opened',
      ' 3  rows without effect',
      '10  rows rejected',
      'Row 13 changes nothing: it ended on 2020-12-31.',
      'Row 14 changes nothing: row 15 has its address and plan, to a later day.',
      'Row 16 changes nothing: row 15 has its address and plan, to the same day or later.',
      '',
    ])
    const date = 'until when it is paid is'
    expect(err.trimEnd().split('\n')).toEqual([
      'Row 3 is rejected: its address cannot be one: it has no @.',
      'Row 4 is rejected: its address is missing.',
      "Row 5 is rejected: its plan is none of the publication's: did you mean all?",
      "Row 6 is rejected: its plan is none of the publication's: there are all.",
      'Row 7 is rejected: its plan is missing.',
      `Row 8 is rejected: ${date} no date: write 2026-12-31 or 31.12.2026.`,
      `Row 9 is rejected: ${date} missing.`,
      'Row 10 is rejected: it has 6 cells, and the first row 5.',
      'Row 11 is rejected: its external id is that of row 2, which has another address.',
      'Row 12 is rejected: its external id or name is no line of at most 200 characters.',
    ])
    expect(`${out}${err}`).not.toMatch(/secret-name|@example|Quincey/)
  })

  test('a later file moves the end, an earlier one takes nothing away', async () => {
    const shell = await withAccounts()
    const file = (until: string) =>
      put(shell, 'payers.csv', ['address;plan;until', `anna@example.org;all;${until}`])
    const bring = async () =>
      (await shell.run('readers', 'import', 'payers.csv', '--apply', ...OPTIONS)).out
    await file('2090-01-01')
    await bring()
    await file('2095-01-01')
    expect(await bring()).toBe('1  row\n1  plan extended\n')
    await file('2085-01-01')
    expect(await bring()).toBe('1  row\n1  plan open as long already\n')
    const shown = await shell.run('reader', 'show', 'anna@example.org', ...OPTIONS)
    expect(shown.out).toContain('until the end of 2095-01-01 (UTC)')
  })

  test('a file that is none is refused whole, in one line', async () => {
    const shell = await withAccounts()
    const head = 'address,plan,until'
    const anna = 'anna@example.org,all,2099-12-31'
    const latin = Buffer.from(`${head},name\n${anna},J\xf6rg\n`, 'latin1')
    const files: [string, readonly string[] | Uint8Array, RegExp][] = [
      ['empty.csv', new Uint8Array(), /empty\.csv: it is empty\.$/],
      ['latin.csv', latin, /: it is not UTF-8: save it as "CSV UTF-8"\.$/],
      ['utf16.csv', Buffer.from(`\ufeff${head}\n`, 'utf16le'), /: it is not UTF-8: /],
      [
        'open.csv',
        [`${head},name`, `${anna},"Anna`, anna],
        /: row 2: the quotation marks do not match; /,
      ],
      [
        'stray.csv',
        [`${head},name`, `${anna},Anna "A" Q`],
        /: row 2: the quotation marks do not match; /,
      ],
      ['bare.csv', [anna, anna], /: its first row names no column “address”, /],
      [
        'slip.csv',
        ['adress,plan,until'],
        /: its first row names no column “address”; is “adress” meant\?/,
      ],
      [
        'twice.csv',
        [`${head},email`],
        /: “address” and “email” would both be its address: rename one\.$/,
      ],
      ['long.csv', ['a'.repeat(300_000)], /: row 1: a row without an end: is it a CSV file\?/],
    ]
    for (const [name, lines, why] of files) {
      await put(shell, name, lines)
      const { code, out, err } = await shell.run('readers', 'import', name, '--apply', ...OPTIONS)
      expect([name, code, out]).toEqual([name, 1, ''])
      expect(err.trimEnd().split('\n')).toHaveLength(1)
      expect(err.trimEnd()).toMatch(why)
    }
    const missing = await shell.run('readers', 'import', 'nowhere.csv', ...OPTIONS)
    expect(missing.err).toMatch(/nowhere\.csv: there is no such file\.\n$/)
    expect((await shell.run('reader', 'show', 'anna@example.org', ...OPTIONS)).err).toBe(
      'No account has this address.\n',
    )
  })

  test('needs accounts and an edition, and says so', async () => {
    const shell = await openShell()
    await put(shell, 'payers.csv', ['address,plan,until'])
    expect((await shell.run('readers', 'import', 'payers.csv')).err).toMatch(
      /^No server is running on \S+standfirst-data: name the folder with --edition\.\n$/,
    )
    await shell.run('init', 'paper')
    expect((await shell.run('readers', 'import', 'payers.csv', ...OPTIONS)).err).toMatch(
      /^There are no accounts in \S+data: the first start makes them, and --data names another folder\.\n$/,
    )
    expect((await shell.run('readers', 'export')).err).toBe(
      'Say what to do: standfirst readers import FILE.csv\n',
    )
  })

  test('so many payers come along that they take many batches', async () => {
    const shell = await withAccounts()
    const rows = Array.from(
      { length: 20_000 },
      (_, n) => `reader-${n}@example.org,all,2099-12-31,K-${n},Reader Number ${n}`,
    )
    await put(shell, 'payers.csv', ['address,plan,until,external id,name', ...rows])
    const { code, out, err } = await shell.run(
      'readers',
      'import',
      'payers.csv',
      '--apply',
      ...OPTIONS,
    )
    expect([code, err]).toEqual([0, ''])
    expect(out).toBe('20000  rows\n20000  accounts made\n20000  plans opened\n')
  })
})
