// Private feeds in the store: one a reader, ended by all that should end it, and never to come back.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ask, DAY, enter, given, HOUR, mailTo, NOW } from '../support/account-facts.ts'
import { implementations, type TestStore } from '../support/account-stores.ts'

const ANNA = 'anna@example.com'
const unknown = { ok: false, reason: 'unknown' }

describe.each(implementations)('$name', ({ open }) => {
  let store: TestStore

  beforeEach(async () => {
    store = await open()
  })

  afterEach(() => store.end())

  test('a reader has none, makes one, makes another, and closes it', async () => {
    const { reader } = (await enter(store, ANNA)).account
    expect(given(await store.feedOf(reader))).toBeUndefined()
    given(await store.closeFeed(reader))
    given(await store.openFeed(reader, 'first', NOW))
    expect(given(await store.feedOf(reader))).toEqual({ id: 'first', made: NOW })
    given(await store.openFeed(reader, 'second', NOW + HOUR))
    expect(given(await store.feedOf(reader))).toEqual({ id: 'second', made: NOW + HOUR })
    expect(await store.standingOfFeed('first', NOW)).toMatchObject(unknown)
    expect(given(await store.standingOfFeed('second', NOW)).reader).toBe(reader)
    given(await store.closeFeed(reader))
    expect(given(await store.feedOf(reader))).toBeUndefined()
    expect(await store.standingOfFeed('second', NOW)).toMatchObject(unknown)
    expect(await store.openFeed('nobody', 'third', NOW)).toMatchObject(unknown)
    expect(await store.standingOfFeed('third', NOW)).toMatchObject(unknown)
  })

  test('the reader of a feed stands as in a session of theirs, and nobody else does', async () => {
    const anna = await enter(store, ANNA, { reads: [{ article: 'tide', at: NOW }] })
    const ben = await enter(store, 'ben@example.com')
    const { reader } = anna.account
    given(await store.openFeed(reader, 'of anna', NOW))
    given(await store.openFeed(ben.account.reader, 'of ben', NOW))
    given(await store.grant(reader, { plan: 'digital', until: NOW + DAY, source: 'support' }, NOW))
    given(await store.setStaff(reader, true))
    for (const now of [NOW, NOW + DAY - 1, NOW + DAY, NOW + 61 * DAY])
      expect(await store.standingOfFeed('of anna', now)).toEqual(
        await store.standing(anna.session.hash, now),
      )
    expect(given(await store.standingOfFeed('of anna', NOW))).toEqual({
      reader,
      staff: true,
      entitlements: [{ plan: 'digital', until: NOW + DAY }],
      reads: [{ article: 'tide', at: NOW }],
    })
    expect(given(await store.standingOfFeed('of ben', NOW))).toMatchObject({
      staff: false,
      entitlements: [],
      reads: [],
    })
  })

  test('it ends with all sessions, not with one; with the account; and when an address is taken back', async () => {
    const anna = await enter(store, ANNA)
    const { reader } = anna.account
    const other = (await enter(store, 'ben@example.com')).account.reader
    given(await store.openFeed(other, 'of ben', NOW))
    const opens = async (feed: string) => (await store.standingOfFeed(feed, NOW)).ok

    given(await store.openFeed(reader, 'one', NOW))
    given(await store.endSessionByHash(anna.session.hash, NOW))
    expect(await opens('one')).toBe(true)
    given(await store.endSessions(reader, undefined, NOW))
    expect(await opens('one')).toBe(false)

    const again = await enter(store, ANNA)
    given(await store.openFeed(reader, 'two', NOW))
    given(await store.endSessions(reader, again.session.hash, NOW))
    expect(await opens('two')).toBe(false)

    const change = await ask(store, 'anna@example.org', { purpose: 'change-address', reader })
    const { to: _, ...mail } = mailTo(ANNA)
    const undo = { id: 'undo', codeHash: 'code', browserHash: 'browser', linkHash: 'undo link' }
    const challenge = { ...undo, returnTo: undefined, expires: NOW + DAY }
    given(await store.changeAddress(change.linkHash, { challenge, mail }, NOW))
    given(await store.openFeed(reader, 'three', NOW))
    given(await store.undoAddress('undo link', NOW))
    expect(await opens('three')).toBe(false)

    given(await store.openFeed(reader, 'four', NOW))
    given(await store.tidy(NOW + DAY))
    expect(await opens('four')).toBe(true)
    given(await store.erase(reader, NOW))
    expect(await opens('four')).toBe(false)
    expect(await opens('of ben')).toBe(true)
  })
})
