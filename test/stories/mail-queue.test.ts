// The mails' queue as a story: a real store, a real mail server, and what becomes of each mail.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Mail } from '../../src/core/account.ts'
import { failed } from '../../src/core/result.ts'
import type { Store } from '../../src/core/store.ts'
import { createSender, type Sender } from '../../src/mail/sender.ts'
import { smtpTransport } from '../../src/mail/smtp.ts'
import { openInWorker } from '../../src/store/accounts/in-worker.ts'
import { type MailServer, type MailServerRules, startMailServer } from '../support/mail-server.ts'

const MINUTE = 60_000
const START = Date.UTC(2026, 10, 23, 12)
const HEAD = { name: 'The Lantern', from: 'post@lantern.example', replyTo: undefined }

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

let store: Store
let file: string
let now: number
let lines: string[]
const closing: (() => Promise<unknown>)[] = []

beforeEach(async () => {
  now = START
  lines = []
  const folder = await mkdtemp(join(tmpdir(), 'sender-'))
  closing.push(() => rm(folder, { recursive: true, force: true }))
  file = join(folder, 'accounts.sqlite')
  const opened = await openInWorker(file, {
    report: (line) => lines.push(line),
  })
  if (!opened.ok) throw new Error(opened.detail)
  closing.push(() => opened.value.close())
  store = opened.value.store
})

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
  // Whatever happened: no reader and no code in the log.
  expect(lines.join('\n')).not.toMatch(/@|reader|048291/)
})

async function server(rules: MailServerRules = {}): Promise<MailServer> {
  const started = await startMailServer(rules)
  closing.push(() => started.close())
  return started
}

function sender(url: string, parts: Partial<Parameters<typeof createSender>[0]> = {}): Sender {
  const transport = smtpTransport(url, HEAD)
  if (!transport.ok) throw new Error(transport.detail)
  const made = createSender({
    store,
    transport: transport.value,
    now: () => now,
    report: (line) => lines.push(line),
    ...parts,
  })
  closing.push(() => made.close())
  made.start()
  return made
}

async function queue(key: string, changed: Partial<Mail> = {}): Promise<void> {
  const mail: Mail = {
    key,
    to: `reader-${key}@example.com`,
    until: START + 24 * 60 * MINUTE,
    subject: '048291 is your code',
    text: 'Your code: 048291',
    html: '<p>Your code: 048291</p>',
    ...changed,
  }
  const queued = await store.queueMail(mail, undefined, now)
  expect(queued.ok).toBe(true)
}

/** The mails that are not settled, in order of their keys, with the minute after the start when each is due. */
function waiting(): readonly (readonly [string, number])[] {
  const database = new DatabaseSync(file, { readOnly: true })
  const rows = database
    .prepare('select key, due from mails where due is not null order by key')
    .all()
  database.close()
  return rows.map(({ key, due }) => [String(key), (Number(due) - START) / MINUTE])
}

/** Polls as long as a busy machine may need. */
const soon = <Value>(look: () => Value) => expect.poll(look, { timeout: 15_000 })

test('a mail goes out when the sender is woken, and once however often it was queued', async () => {
  const { url, received } = await server()
  const { wake } = sender(url)
  await queue('one')
  await queue('one')
  wake()
  wake()
  await soon(() => received.length).toBe(1)
  await soon(waiting).toEqual([])
  await queue('one')
  wake()
  await queue('two')
  wake()
  await soon(() => received.length).toBe(2)
  expect(received.map(({ to }) => to[0])).toEqual([
    'reader-one@example.com',
    'reader-two@example.com',
  ])
})

test('what waited before the start goes out at the start, and what nobody woke it for a little later', async () => {
  const { url, received } = await server()
  await queue('before')
  sender(url)
  await soon(() => received.length).toBe(1)
  await queue('after')
  await soon(() => received.length).toBe(2)
})

test('a mail refused for now goes out later: after one minute, then two, then five', async () => {
  const answers = ['451 4.3.0 Later', '451 4.3.0 Later', '421 4.3.0 Later']
  const { url, received, attempts } = await server({ mail: (count) => answers[count - 1] })
  const { wake } = sender(url)
  await queue('one')
  wake()
  let due = START
  for (const [index, minutes] of [1, 2, 5].entries()) {
    await soon(() => attempts.length).toBe(index + 1)
    due += minutes * MINUTE
    await soon(waiting).toEqual([['one', (due - START) / MINUTE]])
    now = due
    wake()
  }
  await soon(() => received.length).toBe(1)
  await soon(waiting).toEqual([])
  expect(lines).toEqual([
    'Mails wait: the mail server answered 451 4.3.0 to DATA. They will be tried again.',
    'Mails wait: the mail server answered 421 4.3.0 to DATA. They will be tried again.',
    'Mails go out again.',
  ])
})

