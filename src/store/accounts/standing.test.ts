// Standing: of however many sessions at once, each gets what was written of its own reader, and looking for it never
// takes longer because others are there.
import { DatabaseSync } from 'node:sqlite'
import fc from 'fast-check'
import { Kysely, type LogEvent } from 'kysely'
import { expect, test } from 'vitest'
import { SESSION_DAYS } from '../../core/account.ts'
import { ok } from '../../core/result.ts'
import { migrations } from '../migrations/migrations.ts'
import { NodeSqliteDialect } from './sqlite-dialect.ts'
import { Standings } from './standing.ts'
import type { Tables, Work } from './tables.ts'
import { Uses } from './uses.ts'

const NOW = Date.parse('2026-11-23T12:00:00Z')
const HOUR = 3_600_000
const YEAR = SESSION_DAYS * 24 * HOUR

async function database(log: (event: LogEvent) => void = () => undefined) {
  const file = new DatabaseSync(':memory:')
  const db = new Kysely<Tables>({ dialect: new NodeSqliteDialect(file), log })
  for (const { up } of Object.values(migrations)) await up(db)
  const within = <Value>(work: (work: Work) => Promise<Value>) => db.transaction().execute(work)
  return { file, within, [Symbol.asyncDispose]: () => db.destroy() }
}

interface Reader {
  readonly staff: boolean
  /** `created` of each session, and whether it was ended. */
  readonly sessions: readonly { readonly age: number; readonly ended: boolean }[]
  /** `until` of each, from now. */
  readonly grants: readonly { readonly plan: string; readonly left: number }[]
  readonly reads: readonly { readonly article: string; readonly ago: number }[]
}

const plan = fc.constantFrom('digital', 'print')
const reader: fc.Arbitrary<Reader> = fc.record({
  staff: fc.boolean(),
  sessions: fc.array(
    fc.record({ age: fc.constantFrom(0, HOUR, YEAR - 1, YEAR), ended: fc.boolean() }),
    { maxLength: 3 },
  ),
  grants: fc.array(fc.record({ plan, left: fc.integer({ min: -2, max: 3 }) }), { maxLength: 4 }),
  reads: fc.uniqueArray(
    fc.record({ article: fc.constantFrom('a', 'b', 'c'), ago: fc.integer({ min: 1, max: 5 }) }),
    { maxLength: 6, selector: ({ article, ago }) => `${article} ${ago}` },
  ),
})

async function write(work: Work, readers: readonly Reader[]): Promise<void> {
  for (const [number, one] of readers.entries()) {
    const reader = `reader ${number}`
    const account = { reader, address: reader, staff: one.staff ? 1 : 0, created: NOW }
    await work.insertInto('accounts').values(account).execute()
    for (const [at, { age, ended }] of one.sessions.entries()) {
      const kept = { hash: `${number} ${at}`, reader, device: '', created: NOW - age }
      const session = { ...kept, last_used: NOW, ended: ended ? NOW : null }
      await work.insertInto('sessions').values(session).execute()
    }
    for (const [at, { plan, left }] of one.grants.entries()) {
      const grant = { reader, plan, source: `${at}`, until: NOW + left, created: NOW }
      await work.insertInto('grants').values(grant).execute()
    }
    for (const { article, ago } of one.reads)
      await work
        .insertInto('reads')
        .values({ reader, article, at: NOW - ago })
        .execute()
  }
}

/** What is to be answered, by everything that was written. */
function expected(readers: readonly Reader[], session: string, now: number) {
  const [number, at] = session.split(' ').map(Number)
  const one = readers[number ?? -1]
  const made = one?.sessions[at ?? -1]
  if (one === undefined || made === undefined) return undefined
  if (made.ended || NOW - made.age <= now - YEAR) return undefined
  const entitlements = ['digital', 'print'].flatMap((plan) => {
    const open = one.grants.filter((grant) => grant.plan === plan).map(({ left }) => NOW + left)
    const until = Math.max(0, ...open)
    return until > now ? [{ plan, until }] : []
  })
  const reads = ['a', 'b', 'c'].flatMap((article) => {
    const times = one.reads.filter((read) => read.article === article).map(({ ago }) => NOW - ago)
    return times.length === 0 ? [] : [{ article, at: Math.max(...times) }]
  })
  reads.sort((a, b) => a.at - b.at || (a.article < b.article ? -1 : 1))
  return { reader: `reader ${number}`, staff: one.staff, entitlements, reads }
}

