// A reader logs in: by code where they asked, by link anywhere, without script; and what attackers try on the way.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { mailsTo, mailTo } from '../support/mails.ts'
import { type Answer, type Ask, browse, type Published, publish } from '../support/publication.ts'

const config = {
  publication: {
    name: 'The Courier',
    timeZone: 'Europe/London',
    sections: [{ id: 'town', name: 'Town' }],
  },
  policy: { default: 'metered', meter: { anonymous: 2, registered: 4 } },
  plans: [
    {
      id: 'digital',
      name: 'Digital',
      offers: [{ id: 'm', price: 900, currency: 'GBP', every: 'month' }],
    },
  ],
}
const LAST = 'And this is how it ended'

function article(): string {
  const words = Array.from({ length: 60 }, (_, n) => `word${n}`).join(' ')
  const body = Array.from({ length: 6 }, (_, n) => `Paragraph ${n} ${words}.`).join('\n\n')
  return `---\ntitle: A headline\nsummary: A summary.\npublished: 2026-11-20T06:00:00Z\nsection: town\n---\n${body}\n\n${LAST}.\n`
}

let published: Published
beforeAll(async () => {
  const files: Record<string, string> = { 'standfirst.config.json': JSON.stringify(config) }
  for (let n = 0; n < 8; n++) files[`articles/town/m${n}.md`] = article()
  published = await publish(files)
})
afterAll(() => published.close())

type Browser = (path: string, ask?: Ask) => Promise<Answer>

async function askFor(read: Browser, address: string, returnTo = '/town/m3'): Promise<Answer> {
  return read('/account/log-in', { form: { address, return_to: returnTo } })
}

async function logIn(read: Browser, address: string, count = 1): Promise<Answer> {
  await askFor(read, address)
  const { code } = await mailTo(published, address, count)
  return read('/account/code', { form: { code } })
}

const opened = async (read: Browser, path: string) => (await read(path)).text.includes(LAST)

describe('by code', () => {
  test('from the wall back to the article, at the cut, reading on', async () => {
    const read = browse(published)
    for (const path of ['/town/m0', '/town/m1']) expect(await opened(read, path)).toBe(true)
    const wall = await read('/town/m3')
    expect(wall.headers.get('standfirst-decision')).toContain('wall=registration')
    const asked = await askFor(read, 'ada@example.org')
    expect([asked.status, asked.headers.get('location')]).toEqual([303, '/account/code'])
    const page = await read('/account/code')
    expect(page.text).toContain('ada@example.org')
    const { code } = await mailTo(published, 'ada@example.org')
    const back = await read('/account/code', {
      form: { code: `${code.slice(0, 3)} ${code.slice(3)}` },
    })
    expect([back.status, back.headers.get('location')]).toEqual([303, '/town/m3#read-on'])
    const whole = await read('/town/m3')
    expect(whole.text).toContain(LAST)
    expect(whole.text).toContain('id="read-on"')
    expect(whole.headers.get('standfirst-decision')).toContain('used=3; limit=4')
    expect(await opened(read, '/town/m4')).toBe(true)
    expect(await opened(read, '/town/m5')).toBe(false)
  })

  test('works in the browser that asked and nowhere else, five times at most, and once', async () => {
    const [read, other] = [browse(published), browse(published)]
    await askFor(read, 'ben@example.org')
    const { code } = await mailTo(published, 'ben@example.org')
    expect((await other('/account/code', { form: { code } })).status).toBe(422)
    const wrong = code === '000000' ? '000001' : '000000'
    for (let n = 0; n < 4; n++)
      expect((await read('/account/code', { form: { code: wrong } })).status).toBe(422)
    expect((await read('/account/code', { form: { code } })).status).toBe(303)
    expect((await read('/account/code', { form: { code } })).status).toBe(422)
    const third = browse(published)
    await askFor(third, 'ben@example.org')
    const second = await mailTo(published, 'ben@example.org', 2)
    for (let n = 0; n < 5; n++) await third('/account/code', { form: { code: wrong } })
    const mails = await mailsTo(published, 'ben@example.org')
    for (const mail of [second, ...mails])
      expect((await third('/account/code', { form: { code: mail.code } })).status).toBe(422)
  })

  test('is worth nothing after fifteen minutes', async () => {
    const read = browse(published)
    await askFor(read, 'late@example.org')
    const { code } = await mailTo(published, 'late@example.org')
    published.now += 15 * 60_000
    expect((await read('/account/code', { form: { code } })).status).toBe(422)
    expect((await read('/account')).status).toBe(303)
  })
})

