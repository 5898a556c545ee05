// What somebody tries who wants to read, or to be, more than they are: cookies that were planted, swapped, kept and
// replayed; codes guessed; words smuggled into mails; forms that no page of ours would send; and races.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { attackedFiles, grant, kept, LAST, MINUTE, opens, victimOf } from '../support/attacked.ts'
import { startMailServer } from '../support/mail-server.ts'
import { mailsTo, mailTo } from '../support/mails.ts'
import { type Answer, type Ask, browse, type Published, publish } from '../support/publication.ts'

let published: Published
beforeAll(async () => {
  published = await publish(attackedFiles())
})
afterAll(() => published.close())
beforeEach(() => {
  // Whoever asked for mails before asks for no more of them within the limits' time.
  published.now += 16 * MINUTE
})

const location = (answer: Answer) => answer.headers.get('location') ?? ''
const victim = (address: string) => victimOf(published, address)

describe('planted', () => {
  test('a session planted before log-in is never the one that log-in opens, and ends there', async () => {
    const eve = await victim('eve@example.org')
    const ada = browse(published)
    const planted = { cookies: { 'standfirst-session': eve.session, 'standfirst-pass': eve.pass } }
    await ada('/account/log-in', { form: { address: 'ada@example.org' }, ...planted })
    const { code } = await mailTo(published, 'ada@example.org')
    const entered = await ada('/account/code', { form: { code }, ...planted })
    expect(kept(entered, 'session')).not.toBe(eve.session)
    expect((await ada('/account')).text).toContain('ada@example.org')
    expect((await eve.read('/account')).status).toBe(303)
  })

  test('a challenge planted in another browser logs the thief in nowhere: the code is known to its mail alone', async () => {
    const eve = browse(published)
    const asked = await eve('/account/log-in', { form: { address: 'bea@example.org' } })
    await mailTo(published, 'bea@example.org')
    const bea = browse(published)
    const cookies = { 'standfirst-challenge': kept(asked, 'challenge') }
    await bea('/account/log-in', { form: { address: 'bea@example.org' }, cookies })
    const { code } = await mailTo(published, 'bea@example.org', 2)
    expect((await eve('/account/code', { form: { code } })).status).toBe(422)
    expect((await bea('/account/code', { form: { code } })).status).toBe(303)
  })

  test('login CSRF: neither code nor link is taken from another site, and a link names whose account it is', async () => {
    const eve = browse(published)
    await eve('/account/log-in', { form: { address: 'mallory@example.org' } })
    const { code, link } = await mailTo(published, 'mallory@example.org')
    const ada = browse(published)
    const elsewhere = {
      headers: { 'Sec-Fetch-Site': 'cross-site', Origin: 'https://evil.example' },
    }
    await ada(link)
    for (const [path, form] of [
      ['/account/code', { code }],
      ['/account/link', {}],
    ] as const) {
      const answer = await ada(path, { form, ...elsewhere })
      expect([answer.status, answer.headers.getSetCookie()]).toEqual([403, []])
    }
    expect((await ada('/account/link')).text).toContain('mallory@example.org')
    expect((await ada('/account')).status).toBe(303)
  })
})