test('however many ask at once, and for whichever moments, each gets what is theirs', async () => {
  const asked = fc.record({
    session: fc.tuple(fc.nat(8), fc.nat(2)).map(([number, at]) => `${number} ${at}`),
    now: fc.integer({ min: NOW - 3, max: NOW + 3 }),
  })
  await fc.assert(
    fc.asyncProperty(
      fc.array(reader, { minLength: 6, maxLength: 9 }),
      fc.array(fc.array(asked, { maxLength: 150, size: 'max' }), { minLength: 1, maxLength: 3 }),
      async (readers, rounds) => {
        await using store = await database()
        await store.within((work) => write(work, readers))
        const standings = new Standings()
        for (const round of rounds) {
          const found = await store.within((work) => standings.ofSessions(work, round))
          expect(found.map((one) => (one.ok ? one.value.standing : undefined))).toEqual(
            round.map(({ session, now }) => expected(readers, session, now)),
          )
        }
      },
    ),
    { numRuns: 30 },
  )
})

test('those who are too many for one query get what is theirs too, once', async () => {
  const readers = Array.from({ length: 100 }, (_, number) => ({
    staff: number % 2 === 0,
    sessions: [0, 1].map(() => ({ age: 0, ended: number % 3 === 0 })),
    grants: [{ plan: 'digital', left: number }],
    reads: [{ article: 'a', ago: 1 + number }],
  }))
  await using store = await database()
  await store.within((work) => write(work, readers))
  const asked = [0, 1].flatMap((at) =>
    readers.map((_, number) => ({ session: `${number} ${at}`, now: NOW })),
  )
  const found = await store.within((work) => new Standings().ofSessions(work, asked))
  expect(found.map((one) => (one.ok ? one.value.standing : undefined))).toEqual(
    asked.map(({ session, now }) => expected(readers, session, now)),
  )
})

test('nothing is looked for but by its keys, whether one is asked for or many', async () => {
  const said = new Set<string>()
  await using store = await database(({ query }) => said.add(query.sql))
  const standings = new Standings()
  const uses = new Uses((work) => store.within(work))
  const one = { staff: false, sessions: [{ age: 0, ended: false }], grants: [], reads: [] }
  await store.within((work) => write(work, Array(60).fill(one)))
  said.clear()
  for (const count of [1, 2, 60]) {
    const asked = Array.from({ length: count }, (_, at) => ({
      session: `${at} 0`,
      now: NOW + HOUR,
    }))
    expect(await store.within((work) => standings.ofSessions(work, asked))).toHaveLength(count)
    uses.add(asked)
    await uses.flush()
  }
  const plans = [...said].flatMap((sql) =>
    store.file
      .prepare(`explain query plan ${sql}`)
      .all()
      .map(({ detail }) => String(detail)),
  )
  expect(plans.length).toBeGreaterThan(15)
  for (const step of plans) expect(step).toMatch(/^SEARCH .*\((?:hash|reader|id)=\?\)$|TEMP B-TREE/)
})

test('a use is noted to the hour, and an earlier one never takes a later one back', async () => {
  await using store = await database()
  await store.within((work) =>
    write(work, [{ staff: false, sessions: [{ age: 0, ended: false }], grants: [], reads: [] }]),
  )
  const uses = new Uses(async (work) => ok(await store.within(work)))
  const noted = () => store.file.prepare('select last_used from sessions').get()?.['last_used']
  uses.add([
    { session: '0 0', now: NOW + 5 * HOUR + 1 },
    { session: '0 0', now: NOW + 2 * HOUR },
    { session: 'nobody', now: NOW },
  ])
  expect(noted()).toBe(NOW)
  await uses.flush()
  expect(noted()).toBe(NOW + 5 * HOUR)
  uses.add([{ session: '0 0', now: NOW + 3 * HOUR }])
  await uses.flush()
  expect(noted()).toBe(NOW + 5 * HOUR)
})
