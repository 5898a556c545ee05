import { expect, test, vi } from 'vitest'
import type { OriginSettings, SiteAnswer, SiteAsk } from '../../../core/origin.ts'
import type { FromOwner, FromWorker, Given } from './messages.ts'
import { SiteAtOwner } from './site-at-owner.ts'

const ROUTE = { kind: 'read', key: '/a', shared: true } as const
const ASK: SiteAsk = { method: 'GET', header: () => undefined, client: undefined, body: undefined }
const GERMAN = { ...ASK, header: (name: string) => (name === 'accept-language' ? 'de' : undefined) }
const UNTIL = 1000

const settings: OriginSettings = {
  ...{ url: 'http://127.0.0.1:9', host: undefined, own: [], cms: 'none', mode: 'gate' },
  articles: { paths: [], except: [], body: undefined },
  ...{ gates: [], closed: [], open: [], cookies: [{ path: '/*', names: ['cart'] }] },
  ...{ pass: [], dropCookies: [] },
  ...{ partners: [], editors: false, removeRented: false, parameters: [], searches: [] },
  cache: {
    ...{ memoryBytes: 1_000_000, diskBytes: 0, freshSeconds: 60 },
    ...{ staleWhileRevalidateSeconds: 0, staleIfErrorSeconds: 0 },
  },
  ...{ answerWithinMs: 1000, purgeSecret: undefined, wall: undefined },
}

const answerOf = (text: string): SiteAnswer => ({
  ...{ key: '/a', status: 200, version: text, headers: [], caching: undefined, cookies: [] },
  reading: { kind: 'text', text },
})

/** A worker whose owner says what the test says. */
function worker() {
  const said: FromWorker[] = []
  const state = { now: 0 }
  let tell = (_message: FromOwner) => {}
  const site = new SiteAtOwner(
    settings,
    { say: (message) => void said.push(message), hear: (listen) => (tell = listen) },
    () => state.now,
  )
  const leave = () =>
    tell({ what: 'leave-given', sent: performance.now(), lasts: 60_000, articles: 1 })
  const calls = () => said.flatMap((one) => (one.what === 'call' ? [one] : []))
  const find = (given: Given, ask = ASK) => {
    const found = site.find(ROUTE, ask)
    tell({ what: 'given', id: calls().at(-1)?.id ?? 0, given })
    return found
  }
  const ready = (ask = ASK) => site.ready('/a', ask)?.version
  return {
    site,
    state,
    said,
    calls,
    leave,
    find,
    ready,
    tell: (message: FromOwner) => tell(message),
  }
}

const held = { id: 7, from: 0, until: UNTIL, varying: [] }
const answer = { kind: 'answer', answer: answerOf('one'), held } as const

test('what was given is sent with leave alone, while it is fresh, to whoever asks alike', async () => {
  const { site, state, leave, find, ready } = worker()
  await find(answer)
  expect(ready()).toBeUndefined()
  leave()
  expect(ready()).toBe('one')
  expect(ready({ ...ASK, header: (name) => (name === 'cookie' ? 'cart=1' : undefined) })).toBe(
    undefined,
  )
  state.now = UNTIL
  expect(ready()).toBeUndefined()
  state.now = -1
  expect(ready()).toBeUndefined()
  state.now = 0
  const varying = [['accept-language', 'de']] as const
  await find(
    { kind: 'answer', answer: answerOf('zwei'), held: { ...held, id: 8, varying } },
    GERMAN,
  )
  expect([ready(GERMAN), ready()]).toEqual(['zwei', undefined])
  await site.close()
})

test('what has changed at its path, or of what is known, makes the worker ask; "the same" makes it good again', async () => {
  const { site, calls, leave, find, ready, tell } = worker()
  const changed = { what: 'changed', number: 1 } as const
  leave()
  await find(answer)
  tell({ ...changed, paths: ['/b'], isKnown: false })
  expect(ready()).toBe('one')
  tell({ ...changed, paths: [], isKnown: true })
  expect(ready()).toBeUndefined()
  const found = await find({ kind: 'same', held })
  expect(calls().at(-1)?.call).toMatchObject({ name: 'find', has: 7 })
  expect([found, ready()]).toMatchObject([{ kind: 'answer', answer: answer.answer }, 'one'])
  for (const paths of [['/a'], 'all'] as const) {
    await find(answer)
    tell({ ...changed, paths, isKnown: false })
    expect(ready()).toBeUndefined()
  }
  await site.close()
})

test('all who ask alike are one call; whoever asks after a change is not answered with what was asked before', async () => {
  const { site, calls, tell } = worker()
  const first = [site.find(ROUTE, ASK), site.find(ROUTE, ASK)]
  expect(calls()).toHaveLength(1)
  tell({ what: 'changed', number: 1, paths: ['/a'], isKnown: false })
  const second = site.find(ROUTE, ASK)
  expect(calls()).toHaveLength(2)
  const [one, two] = calls()
  tell({ what: 'given', id: one?.id ?? 0, given: answer })
  tell({ what: 'given', id: two?.id ?? 0, given: { kind: 'gone', status: 410 } })
  expect(await Promise.all(first)).toMatchObject([{ kind: 'answer' }, { kind: 'answer' }])
  expect(await second).toEqual({ kind: 'gone', status: 410 })
  await site.close()
})

test('what is not kept for all is one reader’s: whoever asked alike at the same time asks again', async () => {
  const { site, calls, tell } = worker()
  const mine = (name: string): Given => ({
    ...{ kind: 'answer', answer: { ...answerOf(name), cookies: [`session=${name}`] } },
    held: undefined,
  })
  const found = [site.find(ROUTE, ASK), site.find(ROUTE, ASK), site.find(ROUTE, ASK)]
  tell({ what: 'given', id: calls()[0]?.id ?? 0, given: mine('one') })
  await found[0]
  await vi.waitFor(() => expect(calls()).toHaveLength(3))
  for (const [at, name] of ['one', 'two', 'three'].entries())
    tell({ what: 'given', id: calls()[at]?.id ?? 0, given: mine(name) })
  const versions = (await Promise.all(found)).map((one) =>
    one.kind === 'answer' ? [one.answer.version, ...one.answer.cookies] : [],
  )
  expect(versions).toEqual(['one', 'two', 'three'].map((name) => [name, `session=${name}`]))
  await site.close()
})

test('who asked with one that is put off asks anew, and the owner is told for whom', async () => {
  const { site, calls, tell } = worker()
  const as = (name: string): SiteAsk => ({ ...ASK, asker: () => ({ name, isKnown: false }) })
  const [flooding, other] = [site.find(ROUTE, as('a')), site.find(ROUTE, as('b'))]
  const putOff: Given = { kind: 'unavailable', isPutOff: true }
  tell({ what: 'given', id: calls()[0]?.id ?? 0, given: putOff })
  await vi.waitFor(() => expect(calls()).toHaveLength(2))
  tell({ what: 'given', id: calls()[1]?.id ?? 0, given: answer })
  expect(await flooding).toEqual(putOff)
  expect(await other).toMatchObject({ kind: 'answer' })
  const askers = calls().map(({ call }) =>
    call.name === 'find' ? call.ask.asker?.name : undefined,
  )
  expect(askers).toEqual(['a', 'b'])
  await site.close()
})