test('a mail refused for ever is given up, and the others go out', async () => {
  const { url, received } = await server({
    recipient: (address) => (address.includes('gone') ? '550 5.1.1 No such reader' : undefined),
  })
  await queue('gone')
  await queue('there')
  sender(url)
  await soon(() => received.length).toBe(1)
  await soon(waiting).toEqual([])
  expect(lines).toEqual(['A mail was given up: the mail server answered 550 5.1.1 to RCPT TO.'])
})

test('while the server is down all mails wait, and all go out when it is back', async () => {
  const gone = await startMailServer()
  await gone.close()
  const keys = Array.from({ length: 12 }, (_, index) => `mail-${index}`)
  for (const key of keys) await queue(key)
  const { wake } = sender(gone.url)
  await soon(() => waiting().filter(([, due]) => due === 1)).toHaveLength(12)
  const { received } = await server({ port: gone.port })
  now = START + MINUTE
  wake()
  await soon(() => received.length).toBe(12)
  await soon(waiting).toEqual([])
  expect(new Set(received.map(({ to }) => to[0])).size).toBe(12)
  expect(lines).toEqual([
    'Mails wait: no answer from the mail server (ECONNREFUSED). They will be tried again.',
    'Mails go out again.',
  ])
})

test('a code that has expired is not sent, nor tried when it would have', async () => {
  const { url, received, attempts } = await server({ mail: () => '451 4.3.0 Later' })
  const { wake } = sender(url)
  await queue('late', { until: START })
  await queue('soon late', { until: START + MINUTE, to: 'reader@example.com' })
  wake()
  await soon(() => lines.length).toBe(3)
  await soon(waiting).toEqual([])
  expect(attempts).toHaveLength(1)
  expect(received).toEqual([])
  expect(lines).toContain('A mail was given up: it was too late for it.')
})

test('two senders on one queue send nothing twice', async () => {
  const { url, received } = await server()
  const keys = Array.from({ length: 40 }, (_, index) => `mail-${index}`)
  for (const key of keys) await queue(key)
  const senders = [sender(url), sender(url)]
  for (const { wake } of senders) wake()
  await soon(waiting).toEqual([])
  await soon(() => received.length).toBe(40)
  for (const { wake } of senders) wake()
  await Promise.all(senders.map(({ close }) => close()))
  expect(received.map(({ to }) => to[0]).sort()).toEqual(
    keys.map((key) => `reader-${key}@example.com`).sort(),
  )
})

test('what was handed over does not go out again while the store cannot note it', async () => {
  const { url, received } = await server()
  let refusals = 3
  let wake = () => {}
  const forgetful: Pick<Store, 'takeMails' | 'mailSent' | 'mailFailed'> = {
    takeMails: (...args) => store.takeMails(...args),
    mailFailed: (...args) => store.mailFailed(...args),
    mailSent: async (...args) => {
      refusals -= 1
      // The lease ends meanwhile, and somebody looks.
      now += 10 * MINUTE
      wake()
      return refusals >= 0 ? failed('unavailable', 'gone') : store.mailSent(...args)
    },
  }
  wake = sender(url, { store: forgetful }).wake
  await queue('one')
  wake()
  await soon(waiting).toEqual([])
  await queue('two')
  wake()
  await soon(waiting).toEqual([])
  expect(received.map(({ to }) => to[0])).toEqual([
    'reader-one@example.com',
    'reader-two@example.com',
  ])
  expect(lines).toEqual([
    'Mails wait: the store does not answer. They will be tried again.',
    'Mails go out again.',
  ])
})

test('closing lets a mail arrive, and sends nothing more', async () => {
  const slow = Promise.withResolvers<undefined>()
  const { url, received, attempts } = await server({ mail: () => slow.promise })
  const { wake, close } = sender(url)
  await queue('one')
  wake()
  await soon(() => attempts.length).toBe(1)
  const closed = close()
  await queue('two')
  wake()
  slow.resolve(undefined)
  await closed
  expect(received).toHaveLength(1)
  expect(waiting()).toEqual([['two', 0]])
})

test('a server that does not answer cannot hold up the closing; the next sender tries at once', async () => {
  const held = await server({ mail: () => new Promise(() => undefined) })
  const first = sender(held.url)
  await queue('one')
  first.wake()
  await soon(() => held.attempts.length).toBe(1)
  await first.close()
  const { url, received } = await server()
  sender(url)
  await soon(() => received.length).toBe(1)
  const id = (raw: string | undefined) => /^Message-ID: (.*)$/m.exec(raw ?? '')?.[1]
  expect(id(received[0]?.raw)).toBe(id(held.attempts[0]))
  expect(lines).toEqual([])
})
