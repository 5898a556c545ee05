// The store's contract: payers of an earlier system are brought along, again and again, and nobody loses anything by it.
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Payer } from '../../src/core/store.ts'
import { ask, DAY, enter, given, MINUTE, mailTo, NOW } from '../support/account-facts.ts'
import { implementations, type TestStore } from '../support/account-stores.ts'

const ANNA = 'anna@example.com'
const BEN = 'ben@example.com'

function payer(address: string, changes: Partial<Payer> = {}): Payer {
  return {
    address,
    plan: 'digital',
    until: NOW + 30 * DAY,
    externalId: undefined,
    name: undefined,
    ...changes,
  }
}

describe.each(implementations)('$name', ({ open }) => {
  let store: TestStore

  beforeEach(async () => {
    store = await open()
  })

  afterEach(() => store.end())

  const bring = async (...payers: readonly Payer[]) =>
    given(await store.importPayers(payers, true, NOW))
  const trial = async (...payers: readonly Payer[]) =>
    given(await store.importPayers(payers, false, NOW))
  /** What is open at an address; undefined when it has no account. */
  const openAt = async (address: string) => {
    const account = await store.accountOf(address)
    return account.ok ? given(await store.entitlements(account.value.reader)) : undefined
  }

  test('a payer gets an account, logs in with the address, and has the plan', async () => {
    const anna = payer(ANNA, { externalId: 'K-1', name: 'Anna Quincey' })
    expect(await bring(anna)).toEqual([{ account: 'new', plan: 'opened' }])
    const { account, standing } = await enter(store, ANNA)
    expect(standing.entitlements).toEqual([{ plan: 'digital', until: anna.until }])
    expect(given(await store.payerRecords(account.reader))).toEqual([
      { externalId: 'K-1', name: 'Anna Quincey' },
    ])
    expect(given(await store.export(account.reader))).toMatchObject({
      broughtAlong: [{ externalId: 'K-1', name: 'Anna Quincey', address: ANNA }],
    })
  })

  test('a trial says what would come of it and writes nothing', async () => {
    await enter(store, BEN)
    const payers = [payer(ANNA, { externalId: 'K-1' }), payer(BEN)]
    const said = await trial(...payers)
    expect(said).toEqual([
      { account: 'new', plan: 'opened' },
      { account: 'known', plan: 'opened' },
    ])
    expect([await openAt(ANNA), await openAt(BEN)]).toEqual([undefined, []])
    expect(await bring(...payers)).toEqual(said)
  })

  test('the same again changes nothing, a later time moves it, an earlier one takes nothing away', async () => {
    const anna = payer(ANNA, { externalId: 'K-1', name: 'Anna' })
    await bring(anna)
    expect(await bring(anna)).toEqual([{ account: 'known', plan: 'kept' }])
    expect(await bring({ ...anna, until: anna.until - DAY })).toEqual([
      { account: 'known', plan: 'kept' },
    ])
    expect(await openAt(ANNA)).toMatchObject([{ until: anna.until }])
    expect(await bring({ ...anna, until: anna.until + DAY })).toEqual([
      { account: 'known', plan: 'extended' },
    ])
    expect(await openAt(ANNA)).toMatchObject([{ until: anna.until + DAY, source: 'import' }])
  })

  test('what support granted is another thing and stays as it is', async () => {
    const { account } = await enter(store, ANNA)
    const granted = { plan: 'digital', until: NOW + DAY, source: 'support' }
    given(await store.grant(account.reader, granted, NOW))
    await bring(payer(ANNA))
    expect(await openAt(ANNA)).toEqual([
      { plan: 'digital', until: NOW + 30 * DAY, source: 'import' },
      granted,
    ])
  })

  test('a reader who changed their address here keeps what their external id says', async () => {
    await bring(payer(ANNA, { externalId: 'K-1' }))
    const { account } = await enter(store, ANNA)
    const { reader } = account
    const { linkHash } = await ask(store, BEN, { purpose: 'change-address', reader })
    const { to: _, ...mail } = mailTo(ANNA)
    const hashes = { id: 'undo', codeHash: 'a', linkHash: 'b', browserHash: 'c' }
    const challenge = { ...hashes, returnTo: undefined, expires: NOW + MINUTE }
    given(await store.changeAddress(linkHash, { challenge, mail }, NOW))
    const later = payer(ANNA, { externalId: 'K-1', until: NOW + 60 * DAY })
    expect(await bring(later)).toEqual([{ account: 'known', plan: 'extended' }])
    expect(await openAt(ANNA)).toBeUndefined()
    expect(await openAt(BEN)).toMatchObject([{ until: NOW + 60 * DAY }])
    expect(await bring({ ...later, address: BEN })).toEqual([{ account: 'known', plan: 'kept' }])
  })

  test('when the file names another address than before, what was brought along moves there', async () => {
    const wrong = 'anna@exmaple.com'
    await bring(
      payer(wrong, { externalId: 'K-1', name: 'Anna' }),
      payer(wrong, { externalId: 'K-1', plan: 'archive', until: NOW + 90 * DAY }),
    )
    const mended = payer(ANNA, { externalId: 'K-1', until: NOW + 60 * DAY })
    expect(await trial(mended)).toEqual([{ account: 'new', plan: 'moved' }])
    expect(await bring(mended)).toEqual([{ account: 'new', plan: 'moved' }])
    expect(await openAt(wrong)).toEqual([])
    expect(await openAt(ANNA)).toEqual([
      { plan: 'archive', until: NOW + 90 * DAY, source: 'import' },
      { plan: 'digital', until: NOW + 60 * DAY, source: 'import' },
    ])
    expect(await bring(mended)).toEqual([{ account: 'known', plan: 'kept' }])
  })

  test('an account that two external ids brought along keeps its plan while one of them stays', async () => {
    await bring(payer(ANNA, { externalId: 'K-1' }), payer(ANNA, { externalId: 'K-2', plan: 'b' }))
    await bring(payer(BEN, { externalId: 'K-2', plan: 'b' }))
    expect(await openAt(ANNA)).toMatchObject([{ plan: 'b' }, { plan: 'digital' }])
    await bring(payer(BEN, { externalId: 'K-1' }))
    expect(await openAt(ANNA)).toEqual([])
  })

  test('a name that the file no longer says stays', async () => {
    await bring(payer(ANNA, { externalId: 'K-1', name: 'Anna' }))
    await bring(payer(ANNA, { externalId: 'K-1' }))
    const { reader } = given(await store.accountOf(ANNA))
    expect(given(await store.payerRecords(reader))).toEqual([{ externalId: 'K-1', name: 'Anna' }])
  })

  test('more than one statement binds, at once', async () => {
    const many = Array.from({ length: 1200 }, (_, n) =>
      payer(`reader-${n}@example.com`, { externalId: `K-${n}` }),
    )
    const said = await bring(...many)
    expect(said).toEqual(many.map(() => ({ account: 'new', plan: 'opened' })))
    expect(await trial(...many)).toEqual(many.map(() => ({ account: 'known', plan: 'kept' })))
    expect(given(await store.figures(NOW))).toMatchObject({ accounts: 1200, payers: 1200 })
  })

  test('figures count, and say when mails wait and why', async () => {
    expect(given(await store.figures(NOW))).toEqual({
      migration: expect.stringMatching(/^\d{4}-/),
      ...{ accounts: 0, staff: 0, payers: 0, sessions: 0, mailsWaiting: 0, mailsGivenUp: 0 },
      waitingSince: undefined,
      mailFailures: [],
    })
    const anna = await enter(store, ANNA)
    const ben = await enter(store, BEN)
    given(await store.endSessionByHash(ben.session.hash, NOW))
    given(await store.setStaff(ben.account.reader, true))
    await bring(payer(ANNA), payer(BEN, { until: NOW - DAY }))
    given(await store.grant(anna.account.reader, { ...payer(ANNA), source: 'support' }, NOW))
    const [first, second] = given(await store.takeMails(2, NOW, NOW + MINUTE))
    given(await store.mailFailed(first?.key ?? '', 'it is down', NOW + MINUTE))
    given(await store.mailFailed(second?.key ?? '', 'it is gone', undefined))
    given(await store.queueMail(mailTo(ANNA, 'waits'), undefined, NOW + MINUTE))
    given(await store.queueMail(mailTo(ANNA, 'sent'), undefined, NOW))
    given(await store.mailSent('sent', NOW))
    expect(given(await store.figures(NOW))).toMatchObject({
      ...{ accounts: 2, staff: 1, payers: 1, sessions: 1, mailsWaiting: 2, mailsGivenUp: 1 },
      waitingSince: NOW,
      mailFailures: [
        { why: 'it is down', count: 1 },
        { why: 'it is gone', count: 1 },
      ],
    })
    expect(given(await store.figures(NOW + 9 * DAY)).mailsGivenUp).toBe(0)
  })

  test('however often and in whatever order files come, each plan ends at the latest time said', async () => {
    const plan = fc.constantFrom('digital', 'archive')
    const row = fc.record({ who: fc.integer({ min: 0, max: 4 }), plan, days: fc.nat(99) })
    let round = 0
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(row, { maxLength: 6 }), { maxLength: 4 }),
        async (files) => {
          round++
          const addressOf = (who: number) => `r${round}-${who}@example.com`
          for (const file of files)
            await bring(
              ...file.map(({ who, plan, days }) =>
                payer(addressOf(who), {
                  plan,
                  until: NOW + days * DAY,
                  externalId: `${round}-${who}`,
                }),
              ),
            )
          const rows = files.flat()
          for (const { who, plan } of rows) {
            const same = rows.filter((one) => one.who === who && one.plan === plan)
            const until = NOW + Math.max(...same.map(({ days }) => days)) * DAY
            expect(await openAt(addressOf(who))).toContainEqual({ plan, until, source: 'import' })
          }
        },
      ),
      { numRuns: 20 },
    )
  })
})
