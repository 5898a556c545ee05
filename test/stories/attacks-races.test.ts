// Attackers who do things at once, or in a form that no page of ours would send: tabs and devices racing for the last
// read and the last code, a reader who is gone before their mail is, and bodies of every kind and size.
import { request as httpRequest } from 'node:http'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { attackedFiles, grant, kept, LAST, MINUTE, opens, victimOf } from '../support/attacked.ts'
import { startMailServer } from '../support/mail-server.ts'
import { mailsTo, mailTo } from '../support/mails.ts'
import { type Answer, browse, type Published, publish } from '../support/publication.ts'
import { agree, logIn } from '../support/shop.ts'

let published: Published
beforeAll(async () => {
  published = await publish(attackedFiles())
})
afterAll(() => published.close())
beforeEach(() => {
  // Whoever asked for mails before asks for no more of them within the limits' time.
  published.now += 16 * MINUTE
})

const statuses = (answers: readonly Answer[]) => answers.map(({ status }) => status).sort()
const usedOf = (answer: Answer) => answer.headers.get('standfirst-decision') ?? ''

describe('races', () => {
  test('two tabs and two devices on the last read: one of them has it, and nothing opens after it', async () => {
    const phone = await logIn(published, 'ada@example.org')
    const laptop = await logIn(published, 'ada@example.org', 2)
    for (const path of ['/town/m0', '/town/m1', '/town/m2'])
      expect(await opens(phone, path)).toBe(true)
    await published.accounts.spends.flush()
    published.now += 6 * MINUTE
    // Both passes are new, so that nobody is asked during the race.
    for (const read of [phone, laptop]) expect(await opens(read, '/town/m0')).toBe(true)
    const raced = await Promise.all([
      phone('/town/m3'),
      phone('/town/m4'),
      laptop('/town/m5'),
      laptop('/town/m6'),
    ])
    for (const answer of raced) expect(usedOf(answer)).toContain('used=4; limit=4')
    expect(raced.filter(({ text }) => text.includes(LAST))).toHaveLength(1)
    await published.accounts.spends.flush()
    published.now += 6 * MINUTE
    for (const read of [phone, laptop]) {
      expect(await opens(read, '/town/m7')).toBe(false)
      expect(usedOf(await read('/town/m7'))).toContain('used=4; limit=4')
    }
  })

  const ALL = Array.from({ length: 8 }, (_, n) => `/town/m${n}`)
  /** Of all metered articles, asked for at once as nobody has before: whose text came, and no page was at hand. */
  const openedAtOnce = async (of: Published, cookies: string) => {
    const headers = { Cookie: cookies, 'Accept-Encoding': 'identity' }
    const texts = await Promise.all(
      ALL.map(async (path) => (await fetch(of.address + path, { headers })).text()),
    )
    return texts.filter((text) => text.includes(LAST)).length
  }

  test('who asks for everything at once, of which nothing is at hand, reads what the meter has', async () => {
    const fresh = await publish(attackedFiles())
    try {
      const { pass } = await victimOf(fresh, 'una@example.org')
      expect(await openedAtOnce(fresh, `standfirst-pass=${pass}`)).toBe(4)
      await fresh.accounts.spends.flush()
      expect(await openedAtOnce(fresh, `standfirst-pass=${pass}`)).toBe(4)
    } finally {
      await fresh.close()
    }
  })

  test('one meter cookie at once for everything is one read, and for all else the network has its hour', async () => {
    const files = attackedFiles()
    const config = JSON.parse(files['standfirst.config.json'] ?? '')
    config.policy.meter.perNetworkPerHour = 3
    const fresh = await publish({ ...files, 'standfirst.config.json': JSON.stringify(config) })
    try {
      const meter = kept(await browse(fresh)('/town/m0'), 'meter')
      // The cookie's own m0, one with it, and two more in the network's hour, in which m0 stands already.
      expect(await openedAtOnce(fresh, `standfirst-meter=${meter}`)).toBe(4)
    } finally {
      await fresh.close()
    }
  })

  test('one article in many tabs is one read', async () => {
    const read = await logIn(published, 'bob@example.org')
    await Promise.all(Array.from({ length: 8 }, () => read('/town/m0')))
    await published.accounts.spends.flush()
    published.now += 6 * MINUTE
    expect(usedOf(await read('/town/m1'))).toContain('used=2; limit=4')
  })

  test('the right code from many tabs at once opens one session', async () => {
    const tab = browse(published)
    await tab('/account/log-in', { form: { address: 'cy@example.org' } })
    const { code } = await mailTo(published, 'cy@example.org')
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => tab('/account/code', { form: { code } })),
    )
    expect(statuses(answers)).toEqual([303, 422, 422, 422, 422])
  })

  test('twenty wrong codes at once are five tries: the right one is worth nothing after them', async () => {
    const tab = browse(published)
    await tab('/account/log-in', { form: { address: 'di@example.org' } })
    const { code } = await mailTo(published, 'di@example.org')
    const wrong = Array.from({ length: 20 }, (_, n) =>
      String((Number(code) + n + 1) % 1_000_000).padStart(6, '0'),
    )
    const answers = await Promise.all(
      wrong.map((one) => tab('/account/code', { form: { code: one } })),
    )
    expect(new Set(statuses(answers))).toEqual(new Set([422]))
    const tried = answers.filter(({ text }) => text.includes('This is not the code.'))
    expect(tried).toHaveLength(5)
    expect((await tab('/account/code', { form: { code } })).status).toBe(422)
  })

  test('code and link of one mail, and the link on two devices, at once: one of them logs in', async () => {
    const [tab, phone, laptop] = [browse(published), browse(published), browse(published)]
    await tab('/account/log-in', { form: { address: 'ed@example.org' } })
    const { code, link } = await mailTo(published, 'ed@example.org')
    await Promise.all([phone(link), laptop(link)])
    const answers = await Promise.all([
      tab('/account/code', { form: { code } }),
      phone('/account/link', { form: {} }),
      laptop('/account/link', { form: {} }),
    ])
    expect(statuses(answers)).toEqual([303, 422, 422])
    const sessions = answers.filter((answer) => kept(answer, 'session') !== '')
    expect(sessions).toHaveLength(1)
  })

  test('two tabs that delete one account delete it once, and neither fails', async () => {
    const read = await logIn(published, 'flo@example.org')
    const form = { address: 'flo@example.org' }
    const answers = await Promise.all([1, 2].map(() => read('/account/delete', { form })))
    for (const { status } of answers) expect([200, 303]).toContain(status)
    expect(answers.map(({ status }) => status)).toContain(200)
    expect((await published.accounts.store.accountOf('flo@example.org')).ok).toBe(false)
  })
})