describe('swapped', () => {
  test('no cookie or link serves as another', async () => {
    const { session, pass, challenge, link } = await victim('cleo@example.org')
    const meter = kept(await browse(published)('/town/m0'), 'meter')
    const seals = { session, pass, challenge, meter, link: link.split('/').at(-1) ?? '' }
    for (const [is, seal] of Object.entries(seals)) {
      expect(seal).toMatch(/^v1\./)
      for (const as of ['session', 'pass', 'challenge', 'meter', 'link', 'preview']) {
        if (as === is) continue
        const cookies = { [`standfirst-${as}`]: seal }
        const read = (path: string, form?: Record<string, string>) =>
          published.read(path, { cookies, ...(form && { form }) })
        expect((await read('/town/registered')).text, `${is} as ${as}`).not.toContain(LAST)
        expect((await read('/account')).status, `${is} as ${as}`).toBe(303)
        expect(location(await read('/account/code'))).toBe('/account/log-in')
        expect((await read('/account/link')).status).toBe(422)
        expect((await read('/account/link', {})).status).toBe(422)
        expect((await read('/town/m0')).headers.get('standfirst-decision')).toContain('used=1')
      }
      const opened = await published.read(`/account/link/${seal}`)
      if (is !== 'link') expect(opened.headers.getSetCookie()).toEqual([])
    }
  })

  test('cut short, lengthened or with one sign changed, a cookie is worth nothing and no error', async () => {
    const { session, pass } = await victim('dora@example.org')
    const spoilt = (text: string) => [
      text.slice(0, -1),
      `${text}A`,
      text.replace(/^v1/, 'v2'),
      text.replace(/.$/, (last) => (last === 'A' ? 'E' : 'A')),
      text.replace(/\.(.)/, (_, first) => (first === 'x' ? '.y' : '.x')),
      `${text}, ${text}`,
      text.split('.').reverse().join('.'),
    ]
    for (const text of spoilt(session))
      expect(
        (await published.read('/account', { cookies: { 'standfirst-session': text } })).status,
      ).toBe(303)
    for (const text of spoilt(pass)) {
      const answer = await published.read('/town/registered', {
        cookies: { 'standfirst-pass': text },
      })
      expect([answer.status, answer.text.includes(LAST)]).toEqual([200, false])
    }
  })

  test("another reader's meter neither adds to one's own nor takes from it", async () => {
    const [fay, gus] = [await victim('fay@example.org'), await victim('gus@example.org')]
    let meter = ''
    for (const path of ['/town/m0', '/town/m1', '/town/m2', '/town/m3'])
      meter = kept(await fay.read(path), 'meter')
    const used = async (cookies: Record<string, string>) =>
      (await gus.read('/town/m4', { method: 'HEAD', cookies })).headers.get('standfirst-decision')
    expect(await used({ 'standfirst-meter': meter })).toContain('used=1; limit=4')
    expect(await opens(fay.read, '/town/m5')).toBe(false)
    const washed = { cookies: { 'standfirst-meter': kept(await gus.read('/town/m6'), 'meter') } }
    await published.accounts.spends.flush()
    published.now += 5 * MINUTE
    expect((await fay.read('/town/m7', washed)).text).not.toContain(LAST)
  })
})

describe('replayed', () => {
  test('cookies kept from before log-out open articles until the pass ends, and not a millisecond longer; the account at no time', async () => {
    const hal = await victim('hal@example.org')
    await grant(published, 'hal@example.org')
    published.now += 11_000
    const article = await hal.read('/town/paid')
    expect(article.text).toContain(LAST)
    const began = published.now
    const before: Record<string, string> = {
      'standfirst-pass': kept(article, 'pass'),
      'standfirst-session': hal.session,
    }
    await hal.read('/account/log-out', { form: {} })
    expect(await opens(hal.read, '/town/paid')).toBe(false)
    const replay = async (names: readonly string[]) => {
      const cookies = Object.fromEntries(names.map((name) => [name, before[name] ?? '']))
      return (await published.read('/town/paid', { cookies })).text.includes(LAST)
    }
    const sets = [['standfirst-pass'], ['standfirst-pass', 'standfirst-session']]
    published.now = began + 5 * MINUTE - 1
    for (const names of sets) expect(await replay(names)).toBe(true)
    expect((await published.read('/account', { cookies: before })).status).toBe(303)
    published.now = began + 5 * MINUTE
    for (const names of [...sets, ['standfirst-session']]) expect(await replay(names)).toBe(false)
  })
})

