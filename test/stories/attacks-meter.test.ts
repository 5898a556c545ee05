// Readers with an account who want more of the meter than they are promised: by passes of before, by reads that push
// others out of sight, and by clocks that go wrong.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadConfig } from '../../src/config.ts'
import { tidy } from '../../src/node/accounts.ts'
import { attackedFiles, kept, LAST, MINUTE, victimOf } from '../support/attacked.ts'
import { type Published, publish, WAYS, type Way } from '../support/publication.ts'

let published: Published
beforeAll(async () => {
  published = await publish(attackedFiles())
})
afterAll(() => published.close())

/** How many of eight metered articles these cookies open, when what comes back is thrown away. */
async function opened(cookies: Record<string, string>, way: Way = 'socket'): Promise<number> {
  let count = 0
  for (let n = 0; n < 8; n++)
    if ((await published.read(`/town/m${n}`, { cookies, way })).text.includes(LAST)) count++
  return count
}

describe.each(WAYS)('by the %s', (way) => {
  test('a pass that is sent again and again without its meter opens what the meter has, and no more', async () => {
    const { session, pass } = await victimOf(published, `ann-${way}@example.org`)
    expect(await opened({ 'standfirst-pass': pass }, way)).toBe(4)
    expect(await opened({ 'standfirst-pass': pass, 'standfirst-session': session }, way)).toBe(4)
    await published.accounts.spends.flush()
    published.now += 6 * MINUTE
    expect(await opened({ 'standfirst-session': session }, way)).toBe(4)
  })
})

test('one article read again and again pushes no other out of the meter', async () => {
  const { session } = await victimOf(published, 'bob@example.org')
  const cookies = { 'standfirst-session': session }
  const account = await published.accounts.store.accountOf('bob@example.org')
  if (!account.ok) throw new Error(account.reason)
  const { reader } = account.value
  const articleOf = (path: string) => published.content.edition().byPath.get(path)?.id ?? ''
  for (const path of ['/town/m0', '/town/m1', '/town/m2', '/town/m3'])
    await published.accounts.store.noteReads([
      { reader, article: articleOf(path), at: published.now },
    ])
  const again = Array.from({ length: 400 }, (_, n) => ({
    reader,
    article: articleOf('/town/m0'),
    at: published.now + n,
  }))
  await published.accounts.store.noteReads(again)
  published.now += 6 * MINUTE
  const answer = await published.read('/town/m7', { cookies })
  const renewed = { ...cookies, 'standfirst-pass': kept(answer, 'pass') }
  expect(await opened(renewed)).toBe(4)
})

test('a pass that was made while the clock ran ahead does not open until then: its session is asked', async () => {
  published.now += 1000 * 60 * MINUTE
  const { session, pass } = await victimOf(published, 'cy@example.org')
  published.now -= 1000 * 60 * MINUTE
  const cookies = { 'standfirst-pass': pass }
  expect((await published.read('/town/registered', { cookies })).text).not.toContain(LAST)
  const both = { ...cookies, 'standfirst-session': session }
  const answer = await published.read('/town/registered', { cookies: both })
  expect(answer.text).toContain(LAST)
  expect(kept(answer, 'pass')).not.toBe('')
})

test('a session opens for a year, also for whoever keeps its cookie longer than a browser would', async () => {
  const { session, read } = await victimOf(published, 'di@example.org')
  const cookies = { 'standfirst-session': session }
  const began = published.now
  for (const days of [100, 200, 300, 364]) {
    published.now = began + days * 1440 * MINUTE
    expect((await read('/town/registered', { cookies })).text).toContain(LAST)
  }
  published.now = began + 365 * 1440 * MINUTE + 6 * MINUTE
  expect((await published.read('/town/registered', { cookies })).text).not.toContain(LAST)
  expect((await published.read('/account', { cookies })).status).toBe(303)
})

test('a meter of ninety days remembers for ninety days', async () => {
  const files = attackedFiles()
  const written = JSON.parse(files['standfirst.config.json'] ?? '')
  written.policy.meter.period = { days: 90 }
  const slow = await publish({ ...files, 'standfirst.config.json': JSON.stringify(written) })
  try {
    const { read } = await victimOf(slow, 'eve@example.org')
    for (const path of ['/town/m0', '/town/m1', '/town/m2', '/town/m3']) await read(path)
    await slow.accounts.spends.flush()
    const config = await loadConfig(slow.dir, {})
    if (!config.ok) throw new Error('the configuration has faults')
    slow.now += 89 * 1440 * MINUTE
    await tidy(slow.accounts.store, { config: config.value, now: () => slow.now })
    // Asked of the store: the process itself remembers for a while as well.
    const account = await slow.accounts.store.accountOf('eve@example.org')
    const taken = account.ok ? await slow.accounts.store.export(account.value.reader) : account
    expect(taken.ok && taken.value['reads']).toHaveLength(4)
  } finally {
    await slow.close()
  }
})