describe('gone before the mail', () => {
  test('a reader deletes the account while mails wait: none of them is sent, only that it is deleted', async () => {
    let isDown = false
    const mailServer = await startMailServer({
      recipient: () => (isDown ? '450 4.2.0 Later' : undefined),
    })
    const mailed = await publish(attackedFiles(), { STANDFIRST_SMTP_URL: mailServer.url })
    const subjects = () => mailServer.received.map(({ mail }) => mail.subject)
    try {
      const read = browse(mailed)
      await read('/account/log-in', { form: { address: 'gil@example.org' } })
      await vi.waitFor(() => expect(subjects()).toHaveLength(1), 15_000)
      const code = /^\d{6}/.exec(subjects()[0] ?? '')?.[0] ?? ''
      await read('/account/code', { form: { code } })
      const form = agree(await read('/account/subscribe/monthly'))
      const begun = await read('/account/subscribe/monthly', { form })
      await read(begun.headers.get('location') ?? '', { form: { answer: 'accept' } })
      isDown = true
      const cancel = await read('/account/cancel')
      const id = /name="id" value="([^"]+)"/.exec(cancel.text)?.[1] ?? ''
      await read('/account/cancel', { form: { id } })
      await read('/account/log-in', { form: { address: 'gil@example.org' } })
      const waiting = async () => {
        const figures = await mailed.accounts.store.figures(mailed.now)
        return figures.ok ? figures.value : undefined
      }
      await vi.waitFor(async () => {
        const figures = await waiting()
        expect(figures?.mailsWaiting).toBe(2)
        expect(figures?.mailFailures[0]?.count).toBe(2)
      }, 5000)
      isDown = false
      await read('/account/delete', { form: { address: 'gil@example.org' } })
      mailed.now += 5 * MINUTE
      mailed.accounts.wake()
      await vi.waitFor(async () => {
        expect(subjects()).toHaveLength(2)
        expect((await waiting())?.mailsWaiting).toBe(0)
      }, 5000)
      expect(subjects()[1]).toContain('is deleted')
    } finally {
      await mailed.close()
      await mailServer.close()
    }
  })
})

