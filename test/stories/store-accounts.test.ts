// The store's contract: accounts, sessions, the meter, what is open to a reader, and the acts of support. Every
// implementation passes it.
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  ask,
  DAY,
  enter,
  given,
  HOUR,
  hash,
  MINUTE,
  mailTo,
  NOW,
  session,
} from '../support/account-facts.ts'
import { implementations, type TestStore } from '../support/account-stores.ts'

const ANNA = 'anna@example.com'
const unknown = { ok: false, reason: 'unknown' }

describe.each(implementations)('$name', ({ open }) => {
  let store: TestStore

  beforeEach(async () => {
    store = await open()
  })

  afterEach(() => store.end())

  test('a session gives what a new pass says until it is ended', async () => {
    const { account, session: made } = await enter(store, ANNA, {
      reads: [{ article: 'aaaa', at: NOW - MINUTE }],
    })
    given(
      await store.grant(
        account.reader,
        { plan: 'digital', until: NOW + DAY, source: 'import' },
        NOW,
      ),
    )
    expect(given(await store.standing(made.hash, NOW))).toEqual({
      reader: account.reader,
      staff: false,
      entitlements: [{ plan: 'digital', until: NOW + DAY }],
      reads: [{ article: 'aaaa', at: NOW - MINUTE }],
    })
    given(await store.endSessionByHash(made.hash, NOW))
    expect(await store.standing(made.hash, NOW)).toMatchObject(unknown)
    expect(await store.standing(hash('invented'), NOW)).toMatchObject(unknown)
  })

  test('a session says which device it is on and, to the hour, when it was last used', async () => {
    const { account, session: made } = await enter(store, ANNA)
    given(await store.standing(made.hash, NOW + 5 * HOUR + 20 * MINUTE))
    given(await store.standing(made.hash, NOW + 2 * HOUR))
    expect(given(await store.sessions(account.reader))).toEqual([
      {
        id: made.hash.slice(0, 12),
        device: 'Firefox on Android',
        created: NOW,
        lastUsed: NOW + 5 * HOUR,
      },
    ])
  })

  test('of what is asked in one breath, each is answered as it stands in its turn', async () => {
    const anna = await enter(store, ANNA)
    const ben = await enter(store, 'ben@example.com')
    const { hash } = anna.session
    const answers = await Promise.all([
      store.standing(hash, NOW),
      store.standing(ben.session.hash, NOW),
      store.setStaff(anna.account.reader, true),
      store.standing(ben.session.hash, NOW),
      store.standing(hash, NOW),
      store.endSessionByHash(hash, NOW),
      store.standing(hash, NOW),
      store.standing(ben.session.hash, NOW),
    ])
    const [bens, annas] = [ben, anna].map(({ account: { reader } }) => ({ reader, staff: false }))
    expect(answers).toMatchObject([
      { value: annas },
      { value: bens },
      { ok: true },
      { value: bens },
      { value: { ...annas, staff: true } },
      { ok: true },
      unknown,
      { value: bens },
    ])
  })

  test('a reader ends one session of their own, or all but this one', async () => {
    const anna = await enter(store, ANNA)
    const phone = await enter(store, ANNA)
    const ben = await enter(store, 'ben@example.com')
    const idOf = ({ session }: typeof anna) => session.hash.slice(0, 12)
    given(await store.endSession(anna.account.reader, idOf(ben), NOW))
    given(await store.endSession(anna.account.reader, '', NOW))
    given(await store.endSession(anna.account.reader, '%', NOW))
    expect(given(await store.sessions(anna.account.reader))).toHaveLength(2)
    given(await store.endSession(anna.account.reader, idOf(phone), NOW))
    expect(await store.standing(phone.session.hash, NOW)).toMatchObject(unknown)
    await enter(store, ANNA)
    await enter(store, ANNA)
    expect(await store.endSessions(anna.account.reader, anna.session.hash, NOW)).toEqual({
      ok: true,
      value: 2,
    })
    expect(await store.standing(anna.session.hash, NOW)).toMatchObject({ ok: true })
    expect(given(await store.endSessions(anna.account.reader, undefined, NOW))).toBe(1)
    expect(await store.standing(ben.session.hash, NOW)).toMatchObject({ ok: true })
  })

  test('reads are a set: said twice, in any order, in any batches, they are the same; each article at its latest', async () => {
    const { account, session: made } = await enter(store, ANNA)
    const read = fc.record({
      article: fc.constantFrom('aaaa', 'bbbb', 'cccc'),
      at: fc.integer({ min: 1, max: 40 }).map((minutes) => NOW - minutes * MINUTE),
    })
    const expected = new Map<string, { article: string; at: number }>()
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(read, { maxLength: 8 }), { maxLength: 4 }),
        async (said) => {
          await Promise.all(
            said.map((batch) =>
              store.noteReads(batch.map((one) => ({ reader: account.reader, ...one }))),
            ),
          )
          for (const one of said.flat())
            if (one.at > (expected.get(one.article)?.at ?? 0)) expected.set(one.article, one)
          const { reads } = given(await store.standing(made.hash, NOW))
          const inOrder = [...expected.values()].sort(
            (a, b) => a.at - b.at || (a.article < b.article ? -1 : 1),
          )
          expect(reads).toEqual(inOrder)
        },
      ),
      { numRuns: 25 },
    )
  })

  test('a thousand reads come in one batch, and those of nobody are left out', async () => {
    const { account, session: made } = await enter(store, ANNA)
    const many = Array.from({ length: 1200 }, (_, at) => ({
      reader: at % 2 === 0 ? account.reader : 'nobody',
      article: `article ${at}`,
      at: NOW - at,
    }))
    given(await store.noteReads(many))
    given(await store.noteReads([]))
    expect(given(await store.standing(made.hash, NOW)).reads).toHaveLength(600)
  })

  test('a plan is open until the latest of its grants; what ended opens nothing', async () => {
    const { account, session: made } = await enter(store, ANNA)
    const grants = [
      { plan: 'digital', until: NOW + DAY, source: 'import' },
      { plan: 'digital', until: NOW + 2 * DAY, source: 'support' },
      { plan: 'print', until: NOW, source: 'import' },
    ]
    for (const one of grants) given(await store.grant(account.reader, one, NOW))
    expect(given(await store.entitlements(account.reader))).toEqual(grants)
    expect(given(await store.standing(made.hash, NOW)).entitlements).toEqual([
      { plan: 'digital', until: NOW + 2 * DAY },
    ])
    const shorter = { plan: 'digital', until: NOW + 1, source: 'support' }
    given(await store.grant(account.reader, shorter, NOW))
    expect(given(await store.standing(made.hash, NOW)).entitlements).toEqual([
      { plan: 'digital', until: NOW + DAY },
    ])
    expect(await store.grant('nobody', shorter, NOW)).toMatchObject(unknown)
  })

  test('grants are revoked by plan and source, or all of a source', async () => {
    const { account } = await enter(store, ANNA)
    const until = NOW + DAY
    const grants = ['digital', 'print'].flatMap((plan) =>
      ['import', 'support'].map((source) => ({ plan, until, source })),
    )
    for (const one of grants) given(await store.grant(account.reader, one, NOW))
    expect(given(await store.revoke(account.reader, 'print', 'support'))).toBe(1)
    expect(given(await store.revoke(account.reader, undefined, 'import'))).toBe(2)
    expect(given(await store.revoke(account.reader, undefined, 'import'))).toBe(0)
    expect(given(await store.entitlements(account.reader))).toEqual([
      { plan: 'digital', until, source: 'support' },
    ])
  })

  test('an account is made once for an address, whoever asks', async () => {
    const made = { reader: 'reader-of-import-00001', address: ANNA, created: NOW }
    expect(await store.ensureAccount(ANNA, made.reader, NOW)).toEqual({ ok: true, value: made })
    expect(await store.ensureAccount(ANNA, 'another', NOW + 1)).toEqual({ ok: true, value: made })
    expect((await enter(store, ANNA)).account).toEqual(made)
    expect(await store.account('another')).toMatchObject(unknown)
    expect(await store.accountOf('ben@example.com')).toMatchObject(unknown)
  })

  test('staff are staff until they are not', async () => {
    const { account, session: made } = await enter(store, ANNA)
    given(await store.setStaff(account.reader, true))
    expect(given(await store.standing(made.hash, NOW)).staff).toBe(true)
    given(await store.setStaff(account.reader, false))
    expect(given(await store.standing(made.hash, NOW)).staff).toBe(false)
    expect(await store.setStaff('nobody', true)).toMatchObject(unknown)
  })

  test('acts of support are listed with the reader they were about', async () => {
    const { account } = await enter(store, ANNA)
    const { reader } = account
    const acts = [
      { at: NOW, by: 'eva', act: 'grant', reader, detail: 'digital until 2027-01-01' },
      { at: NOW + 1, by: 'eva', act: 'log-out', reader, detail: '' },
    ]
    for (const act of [...acts].reverse()) given(await store.audit(act))
    given(await store.audit({ at: NOW, by: 'eva', act: 'import', reader: undefined, detail: '3' }))
    expect(await store.auditOf(reader)).toEqual({ ok: true, value: acts })
  })
})

