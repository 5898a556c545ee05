// What a reader has erased is gone: from every column of every table, and from the bytes on the disk.
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { accountsFile } from '../../src/store/accounts/place.ts'
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
import { added } from '../support/passkey-facts.ts'

const ANNA = 'anna.quincey@example.com'
const ANNA_NEW = 'anna_quincey%@example.org'
const CONSENT = 'Anna agrees that it renews'
const DEVICE = 'Annas own browser'

/** Buys a month and cancels it. */
async function buy(store: TestStore, reader: string) {
  const offer = { id: 'monthly', price: 900, currency: 'GBP', every: 'month' } as const
  const rest = { days: undefined, trialDays: undefined, introductory: undefined }
  const checkout = {
    id: 'annas checkout',
    reader,
    terms: { plan: 'weekend', planName: 'Weekend', offer: { ...offer, ...rest }, timeZone: 'UTC' },
    consent: { text: CONSENT, at: NOW },
    returnTo: '/annas/shelf',
  }
  given(await store.beginCheckout(checkout, NOW))
  const event = { id: 'an event', checkout: checkout.id, kind: 'paid' } as const
  given(await store.settleCheckout(event, NOW))
  given(await store.cancel(reader, checkout.id, NOW))
  return checkout
}

/** Everything the store can keep of a reader, and what of it may be found nowhere afterwards. */
async function liveALife(store: TestStore) {
  const anna = await enter(store, ANNA, { reads: [{ article: 'readbyanna', at: NOW }] })
  const { reader } = anna.account
  const made = { ...session(), device: DEVICE }
  const { linkHash } = await ask(store, ANNA, { returnTo: '/annas/way' })
  given(await store.logInByLink(linkHash, made, NOW))
  const change = await ask(store, ANNA_NEW, { purpose: 'change-address', reader })
  const { to: _, ...mail } = mailTo(ANNA)
  const undo = { id: 'annas undo', codeHash: 'annas code', browserHash: 'annas browser' }
  const rest = { linkHash: hash('undo'), returnTo: undefined, expires: NOW + 7 * DAY }
  given(await store.changeAddress(change.linkHash, { challenge: { ...undo, ...rest }, mail }, NOW))
  const taken = given(await store.takeMails(100, NOW, NOW + MINUTE))
  const [failing, ...sent] = taken.filter(({ to }) => to === ANNA)
  for (const { key } of sent) given(await store.mailSent(key, NOW))
  given(await store.mailFailed(failing?.key ?? '', `<${ANNA}> is full`, NOW + MINUTE))
  given(await store.queueMail({ ...mail, key: 'receipt', to: 'office@example.com' }, reader, NOW))
  given(await store.grant(reader, { plan: 'digital', until: NOW + DAY, source: 'annas' }, NOW))
  const payer = { plan: 'digital', until: NOW + DAY, externalId: 'annas id', name: 'Anna Q.' }
  given(await store.importPayers([{ ...payer, address: ANNA_NEW }], true, NOW))
  given(await store.addPasskey(reader, added('annas passkey', made.hash), NOW))
  const bought = await buy(store, reader)
  given(await store.openFeed(reader, 'annas feed', NOW))
  given(await store.endSessionByHash(anna.session.hash, NOW))
  given(
    await store.audit({ at: NOW, by: 'eva', act: 'grant', reader, detail: 'because she asked' }),
  )
  const detail = `code sent to ${ANNA_NEW.toUpperCase()}`
  given(await store.audit({ at: NOW, by: 'eva', act: 'send-code', reader: undefined, detail }))
  const traces = [reader, ANNA, ANNA_NEW, DEVICE, 'readbyanna', made.hash, anna.session.hash]
  const more = [
    'annas id',
    'annas passkey',
    'Anna Q.',
    '/annas/way',
    linkHash,
    'annas undo',
    'annas code',
    'annas browser',
    'annas feed',
  ]
  const sold = [bought.id, CONSENT, '/annas/shelf']
  return {
    reader,
    traces: [...traces, ...more, ...sold, 'because she asked', ANNA_NEW.toUpperCase()],
  }
}

function everyCell(file: string): readonly string[] {
  using database = new DatabaseSync(file, { readOnly: true })
  const tables = database.prepare("select name from sqlite_schema where type = 'table'").all()
  return tables.flatMap(({ name }) =>
    database
      .prepare(`select * from "${String(name)}"`)
      .all()
      .flatMap((row) => Object.entries(row).map(([column, cell]) => `${name}.${column}: ${cell}`)),
  )
}

async function everyByte(dir: string): Promise<string> {
  const files = await Promise.all(
    (await readdir(dir)).map((name) => readFile(join(dir, name), 'latin1')),
  )
  return files.join('\n')
}