describe('forms that no page sends', () => {
  /** Posts as a page of ours would, but for what `headers` says. Gives 0 when the server hangs up on the body. */
  function post(path: string, body: string, headers: Record<string, string>): Promise<number> {
    const all = { 'Sec-Fetch-Site': 'same-origin', ...headers }
    return new Promise((resolve) => {
      const sent = httpRequest(
        published.address + path,
        { method: 'POST', headers: all },
        (got) => {
          got.resume()
          resolve(got.statusCode ?? 0)
        },
      )
      sent.on('error', () => resolve(0))
      sent.end(body)
    })
  }
  const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' }
  const PLACES = ['/account/log-in', '/account/code', '/account/link', '/account/cancel']

  test('of another type they are not read', async () => {
    const bodies: readonly (readonly [string, string])[] = [
      ['text/plain', 'address=hy@example.org'],
      ['application/json', '{"address":"hy@example.org"}'],
      [
        'multipart/form-data; boundary=x',
        '--x\r\nContent-Disposition: form-data; name="address"\r\n\r\nhy@example.org\r\n--x--',
      ],
      ['application/x-www-form-urlencoded-not', 'address=hy@example.org'],
      ['', 'address=hy@example.org'],
    ]
    for (const path of PLACES)
      for (const [type, body] of bodies)
        expect(await post(path, body, { 'Content-Type': type }), `${path} ${type}`).toBe(403)
    expect(await mailsTo(published, 'hy@example.org')).toEqual([])
  })

  test('huge ones are refused, whether they say so or not, and the next reader is answered', async () => {
    const huge = `address=ira@example.org&more=${'x'.repeat(2_000_000)}`
    const chunked = { ...FORM, 'Transfer-Encoding': 'chunked' }
    const sized = { ...FORM, 'Content-Length': String(huge.length) }
    const large = huge.slice(0, 16 * 1024 + 1)
    for (const path of PLACES) {
      for (const headers of [chunked, sized])
        expect([0, 403]).toContain(await post(path, huge, headers))
      expect(await post(path, large, FORM)).toBe(403)
    }
    expect((await published.read('/account/log-in')).status).toBe(200)
    expect(await mailsTo(published, 'ira@example.org')).toEqual([])
  })

  test('thousands of fields and names of objects are fields that nobody asked for', async () => {
    const many = Array.from({ length: 3000 }, (_, n) => `${n}=`).join('&')
    const odd =
      '__proto__=x&constructor=y&toString=z&address[]=a@example.org&address.x=b@example.org'
    for (const body of [many.slice(0, 16_000), odd, '', '&&&===', '%', '%ff=%00'])
      expect(await post('/account/log-in', body, FORM), body.slice(0, 40)).toBe(422)
    expect(await post('/account/log-in', `${odd}&address=jan@example.org`, FORM)).toBe(303)
    expect(await mailTo(published, 'jan@example.org')).toMatchObject({ to: 'jan@example.org' })
  })

  test('of a field that is there twice one counts, and the other gets nothing', async () => {
    const twice =
      'address=kay@example.org&address=lou@example.org&return_to=/town/m0&return_to=//evil.example'
    expect(await post('/account/log-in', twice, FORM)).toBe(303)
    await mailTo(published, 'kay@example.org')
    expect(await mailsTo(published, 'lou@example.org')).toEqual([])
    const both = 'address=max@example.org,nia@example.org'
    expect(await post('/account/log-in', both, FORM)).toBe(422)
  })

  test('with cookies that are there twice nobody is anybody', async () => {
    const { session, pass } = await victimOf(published, 'olga@example.org')
    const other = await victimOf(published, 'paul@example.org')
    await grant(published, 'paul@example.org')
    const headers = {
      Cookie: `standfirst-session=${session}; standfirst-session=${other.session}; standfirst-pass=${other.pass}; standfirst-pass=${pass}`,
    }
    expect((await published.read('/account', { headers })).status).toBe(303)
    expect((await published.read('/town/paid', { headers })).text).not.toContain(LAST)
  })
})
