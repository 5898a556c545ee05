// Mails to a real mail server: what arrives there, over TLS or not, and what its refusals mean.
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import type { Mail } from '../../src/core/account.ts'
import { smtpTransport } from '../../src/mail/smtp.ts'
import type { Letterhead, Transport } from '../../src/mail/transport.ts'
import { cert } from '../support/mail-certificate.ts'
import { type MailServer, type MailServerRules, startMailServer } from '../support/mail-server.ts'

const HEAD: Letterhead = {
  name: 'The Lantern',
  from: 'post@lantern.example',
  replyTo: 'help@lantern.example',
}
const MAIL: Mail = {
  key: 'log-in 1',
  to: 'ada@example.com',
  until: Number.MAX_SAFE_INTEGER,
  subject: '048291 is your code for The Lantern',
  text: 'Your code: 048 291\n\nhttps://lantern.example/account/link/abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz\n',
  html: '<!doctype html><html lang="en"><body><h1>048 291</h1></body></html>',
}
const NEVER = new AbortController().signal

const closing: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

async function server(rules: MailServerRules = {}): Promise<MailServer> {
  const started = await startMailServer(rules)
  closing.push(() => started.close())
  return started
}

function transport(url: string, head: Letterhead = HEAD): Transport {
  const made = smtpTransport(url, head)
  if (!made.ok) throw new Error(made.detail)
  closing.push(() => made.value.close())
  return made.value
}

describe('a mail that is taken', () => {
  test('has the words, and headers that answer to nobody and follow nobody', async () => {
    const { url, received } = await server()
    expect(await transport(url).send(MAIL, NEVER)).toEqual({ ok: true, value: undefined })
    const [one] = received
    expect(one?.to).toEqual(['ada@example.com'])
    expect(one?.envelope.mailFrom).toMatchObject({ address: 'post@lantern.example' })
    expect(one?.mail).toMatchObject({ subject: MAIL.subject, text: MAIL.text })
    expect(one?.mail.html).toBe(`${MAIL.html}`)
    expect(one?.mail.from?.value).toEqual([
      { address: 'post@lantern.example', name: 'The Lantern' },
    ])
    expect(one?.mail.replyTo?.value).toEqual([
      { address: 'help@lantern.example', name: 'The Lantern' },
    ])
    expect(one?.mail.headers.get('auto-submitted')).toBe('auto-generated')
    expect([...(one?.mail.headers.keys() ?? [])].sort()).toEqual([
      'auto-submitted',
      'content-type',
      'date',
      'from',
      'message-id',
      'mime-version',
      'reply-to',
      'subject',
      'to',
    ])
    expect(one?.mail.attachments).toEqual([])
  })

  test('has a Message-ID made of its key alone, which does not show it', async () => {
    const { url, received } = await server()
    const { send } = transport(url)
    await send(MAIL, NEVER)
    await send({ ...MAIL, subject: 'Again' }, NEVER)
    await send({ ...MAIL, key: 'log-in 2' }, NEVER)
    const [first, again, other] = received.map(({ mail }) => mail.messageId)
    expect(first).toMatch(/^<[\w-]{22}@lantern\.example>$/)
    expect(again).toBe(first)
    expect(other).not.toBe(first)
  })

  test('answers go to the sender when nothing else is configured', async () => {
    const { url, received } = await server()
    await transport(url, { ...HEAD, replyTo: undefined }).send(MAIL, NEVER)
    expect(received[0]?.mail.headers.has('reply-to')).toBe(false)
  })

  test('goes to addresses of the whole world', async () => {
    const { url, received } = await server()
    const { send } = transport(url)
    const addresses = [
      'अदा@xn--c2bd4bq1db8d.xn--h2brj9c',
      'josé@example.com',
      'ada@xn--bcher-kva.de',
    ]
    for (const to of addresses) {
      const sent = await send({ ...MAIL, key: to, to }, NEVER)
      expect(sent.ok).toBe(true)
    }
    expect(received.map(({ envelope }) => envelope.smtpUtf8 ?? false)).toEqual([true, true, false])
    // The server shows domains in their own letters.
    expect(received.map(({ to }) => to)).toEqual([
      ['अदा@डाटामेल.भारत'],
      ['josé@example.com'],
      ['ada@bücher.de'],
    ])
  })

  test('goes over a new connection when the server dropped the old one, once', async () => {
    const { url, received, hangUp } = await server()
    const { send } = transport(url)
    expect((await send(MAIL, NEVER)).ok).toBe(true)
    hangUp()
    expect((await send({ ...MAIL, key: 'log-in 2' }, NEVER)).ok).toBe(true)
    expect(received).toHaveLength(2)
  })
})