describe('guessed', () => {
  const from = (network: string) => ({ headers: { 'X-Forwarded-For': `10.0.0.1, ${network}` } })

  test('codes across many addresses: a network asks twenty times, whatever it claims and whoever for, and then waits', async () => {
    const thief = from('198.51.100.7')
    for (let n = 0; n < 20; n++) {
      const read = browse(published)
      const asked = await read('/account/log-in', {
        form: { address: `many${n}@example.org` },
        ...thief,
      })
      expect(asked.status).toBe(303)
    }
    const ask = (path: string, hop: Ask) =>
      published.read(path, { form: { address: 'many20@example.org' }, ...hop })
    for (const path of ['/account/log-in', '/account/cancel'])
      for (const hop of [thief, from('203.0.113.9, 198.51.100.200')]) {
        const refused = await ask(path, hop)
        expect([refused.status, refused.text.includes('Try again in 15 minutes')]).toEqual([
          429,
          true,
        ])
      }
    expect(await mailsTo(published, 'many20@example.org')).toEqual([])
    expect((await ask('/account/log-in', from('198.51.101.7'))).status).toBe(303)
    published.now += 15 * MINUTE
    expect((await ask('/account/log-in', thief)).status).toBe(303)
  })

  test('a code tried on the challenges of others opens none, and costs each of them its tries', async () => {
    const { code } = await (async () => {
      const owner = browse(published)
      await owner('/account/log-in', { form: { address: 'ivy@example.org' } })
      return mailTo(published, 'ivy@example.org')
    })()
    for (const address of ['ivy@example.org', 'jo@example.org', 'kim@example.org']) {
      const thief = browse(published)
      await thief('/account/log-in', { form: { address } })
      const sent = await mailTo(published, address, address.startsWith('ivy') ? 2 : 1)
      // One time in a million the two codes are one.
      if (sent.code === code) continue
      for (let n = 0; n < 6; n++)
        expect((await thief('/account/code', { form: { code } })).status).toBe(422)
      expect((await thief('/account/code', { form: { code: sent.code } })).status).toBe(422)
    }
  })
})

describe('told apart', () => {
  /** Everything of an answer but what is made anew each time, and the address that was asked for. */
  function shapeOf({ status, headers, text }: Answer, address: string) {
    const named = [...headers]
      .filter(([name]) => name !== 'date')
      .map(([name, value]) => [name, value.replace(/v1\.[\w.~:-]+/g, 'a seal')])
    return { status, named, text: text.replaceAll(address, 'an address') }
  }

  test('known and unknown addresses: the same words and headers when logging in, cancelling and changing address', async () => {
    const [known, nobody] = ['lea@example.org', 'may@example.org'] as const
    await victim(known)
    await grant(published, known)
    const owner = await victim('ned@example.org')
    const answers = async (address: string) => {
      const read = browse(published)
      const form = { address }
      const all = [
        await read('/account/log-in', { form, cookies: {} }),
        await read('/account/code'),
      ]
      for (const code of ['12345', 'abc', ''])
        all.push(await read('/account/code', { form: { code } }))
      all.push(await browse(published)('/account/cancel', { form }))
      all.push(await owner.read('/account/address', { form: { wanted: address } }))
      return all.map((answer) => shapeOf(answer, address))
    }
    expect(await answers(known)).toEqual(await answers(nobody))
  })

  test('an account page of nobody, of a session that is over and of an invented one say the same', async () => {
    const { read, session } = await victim('ola@example.org')
    await read('/account/log-out', { form: {} })
    const over = await published.read('/account', { cookies: { 'standfirst-session': session } })
    const nobody = await published.read('/account')
    expect([over.status, location(over)]).toEqual([nobody.status, location(nobody)])
  })
})

describe('smuggled into mails', () => {
  test('a way back, a name or an address brings no header, no recipient and no second mail along', async () => {
    const mailServer = await startMailServer()
    const name = 'The "Courier", Ltd <evil@example.org>'
    const mailed = await publish(attackedFiles(name), { STANDFIRST_SMTP_URL: mailServer.url })
    try {
      for (const [n, evil] of [
        '/town/m0\r\nBcc: evil@example.org',
        '/town/m0%0d%0aBcc:%20evil@example.org',
        '/town/m0?return_to=\nSubject: evil',
        '/account/subscribe/monthly?return_to=/a%0d%0aBcc:evil@example.org',
      ].entries()) {
        const form = { address: `quinn${n}@example.org`, return_to: evil }
        expect((await browse(mailed)('/account/log-in', { form })).status).toBe(303)
      }
      await expect.poll(() => mailServer.received.length).toBe(4)
      for (const { raw, to, mail } of mailServer.received) {
        const head = raw.slice(0, raw.indexOf('\r\n\r\n'))
        expect(head).not.toMatch(/^(?:bcc|cc):/im)
        expect(to).toHaveLength(1)
        expect(to[0]).toMatch(/^quinn\d@example\.org$/)
        expect(mail.from?.value).toHaveLength(1)
        expect(mail.from?.value[0]?.address).toBe('no-reply@127.0.0.1')
        expect(mail.subject).toMatch(/^\d{6} is your code for The "Courier", Ltd/)
      }
    } finally {
      await mailed.close()
      await mailServer.close()
    }
  })
})
