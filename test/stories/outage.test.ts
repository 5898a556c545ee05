// Promise 3 under load: the thread of the accounts hangs, is killed and comes back while two hundred subscribers read at
// once. In no phase is one of them refused, nobody else gets in, and what was acknowledged is there afterwards.
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type SecretHash, sessionIdOf } from '../../src/core/account.ts'
import { EMPTY_METER } from '../../src/core/meter.ts'
import type { Entitlement } from '../../src/core/reader.ts'
import { sealPass } from '../../src/http/pass.ts'
import { hashOf, newSecret } from '../../src/http/session.ts'
import { accountsFile } from '../../src/store/accounts/place.ts'
import { given } from '../support/account-facts.ts'
import { attackedFiles, kept, LAST, MINUTE } from '../support/attacked.ts'
import { type Answer, type Published, publish } from '../support/publication.ts'

const worker = new URL('../support/accounts-worker-with-faults.ts', import.meta.url)
const SUBSCRIBERS = 200
const HOUR = 60 * MINUTE
const PASS = 5 * MINUTE

type Cookies = Readonly<Record<string, string>>

let published: Published
let payers: Cookies[] = []
let others: Cookies[] = []
/** A payer's pass from before all outages. */
let oldPass = ''
let sessions = 0

beforeAll(async () => {
  // The store may take longer than on a quiet machine; how long is tried elsewhere.
  published = await publish(attackedFiles(), {}, { worker, standingMs: 300, callMs: 20_000 })
  const [later, ended] = [published.now + 1000 * HOUR, published.now - 1]
  const many = (count: number, name: string, until: number | undefined) =>
    Promise.all(Array.from({ length: count }, (_, n) => enter(`${name}${n}`, until)))
  payers = await many(SUBSCRIBERS, 'payer', later)
  oldPass = payers[0]?.['standfirst-pass'] ?? ''
  others = [...(await many(20, 'registered', undefined)), ...(await many(20, 'lapsed', ended))]
})
afterAll(() => published.close())
beforeEach(() => {
  // Every pass is over: each request of a session asks the store.
  published.now += PASS + MINUTE
})

/** A reader's session, and the pass that their browser had of it a moment ago. */
async function enter(name: string, until: number | undefined): Promise<Cookies> {
  const { seals, now, accounts } = published
  const address = `${name}@example.org`
  const { secret, hash } = newSecret()
  const link = newSecret().hash
  const reader = undefined
  const unused = { codeHash: newSecret().hash, browserHash: newSecret().hash }
  const times = { expires: now + 1, returnTo: undefined, reader }
  const asked = {
    ...unused,
    ...times,
    id: name,
    address,
    purpose: 'log-in',
    linkHash: link,
  } as const
  const mail = { key: name, to: address, until: now, subject: '', text: '', html: '' }
  given(await accounts.store.challenge(asked, mail, 1, now))
  const entered = given(
    await accounts.store.logInByLink(link, { hash, device: '', reads: [] }, now),
  )
  sessions++
  const id = entered.account.reader
  const entitlements = until === undefined ? [] : [{ plan: 'digital', until }]
  for (const grant of entitlements)
    given(await accounts.store.grant(id, { ...grant, source: 'support' }, now))
  return {
    'standfirst-session': seals.seal('session', secret),
    'standfirst-pass': passOf(id, hash, entitlements),
  }
}

function passOf(id: string, session: SecretHash, entitlements: readonly Entitlement[]): string {
  const { now, seals } = published
  const made = {
    session: sessionIdOf(session),
    issued: now,
    expires: now + PASS,
    reads: EMPTY_METER,
  }
  const reader =
    entitlements.length > 0
      ? ({ kind: 'subscriber', id, entitlements } as const)
      : ({ kind: 'registered', id } as const)
  return sealPass({ reader, ...made }, seals)
}

