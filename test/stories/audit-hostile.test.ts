// A site that hangs, leads away, never ends, sends rubbish and hostile markup neither stops an audit nor harms it.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { audit, CannotAudit } from '../../src/audit/audit.ts'
import type { AuditEvent } from '../../src/audit/finding.ts'
import type { AuditOptions } from '../../src/audit/options.ts'
import { type HostileSite, hostileSite, MISBEHAVING } from '../support/hostile-site.ts'

/** Patient enough for a busy machine, and small enough to be met. */
const limits = { connectMs: 2000, totalMs: 2000, bodyBytes: 1024 * 1024, readMs: 4000 }

async function eventsOf(options: AuditOptions): Promise<readonly AuditEvent[]> {
  const events: AuditEvent[] = []
  for await (const event of audit(options)) events.push(event)
  return events
}

describe('a site that misbehaves in every way', () => {
  let site: HostileSite
  let events: readonly AuditEvent[]
  beforeAll(async () => {
    site = await hostileSite()
    events = await eventsOf({ url: site.origin, version: '0.0.0', browser: 'none', limits })
  })
  afterAll(() => site.close())

  test('does not keep the audit from finding the leak of the article that is in order', () => {
    const leaks = events.filter((event) => event.kind === 'leak')
    expect(leaks.map(({ article, channel }) => [article, channel])).toEqual([
      [`${site.origin}/news/in-order`, 'hidden-text'],
    ])
  })

  test('is asked for each of its articles, and none of them is asked for without end', () => {
    for (const path of MISBEHAVING) {
      expect([path, site.asked(path) > 0]).toEqual([path, true])
      expect([path, site.asked(path) < 200]).toEqual([path, true])
    }
  })

  test('is not looked through for every site map that it names', () => {
    const asked = Array.from({ length: 8000 }, (_, at) => site.asked(`/map-${at}.xml`))
    expect(asked.filter((times) => times > 0).length).toBeLessThan(40)
  })

  test('has no say in how large a report becomes', () => {
    const sizes = events.map((event) => JSON.stringify(event).length)
    expect(Math.max(...sizes)).toBeLessThan(10_000)
  })

  test('gets rid of no more than is read', () => {
    expect(site.endless()).toBeLessThan(64 * 1024 * 1024)
  })

  test('leads nowhere but to itself', () => {
    expect(site.led()).toBe(0)
  })

  test('is only read, by whoever says who that is', () => {
    expect([...site.methods].sort()).toEqual(['GET', 'HEAD', 'OPTIONS'])
    expect(
      [...site.agents].filter((agent) => !/standfirst-audit\/0\.0\.0 \(\+http[^)]+\)$/.test(agent)),
    ).toEqual([])
  })
})

test('an audit that is stopped ends at once, with what it has', async () => {
  const site = await hostileSite()
  const stop = new AbortController()
  const events: AuditEvent[] = []
  for await (const event of audit({
    url: site.origin,
    version: '0.0.0',
    browser: 'none',
    limits: { ...limits, totalMs: 300 },
    signal: stop.signal,
  })) {
    events.push(event)
    if (event.kind === 'site') stop.abort()
  }
  await site.close()
  expect(events.map(({ kind }) => kind)).toEqual(['site'])
})

test.each([
  ['http://127.0.0.1:1/', 'does not answer: nothing takes connections there.'],
  ['ftp://127.0.0.1/', 'no http'],
  ['http://name:word@127.0.0.1/', 'name and password'],
  ['http://nowhere.invalid/', 'leads to no address'],
])('%s cannot be audited, and is told why', async (url, why) => {
  const failing = eventsOf({ url, version: '0.0.0', limits })
  await expect(failing).rejects.toThrow(CannotAudit)
  await expect(failing).rejects.toThrow(why)
})