describe('a mail that is not taken', () => {
  const refusals: readonly [string, MailServerRules, 'later' | 'never', RegExp][] = [
    [
      'the recipient, for now',
      { recipient: () => '450 4.2.0 Try ada@example.com later' },
      'later',
      /450 4\.2\.0 to RCPT TO/,
    ],
    [
      'the recipient, for ever',
      { recipient: () => '550 5.1.1 No ada@example.com here' },
      'never',
      /550 5\.1\.1 to RCPT TO/,
    ],
    ['the mail, for now', { mail: () => '451 4.3.0 Not just now' }, 'later', /451 4\.3\.0 to DATA/],
    [
      'the mail, for ever',
      { mail: () => '554 5.6.0 We do not like it' },
      'never',
      /554 5\.6\.0 to DATA/,
    ],
    [
      'the sender, for ever: that can be mended here',
      { sender: () => '550 5.7.1 Not you' },
      'later',
      /550 5\.7\.1 to MAIL FROM/,
    ],
  ]
  for (const [what, rules, reason, detail] of refusals) {
    test(`the server refuses ${what}`, async () => {
      const { url, received } = await server(rules)
      const sent = await transport(url).send(MAIL, NEVER)
      expect(sent).toMatchObject({ ok: false, reason, detail: expect.stringMatching(detail) })
      expect(JSON.stringify(sent)).not.toMatch(/ada|example|048/)
      expect(received).toEqual([])
    })
  }

  test('the password is wrong: that can be mended here', async () => {
    const { port } = await server({
      options: {
        authOptional: false,
        allowInsecureAuth: true,
        disabledCommands: ['STARTTLS'],
        onAuth: (auth, _, done) =>
          auth.password === 'right%' ? done(null, { user: 1 }) : done(new Error('No')),
      },
    })
    const wrong = await transport(`smtp://post:wrong@127.0.0.1:${port}`).send(MAIL, NEVER)
    expect(wrong).toMatchObject({ reason: 'later', detail: expect.stringContaining('535') })
    expect(JSON.stringify(wrong)).not.toContain('wrong')
    const right = await transport(`smtp://post:right%25@127.0.0.1:${port}`).send(MAIL, NEVER)
    expect(right.ok).toBe(true)
  })

  test('nobody listens, and then somebody does', async () => {
    const gone = await startMailServer()
    await gone.close()
    const { send } = transport(gone.url)
    expect(await send(MAIL, NEVER)).toMatchObject({
      reason: 'later',
      detail: expect.stringContaining('ECONNREFUSED'),
    })
    const { received } = await server({ port: gone.port })
    expect((await send(MAIL, NEVER)).ok).toBe(true)
    expect(received).toHaveLength(1)
  })

  test('a server that does not answer is left when the signal says so', async () => {
    const late = Promise.withResolvers<undefined>()
    const { url, received, attempts } = await server({ mail: () => late.promise })
    const leave = new AbortController()
    const sending = transport(url).send(MAIL, leave.signal)
    await expect.poll(() => attempts.length).toBe(1)
    leave.abort()
    expect(await sending).toMatchObject({
      reason: 'later',
      detail: expect.stringContaining('took too long'),
    })
    expect(received).toEqual([])
    late.resolve(undefined)
  })

  test('a server that hangs up after the mail, before its answer, does not get it again at once', async () => {
    const started = await startMailServer({ mail: () => new Promise(() => undefined) })
    const sending = transport(started.url).send(MAIL, NEVER)
    await expect.poll(() => started.attempts.length).toBe(1)
    await started.close()
    const { attempts } = await server({ port: started.port })
    expect(await sending).toMatchObject({ reason: 'later' })
    expect(attempts).toEqual([])
  })
})