/**
 * Who is nobody: without cookies, with invented or spoilt ones, with a pass that is over and no session of ours, or with
 * the session of somebody to whom nothing is open.
 */
function strangers(): readonly Cookies[] {
  const session = payers[0]?.['standfirst-session'] ?? ''
  const invented = published.seals.seal('session', newSecret().secret)
  return [
    {},
    { 'standfirst-pass': oldPass },
    { 'standfirst-session': invented },
    { 'standfirst-session': others[0]?.['standfirst-session'] ?? '', 'standfirst-pass': oldPass },
    { 'standfirst-session': session.slice(0, -1), 'standfirst-pass': oldPass },
    { 'standfirst-session': invented, 'standfirst-pass': oldPass.replace('v1.', 'v2.') },
    { 'standfirst-session': oldPass, 'standfirst-pass': session },
  ]
}

const read = (cookies: Cookies) => published.read('/town/paid', { cookies })
const isOpen = ({ text }: Answer) => text.includes(LAST)

/** Everybody reads at once, and payers keep what they are given. */
async function allRead() {
  const [paid, rest] = await Promise.all([
    Promise.all(payers.map(read)),
    Promise.all([...others, ...strangers()].map(read)),
  ])
  payers = payers.map((cookies, n) => after(cookies, paid[n]))
  return {
    refused: paid.filter((answer) => !isOpen(answer)).length,
    letIn: rest.filter(isOpen).length,
    failed: [...paid, ...rest].filter(({ status }) => status !== 200).length,
    inGrace: paid.filter(({ text }) => text.includes('Read on; nothing is lost.')).length,
  }
}

/** The cookies of a browser after an answer. */
function after(cookies: Cookies, answer: Answer | undefined): Cookies {
  const next: Record<string, string> = { ...cookies }
  for (const line of answer?.headers.getSetCookie() ?? []) {
    const [pair = ''] = line.split(';')
    next[pair.slice(0, pair.indexOf('='))] = pair.slice(pair.indexOf('=') + 1)
  }
  return next
}

const HARMLESS = { refused: 0, letIn: 0, failed: 0 }

const fault = (name: 'hangs' | 'dies') => `${accountsFile(join(published.dir, 'data'))}.${name}`
const strike = (name: 'hangs' | 'dies') => writeFile(fault(name), '')
const heal = () => rm(fault('hangs'))

/** Everybody reads again and again, and nobody is harmed, until every payer has a pass that the store has made. */
async function readUntilBack(): Promise<void> {
  let waiting = SUBSCRIBERS
  while (waiting > 0) {
    const { inGrace, ...harm } = await allRead()
    expect(harm).toEqual(HARMLESS)
    waiting = inGrace
  }
}

/** Whose grace is over waits for the store, and reads on as soon as it answers. */
async function readUntilLetIn(): Promise<void> {
  let waiting = SUBSCRIBERS
  while (waiting > 0) {
    const { refused, letIn } = await allRead()
    expect(letIn).toBe(0)
    waiting = refused
  }
}

async function expectAccountsClosed(): Promise<void> {
  const [payer] = payers
  const asked = await published.read('/account', { ...(payer && { cookies: payer }) })
  const form = { address: 'somebody@example.org' }
  const logIn = await published.read('/account/log-in', { form })
  const shown = await published.read('/account/log-in')
  for (const { status, headers, text } of [asked, logIn, shown]) {
    expect([status, headers.get('retry-after')]).toEqual([503, '120'])
    expect(text).toContain('We cannot reach the accounts at the moment')
  }
}