describe.each(implementations)('a changed address: $name', ({ open }) => {
  const NEW = 'anna@example.org'
  let store: TestStore

  beforeEach(async () => {
    store = await open()
  })

  afterEach(() => store.end())

  function undoing(secret: string) {
    const { to: _, ...mail } = mailTo(ANNA, secret)
    const { linkHash, ...rest } = { linkHash: hash(secret), codeHash: '', browserHash: '' }
    const challenge = { id: secret, returnTo: undefined, expires: NOW + 7 * DAY, linkHash, ...rest }
    return { challenge, mail }
  }

  async function asks(reader: string, address: string) {
    return (await ask(store, address, { purpose: 'change-address', reader })).linkHash
  }

  test('is the new mailbox’s to confirm, and the old one’s to undo', async () => {
    const anna = await enter(store, ANNA)
    const { reader } = anna.account
    const linkHash = await asks(reader, NEW)
    expect(await store.changeAddress(linkHash, undoing('undo'), NOW)).toEqual({
      ok: true,
      value: { ...anna.account, address: NEW },
    })
    const mails = given(await store.takeMails(10, NOW, NOW + MINUTE))
    expect(mails.map(({ to }) => to).sort()).toEqual([ANNA, ANNA, NEW])
    expect((await enter(store, NEW)).account.reader).toBe(reader)
    expect(await store.changeAddress(linkHash, undoing('again'), NOW)).toMatchObject({
      reason: 'worn',
    })

    expect(await store.undoAddress(hash('undo'), NOW + 6 * DAY)).toEqual({
      ok: true,
      value: anna.account,
    })
    expect(given(await store.sessions(reader))).toEqual([])
    expect((await enter(store, NEW)).account.reader).not.toBe(reader)
    expect(await store.undoAddress(hash('undo'), NOW)).toMatchObject({ reason: 'worn' })
  })

  test('that another account has is refused, which uses nothing up', async () => {
    const anna = await enter(store, ANNA)
    const ben = await enter(store, NEW)
    const linkHash = await asks(anna.account.reader, NEW)
    expect(await store.changeAddress(linkHash, undoing('undo'), NOW)).toMatchObject({
      reason: 'taken',
    })
    expect(await store.challengeOfLink(hash('undo'), NOW)).toMatchObject({ reason: 'worn' })
    expect(await store.challengeOfLink(linkHash, NOW)).toMatchObject({ ok: true })
    expect(await store.accountOf(NEW)).toEqual({ ok: true, value: ben.account })
  })

  test('is put back past an account that was only logged in to, never past one in which something is open', async () => {
    const { account } = await enter(store, ANNA)
    given(await store.changeAddress(await asks(account.reader, NEW), undoing('undo'), NOW))
    const fresh = await enter(store, ANNA)
    const grant = { plan: 'digital', until: NOW + DAY, source: 'support' }
    given(await store.grant(fresh.account.reader, grant, NOW))
    expect(await store.undoAddress(hash('undo'), NOW)).toMatchObject({ reason: 'taken' })
    expect(await store.accountOf(ANNA)).toEqual({ ok: true, value: fresh.account })
    given(await store.revoke(fresh.account.reader, undefined, 'support'))
    expect(given(await store.undoAddress(hash('undo'), NOW))).toEqual(account)
    expect(await store.account(fresh.account.reader)).toMatchObject(unknown)
  })

  test('no undoing of a later change wears out the way back to an earlier address', async () => {
    const { account } = await enter(store, ANNA)
    given(await store.changeAddress(await asks(account.reader, NEW), undoing('owner'), NOW))
    const thief = await ask(
      store,
      'thief@example.com',
      { purpose: 'change-address', reader: account.reader },
      NOW + 1,
    )
    given(await store.changeAddress(thief.linkHash, undoing('thief'), NOW + 1))
    expect(given(await store.undoAddress(hash('thief'), NOW + 2)).address).toBe(NEW)
    expect(given(await store.undoAddress(hash('owner'), NOW + 3))).toEqual(account)
  })

  test('the way back to an earlier address wears out the later ones', async () => {
    const { account } = await enter(store, ANNA)
    given(await store.changeAddress(await asks(account.reader, NEW), undoing('owner'), NOW))
    const asked = { purpose: 'change-address', reader: account.reader } as const
    const { linkHash } = await ask(store, 'thief@example.com', asked, NOW + 1)
    given(await store.changeAddress(linkHash, undoing('thief'), NOW + 1))
    expect(given(await store.undoAddress(hash('owner'), NOW + 2))).toEqual(account)
    expect(await store.undoAddress(hash('thief'), NOW + 3)).toMatchObject({ reason: 'worn' })
  })

  test('wears out what was asked for from the account when it is undone', async () => {
    const { account } = await enter(store, ANNA)
    given(await store.changeAddress(await asks(account.reader, NEW), undoing('undo'), NOW))
    const thief = await asks(account.reader, 'thief@example.com')
    given(await store.undoAddress(hash('undo'), NOW))
    expect(await store.changeAddress(thief, undoing('late'), NOW)).toMatchObject({ reason: 'worn' })
    expect(await store.standing(session().hash, NOW)).toMatchObject(unknown)
  })
})