describe('TLS', () => {
  // 0.0.0.0 leads to this machine, and is not one of its loopback addresses.
  const elsewhere = (port: number, scheme = 'smtp') => `${scheme}://0.0.0.0:${port}`

  test('nothing goes out in the clear to another machine', async () => {
    const plain = await server()
    expect(await transport(elsewhere(plain.port)).send(MAIL, NEVER)).toMatchObject({
      reason: 'later',
    })
    expect(plain.attempts).toEqual([])
  })

  test('nothing goes to a server that nobody vouches for', async () => {
    const upgrading = await server({ options: { disabledCommands: ['AUTH'] } })
    const encrypted = await server({ options: { secure: true } })
    const tried = [
      elsewhere(upgrading.port),
      elsewhere(encrypted.port, 'smtps'),
      `smtps://localhost:${encrypted.port}`,
    ]
    for (const url of tried)
      expect(await transport(url).send(MAIL, NEVER)).toMatchObject({ reason: 'later' })
    expect([...upgrading.attempts, ...encrypted.attempts]).toEqual([])
  })

  test('goes to a server that is vouched for, with STARTTLS or TLS from the start', async () => {
    const before = getCACertificates('default')
    setDefaultCACertificates([...before, cert])
    closing.push(() => setDefaultCACertificates(before))
    const upgrading = await server({ options: { disabledCommands: ['AUTH'] } })
    const encrypted = await server({ options: { secure: true } })
    expect((await transport(elsewhere(upgrading.port)).send(MAIL, NEVER)).ok).toBe(true)
    expect((await transport(elsewhere(encrypted.port, 'smtps')).send(MAIL, NEVER)).ok).toBe(true)
    expect(upgrading.received).toHaveLength(1)
    expect(encrypted.received).toHaveLength(1)
  })
})

describe('nothing in a mail becomes a header or a recipient', () => {
  const forged = [
    'eve@example.org>\r\nRCPT TO:<mallory@example.org',
    'ada@example.com\r\nBcc: eve@example.org',
    'ada@example.com, eve@example.org',
    'Ada <ada@example.com>',
    '"ada@example.com" <eve@example.org>',
    'ada@example.com\u0000',
    'ADA@example.com',
    'ada@bücher.de',
    '',
  ]
  for (const to of forged) {
    test(`sent to ${JSON.stringify(to)}`, async () => {
      const { url, attempts } = await server()
      expect(await transport(url).send({ ...MAIL, to }, NEVER)).toMatchObject({ reason: 'never' })
      expect(attempts).toEqual([])
    })
  }

  test('whatever the subject, the name and the key say', async () => {
    const { url, received } = await server()
    const evil = fc.oneof(
      fc.constantFrom(
        'x\r\nBcc: eve@example.org',
        'x\nContent-Type: text/html\n\n<script>',
        'x\r\n\r\nbody',
        '"x" <eve@example.org>, y',
        '=?utf-8?B?DQpCY2M6IGV2ZUBleGFtcGxlLm9yZw==?=',
        'x\u2028Bcc: eve@example.org',
        '\u0000\u0085\u202e',
      ),
      fc.string({ unit: 'binary', maxLength: 60 }),
    )
    await fc.assert(
      fc.asyncProperty(evil, evil, evil, async (subject, name, key) => {
        const { send } = transport(url, { ...HEAD, name })
        const sent = await send({ ...MAIL, subject, key }, NEVER)
        expect(sent.ok).toBe(true)
        const one = received.at(-1)
        expect(one?.to).toEqual(['ada@example.com'])
        expect(one?.mail.to).toMatchObject({ value: [{ address: 'ada@example.com', name: '' }] })
        expect(one?.mail.from?.value.map(({ address }) => address)).toEqual([HEAD.from])
        expect(one?.mail.headers.has('bcc')).toBe(false)
        expect(one?.mail.text).toBe(MAIL.text)
        expect(one?.mail.html).toBe(MAIL.html)
        const [head = ''] = one?.raw.split('\r\n\r\n', 1) ?? []
        const names = [...head.matchAll(/^[^\s:]+(?=:)/gm)].map(([field]) => field)
        expect(new Set(names).size).toBe(names.length)
        expect(names.length).toBeLessThanOrEqual(9)
        await closing.pop()?.()
      }),
      { numRuns: 25 },
    )
  })
})

describe('the address of the mail server', () => {
  const refused = [
    '',
    'mail.example.com',
    'http://mail.example.com',
    'smtp:',
    'smtp:mail.example.com',
    'smtp://',
    'smtps://post:secret@mail.example.com/?tls.rejectUnauthorized=false',
    'smtps://post:secret@mail.example.com?ignoreTLS=true',
    'smtps://post:secret@mail.example.com/x',
    'smtps://post:secret@mail.example.com#x',
    'smtps://post:secret%@mail.example.com',
    'smtps://post:secret@mail.example.com:99999',
  ]
  for (const url of refused) {
    test(`${JSON.stringify(url)} is refused, without a word of it`, () => {
      const made = smtpTransport(url, HEAD)
      expect(made).toMatchObject({ ok: false, reason: 'malformed' })
      expect(JSON.stringify(made)).not.toMatch(/secret|post:/)
    })
  }
})