describe('by link', () => {
  test('mail scanners that GET and HEAD every link use nothing up; the button logs in the browser that confirms', async () => {
    const [asking, phone] = [browse(published), browse(published)]
    await askFor(asking, 'cleo@example.org')
    const { link } = await mailTo(published, 'cleo@example.org')
    for (let n = 0; n < 3; n++) {
      const scanner = browse(published)
      for (const method of ['HEAD', 'GET']) {
        const first = await scanner(link, { method })
        await scanner(first.headers.get('location') ?? '', { method })
      }
    }
    const moved = await phone(link)
    expect([moved.status, moved.headers.get('location')]).toEqual([303, '/account/link'])
    const asks = await phone('/account/link')
    expect(asks.text).toContain('cleo@example.org')
    const entered = await phone('/account/link', { form: {} })
    expect([entered.status, entered.headers.get('location')]).toEqual([303, '/town/m3#read-on'])
    expect((await phone('/account')).text).toContain('cleo@example.org')
    expect((await asking('/account')).status).toBe(303)
    await phone(link)
    expect((await phone('/account/link', { form: {} })).status).toBe(422)
  })
})

describe('what is not told', () => {
  test('whether an address is known: the same answer in the same words', async () => {
    await logIn(browse(published), 'known@example.org')
    const [one, two] = [browse(published), browse(published)]
    const known = await askFor(one, 'known@example.org')
    const unknown = await askFor(two, 'nobody@example.org')
    expect(known.status).toBe(unknown.status)
    expect(known.headers.get('location')).toBe(unknown.headers.get('location'))
    const pages = await Promise.all([one('/account/code'), two('/account/code')])
    const plain = pages.map(({ text }) =>
      text.replaceAll(/known@example.org|nobody@example.org/g, ''),
    )
    expect(plain[0]).toBe(plain[1])
  })
})

describe('forgery', () => {
  test('a form from elsewhere, or from nowhere, does nothing', async () => {
    const read = browse(published)
    const form = { address: 'eve@example.org', return_to: '/' }
    for (const headers of [
      { 'Sec-Fetch-Site': 'cross-site' },
      { 'Sec-Fetch-Site': 'same-site' },
      { 'Sec-Fetch-Site': 'none' },
      { 'Sec-Fetch-Site': '', Origin: 'null' },
    ])
      expect((await read('/account/log-in', { form, headers })).status).toBe(403)
    expect(await mailsTo(published, 'eve@example.org')).toEqual([])
  })

  test('a way back leads only into this publication', async () => {
    for (const evil of [
      'https://evil.example/',
      '//evil.example',
      '/\\evil',
      'javascript:alert(1)',
    ]) {
      const read = browse(published)
      const address = `r${evil.length}@example.org`
      await askFor(read, address, evil)
      const { code } = await mailTo(published, address)
      const back = await read('/account/code', { form: { code } })
      expect(back.headers.get('location')).toBe('/account')
    }
    const read = browse(published)
    await askFor(read, 'accents@example.org', '/a/café')
    const { code } = await mailTo(published, 'accents@example.org')
    const back = await read('/account/code', { form: { code } })
    expect(back.headers.get('location')).toBe('/a/caf%C3%A9#read-on')
  })

  test('a mail address cannot bring a header or a second address along', async () => {
    const read = browse(published)
    for (const address of [
      'a@example.org\r\nBcc: b@example.org',
      'a@example.org,b@example.org',
      '"a b"@example.org',
      'a@example.org b',
    ])
      expect((await askFor(read, address)).status).toBe(422)
  })

  test('a session is a new one at each log-in, and one that was invented costs nothing', async () => {
    const read = browse(published)
    const first = await logIn(read, 'fay@example.org')
    const second = await logIn(read, 'fay@example.org', 2)
    const sessionOf = (answer: Answer) =>
      answer.headers.getSetCookie().find((line) => line.startsWith('standfirst-session='))
    expect(sessionOf(first)).not.toBe(sessionOf(second))
    expect(sessionOf(second)).toMatch(/; HttpOnly; SameSite=Lax/)
    const invented = await published.read('/account', {
      cookies: { 'standfirst-session': 'v1.test.abc.def' },
    })
    expect(invented.status).toBe(303)
  })
})

describe('limits', () => {
  test('five mails an hour to an address, and then a clear message', async () => {
    const statuses: number[] = []
    for (let n = 0; n < 6; n++)
      statuses.push((await askFor(browse(published), 'often@example.org')).status)
    expect(statuses).toEqual([303, 303, 303, 303, 303, 429])
  })
})