describe.each(implementations)('$name', ({ open }) => {
  let store: TestStore

  beforeEach(async () => {
    store = await open()
  })

  afterEach(() => store.end())

  test('nothing of an erased reader is left in any table or on the disk', async () => {
    for (let other = 0; other < 40; other++)
      await enter(store, `reader-${other}@example.com`, { reads: [{ article: 'tide', at: other }] })
    const { reader, traces } = await liveALife(store)
    for (let other = 40; other < 80; other++)
      await enter(store, `reader-${other}@example.com`, { reads: [{ article: 'tide', at: other }] })
    const before = everyCell(accountsFile(store.dir)).join('\n')
    for (const trace of traces) expect(before, 'a trace that is looked for').toContain(trace)

    given(await store.erase(reader, NOW + DAY))

    const cells = everyCell(accountsFile(store.dir))
    const bytes = await everyByte(store.dir)
    for (const trace of traces) {
      expect(cells.filter((cell) => cell.includes(trace))).toEqual([])
      expect(bytes.includes(trace), trace).toBe(false)
    }
    expect(cells.filter((cell) => cell.startsWith('accounts.address:'))).toHaveLength(80)
    expect(cells.filter((cell) => /^payments\.(?:amount|plan_name)/.test(cell))).toEqual([
      'payments.plan_name: Weekend',
      'payments.amount: 900',
    ])
    expect(cells.filter((cell) => cell.startsWith('audit.act:')).sort()).toEqual([
      'audit.act: erase',
      'audit.act: grant',
      'audit.act: send-code',
    ])
  })

  test('an erased reader is unknown, and nothing that comes late brings them back', async () => {
    const anna = await enter(store, ANNA)
    const { reader } = anna.account
    given(await store.queueMail(mailTo(ANNA, 'taken'), reader, NOW))
    given(await store.takeMails(10, NOW, NOW + MINUTE))
    const { linkHash } = await ask(store, ANNA)
    given(await store.erase(reader, NOW))
    const unknown = { ok: false, reason: 'unknown' }
    expect(await store.erase(reader, NOW)).toMatchObject(unknown)
    expect(await store.export(reader)).toMatchObject(unknown)
    expect(await store.account(reader)).toMatchObject(unknown)
    expect(await store.standing(anna.session.hash, NOW)).toMatchObject(unknown)
    expect(await store.openFeed(reader, 'feed', NOW)).toMatchObject(unknown)
    expect(await store.logInByLink(linkHash, session(), NOW)).toMatchObject({ reason: 'worn' })
    given(await store.noteReads([{ reader, article: 'late', at: NOW }]))
    given(await store.mailFailed('taken', `<${ANNA}> is full`, NOW + MINUTE))
    expect(given(await store.takeMails(10, NOW + DAY, NOW + 2 * DAY))).toEqual([])
    expect(everyCell(accountsFile(store.dir)).join('\n')).not.toContain('late')
    const again = await enter(store, ANNA)
    expect(again.account.reader).not.toBe(reader)
    expect(again.standing).toMatchObject({ reads: [], entitlements: [] })
  })

  test('an export holds what is kept, and no secret', async () => {
    const { reader } = await liveALife(store)
    const exported = given(await store.export(reader))
    expect(exported).toMatchObject({
      account: { reader, address: ANNA_NEW, created: '2026-11-23T12:00:00.000Z', staff: false },
      privateFeed: { made: '2026-11-23T12:00:00.000Z' },
      reads: [{ article: 'readbyanna', at: '2026-11-23T12:00:00.000Z' }],
      entitlements: [
        { plan: 'digital', source: 'annas', until: '2026-11-24T12:00:00.000Z' },
        { plan: 'digital', source: 'import', until: '2026-11-24T12:00:00.000Z' },
      ],
      broughtAlong: [{ externalId: 'annas id', name: 'Anna Q.', address: ANNA_NEW }],
      actsOfSupport: [{ act: 'grant', detail: 'because she asked' }],
    })
    expect(exported['sessions']).toHaveLength(2)
    expect(exported['challenges']).toHaveLength(4)
    expect(exported['mails']).toHaveLength(6)
    expect(exported['passkeys']).toEqual([
      { device: 'device of annas passkey', created: '2026-11-23T12:00:00.000Z', lastUsed: null },
    ])
    const text = JSON.stringify(exported)
    expect(text).not.toContain('123456')
    expect(text).not.toContain('eva')
    expect(text).not.toContain('annas feed')
    expect(text).not.toMatch(/"[\w-]{43}"/)
  })
})
