// Support helps a reader from the command line, while the server runs: what it sees, what it does, what is written down.
import { readdir } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { accountsFile } from '../../src/store/accounts/place.ts'
import { openSqlite, storeOn } from '../../src/store/accounts/sqlite-file.ts'
import { enter, given } from '../support/account-facts.ts'
import { openShell, type Shell } from '../support/command-line.ts'
import { mailTo } from '../support/mails.ts'
import { added } from '../support/passkey-facts.ts'
import { DATA, logIn, readsOn, type Visit, visitor } from '../support/visitor.ts'

const ANNA = 'anna@example.org'

/** Logs in once more, and adds a passkey, beside the server. */
async function addPasskey(data: string): Promise<void> {
  const file = given(await openSqlite(accountsFile(data)))
  const store = storeOn(file, () => {})
  const now = Date.now()
  const { account, session } = await enter(store, ANNA, { now })
  given(await store.addPasskey(account.reader, added('one', session.hash), now))
  await file.db.destroy()
}

describe('reader', () => {
  let shell: Shell
  let address: string
  let anna: Visit

  beforeEach(async () => {
    shell = await openShell()
    expect((await shell.run('init', 'paper')).code).toBe(0)
    address = (await shell.serve('paper', ...DATA)).address
    anna = visitor(address)
  })

  const reader = async (...args: string[]) => shell.run('reader', ...args, ...DATA)

  test('grant opens a plan, revoke ends it, and show tells who did it', async () => {
    await logIn(shell, anna, ANNA)
    expect(await readsOn(anna)).toBe(false)
    expect(await reader('grant', 'Anna@Example.org', '--until', '2099-12-31')).toEqual({
      code: 0,
      out: `all is open to ${ANNA} until the end of 2099-12-31 (UTC).\n`,
      err: '',
    })
    const phone = visitor(address)
    await logIn(shell, phone, ANNA, 2)
    expect(await readsOn(phone)).toBe(true)
    const revoked = await reader('revoke', ANNA)
    expect(revoked).toMatchObject({ code: 0, err: '' })
    expect(revoked.out).toBe(
      `1 grant of ${ANNA} ended; passes that are out end within 5 minutes.\n`,
    )
    expect((await reader('revoke', ANNA, '--plan', 'Everything')).out).toBe(
      `Nothing was open to ${ANNA} of all from support.\n`,
    )
    const { out } = await reader('show', ANNA)
    const lines = out.trimEnd().split('\n')
    expect(lines[0]).toBe(`Reader        ${ANNA}`)
    expect(lines[1]).toMatch(/^Account {7}[\w-]{22}, since \d{4}-\d\d-\d\d \d\d:\d\d \(UTC\)$/)
    expect(lines.filter((line) => line.startsWith('Logged in '))).toHaveLength(2)
    const by = userInfo().username
    expect(
      lines
        .filter((line) => line.startsWith('Support '))
        .map((line) => line.replace(/^.*\(UTC\), (?=\w+, \w)/, '')),
    ).toEqual([
      `${by}, grant, all until the end of 2099-12-31 (UTC)`,
      `${by}, revoke, all plans from support`,
      `${by}, revoke, all from support`,
    ])
  })

  test('grant makes an account for whoever has none yet; they log in and read', async () => {
    expect((await reader('grant', ANNA, '--until', '30d')).code).toBe(0)
    await logIn(shell, anna, ANNA)
    expect(await readsOn(anna)).toBe(true)
  })

  test('log-out ends every session and removes every passkey at once; show has told of them', async () => {
    await logIn(shell, anna, ANNA)
    await addPasskey(join(shell.folder, 'data'))
    expect((await anna('/account')).status).toBe(200)
    expect((await reader('show', ANNA)).out).toMatch(
      /^Passkey {7}device of one, since \S+ \S+ \(UTC\), never used$/m,
    )
    expect((await reader('log-out', ANNA)).out).toBe(
      `2 sessions of ${ANNA} ended; passes that are out end within 5 minutes.\n1 passkey was removed.\n`,
    )
    expect((await anna('/account')).location).toContain('/account/log-in')
    expect((await reader('log-out', ANNA)).out).toMatch(/^0 sessions of .*\n$/)
    expect((await reader('show', ANNA)).out).not.toMatch(/^Passkey/m)
  })

  test('show says that a private feed is on, never its address; log-out ends it', async () => {
    await logIn(shell, anna, ANNA)
    await anna('/account/feed', {})
    const page = await anna('/account/feed')
    const path = /value="http:\/\/[^/]+(\/[^"]+feed\.xml)"/.exec(page.text)?.[1] ?? ''
    expect((await anna(path)).status).toBe(200)
    const shown = (await reader('show', ANNA)).out
    expect(shown).toMatch(/^Private feed {2}since \d{4}-\d\d-\d\d \d\d:\d\d \(UTC\)$/m)
    for (const part of path.split('.')) if (part.length > 20) expect(shown).not.toContain(part)
    expect((await reader('log-out', ANNA)).out).toContain('\nTheir private feed ended too.\n')
    expect((await anna(path)).status).toBe(404)
    expect((await reader('show', ANNA)).out).not.toContain('Private feed')
  })

  test('send-code mails a link that the running server sends, and shows nobody a code', async () => {
    await reader('grant', ANNA, '--until', '30d')
    const sent = await reader('send-code', ANNA)
    expect(sent).toEqual({
      code: 0,
      out: `A mail to ${ANNA} goes out within seconds; its link is good for 15 minutes, on any device.\n`,
      err: '',
    })
    const mail = await mailTo({ dir: shell.folder }, ANNA)
    expect(mail.subject).toBe('Your link to log in to Paper')
    expect([mail.code, sent.out.includes(mail.link)]).toEqual(['', false])
    expect((await anna(mail.link)).location).toBe('/account/link')
    expect((await anna('/account/link')).text).toContain(ANNA)
    expect((await anna('/account/link', {})).status).toBe(303)
    expect(await readsOn(anna)).toBe(true)
    for (let n = 0; n < 4; n++) expect((await reader('send-code', ANNA)).code).toBe(0)
    expect(await reader('send-code', ANNA)).toEqual({
      code: 1,
      out: '',
      err: 'Nothing was sent: The address has had as many mails this hour as it may.\n',
    })
  })

  test('the staff read everything, and then no longer', async () => {
    expect((await reader('staff', ANNA, '--on')).out).toBe(
      `${ANNA} is of the staff and reads everything.\n`,
    )
    await logIn(shell, anna, ANNA)
    expect(await readsOn(anna)).toBe(true)
    expect((await reader('staff', ANNA, '--off')).out).toContain('is not of the staff')
    const other = visitor(address)
    await logIn(shell, other, ANNA, 2)
    expect(await readsOn(other)).toBe(false)
  })

  test('what cannot be done is one line, and changes nothing', async () => {
    const plan = ['--until', '2099-12-31']
    const slips: [string[], string][] = [
      [[], 'Say what to do: standfirst reader show|grant|revoke|log-out|send-code|staff ADDRESS'],
      [
        ['toString', ANNA],
        'Say what to do: standfirst reader show|grant|revoke|log-out|send-code|staff ADDRESS',
      ],
      [['show'], 'Say which reader: standfirst reader show ADDRESS'],
      [['show', 'anna'], 'That is no mail address: it has no @.'],
      [['show', ANNA], 'No account has this address.'],
      [['log-out', ANNA], 'No account has this address.'],
      [['send-code', ANNA], 'No account has this address.'],
      [['grant', ANNA], 'Say until when: --until 2026-12-31, --until 30d.'],
      [['grant', ANNA, '--until', 'soon'], '--until soon is no time: write 2026-12-31 or 30d.'],
      [
        ['grant', ANNA, '--until', '2020-01-01'],
        '--until 2020-01-01 is over: the end of 2020-01-01 (UTC).',
      ],
      [['grant', ANNA, '--plan', 'gold', ...plan], 'There is no plan gold: there are all.'],
      [['grant', ANNA, '--plan', 'al', ...plan], 'There is no plan al: did you mean all?'],
      [['staff', ANNA], 'Say which: --on or --off.'],
      [['staff', ANNA, '--on', '--off'], 'Say which: --on or --off.'],
      [['grant', ANNA, '--utnil', '30d'], 'There is no option --utnil; did you mean --until?'],
    ]
    const ran = await Promise.all(slips.map(([args]) => reader(...args)))
    expect(ran).toEqual(slips.map(([, line]) => ({ code: 1, out: '', err: `${line}\n` })))
    expect((await reader('show', ANNA)).code).toBe(1)
    expect(await readdir(join(shell.folder, 'data'))).not.toContain('outbox')
  })
})

test('without a server, the reader is helped all the same, and told what waits', async () => {
  const shell = await openShell()
  await shell.run('init', 'paper')
  expect((await shell.run('reader', 'show', ANNA, ...DATA)).err).toMatch(
    /^There are no accounts in /,
  )
  await (await shell.serve('paper', ...DATA)).end()
  const grant = ['reader', 'grant', ANNA, '--until', '2099-12-31', ...DATA]
  expect((await shell.run(...grant)).err).toMatch(/^No server is running on \S+: name the folder /)
  expect((await shell.run(...grant, '--edition', 'paper')).code).toBe(0)
  expect((await shell.run('reader', 'show', ANNA, ...DATA)).out).toContain('from support')
  const alone = await shell.run('reader', 'send-code', ANNA, ...DATA, '--edition', 'paper')
  expect(alone.err).toMatch(/^No server is running on \S+, and it is the server that sends\.\n$/)
})