describe('two hundred subscribers read at once', () => {
  test('while the store works', async () => {
    await readUntilBack()
  })

  test('while it hangs: all by their old passes, with one quiet notice; then while it returns', async () => {
    await strike('hangs')
    expect(await allRead()).toEqual({ ...HARMLESS, inGrace: SUBSCRIBERS })
    const returning = allRead()
    await heal()
    expect(await returning).toMatchObject(HARMLESS)
    await readUntilBack()
  })

  test('while it is dead: all by their old passes, and account pages say when to come again; then while it returns', async () => {
    await strike('dies')
    await strike('hangs')
    expect(await allRead()).toEqual({ ...HARMLESS, inGrace: SUBSCRIBERS })
    expect(await allRead()).toEqual({ ...HARMLESS, inGrace: SUBSCRIBERS })
    await expectAccountsClosed()
    const returning = allRead()
    await heal()
    expect(await returning).toMatchObject(HARMLESS)
    await readUntilBack()
  })

  test('while it dies again and again under them; what was acknowledged just before is there afterwards', async () => {
    const left: string[] = []
    for (let death = 1; death <= 3; death++) {
      const leaver = await enter(`leaver${death}`, undefined)
      left.push(leaver['standfirst-session'] ?? '')
      const logOut = await published.read('/account/log-out', { cookies: leaver, form: {} })
      expect(logOut.status).toBe(200)
      published.now += PASS + MINUTE
      await strike('dies')
      expect(await allRead()).toMatchObject(HARMLESS)
      await readUntilBack()
    }
    const { store } = published.accounts
    for (const seal of left) {
      const hash = hashOf(published.seals.open('session', seal) ?? '')
      expect(await store.standing(hash, published.now)).toMatchObject({ reason: 'unknown' })
    }
    const figures = given(await store.figures(published.now))
    expect(figures).toMatchObject({ accounts: sessions, sessions: sessions - left.length })
    expect(figures.payers).toBe(SUBSCRIBERS)
    const deaths = published.log.filter((line) => line.includes('died and is started again'))
    expect(deaths).toHaveLength(4)
  })

  test('whoever had logged out before it does not read on by the cookies they had', async () => {
    const later = published.now + 1000 * HOUR
    const [here, everywhere, bystander] = await Promise.all([
      enter('left here', later),
      enter('left everywhere', later),
      enter('stayed', later),
    ])
    const leave = (path: string, cookies: Cookies) => published.read(path, { cookies, form: {} })
    expect((await leave('/account/log-out', here)).status).toBe(200)
    expect((await leave('/account/sessions/end-all', everywhere)).status).toBe(200)
    published.now += PASS + MINUTE
    await strike('hangs')
    const answers = await Promise.all([here, everywhere, bystander].map(read))
    await heal()
    expect(answers.map(isOpen)).toEqual([false, false, true])
    await readUntilBack()
  })

  test('nor does who was given a pass while their sessions were being ended', async () => {
    const cookies = await enter('ended meanwhile', published.now + 1000 * HOUR)
    published.now += PASS + MINUTE
    const { store } = published.accounts
    const { endSessions } = store
    let pass = ''
    const endLater: typeof endSessions = async (...asked) => {
      published.now += 5
      pass = kept(await read(cookies), 'pass')
      return endSessions(...asked)
    }
    Object.assign(store, { endSessions: endLater })
    const left = await published.read('/account/sessions/end-all', { cookies, form: {} })
    Object.assign(store, { endSessions })
    expect([left.status, pass.length > 0]).toEqual([200, true])
    await strike('hangs')
    published.now += PASS + MINUTE
    const answer = await read({ ...cookies, 'standfirst-pass': pass })
    await heal()
    expect(isOpen(answer)).toBe(false)
    await readUntilBack()
  })

  test('for a day of it, and not a millisecond longer', async () => {
    await readUntilBack()
    const ends = published.now + PASS + 24 * HOUR
    await strike('hangs')
    published.now = ends - 1
    expect(await allRead()).toEqual({ ...HARMLESS, inGrace: SUBSCRIBERS })
    published.now = ends
    expect(await allRead()).toEqual({ ...HARMLESS, refused: SUBSCRIBERS, inGrace: 0 })
    await heal()
    await readUntilLetIn()
  })
})
