// The store's contract: challenges, codes, links, and the log-ins they make. Every implementation passes it.
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  ask,
  asked,
  enter,
  given,
  HOUR,
  hash,
  MINUTE,
  mailTo,
  NOW,
  session,
  shown,
} from '../support/account-facts.ts'
import { implementations, type TestStore } from '../support/account-stores.ts'

const ANNA = 'anna@example.com'
const BROWSER = hash(`browser of ${ANNA}`)

describe.each(implementations)('$name', ({ open }) => {
  let store: TestStore

  beforeEach(async () => {
    store = await open()
  })

  afterEach(() => store.end())

  test('a challenge is found by its link and by its browser, as often as they are looked at', async () => {
    const challenge = await ask(store, ANNA)
    for (let looks = 0; looks < 3; looks++) {
      expect(await store.challengeOfLink(challenge.linkHash, NOW)).toEqual({
        ok: true,
        value: shown(challenge),
      })
      expect(await store.challengeOfBrowser(BROWSER, NOW)).toEqual({
        ok: true,
        value: shown(challenge),
      })
    }
    const taken = given(await store.takeMails(10, NOW, NOW + MINUTE))
    expect(taken).toHaveLength(1)
    expect(taken[0]).toMatchObject({ to: ANNA, text: 'Your code is 123456', tries: 0 })
  })

  test('an address has only so many mails an hour, and one refused leaves nothing behind', async () => {
    for (let count = 0; count < 3; count++)
      given(await store.challenge(asked(ANNA), mailTo(ANNA), 3, NOW + count))
    const refused = asked(ANNA)
    expect(await store.challenge(refused, mailTo(ANNA), 3, NOW + HOUR - 1)).toMatchObject({
      reason: 'limited',
    })
    expect(await store.challengeOfLink(refused.linkHash, NOW)).toMatchObject({ reason: 'worn' })
    expect(given(await store.takeMails(10, NOW + HOUR, NOW + 2 * HOUR))).toHaveLength(3)
    given(await store.challenge(asked('ben@example.com'), mailTo(ANNA), 3, NOW))
    given(await store.challenge(asked(ANNA), mailTo(ANNA), 3, NOW + HOUR))
  })

  test('the first log-in makes the account, the next one finds it', async () => {
    const first = await enter(store, ANNA)
    expect(first.account).toEqual({
      reader: expect.stringMatching(/^[\w-]{22}$/),
      address: ANNA,
      created: NOW,
    })
    expect(first.returnTo).toBe('/sea/tide')
    expect(first.standing).toEqual({
      reader: first.account.reader,
      staff: false,
      entitlements: [],
      reads: [],
    })
    const second = await enter(store, ANNA, { now: NOW + HOUR })
    expect(second.account).toEqual(first.account)
    expect(await store.accountOf(ANNA)).toEqual({ ok: true, value: first.account })
    expect(await store.account(first.account.reader)).toEqual({ ok: true, value: first.account })
  })

  test('the code works in the browser that asked, and in no other', async () => {
    await ask(store, ANNA)
    expect(await store.logInByCode(hash('another'), hash('123456'), session(), NOW)).toMatchObject({
      reason: 'worn',
    })
    const entered = given(await store.logInByCode(BROWSER, hash('123456'), session(), NOW))
    expect(entered.account.address).toBe(ANNA)
  })

  test('a browser that asked twice answers with the code of the newer mail', async () => {
    await ask(store, ANNA, { codeHash: hash('111111') })
    await ask(store, ANNA, { codeHash: hash('222222') }, NOW + MINUTE)
    const at = NOW + 2 * MINUTE
    expect(await store.logInByCode(BROWSER, hash('111111'), session(), at)).toMatchObject({
      reason: 'wrong',
    })
    expect(await store.logInByCode(BROWSER, hash('222222'), session(), at)).toMatchObject({
      ok: true,
    })
  })

  test('five wrong codes wear the challenge out, for the right code and for the link', async () => {
    const { linkHash } = await ask(store, ANNA)
    for (let tries = 0; tries < 5; tries++)
      expect(await store.logInByCode(BROWSER, hash('no'), session(), NOW)).toMatchObject({
        reason: 'wrong',
      })
    const worn = { ok: false, reason: 'worn' }
    expect(await store.logInByCode(BROWSER, hash('123456'), session(), NOW)).toMatchObject(worn)
    expect(await store.logInByLink(linkHash, session(), NOW)).toMatchObject(worn)
    expect(await store.challengeOfBrowser(BROWSER, NOW)).toMatchObject(worn)
    expect(await store.accountOf(ANNA)).toMatchObject({ reason: 'unknown' })
  })

  test('the right code works as the fifth', async () => {
    await ask(store, ANNA)
    for (let tries = 0; tries < 4; tries++)
      await store.logInByCode(BROWSER, hash('no'), session(), NOW)
    expect(await store.logInByCode(BROWSER, hash('123456'), session(), NOW)).toMatchObject({
      ok: true,
    })
  })

  test('what was used once, or has expired, or never was, is worn', async () => {
    const worn = { ok: false, reason: 'worn' }
    const { linkHash } = await ask(store, ANNA)
    const end = NOW + 15 * MINUTE
    expect(await store.logInByLink(linkHash, session(), end)).toMatchObject(worn)
    expect(await store.logInByCode(BROWSER, hash('123456'), session(), end)).toMatchObject(worn)
    expect(await store.challengeOfLink(linkHash, end)).toMatchObject(worn)
    expect(await store.logInByLink(linkHash, session(), end - 1)).toMatchObject({ ok: true })
    expect(await store.logInByLink(linkHash, session(), NOW)).toMatchObject(worn)
    expect(await store.logInByCode(BROWSER, hash('123456'), session(), NOW)).toMatchObject(worn)
    expect(await store.challengeOfLink(linkHash, NOW)).toMatchObject(worn)
    expect(await store.challengeOfLink(hash('invented'), NOW)).toMatchObject(worn)
  })

  test.each(['change-address', 'undo-address', 'cancel'] as const)(
    'a %s link logs nobody in, and stays good for its purpose',
    async (purpose) => {
      const { linkHash } = await ask(store, ANNA, { purpose })
      const worn = { ok: false, reason: 'worn' }
      expect(await store.logInByLink(linkHash, session(), NOW)).toMatchObject(worn)
      expect(await store.logInByCode(BROWSER, hash('123456'), session(), NOW)).toMatchObject(worn)
      expect(await store.challengeOfLink(linkHash, NOW)).toMatchObject({ value: { purpose } })
    },
  )

  test('a cancel link confirms once, and a log-in link never', async () => {
    const cancel = await ask(store, ANNA, { purpose: 'cancel' })
    expect(await store.confirmCancel(cancel.linkHash, NOW)).toEqual({
      ok: true,
      value: { ...shown(cancel), canceled: [] },
    })
    expect(await store.confirmCancel(cancel.linkHash, NOW)).toMatchObject({ reason: 'worn' })
    const { linkHash } = await ask(store, ANNA)
    expect(await store.confirmCancel(linkHash, NOW)).toMatchObject({ reason: 'worn' })
  })

  test('a log-in that cannot be written whole uses nothing up', async () => {
    const first = await enter(store, ANNA)
    const { linkHash } = await ask(store, ANNA)
    expect(await store.logInByLink(linkHash, first.session, NOW)).toMatchObject({
      reason: 'unavailable',
    })
    expect(await store.logInByLink(linkHash, session(), NOW)).toMatchObject({ ok: true })
    expect(given(await store.sessions(first.account.reader))).toHaveLength(2)
  })

  test('what the browser read before is merged into the meter, each read once', async () => {
    const before = [
      { article: 'aaaa', at: NOW - 2 * MINUTE },
      { article: 'bbbb', at: NOW - MINUTE },
    ]
    const first = await enter(store, ANNA, { reads: before })
    expect(first.standing.reads).toEqual(before)
    const elsewhere = [...before, { article: 'cccc', at: NOW }]
    const second = await enter(store, ANNA, { reads: elsewhere })
    expect(second.standing.reads).toEqual(elsewhere)
  })

  test('however many browsers guess at once, five codes are looked at in all', async () => {
    const guesses = fc.array(fc.constantFrom('123456', '000000', '111111'), {
      minLength: 1,
      maxLength: 20,
    })
    await fc.assert(
      fc.asyncProperty(guesses, fc.uuid(), async (codes, browser) => {
        const address = `${browser}@example.com`
        await ask(store, address, { browserHash: hash(browser) })
        const results = await Promise.all(
          codes.map((code) => store.logInByCode(hash(browser), hash(code), session(), NOW)),
        )
        const right = results.filter(({ ok }) => ok)
        const wrong = results.filter((result) => !result.ok && result.reason === 'wrong')
        const worn = results.filter((result) => !result.ok && result.reason === 'worn')
        const isAmongFive = codes.slice(0, 5).includes('123456')
        expect(right).toHaveLength(isAmongFive ? 1 : 0)
        expect(wrong.length + right.length).toBeLessThanOrEqual(5)
        expect(right.length + wrong.length + worn.length).toBe(codes.length)
      }),
      { numRuns: 25 },
    )
  })

  test('of a code and a link that race, one logs in', async () => {
    for (let race = 0; race < 10; race++) {
      const address = `racer-${race}@example.com`
      const { linkHash, browserHash } = await ask(store, address)
      const results = await Promise.all([
        store.logInByLink(linkHash, session(), NOW),
        store.logInByCode(browserHash, hash('123456'), session(), NOW),
        store.logInByLink(linkHash, session(), NOW),
      ])
      expect(results.filter(({ ok }) => ok)).toHaveLength(1)
    }
  })
})
