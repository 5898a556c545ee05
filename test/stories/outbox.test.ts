// The outbox: mails as files of the data folder, put there as a server puts them.
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { simpleParser } from 'mailparser'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Mail } from '../../src/core/account.ts'
import { outboxTransport } from '../../src/mail/outbox.ts'
import { placeFile } from '../../src/store/whole-file.ts'

const HEAD = { name: 'The Lantern', from: 'post@lantern.example', replyTo: undefined }
const MAIL: Mail = {
  key: 'log-in ../../1',
  to: 'अदा@xn--c2bd4bq1db8d.xn--h2brj9c',
  until: Number.MAX_SAFE_INTEGER,
  subject: '048291 ist Ihr Code für „Laterne“\r\nBcc: eve@example.org',
  text: 'Ihr Code: 048 291\n.\nGrüße\n',
  html: '<!doctype html><html lang="de"><body><h1>048 291</h1></body></html>',
}
const NEVER = new AbortController().signal

let folder: string
let lines: string[]
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'outbox-'))
  lines = []
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const outbox = (dir = join(folder, 'outbox')) =>
  outboxTransport(dir, HEAD, placeFile, (line) => lines.push(line))

test('a mail becomes a file that a mail program reads, and its owner alone', async () => {
  expect((await outbox().send(MAIL, NEVER)).ok).toBe(true)
  const [name = '', ...others] = await readdir(join(folder, 'outbox'))
  expect(others).toEqual([])
  const file = join(folder, 'outbox', name)
  const mail = await simpleParser(await readFile(file))
  expect(mail.subject).toBe('048291 ist Ihr Code für „Laterne“ Bcc: eve@example.org')
  expect(mail.text).toBe(MAIL.text)
  expect(mail.html).toBe(MAIL.html)
  expect(mail.to).toMatchObject({ value: [{ address: 'अदा@डाटामेल.भारत' }] })
  expect(mail.bcc).toBeUndefined()
  expect(mail.messageId).toMatch(/^<[\w-]{22}@lantern\.example>$/)
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  expect((await stat(join(folder, 'outbox'))).mode & 0o777).toBe(0o700)
})

test('the log is told where it is, and nothing of it', async () => {
  await outbox().send(MAIL, NEVER)
  const [name = ''] = await readdir(join(folder, 'outbox'))
  expect(lines).toEqual([`A mail was written to ${join(folder, 'outbox', name)}`])
  expect(name).toMatch(/^[\w-]{22}\.eml$/)
})

test('the same mail has one file, another mail another', async () => {
  const { send } = outbox()
  await send(MAIL, NEVER)
  await send(MAIL, NEVER)
  expect(await readdir(join(folder, 'outbox'))).toHaveLength(1)
  await send({ ...MAIL, key: 'log-in 2' }, NEVER)
  expect(await readdir(join(folder, 'outbox'))).toHaveLength(2)
})

test('where it cannot be written the mail waits, and says why without an address', async () => {
  const blocked = join(folder, 'blocked')
  await writeFile(blocked, '')
  const sent = await outbox(blocked).send(MAIL, NEVER)
  expect(sent).toMatchObject({
    ok: false,
    reason: 'later',
    detail: expect.stringMatching(/EEXIST|ENOTDIR/),
  })
  expect(lines).toEqual([])
})

test('what is no address is not written', async () => {
  expect(await outbox().send({ ...MAIL, to: 'a@b.de\r\nBcc: c@d.de' }, NEVER)).toMatchObject({
    reason: 'never',
  })
  await expect(readdir(join(folder, 'outbox'))).rejects.toThrow('ENOENT')
})
