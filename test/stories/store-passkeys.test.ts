// The store's contract: passkeys, and the questions they answer once. Every implementation passes it.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  ask,
  DAY,
  type Entered,
  enter,
  given,
  HOUR,
  hash,
  MINUTE,
  NOW,
  session,
} from '../support/account-facts.ts'
import { implementations, type TestStore } from '../support/account-stores.ts'
import { added, used } from '../support/passkey-facts.ts'

const ANNA = 'anna@example.com'
const WORN = { ok: false, reason: 'worn' }

describe.each(implementations)('$name', ({ open }) => {
  let store: TestStore
  let anna: Entered
  let reader: string

  beforeEach(async () => {
    store = await open()
    anna = await enter(store, ANNA)
    reader = anna.account.reader
  })

  afterEach(() => store.end())

  const add = (id: string, now = NOW) => store.addPasskey(reader, added(id, anna.session.hash), now)

  test('one that was added is found, with the mail that says so to the address of this moment', async () => {
    given(await store.takeMails(10, NOW, NOW + MINUTE))
    given(await add('one'))
    expect(await store.passkey('one')).toEqual({
      ok: true,
      value: { id: 'one', reader, publicKey: 'key of one', signCount: 0 },
    })
    expect(given(await store.passkeysOf(reader))).toEqual([
      { id: 'one', device: 'device of one', created: NOW, lastUsed: undefined },
    ])
    expect(given(await store.takeMails(10, NOW, NOW + MINUTE))).toMatchObject([{ to: ANNA }])
    expect(await store.passkey('another')).toMatchObject({ reason: 'unknown' })
  })

  test('it logs in, with what the browser read, and its use and count are noted', async () => {
    given(await add('one'))
    const reads = [{ article: 'tide', at: NOW }]
    const at = NOW + HOUR + MINUTE
    const made = session(reads)
    const entered = given(await store.logInByPasskey(used('one', 'q', { signCount: 7 }), made, at))
    expect(entered).toMatchObject({ account: anna.account, standing: { reader, reads } })
    expect(entered.returnTo).toBeUndefined()
    expect(given(await store.standing(made.hash, at)).reader).toBe(reader)
    expect(given(await store.passkeysOf(reader))).toMatchObject([{ lastUsed: NOW + HOUR }])
    expect(given(await store.passkey('one')).signCount).toBe(7)
  })

  test('a question is answered once, to add or to log in, also by answers that race', async () => {
    given(await add('one'))
    const same = used('one', 'q')
    const raced = await Promise.all([1, 2, 3].map(() => store.logInByPasskey(same, session(), NOW)))
    expect(raced.filter(({ ok }) => ok)).toHaveLength(1)
    expect(given(await store.sessions(reader))).toHaveLength(2)
    const again = used('one', 'adding one')
    expect(await store.logInByPasskey(again, session(), NOW)).toMatchObject(WORN)
    const { question } = same
    const another = added('two', anna.session.hash, { question })
    expect(await store.addPasskey(reader, another, NOW)).toMatchObject(WORN)
    expect(given(await store.passkeysOf(reader))).toHaveLength(1)
  })

  test('one that counted on meanwhile, was removed or never was logs nobody in', async () => {
    given(await add('one'))
    given(await store.logInByPasskey(used('one', 'first', { signCount: 3 }), session(), NOW))
    expect(await store.logInByPasskey(used('one', 'late'), session(), NOW)).toMatchObject(WORN)
    given(await store.removePasskey(reader, 'one'))
    const counted = used('one', 'gone', { counted: 3, signCount: 4 })
    expect(await store.logInByPasskey(counted, session(), NOW)).toMatchObject(WORN)
    expect(await store.logInByPasskey(used('never', 'q'), session(), NOW)).toMatchObject(WORN)
    expect(given(await store.sessions(reader))).toHaveLength(2)
  })

  test('a log-in that cannot be written whole uses nothing up', async () => {
    given(await add('one'))
    const answered = used('one', 'q', { signCount: 3 })
    expect(await store.logInByPasskey(answered, anna.session, NOW)).toMatchObject({
      reason: 'unavailable',
    })
    given(await store.logInByPasskey(answered, session(), NOW))
  })

  test('one is added only by a session of its reader that holds and is young', async () => {
    const ben = await enter(store, 'ben@example.com')
    const stale = { reason: 'stale' }
    const { hash: mine } = anna.session
    expect(await add('late', NOW + 15 * MINUTE + 1)).toMatchObject(stale)
    expect(await store.addPasskey(reader, added('no', hash('no')), NOW)).toMatchObject(stale)
    const bens = added('no', ben.session.hash)
    expect(await store.addPasskey(reader, bens, NOW)).toMatchObject(stale)
    given(await add('one', NOW + 15 * MINUTE))
    given(await store.endSessionByHash(mine, NOW))
    expect(await add('ended')).toMatchObject(stale)
    expect(given(await store.passkeysOf(reader))).toHaveLength(1)
  })

  test('ten are the most, also when many are added at once; none is added twice', async () => {
    const ids = Array.from({ length: 12 }, (_, n) => `key-${n}`)
    const results = await Promise.all(ids.map((id) => add(id)))
    expect(results.filter(({ ok }) => ok)).toHaveLength(10)
    expect(results.filter((one) => !one.ok && one.reason === 'full')).toHaveLength(2)
    given(await store.removePasskey(reader, 'key-0'))
    const question = { hash: hash('once more'), expires: NOW + MINUTE }
    const twice = added('key-1', anna.session.hash, { question })
    expect(await store.addPasskey(reader, twice, NOW)).toMatchObject(WORN)
    expect(given(await store.passkeysOf(reader))).toHaveLength(9)
  })

  test('nobody removes another’s', async () => {
    given(await add('one'))
    const ben = await enter(store, 'ben@example.com')
    given(await store.removePasskey(ben.account.reader, 'one'))
    given(await store.passkey('one'))
    expect(given(await store.shutOut(ben.account.reader, NOW))).toEqual({
      sessions: 1,
      passkeys: 0,
    })
    given(await store.passkey('one'))
  })

  test('who is shut out has no session and no passkey left; log-out leaves passkeys', async () => {
    given(await add('one'))
    given(await add('two'))
    given(await store.endSessions(reader, undefined, NOW))
    const later = session()
    given(await store.logInByPasskey(used('two', 'q'), later, NOW))
    expect(given(await store.shutOut(reader, NOW))).toEqual({ sessions: 1, passkeys: 2 })
    expect(await store.standing(later.hash, NOW)).toMatchObject({ reason: 'unknown' })
    expect(given(await store.passkeysOf(reader))).toEqual([])
  })

  test('an address that is taken back takes all passkeys away, in one', async () => {
    const linkHash = (await ask(store, 'new@example.com', { purpose: 'change-address', reader }))
      .linkHash
    const { mail } = added('', '')
    const codes = { codeHash: '', browserHash: '' }
    const rest = { id: 'undo', returnTo: undefined, expires: NOW + DAY, linkHash: hash('undo') }
    given(await store.changeAddress(linkHash, { challenge: { ...rest, ...codes }, mail }, NOW))
    given(await add('of a thief'))
    given(await store.undoAddress(hash('undo'), NOW))
    expect(given(await store.passkeysOf(reader))).toEqual([])
    const late = used('of a thief', 'q')
    expect(await store.logInByPasskey(late, session(), NOW)).toMatchObject(WORN)
  })

  test('an answered question is kept until nobody would take it, and a passkey as long as its account', async () => {
    given(await add('one'))
    while (given(await store.tidy(NOW + 5 * MINUTE)) > 0);
    const again = used('one', 'adding one')
    expect(await store.logInByPasskey(again, session(), NOW)).toMatchObject(WORN)
    while (given(await store.tidy(NOW + 1000 * DAY)) > 0);
    given(await store.logInByPasskey(again, session(), NOW + 1000 * DAY))
    given(await store.erase(reader, NOW))
    expect(await store.passkey('one')).toMatchObject({ reason: 'unknown' })
  })
})
