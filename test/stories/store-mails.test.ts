// The store's contract: the mails that wait, and what is deleted when its time has passed. Every implementation
// passes it.
import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  ask,
  DAY,
  enter,
  given,
  hash,
  MINUTE,
  mailTo,
  NOW,
  session,
} from '../support/account-facts.ts'
import { implementations, type TestStore } from '../support/account-stores.ts'

const ANNA = 'anna@example.com'

describe.each(implementations)('$name', ({ open }) => {
  let store: TestStore

  beforeEach(async () => {
    store = await open()
  })

  afterEach(() => store.end())

  const take = async (now: number, most = 10) =>
    given(await store.takeMails(most, now, now + MINUTE))

  test('a mail is given as it was queued, to one sender until its lease ends', async () => {
    const mail = mailTo(ANNA)
    given(await store.queueMail(mail, undefined, NOW))
    expect(await take(NOW - 1)).toEqual([])
    expect(await take(NOW)).toEqual([{ ...mail, tries: 0 }])
    expect(await take(NOW + MINUTE - 1)).toEqual([])
    expect(await take(NOW + MINUTE)).toEqual([{ ...mail, tries: 1 }])
  })

  test('the same key is queued once, waiting, sent or given up', async () => {
    for (const key of ['waiting', 'sent', 'given up']) {
      given(await store.queueMail(mailTo(ANNA, key), undefined, NOW))
      given(await store.queueMail(mailTo('ben@example.com', key), undefined, NOW))
    }
    expect((await take(NOW)).map(({ key, to }) => [key, to])).toEqual([
      ['given up', ANNA],
      ['sent', ANNA],
      ['waiting', ANNA],
    ])
    given(await store.mailSent('sent', NOW))
    given(await store.mailFailed('given up', 'no such mailbox', undefined))
    for (const key of ['waiting', 'sent', 'given up'])
      given(await store.queueMail(mailTo(ANNA, key), undefined, NOW))
    expect((await take(NOW + MINUTE)).map(({ key }) => key)).toEqual(['waiting'])
  })

  test('one that failed comes again at its time, one that was sent never, whatever is said later', async () => {
    const mail = mailTo(ANNA)
    given(await store.queueMail(mail, undefined, NOW))
    await take(NOW)
    given(await store.mailFailed(mail.key, 'greylisted', NOW + 5 * MINUTE))
    expect(await take(NOW + 5 * MINUTE - 1)).toEqual([])
    expect(await take(NOW + 5 * MINUTE)).toEqual([{ ...mail, tries: 1 }])
    given(await store.mailSent(mail.key, NOW + 6 * MINUTE))
    given(await store.mailFailed(mail.key, 'late', NOW + 6 * MINUTE))
    expect(await take(NOW + DAY)).toEqual([])
    given(await store.mailSent('never queued', NOW))
  })

  test('the longest waiting are taken first, so many at once', async () => {
    for (let minute = 4; minute >= 0; minute--)
      given(await store.queueMail(mailTo(ANNA, `m${minute}`), undefined, NOW - minute * MINUTE))
    expect((await take(NOW, 3)).map(({ key }) => key)).toEqual(['m4', 'm3', 'm2'])
    expect((await take(NOW, 3)).map(({ key }) => key)).toEqual(['m1', 'm0'])
  })

  test('however many senders take at once, none takes what another has', async () => {
    const sender = fc.record({ most: fc.integer({ min: 1, max: 6 }), fails: fc.boolean() })
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 12 }),
        fc.array(sender, { minLength: 1, maxLength: 6 }),
        async (queued, senders) => {
          const keys = new Set(Array.from({ length: queued }, () => randomUUID()))
          const mails = [...keys].map((key) => mailTo(ANNA, key))
          await Promise.all(mails.map((mail) => store.queueMail(mail, undefined, NOW)))
          const sent: string[] = []
          const work = async ({ most, fails }: (typeof senders)[number]) => {
            for (const { key } of await take(NOW, most)) {
              if (fails) await store.mailFailed(key, 'busy', NOW)
              else {
                sent.push(key)
                await store.mailSent(key, NOW)
              }
            }
          }
          await Promise.all(senders.map(work))
          for (let rest = await take(NOW); rest.length > 0; rest = await take(NOW))
            for (const { key } of rest) {
              sent.push(key)
              await store.mailSent(key, NOW)
            }
          expect(sent.sort()).toEqual([...keys].sort())
        },
      ),
      { numRuns: 20 },
    )
  })

  test('nothing is tidied away before its time, and everything after', async () => {
    const { account, session: made } = await enter(store, ANNA, {
      reads: [{ article: 'aaaa', at: NOW }],
    })
    const { reader } = account
    given(await store.grant(reader, { plan: 'digital', until: NOW, source: 'import' }, NOW))
    given(await store.audit({ at: NOW, by: 'eva', act: 'show', reader, detail: '' }))
    for (const mail of await take(NOW)) given(await store.mailSent(mail.key, NOW))
    given(await store.endSession(reader, made.hash.slice(0, 12), NOW))

    const rowsAfter = async (time: number) => given(await store.tidy(NOW + time))
    expect(await rowsAfter(15 * MINUTE + DAY)).toBe(0)
    expect(await rowsAfter(15 * MINUTE + DAY + 1), 'the challenge').toBe(1)
    expect(await rowsAfter(7 * DAY)).toBe(0)
    expect(await rowsAfter(7 * DAY + 1), 'the mail').toBe(1)
    expect(await rowsAfter(30 * DAY)).toBe(0)
    expect(await rowsAfter(30 * DAY + 1), 'the session').toBe(1)
    expect(await rowsAfter(60 * DAY)).toBe(0)
    expect(await rowsAfter(60 * DAY + 1), 'the read').toBe(1)
    expect(await rowsAfter(365 * DAY)).toBe(0)
    expect(await rowsAfter(365 * DAY + 1), 'the grant').toBe(1)
    expect(await rowsAfter(730 * DAY)).toBe(0)
    expect(await rowsAfter(730 * DAY + 1), 'the act').toBe(1)
    expect(await store.account(reader)).toMatchObject({ ok: true })
  })

  test('what waits is not tidied: mails unsent, sessions in use, grants that run', async () => {
    const { account, session: made } = await enter(store, ANNA)
    const grant = { plan: 'digital', until: NOW + 2000 * DAY, source: 'import' }
    given(await store.grant(account.reader, grant, NOW))
    given(await store.standing(made.hash, NOW + 364 * DAY))
    expect(given(await store.tidy(NOW + 395 * DAY)), 'the challenge alone').toBe(1)
    expect(await take(NOW + 395 * DAY)).toHaveLength(1)
    expect(given(await store.entitlements(account.reader))).toMatchObject([{ plan: 'digital' }])
    expect(given(await store.sessions(account.reader))).toHaveLength(1)
    expect(given(await store.tidy(NOW + 395 * DAY + 1)), 'the session that opens no more').toBe(1)
  })

  test('reads are kept for as long as a meter looks back', async () => {
    const { account, session: made } = await enter(store, ANNA)
    const read = { reader: account.reader, article: 'aaaa', at: NOW }
    given(await store.noteReads([read]))
    given(await store.tidy(NOW + 90 * DAY, 90 * DAY))
    const { reads } = given(await store.standing(made.hash, NOW + 90 * DAY))
    expect(reads).toEqual([{ article: 'aaaa', at: NOW }])
    expect(given(await store.tidy(NOW + 90 * DAY + 1, 90 * DAY))).toBe(1)
  })

  test('a mail that was given up is kept as long as one that was sent', async () => {
    given(await store.queueMail(mailTo(ANNA, 'lost'), undefined, NOW))
    await take(NOW)
    given(await store.mailFailed('lost', 'no such mailbox', undefined))
    expect(given(await store.tidy(NOW + 7 * DAY))).toBe(0)
    expect(given(await store.tidy(NOW + 7 * DAY + MINUTE + 1))).toBe(1)
  })

  test('a great heap is tidied in pieces', async () => {
    const { account } = await enter(store, ANNA)
    const many = Array.from({ length: 4500 }, (_, at) => ({
      reader: account.reader,
      article: 'aaaa',
      at,
    }))
    given(await store.noteReads(many))
    expect(given(await store.tidy(NOW))).toBe(2000)
    expect(given(await store.tidy(NOW))).toBe(2000)
    expect(given(await store.tidy(NOW))).toBe(500)
    expect(given(await store.tidy(NOW))).toBe(0)
  })

  test('a reader who asks again after a year has a place to log in', async () => {
    await enter(store, ANNA)
    for (let year = 1; year < 4; year++) given(await store.tidy(NOW + year * 366 * DAY))
    const later = NOW + 4 * 366 * DAY
    const { linkHash } = await ask(store, ANNA, {}, later)
    expect(await store.logInByLink(linkHash, session(), later)).toMatchObject({ ok: true })
    expect(await store.challengeOfLink(hash('other'), later)).toMatchObject({ reason: 'worn' })
  })
})
